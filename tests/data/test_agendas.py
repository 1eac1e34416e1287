"""Before the meeting: who is invited, what is on the agenda, and freezing it."""

from datetime import timedelta
from uuid import UUID

import pytest

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    ActionBase,
    AgendaItemBase,
    Authority,
    IssueEventKind,
    IssueStatus,
    ItemKind,
    ItemStatus,
    MeetingStatus,
    OrganisationBase,
    Party,
    PersonBase,
    Post,
    PostBase,
    PresenceKind,
    Route,
    Standing,
    new_id,
)
from meetings_db.queries.history import last_deed
from meetings_db.queries.meetings import meeting_lines
from meetings_db.queries.visits import issue_life, pool
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    an_issue,
    in_session,
    items_of,
    life_of,
    refused,
    room_of,
    typed_meeting,
)
from triparty.services.actions import assign_action
from triparty.services.agendas import (
    add_item,
    call_meeting,
    check_agenda,
    edit_item,
    edit_meeting,
    freeze_agenda,
    invite,
    move_item,
    put_on_agenda,
    take_off_agenda,
    uninvite,
)
from triparty.services.carrying import thaw_agenda
from triparty.services.directory import end_post, enrol
from triparty.services.issues import close_issue
from triparty.services.meetings import close_meeting, settle_item
from triparty.services.presence import mark_presence
from triparty.services.undoing import undo

WEEK_BEFORE = START - timedelta(days=7)


def titles(db: Database, meeting_id: UUID) -> list[tuple[int, str]]:
    """The agenda as it is printed."""
    return [(item.position, item.title) for item in items_of(db, meeting_id)]


def second_hat(db: Database, place: Place) -> Post:
    """顾晨光 of the community manages the property company's branch as well."""
    post = PostBase(title="分公司经理", party=Party.PROPERTY)
    body = OrganisationBase(name="安和物业公司", party=Party.PROPERTY)
    return db.run(enrol, place.id, PersonBase(name="顾晨光"), body, post)


class TestInviting:
    """Everybody who holds a post that day, once."""

    def test_a_meeting_invites_everybody_in_order(self, db: Database) -> None:
        place = a_community(db)
        room = room_of(db, a_meeting(db, place).id)
        assert [who.name for who in room.participants][:4] == ["顾晨光", "沈晓露", "吴记录", "赵丁四"]
        assert [who.position for who in room.participants] == list(range(1, 9))
        assert (room.meeting.ordinal, room.meeting.status) == (1, MeetingStatus.PREPARING)
        assert room.community == place.community

    def test_who_left_before_that_day_is_not_invited(self, db: Database) -> None:
        place = a_community(db)
        db.run(end_post, place.posts[0].id, WEEK_BEFORE.date())
        db.run(end_post, place.posts[1].id, START.date())
        invited = {who.name for who in room_of(db, a_meeting(db, place).id).participants}
        assert "顾晨光" not in invited
        assert "沈晓露" in invited

    def test_two_hats_are_one_chair(self, db: Database) -> None:
        place = a_community(db)
        hat = second_hat(db, place)
        meeting = a_meeting(db, place)
        seats = [who for who in room_of(db, meeting.id).participants if who.name == "顾晨光"]
        assert [who.party for who in seats] == [Party.COMMUNITY]
        told = refused(db, invite, meeting.id, hat.id)
        assert told.startswith("顾晨光 is invited already, for 晨光社区居委会. Who has several posts")
        db.run(uninvite, seats[0].id)
        assert db.run(invite, meeting.id, hat.id).party is Party.PROPERTY

    def test_taken_off_the_list_and_invited_again(self, db: Database) -> None:
        place = a_community(db)
        meeting = a_meeting(db, place)
        first, second = room_of(db, meeting.id).participants[:2]
        db.run(uninvite, first.id)
        again = db.run(invite, meeting.id, first.post_id)
        assert again.position == 9
        db.run(uninvite, again.id)
        db.run(uninvite, second.id)
        db.run(invite, meeting.id, second.post_id)
        db.run(invite, meeting.id, first.post_id)
        positions = [(who.position, who.name) for who in room_of(db, meeting.id).participants][-2:]
        assert positions == [(9, "沈晓露"), (10, "顾晨光")]

    def test_somebody_invited_late_is_named_as_the_register_names_them_now(self, db: Database) -> None:
        place = a_community(db)
        room = a_meeting_in_session(db, place)
        body = OrganisationBase(name="街道办", party=Party.OTHER)
        guest = db.run(enrol, place.id, PersonBase(name="郑己六"), body, PostBase(title="干部", party=Party.OTHER))
        came = db.run(invite, room.meeting.id, guest.id)
        assert (came.name, came.organisation, came.title, came.position) == ("郑己六", "街道办", "干部", 9)
        assert "has begun" in refused(db, uninvite, came.id)
        db.run(settle_item, room.items[0].id, ItemStatus.NOTED)
        db.run(close_meeting, room.meeting.id)
        assert "is over" in refused(db, invite, room.meeting.id, guest.id)

    def test_who_is_on_the_presence_clock_stays_on_the_list(self, db: Database) -> None:
        place = a_community(db)
        meeting = a_meeting(db, place, "停车秩序")
        db.run(freeze_agenda, meeting.id, at=WEEK_BEFORE)
        who = room_of(db, meeting.id).participants[0]
        db.run(mark_presence, who.id, PresenceKind.EXCUSE)
        assert refused(db, uninvite, who.id).startswith("顾晨光 has entries on the presence clock")
        last = db.read(last_deed, db.actor)
        assert last is not None
        db.run(undo, last.seq)
        db.run(uninvite, who.id)
        assert len(room_of(db, meeting.id).participants) == 7

    def test_what_is_not_there_is_refused_in_words(self, db: Database) -> None:
        place, missing = a_community(db), new_id()
        meeting = a_meeting(db, place)
        for told in (
            refused(db, call_meeting, missing, typed_meeting()),
            refused(db, invite, missing, place.posts[0].id),
            refused(db, invite, meeting.id, missing),
            refused(db, uninvite, missing),
            refused(db, put_on_agenda, meeting.id, missing),
            refused(db, add_item, missing, AgendaItemBase(title="x")),
            refused(db, move_item, missing, 1),
            refused(db, freeze_agenda, missing),
        ):
            assert "no longer there" in told


class TestTheMeeting:
    """Called, changed, counted."""

    def test_the_next_meeting_asks_what_became_of_the_last_decisions(self, db: Database) -> None:
        place = a_community(db)
        assert items_of(db, a_meeting(db, place).id) == []
        db.run(assign_action, place.id, ActionBase(what="修灯"))
        second = a_meeting(db, place, "停车秩序")
        assert [(item.kind, item.title) for item in items_of(db, second.id)] == [
            (ItemKind.REPORT, "What became of the last meeting's decisions"),
            (ItemKind.CONSULTATION, "停车秩序"),
        ]
        assert [(line.ordinal, line.items, line.settled) for line in db.read(meeting_lines, place.id)] == [
            (2, 2, 0),
            (1, 0, 0),
        ]

    def test_a_meeting_is_changed_until_it_opens(self, db: Database) -> None:
        meeting = a_meeting(db, a_community(db), "停车秩序")
        moved = db.run(edit_meeting, meeting.id, 1, typed_meeting(place="一楼"))
        assert (moved.place, moved.version) == ("一楼", 2)
        with pytest.raises(StaleSave):
            db.run(edit_meeting, meeting.id, 1, typed_meeting())
        opened = in_session(db, meeting)
        assert "on record" in refused(db, edit_meeting, meeting.id, opened.version, typed_meeting())


class TestItems:
    """On, off, up and down."""

    def test_an_issue_goes_on_and_comes_off(self, db: Database) -> None:
        place = a_community(db)
        lamp, fund = an_issue(db, place), an_issue(db, place, "动用维修资金", Route.OWNERS)
        meeting = a_meeting(db, place, issues=(lamp, fund))
        items = items_of(db, meeting.id)
        assert [(item.position, item.title, item.authority) for item in items] == [
            (1, "东门路灯不亮", Authority.WITHIN),
            (2, "动用维修资金", Authority.OWNERS),
        ]
        assert db.read(pool, place.id) == []
        assert f"{lamp.number} is on an agenda already" in refused(db, put_on_agenda, meeting.id, lamp.id)
        db.run(take_off_agenda, items[0].id)
        assert titles(db, meeting.id) == [(1, "动用维修资金")]
        assert [line.number for line in db.read(pool, place.id)] == [lamp.number]
        assert db.read(issue_life, lamp.id).agenda == []
        assert [(event.kind, event.subject) for event in life_of(db, lamp)][-2:] == [
            (IssueEventKind.ON_AGENDA, "1"),
            (IssueEventKind.OFF_AGENDA, "1"),
        ]
        db.run(put_on_agenda, meeting.id, lamp.id)
        assert titles(db, meeting.id) == [(1, "动用维修资金"), (2, "东门路灯不亮")]

    def test_what_was_not_sent_to_a_meeting_is_sent_by_this(self, db: Database) -> None:
        place = a_community(db)
        issue = an_issue(db, place, route=Route.NONE)
        meeting = a_meeting(db, place, issues=(issue,))
        db.run(take_off_agenda, items_of(db, meeting.id)[0].id)
        assert [line.number for line in db.read(pool, place.id)] == [issue.number]
        assert IssueEventKind.TRIAGED in [event.kind for event in life_of(db, issue)]

    def test_an_issue_that_ended_is_not_put_on(self, db: Database) -> None:
        place = a_community(db)
        issue = an_issue(db, place)
        db.run(close_issue, issue.id, "办结")
        assert issue.number in refused(db, put_on_agenda, a_meeting(db, place).id, issue.id)

    @pytest.mark.parametrize(
        ("who", "by", "order"),
        [
            ("丙", -1, "甲丙乙丁"),
            ("丙", -2, "丙甲乙丁"),
            ("丙", -99, "丙甲乙丁"),
            ("甲", 1, "乙甲丙丁"),
            ("甲", 3, "乙丙丁甲"),
            ("甲", 99, "乙丙丁甲"),
            ("丁", 1, "甲乙丙丁"),
            ("甲", -1, "甲乙丙丁"),
            ("乙", 0, "甲乙丙丁"),
        ],
    )
    def test_an_item_moves_and_stops_at_either_end(self, db: Database, who: str, by: int, order: str) -> None:
        meeting = a_meeting(db, a_community(db), *"甲乙丙丁")
        item = items_of(db, meeting.id)["甲乙丙丁".index(who)]
        assert db.run(move_item, item.id, by).position == order.index(who) + 1
        assert titles(db, meeting.id) == list(enumerate(order, 1))

    def test_removing_from_the_middle_closes_the_gap(self, db: Database) -> None:
        meeting = a_meeting(db, a_community(db), *"甲乙丙丁")
        db.run(take_off_agenda, items_of(db, meeting.id)[1].id)
        db.run(add_item, meeting.id, AgendaItemBase(title="戊"))
        assert titles(db, meeting.id) == list(enumerate("甲丙丁戊", 1))

    def test_an_item_with_an_action_stays(self, db: Database) -> None:
        place = a_community(db)
        meeting = a_meeting(db, place, "停车秩序")
        item = items_of(db, meeting.id)[0]
        action = db.run(assign_action, place.id, ActionBase(what="划线"), item_id=item.id)
        assert f"Action {action.number}" in refused(db, take_off_agenda, item.id)

    def test_an_item_is_edited_with_its_version(self, db: Database) -> None:
        meeting = a_meeting(db, a_community(db), "停车秩序")
        item = items_of(db, meeting.id)[0]
        typed = AgendaItemBase(title="停车收费", kind=ItemKind.VOTE, minutes=20)
        assert db.run(edit_item, item.id, item.version, typed).kind is ItemKind.VOTE
        with pytest.raises(StaleSave):
            db.run(edit_item, item.id, item.version, typed)


class TestFreezing:
    """Errors are mended, warnings overridden with a reason that stays on record."""

    def test_what_is_found_is_said_and_may_be_overridden(self, db: Database) -> None:
        meeting = a_meeting(db, a_community(db), "停车秩序")
        assert db.read(check_agenda, meeting.id, WEEK_BEFORE) == []
        late = START - timedelta(days=1)
        assert [finding.severity for finding in db.read(check_agenda, meeting.id, late)] == ["warning"]
        told = refused(db, freeze_agenda, meeting.id, at=late, override_reason=" ")
        assert "less than three days" in told
        assert "freeze it with a reason" in told
        frozen = db.run(freeze_agenda, meeting.id, at=late, override_reason=" 险情 ")
        assert (frozen.status, frozen.frozen_at, frozen.override_reason) == (MeetingStatus.FROZEN, late, "险情")

    def test_an_error_cannot_be_overridden(self, db: Database) -> None:
        meeting = a_meeting(db, a_community(db))
        for who in room_of(db, meeting.id).participants:
            if who.party is Party.RESIDENTS and who.standing is Standing.VOTING:
                db.run(uninvite, who.id)
        told = refused(db, freeze_agenda, meeting.id, at=WEEK_BEFORE, override_reason="anyway")
        assert told.splitlines() == [
            "The agenda is empty. Put at least one item on it.",
            "Nobody with a vote is invited from the residents.",
        ]

    def test_a_frozen_agenda_is_opened_for_changes_first(self, db: Database) -> None:
        place = a_community(db)
        issue = an_issue(db, place)
        meeting = a_meeting(db, place, "停车秩序")
        item = items_of(db, meeting.id)[0]
        db.run(freeze_agenda, meeting.id, at=WEEK_BEFORE)
        for told in (
            refused(db, put_on_agenda, meeting.id, issue.id),
            refused(db, add_item, meeting.id, AgendaItemBase(title="x")),
            refused(db, take_off_agenda, item.id),
            refused(db, move_item, item.id, 1),
        ):
            assert told == "The agenda is frozen. Open it for changes first."
        assert "frozen already" in refused(db, freeze_agenda, meeting.id)
        thawed = db.run(thaw_agenda, meeting.id)
        assert (thawed.status, thawed.frozen_at) == (MeetingStatus.PREPARING, None)
        assert db.run(put_on_agenda, meeting.id, issue.id).position == 2
        assert "Only a frozen agenda" in refused(db, thaw_agenda, meeting.id)
        assert db.read(issue_life, issue.id).issue.status is IssueStatus.ON_AGENDA

    def test_the_agenda_of_a_meeting_that_began_is_on_record(self, db: Database) -> None:
        room = a_meeting_in_session(db, a_community(db))
        for told in (
            refused(db, add_item, room.meeting.id, AgendaItemBase(title="x")),
            refused(db, take_off_agenda, room.items[0].id),
            refused(db, move_item, room.items[0].id, 1),
        ):
            assert told == "The meeting has begun: its agenda is on record."
        assert "Only a frozen agenda" in refused(db, thaw_agenda, room.meeting.id)
