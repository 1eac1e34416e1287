"""The owners' roll of an estate: its units in order, what cannot be counted yet, and the ways on from it."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.engine import Database
from meetings_db.models import Estate, OwnerBase, Unit, UnitBase
from meetings_db.queries.owners import UnitLife, UnitLine, unit_at, unit_life, unit_list
from meetings_db.queries.paging import Listing
from triparty.i18n import _, ngettext
from triparty.intake.imports import Kind
from triparty.intake.owner_rows import parts_of
from triparty.owner_words import AREA_SOURCES, OWNER_KINDS, UNIT_STATES, UNIT_USES
from triparty.rules import RuleError
from triparty.rules.owners import area_said, place_key, room_called
from triparty.screens.import_file import ask_for_import
from triparty.screens.list_station import ListStation
from triparty.screens.owners_form import owner_of, unit_fields, unit_of
from triparty.screens.owners_same import SameOwnersScreen
from triparty.screens.owners_votes import choose_vote
from triparty.screens.undoing import Thing
from triparty.services.owners import enter_unit, name_voter, roll, save_unit
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field
from triparty.widgets.frame import Desk, refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts


class OwnersScreen(ListStation):
    """The units of one estate; `esc` leads back to the register."""

    STATION = "register"
    KIND = "unit"
    FIVE: ClassVar[tuple[str, ...]] = ("owners.import", "owners.edit", "owners.same", "owners.votes", "frame.back")
    COLUMNS = (
        Column(_("Room"), 12),
        Column(_("Area"), 13, right=True),
        Column(_("Owner(s)"), 10, share=1),
        Column(_("Area from"), 12, share=1, from_width=56),
        Column(_("State"), 12, share=1, from_width=66),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "import", _("Import file"), id="owners.import", tooltip=_("Take in the roll as a table")),
        Binding("n", "new", _("New"), id="owners.new", tooltip=_("Enter a unit with its owners")),
        Binding("e", "edit", _("Edit"), id="owners.edit", tooltip=_("Correct the unit, or say who owns it")),
        Binding("w", "voter", _("Who votes"), id="owners.voter", tooltip=_("Of several owners name who votes")),
        Binding("r", "room", _("Room"), id="owners.room", tooltip=_("Go to a room by its number")),
        Binding("f", "lacking", _("What lacks"), id="owners.lacking", tooltip=_("Only what cannot be counted, or all")),
        Binding("m", "same", _("One person?"), id="owners.same", tooltip=_("Owners who may be one person")),
        Binding(
            "o", "votes", _("Owners' votes"), id="owners.votes", tooltip=_("The owners' votes: open one, enter slips")
        ),
    ]

    def __init__(
        self, db: Database, desk: Desk, estate: Estate, *, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(db, desk, clock=clock)
        self.estate = estate
        self.only_lacking = False

    def place(self) -> str:
        """The estate, last of the crumbs."""
        return _("{estate} · owners' roll").format(estate=self.estate.name)

    def teaching(self) -> str:
        """What belongs here."""
        if self.only_lacking:
            return _("Every unit can be counted. Press f for all of them.")
        return _(
            "Here stand the units of the estate with their areas and owners. Press i to take in the table you have."
        )

    def listing(self) -> Listing[Any]:
        """The roll, or what it lacks."""
        return unit_list(self.estate.id, lacking=self.only_lacking)

    async def load(self) -> None:
        """The list, and above it how large the electorate is."""
        await super().load()
        found = await self.read(roll, self.estate.id)
        size, lacking = found.size, len(found.troubles)
        told = _("{units} units · {heads} heads · {area}").format(
            units=f"{size.units:,}", heads=f"{size.heads:,}", area=area_said(size.area)
        )
        if not size.units:
            self.about(_("no roll yet"))
            self.tell_keys()
            return
        missing = ngettext("! {count} cannot be counted", "! {count} cannot be counted", lacking).format(count=lacking)
        if self.only_lacking:
            self.about(told, missing if lacking else "", _("only these are listed: f for all"))
        else:
            self.about(told, *((missing, _("f lists them")) if lacking else ()))
        self.tell_keys()

    def widen(self) -> bool:
        """What was asked for may be complete."""
        hidden, self.only_lacking = self.only_lacking, False
        return hidden

    def row_of(self, line: UnitLine) -> Row:
        """A unit in the list."""
        owner: Words | str = line.owner or Words("—", "amber")
        if line.owner and line.owners > 1:
            owner = f"{line.owner} +{line.owners - 1}"
        area = area_said(line.area) if line.area else Words(_("! unknown"), "red")
        room = room_called(line.building, line.entrance, line.room)
        return Row(line.id, (room, area, owner, _(AREA_SOURCES[line.area_source]), _(UNIT_STATES[line.state])))

    async def show_life(self, key: Hashable | None) -> None:
        """All that is known of the unit."""
        if not isinstance(key, UUID):
            self.life.show("", ())
            return
        known = await self.read(unit_life, key)
        unit = known.unit
        about = facts(
            [
                (_("Area"), area_said(unit.area) if unit.area else Words(_("unknown: it cannot be counted"), "red")),
                (_("Area from"), _(AREA_SOURCES[unit.area_source])),
                (_("State"), _(UNIT_STATES[unit.state])),
                (_("Use"), _(UNIT_USES[unit.use])),
            ]
        )
        owners = facts(
            [(_("votes for it") if ownership.votes else "", owner_said(owner)) for ownership, owner in known.owners]
        )
        others = facts([("", _room(other)) for other in known.others])
        parts = [("", about), (_("Owner(s)"), owners)]
        self.life.show(_room(unit), [*parts, (_("Votes for these too"), others)] if known.others else parts)

    def why_not(self, action: str) -> str | None:
        """What an empty list cannot do."""
        if action in ("edit", "voter") and self.rows.key is None:
            return _("There is no unit yet. Press i to take in the roll.")
        if action == "voter" and self.rows.line is not None and self.rows.line.owners < 2:
            return _("This unit has no several owners.")
        return super().why_not(action)

    def thing(self) -> Thing | None:
        """The unit under the cursor."""
        return ("unit", self.rows.key) if isinstance(self.rows.key, UUID) else None

    def action_back(self) -> None:
        """From the life to the list, from the filter to all, from the list to the register."""
        if self.life.has_focus or self.query_one("#split").has_class("-life"):
            self.action_back_to_list()
        elif self.widen():
            self.reload()
        else:
            self.dismiss()

    def action_lacking(self) -> None:
        """Only what cannot be counted, or all."""
        self.only_lacking = not self.only_lacking
        self.reload()

    @work
    async def action_import(self) -> None:
        """Take in a roll."""
        if await ask_for_import(self, self.prompt, Kind.OWNERS, self.estate.name):
            self.reload()

    @work
    async def action_room(self) -> None:
        """Go to a room by its number."""

        async def go(room: str) -> None:
            unit = await self.read(unit_at, self.estate.id, place_key(*parts_of(room)))
            if unit is None:
                raise RuleError(_("There is no room {room} in this roll.").format(room=room.strip()))
            self.wanted = unit.id
            self.reload()

        await self.prompt.ask(_("Room"), hint=_("As 3-2-501"), accept=go)

    @work
    async def action_new(self) -> None:
        """Enter a unit."""
        await self._unit(None)

    @refusable
    @work
    async def action_edit(self) -> None:
        """Correct a unit and who owns it."""
        await self._unit(await self.read(unit_life, self.rows.line.id))

    async def _unit(self, old: UnitLife | None) -> None:
        """The form of a unit with its owners."""

        async def save(values: dict[str, Any]) -> Unit:
            """Check and keep what was typed."""
            unit, owners = unit_of(values), owner_of(values, old)
            if old is None:
                return await self.db.run_async(enter_unit, self.estate.id, unit, owners)
            return await self.db.run_async(save_unit, old.unit.id, old.unit.version, unit, owners)

        async def against(_theirs: Unit) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            if old is not None:
                old = await self.read(unit_life, old.unit.id)
            return unit_fields(old)

        title = _room(old.unit) if old else _("New unit")
        saved = await self.fill(title, unit_fields(old), save, _("Saved."), against)
        if saved is not None:
            self.wanted = None if self.only_lacking else saved.id  # what lacks nothing any more leaves that list
            self.reload()

    @refusable
    @work
    async def action_voter(self) -> None:
        """Name who votes for a unit of several owners."""
        known = await self.read(unit_life, self.rows.line.id)
        unit, owners = known.unit, known.owners
        offers = [Offer(str(owner.id), owner.name, owner_said(owner)) for _ownership, owner in owners]
        chosen = await self.choose(_("Who votes for {room}?").format(room=_room(unit)), offers)
        if chosen:
            await self.do(_("Saved."), name_voter, unit.id, unit.version, UUID(chosen))

    def action_same(self) -> None:
        """Look at who may be one person."""
        self.app.push_screen(SameOwnersScreen(self.db, self.desk, self.estate, clock=self.clock))

    @work
    async def action_votes(self) -> None:
        """Open a vote, or go on with one."""
        await choose_vote(self, self.estate)


def owner_said(owner: OwnerBase) -> str:
    """An owner with what tells namesakes apart."""
    tail = _("identity number …{tail}").format(tail=owner.id_tail) if owner.id_tail else ""
    guardian = _("guardian {name}").format(name=owner.guardian) if owner.guardian else ""
    kind = "" if owner.kind == "person" else _(OWNER_KINDS[owner.kind])
    return " · ".join(filter(None, (owner.name, kind, tail, guardian, owner.note)))


def _room(unit: UnitBase) -> str:
    """A unit by its place."""
    return room_called(unit.building, unit.entrance, unit.room)
