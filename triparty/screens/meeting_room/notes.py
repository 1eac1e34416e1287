"""The notes of an item: Markdown, kept a second after typing stops and whenever the focus leaves."""

from dataclasses import dataclass
from time import monotonic
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import TextArea

from meetings_db.models import MeetingStatus
from meetings_db.text import clean
from triparty.i18n import _
from triparty.rules.notes import joined
from triparty.screens.meeting_room.scene import Scene

QUIET = 1.0
"""Seconds without a key after which the notes are kept."""
LONGEST = 10.0
"""Seconds after which they are kept though the typing goes on: a power cut takes no more than this."""
AGAIN = 4.0
"""Seconds after which notes that could not be kept are tried again."""


@dataclass(frozen=True)
class Draft:
    """Notes on an item as they are typed, and the notes in the database that they were typed over."""

    item_id: UUID
    text: str
    over: str


class Notes(TextArea):
    """What is said, as it is typed. Never overwritten while it holds what was not kept yet."""

    FIVE: ClassVar[tuple[str, ...]] = ("notes.leave", "notes.keep")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "leave",
            _("Back to the keys"),
            show=False,
            id="notes.leave",
            tooltip=_("Leave the notes; they are kept"),
        ),
        Binding("ctrl+s", "keep", _("Keep"), show=False, id="notes.keep", tooltip=_("Keep the notes now")),
    ]
    scene: reactive[Scene | None] = reactive(None)

    class Written(Message):
        """There are notes to keep."""

    class Left(Message):
        """The notes are left for the keys of the room."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self._item_id: UUID | None = None
        self._shown: UUID | None = None
        self._kept = ""
        self._quiet: Timer | None = None
        self._begun: float | None = None
        self.trying_again = False

    @property
    def draft(self) -> Draft | None:
        """The notes where they differ from what is kept."""
        if self._item_id is None or clean(self.text) == self._kept:
            return None
        return Draft(self._item_id, self.text, self._kept)

    def watch_scene(self) -> None:
        """Another item's notes, or what somebody else wrote meanwhile; what is being typed stays."""
        scene = self.scene
        if scene is None or scene.item is None:
            return
        self.read_only = scene.meeting.status is MeetingStatus.FINAL
        if scene.item.id != self._item_id:
            self._item_id = scene.item.id
            self._show(scene.item.notes)
        elif self.draft is None and scene.item.notes != self._kept:
            self._show(scene.item.notes)

    def kept(self, draft: Draft, notes: str) -> None:
        """The draft is in the database as `notes`, which hold somebody else's too where two wrote."""
        if draft.item_id == self._item_id:
            mine = clean(draft.text)
            if notes != mine:
                self._show(joined(mine, notes, self.text))  # more may have been typed since
            self._kept, self._begun, self.trying_again = notes, None, False
            self._tell()

    def refused(self) -> None:
        """The draft could not be kept: it stays here, and is tried again until it can."""
        self.trying_again, self._begun = True, None
        self._wait(AGAIN)
        self._tell()

    def add(self, line: str) -> None:
        """Begin a new line at the end with these words, and type on there."""
        start = "" if not self.text or self.text.endswith("\n") else "\n"
        self.move_cursor(self.document.end)
        self.insert(start + line)
        self.screen.set_focus(self)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A key was typed: wait for a pause, but not for ever."""
        event.stop()
        if self._begun is None:
            self._begun = monotonic()
        left = self._begun + LONGEST - monotonic()
        self._wait(max(0.01, min(QUIET, left)))
        self._tell()

    def _wait(self, seconds: float) -> None:
        """Keep after so many seconds, and not before."""
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(seconds, self.action_keep)

    def on_focus(self) -> None:
        """Somebody goes on writing: at the cursor, wherever the notes were read."""
        self.scroll_cursor_visible()

    def on_blur(self) -> None:
        """The focus leaves."""
        self.action_keep()

    def action_keep(self) -> None:
        """Have what was typed kept."""
        if self.draft is not None:
            self.post_message(self.Written())

    def action_leave(self) -> None:
        """Give the keys back to the room."""
        self.post_message(self.Left())

    def _show(self, notes: str) -> None:
        """Load notes without taking them for typing; the cursor stays as far from their end as it was.

        Another item's are read from their beginning, and written on at their end.
        """
        row, column = self.cursor_location
        another = self._item_id != self._shown
        below = 0 if another else self.document.line_count - 1 - row
        self._kept, self.trying_again, self._shown = notes, False, self._item_id
        with self.prevent(TextArea.Changed):
            self.text = notes
        if below:
            self.move_cursor((max(0, self.document.line_count - 1 - below), column))
        else:
            self.move_cursor(self.document.end)
        if another and not self.has_focus:
            self.scroll_home(animate=False)
        self._tell()

    def _tell(self) -> None:
        """Say on the border whether what stands here is kept."""
        self.border_title = Content(_("Notes"))
        if self.draft is None:
            self.border_subtitle = Content("✓ " + _("kept"))
        elif self.trying_again:
            self.border_subtitle = Content.styled("! " + _("not kept, trying again"), "bold $error")
        else:
            self.border_subtitle = Content("… " + _("typing"))
