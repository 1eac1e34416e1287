"""A meeting that goes on after it was closed: what went on to another agenda meanwhile is decided in one place only."""

from meetings_db.engine import Database
from meetings_db.models import ActionBase, IssueStatus, ItemStatus, MeetingStatus, Why
from meetings_db.queries.whereabouts import astray
from tests.data.builders import (
    a_community,
    a_meeting_in_session,
    after,
    an_issue,
    items_of,
    refused,
    typed_meeting,
)
from tests.data.test_series import closed, issue_of
from triparty.rules.carrying import Lot
from triparty.services.actions import assign_action
from triparty.services.agendas import call_meeting, put_on_agenda, take_off_agenda
from triparty.services.ballots import annul_ballot, hold_ballot, unanimous
from triparty.services.carrying import closing, next_meeting
from triparty.services.meetings import close_meeting, reopen_meeting, settle_item


def test_a_closed_meeting_goes_on(db: Database) -> None:
    place = a_community(db)
    meeting = closed(db, place)
    assert refused(db, reopen_meeting, meeting.id, " ") == "Say why: the reason stays on record."
    again = db.run(reopen_meeting, meeting.id, "漏了一项")
    assert (again.status, again.closed_at, again.reopen_reason) == (MeetingStatus.IN_SESSION, None, "漏了一项")
    item = items_of(db, meeting.id)[1]
    db.run(settle_item, item.id, ItemStatus.AGREED, "每日两清", after(30))
    assert issue_of(db, item).status is IssueStatus.DECIDED
    db.run(close_meeting, meeting.id, after(40))
    assert db.read(astray, place.id) == []


def test_what_went_on_is_decided_in_one_place_only(db: Database) -> None:
    place = a_community(db)
    meeting = closed(db, place)
    following = db.run(next_meeting, place.id, typed_meeting())
    db.run(reopen_meeting, meeting.id, "漏了一项")
    item = items_of(db, meeting.id)[1]
    told = refused(db, settle_item, item.id, ItemStatus.AGREED, "每日两清", after(30))
    assert told == "This goes on as item 3 of meeting 2. Take it off there first."
    db.run(take_off_agenda, items_of(db, following.id)[2].id)
    db.run(settle_item, item.id, ItemStatus.AGREED, "每日两清", after(30))
    assert db.read(astray, place.id) == []


def test_what_is_put_off_after_all_goes_on_itself_and_is_not_only_asked_after(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    item = room.items[0]
    db.run(settle_item, item.id, ItemStatus.AGREED, "修好", after(5))
    db.run(assign_action, place.id, ActionBase(what="修", owner="赵"), item_id=item.id)
    db.run(close_meeting, room.meeting.id, after(9))
    following = db.run(next_meeting, place.id, typed_meeting())
    (asking,) = [each for each in items_of(db, following.id) if each.carried_from_id]
    assert (asking.why, asking.issue_id, asking.presenter) == (Why.OPEN_ACTION, None, "赵")
    db.run(reopen_meeting, room.meeting.id, "还没谈完", after(10))
    db.run(settle_item, item.id, ItemStatus.DEFERRED, "下次再议", after(11))
    assert [(each.lot, each.why) for each in db.read(closing, room.meeting.id)] == [(Lot.GOES_ON, Why.PUT_OFF)]
    db.run(close_meeting, room.meeting.id, after(12))
    (matter,) = [each for each in items_of(db, following.id) if each.carried_from_id]
    assert (matter.id, matter.why, matter.issue_id, matter.kind) == (asking.id, Why.PUT_OFF, issue.id, item.kind)
    assert issue_of(db, matter).status is IssueStatus.ON_AGENDA
    assert db.read(astray, place.id) == []


def test_a_ballot_is_not_annulled_under_an_item_that_went_on(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, "停车", issues=(issue,))
    votes = {party: each.__class__(no=each.yes) for party, each in unanimous(room, after(5)).items()}
    sheet = db.run(hold_ballot, room.items[0].id, "majority-present", "", votes, after(5))
    other = db.run(call_meeting, place.id, typed_meeting())
    db.run(put_on_agenda, other.id, issue.id)
    assert "goes on as item 1 of meeting 2" in refused(db, annul_ballot, sheet.ballot.id, "弄错了")


def test_an_older_one_stays_closed(db: Database) -> None:
    place = a_community(db)
    meeting = closed(db, place)
    newer = a_meeting_in_session(db, place)
    assert refused(db, reopen_meeting, newer.meeting.id, "x") == "Only a meeting that was closed can be reopened."
    assert refused(db, reopen_meeting, meeting.id, "x") == "Meeting 2 was held since. Only the newest can be reopened."
