"""Rows from outside: the same file taken in twice changes nothing, and what differs is named."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlmodel import Session, col, select

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.models import (
    Issue,
    IssueStatus,
    JournalEntry,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    Route,
    Standing,
    Visit,
)
from meetings_db.queries.directory import register
from meetings_db.queries.visits import issue_life, visit_lines
from tests.data.builders import a_community, typed_issue
from triparty.services import incoming
from triparty.services.incoming import (
    IncomingIssue,
    IncomingSeat,
    VerdictKind,
    judge_issues,
    judge_seats,
    take_in_issues,
    take_in_seats,
)
from triparty.services.issues import Raised, raise_issue, raise_issues

NEW, SAME, CONFLICT, ERROR = VerdictKind
CHINA = timezone(timedelta(hours=8))
DAY = datetime(2026, 3, 1, 7, 30, tzinfo=CHINA)


def row(number: int, title: str, *, estate: str = "云杉苑", at: datetime = DAY, **more: Any) -> IncomingIssue:
    """A row of visit records."""
    officer, route = more.pop("officer", "吴记录"), more.pop("route", Route.NONE)
    return IncomingIssue(number, estate, at, officer, typed_issue(title, reported_at=at, **more), route)


def everything(session: Session) -> tuple[list[Issue], list[Visit]]:
    """Every issue and visit."""
    return list(session.exec(select(Issue).order_by(col(Issue.number)))), list(session.exec(select(Visit)))


ROWS = (
    row(2, "路灯不亮"),
    row(3, "垃圾堆放", route=Route.JOINT_MEETING),
    row(5, "路灯不亮", at=DAY + timedelta(days=1)),
    row(6, "楼道堆物", officer="孙乙二"),
)


def test_the_same_rows_twice_are_known_the_second_time(db: Database) -> None:
    place = a_community(db)
    assert [verdict.kind for verdict in db.read(judge_issues, place.id, ROWS)] == [NEW] * 4
    assert db.read(everything) == ([], [])
    told: list[tuple[int, int]] = []
    taken = db.run(take_in_issues, place.id, ROWS, progress=lambda done, of: told.append((done, of)))
    assert [(verdict.number, verdict.kind) for verdict in taken] == [(2, NEW), (3, NEW), (5, NEW), (6, NEW)]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    before = db.read(everything)
    entries = db.read(lambda session: len(session.exec(select(JournalEntry)).all()))
    assert [verdict.kind for verdict in db.run(take_in_issues, place.id, ROWS)] == [SAME] * 4
    assert db.read(everything) == before
    assert db.read(lambda session: len(session.exec(select(JournalEntry)).all())) == entries
    assert [issue.number for issue in before[0]] == [f"2026-000{n}" for n in (1, 2, 3, 4)]


def test_rows_of_one_estate_day_and_officer_become_one_visit(db: Database) -> None:
    place = a_community(db)
    db.run(take_in_issues, place.id, ROWS)
    db.run(take_in_issues, place.id, [row(1, "门禁失灵", at=DAY.replace(hour=18))])
    db.run(take_in_issues, place.id, [row(2, "井盖松动", at=DAY.replace(hour=2), officer="吴\x00记录 ")])
    lines = db.read(visit_lines, place.id)
    assert sorted((line.visited_at.astimezone(CHINA).day, line.officer, line.issues) for line in lines) == [
        (1, "吴记录", 4),
        (1, "孙乙二", 1),
        (2, "吴记录", 1),
    ]


def test_a_row_is_known_in_any_width_and_time_zone(db: Database) -> None:
    place = a_community(db)
    db.run(take_in_issues, place.id, [row(1, "Ｌift 3 停运")])
    spaced = row(1, "Ｌift 3 停运", estate="云 杉 苑")
    assert [verdict.kind for verdict in db.read(judge_issues, place.id, [spaced])] == [SAME]
    elsewhere = DAY.replace(tzinfo=timezone(timedelta(hours=1)))
    assert [v.kind for v in db.read(judge_issues, place.id, [row(1, "Ｌift 3 停运", at=elsewhere)])] == [SAME]


def test_a_changed_row_is_a_conflict_that_names_the_issue(db: Database) -> None:
    place = a_community(db)
    db.run(take_in_issues, place.id, ROWS)
    changed = [row(9, "路灯不亮", details="三盏"), row(10, "垃圾堆放")]
    verdicts = db.run(take_in_issues, place.id, changed)
    assert [(verdict.number, verdict.kind) for verdict in verdicts] == [(9, CONFLICT), (10, CONFLICT)]
    assert "2026-0001" in verdicts[0].reasons[0]
    assert "2026-0002" in verdicts[1].reasons[0]
    assert len(db.read(everything)[0]) == 4


def test_a_row_that_stands_twice_in_the_file(db: Database) -> None:
    place = a_community(db)
    rows = [row(2, "路灯不亮"), row(3, "路灯不亮"), row(4, "路灯不亮", details="三盏")]
    verdicts = db.run(take_in_issues, place.id, rows)
    assert [verdict.kind for verdict in verdicts] == [NEW, SAME, CONFLICT]
    assert verdicts[2].reasons == ("Stands twice in this file, with other content.",)
    assert len(db.read(everything)[0]) == 1


def test_rows_that_cannot_be_taken_in_do_not_stop_the_others(db: Database) -> None:
    place = a_community(db)
    rows = [
        row(2, "路灯不亮", estate="无名苑"),
        row(3, "下水堵塞", route=Route.REFUSED),
        row(4, "飞机噪声", route=Route.REFUSED, details="属民航管辖"),
        row(5, "楼道堆物"),
    ]
    verdicts = db.run(take_in_issues, place.id, rows)
    assert [verdict.kind for verdict in verdicts] == [ERROR, ERROR, NEW, NEW]
    assert "无名苑" in verdicts[0].reasons[0]
    assert "Say why" in verdicts[1].reasons[0]
    issues = db.read(everything)[0]
    assert [(issue.title, issue.status) for issue in issues] == [
        ("飞机噪声", IssueStatus.CLOSED),
        ("楼道堆物", IssueStatus.REPORTED),
    ]
    assert db.read(issue_life, issues[0].id).events[-1].note == "属民航管辖"
    assert db.read(journal.verify).whole


def test_a_long_file_is_entered_in_blocks_and_is_still_one_deed(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "_BLOCK", 2)
    place = a_community(db)
    rows = [row(number, f"路灯{number % 5}", at=DAY.replace(year=2025 + number % 2)) for number in range(11)]
    judged = db.read(judge_issues, place.id, rows)
    told: list[tuple[int, int]] = []
    taken = db.run(take_in_issues, place.id, rows, progress=lambda done, of: told.append((done, of)))
    assert taken == judged
    assert [verdict.kind for verdict in taken] == [NEW] * 10 + [SAME]
    assert told == [(done, 11) for done in range(1, 12)]
    issues, visits = db.read(everything)
    assert [issue.number for issue in issues] == [f"{year}-000{n}" for year in (2025, 2026) for n in (1, 2, 3, 4, 5)]
    assert sorted(visit.number for visit in visits) == ["V2025-0001", "V2026-0001"]
    entries = db.read(lambda session: list(session.exec(select(JournalEntry).order_by(col(JournalEntry.seq)))))
    assert len({entry.turn for entry in entries if entry.deed == "take_in_issues"}) == 1
    assert db.read(journal.verify).whole
    assert [verdict.kind for verdict in db.run(take_in_issues, place.id, rows)] == [SAME] * 11


def test_many_issues_are_what_each_would_be(db: Database) -> None:
    place = a_community(db)
    told = [
        Raised(place.estate.id, typed_issue(f"路灯{route}", details="属民航管辖"), None, route, (route.value, "d"))
        for route in Route
    ]

    def one_by_one(session: Session) -> None:
        for each in told:
            raise_issue(session, place.id, each.estate_id, each.typed, route=each.route, source=each.source)

    def lives(session: Session) -> list[tuple[object, ...]]:
        issues = session.exec(select(Issue).order_by(col(Issue.number))).all()
        return [
            (
                issue.model_dump(exclude={"id", "version"}),
                [
                    (step.kind, step.at, step.actor, step.subject, step.note)
                    for step in issue_life(session, issue.id).events
                ],
            )
            for issue in issues
        ]

    def both(session: Session) -> tuple[list[tuple[object, ...]], ...]:
        singly = session.begin_nested()
        one_by_one(session)
        first = lives(session)
        singly.rollback()
        raise_issues(session, place.id, told)
        return first, lives(session)

    first, second = db.run(both)
    assert len(first) == len(Route)
    assert first == second


def seat(number: int, name: str, organisation: str, title: str = "代表", **more: Any) -> IncomingSeat:
    """A row of a list of people."""
    party, note = more.pop("party", Party.PROPERTY), more.pop("note", "")
    body = OrganisationBase(name=organisation, party=more.pop("of", party))
    return IncomingSeat(
        number,
        PersonBase(name=name, note=note),
        body,
        PostBase(title=title, party=party, **more),
    )


def test_people_twice_are_known_and_a_second_hat_is_another_post(db: Database) -> None:
    place = a_community(db)
    rows = [
        seat(2, "冯丁二", "安和物业 公司", "项目经理", phone="555 0101"),
        seat(3, "冯丁二", "晨光社区居委会", "委员", party=Party.COMMUNITY),
        seat(4, "赵丁四", "安和物业公司"),
        seat(5, "冯 丁二", "安和物业公司", "项目经理", phone="555 0101"),
    ]
    assert [verdict.kind for verdict in db.read(judge_seats, place.id, rows)] == [NEW, NEW, SAME, SAME]
    assert [verdict.kind for verdict in db.run(take_in_seats, place.id, rows)] == [NEW, NEW, SAME, SAME]
    assert [verdict.kind for verdict in db.run(take_in_seats, place.id, rows)] == [SAME] * 4
    seats = [found for found in db.read(register, place.id) if found.person.name == "冯丁二"]
    assert len({found.person.id for found in seats}) == 1
    assert [(found.organisation.name, found.post.party) for found in seats] == [
        ("晨光社区居委会", Party.COMMUNITY),
        ("安和物业公司", Party.PROPERTY),
    ]


def test_people_who_differ_from_the_register_are_named_and_left(db: Database) -> None:
    place = a_community(db)
    rows = [
        seat(2, "赵丁四", "安和物业公司", phone="555 0199", standing=Standing.ATTENDING),
        seat(3, "冯丁二", "安和物业公司", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1)),
        seat(4, "陈戊一", "安和物业公司"),
    ]
    verdicts = db.run(take_in_seats, place.id, rows)
    assert [verdict.kind for verdict in verdicts] == [CONFLICT, ERROR, NEW]
    assert any("555 0199" in reason for reason in verdicts[0].reasons)
    assert len(verdicts[0].reasons) == 2
    assert "before it began" in verdicts[1].reasons[0]
    kept = next(found for found in db.read(register, place.id) if found.person.name == "赵丁四")
    assert (kept.post.phone, kept.post.standing) == ("", Standing.VOTING)


def test_every_difference_is_told_in_the_readers_words(db: Database) -> None:
    place = a_community(db)
    first = seat(2, "冯丁二", "安和物业公司", "经理", phone="555 0101", starts_on=date(2026, 1, 1), note="住云杉苑")
    assert [verdict.kind for verdict in db.run(take_in_seats, place.id, [first])] == [NEW]
    changed = seat(
        2,
        "冯丁二",
        "安和物业公司",
        "经理",
        phone="555 0101",
        party=Party.RESIDENTS,
        standing=Standing.ATTENDING,
        ends_on=date(2026, 12, 31),
        note="住湖畔里",
    )
    (verdict,) = db.run(take_in_seats, place.id, [changed])
    assert verdict.kind is CONFLICT
    assert verdict.reasons == (
        "Party of the organisation: the register says the property company, the file the residents.",
        "Party: the register says the property company, the file the residents.",
        "Standing: the register says Voting member, the file Observer.",
        "From: the register says 2026-01-01, the file —.",
        "Until: the register says —, the file 2026-12-31.",
        "Note: the register says 住云杉苑, the file 住湖畔里.",
    )


def test_a_known_name_with_another_phone_is_somebody_else_unless_the_remark_says_so(db: Database) -> None:
    place = a_community(db)
    known = seat(2, "冯丁二", "安和物业公司", "经理", phone="555 0101")
    db.run(take_in_seats, place.id, [known])
    other = seat(3, "冯丁二", "晨光社区居委会", "委员", phone="555 0202", party=Party.COMMUNITY)
    (verdict,) = db.run(take_in_seats, place.id, [other])
    assert verdict.kind is CONFLICT
    assert "冯丁二 is known with the phone 555 0101" in verdict.reasons[0]
    same = [
        seat(3, "冯丁二", "晨光社区居委会", "委员", phone="555 0202", party=Party.COMMUNITY, note="兼任"),
        seat(4, "冯丁二", "晨光社区居委会", "网格员", phone="555 0101", party=Party.COMMUNITY, note="夜班"),
        seat(5, "冯丁二", "晨光社区居委会", "联络员", party=Party.COMMUNITY),
    ]
    assert [verdict.kind for verdict in db.run(take_in_seats, place.id, same)] == [NEW] * 3
    assert [verdict.kind for verdict in db.run(take_in_seats, place.id, [known, *same])] == [SAME] * 4
    notes = {found.person.note for found in db.read(register, place.id) if found.person.name == "冯丁二"}
    assert notes == {"兼任；夜班"}
