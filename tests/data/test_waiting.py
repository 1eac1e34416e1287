"""Where an issue is: waiting until a day, in nobody's place, or in two; and who may decide an item of it."""

from datetime import date

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    ActionBase,
    AgendaItemBase,
    Authority,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Route,
)
from meetings_db.queries.visits import issue_life, pool
from meetings_db.queries.whereabouts import astray
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
from triparty.services.actions import assign_action
from triparty.services.agendas import add_item, edit_item, guard_item
from triparty.services.ballots import annul_ballot, hold_ballot, open_ballot, unanimous
from triparty.services.issues import close_issue, raise_issue, reopen_issue, wait_until
from triparty.services.meetings import settle_item


class TestWaiting:
    """An issue waits until a day, and is in the pool again by itself."""

    def test_it_comes_back_by_itself(self, db: Database) -> None:
        place = a_community(db)
        issue = an_issue(db, place)
        db.run(wait_until, issue.id, date(2026, 4, 1), "等招标", START)
        assert db.read(pool, place.id, on=date(2026, 3, 31)) == []
        assert [line.number for line in db.read(pool, place.id, on=date(2026, 4, 1))] == [issue.number]
        event = life_of(db, issue)[-1]
        assert (event.kind, event.subject, event.note) == (IssueEventKind.WAITS, "2026-04-01", "等招标")
        assert db.read(astray, place.id, date(2026, 3, 31)) == []
        assert db.run(wait_until, issue.id, None).waits_until is None

    def test_only_what_is_at_the_desk_waits_and_for_a_day_ahead(self, db: Database) -> None:
        place = a_community(db)
        issue = an_issue(db, place)
        assert "2026-03-20 is not ahead" in refused(db, wait_until, issue.id, date(2026, 3, 20), "", START)
        action = db.run(assign_action, place.id, ActionBase(what="修", owner="赵"), issue_id=issue.id)
        assert action.number in refused(db, wait_until, issue.id, date(2999, 1, 1))
        other = an_issue(db, place)
        a_meeting(db, place, issues=(other,))
        assert "is on an agenda" in refused(db, wait_until, other.id, date(2999, 1, 1))

    def test_an_agenda_or_somebody_s_hands_end_the_waiting(self, db: Database) -> None:
        place = a_community(db)
        one, two = an_issue(db, place), an_issue(db, place)
        for issue in (one, two):
            db.run(wait_until, issue.id, date(2999, 1, 1))
        meeting = a_meeting(db, place, issues=(one,))
        db.run(assign_action, place.id, ActionBase(what="修", owner="赵"), issue_id=two.id)
        assert [db.read(issue_life, issue.id).issue.waits_until for issue in (one, two)] == [None, None]
        assert db.read(astray, place.id) == []
        assert len(items_of(db, meeting.id)) == 1


class TestGuard:
    """Who may decide is proposed by the words, and changed in one deed."""

    def test_the_words_propose_it_and_the_way_it_was_sent_goes_before_them(self, db: Database) -> None:
        place = a_community(db)
        fund = an_issue(db, place, "动用维修资金修屋面")
        sent = an_issue(db, place, "东门围墙", Route.OWNERS)
        meeting = a_meeting(db, place, "加装电梯征询", issues=(fund, sent))
        assert [(item.authority, item.legal_basis) for item in items_of(db, meeting.id)] == [
            (Authority.OWNERS, "278-5"),
            (Authority.OWNERS, ""),
            (Authority.OWNERS, "278-7"),
        ]
        typed = AgendaItemBase(title="维修资金使用情况说明", authority=Authority.WITHIN)
        assert db.run(add_item, meeting.id, typed).authority is Authority.WITHIN

    def test_it_is_changed_and_a_ground_that_no_longer_fits_goes(self, db: Database) -> None:
        place = a_community(db)
        item = items_of(db, a_meeting(db, place, issues=(an_issue(db, place, "动用维修资金"),)).id)[0]
        marked = db.run(guard_item, item.id, Authority.OWNERS, "278-9", version=item.version)
        assert (marked.authority, marked.legal_basis) == (Authority.OWNERS, "278-9")
        typed = AgendaItemBase(title=item.title, authority=Authority.WITHIN, legal_basis="278-9")
        assert db.run(edit_item, item.id, marked.version, typed).legal_basis == ""
        with pytest.raises(StaleSave):
            db.run(guard_item, item.id, Authority.OWNERS, version=item.version)

    def test_a_conclusion_that_decides_for_the_owners_refuses_the_mark(self, db: Database) -> None:
        place = a_community(db)
        room = a_meeting_in_session(db, place, "停车")
        item = db.run(settle_item, room.items[0].id, ItemStatus.AGREED, "表决通过停车方案", after(5))
        assert "表决通过" in refused(db, guard_item, item.id, Authority.OWNERS, "278-8", reason="属共有部分")

    def test_the_running_meeting_changes_it_with_a_reason_and_not_under_an_open_ballot(self, db: Database) -> None:
        room = a_meeting_in_session(db, a_community(db), "停车", "绿化")
        first, second = (item.id for item in room.items)
        assert "Say why" in refused(db, guard_item, first, Authority.OWNERS, "278-8", reason=" ")
        marked = db.run(guard_item, first, Authority.OWNERS, "278-8", reason=" 属共有部分\x07 ")
        assert (marked.authority, marked.guard_reason) == (Authority.OWNERS, "属共有部分")
        ballot = db.run(open_ballot, second, "consensus", "改种月季", at=after(5)).ballot
        assert "is open on this item" in refused(db, guard_item, second, Authority.OWNERS, reason="属共有部分")
        db.run(annul_ballot, ballot.id, "不表决了")
        assert db.run(guard_item, second, Authority.OWNERS, reason="属共有部分").authority is Authority.OWNERS


def test_an_issue_closed_under_an_open_item_is_on_that_agenda_when_it_is_taken_up_again(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    sheet = db.run(hold_ballot, room.items[0].id, "majority-present", "修", unanimous(room, after(5)), after(5))
    db.run(close_issue, issue.id, "好了")
    db.run(annul_ballot, sheet.ballot.id, "弄错了")
    assert db.run(reopen_issue, issue.id, "又坏了").status is IssueStatus.ON_AGENDA
    assert db.read(astray, place.id) == []


def test_what_is_in_two_places_or_in_none_is_named(db: Database) -> None:
    place = a_community(db)
    lost, twice = an_issue(db, place), an_issue(db, place)
    a_meeting(db, place, issues=(twice,))

    def spoil(session: Session) -> None:
        for number, status in ((lost.id, IssueStatus.DECIDED), (twice.id, IssueStatus.ACCEPTED)):
            issue = session.get(Issue, number)
            assert issue is not None
            issue.status = status

    db.run(spoil)
    assert [(each.number, each.places) for each in db.read(astray, place.id)] == [
        (lost.number, ()),
        (twice.number, ("pool", "agenda")),
    ]


def test_an_issue_entered_anew_is_in_the_pool(db: Database) -> None:
    place = a_community(db)
    db.run(raise_issue, place.id, place.estate.id, typed_issue())
    assert db.read(astray, place.id) == []
