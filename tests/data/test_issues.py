"""Visits, and an issue from the doorstep until it ends, every step told."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import Issue, IssueEventKind, IssueStatus, ItemStatus, Route, Severity, VisitBase, new_id
from meetings_db.queries.visits import IssueFilter, count_issues, issue_life, pool, visit_life, visit_lines
from tests.data.builders import (
    START,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    an_issue,
    items_of,
    life_of,
    refused,
    typed_issue,
)
from triparty.services.issues import close_issue, edit_issue, merge_issues, raise_issue, reopen_issue, triage
from triparty.services.meetings import settle_item
from triparty.services.visits import edit_visit, record_visit

KIND = IssueEventKind


@pytest.fixture
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office's clock eight hours before UTC's."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_visit_brings_issues_in(db: Database) -> None:
    place = a_community(db)
    visit = db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=START, officer="吴记录", met="李甲一"))
    issue = db.run(raise_issue, place.id, place.estate.id, typed_issue(), visit_id=visit.id)
    life = db.read(visit_life, visit.id)
    assert (visit.number, issue.number) == ("V2026-0001", "2026-0001")
    assert (life.estate.name, [row.title for row in life.issues]) == ("云杉苑", ["东门路灯不亮"])
    assert [(line.number, line.met, line.issues) for line in db.read(visit_lines, place.id)] == [
        ("V2026-0001", "李甲一", 1)
    ]
    assert db.read(issue_life, issue.id).visit == life.visit
    edited = db.run(edit_visit, visit.id, visit.version, VisitBase(visited_at=START, officer="吴记录", notes="再访"))
    assert (edited.notes, edited.met, edited.version) == ("再访", "", 2)
    with pytest.raises(StaleSave):
        db.run(edit_visit, visit.id, visit.version, VisitBase(visited_at=START))


@pytest.mark.usefixtures("in_china")
def test_numbers_count_by_the_offices_own_year(db: Database) -> None:
    place = a_community(db)
    new_year = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
    issue = db.run(raise_issue, place.id, place.estate.id, typed_issue(reported_at=new_year))
    visit = db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=new_year))
    assert (issue.number, visit.number) == ("2026-0001", "V2026-0001")


def test_what_is_not_there_is_refused_in_words(db: Database) -> None:
    place, missing = a_community(db), new_id()
    for told in (
        refused(db, raise_issue, place.id, missing, typed_issue()),
        refused(db, raise_issue, place.id, place.estate.id, typed_issue(), visit_id=missing),
        refused(db, record_visit, place.id, missing, VisitBase(visited_at=START)),
        refused(db, edit_visit, missing, 1, VisitBase(visited_at=START)),
        refused(db, triage, missing, Route.OWNERS),
        refused(db, edit_issue, missing, 1, typed_issue(), place.estate.id),
        refused(db, edit_issue, an_issue(db, place).id, 2, typed_issue(), missing),
    ):
        assert told == "This entry is no longer there. Somebody may have removed it; go back and look again."


def test_an_issue_is_edited_and_a_late_save_is_shown_what_is_there(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    edited = db.run(edit_issue, issue.id, 1, typed_issue("路灯三盏不亮", severity=Severity.MAJOR), place.estate.id)
    assert (edited.title, edited.severity, edited.version, edited.number) == ("路灯三盏不亮", "major", 2, issue.number)
    with pytest.raises(StaleSave) as told:
        db.run(edit_issue, issue.id, 1, typed_issue("路灯"), place.estate.id)
    assert isinstance(told.value.theirs, Issue)
    assert told.value.theirs.title == "路灯三盏不亮"
    assert [event.kind for event in life_of(db, issue)] == [KIND.REPORTED, KIND.EDITED]


def test_triage_sends_an_issue_on_its_way(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    assert db.read(count_issues, place.id, IssueFilter(route=Route.NONE)) == 1
    sent = db.run(triage, issue.id, Route.OWNERS, "动用维修资金", START)
    assert (sent.route, sent.status) == (Route.OWNERS, IssueStatus.ACCEPTED)
    told = life_of(db, issue)[-1]
    assert (told.kind, told.subject, told.note, told.at, told.actor) == (
        KIND.TRIAGED,
        "owners",
        "动用维修资金",
        START,
        "tester",
    )
    assert [line.number for line in db.read(pool, place.id)] == [issue.number]
    assert "Choose a way" in refused(db, triage, issue.id, Route.NONE)


def test_a_refusal_says_why_ends_the_issue_and_can_be_taken_back(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    assert "the reporter will be told" in refused(db, triage, issue.id, Route.REFUSED, " \n")
    assert db.run(triage, issue.id, Route.REFUSED, "属市政管辖").status is IssueStatus.CLOSED
    assert f"{issue.number} has ended" in refused(db, triage, issue.id, Route.OWNERS)
    again = db.run(reopen_issue, issue.id, "市政答复不管")
    assert (again.status, again.route) == (IssueStatus.REPORTED, Route.NONE)
    assert db.read(count_issues, place.id, IssueFilter(route=Route.NONE)) == 1


def test_an_issue_that_comes_in_refused_carries_its_reason(db: Database) -> None:
    place = a_community(db)
    why = typed_issue(details="属市政管辖")
    issue = db.run(raise_issue, place.id, place.estate.id, why, route=Route.REFUSED)
    assert (issue.status, life_of(db, issue)[-1].note) == (IssueStatus.CLOSED, "属市政管辖")
    assert "Say why" in refused(db, raise_issue, place.id, place.estate.id, typed_issue(), route=Route.REFUSED)


def test_an_issue_is_closed_with_a_word_and_reopened_with_a_reason(db: Database) -> None:
    issue = an_issue(db, a_community(db))
    assert "what became of it" in refused(db, close_issue, issue.id, " ")
    assert db.run(close_issue, issue.id, "灯已换", after(1)).status is IssueStatus.CLOSED
    assert f"{issue.number} has ended" in refused(db, close_issue, issue.id, "again")
    assert "Say why" in refused(db, reopen_issue, issue.id, "")
    again = db.run(reopen_issue, issue.id, "又灭了", after(2))
    assert (again.status, again.route) == (IssueStatus.ACCEPTED, Route.JOINT_MEETING)
    assert "Only an issue that was closed or decided" in refused(db, reopen_issue, issue.id, "x")
    assert [event.kind for event in life_of(db, issue)][-2:] == [KIND.CLOSED, KIND.REOPENED]


def test_what_a_meeting_decided_is_sent_on_its_way_only_when_reopened(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    db.run(settle_item, room.items[0].id, ItemStatus.AGREED, "换灯")
    told = refused(db, triage, issue.id, Route.OWNERS)
    assert told == f"{issue.number} was decided by a meeting. Reopen it first."
    assert db.run(reopen_issue, issue.id, "方案有变").status is IssueStatus.ACCEPTED
    assert db.run(triage, issue.id, Route.OWNERS).route is Route.OWNERS


def test_a_deed_on_an_issue_somebody_changed_meanwhile_is_shown_what_is_there(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    db.run(edit_issue, issue.id, issue.version, typed_issue("改名"), place.estate.id)
    for deed in (
        lambda session, version: triage(session, issue.id, Route.OWNERS, version=version),
        lambda session, version: close_issue(session, issue.id, "办结", version=version),
        lambda session, version: reopen_issue(session, issue.id, "又来", version=version),
    ):
        with pytest.raises(StaleSave) as told:
            db.run(deed, issue.version)
        assert isinstance(told.value.theirs, Issue)
        now = told.value.theirs
        assert now.title == "改名"
        db.run(deed, now.version)


def test_merging_adds_the_reporters_up_and_tells_both(db: Database) -> None:
    place = a_community(db)
    kept, other, third = (an_issue(db, place, title) for title in ("路灯", "东门的灯", "门口灯"))
    db.run(merge_issues, kept.id, other.id, START)
    now = db.run(merge_issues, kept.id, third.id, START)
    assert (now.reporters, now.status) == (3, IssueStatus.ACCEPTED)
    life = db.read(issue_life, kept.id)
    assert [issue.number for issue in life.merged] == [other.number, third.number]
    assert [event.subject for event in life.events if event.kind is KIND.MERGED] == [other.number, third.number]
    assert life_of(db, other)[-1].subject == kept.number
    assert [line.number for line in db.read(pool, place.id)] == [kept.number]


def test_what_cannot_be_merged(db: Database) -> None:
    place = a_community(db)
    kept, other, ended = (an_issue(db, place, title) for title in ("路灯", "东门的灯", "旧事"))
    db.run(close_issue, ended.id, "办结")
    assert "with itself" in refused(db, merge_issues, kept.id, kept.id)
    assert f"{ended.number} has ended" in refused(db, merge_issues, kept.id, ended.id)
    assert f"{ended.number} has ended" in refused(db, merge_issues, ended.id, kept.id)
    db.run(merge_issues, kept.id, other.id)
    told = f"{other.number} was merged into another issue"
    assert told in refused(db, merge_issues, kept.id, other.id)
    assert told in refused(db, triage, other.id, Route.OWNERS)
    assert told in refused(db, close_issue, other.id, "x")


def test_an_issue_on_an_agenda_is_kept_and_takes_the_other_in(db: Database) -> None:
    place = a_community(db)
    listed, other = an_issue(db, place, "路灯"), an_issue(db, place, "东门的灯")
    a_meeting(db, place, issues=(listed,))
    assert f"{listed.number} is on an agenda" in refused(db, merge_issues, other.id, listed.id)
    assert db.run(merge_issues, listed.id, other.id).reporters == 2
    assert f"{listed.number} is on an agenda" in refused(db, triage, listed.id, Route.OWNERS)
    assert f"{listed.number} is on an agenda" in refused(db, close_issue, listed.id, "x")


def test_an_issue_put_off_once_can_still_be_merged(db: Database) -> None:
    place = a_community(db)
    put_off, other = an_issue(db, place, "路灯"), an_issue(db, place, "东门的灯")
    room = a_meeting_in_session(db, place, issues=(put_off,))
    db.run(settle_item, room.items[0].id, ItemStatus.DEFERRED)
    assert db.run(merge_issues, other.id, put_off.id).reporters == 2
    assert items_of(db, room.meeting.id)[0].issue_id == put_off.id
