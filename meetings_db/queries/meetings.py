"""Meetings: the list, and everything about one meeting in one read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy.orm import aliased
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
    ItemSpan,
    Meeting,
    MeetingSeries,
    MeetingStatus,
    Participant,
    Photo,
    PresenceEvent,
    Recusal,
    SeatChoice,
    Standing,
    Substitute,
    Vote,
)
from meetings_db.queries.directory import Seat, register
from meetings_db.queries.paging import Listing, Stretch, page_beyond

MEETING_SORTS = ("newest", "oldest")
"""By the ordinal, from either end."""

COMING = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)
_STANDINGS = {"coming": COMING, "draft": (MeetingStatus.CLOSED,), "final": (MeetingStatus.FINAL,)}


P = TypeVar("P", PresenceEvent, Substitute, Recusal, SeatChoice)


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
    """One round of voting with what each group answered, and in a roll call each voter, party by party."""

    ballot: Ballot
    counts: list[BallotCount]
    votes: list[Vote] = field(default_factory=list)


@dataclass(frozen=True)
class MeetingRoom:
    """A meeting whole: people and items in order; presence, ballots and actions by what they belong to.

    Of each participant, oldest first: presence, who stood in, what they withdrew from, which seat they took; `hats`
    are the posts with a vote that those who hold several may sit for. Of each item, oldest first: `spans`. Of each
    issue and action, in the order attached and without their pictures: `photos`. `reporters` are those who reported
    the issues of the items, and of the earlier items these continue.
    """

    meeting: Meeting
    community: Community
    participants: list[Participant]
    presence: dict[UUID, list[PresenceEvent]]
    items: list[AgendaItem]
    ballots: dict[UUID, list[BallotSheet]]
    actions: dict[UUID | None, list[Action]]
    issues: dict[UUID, Issue]
    estates: dict[UUID, Estate]
    substitutes: dict[UUID, list[Substitute]] = field(default_factory=dict)
    recusals: dict[UUID, list[Recusal]] = field(default_factory=dict)
    choices: dict[UUID, list[SeatChoice]] = field(default_factory=dict)
    hats: dict[UUID, list[Seat]] = field(default_factory=dict)
    before: dict[UUID, int] = field(default_factory=dict)
    series: MeetingSeries | None = None
    spans: dict[UUID, list[ItemSpan]] = field(default_factory=dict)
    photos: dict[UUID, list[Photo]] = field(default_factory=dict)
    reporters: frozenset[str] = frozenset()


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
    actions = _actions(session, meeting_id)
    return MeetingRoom(
        meeting,
        community,
        list(participants),
        _of_participants(session, PresenceEvent, meeting_id),
        list(items),
        _ballots(session, items),
        actions,
        {issue.id: issue for issue in issues},
        {estate.id: estate for estate in estates},
        _of_participants(session, Substitute, meeting_id),
        _of_participants(session, Recusal, meeting_id),
        _of_participants(session, SeatChoice, meeting_id),
        _hats(session, meeting, participants),
        _before(session, meeting_id),
        session.get(MeetingSeries, meeting.series_id) if meeting.series_id else None,
        _spans(session, meeting_id),
        _photos(session, issue_ids, [action.id for each in actions.values() for action in each]),
        _reporters(session, items) | {issue.reporter for issue in issues if issue.reporter},
    )


def _reporters(session: Session, items: Sequence[AgendaItem]) -> frozenset[str]:
    """Who reported the issues of the earlier items that these continue, however far back."""
    before = [item.carried_from_id for item in items if item.carried_from_id]
    if not before:
        return frozenset()
    item, earlier = col(AgendaItem.id), col(AgendaItem.carried_from_id)
    chain = select(item, earlier).where(item.in_(before)).cte(recursive=True)
    chain = chain.union(select(item, earlier).join(chain, item == chain.c.carried_from_id))
    query = (
        select(Issue.reporter).join(AgendaItem, col(AgendaItem.issue_id) == Issue.id).join(chain, chain.c.id == item)
    )
    return frozenset(session.exec(query.where(Issue.reporter != "")).all())


def _photos(session: Session, issue_ids: Sequence[UUID], action_ids: Sequence[UUID]) -> dict[UUID, list[Photo]]:
    """The photos of these issues and actions, in the order they were attached."""
    query = select(Photo).where(col(Photo.issue_id).in_(issue_ids) | col(Photo.action_id).in_(action_ids))
    found: defaultdict[UUID, list[Photo]] = defaultdict(list)
    for photo in session.exec(query.order_by(col(Photo.added_at), col(Photo.id))):
        if thing := photo.issue_id or photo.action_id:
            found[thing].append(photo)
    return dict(found)


def _spans(session: Session, meeting_id: UUID) -> dict[UUID, list[ItemSpan]]:
    """When each item was on the table, oldest first."""
    query = (
        select(ItemSpan)
        .join(AgendaItem, col(ItemSpan.item_id) == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(col(ItemSpan.at), col(ItemSpan.id))
    )
    found: defaultdict[UUID, list[ItemSpan]] = defaultdict(list)
    for span in session.exec(query):
        found[span.item_id].append(span)
    return dict(found)


def _of_participants(session: Session, kind: type[P], meeting_id: UUID) -> dict[UUID, list[P]]:
    """What is recorded of each participant, oldest first."""
    query = (
        select(kind)
        .join(Participant, col(kind.participant_id) == Participant.id)
        .where(Participant.meeting_id == meeting_id)
        .order_by(col(kind.at), col(kind.id))
    )
    found: defaultdict[UUID, list[P]] = defaultdict(list)
    for row in session.exec(query):
        found[row.participant_id].append(row)
    return dict(found)


def _hats(session: Session, meeting: Meeting, participants: Sequence[Participant]) -> dict[UUID, list[Seat]]:
    """The posts with a vote, held on the day, of each participant who holds more than one of them."""
    seats: defaultdict[UUID, list[Seat]] = defaultdict(list)
    day, people = meeting.starts_at.astimezone().date(), [who.person_id for who in participants]
    for seat in register(session, meeting.community_id, on=day, people=people):
        if seat.post.standing is Standing.VOTING:
            seats[seat.person.id].append(seat)
    return {who.id: seats[who.person_id] for who in participants if len(seats[who.person_id]) > 1}


def ballot_sheet(session: Session, ballot: Ballot) -> BallotSheet:
    """A ballot with its counts and its votes."""
    return _sheets(session, [ballot])[0]


def _before(session: Session, meeting_id: UUID) -> dict[UUID, int]:
    """Of each item that was carried over, the number of the meeting it comes from."""
    item, earlier = aliased(AgendaItem), aliased(AgendaItem)
    query = (
        select(item.id, Meeting.ordinal)
        .join(earlier, col(item.carried_from_id) == earlier.id)
        .join(Meeting, col(earlier.meeting_id) == Meeting.id)
        .where(item.meeting_id == meeting_id)
    )
    return dict(session.exec(query).all())


def _ballots(session: Session, items: Sequence[AgendaItem]) -> dict[UUID, list[BallotSheet]]:
    """Each item's ballots by round."""
    ids = [item.id for item in items]
    ballots = session.exec(select(Ballot).where(col(Ballot.item_id).in_(ids)).order_by(col(Ballot.round))).all()
    sheets: defaultdict[UUID, list[BallotSheet]] = defaultdict(list)
    for sheet in _sheets(session, ballots):
        sheets[sheet.ballot.item_id].append(sheet)
    return dict(sheets)


def _sheets(session: Session, ballots: Sequence[Ballot]) -> list[BallotSheet]:
    """The ballots with their counts and votes, in the order they were entered."""
    ids = [ballot.id for ballot in ballots]
    counts: defaultdict[UUID, list[BallotCount]] = defaultdict(list)
    wanted = select(BallotCount).where(col(BallotCount.ballot_id).in_(ids)).order_by(col(BallotCount.id))
    for count in session.exec(wanted):
        counts[count.ballot_id].append(count)
    votes: defaultdict[UUID, list[Vote]] = defaultdict(list)
    for vote in session.exec(select(Vote).where(col(Vote.ballot_id).in_(ids)).order_by(col(Vote.id))):
        votes[vote.ballot_id].append(vote)
    return [BallotSheet(ballot, counts[ballot.id], votes[ballot.id]) for ballot in ballots]


def _actions(session: Session, meeting_id: UUID) -> dict[UUID | None, list[Action]]:
    """Each item's actions by number."""
    actions: defaultdict[UUID | None, list[Action]] = defaultdict(list)
    for action in session.exec(select(Action).where(Action.meeting_id == meeting_id).order_by(col(Action.number))):
        actions[action.item_id].append(action)
    return dict(actions)
