"""The owners' roll: its units and owners, who votes for a unit, and which entries are one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    Estate,
    Owner,
    OwnerBase,
    OwnerKind,
    OwnersApart,
    Ownership,
    Unit,
    UnitBase,
)
from meetings_db.queries.owners import named_owners, told_apart, unit_at, unit_life, unit_owners, voices
from meetings_db.text import fold
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.owners import (
    Holding,
    Named,
    Pair,
    Size,
    Trouble,
    alike,
    merged,
    place_key,
    room_called,
    size,
    troubles,
)
from triparty.services.kept import change, find, find_shown


@dataclass(frozen=True)
class Roll:
    """The units of an estate, or of a part of it, as they count."""

    holdings: list[Holding]

    @property
    def size(self) -> Size:
        """Area in 0.01 m², heads and units."""
        return size(self.holdings)

    @property
    def troubles(self) -> list[Trouble]:
        """What cannot be counted yet."""
        return troubles(self.holdings)


@dataclass(frozen=True)
class Effect:
    """What accepting pairs would do to the heads of an estate."""

    before: int
    after: int


def roll(session: Session, estate_id: UUID, building: str = "", entrance: str = "") -> Roll:
    """The roll of an estate, of one of its buildings, or of one entrance."""
    found = voices(session, estate_id, within(building, entrance))
    return Roll(
        [
            Holding(
                each.unit_id,
                room_called(each.building, each.entrance, each.room),
                each.area,
                each.state,
                each.voter_id,
                each.head_id,
                _with_guardian(each.name or "", each.guardian or ""),
                each.kind or OwnerKind.PERSON,
            )
            for each in found
        ]
    )


def within(building: str, entrance: str) -> str:
    """How the keys of a building's or an entrance's units begin; '' for a whole estate."""
    if entrance and not building:
        raise RuleError(_("Say of which building the entrance is."))
    if not building:
        return ""
    parts = place_key(building, entrance, "").split("/")
    return "/".join(parts[: 2 if entrance else 1]) + "/"


def enter_unit(session: Session, estate_id: UUID, typed: UnitBase, owners: Sequence[OwnerBase] = ()) -> Unit:
    """Enter a unit with its owners, of whom the first votes for it; a room stands in the roll once."""
    find(session, Estate, estate_id)
    key = place_key(typed.building, typed.entrance, typed.room)
    if unit_at(session, estate_id, key) is not None:
        raise RuleError(_stands_already(typed))
    unit = Unit.model_validate(typed, update={"estate_id": estate_id, "key": key})
    session.add(unit)
    session.flush()
    _own(session, unit, owners)
    return unit


def save_unit(
    session: Session, unit_id: UUID, version: int | None, typed: UnitBase, owners: Sequence[OwnerBase] | None = None
) -> Unit:
    """Correct a unit and say who owns it now, of whom the first votes for it; without `owners` they stay as they are.

    Who owned it before stays the same entry, with what is typed of them now: what it was merged with stays merged.
    """
    unit = find_shown(session, Unit, unit_id, version)
    key = place_key(typed.building, typed.entrance, typed.room)
    other = unit_at(session, unit.estate_id, key)
    if other is not None and other.id != unit.id:
        raise RuleError(_stands_already(typed))
    before = [owner for _ownership, owner in unit_life(session, unit_id).owners]
    change(unit, typed)
    unit.key = key
    if owners is not None and [OwnerBase.model_validate(owner.model_dump()) for owner in before] != list(owners):
        unit.version += 1  # who saw the former owners saw an older version
        for ownership in session.exec(select(Ownership).where(Ownership.unit_id == unit_id)):
            session.delete(ownership)
        session.flush()
        _own(session, unit, owners, before)
    session.flush()
    return unit


def name_voter(session: Session, unit_id: UUID, version: int | None, owner_id: UUID) -> Unit:
    """Say which of its owners votes for a unit."""
    unit = find_shown(session, Unit, unit_id, version)
    owned = session.exec(select(Ownership).where(Ownership.unit_id == unit_id)).all()
    chosen = next((each for each in owned if each.owner_id == owner_id), None)
    if chosen is None:
        raise RuleError(_("Only an owner of the unit can vote for it."))
    if not chosen.votes:
        unit.version += 1
        for each in owned:
            each.votes = False
        session.flush()  # of two voters at once the database would refuse the second
        chosen.votes = True
        session.flush()
    return unit


def candidates(session: Session, estate_id: UUID) -> list[Pair]:
    """Entries of an estate that may be one person, with the reason; nobody is merged by looking."""
    named = [
        Named(
            owner.id,
            owner.same_as_id or owner.id,
            owner.name,
            owner.kind,
            owner.phone,
            owner.id_tail,
            owner.note,
        )
        for owner, unit in named_owners(session, estate_id)
        if unit is not None
    ]
    return alike(named, told_apart(session, estate_id))


def effect(session: Session, estate_id: UUID, pairs: Iterable[Pair]) -> Effect:
    """How many heads the estate has, and how many it would have were these pairs one person each."""
    holdings = roll(session, estate_id).holdings
    after = holdings
    for pair in pairs:
        heads = {holding.voter: holding.head for holding in after if holding.voter}
        first, second = heads.get(pair.first.id, pair.first.head), heads.get(pair.second.id, pair.second.head)
        if first and second and first != second:
            after = merged(after, {second: first})
    return Effect(size(holdings).heads, size(after).heads)


def rooms_of(session: Session, estate_id: UUID) -> dict[UUID, str]:
    """The first room of every owner named in an estate's roll."""
    rooms: dict[UUID, str] = {}
    called = {each.unit_id: room_called(each.building, each.entrance, each.room) for each in voices(session, estate_id)}
    for unit_id, owner, _votes in unit_owners(session, estate_id):
        rooms.setdefault(owner.id, called[unit_id])
    return rooms


def merge_owners(session: Session, first_id: UUID, second_id: UUID) -> Owner:
    """Say that two entries are one person: one head from now on. The second follows the first; nothing is lost."""
    first, second = find(session, Owner, first_id), find(session, Owner, second_id)
    if first.estate_id != second.estate_id:
        raise RuleError(_("They stand in the rolls of two estates, which are counted apart."))
    head, other = first.same_as_id or first.id, second.same_as_id or second.id
    if head == other:
        raise RuleError(_("{name} is counted as one already.").format(name=first.name))
    for entry in session.exec(select(Owner).where((col(Owner.same_as_id) == other) | (col(Owner.id) == other))):
        entry.same_as_id = head
    session.flush()
    return second


def keep_apart(session: Session, first_id: UUID, second_id: UUID) -> OwnersApart:
    """Say that two entries that look alike are two people: they are not put forward again."""
    first, second = sorted((find(session, Owner, first_id), find(session, Owner, second_id)), key=lambda each: each.id)
    known = select(OwnersApart).where(OwnersApart.first_id == first.id, OwnersApart.second_id == second.id)
    if session.exec(known).first() is not None:
        raise RuleError(_("They were found to be two people already."))
    pair = OwnersApart(first_id=first.id, second_id=second.id)
    session.add(pair)
    session.flush()
    return pair


def split_owner(session: Session, owner_id: UUID) -> Owner:
    """Take an entry out of the head it was merged into: a head of its own again."""
    owner = find(session, Owner, owner_id)
    if owner.same_as_id is None:
        raise RuleError(_("{name} was not merged into another.").format(name=owner.name))
    owner.same_as_id = None
    session.flush()
    return owner


def _own(session: Session, unit: Unit, owners: Sequence[OwnerBase], before: Sequence[Owner] = ()) -> None:
    """Put the owners of a unit down, the first as its voter. Who owned it before stays the same entry."""
    left = list(before)
    for place, typed in enumerate(owners):
        owner = next((each for each in left if _is_of(each, typed)), None)
        if owner is not None:
            left.remove(owner)
            change(owner, typed)
            owner.key = fold(typed.name)
        else:
            owner = _developer(session, unit, typed)
        if owner is None:
            owner = Owner.model_validate(typed, update={"estate_id": unit.estate_id, "key": fold(typed.name)})
            session.add(owner)
        session.flush()
        session.add(Ownership(unit_id=unit.id, owner_id=owner.id, votes=place == 0))
        session.flush()


def _developer(session: Session, unit: Unit, typed: OwnerBase) -> Owner | None:
    """The entry of a developer: it has one in each estate, as the law counts it once."""
    if typed.kind is not OwnerKind.DEVELOPER:
        return None
    where = (Owner.estate_id == unit.estate_id, Owner.key == fold(typed.name), Owner.kind == OwnerKind.DEVELOPER)
    return session.exec(select(Owner).where(*where).order_by(col(Owner.id)).limit(1)).first()


def _is_of(owner: Owner, typed: OwnerBase) -> bool:
    """Whether an entry is of who was typed: of the same name, and with no other end of the identity number."""
    differ = owner.id_tail and typed.id_tail and owner.id_tail != typed.id_tail
    return (owner.key, owner.kind) == (fold(typed.name), typed.kind) and not differ


def _stands_already(typed: UnitBase) -> str:
    """The sentence for a room that is entered twice."""
    room = room_called(typed.building, typed.entrance, typed.room)
    return _("{room} stands in the roll already. Of several owners of one unit all are entered with it.").format(
        room=room
    )


def _with_guardian(name: str, guardian: str) -> str:
    """An owner with who acts for them."""
    return _("{name} (guardian {guardian})").format(name=name, guardian=guardian) if guardian else name
