"""The next meeting made from the last: what goes on, what is told of the last decisions, closing and reopening."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    Action,
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemKind,
    ItemStatus,
    Meeting,
    MeetingSeries,
    MeetingSeriesBase,
    Party,
    UpdateKind,
    Why,
)
from meetings_db.queries.actions import tracker
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.series import series_of
from meetings_db.queries.visits import issue_life, pool
from meetings_db.queries.whereabouts import astray
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    an_issue,
    in_session,
    items_of,
    life_of,
    refused,
    room_of,
    typed_meeting,
)
from triparty import i18n
from triparty.rules.carrying import Lot
from triparty.services.actions import assign_action, take_step
from triparty.services.agendas import (
    add_item,
    call_meeting,
    freeze_agenda,
)
from triparty.services.carrying import closing, next_meeting, takes_over, thaw_agenda
from triparty.services.decisions import decisions_told
from triparty.services.meetings import (
    close_meeting,
    go_to_item,
    put_off_unreached,
    settle_item,
    write_notes,
)
from triparty.services.series import add_series, edit_series, proposed_meeting, proposed_series

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC).astimezone()


def a_series(db: Database, place: Place, **changes: int | str) -> MeetingSeries:
    """The third Thursday of every month, unless changed."""
    return db.run(add_series, place.id, MeetingSeriesBase(**{"name": "三方联席会议", **changes}))  # type: ignore[arg-type]


def held(db: Database, place: Place) -> MeetingRoom:
    """A meeting in session: an issue agreed on and given to somebody, one put off, one not reached, a routine."""
    meeting = a_meeting(
        db, place, issues=(an_issue(db, place), an_issue(db, place, "垃圾清运"), an_issue(db, place, "门禁失灵"))
    )
    db.run(
        add_item, meeting.id, AgendaItemBase(title="收费通报", kind=ItemKind.REPORT, recurring=True, presenter="赵丁四")
    )
    in_session(db, meeting)
    lamp, rubbish, _gate, report = items_of(db, meeting.id)
    db.run(go_to_item, lamp.id, after(1))
    db.run(settle_item, lamp.id, ItemStatus.AGREED, "五日内修好路灯", after(5))
    db.run(
        assign_action,
        place.id,
        ActionBase(what="修好路灯", owner="赵丁四", party=Party.PROPERTY, due_on=date(2026, 3, 25)),
        item_id=lamp.id,
        at=after(5),
    )
    db.run(go_to_item, rubbish.id, after(6))
    db.run(settle_item, rubbish.id, ItemStatus.DEFERRED, "", after(9))
    db.run(settle_item, report.id, ItemStatus.NOTED, "", after(10))
    return room_of(db, meeting.id)


def closed(db: Database, place: Place) -> Meeting:
    """The same, closed with what was not reached put off."""
    room = held(db, place)
    db.run(put_off_unreached, room.meeting.id, after(20))
    return db.run(close_meeting, room.meeting.id, after(20))


def issue_of(db: Database, item: AgendaItem) -> Issue:
    """An item's issue as it stands."""
    assert item.issue_id is not None
    return db.read(issue_life, item.issue_id).issue


class TestSeries:
    """When it recurs, and what the next meeting is proposed to be."""

    def test_a_series_is_begun_and_changed(self, db: Database) -> None:
        place = a_community(db)
        series = a_series(db, place)
        assert [each.name for each in db.read(series_of, place.id)] == ["三方联席会议"]
        changed = db.run(edit_series, series.id, 1, MeetingSeriesBase(name="恳谈会", every=3))
        assert (changed.name, changed.every, changed.version) == ("恳谈会", 3, 2)
        with pytest.raises(StaleSave):
            db.run(edit_series, series.id, 1, MeetingSeriesBase(name="x"))
        assert "恳谈会" in refused(db, add_series, place.id, MeetingSeriesBase(name="恳谈会"))

    @pytest.mark.parametrize("wrong", [{"week": 6}, {"weekday": 0}, {"every": 13}, {"hour": "25:00"}, {"hour": "9.00"}])
    def test_what_recurs_never_is_refused(self, wrong: dict[str, int | str]) -> None:
        with pytest.raises(ValidationError):
            MeetingSeriesBase.model_validate({"name": "x", **wrong})

    def test_an_hour_is_kept_with_two_digits(self) -> None:
        assert MeetingSeriesBase.model_validate({"name": "x", "hour": "9：05"}).hour == "09:05"

    def test_the_next_one_is_proposed_by_the_series(self, db: Database) -> None:
        place = a_community(db)
        series = a_series(db, place, minutes_planned=60, chair="沈晓露")
        first = db.read(proposed_meeting, place.id, series, NOW)
        assert (first.title, first.chair, first.minutes_planned) == ("三方联席会议 no. 1", "沈晓露", 60)
        assert first.recorder == "吴记录"
        assert first.starts_at.astimezone().strftime("%m-%d %H:%M") == "04-16 14:30"
        typed = first.model_copy(update={"title": "2026年第1次三方联席会议", "contact": "吴记录 8123"})
        db.run(next_meeting, place.id, typed, series.id)
        second = db.read(proposed_meeting, place.id, series, NOW)
        assert (second.title, second.contact) == ("2026年第2次三方联席会议", "吴记录 8123")
        assert second.starts_at.astimezone().strftime("%m-%d %H:%M") == "05-21 14:30"

    def test_an_extraordinary_meeting_moves_no_series(self, db: Database) -> None:
        place = a_community(db)
        series = a_series(db, place)
        db.run(next_meeting, place.id, db.read(proposed_meeting, place.id, series, NOW), series.id)
        extra = db.read(proposed_meeting, place.id, None, NOW, extraordinary=True)
        assert extra.title == "Extraordinary tri-party joint meeting no. 2"
        assert db.run(call_meeting, place.id, extra).series_id is None
        third = db.read(proposed_meeting, place.id, series, NOW)
        assert third.starts_at.astimezone().strftime("%m-%d") == "05-21"
        assert third.title.endswith("no. 3")

    def test_a_first_series_is_as_the_last_meeting_was(self, db: Database) -> None:
        place = a_community(db)
        a_meeting(db, place)
        proposed = db.read(proposed_series, place.id)
        assert (proposed.place, proposed.chair, proposed.week, proposed.weekday) == ("二楼会议室", "顾晨光", 3, 4)

    def test_people_are_invited_as_the_posts_stand_that_day(self, db: Database) -> None:
        place = a_community(db)
        meeting = db.run(next_meeting, place.id, typed_meeting())
        assert len(room_of(db, meeting.id).participants) == 8


class TestCarryingOver:
    """Each item that goes on says why it is here."""

    def test_what_goes_on_is_there_and_says_why(self, db: Database) -> None:
        place = a_community(db)
        before = closed(db, place)
        following = db.run(next_meeting, place.id, typed_meeting(starts_at=START + timedelta(days=28)))
        room = room_of(db, following.id)
        assert [(item.why, item.title, item.kind) for item in room.items] == [
            (Why.DECISIONS, "What became of the last meeting's decisions", ItemKind.REPORT),
            (Why.OPEN_ACTION, "东门路灯不亮", ItemKind.REPORT),
            (Why.PUT_OFF, "垃圾清运", ItemKind.CONSULTATION),
            (Why.NOT_REACHED, "门禁失灵", ItemKind.CONSULTATION),
            (Why.RECURRING, "收费通报", ItemKind.REPORT),
        ]
        assert set(room.before.values()) == {before.ordinal}
        _report, asked, rubbish, _gate, routine = room.items
        assert (asked.presenter, asked.issue_id) == ("赵丁四", None)
        assert issue_of(db, rubbish).status is IssueStatus.ON_AGENDA
        assert (routine.recurring, routine.presenter) == (True, "赵丁四")
        assert db.read(pool, place.id) == []
        assert db.read(astray, place.id) == []

    def test_nothing_goes_on_twice_and_only_from_the_last(self, db: Database) -> None:
        place = a_community(db)
        closed(db, place)
        one = db.run(next_meeting, place.id, typed_meeting())
        two = db.run(next_meeting, place.id, typed_meeting())
        assert len(items_of(db, one.id)) == 5
        assert [item.why for item in items_of(db, two.id)] == [Why.DECISIONS]

    def test_an_action_still_open_is_asked_after_again(self, db: Database) -> None:
        place = a_community(db)
        closed(db, place)
        for _round in range(2):
            following = db.run(next_meeting, place.id, typed_meeting())
            asked = next(item for item in items_of(db, following.id) if item.why is Why.OPEN_ACTION)
            in_session(db, following)
            for item in items_of(db, following.id):
                db.run(settle_item, item.id, ItemStatus.NOTED, "", after(30))
            db.run(close_meeting, following.id, after(40))
        more = db.run(assign_action, place.id, ActionBase(what="再催", owner="赵丁四"), item_id=asked.id)
        assert more.issue_id is not None, "an action of the item that asks after it is about the same issue"
        for action in _actions(db, place):
            action = db.run(take_step, action.id, action.version, UpdateKind.SUBMITTED)
            db.run(take_step, action.id, action.version, UpdateKind.CLOSED)
        last = db.run(next_meeting, place.id, typed_meeting())
        assert Why.OPEN_ACTION not in [item.why for item in items_of(db, last.id)]

    def test_who_reported_what_an_item_continues_is_known(self, db: Database) -> None:
        place = a_community(db)
        closed(db, place)
        for _round in range(2):
            following = db.run(next_meeting, place.id, typed_meeting())
            in_session(db, following)
            for item in items_of(db, following.id):
                db.run(settle_item, item.id, ItemStatus.NOTED, "", after(30))
            db.run(close_meeting, following.id, after(40))

        def report(session: Session) -> None:
            for issue in session.exec(select(Issue)):
                issue.reporter = "林某"

        asked = next(item for item in items_of(db, following.id) if item.why is Why.OPEN_ACTION)
        assert asked.issue_id is None
        db.run(report)
        assert room_of(db, following.id).reporters == {"林某"}

    def test_an_agenda_being_made_takes_up_at_once_what_a_meeting_leaves(self, db: Database) -> None:
        place = a_community(db)
        room = held(db, place)
        following = db.run(next_meeting, place.id, typed_meeting())
        taking = db.read(takes_over, room.meeting)
        assert taking is not None
        assert taking.id == following.id
        db.run(put_off_unreached, room.meeting.id, after(20))
        db.run(close_meeting, room.meeting.id, after(20))
        whys = [item.why for item in items_of(db, following.id)]
        assert whys == [Why.DECISIONS, Why.OPEN_ACTION, Why.PUT_OFF, Why.NOT_REACHED, Why.RECURRING]

    def test_an_extraordinary_meeting_takes_nothing_over_from_the_series(self, db: Database) -> None:
        place = a_community(db)
        series = a_series(db, place)
        room = held(db, place)
        extra = db.run(call_meeting, place.id, typed_meeting())
        assert db.read(takes_over, room.meeting) is None
        db.run(put_off_unreached, room.meeting.id, after(20))
        db.run(close_meeting, room.meeting.id, after(20))
        assert [item.why for item in items_of(db, extra.id)] == [Why.DECISIONS]
        following = db.run(next_meeting, place.id, typed_meeting(), series.id)
        assert len(items_of(db, following.id)) == 5


def _actions(db: Database, place: Place) -> list[Action]:
    """Every action."""
    return [line.action for line in db.read(tracker, place.id)]


class TestDecisions:
    """The first item is written from the tracker."""

    def test_it_tells_each_action_and_what_was_given_to_nobody(self, db: Database) -> None:
        place = a_community(db)
        before = held(db, place)
        db.run(settle_item, before.items[3].id, ItemStatus.AGREED, "按月公示", after(11))
        db.run(put_off_unreached, before.meeting.id, after(20))
        db.run(close_meeting, before.meeting.id, after(20))
        (action,) = _actions(db, place)
        meeting = db.run(next_meeting, place.id, typed_meeting(starts_at=START + timedelta(days=28)))
        report = items_of(db, meeting.id)[0]
        day = meeting.starts_at.astimezone().date()
        assert report.notes.strip().splitlines() == [
            f"- {action.number} 修好路灯 — the property company 赵丁四, due 2026-03-25, Not started, "
            f"{(day - date(2026, 3, 25)).days} days overdue on the day, meeting 1",
            "- meeting 1, item 4: 按月公示 — agreed, no action was taken down",
        ]
        assert db.read(decisions_told, meeting.id) == "1 action: Not started 1"

    def test_it_is_in_the_language_of_the_papers_whoever_calls_the_meeting(self, db: Database) -> None:
        place = a_community(db)
        closed(db, place)
        i18n.use("en", "zh_CN")
        meeting = db.run(next_meeting, place.id, typed_meeting())
        report = items_of(db, meeting.id)[0]
        assert report.title == "上次会议议定事项落实情况"
        assert "物业 赵丁四" in report.notes

    def test_it_is_brought_up_to_date_as_the_agenda_is_frozen_and_keeps_what_people_wrote(self, db: Database) -> None:
        place = a_community(db)
        closed(db, place)
        (action,) = _actions(db, place)
        meeting = db.run(next_meeting, place.id, typed_meeting())
        action = db.run(take_step, action.id, action.version, UpdateKind.STARTED)
        assert db.read(decisions_told, meeting.id) == "1 action: In progress 1"
        db.run(freeze_agenda, meeting.id, override_reason="试")
        report = items_of(db, meeting.id)[0]
        assert "In progress" in report.notes
        db.run(write_notes, report.id, report.version, f"{report.notes}\n\n- 现场看过")
        db.run(thaw_agenda, meeting.id)
        db.run(take_step, action.id, action.version, UpdateKind.SUBMITTED)
        db.run(freeze_agenda, meeting.id, override_reason="试")
        first, _blank, last = items_of(db, meeting.id)[0].notes.splitlines()
        assert "To be verified" in first
        assert last == "- 现场看过"


class TestClosing:
    """What closing does is told before, and done."""

    def test_it_is_refused_with_the_list_while_something_is_undecided(self, db: Database) -> None:
        place = a_community(db)
        room = held(db, place)
        assert refused(db, close_meeting, room.meeting.id) == "Item 3 is not settled: 门禁失灵"

    def test_the_closing_itself_puts_off_what_was_never_taken_up(self, db: Database) -> None:
        place = a_community(db)
        room = held(db, place)
        told = {each.item.title: each.lot for each in db.read(closing, room.meeting.id)}
        assert told["门禁失灵"] is Lot.GOES_ON
        db.run(close_meeting, room.meeting.id, after(20), put_off=True)
        assert items_of(db, room.meeting.id)[2].status is ItemStatus.DEFERRED

    def test_what_was_never_taken_up_is_put_off_in_one(self, db: Database) -> None:
        place = a_community(db)
        room = held(db, place)
        (gate,) = db.run(put_off_unreached, room.meeting.id, after(20))
        assert (gate.title, gate.status, gate.started_at) == ("门禁失灵", ItemStatus.DEFERRED, None)
        assert refused(db, put_off_unreached, room.meeting.id) == "Every item was taken up."

    def test_the_fate_of_each_item_is_told(self, db: Database) -> None:
        place = a_community(db)
        room = held(db, place)
        db.run(put_off_unreached, room.meeting.id, after(20))
        told = [(each.item.position, each.lot, each.why) for each in db.read(closing, room.meeting.id)]
        assert told == [
            (1, Lot.GOES_ON, Why.OPEN_ACTION),
            (2, Lot.GOES_ON, Why.PUT_OFF),
            (3, Lot.GOES_ON, Why.NOT_REACHED),
            (4, Lot.GOES_ON, Why.RECURRING),
        ]

    def test_what_was_agreed_and_given_to_nobody_is_in_the_pool_again(self, db: Database) -> None:
        place = a_community(db)
        issue = an_issue(db, place)
        room = a_meeting_in_session(db, place, issues=(issue,))
        db.run(settle_item, room.items[0].id, ItemStatus.AGREED, "修好", after(5))
        assert [each.lot for each in db.read(closing, room.meeting.id)] == [Lot.STAYS]
        assert db.read(pool, place.id) == []
        db.run(close_meeting, room.meeting.id, after(9))
        assert [line.number for line in db.read(pool, place.id)] == [issue.number]
        assert life_of(db, issue)[-1].kind is IssueEventKind.RETURNED
        late = db.run(assign_action, place.id, ActionBase(what="修", owner="赵"), item_id=room.items[0].id)
        assert issue_of(db, room.items[0]).status is IssueStatus.DECIDED
        db.run(take_step, late.id, late.version, UpdateKind.CANCELLED, "不必了")
        assert [line.number for line in db.read(pool, place.id)] == [issue.number]
