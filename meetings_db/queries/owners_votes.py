"""The owners' votes: their electorates, the slips that came in, and the sums of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import Answer, Delivery, Elector, ElectorUnit, Estate, OwnersVote
from meetings_db.queries.paging import Listing, Stretch

_MANY = 500
"""So many keys are asked for in one statement."""


class VoteLine(NamedTuple):
    """A vote with the name of its estate."""

    vote: OwnersVote
    estate: str


class ElectorLine(NamedTuple):
    """An owner in the list of an electorate; `area` in 0.01 m²."""

    id: UUID
    key: str
    version: int
    name: str
    rooms: str
    area: int
    answer: Answer
    slips: int
    delivery: Delivery


class SlipLine(NamedTuple):
    """What an owner's slip bears; `area` in 0.01 m²."""

    name: str
    rooms: str
    area: int


class RoomLine(NamedTuple):
    """A unit of an electorate: the key of its place, who votes for it, its area in 0.01 m²."""

    key: str
    room: str
    elector_id: UUID
    area: int


def vote_lines(session: Session, community_id: UUID) -> list[VoteLine]:
    """Every vote of the community's estates, the newest first."""
    query = select(OwnersVote, Estate.name).join(Estate, col(OwnersVote.estate_id) == col(Estate.id))
    query = query.where(Estate.community_id == community_id).order_by(col(OwnersVote.id).desc())
    return [VoteLine(vote, estate) for vote, estate in session.exec(query)]


def elector_list(vote_id: UUID) -> Listing[ElectorLine]:
    """The electorate of a vote by its units."""
    return Listing(
        name=("electors", vote_id),
        model=Elector,
        line=ElectorLine,
        columns=tuple(getattr(Elector, name) for name in ElectorLine._fields),
        stretches=(Stretch((col(Elector.vote_id) == vote_id,), ("key",)),),
    )


def elector_at(session: Session, vote_id: UUID, key: str) -> Elector | None:
    """Who votes for the unit of that place."""
    query = select(Elector).join(ElectorUnit, col(ElectorUnit.elector_id) == col(Elector.id))
    return session.exec(query.where(ElectorUnit.vote_id == vote_id, ElectorUnit.key == key)).first()


def electors(session: Session, vote_id: UUID) -> list[Elector]:
    """The electorate of a vote by its units."""
    return list(session.exec(select(Elector).where(Elector.vote_id == vote_id).order_by(col(Elector.key))))


def slip_lines(session: Session, vote_id: UUID) -> Iterator[SlipLine]:
    """What the slips of an electorate bear, by its units: read as they are printed, some at a time."""
    query = select(Elector.name, Elector.rooms, Elector.area).where(Elector.vote_id == vote_id)
    for row in session.exec(query.order_by(col(Elector.key)).execution_options(yield_per=_MANY)):
        yield SlipLine(*row)


def rooms(session: Session, vote_id: UUID) -> list[RoomLine]:
    """The units of an electorate in their order."""
    query = select(ElectorUnit.key, ElectorUnit.room, ElectorUnit.elector_id, ElectorUnit.area)
    query = query.where(ElectorUnit.vote_id == vote_id).order_by(col(ElectorUnit.key))
    return [RoomLine(*row) for row in session.exec(query)]


def shares(session: Session, vote_id: UUID) -> dict[Answer, tuple[int, int]]:
    """For each answer how many heads gave it, and their area."""
    query = select(Elector.answer, func.count(col(Elector.id)), func.sum(col(Elector.area)))
    query = query.where(Elector.vote_id == vote_id).group_by(col(Elector.answer))
    return {Answer(answer): (heads, int(area or 0)) for answer, heads, area in session.exec(query)}


def silent(session: Session, vote_id: UUID) -> tuple[int, int]:
    """Heads and area of those whose ballot was delivered and did not come back."""
    query = select(func.count(col(Elector.id)), func.sum(col(Elector.area)))
    none = (Elector.vote_id == vote_id, Elector.answer == Answer.NONE, Elector.delivery != Delivery.NONE)
    heads, area = session.exec(query.where(*none)).one()
    return heads, int(area or 0)


def issued(session: Session, vote_id: UUID) -> tuple[int, int]:
    """Heads and area of those who were given their ballot: its delivery is proven, or their slip came back."""
    query = select(func.count(col(Elector.id)), func.sum(col(Elector.area))).where(Elector.vote_id == vote_id)
    given = (col(Elector.delivery) != Delivery.NONE) | (col(Elector.answer) != Answer.NONE)
    heads, area = session.exec(query.where(given)).one()
    return heads, int(area or 0)


def entered_since(session: Session, vote_id: UUID, moment: datetime) -> int:
    """How many owners' slips were entered from a moment on."""
    where = (col(Elector.vote_id) == vote_id, col(Elector.answered_at) >= moment)
    return session.exec(select(func.count(col(Elector.id))).where(*where)).one()


def voted_for(session: Session, vote_id: UUID, proxy_key: str, but: UUID) -> int:
    """For how many other owners somebody handed in a slip."""
    where = (
        Elector.vote_id == vote_id,
        Elector.proxy_key == proxy_key,
        Elector.id != but,
        Elector.answer != Answer.NONE,
    )
    return session.exec(select(func.count(col(Elector.id))).where(*where)).one()


def delivered_otherwise(session: Session, vote_id: UUID, delivery: Delivery, ids: Sequence[UUID]) -> list[Elector]:
    """Of these electors those with another proof of delivery; where none is named, of all those without any."""
    query = select(Elector).where(Elector.vote_id == vote_id, Elector.delivery != delivery).order_by(col(Elector.key))
    if not ids:
        return list(session.exec(query.where(Elector.delivery == Delivery.NONE)))
    chunks = (ids[start : start + _MANY] for start in range(0, len(ids), _MANY))
    return [found for some in chunks for found in session.exec(query.where(col(Elector.id).in_(some)))]
