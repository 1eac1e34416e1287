"""Invented places, people and meetings, made by the services: what tests begin with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import (
    AgendaItem,
    AgendaItemBase,
    Community,
    CommunityBase,
    Estate,
    EstateBase,
    Issue,
    IssueBase,
    IssueEvent,
    Meeting,
    MeetingBase,
    OrganisationBase,
    Participant,
    Party,
    PersonBase,
    Post,
    PostBase,
    PresenceKind,
    Route,
    Standing,
)
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from meetings_db.queries.visits import issue_life
from triparty.rules import RuleError
from triparty.services.agendas import add_item, call_meeting, freeze_agenda, put_on_agenda
from triparty.services.ballots import hold_ballot, unanimous
from triparty.services.directory import add_estate, enrol, found_community
from triparty.services.issues import raise_issue
from triparty.services.meetings import open_meeting
from triparty.services.presence import mark_presence

START = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
"""When the meetings here begin: an afternoon in China, a morning in Europe, the same day everywhere between."""

PEOPLE = (
    ("顾晨光", "晨光社区居委会", Party.COMMUNITY, Standing.VOTING),
    ("沈晓露", "晨光社区居委会", Party.COMMUNITY, Standing.VOTING),
    ("赵丁四", "安和物业公司", Party.PROPERTY, Standing.VOTING),
    ("钱丙三", "安和物业公司", Party.PROPERTY, Standing.VOTING),
    ("孙乙二", "云杉苑居民小组", Party.RESIDENTS, Standing.VOTING),
    ("李甲一", "云杉苑居民小组", Party.RESIDENTS, Standing.VOTING),
    ("周戊五", "云杉苑居民小组", Party.RESIDENTS, Standing.VOTING),
    ("吴记录", "晨光社区居委会", Party.COMMUNITY, Standing.RECORDING),
)
"""Two, two and three people with a vote, and one who keeps the record."""


@dataclass(frozen=True)
class Place:
    """A community with one estate and the posts of `PEOPLE`, in that order."""

    community: Community
    estate: Estate
    posts: list[Post]

    @property
    def id(self) -> UUID:
        """The community's key."""
        return self.community.id


def a_community(db: Database) -> Place:
    """晨光社区 with 云杉苑 and everybody of `PEOPLE`."""

    def build(session: Session) -> Place:
        community = found_community(session, CommunityBase(name="晨光社区", office="晨光社区党委", mark="晨三方联"))
        estate = add_estate(session, community.id, EstateBase(name="云杉苑"))
        posts = [
            enrol(session, community.id, PersonBase(name=name), OrganisationBase(name=body, party=party), post)
            for name, body, party, standing in PEOPLE
            for post in [PostBase(title="代表", party=party, standing=standing)]
        ]
        return Place(community, estate, posts)

    return db.run(build)


def an_issue(db: Database, place: Place, title: str = "东门路灯不亮", route: Route = Route.JOINT_MEETING) -> Issue:
    """An issue of the estate, on its way already."""
    return db.run(raise_issue, place.id, place.estate.id, typed_issue(title), route=route)


def typed_issue(title: str = "东门路灯不亮", **changes: Any) -> IssueBase:
    """An issue as it is typed."""
    return IssueBase(**{"title": title, "place": "东门", "reported_at": START - timedelta(days=20), **changes})


def typed_meeting(**changes: Any) -> MeetingBase:
    """A meeting as it is typed, with nothing to warn about."""
    return MeetingBase(
        **{"title": "第一季度三方联席会议", "starts_at": START, "place": "二楼会议室", "chair": "顾晨光", **changes}
    )


def a_meeting(db: Database, place: Place, *titles: str, issues: tuple[Issue, ...] = ()) -> Meeting:
    """A meeting in preparation with these issues and then these items."""

    def build(session: Session) -> Meeting:
        meeting = call_meeting(session, place.id, typed_meeting())
        for issue in issues:
            put_on_agenda(session, meeting.id, issue.id, START - timedelta(days=8))
        for title in titles:
            add_item(session, meeting.id, AgendaItemBase(title=title, presenter="顾晨光"))
        return meeting

    return db.run(build)


def in_session(db: Database, meeting: Meeting, *, absent: tuple[str, ...] = ()) -> Meeting:
    """Freeze and open the meeting; everybody comes in at its start but those named."""

    def build(session: Session) -> Meeting:
        freeze_agenda(session, meeting.id, override_reason="for a test", at=START - timedelta(days=7))
        opened = open_meeting(session, meeting.id, at=START)
        for who in meeting_room(session, meeting.id).participants:
            if who.name not in absent:
                mark_presence(session, who.id, PresenceKind.ARRIVE, at=START)
        return opened

    return db.run(build)


def a_meeting_in_session(db: Database, place: Place, *titles: str, issues: tuple[Issue, ...] = ()) -> MeetingRoom:
    """The room of an opened meeting that everybody came to; one item when none is named."""
    meeting = in_session(
        db, a_meeting(db, place, *(titles or () if issues or titles else ("停车秩序",)), issues=issues)
    )
    return room_of(db, meeting.id)


def room_of(db: Database, meeting_id: UUID) -> MeetingRoom:
    """The meeting as it is now."""
    return db.read(meeting_room, meeting_id)


def items_of(db: Database, meeting_id: UUID) -> list[AgendaItem]:
    """The meeting's items in order."""
    return room_of(db, meeting_id).items


def life_of(db: Database, issue: Issue) -> list[IssueEvent]:
    """What happened to the issue, oldest first."""
    return db.read(issue_life, issue.id).events


def unsaid(_room: MeetingRoom) -> dict[str, str]:
    """What final minutes say, where a test does not ask."""
    return {}


def after(minutes: int) -> datetime:
    """So many minutes into the meeting."""
    return START + timedelta(minutes=minutes)


def refused(db: Database, deed: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    """The reasons, one on each line, for which a deed is refused."""
    with pytest.raises(RuleError) as told:
        db.run(deed, *args, **kwargs)
    return "\n".join(told.value.reasons)


def somebody(room: MeetingRoom, name: str) -> Participant:
    """The participant of that name."""
    return next(who for who in room.participants if who.name == name)


def called(room: MeetingRoom, name: str) -> UUID:
    """The same one's key."""
    return somebody(room, name).id


def voted(db: Database, room: MeetingRoom, minute: int, item: int = 0) -> UUID:
    """A unanimous ballot on an item at that minute, and its key."""
    now, item_id = after(minute), room.items[item].id
    votes = unanimous(room_of(db, room.meeting.id), now, item_id)
    return db.run(hold_ballot, item_id, "majority-present", "", votes, now).ballot.id
