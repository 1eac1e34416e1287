"""The owners' roll: its units with who votes for them, and who is named in it."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from meetings_db.models import AreaSource, Estate, Owner, OwnerKind, OwnersApart, Ownership, Unit, UnitState
from meetings_db.queries.paging import Listing, Stretch


class UnitVoice(NamedTuple):
    """A unit with who votes for it: the entry, the entry whose person that is, and how many own it."""

    unit_id: UUID
    key: str
    building: str
    entrance: str
    room: str
    area: int
    state: UnitState
    owners: int
    voter_id: UUID | None
    head_id: UUID | None
    name: str | None
    kind: OwnerKind | None
    guardian: str | None


class UnitLine(NamedTuple):
    """A unit in the list of the roll: `owner` votes for it, `owners` is how many own it."""

    id: UUID
    key: str
    building: str
    entrance: str
    room: str
    area: int
    area_source: AreaSource
    state: UnitState
    owner: str | None
    owners: int


class OwnerLine(NamedTuple):
    """Somebody named in the roll, with the key of the first unit that is theirs."""

    owner: Owner
    unit: str | None


@dataclass(frozen=True)
class UnitLife:
    """A unit, its owners (who votes for it first), and the other units its voter's person votes for."""

    unit: Unit
    owners: list[tuple[Ownership, Owner]]
    others: list[Unit]


def _owners_of() -> Any:
    """How many own a unit."""
    count = sa.select(func.count(col(Ownership.id))).where(col(Ownership.unit_id) == col(Unit.id))
    return count.correlate(Unit).scalar_subquery()


def voices(session: Session, estate_id: UUID, within: str = "") -> list[UnitVoice]:
    """The units of an estate in their order; `within` is how the keys of a building or an entrance begin."""
    query = (
        sa.select(
            col(Unit.id),
            col(Unit.key),
            col(Unit.building),
            col(Unit.entrance),
            col(Unit.room),
            col(Unit.area),
            col(Unit.state),
            _owners_of(),
            col(Owner.id),
            func.coalesce(col(Owner.same_as_id), col(Owner.id)),
            col(Owner.name),
            col(Owner.kind),
            col(Owner.guardian),
        )
        .select_from(Unit)
        .outerjoin(Ownership, sa.and_(col(Ownership.unit_id) == col(Unit.id), col(Ownership.votes)))
        .outerjoin(Owner, col(Ownership.owner_id) == col(Owner.id))
        .where(col(Unit.estate_id) == estate_id)
        .order_by(col(Unit.key))
    )
    if within:
        query = query.where(col(Unit.key).startswith(within, autoescape=True))
    return [UnitVoice(*row) for row in session.execute(query)]


def unit_list(estate_id: UUID, *, lacking: bool = False) -> Listing[UnitLine]:
    """The units of an estate in their order; with `lacking` those without an area or a voter."""
    name = sa.select(col(Owner.name)).join(Ownership, col(Ownership.owner_id) == col(Owner.id))
    name = name.where(col(Ownership.unit_id) == col(Unit.id), col(Ownership.votes)).correlate(Unit)
    voted = sa.exists().where(col(Ownership.unit_id) == col(Unit.id), col(Ownership.votes)).correlate(Unit)
    where: tuple[Any, ...] = (col(Unit.estate_id) == estate_id,)
    if lacking:
        kept = col(Unit.state) == UnitState.DELIVERED
        where = (*where, sa.or_(col(Unit.area) == 0, sa.and_(kept, sa.not_(voted))))
    return Listing(
        name=("units", estate_id, lacking),
        model=Unit,
        line=UnitLine,
        columns=(
            col(Unit.id),
            col(Unit.key),
            col(Unit.building),
            col(Unit.entrance),
            col(Unit.room),
            col(Unit.area),
            col(Unit.area_source),
            col(Unit.state),
            name.scalar_subquery(),
            _owners_of(),
        ),
        stretches=(Stretch(where, ("key",)),),
    )


def unit_at(session: Session, estate_id: UUID, key: str) -> Unit | None:
    """The unit of that place."""
    return session.exec(select(Unit).where(Unit.estate_id == estate_id, Unit.key == key)).first()


def units_of(session: Session, estate_id: UUID) -> list[Unit]:
    """The units of an estate in their order."""
    return list(session.exec(select(Unit).where(Unit.estate_id == estate_id).order_by(col(Unit.key))))


def unit_life(session: Session, unit_id: UUID) -> UnitLife:
    """All that is known of a unit."""
    unit = session.exec(select(Unit).where(Unit.id == unit_id)).one()
    query = select(Ownership, Owner).join(Owner, col(Ownership.owner_id) == col(Owner.id))
    query = query.where(Ownership.unit_id == unit_id).order_by(col(Ownership.votes).desc(), col(Ownership.id))
    owners = [(ownership, owner) for ownership, owner in session.exec(query)]
    heads = [owner.same_as_id or owner.id for ownership, owner in owners if ownership.votes]
    return UnitLife(unit, owners, _voted_by(session, heads[0], unit_id) if heads else [])


def _voted_by(session: Session, head_id: UUID, but: UUID) -> list[Unit]:
    """The units a person votes for, but one."""
    query = (
        select(Unit)
        .join(Ownership, col(Ownership.unit_id) == col(Unit.id))
        .join(Owner, col(Ownership.owner_id) == col(Owner.id))
        .where(col(Ownership.votes), sa.or_(col(Owner.id) == head_id, col(Owner.same_as_id) == head_id))
        .where(Unit.id != but)
        .order_by(col(Unit.key))
    )
    return list(session.exec(query))


def named_owners(session: Session, estate_id: UUID) -> list[OwnerLine]:
    """Everybody named in an estate's roll, in the order of entry, with the first unit that is theirs."""
    first = sa.select(func.min(col(Unit.key))).join(Ownership, col(Ownership.unit_id) == col(Unit.id))
    first = first.where(col(Ownership.owner_id) == col(Owner.id)).correlate(Owner)
    query = sa.select(Owner, first.scalar_subquery()).where(col(Owner.estate_id) == estate_id)
    return [OwnerLine(owner, unit) for owner, unit in session.execute(query.order_by(col(Owner.id)))]


def told_apart(session: Session, estate_id: UUID) -> set[tuple[UUID, UUID]]:
    """The pairs of entries of an estate that were found to be two people."""
    query = select(OwnersApart).join(Owner, col(OwnersApart.first_id) == col(Owner.id))
    return {(pair.first_id, pair.second_id) for pair in session.exec(query.where(Owner.estate_id == estate_id))}


def unit_owners(session: Session, estate_id: UUID) -> list[tuple[UUID, Owner, bool]]:
    """Who owns each unit of an estate: (unit, owner, whether that one votes), in the order of entry."""
    query = (
        select(Ownership.unit_id, Owner, Ownership.votes)
        .join(Owner, col(Ownership.owner_id) == col(Owner.id))
        .where(Owner.estate_id == estate_id)
        .order_by(col(Ownership.id))
    )
    return [(unit_id, owner, votes) for unit_id, owner, votes in session.exec(query)]


def estates_with_roll(session: Session, community_id: UUID) -> dict[UUID, int]:
    """How many units the roll of each estate has."""
    query = select(Unit.estate_id, func.count(col(Unit.id))).join(Estate, col(Unit.estate_id) == col(Estate.id))
    query = query.where(Estate.community_id == community_id).group_by(col(Unit.estate_id))
    return dict(session.exec(query).all())
