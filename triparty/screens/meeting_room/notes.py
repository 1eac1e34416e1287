"""The notes of an item: Markdown, kept a second after typing stops and whenever the focus leaves."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import TextArea

from meetings_db.text import clean
from triparty.i18n import _
from triparty.screens.meeting_room.scene import Scene

QUIET = 1.0
"""Seconds without a key after which the notes are kept."""


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

    @dataclass
    class Written(Message):
        """There are notes to keep."""

        draft: tuple[UUID, str]

    class Left(Message):
        """The notes are left for the keys of the room."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self._item_id: UUID | None = None
        self._kept = ""
        self._quiet: Timer | None = None

    @property
    def draft(self) -> tuple[UUID, str] | None:
        """The item and its notes where they differ from what is kept."""
        return (self._item_id, self.text) if self._item_id is not None and clean(self.text) != self._kept else None

    def watch_scene(self) -> None:
        """Another item's notes, or what somebody else wrote meanwhile; what is being typed stays."""
        scene = self.scene
        if scene is None or scene.item is None:
            return
        self.read_only = scene.meeting.reference is not None
        if scene.item.id != self._item_id:
            self._item_id = scene.item.id
            self._show(scene.item.notes)
        elif self.draft is None and scene.item.notes != self._kept:
            self._show(scene.item.notes)

    def kept(self, item_id: UUID, text: str) -> None:
        """These notes are in the database now."""
        if item_id == self._item_id:
            self._kept = clean(text)
            self._tell()

    def replace_kept(self, item_id: UUID, text: str) -> None:
        """Show what both wrote."""
        if item_id == self._item_id:
            self._show(text)

    def add(self, line: str) -> None:
        """Begin a new line at the end with these words, and type on there."""
        start = "" if not self.text or self.text.endswith("\n") else "\n"
        self.move_cursor(self.document.end)
        self.insert(start + line)
        self.screen.set_focus(self)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A key was typed: wait for a pause."""
        event.stop()
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(QUIET, self.action_keep)
        self._tell()

    def on_blur(self) -> None:
        """The focus leaves."""
        self.action_keep()

    def action_keep(self) -> None:
        """Have what was typed kept."""
        if (draft := self.draft) is not None:
            self.post_message(self.Written(draft))

    def action_leave(self) -> None:
        """Give the keys back to the room."""
        self.post_message(self.Left())

    def _show(self, notes: str) -> None:
        """Load notes without taking them for typing."""
        self._kept = notes
        with self.prevent(TextArea.Changed):
            self.text = notes
        self.move_cursor(self.document.end)
        self._tell()

    def _tell(self) -> None:
        """Say on the border whether what stands here is kept."""
        self.border_title = Content(_("Notes"))
        self.border_subtitle = Content("… " + _("typing") if self.draft else "✓ " + _("kept"))
