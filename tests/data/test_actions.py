"""Actions from assigning them until they are closed, and what their issue shows of it."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    Action,
    ActionBase,
    ActionStatus,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Party,
    UpdateKind,
    new_id,
)
from meetings_db.queries.actions import tracker
from meetings_db.queries.visits import issue_life
from tests.data.builders import (
    Place,
    a_community,
    a_meeting_in_session,
    after,
    an_issue,
    life_of,
    refused,
    unsaid,
)
from triparty.services.actions import assign_action, correct_action, take_step
from triparty.services.meetings import close_meeting, settle_item
from triparty.services.papers import finalise_minutes

STEP = UpdateKind
LAMP = ActionBase(what="修好东门路灯", owner="赵丁四", party=Party.PROPERTY, due_on=date(2026, 3, 27))


def step(db: Database, action: Action, kind: UpdateKind, note: str = "", **more: Any) -> Action:
    """The next step of an action as it is now."""
    now = next(line.action for line in db.read(tracker, action.community_id) if line.action.id == action.id)
    return db.run(take_step, now.id, now.version, kind, note, **more)


def an_action(db: Database, place: Place, **more: Any) -> Action:
    """Mend the lamp."""
    return db.run(assign_action, place.id, LAMP, **more)


def test_an_action_belongs_to_its_item_meeting_and_issue(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    action = an_action(db, place, item_id=room.items[0].id, at=after(10))
    assert (action.number, action.meeting_id, action.issue_id) == ("A2026-0001", room.meeting.id, issue.id)
    assert (action.first_owner, action.first_due_on, action.assigned_at) == (LAMP.owner, LAMP.due_on, after(10))
    (line,) = db.read(tracker, place.id, meeting_id=room.meeting.id)
    assert line.meeting is not None
    assert line.item is not None
    assert (line.meeting.ordinal, line.item.title) == (1, issue.title)
    assert [update.kind for update in line.updates] == [STEP.ASSIGNED]
    told = life_of(db, issue)[-1]
    assert (told.kind, told.subject, told.note, told.at) == (
        IssueEventKind.ASSIGNED,
        action.number,
        LAMP.what,
        after(10),
    )


def test_an_action_of_no_meeting(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    first = an_action(db, place, issue_id=issue.id)
    action = an_action(db, place)
    assert (action.meeting_id, action.item_id, action.issue_id) == (None, None, None)
    assert [row.id for row in db.read(issue_life, issue.id).actions] == [first.id]
    missing = new_id()
    for more in ({"item_id": missing}, {"issue_id": missing}):
        assert "no longer there" in refused(db, assign_action, place.id, LAMP, **more)
    assert "no longer there" in refused(db, assign_action, missing, LAMP)
    assert "no longer there" in refused(db, take_step, missing, 1, STEP.STARTED)


def test_every_step_until_it_is_closed(db: Database) -> None:
    place = a_community(db)
    action = an_action(db, place, at=after(0))
    roads: list[tuple[UpdateKind, str, dict[str, Any], ActionStatus]] = [
        (STEP.STARTED, "", {}, ActionStatus.DOING),
        (STEP.PROGRESS, "已下单", {}, ActionStatus.DOING),
        (STEP.BLOCKED, "缺货", {}, ActionStatus.BLOCKED),
        (STEP.EXTENDED, "等货", {"due_on": date(2026, 4, 3)}, ActionStatus.BLOCKED),
        (STEP.PASSED_ON, "出差", {"owner": " 钱丙三\x00 ", "party": Party.COMMUNITY}, ActionStatus.BLOCKED),
        (STEP.STARTED, "", {}, ActionStatus.DOING),
        (STEP.SUBMITTED, "", {}, ActionStatus.VERIFYING),
        (STEP.RETURNED, "还闪", {}, ActionStatus.DOING),
        (STEP.SUBMITTED, "", {}, ActionStatus.VERIFYING),
        (STEP.CLOSED, "亮了", {}, ActionStatus.CLOSED),
    ]
    for minute, (kind, note, more, status) in enumerate(roads, 1):
        assert step(db, action, kind, note, at=after(minute), **more).status is status
    (line,) = db.read(tracker, place.id)
    now = line.action
    assert [update.kind for update in line.updates] == [STEP.ASSIGNED, *(kind for kind, *_rest in roads)]
    assert (now.owner, now.party, now.due_on, now.closed_at) == (
        "钱丙三",
        Party.COMMUNITY,
        date(2026, 4, 3),
        after(10),
    )
    assert (now.first_owner, now.first_due_on) == ("赵丁四", date(2026, 3, 27))
    changes = [(update.before, update.after) for update in line.updates if update.before]
    assert changes == [("2026-03-27", "2026-04-03"), ("赵丁四", "钱丙三")]
    assert {update.actor for update in line.updates} == {"tester"}
    assert db.read(tracker, place.id, open_only=True) == []


def test_a_step_that_cannot_be_is_refused_with_every_reason(db: Database) -> None:
    place = a_community(db)
    action = an_action(db, place)
    assert refused(db, take_step, action.id, 1, STEP.RETURNED).splitlines() == [
        "Only what was submitted for verification can be sent back.",
        "Say why: the reason stays on record.",
    ]
    assert "new due date" in refused(db, take_step, action.id, 1, STEP.EXTENDED, "等货")
    for day, said in ((date(2026, 3, 27), "no extension"), (date(2026, 3, 30), "past already")):
        told = refused(db, take_step, action.id, 1, STEP.EXTENDED, "等货", due_on=day, at=after(20 * 24 * 60))
        assert said in told
    assert "who takes it on" in refused(db, take_step, action.id, 1, STEP.PASSED_ON, "出差", owner=" ")
    with pytest.raises(ValidationError, match="owner"):
        db.run(take_step, action.id, 1, STEP.PASSED_ON, "出差", owner="长" * 301)
    (line,) = db.read(tracker, place.id)
    assert (line.action.version, len(line.updates)) == (1, 1)


def test_a_late_step_is_shown_what_is_there(db: Database) -> None:
    place = a_community(db)
    action = an_action(db, place)
    db.run(take_step, action.id, 1, STEP.STARTED)
    with pytest.raises(StaleSave) as told:
        db.run(take_step, action.id, 1, STEP.BLOCKED, "缺货")
    assert isinstance(told.value.theirs, Action)
    assert told.value.theirs.status is ActionStatus.DOING


@pytest.mark.parametrize(
    ("last", "status", "done"),
    [
        (STEP.CLOSED, IssueStatus.DONE, 2),
        (STEP.CANCELLED, IssueStatus.DONE, 1),
    ],
)
def test_an_issue_is_done_when_the_last_of_its_actions_is(
    db: Database, last: UpdateKind, status: IssueStatus, done: int
) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    item = room.items[0].id
    db.run(settle_item, item, ItemStatus.AGREED, "换灯", after(5))
    first, second = (an_action(db, place, item_id=item, at=after(6)) for _time in range(2))
    step(db, first, STEP.SUBMITTED, at=after(7))
    step(db, first, STEP.CLOSED, at=after(8))
    assert db.read(issue_life, issue.id).issue.status is IssueStatus.DECIDED
    step(db, second, STEP.SUBMITTED, at=after(9))
    step(db, second, last, "不必了", at=after(10))
    life = db.read(issue_life, issue.id)
    assert life.issue.status is status
    assert len([event for event in life.events if event.kind is IssueEventKind.DONE]) == done


def test_an_issue_whose_only_action_is_cancelled_is_not_done(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    db.run(settle_item, room.items[0].id, ItemStatus.AGREED, "换灯")
    action = an_action(db, place, item_id=room.items[0].id)
    step(db, action, STEP.CANCELLED, "不必了")
    assert db.read(issue_life, issue.id).issue.status is IssueStatus.DECIDED


def test_final_minutes_take_no_more_actions_but_their_actions_go_on(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place)
    item = room.items[0].id
    action = an_action(db, place, item_id=item)
    db.run(settle_item, item, ItemStatus.NOTED)
    db.run(close_meeting, room.meeting.id)
    db.run(finalise_minutes, room.meeting.id, unsaid)
    assert "minutes are final" in refused(db, assign_action, place.id, LAMP, item_id=item)
    assert step(db, action, STEP.STARTED).status is ActionStatus.DOING


def test_an_issue_whose_actions_were_done_before_it_was_settled_is_done(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    action = an_action(db, place, item_id=room.items[0].id, at=after(1))
    step(db, action, STEP.SUBMITTED, at=after(2))
    step(db, action, STEP.CLOSED, at=after(3))
    assert db.read(issue_life, issue.id).issue.status is IssueStatus.ON_AGENDA
    db.run(settle_item, room.items[0].id, ItemStatus.AGREED, "换灯", after(5))
    assert db.read(issue_life, issue.id).issue.status is IssueStatus.DONE
    db.run(settle_item, room.items[0].id, ItemStatus.DEFERRED, "再议", after(6))
    assert db.read(issue_life, issue.id).issue.status is IssueStatus.ACCEPTED


def test_a_correction_changes_what_was_assigned_and_not_what_became_of_it(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place)
    action = db.run(assign_action, place.id, LAMP, item_id=room.items[0].id)
    right = LAMP.model_copy(update={"what": "修好西门路灯", "owner": "钱戊五", "due_on": date(2026, 3, 30)})
    action = db.run(correct_action, action.id, action.version, right)
    assert (action.what, action.owner, action.first_owner) == ("修好西门路灯", "钱戊五", "钱戊五")
    assert (action.due_on, action.first_due_on) == (date(2026, 3, 30), date(2026, 3, 30))
    later = date(2026, 4, 20)
    action = db.run(take_step, action.id, action.version, STEP.EXTENDED, "等配件", due_on=later, at=after(0))
    action = db.run(take_step, action.id, action.version, STEP.PASSED_ON, "换人", owner="孙己六", at=after(0))
    action = db.run(correct_action, action.id, action.version, LAMP)
    assert (action.what, action.owner, action.due_on) == (LAMP.what, "孙己六", later)
    assert (action.first_owner, action.first_due_on) == (LAMP.owner, LAMP.due_on)
