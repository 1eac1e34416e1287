"""One deed upon several things: what is refused is told by its number, and the others are done together."""

from datetime import timedelta

import pytest

from meetings_db.engine import Database
from meetings_db.models import ActionBase, ActionStatus, Issue, IssueStatus, Party, Route, UpdateKind
from meetings_db.queries.actions import action_list
from meetings_db.queries.history import deeds, last_deed
from meetings_db.queries.paging import page_beyond
from meetings_db.queries.visits import issues_with
from tests.data.builders import START, Place, a_community, a_meeting, an_issue
from triparty.rules import RuleError
from triparty.services.actions import assign_action, take_step, take_steps
from triparty.services.agendas import put_issues
from triparty.services.issues import close_issue, triage_issues
from triparty.services.undoing import undo


def issues(db: Database, place: Place, count: int) -> list[Issue]:
    """So many issues."""
    return [an_issue(db, place, f"问题{number}") for number in range(count)]


def test_several_go_on_an_agenda_in_their_order_and_come_off_together(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place)
    first, second, third = issues(db, place, 3)
    db.run(close_issue, second.id, "解决了")
    shown = db.read(issues_with, [third.id, second.id, first.id])
    put = db.run(put_issues, meeting.id, shown)
    assert [item.title for item in put.done] == [third.title, first.title]
    assert put.done[1].position == put.done[0].position + 1
    assert [second.number in reason for reason in put.refused] == [True]
    deed = db.read(last_deed, db.actor)
    assert deed is not None
    assert deed.deed == "put_issues"
    db.run(undo, deed.seq)
    assert {line.status for line in db.read(issues_with, [first.id, third.id])} == {IssueStatus.ACCEPTED}


def test_where_every_one_is_refused_nothing_is_done(db: Database) -> None:
    place = a_community(db)
    found = issues(db, place, 5)
    for issue in found:
        db.run(close_issue, issue.id, "解决了")
    before = db.read(lambda session: page_beyond(session, deeds(session), None, 1).lines[0].seq)
    with pytest.raises(RuleError) as refused:
        db.run(triage_issues, db.read(issues_with, [issue.id for issue in found]), Route.OWNERS)
    assert len(refused.value.reasons) == 4, "three, and how many more"
    assert "2" in refused.value.reasons[-1]
    assert db.read(lambda session: page_beyond(session, deeds(session), None, 1).lines[0].seq) == before


def test_a_step_with_several_leaves_out_what_was_saved_meanwhile(db: Database) -> None:
    place = a_community(db)
    for what in ("修灯", "清堆物", "补绿"):
        typed = ActionBase(what=what, owner="赵丁四", party=Party.PROPERTY, due_on=START.date() + timedelta(days=9))
        db.run(assign_action, place.id, typed)
    lines = list(db.read(page_beyond, action_list(place.id, "open", "oldest"), None, 9).lines)
    db.run(take_step, lines[1].id, lines[1].version, UpdateKind.STARTED)
    taken = db.run(take_steps, lines, UpdateKind.PROGRESS, "看过了")
    assert [action.number for action in taken.done] == [lines[0].number, lines[2].number]
    assert [reason.startswith(lines[1].number) for reason in taken.refused] == [True]
    lines = list(db.read(page_beyond, action_list(place.id, "open", "oldest"), None, 9).lines)
    taken = db.run(take_steps, lines, UpdateKind.STARTED)
    assert [action.status for action in taken.done] == [ActionStatus.DOING] * 2
    assert [reason.startswith(lines[1].number) for reason in taken.refused] == [True]
