"""A paper somebody edited by hand: what becomes of it when it is written anew, and its changes one by one."""

import asyncio
from collections.abc import Hashable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from meetings_db.engine import Database
from meetings_db.models import Meeting, PaperKind
from triparty.i18n import _, ngettext
from triparty.intake.tracker_rows import tracker_rows
from triparty.screens.paper_file import About, Written, paper_path, write_file
from triparty.services.hand_edits import edited_by_hand
from triparty.services.incoming import VerdictKind
from triparty.settings import Settings
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Menu, Offer
from triparty.widgets.frame import Framed, refusable, toned
from triparty.widgets.row_list import Column, Row, RowList
from triparty.words import CHANGE_VERDICTS

if TYPE_CHECKING:
    from triparty.documents.kinds.publication import Publication
    from triparty.documents.read_back import Change, Reading

READ_BACK = (PaperKind.MINUTES, PaperKind.TRACKER)
"""The papers that can be read back."""
_LEAD = 8
"""So many letters alike may stand before what differs; of more only the last half of that is shown in the list."""
_SIGNS = {
    VerdictKind.NEW: ("+", "green"),
    VerdictKind.SAME: ("=", "grey"),
    VerdictKind.CONFLICT: ("≠", "amber"),
    VerdictKind.ERROR: ("!", "grey"),
}


async def write_asking(
    app: App[Any],
    db: Database,
    settings: Settings,
    community_id: UUID,
    kind: PaperKind,
    meeting: Meeting | None,
    *,
    about: About = ("", ""),
    publication: "Publication | None" = None,
    language: str = "",
    final: bool = False,
    ending: str = ".docx",
) -> Written | None:
    """Write a paper; where its file was changed by hand ask first: keep, beside, or read back. None where none was
    written. Call it from a worker. Raises `RuleError` and OSError.
    """
    path = paper_path(settings, kind, meeting, about=about, final=final, ending=ending)
    if await db.read_async(edited_by_hand, community_id, path):
        ask = partial(Menu, _("Changed by hand: {file}").format(file=path.name), _ways(kind))
        chosen = await app.push_screen_wait(ask())
        while chosen == "read back":
            taken = await app.push_screen_wait(ReadBackScreen(db, settings, community_id, path, meeting))
            chosen = await app.push_screen_wait(ask("beside")) if taken else None
        if chosen != "beside":
            return None
    write = partial(write_file, about=about, publication=publication, language=language, final=final, ending=ending)
    return await asyncio.to_thread(write, db, settings, community_id, kind, meeting)


def _ways(kind: PaperKind) -> list[Offer]:
    """What may be done with a paper that was changed by hand."""
    back = Offer("read back", _("Read it back"), _("and choose change by change"), "r")
    return [
        Offer("keep", _("Keep it"), _("and write nothing"), "k"),
        Offer("beside", _("Write beside it"), _("under a name of its own"), "b"),
        *([back] if kind in READ_BACK else []),
    ]


class ReadBackScreen(Framed[bool]):
    """The changes of a file, each with what becomes of it; dismisses with whether any was taken over."""

    RAIL = False
    FIVE: ClassVar[tuple[str, ...]] = ("list.mark", "list.mark_all", "read_back.accept", "frame.back")
    DEFAULT_CSS = """
    ReadBackScreen #counts { height: auto; padding: 0 2; }
    ReadBackScreen #change { height: 9; padding: 0 2; background: $surface; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s",
            "accept",
            _("Take over"),
            show=False,
            id="read_back.accept",
            tooltip=_("Take what is selected over into the record, in one deed; enter does too"),
        ),
    ]

    def __init__(
        self, db: Database, settings: Settings, community_id: UUID, path: Path, meeting: Meeting | None = None
    ) -> None:
        super().__init__()
        self.db, self.settings, self.community_id, self.path = db, settings, community_id, path
        self.meeting_id = meeting.id if meeting else None
        self.reading: Reading | None = None
        self.taken = 0

    def compose_body(self) -> ComposeResult:
        """Which paper it was, the changes, and the one under the cursor whole."""
        yield Static(id="counts")
        columns = (
            Column(_("Where"), 18, share=1),
            Column(_("It was"), 10, share=2),
            Column(_("It is now"), 10, share=2),
        )
        yield RowList((*columns, Column(_("Verdict"), 18)), marking=True, id="changes")
        yield Static(id="change")

    def on_mount(self) -> None:
        """Begin to read."""
        self.crumbs = (_("Papers"), _("Changed by hand"), self.path.name)
        self.set_focus(self.query_one(RowList))
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the file and show its changes; what cannot be read back is told, and the screen left."""
        from triparty.documents.read_back import read_back

        self.query_one("#counts", Static).update(Content(_("Reading {file} …").format(file=self.path.name)))
        read = partial(
            read_back,
            templates=self.settings.templates,
            rows_of=partial(tracker_rows, columns=self.settings.columns),
            meeting_id=self.meeting_id,
        )
        try:
            self.reading = await asyncio.to_thread(read, self.db, self.path, self.community_id)
        except Exception:
            self.dismiss(bool(self.taken))
            raise
        self._show(self.reading)
        self.tell_keys()

    def _show(self, reading: "Reading") -> None:
        """Counts and changes."""
        from triparty.documents.read_back import counts

        parts = [Content.assemble((reading.meeting or _("Follow-up tracker"), "bold"), "   ")]
        for kind, count in counts(reading).items():
            if count:
                parts.append(toned(Words(f"{_verdict(kind).text} {count}   ", _verdict(kind).tone)))
        if not reading.changes:
            parts.append(Content(_("It says what was written: nothing was changed by hand.")))
        self.query_one("#counts", Static).update(Content("").join(parts))
        rows = self.query_one(RowList)
        rows.teaching = _("It says what was written: nothing was changed by hand.")
        rows.marked = ()
        rows.rows = [self._row(number, change) for number, change in enumerate(reading.changes, 1)]

    @staticmethod
    def _row(number: int, change: "Change") -> Row:
        """One change in the list, its texts on one line from where they differ."""
        was, now = (" ".join(text.split("\n")) for text in (change.was, change.now))
        pairs = enumerate(zip(was, now, strict=False))
        alike = next((place for place, (old, new) in pairs if old != new), 0)
        if alike > _LEAD:
            was, now = (f"…{text[alike - _LEAD // 2 :]}" for text in (was, now))
        return Row(number, (change.place, was, now, _verdict(change.verdict)))

    @on(RowList.Highlighted)
    def _highlighted(self, message: RowList.Highlighted) -> None:
        change = self._change(message.key)
        said = Content("")
        if change is not None:
            said = Content.assemble(
                (change.place + "  ", "bold"),
                toned(_verdict(change.verdict)),
                "".join(f"\n{reason}" for reason in change.reasons),
                (f"\n{_('It was')}  ", "bold"),
                change.was,
                (f"\n{_('It is now')}  ", "bold"),
                change.now,
            )
        self.query_one("#change", Static).update(said)

    def _change(self, key: Hashable | None) -> "Change | None":
        """The change of that number."""
        return self.reading.changes[key - 1] if self.reading and isinstance(key, int) else None

    def why_not(self, action: str) -> str | None:
        """Only what was selected is taken over."""
        if action in ("mark", "accept") and self.reading is None:
            return _("It is being read.")
        if action == "accept" and not self._chosen():
            return _("Nothing is selected. space selects a change, ctrl+a all that can be taken over.")
        return None

    def _chosen(self) -> list[int]:
        """The changes selected that can be taken over."""
        acceptable = self.reading.acceptable if self.reading else []
        return [number for number in acceptable if number in self.query_one(RowList).marked]

    @on(RowList.Marked)
    def _marked(self, message: RowList.Marked) -> None:
        """Only what the record takes stays selected; why the others are not is told of the last."""
        left_out = [change for key in message.keys if (change := self._change(key)) and change.edit is None]
        if left_out:
            self.query_one(RowList).marked = tuple(self._chosen())
            if len(message.keys) - len(left_out) < 2:
                self.notify(left_out[-1].reasons[0], severity="warning", markup=False)

    @on(RowList.Chosen)
    def _enter(self) -> None:
        self.action_accept()

    @refusable
    @work
    async def action_accept(self) -> None:
        """Take what was selected over, and read the file again; until then nothing else can be taken over."""
        from triparty.documents.read_back import accept

        reading, chosen = self.reading, self._chosen()
        assert reading is not None
        self.reading = None
        try:
            taken = await asyncio.to_thread(accept, self.db, reading, chosen)
        finally:
            self.read()
        self.taken += taken
        told = ngettext("{count} change was taken over.", "{count} changes were taken over.", taken)
        self.tell(told.format(count=taken))

    def action_back(self) -> None:
        """Back, with whether anything was taken over."""
        self.dismiss(bool(self.taken))


def _verdict(kind: VerdictKind) -> Words:
    """A verdict in words with its sign."""
    sign, tone = _SIGNS[kind]
    return Words(f"{sign} {_(CHANGE_VERDICTS[kind])}", tone)
