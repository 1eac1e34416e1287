"""The whole road, once: from the doorstep over the agenda, the vote and the promise to the final minutes."""

from datetime import date, timedelta

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    ActionStatus,
    AgendaItemBase,
    Authority,
    IssueEventKind,
    IssueStatus,
    ItemKind,
    ItemStatus,
    MeetingStatus,
    Party,
    PresenceKind,
    Route,
    UpdateKind,
    VisitBase,
)
from meetings_db.queries.actions import tracker
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.today import today
from meetings_db.queries.visits import issue_life, issue_lines, pool
from tests.data.builders import (
    START,
    Place,
    a_community,
    after,
    refused,
    room_of,
    typed_issue,
    typed_meeting,
    unsaid,
)
from triparty.services.actions import assign_action, take_step
from triparty.services.agendas import (
    add_item,
    call_meeting,
    check_agenda,
    edit_item,
    freeze_agenda,
    move_item,
    put_on_agenda,
)
from triparty.services.ballots import hold_ballot, unanimous
from triparty.services.incoming import IncomingIssue, take_in_issues
from triparty.services.issues import close_issue, merge_issues, raise_issue, triage
from triparty.services.meetings import close_meeting, go_to_item, open_meeting, settle_item, write_notes
from triparty.services.papers import finalise_minutes
from triparty.services.presence import mark_presence
from triparty.services.visits import record_visit
from triparty.services.weighing import Votes

RULES = ("consensus", "each-party-majority-present", "majority-present", "majority-cast", "majority-all")
VISITED = START - timedelta(days=20)


def issues_come_in(db: Database, place: Place) -> None:
    """One visit with two issues, and four rows of a file."""
    visit = db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=VISITED, officer="吴记录"))
    for title in ("路灯不亮", "东门的灯"):
        db.run(raise_issue, place.id, place.estate.id, typed_issue(title, reported_at=VISITED), visit_id=visit.id)
    rows = [
        IncomingIssue(number, "云杉苑", VISITED, "吴记录", typed_issue(title, reported_at=VISITED), Route.NONE)
        for number, title in enumerate(("垃圾堆放", "停车占道", "动用维修资金", "门禁失灵"), 2)
    ]
    db.run(take_in_issues, place.id, rows)


def an_agenda_is_made(db: Database, place: Place) -> MeetingRoom:
    """Everything triaged, twins merged, the pool put on the agenda, checked and frozen."""
    reported = db.read(today, place.id, START.date())
    assert (reported.open_issues, reported.untriaged) == (6, 6)
    issues = {line.title: line for line in db.read(issue_lines, place.id)}
    db.run(merge_issues, issues["路灯不亮"].id, issues["东门的灯"].id, VISITED)
    for title, line in issues.items():
        if title != "东门的灯":
            db.run(triage, line.id, Route.OWNERS if "资金" in title else Route.JOINT_MEETING, at=VISITED)
    meeting = db.run(call_meeting, place.id, typed_meeting(minutes_planned=30))
    for line in db.read(pool, place.id):
        db.run(put_on_agenda, meeting.id, line.id, VISITED)
    extra = db.run(add_item, meeting.id, AgendaItemBase(title="物业季度通报", kind=ItemKind.REPORT, minutes=5))
    db.run(move_item, extra.id, -99)
    findings = db.read(check_agenda, meeting.id, START - timedelta(days=7))
    assert {finding.severity for finding in findings} == {"warning"}
    assert "Mend this" in refused(db, freeze_agenda, meeting.id, at=START - timedelta(days=7))
    for item in room_of(db, meeting.id).items:
        typed = AgendaItemBase.model_validate(item, update={"presenter": "顾晨光", "minutes": 5})
        db.run(edit_item, item.id, item.version, typed)
    db.run(freeze_agenda, meeting.id, at=START - timedelta(days=7))
    return room_of(db, meeting.id)


def the_meeting_is_held(db: Database, room: MeetingRoom) -> None:
    """Everybody comes, one leaves; one report, and five ballots, each under another rule."""
    db.run(open_meeting, room.meeting.id, START)
    people = {who.name: who.id for who in room.participants}
    for who in people.values():
        db.run(mark_presence, who, PresenceKind.ARRIVE, START)
    db.run(mark_presence, people["周戊五"], PresenceKind.LEAVE, after(12))
    report, *voted = room.items
    opened = db.run(go_to_item, report.id, after(1))
    db.run(write_notes, report.id, opened.version, "本季度收费率**九成**。")
    db.run(settle_item, report.id, ItemStatus.NOTED, "通报已听取", after(5))
    for minute, (item, rule) in enumerate(zip(voted, RULES, strict=True), 10):
        db.run(go_to_item, item.id, after(minute))
        now = room_of(db, room.meeting.id)
        votes = unanimous(now, after(minute))
        if rule == "majority-all":
            assert "not settled" in refused(db, close_meeting, room.meeting.id)
            votes = {**votes, Party.PROPERTY: Votes(no=2), Party.RESIDENTS: Votes(yes=1, no=1)}
        sheet = db.run(hold_ballot, item.id, rule, "", votes, after(minute))
        assert sheet.ballot.passed is (rule != "majority-all")
        assert sum(count.present for count in sheet.counts) == (7 if minute < 12 else 6)


def promises_are_made_and_kept(db: Database, place: Place, room: MeetingRoom) -> None:
    """An action for each thing agreed; the first is done and verified, the second runs out of time."""
    agreed = [item for item in room.items if item.status is ItemStatus.AGREED]
    for item in agreed[:2]:
        typed = ActionBase(what=f"办理{item.title}", owner="赵丁四", party=Party.PROPERTY, due_on=date(2026, 3, 27))
        db.run(assign_action, place.id, typed, item_id=item.id, at=after(20))
    db.run(close_meeting, room.meeting.id, after(30))
    first, _second = db.read(tracker, place.id, meeting_id=room.meeting.id)
    action = first.action
    for day, step in enumerate((UpdateKind.STARTED, UpdateKind.SUBMITTED, UpdateKind.CLOSED), 1):
        action = db.run(take_step, action.id, action.version, step, at=START + timedelta(days=day))
    assert action.status is ActionStatus.CLOSED


def test_the_whole_road(db: Database) -> None:
    place = a_community(db)
    issues_come_in(db, place)
    room = an_agenda_is_made(db, place)
    assert [item.title for item in room.items] == [
        "物业季度通报",
        "路灯不亮",
        "垃圾堆放",
        "停车占道",
        "动用维修资金",
        "门禁失灵",
    ]
    assert db.read(pool, place.id) == []
    the_meeting_is_held(db, room)
    promises_are_made_and_kept(db, place, room_of(db, room.meeting.id))
    waiting = db.read(today, place.id, date(2026, 4, 1))
    assert [line.ordinal for line in waiting.unfinished_minutes] == [1]
    assert [line.what for line in waiting.overdue] == ["办理垃圾堆放"]
    assert waiting.next_meeting is None
    final = db.run(finalise_minutes, room.meeting.id, unsaid, START + timedelta(days=5))
    assert (final.status, final.reference) == (MeetingStatus.FINAL, "晨三方联纪〔2026〕1号")
    what_was_done_is_told(db, place, room_of(db, room.meeting.id))
    assert db.read(journal.verify).whole


def what_was_done_is_told(db: Database, place: Place, room: MeetingRoom) -> None:
    """The room, the lives of the issues, the tracker and the pool agree with what happened."""
    outcomes = [item.status for item in room.items]
    assert outcomes == [ItemStatus.NOTED, *[ItemStatus.AGREED] * 4, ItemStatus.NOT_AGREED]
    assert (room.items[4].authority, room.items[4].conclusion) == (Authority.OWNERS, room.items[4].title)
    assert [room.ballots[item.id][0].ballot.rule for item in room.items[1:]] == list(RULES)
    assert len(room.actions) == 2
    assert room.items[1].issue_id is not None
    lamp = db.read(issue_life, room.items[1].issue_id)
    assert (lamp.issue.status, lamp.issue.reporters) == (IssueStatus.DONE, 2)
    assert [issue.title for issue in lamp.merged] == ["东门的灯"]
    assert lamp.visit is not None
    assert [event.kind for event in lamp.events] == [
        IssueEventKind.REPORTED,
        IssueEventKind.MERGED,
        IssueEventKind.TRIAGED,
        IssueEventKind.ON_AGENDA,
        IssueEventKind.DECIDED,
        IssueEventKind.ASSIGNED,
        IssueEventKind.DONE,
    ]
    agreed_and_given_to_nobody = ["停车占道", "动用维修资金"]
    assert [line.title for line in db.read(pool, place.id)] == [*agreed_and_given_to_nobody, "门禁失灵"]
    steps = [[update.kind for update in line.updates] for line in db.read(tracker, place.id)]
    assert steps == [
        [UpdateKind.ASSIGNED, UpdateKind.STARTED, UpdateKind.SUBMITTED, UpdateKind.CLOSED],
        [UpdateKind.ASSIGNED],
    ]
    closed = db.run(close_issue, lamp.issue.id, "灯已换，回访满意")
    assert closed.status is IssueStatus.CLOSED
