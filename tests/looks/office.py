"""One office at one fixed moment: a Friday afternoon in November 2026, with something of everything."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    AgendaItemBase,
    Authority,
    CommunityBase,
    EstateBase,
    IssueBase,
    MeetingBase,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    PresenceKind,
    Route,
    Severity,
    UpdateKind,
    VisitBase,
)
from meetings_db.queries.actions import action_list
from meetings_db.queries.directory import the_community
from meetings_db.queries.meetings import meeting_lines, meeting_room
from meetings_db.queries.paging import page_beyond
from triparty import i18n
from triparty.services import actions, agendas, directory, issues, meetings, presence, visits
from triparty.settings import Settings

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


class _Datetime(type):
    """Every moment is one of `Friday`."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class Friday(datetime, metaclass=_Datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        """That moment."""
        return NOW.astimezone(tz)


PEOPLE = (
    ("张甲一", Party.COMMUNITY, "晨光社区居委会", "社区书记"),
    ("李乙二", Party.COMMUNITY, "晨光社区居委会", "副主任"),
    ("赵丁四", Party.PROPERTY, "安居物业服务公司", "项目经理"),
    ("孙己六", Party.RESIDENTS, "云杉苑业主委员会", "主任"),
)
REPORTS = (
    ("电梯停运[x]两天", Route.NONE, 1, Severity.MAJOR),
    ("东门占道摊贩", Route.JOINT_MEETING, 9, Severity.ORDINARY),
    ("屋面渗漏，申请使用维修资金，业主意见不一", Route.OWNERS, 15, Severity.COMPLEX),
    ("Street lamp out [/b] at the east gate", Route.SOLVE_NOW, 30, Severity.ORDINARY),
)
PROMISES = (
    ("屋面渗漏方案", "赵丁四", Party.PROPERTY, -2, UpdateKind.STARTED),
    ("东门每晚7–9点值守", "赵丁四", Party.PROPERTY, 1, None),
    ("公示第三季度公共收益", "", Party.PROPERTY, 30, UpdateKind.SUBMITTED),
)


def _tell(session: Session) -> None:
    """What happened up to that Friday."""
    community = directory.found_community(session, CommunityBase(name="晨光社区", office="三方办", mark="三方联"))
    for name, party, body, title in PEOPLE:
        person, organisation = PersonBase(name=name), OrganisationBase(name=body, party=party)
        directory.enrol(session, community.id, person, organisation, PostBase(title=title, party=party))
    estate = directory.add_estate(session, community.id, EstateBase(name="云杉苑"))
    directory.add_estate(session, community.id, EstateBase(name="柳塘湾"))
    typed = VisitBase(visited_at=NOW - timedelta(days=1), officer="陈子一", met="楼栋长", notes="雨后查看。")
    visit = visits.record_visit(session, community.id, estate.id, typed)
    for title, route, days, severity in REPORTS:
        report = IssueBase(title=title, severity=severity, place="3栋2单元", reported_at=NOW - timedelta(days=days))
        issues.raise_issue(session, community.id, estate.id, report, visit_id=visit.id, route=route)
    starts_at = NOW + timedelta(days=6)
    called = MeetingBase(title="第1次三方联席会议", starts_at=starts_at, place="二楼会议室", chair="张甲一")
    meeting = agendas.call_meeting(session, community.id, called)
    agendas.add_item(session, meeting.id, AgendaItemBase(title="垃圾清运", presenter="赵丁四"))
    for what, owner, party, days, step in PROMISES:
        promise = ActionBase(what=what, owner=owner, party=party, due_on=date(2026, 11, 20) + timedelta(days=days))
        action = actions.assign_action(session, community.id, promise, at=NOW - timedelta(days=20))
        if step:
            actions.take_step(session, action.id, action.version, step, "两户已查看", at=NOW - timedelta(days=3))


def settings_of(folder: Path, language: str) -> Settings:
    """The settings of that desk."""
    return Settings(language=language, officer="陈子一", data=folder, papers=folder / "papers")


@cache
def _office() -> bytes:
    """The office's database file, made once."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "triparty.db"
        db = Database.in_file(file, actor="陈子一")
        db.upgrade()
        db.run(_tell)
        db.close()
        return file.read_bytes()


def database_in(folder: Path) -> Database:
    """The office's database."""
    file = folder / "triparty.db"
    file.write_bytes(_office())
    return Database.in_file(file, actor="陈子一")


def start_work(db: Database) -> None:
    """A deed of the officer's own that afternoon: work on the second promise begins."""
    line = db.read(page_beyond, action_list(db.read(the_community).id, "open"), None, 9).lines[1]  # type: ignore[union-attr]
    db.run(actions.take_step, line.id, line.version, UpdateKind.STARTED)


def open_room(session: Session) -> None:
    """The meeting begins: everybody but one of the community is there, and an item that the owners decide is added."""
    (line,) = meeting_lines(session, the_community(session).id)  # type: ignore[union-attr]
    owners = AgendaItemBase(title="屋面维修资金", authority=Authority.OWNERS, presenter="孙己六")
    agendas.add_item(session, line.id, owners)
    agendas.freeze_agenda(session, line.id, override_reason="急", at=NOW - timedelta(days=4))
    meetings.open_meeting(session, line.id, NOW - timedelta(minutes=30))
    room = meeting_room(session, line.id)
    for who in room.participants:
        if who.name != "李乙二":
            presence.mark_presence(session, who.id, PresenceKind.ARRIVE, NOW - timedelta(minutes=29))
    meetings.go_to_item(session, room.items[0].id, NOW - timedelta(minutes=12))


@contextmanager
def program(language: str, patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The app's class in one language, at the fixed moment: labels are words of the language they were loaded in."""
    rooms = ("triparty.app", "triparty.screens", "triparty.widgets")
    kept = {name: module for name, module in sys.modules.items() if name.startswith(rooms)}
    for name in kept:
        del sys.modules[name]
    i18n.use(language)
    try:
        app = importlib.import_module("triparty.app")
        moments = importlib.import_module("triparty.widgets.moments")
        patch.setattr(moments, "now", lambda: NOW.astimezone())
        importlib.import_module("triparty.screens.meeting_room")
        for name in [name for name in sys.modules if name.startswith("triparty.screens.meeting_room.")]:
            patch.setattr(sys.modules[name], "datetime", Friday, raising=False)
        yield app.TripartyApp
    finally:
        for name in [name for name in sys.modules if name.startswith(rooms)]:
            del sys.modules[name]
        sys.modules.update(kept)
        i18n.use("en")
