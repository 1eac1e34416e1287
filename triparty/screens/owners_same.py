"""Owners who may be one person: each pair with its reason, one key to count them as one, one to leave them two."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.engine import Database
from meetings_db.models import Estate
from triparty.i18n import _
from triparty.rules.owners import Named, Pair
from triparty.screens.list_station import ListStation
from triparty.services.owners import candidates, effect, keep_apart, merge_owners, rooms_of
from triparty.widgets.frame import Desk, refusable
from triparty.widgets.row_list import Column, Listed, Row
from triparty.widgets.timeline import facts


class SameOwnersScreen(ListStation):
    """The pairs of an estate; nobody is merged before a key says so, and `u` takes it back."""

    STATION = "register"
    FIVE: ClassVar[tuple[str, ...]] = ("same.one", "same.two", "undo.last", "station.life", "frame.back")
    COLUMNS = (
        Column(_("Owner(s)"), 10, share=1),
        Column(_("Room"), 12),
        Column(_("Room"), 12),
        Column(_("Why"), 20, share=4),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "one", _("One person"), id="same.one", tooltip=_("Count the two as one head from now on")),
        Binding("n", "two", _("Two people"), id="same.two", tooltip=_("They are two: do not put them forward again")),
    ]

    def __init__(
        self, db: Database, desk: Desk, estate: Estate, *, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(db, desk, clock=clock)
        self.estate = estate
        self._rooms: dict[UUID, str] = {}

    def place(self) -> str:
        """The estate, last of the crumbs."""
        return _("{estate} · one person?").format(estate=self.estate.name)

    def teaching(self) -> str:
        """What it means that nobody stands here."""
        return _("Nobody in this roll looks like another any more. esc leads back to the roll.")

    async def load(self) -> None:
        """The pairs, and above them what each key would do to the heads."""
        pairs = await self.read(candidates, self.estate.id)
        self._rooms = await self.read(rooms_of, self.estate.id)
        all_one = await self.read(effect, self.estate.id, pairs)
        await self.show(Listed(pairs, _key, self.row_of))
        now = _("Heads now {before} · were every pair one person {after}") if pairs else _("Heads now {before}")
        self.about(now.format(before=f"{all_one.before:,}", after=f"{all_one.after:,}"))
        self.tell_keys()

    def row_of(self, line: Pair) -> Row:
        """A pair in the list."""
        rooms = (self._rooms[line.first.id], self._rooms[line.second.id])
        return Row(_key(line), (line.first.name, *rooms, line.reason))

    async def show_life(self, key: Hashable | None) -> None:
        """The two side by side, and the heads before and after."""
        pair: Pair | None = self.rows.line
        if pair is None:
            self.life.show("", ())
            return
        would = await self.read(effect, self.estate.id, [pair])
        heads = facts([(_("Heads now"), str(would.before)), (_("As one person"), str(would.after))])
        parts = [(self._rooms[each.id], _said(each)) for each in (pair.first, pair.second)]
        self.life.show(pair.first.name, [("", facts([(_("Why"), pair.reason)])), *parts, ("", heads)])

    def why_not(self, action: str) -> str | None:
        """Where there is no pair there is nothing to say."""
        if action in ("one", "two") and self.rows.key is None:
            return self.teaching()
        return super().why_not(action)

    def action_back(self) -> None:
        """From the life to the list, from the list to the roll."""
        if self.life.has_focus or self.query_one("#split").has_class("-life"):
            self.action_back_to_list()
        else:
            self.dismiss()

    @refusable
    @work
    async def action_one(self) -> None:
        """Count the two as one."""
        pair: Pair = self.rows.line
        would = await self.read(effect, self.estate.id, [pair])
        told = _("{name} is one head now. Heads before: {before}, now: {after}.")
        said = told.format(name=pair.first.name, before=would.before, after=would.after)
        await self.do(said, merge_owners, pair.first.id, pair.second.id)

    @refusable
    @work
    async def action_two(self) -> None:
        """Leave them two."""
        pair: Pair = self.rows.line
        await self.do(_("They are two people."), keep_apart, pair.first.id, pair.second.id)


def _key(pair: Pair) -> tuple[UUID, UUID]:
    """By what a pair is known."""
    return pair.first.id, pair.second.id


def _said(each: Named) -> Any:
    """What an entry says."""
    return facts(
        [
            (_("Owner(s)"), each.name),
            (_("Identity no. ends"), each.id_tail or "—"),
            (_("Phone"), each.phone or "—"),
            (_("Note"), each.note or "—"),
        ]
    )
