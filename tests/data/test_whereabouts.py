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
)
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.visits import pool
from meetings_db.queries.whereabouts import astray
from tests.data.builders import START, typed_issue, typed_meeting
from triparty.rules import RuleError
from triparty.services import actions, agendas, ballots, carrying, directory, issues, meetings, presence, series

_NAMES = count()
_LIVE = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)
_UNSETTLED = (ItemStatus.WAITING, ItemStatus.OPEN)


class Chain:
    """A community with three people, and a clock that goes on with each deed; `chance` chooses."""

    def __init__(self, db: Database, chance: Random) -> None:
        self.db, self.chance = db, chance
        self.now = START
        db.run(self._found)

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
            self.run(agendas.thaw_agenda, meeting.id)
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

    def vote(self) -> None:
        item, at = self.item(MeetingStatus.IN_SESSION), self.at()
        room = self.db.read(meeting_room, item.meeting_id)
        for who in room.participants:
            if who.id not in room.presence:
                self.run(presence.mark_presence, who.id, PresenceKind.ARRIVE, at)
        room = self.db.read(meeting_room, item.meeting_id)
        votes = ballots.unanimous(room, at)
        if self.chance.choice((True, False)):
            votes = {party: ballots.Votes(no=each.yes) for party, each in votes.items()}
        self.run(ballots.hold_ballot, item.id, "majority-present", "", votes, at)

    def annul(self) -> None:
        self.run(ballots.annul_ballot, self.some(Ballot).id, "弄错了", self.at())

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
        """Settle whatever is left, and close."""
        meeting = self.meeting(MeetingStatus.IN_SESSION)
        for item in self.db.read(meeting_room, meeting.id).items:
            if item.status in _UNSETTLED:
                status = self.chance.choice([*ItemStatus][2:])
                try:
                    self.run(meetings.settle_item, item.id, status, "议定", self.at())
                except RuleError:
                    self.run(meetings.settle_item, item.id, ItemStatus.DEFERRED, "", self.at())
        self.run(meetings.close_meeting, meeting.id, self.at())

    def reopen(self) -> None:
        self.run(meetings.reopen_meeting, self.meeting(MeetingStatus.CLOSED).id, "漏了一项", self.at())


DEEDS = (
    *(Chain.raise_issue, Chain.next, Chain.put, Chain.put, Chain.off, Chain.add, Chain.begin, Chain.begin),
    *(Chain.settle, Chain.settle, Chain.unreached, Chain.vote, Chain.annul, Chain.assign, Chain.assign, Chain.step),
    *(Chain.step, Chain.wait, Chain.send, Chain.merge, Chain.end, Chain.reopen_issue, Chain.close, Chain.close),
    *(Chain.reopen, Chain.reopen),
)


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


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(chance=st.randoms(use_true_random=False))
def test_a_random_chain_of_meetings_loses_nothing(db: Database, chance: Random) -> None:
    chain, done = Chain(db, chance), 0
    while done < 45:
        try:
            chance.choice(DEEDS)(chain)
        except RuleError:
            continue
        done += 1
        all_in_one_place(db, chain.community_id)
