"""Meetings: the list, and everything about one meeting in one read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import (
    SETTLED,
    Action,
    AgendaItem,
    Ballot,
    BallotCount,
    Community,
    Estate,
    Issue,
    Meeting,
    MeetingStatus,
    Participant,
    PresenceEvent,
)
from meetings_db.queries.paging import Listing, Stretch, page_beyond

MEETING_SORTS = ("newest", "oldest")
"""By the ordinal, from either end."""

COMING = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)
_STANDINGS = {"coming": COMING, "draft": (MeetingStatus.CLOSED,), "final": (MeetingStatus.FINAL,)}


class MeetingLine(NamedTuple):
    """A meeting in a list; `settled` of its `items` are done with."""

    id: UUID
    ordinal: int
    title: str
    starts_at: datetime
    place: str
    status: MeetingStatus
    items: int
    settled: int


@dataclass(frozen=True)
class BallotSheet:
    """One round of voting with what each group answered."""

    ballot: Ballot
    counts: list[BallotCount]


@dataclass(frozen=True)
class MeetingRoom:
    """A meeting whole: people and items in order; presence, ballots and actions by what they belong to."""

    meeting: Meeting
    community: Community
    participants: list[Participant]
    presence: dict[UUID, list[PresenceEvent]]
    items: list[AgendaItem]
    ballots: dict[UUID, list[BallotSheet]]
    actions: dict[UUID | None, list[Action]]
    issues: dict[UUID, Issue]
    estates: dict[UUID, Estate]


def _items(*more: Any) -> Any:
    """How many items a meeting has."""
    query = select(func.count()).where(AgendaItem.meeting_id == Meeting.id, *more)
    return query.correlate(Meeting).scalar_subquery()


_COLUMNS = (
    Meeting.id,
    Meeting.ordinal,
    Meeting.title,
    Meeting.starts_at,
    Meeting.place,
    Meeting.status,
    _items(),
    _items(col(AgendaItem.status).in_(SETTLED)),
)


def meeting_list(community_id: UUID, standing: str = "all", sort: str = "newest") -> Listing[MeetingLine]:
    """The meetings that are coming, whose minutes are a draft or final, or all; by one of `MEETING_SORTS`."""
    where = [col(Meeting.community_id) == community_id]
    if standing != "all":
        where.append(col(Meeting.status).in_(_STANDINGS[standing]))
    stretch = Stretch(tuple(where), ("ordinal",), sort != "oldest")
    return Listing(("meetings", community_id, standing, sort), Meeting, MeetingLine, _COLUMNS, (stretch,))


def meeting_lines(
    session: Session, community_id: UUID, standing: str = "all", *, limit: int = 1_000_000
) -> list[MeetingLine]:
    """The first so many of the community's meetings, newest first."""
    return list(page_beyond(session, meeting_list(community_id, standing), None, limit).lines)


def meeting_room(session: Session, meeting_id: UUID) -> MeetingRoom:
    """One meeting whole; raises `NoResultFound` where there is none."""
    meeting, community = session.exec(
        select(Meeting, Community)
        .join(Community, col(Meeting.community_id) == Community.id)
        .where(Meeting.id == meeting_id)
    ).one()
    items = session.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(col(AgendaItem.position))
    ).all()
    participants = session.exec(
        select(Participant).where(Participant.meeting_id == meeting_id).order_by(col(Participant.position))
    ).all()
    issue_ids = [item.issue_id for item in items if item.issue_id]
    issues = session.exec(select(Issue).where(col(Issue.id).in_(issue_ids))).all()
    estate_ids = {issue.estate_id for issue in issues}
    estates = session.exec(select(Estate).where(col(Estate.id).in_(estate_ids))).all()
    return MeetingRoom(
        meeting,
        community,
        list(participants),
        _presence(session, meeting_id),
        list(items),
        _ballots(session, items),
        _actions(session, meeting_id),
        {issue.id: issue for issue in issues},
        {estate.id: estate for estate in estates},
    )


def _presence(session: Session, meeting_id: UUID) -> dict[UUID, list[PresenceEvent]]:
    """Each participant's events, oldest first."""
    query = (
        select(PresenceEvent)
        .join(Participant, col(PresenceEvent.participant_id) == Participant.id)
        .where(Participant.meeting_id == meeting_id)
        .order_by(col(PresenceEvent.at), col(PresenceEvent.id))
    )
    events: defaultdict[UUID, list[PresenceEvent]] = defaultdict(list)
    for happened in session.exec(query):
        events[happened.participant_id].append(happened)
    return dict(events)


def _ballots(session: Session, items: Sequence[AgendaItem]) -> dict[UUID, list[BallotSheet]]:
    """Each item's ballots by round, with their counts in the order they were entered."""
    ids = [item.id for item in items]
    ballots = session.exec(select(Ballot).where(col(Ballot.item_id).in_(ids)).order_by(col(Ballot.round))).all()
    counts: defaultdict[UUID, list[BallotCount]] = defaultdict(list)
    wanted = col(BallotCount.ballot_id).in_([ballot.id for ballot in ballots])
    for count in session.exec(select(BallotCount).where(wanted).order_by(col(BallotCount.id))):
        counts[count.ballot_id].append(count)
    sheets: defaultdict[UUID, list[BallotSheet]] = defaultdict(list)
    for ballot in ballots:
        sheets[ballot.item_id].append(BallotSheet(ballot, counts[ballot.id]))
    return dict(sheets)


def _actions(session: Session, meeting_id: UUID) -> dict[UUID | None, list[Action]]:
    """Each item's actions by number."""
    actions: defaultdict[UUID | None, list[Action]] = defaultdict(list)
    for action in session.exec(select(Action).where(Action.meeting_id == meeting_id).order_by(col(Action.number))):
        actions[action.item_id].append(action)
    return dict(actions)
