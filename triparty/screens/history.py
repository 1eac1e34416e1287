"""The history: every deed, newest first, what each changed, and the way back."""

from collections.abc import Hashable
from typing import Any, ClassVar

from sqlmodel import Session
from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from meetings_db.queries.history import DeedLine, as_it_was, changes, deed, deeds
from meetings_db.queries.paging import Listing
from triparty.history_words import deed_called
from triparty.i18n import _, ngettext
from triparty.screens.list_station import ListStation, said_count
from triparty.screens.station import Station
from triparty.screens.undoing import Thing, shown, take_back
from triparty.services.telling import NOW, Told, about, named, tell_changes
from triparty.services.undoing import weigh
from triparty.widgets import moments
from triparty.widgets.cells import Words
from triparty.widgets.paged import Paged
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts

_TOLD = 30
_READ = 2_000
"""So many changes of a deed are looked at to tell what it did."""


class HistoryScreen(ListStation):
    """Every deed, or those of one thing: opened with `wanted` naming it. `onward` is the station to go to next."""

    FIVE: ClassVar[tuple[str, ...]] = ("history.undo", "history.filter", "frame.back")
    COLUMNS = (
        Column(_("When"), 16),
        Column(_("What was done"), 16, share=3),
        Column(_("About"), 12, share=4, from_width=64),
        Column(_("Who"), 10, from_width=50),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "u",
            "undo",
            _("Take back"),
            show=False,
            id="history.undo",
            tooltip=_("Take this deed back; what changes is shown first"),
        ),
        Binding(
            "f", "filter", _("Of all / of this"), show=False, id="history.filter", tooltip=_("Every deed, or its own")
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onward: tuple[str, object] | None = None
        self._thing: Thing | None = None
        self._own = False
        self._called = ""
        self._listing: Listing[DeedLine] | None = None

    def place(self) -> str:
        """The name of the screen, last of the crumbs."""
        return _("History")

    def teaching(self) -> str:
        """What the history is."""
        return _("Here stands every deed with what it changed. u takes one back, and that stands here too.")

    async def load(self) -> None:
        """The deeds, of the thing it was opened from or of everything."""
        if isinstance(self.wanted, tuple):
            thing: Thing = self.wanted
            self._thing, self._own, self.wanted = thing, True, None
            self._called = await self.read(_called, thing)
        self._listing = await self.read(deeds, self._thing if self._own else None)
        await super().load()

    def listing(self) -> Listing[DeedLine]:
        """The deeds."""
        assert self._listing is not None
        return self._listing

    def pages(self) -> Paged[DeedLine]:
        """The deeds, each with what it is about in words."""
        return Paged(self.db, self.listing(), self.row_of, self._tally, _told_about)

    def counted(self, count: int | None) -> None:
        """How many, and of what."""
        number = said_count(count, ngettext("{count} deed", "{count} deeds", count or 0))
        self.about(number, self._called if self._own else _("everything"))

    def row_of(self, line: DeedLine) -> Row:
        """A deed in the list; one that was taken back is grey and says so."""
        what = deed_called(line.deed, line.of, line.first)
        if line.taken_back:
            what = _("{deed} (taken back)").format(deed=what)
        tone = "grey" if line.taken_back else "amber" if line.undoes else ""
        return Row(line.seq, (moments.full(line.at), Words(what, tone), line.subject, line.actor), tone)

    async def show_life(self, key: Hashable | None) -> None:
        """What the deed changed."""
        line = await self.read(deed, key) if isinstance(key, int) else None
        if line is None:
            self.life.show("", ())
            return
        parts = [
            ("", facts([(_("When"), moments.full(line.at)), (_("Who"), line.actor), (_("Entry"), str(line.seq))])),
            (_("What it changed"), shown(*await self.read(_told, line.seq))),
            ("", Content.styled(_("It was taken back."), "$secondary") if line.taken_back else Content("")),
        ]
        self.life.show(deed_called(line.deed, line.of, line.first), parts)

    @work
    async def action_undo(self) -> None:
        """Take back the deed under the cursor."""
        if isinstance(self.rows.key, int):
            seen = await self.read(weigh, self.rows.key)
            await take_back(self, self.db, seen)
            self.reload()

    def action_filter(self) -> None:
        """Every deed, or those of what it was opened from."""
        if self._thing is None:
            self.tell(_("Press H on an issue, a visit, a meeting or an action to see its own history."))
            return
        self._own = not self._own
        self.reload()

    def action_history(self) -> None:
        """The key that opened it closes it."""
        self.dismiss()

    def action_back(self) -> None:
        """From the life to the list, from the list to where it was opened."""
        if self.life.has_focus or self.query_one("#split").has_class("-life"):
            self.action_back_to_list()
        else:
            self.dismiss()

    def on_station_wanted(self, message: Station.Wanted) -> None:
        """Leave it for another station."""
        message.stop()
        self.onward = message.name, message.key
        self.dismiss()


def _told_about(session: Session, line: DeedLine) -> DeedLine:
    """A deed with its subject as people call it."""
    return line._replace(subject=about(session, line))


def _called(session: Session, thing: Thing) -> str:
    """What the history is of."""
    kind, key = thing
    return named(session, kind, as_it_was(session, kind, str(key), NOW), NOW)


def _told(session: Session, turn: int) -> tuple[list[Told], int]:
    """What a deed changed, in words, and in how many rows more."""
    return tell_changes(session, changes(session, turn, _READ), _TOLD)
