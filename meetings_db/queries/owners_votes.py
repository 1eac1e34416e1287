"""The owners' votes: their electorates, the slips that came in, and the sums of them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import Answer, Delivery, Elector, ElectorUnit, Estate, OwnersVote


class VoteLine(NamedTuple):
    """A vote with the name of its estate."""

    vote: OwnersVote
    estate: str


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


def electors(session: Session, vote_id: UUID) -> list[Elector]:
    """The electorate of a vote by its units."""
    return list(session.exec(select(Elector).where(Elector.vote_id == vote_id).order_by(col(Elector.key))))


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


def voted_for(session: Session, vote_id: UUID, proxy: str, but: UUID) -> int:
    """For how many other owners somebody handed in a slip."""
    where = (Elector.vote_id == vote_id, Elector.proxy == proxy, Elector.id != but, Elector.answer != Answer.NONE)
    return session.exec(select(func.count(col(Elector.id))).where(*where)).one()


def electors_called(session: Session, vote_id: UUID, ids: Sequence[UUID]) -> list[Elector]:
    """These electors of a vote; all of them where none is named."""
    found = electors(session, vote_id)
    wanted = set(ids)
    return [elector for elector in found if elector.id in wanted] if ids else found
