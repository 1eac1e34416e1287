"""The rows of an office's roll of owners: judged against what is kept, and taken in many at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from meetings_db.bulk import insert_rows, row
from meetings_db.models import AreaSource, Owner, OwnerBase, OwnerKind, Ownership, Unit, UnitBase, new_id
from meetings_db.queries.directory import estates
from meetings_db.queries.owners import unit_owners, units_of
from meetings_db.text import fold
from triparty.i18n import _
from triparty.owner_words import AREA_SOURCES
from triparty.rules.owners import area_said, place_key
from triparty.services.incoming import Progress, Verdict, VerdictKind, no_such_estate

_BLOCK = 1_000
"""Rows entered at once."""


@dataclass(frozen=True)
class IncomingUnit:
    """A row of a roll that was read without an error."""

    number: int
    estate: str
    unit: UnitBase
    owners: tuple[OwnerBase, ...]

    @property
    def key(self) -> str:
        """The place by which the unit is known again."""
        return place_key(self.unit.building, self.unit.entrance, self.unit.room)


def judge_units(session: Session, community_id: UUID, incoming: Sequence[IncomingUnit]) -> list[Verdict]:
    """What would become of each row; nothing is changed."""
    return [verdict for _row, verdict in _judged(session, community_id, incoming)]


def take_in_units(
    session: Session, community_id: UUID, incoming: Sequence[IncomingUnit], *, progress: Progress | None = None
) -> list[Verdict]:
    """Enter the new units with their owners; nobody is merged with a namesake, but a developer stands once."""
    homes = {estate.key: estate.id for estate in estates(session, community_id)}
    developers: dict[tuple[UUID, str], UUID] = {
        (estate_id, owner.key): owner.id
        for estate_id in {homes[key] for key in {fold(each.estate) for each in incoming} & homes.keys()}
        for _unit_id, owner, _votes in unit_owners(session, estate_id)
        if owner.kind is OwnerKind.DEVELOPER
    }
    verdicts: list[Verdict] = []
    judged = _judged(session, community_id, incoming)
    while block := list(islice(judged, _BLOCK)):
        new = [(homes[fold(each.estate)], each) for each, verdict in block if verdict.kind is VerdictKind.NEW]
        _enter(session, new, developers)
        verdicts += [verdict for _row, verdict in block]
        if progress is not None:
            progress(len(verdicts), len(incoming))
    return verdicts


def _enter(
    session: Session, new: Sequence[tuple[UUID, IncomingUnit]], developers: dict[tuple[UUID, str], UUID]
) -> None:
    """Insert units, owners and who owns what; `developers` learns those that were entered."""
    units, owners, owned = [], [], []
    for estate_id, each in new:
        unit_id = new_id()
        units.append(row(Unit, {**each.unit.model_dump(), "id": unit_id, "estate_id": estate_id, "key": each.key}))
        for place, typed in enumerate(each.owners):
            key = fold(typed.name)
            known = developers.get((estate_id, key)) if typed.kind is OwnerKind.DEVELOPER else None
            owner_id = known or new_id()
            if known is None:
                owners.append(row(Owner, {**typed.model_dump(), "id": owner_id, "estate_id": estate_id, "key": key}))
            if typed.kind is OwnerKind.DEVELOPER:
                developers[estate_id, key] = owner_id
            owned.append({"id": new_id(), "unit_id": unit_id, "owner_id": owner_id, "votes": place == 0})
    insert_rows(session, Unit, units)
    insert_rows(session, Owner, owners)
    insert_rows(session, Ownership, owned)


def _judged(
    session: Session, community_id: UUID, incoming: Sequence[IncomingUnit]
) -> Iterator[tuple[IncomingUnit, Verdict]]:
    """Each row with its verdict; of a room that stands twice in the file the first is taken."""
    homes = {estate.key: estate.id for estate in estates(session, community_id)}
    known = {key: _known(session, homes[key]) for each in incoming if (key := fold(each.estate)) in homes}
    met: dict[tuple[str, str], IncomingUnit] = {}
    for each in incoming:
        home = fold(each.estate)
        if home not in known:
            yield each, Verdict(each.number, VerdictKind.ERROR, (_no_home(each.estate),))
        elif (first := met.get((home, each.key))) is not None:
            yield each, _stands_twice(first, each)
        else:
            met[home, each.key] = each
            kept = known[home].get(each.key)
            if kept is None:
                yield each, Verdict(each.number, VerdictKind.NEW)
            else:
                differences = tuple(_differences(kept, each))
                yield each, Verdict(each.number, VerdictKind.CONFLICT if differences else VerdictKind.SAME, differences)


def _known(session: Session, estate_id: UUID) -> dict[str, tuple[Unit, list[Owner]]]:
    """The units of an estate by their keys, with their owners."""
    owners: defaultdict[UUID, list[Owner]] = defaultdict(list)
    for unit_id, owner, _votes in unit_owners(session, estate_id):
        owners[unit_id].append(owner)
    return {unit.key: (unit, owners[unit.id]) for unit in units_of(session, estate_id)}


def _stands_twice(first: IncomingUnit, again: IncomingUnit) -> Verdict:
    """A room that stands in the file a second time."""
    if (first.unit, first.owners) == (again.unit, again.owners):
        reason = _("Stands twice in this file, in row {number} as well.").format(number=first.number)
        return Verdict(again.number, VerdictKind.SAME, (reason,))
    reason = _(
        "The room stands twice in this file, with other content in row {number}: find out which is right. Several "
        "owners of one room belong in one cell, with 、 between."
    )
    return Verdict(again.number, VerdictKind.CONFLICT, (reason.format(number=first.number),))


def _differences(kept: tuple[Unit, list[Owner]], each: IncomingUnit) -> Iterator[str]:
    """What the roll says otherwise than the row; an empty cell says nothing."""
    unit, owners = kept
    sentence = _("{what}: the roll says {old}, the file {new}.")
    if each.unit.area and each.unit.area != unit.area:
        yield sentence.format(what=_("Area"), old=area_said(unit.area), new=area_said(each.unit.area))
    elif each.unit.area_source not in (AreaSource.UNSTATED, unit.area_source):
        old, new = _(AREA_SOURCES[unit.area_source]), _(AREA_SOURCES[each.unit.area_source])
        yield sentence.format(what=_("Source of the area"), old=old, new=new)
    there, said = ["、".join(sorted(_said(each) for each in some)) for some in (owners, each.owners)]
    if each.owners and there != said:
        yield sentence.format(what=_("Owner(s)"), old=there or "—", new=said)


def _said(owner: OwnerBase) -> str:
    """An owner with the end of the identity number."""
    return f"{owner.name} {owner.id_tail}".strip()


def _no_home(estate: str) -> str:
    """Why a row belongs to no estate."""
    return no_such_estate(estate) if estate else _("The row names no estate: say which estate the roll is of.")
