"""Taking back on the screen: what would change is shown first, and a deed that must stand says why."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from meetings_db.engine import Database
from meetings_db.queries.history import DeedLine
from triparty.history_words import deed_called
from triparty.i18n import _, ngettext
from triparty.services.several import first_of
from triparty.services.telling import Told
from triparty.services.undoing import Undoing, undo, weigh_last
from triparty.widgets import moments
from triparty.widgets.frame import Framed, KeyLine, refusable

_SHOWN = 60
"""So many lines of a difference are shown."""

Thing = tuple[str, UUID]
"""A table and a key: what a history is of."""


class HistoryWanted(Message):
    """The history shall be opened, of a thing or of everything."""

    def __init__(self, thing: Thing | None = None) -> None:
        super().__init__()
        self.thing = thing


class DeedScreen(Framed[None]):
    """A screen on which deeds are done: `u` takes the last one back, `H` shows them all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "u",
            "undo",
            _("Take back"),
            show=False,
            id="undo.last",
            tooltip=_("Take back your last deed; what changes is shown first"),
        ),
        Binding(
            "H",
            "history",
            _("History"),
            show=False,
            id="undo.history",
            tooltip=_("Every deed, newest first: of what the cursor is on, or all"),
        ),
    ]

    def thing(self) -> Thing | None:
        """What the cursor is on, by table and key: its own history is shown first."""
        return None

    def action_undo(self) -> object:
        """Take the last deed back, what changes shown first: each screen reads anew in its own way."""
        raise NotImplementedError

    @refusable
    def action_history(self) -> None:
        """Open the history."""
        self.post_message(HistoryWanted(self.thing()))

    def tell_done(self, sentence: str) -> None:
        """Say what was done, and the way back."""
        self.tell(_("{done} · u takes it back").format(done=sentence))

    def tell_refused(self, reasons: Sequence[str]) -> None:
        """Say what was left as it is, and why; the first of many."""
        if reasons:
            self.tell("\n".join(first_of(reasons)), wrong=True)


class UndoDialog(ModalScreen[bool]):
    """What taking a deed back would change; dismisses with whether it shall be."""

    FIVE: ClassVar[tuple[str, ...]] = ("undo.yes", "undo.no")
    DEFAULT_CSS = """
    UndoDialog { align: center middle; }
    UndoDialog > Vertical { width: 84; max-width: 96%; height: auto; max-height: 90%; }
    UndoDialog > Vertical { background: $surface; border: round $warning; }
    UndoDialog VerticalScroll { height: auto; max-height: 100%; padding: 1 2; scrollbar-size-vertical: 1; }
    UndoDialog Static { height: auto; }
    UndoDialog KeyLine { dock: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,enter", "dismiss(True)", _("Take it back"), show=False, id="undo.yes", tooltip=_("Do it")),
        Binding("escape,n", "dismiss(False)", _("Leave it"), show=False, id="undo.no", tooltip=_("Leave it as it is")),
    ]

    def __init__(self, seen: Undoing) -> None:
        super().__init__()
        self._seen = seen

    def compose(self) -> ComposeResult:
        """The deed, the difference, and the two keys."""
        with Vertical() as panel:
            panel.border_title = Content(_("Take back"))
            with VerticalScroll():
                yield Static(Content(f"{said(self._seen.deed)}\n\n") + shown(self._seen.differences, self._seen.more))
            yield KeyLine()


async def take_back(here: Framed[Any], db: Database, seen: Undoing | None) -> bool:
    """Show what would change and take it back when that is wanted; whether it was. Call it from a worker."""
    if seen is None:
        here.tell(_("You have done nothing that could be taken back."))
        return False
    what = deed_called(seen.deed.deed, seen.deed.of, seen.deed.first)
    if seen.reasons:
        here.tell("\n".join((_("Not taken back: {deed}").format(deed=what), *seen.reasons)), wrong=True)
        return False
    if not await here.app.push_screen_wait(UndoDialog(seen)):
        return False
    await db.run_async(undo, seen.deed.seq)
    here.tell(_("Taken back: {deed} · H shows it, to have it again").format(deed=what))
    return True


async def take_back_last(here: Framed[Any], db: Database) -> bool:
    """The same for the last deed of whoever sits here; on a server, where others work too, somebody must be named."""
    if not db.actor and db.file is None:
        here.tell(
            _("No name is set here, so your deeds cannot be told from others'. Set it, or choose the deed with H."),
            wrong=True,
        )
        return False
    return await take_back(here, db, await db.read_async(weigh_last, db.actor))


def said(deed: DeedLine) -> str:
    """A deed in one line: what, when, who."""
    what = deed_called(deed.deed, deed.of, deed.first)
    return " · ".join(filter(None, (what, moments.full(deed.at), deed.actor)))


def shown(differences: Sequence[Told], more: int = 0) -> Content:
    """The difference, thing by thing: a field with before and after, or a whole row that goes or comes.

    `more` rows differ than are told.
    """
    lines: list[Content] = []
    thing = None
    for each in differences[:_SHOWN]:
        if each.thing != thing:
            thing = each.thing
            lines.append(Content.styled(each.thing, "bold"))
        lines.append(_line(each))
    more += max(0, len(differences) - _SHOWN)
    if more:
        lines.append(Content(ngettext("… and {count} more", "… and {count} more", more).format(count=more)))
    return Content("\n").join(lines or [Content(_("Nothing that people would see."))])


def _line(each: Told) -> Content:
    """One line of it, a sign before the colour."""
    if each.field:
        old, new = each.before or "—", each.after or "—"
        return Content.assemble(
            (f"  {each.field}  ", "$secondary"), (old, "$foreground 65%"), (" → ", "$secondary"), (new, "bold")
        )
    if each.after:
        return Content.assemble(("  + ", "bold $success"), each.after)
    return Content.assemble(("  − ", "bold $warning"), each.before or _("is taken out again"))
