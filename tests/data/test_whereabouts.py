"""Nothing falls between two meetings: whatever is done, every open issue is in exactly one place."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from meetings_db.engine import Database
from meetings_db.models import (
    FINISHED,
    Action,
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Ballot,
    BallotMethod,
    Choice,
    CommunityBase,
    EstateBase,
    Issue,
    IssueStatus,
    ItemStatus,
    Meeting,
    MeetingSeriesBase,
    MeetingStatus,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    PresenceKind,
    Route,
    UpdateKind,
    Why,
)
from meetings_db.queries.journal import journal_head
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from meetings_db.queries.visits import pool
from meetings_db.queries.whereabouts import astray
from tests.data.builders import START, typed_issue, typed_meeting
from triparty.rules import RuleError
from triparty.rules.carrying import Fate, Lot
from triparty.services import (
    actions,
    agendas,
    ballots,
    carrying,
    directory,
    issues,
    meetings,
    presence,
    series,
    undoing,
    votes,
)
from triparty.services.weighing import Votes

_NAMES = count()
_LIVE = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)
_UNSETTLED = (ItemStatus.WAITING, ItemStatus.OPEN)


class Chain:
    """A community with three people, and a clock that goes on with each deed; `chance` chooses."""

    def __init__(self, db: Database, chance: Random) -> None:
        self.db, self.chance = db, chance
        self.now = START
        db.run(self._found)
        self.founded = db.read(journal_head)[0]

    def _found(self, session: Session) -> None:
        self.community_id = directory.found_community(session, CommunityBase(name=f"社区{next(_NAMES)}")).id
        self.estate_id = directory.add_estate(session, self.community_id, EstateBase(name="云杉苑")).id
        for party in (Party.COMMUNITY, Party.PROPERTY, Party.RESIDENTS):
            body = OrganisationBase(name=party.value, party=party)
            directory.enrol(session, self.community_id, PersonBase(name=party.value), body, PostBase(party=party))
        self.series_id = series.add_series(session, self.community_id, MeetingSeriesBase(name="联席会议")).id
        for place in range(3):
            issues.raise_issue(
                session, self.community_id, self.estate_id, typed_issue(f"第{place}件"), route=Route.JOINT_MEETING
            )

    def at(self) -> datetime:
        """A minute later."""
        self.now += timedelta(minutes=1)
        return self.now

    def some(self, kind: type[Any], *where: Any) -> Any:
        """A row of the community; none where there is none."""
        query = select(kind).where(*where)
        if kind is AgendaItem or kind is Ballot:
            query = query.join(AgendaItem, col(Ballot.item_id) == AgendaItem.id) if kind is Ballot else query
            query = query.join(Meeting, col(AgendaItem.meeting_id) == Meeting.id)
            query = query.where(Meeting.community_id == self.community_id)
        else:
            query = query.where(kind.community_id == self.community_id)
        rows = self.db.read(lambda session: session.exec(query.order_by(kind.id)).all())
        if not rows:
            raise RuleError("none")
        return self.chance.choice(rows)

    def meeting(self, *statuses: MeetingStatus) -> Meeting:
        """A meeting that stands so."""
        found: Meeting = self.some(Meeting, col(Meeting.status).in_(statuses))
        return found

    def item(self, *statuses: MeetingStatus) -> AgendaItem:
        """An item of a meeting that stands so."""
        found: AgendaItem = self.some(AgendaItem, col(Meeting.status).in_(statuses))
        return found

    def run(self, deed: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do it."""
        return self.db.run(deed, *args, **more)

    # --- what may be done ---------------------------------------------------------------------------

    def raise_issue(self) -> None:
        route = self.chance.choice([Route.JOINT_MEETING, Route.OWNERS, Route.SOLVE_NOW])
        self.run(issues.raise_issue, self.community_id, self.estate_id, typed_issue(), route=route)

    def next(self) -> None:
        series_id = self.chance.choice([self.series_id, self.series_id, None])
        deed = carrying.next_meeting if series_id else agendas.call_meeting
        self.run(deed, self.community_id, typed_meeting(), series_id)

    def put(self) -> None:
        self.run(agendas.put_on_agenda, self.meeting(*_LIVE[:1]).id, self.some(Issue).id, self.at())

    def off(self) -> None:
        self.run(agendas.take_off_agenda, self.item(*_LIVE[:1]).id, self.at())

    def add(self) -> None:
        typed = AgendaItemBase(title="通报", recurring=self.chance.choice((True, False)))
        self.run(agendas.add_item, self.meeting(*_LIVE[:1]).id, typed)

    def begin(self) -> None:
        meeting = self.meeting(*_LIVE[:1])
        self.run(agendas.freeze_agenda, meeting.id, override_reason="试", at=self.at())
        if self.chance.choice((True, False)):
            self.run(carrying.thaw_agenda, meeting.id)
        else:
            self.run(meetings.open_meeting, meeting.id, self.at())

    def settle(self) -> None:
        item = self.item(MeetingStatus.IN_SESSION)
        status = self.chance.choice([*ItemStatus][2:])
        if self.chance.choice((True, False)):
            self.run(meetings.go_to_item, item.id, self.at())
        self.run(meetings.settle_item, item.id, status, "议定", self.at())

    def unreached(self) -> None:
        self.run(meetings.put_off_unreached, self.meeting(MeetingStatus.IN_SESSION).id, self.at())

    def room(self, item: AgendaItem) -> MeetingRoom:
        """The meeting of an item; everybody who was not there yet comes in."""

        def come_in(session: Session) -> MeetingRoom:
            room = meeting_room(session, item.meeting_id)
            for who in room.participants:
                if who.id not in room.presence:
                    presence.mark_presence(session, who.id, PresenceKind.ARRIVE, self.now)
            return meeting_room(session, item.meeting_id)

        self.at()
        room: MeetingRoom = self.run(come_in)
        return room

    def vote(self) -> None:
        item = self.item(MeetingStatus.IN_SESSION)
        room, method = self.room(item), self.chance.choice([BallotMethod.HANDS, BallotMethod.UNANIMOUS])
        said = ballots.unanimous(room, self.now)
        if method is BallotMethod.HANDS and self.chance.choice((True, False)):
            said = {party: Votes(no=each.yes) for party, each in said.items()}
        self.run(ballots.hold_ballot, item.id, "majority-present", "", said, self.at(), method=method)

    def begin_ballot(self) -> None:
        item = self.item(MeetingStatus.IN_SESSION)
        room = self.room(item)
        method = self.chance.choice([BallotMethod.HANDS, BallotMethod.ROLL_CALL, BallotMethod.SECRET])
        first = (
            {"answers": {room.participants[0].id: self.chance.choice([Choice.YES, Choice.NO])}}
            if method is BallotMethod.ROLL_CALL
            else {"counts": self.counts(method)}
        )
        self.run(votes.begin_ballot, item.id, "majority-present", "", method, at=self.at(), **first)

    def counts(self, method: BallotMethod) -> dict[str, votes.Counted]:
        """Somebody of each party, or two slips, for or against."""
        if method is BallotMethod.SECRET:
            return {"all": (self.chance.choice([Votes(2), Votes(0, 2), Votes(1, 0, 1)]), (3, 2))}
        return {party: (self.chance.choice([Votes(1), Votes(0, 1)]), None) for party in ("community", "property")}

    def give(self) -> None:
        ballot = self.some(Ballot, col(Ballot.closed_at).is_(None))
        if ballot.method is BallotMethod.ROLL_CALL:
            voters = self.room(self.db.read(lambda session: session.get_one(AgendaItem, ballot.item_id))).participants
            answers = {who.id: self.chance.choice([Choice.YES, Choice.NO, Choice.ABSTAIN]) for who in voters}
            self.run(votes.give_votes, ballot.id, answers, version=ballot.version)
        else:
            self.run(votes.count_votes, ballot.id, self.counts(ballot.method), version=ballot.version)

    def close_ballot(self) -> None:
        ballot = self.some(Ballot, col(Ballot.closed_at).is_(None))
        self.run(ballots.close_ballot, ballot.id, self.at(), version=ballot.version)

    def annul(self) -> None:
        take_up = self.chance.choice((True, False))
        self.run(ballots.annul_ballot, self.some(Ballot).id, "弄错了", self.at(), take_up=take_up)

    def undo(self) -> None:
        last = self.db.read(undoing.weigh_last, self.db.actor)
        if last is None or last.deed.seq <= self.founded:
            raise RuleError("nothing")
        self.run(undoing.undo, last.deed.seq)

    def assign(self) -> None:
        item = self.chance.choice((True, False))
        target = (
            {"item_id": self.item(*_LIVE[2:], MeetingStatus.CLOSED).id} if item else {"issue_id": self.some(Issue).id}
        )
        self.run(actions.assign_action, self.community_id, ActionBase(what="办", owner="赵"), at=self.at(), **target)

    def step(self) -> None:
        action = self.some(Action, col(Action.status).not_in(FINISHED))
        kinds = [UpdateKind.SUBMITTED, UpdateKind.CLOSED, UpdateKind.CANCELLED, UpdateKind.RETURNED]
        self.run(actions.take_step, action.id, action.version, self.chance.choice(kinds), "好", at=self.at())

    def wait(self) -> None:
        day = self.chance.choice([None, date(2999, 1, 1), self.now.date() + timedelta(days=1)])
        self.run(issues.wait_until, self.some(Issue).id, day, "等", self.at())

    def send(self) -> None:
        route = self.chance.choice([*Route][1:])
        self.run(issues.triage, self.some(Issue).id, route, "因为", self.at())

    def merge(self) -> None:
        self.run(issues.merge_issues, self.some(Issue).id, self.some(Issue).id, self.at())

    def end(self) -> None:
        self.run(issues.close_issue, self.some(Issue).id, "好了", self.at())

    def reopen_issue(self) -> None:
        self.run(issues.reopen_issue, self.some(Issue).id, "又来了", self.at())

    def close(self) -> None:
        """Settle whatever is left, annul what is open, and close."""
        meeting = self.meeting(MeetingStatus.IN_SESSION)
        room = self.db.read(meeting_room, meeting.id)
        for item in room.items:
            for sheet in room.ballots.get(item.id, []):
                if sheet.ballot.closed_at is None:
                    self.run(ballots.annul_ballot, sheet.ballot.id, "不表决了", self.at())
            if item.status in _UNSETTLED:
                status = self.chance.choice([*ItemStatus][2:])
                try:
                    self.run(meetings.settle_item, item.id, status, "议定", self.at())
                except RuleError:
                    self.run(meetings.settle_item, item.id, ItemStatus.DEFERRED, "", self.at())
        at = self.at()
        going = [each for each in self.db.read(carrying.closing, meeting.id, at) if each.lot is Lot.GOES_ON]
        following = self.db.read(carrying.takes_over, meeting)
        self.run(meetings.close_meeting, meeting.id, at)
        for each in going if following else ():
            assert self.goes_on(each), "what the question before closing said"

    def goes_on(self, going: Fate) -> bool:
        """Whether a later agenda continues an item; the matter itself where that is said to go on."""
        query = select(AgendaItem.why).where(AgendaItem.carried_from_id == going.item.id)
        whys = self.db.read(lambda session: session.exec(query).all())
        itself = (Why.NOT_REACHED, Why.PUT_OFF)
        return any(why in itself for why in whys) if going.why in itself else bool(whys)

    def reopen(self) -> None:
        self.run(meetings.reopen_meeting, self.meeting(MeetingStatus.CLOSED).id, "漏了一项", self.at())


DEEDS = {
    1: (Chain.raise_issue, Chain.off, Chain.add, Chain.wait, Chain.send, Chain.merge, Chain.end, Chain.reopen_issue),
    2: (Chain.next, Chain.put, Chain.unreached, Chain.undo, Chain.assign, Chain.close, Chain.vote),
    3: (Chain.begin, Chain.settle, Chain.annul, Chain.give, Chain.step, Chain.reopen),
    4: (Chain.begin_ballot, Chain.close_ballot),
}
"""What may be done, by how often it is tried."""
TRIED = [deed for often, deeds in DEEDS.items() for deed in deeds for _each in range(often)]


def places_of(session: Session, issue: Issue, today: date) -> list[str]:
    """Where an issue is, told from the rows one by one."""
    found = []
    status = issue.status
    waits = issue.waits_until is not None and issue.waits_until > today
    held = session.exec(select(Action).where(Action.issue_id == issue.id)).all()
    in_hand = any(action.status not in FINISHED for action in held)
    for item in session.exec(select(AgendaItem).where(AgendaItem.issue_id == issue.id)).all():
        meeting = session.get(Meeting, item.meeting_id)
        assert meeting is not None
        if item.status in _UNSETTLED and meeting.status in _LIVE:
            found.append("agenda")
            assert status is IssueStatus.ON_AGENDA
        elif item.status is ItemStatus.AGREED and meeting.status is MeetingStatus.IN_SESSION and not found:
            found += ["agenda"] if status is IssueStatus.DECIDED and not in_hand else []
    if in_hand and status is not IssueStatus.ON_AGENDA:
        found.append("owner")
    if waits:
        found.append("waiting")
    if status in (IssueStatus.REPORTED, IssueStatus.ACCEPTED) and not in_hand and not waits:
        found.append("pool")
    return found


def all_in_one_place(db: Database, community_id: UUID) -> None:
    """Every open issue is in one place, told by the rows and by the query; the pool is what lies there."""
    today = date.today()

    def look(session: Session) -> dict[str, list[str]]:
        query = select(Issue).where(Issue.community_id == community_id)
        ended = (IssueStatus.CLOSED, IssueStatus.MERGED, IssueStatus.DONE)
        return {
            each.number: places_of(session, each, today)
            for each in session.exec(query).all()
            if each.status not in ended
        }

    places = db.read(look)
    assert [number for number, held in places.items() if len(held) != 1] == []
    assert db.read(astray, community_id) == []
    assert all(places[line.number] == ["pool"] for line in db.read(pool, community_id))


def ballots_fit(db: Database, community_id: UUID) -> None:
    """No ballot is open outside a running meeting, and what a ballot carried is what its item says was agreed."""
    query = select(Ballot, AgendaItem, Meeting).join(AgendaItem, col(Ballot.item_id) == AgendaItem.id)
    query = query.join(Meeting, col(AgendaItem.meeting_id) == Meeting.id).where(Meeting.community_id == community_id)
    for ballot, item, meeting in db.read(lambda session: session.exec(query).all()):
        if ballot.closed_at is None:
            assert meeting.status is MeetingStatus.IN_SESSION
        elif ballot.passed and not ballot.annulled_reason:
            assert (item.status, item.conclusion) == (ItemStatus.AGREED, ballot.motion)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(chance=st.randoms(use_true_random=False))
def test_a_random_chain_of_meetings_loses_nothing(db: Database, chance: Random) -> None:
    chain, done = Chain(db, chance), 0
    while done < 45:
        try:
            chance.choice(TRIED)(chain)
        except RuleError:
            continue
        done += 1
        all_in_one_place(db, chain.community_id)
        ballots_fit(db, chain.community_id)
