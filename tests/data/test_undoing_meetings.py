"""Two desks in a meeting, one of which takes its deed back: what the record would then say at once and cannot."""

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import (
    Authority,
    Ballot,
    BallotMethod,
    Choice,
    IssueStatus,
    ItemStatus,
    PresenceKind,
    SubstituteBase,
)
from tests.data.builders import a_community, a_meeting_in_session, after, an_issue, called, items_of, room_of, voted
from tests.data.builders import refused as not_done
from tests.data.deeds import last_turn, last_undo, refused
from triparty.services.agendas import guard_item
from triparty.services.ballots import annul_ballot, close_ballot, hold_ballot, open_ballot
from triparty.services.meetings import go_to_item, settle_item
from triparty.services.presence import come_in_person, mark_presence, recuse, rejoin, stand_in
from triparty.services.presence_corrections import put_entry, remove_entry
from triparty.services.undoing import undo
from triparty.services.votes import count_votes, give_votes
from triparty.services.weighing import Votes

RULE = "majority-present"
HANDS = BallotMethod.HANDS
IN_FAVOUR = {party: (Votes(1), None) for party in ("community", "property", "residents")}


def test_an_annulment_is_not_taken_back_from_under_a_second_round(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item, first = room.items[0].id, voted(db, room, 5)
    db.run(annul_ballot, first, "票数有误", after(6))
    annulled = last_turn(db)
    second = db.run(open_ballot, item, RULE, "划线", HANDS, after(7)).ballot.id
    opened = last_turn(db)
    assert refused(db, annulled) == "Ballot 2 on item 1 is open: 划线. Close it or annul it first."
    db.run(annul_ballot, second, "不再表决", after(8))
    gone = last_turn(db)
    db.run(undo, annulled)
    assert refused(db, gone) == "Ballot 1 on item 1 is in force: 停车. Annul that one first."
    db.run(undo, last_undo(db, annulled))
    db.run(undo, gone)
    db.run(undo, opened)
    db.run(undo, annulled)
    assert refused(db, last_undo(db, opened)) == "Ballot 1 on item 1 is in force: 停车. Annul that one first."
    assert items_of(db, room.meeting.id)[0].conclusion == "停车"


def test_a_ballot_does_not_close_over_one_that_carried(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    first = voted(db, room, 5)
    db.run(annul_ballot, first, "票数有误", after(6))
    second = db.run(open_ballot, room.items[0].id, RULE, "划线", HANDS, after(7)).ballot.id
    db.run(count_votes, second, IN_FAVOUR, at=after(8))

    def stands_again(session: Session) -> None:
        """However that came about."""
        session.get_one(Ballot, first).annulled_reason = ""

    db.run(stands_again)
    told = "Ballot 1 carried this item and stands: 停车. Annul that one first, or this one."
    assert not_done(db, close_ballot, second, after(9)) == told


def test_one_item_is_on_the_table(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车", "路灯")
    first, second = (item.id for item in room.items)
    db.run(go_to_item, first, after(1))
    db.run(settle_item, first, ItemStatus.NOTED, "", after(2))
    settled = last_turn(db)
    db.run(go_to_item, second, after(3))
    told = "Item 2 is on the table now: 路灯. Settle it, or take back that it was taken up, first."
    assert refused(db, settled) == told
    db.run(settle_item, second, ItemStatus.NOTED, "", after(4))
    db.run(undo, settled)
    assert [item.status for item in items_of(db, room.meeting.id)] == [ItemStatus.OPEN, ItemStatus.NOTED]


def test_a_settled_item_that_is_voted_on_is_on_the_table_again(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, "停车", issues=(issue,))
    lamp, parking = (item.id for item in room.items)
    db.run(hold_ballot, lamp, RULE, "换灯", {"community": Votes(0, 2)}, after(2))
    db.run(go_to_item, parking, after(3))
    ballot = db.run(open_ballot, lamp, RULE, "修灯", HANDS, after(4)).ballot.id
    opened = last_turn(db)
    now = room_of(db, room.meeting.id)
    assert [item.status for item in now.items] == [ItemStatus.OPEN, ItemStatus.WAITING]
    assert (now.items[0].conclusion, now.issues[issue.id].status) == ("", IssueStatus.ON_AGENDA)
    db.run(undo, opened)
    assert items_of(db, room.meeting.id)[0].conclusion == "换灯"
    db.run(undo, last_undo(db, opened))
    db.run(annul_ballot, ballot, "不再表决", after(5))
    assert not_done(db, settle_item, lamp, ItemStatus.NOT_AGREED, "修灯").startswith("A ballot was held on this item")
    assert db.run(settle_item, lamp, ItemStatus.NOT_AGREED, "", after(6)).conclusion == "换灯"
    db.run(go_to_item, parking, after(7))
    voted(db, room, 8)
    assert [item.status for item in items_of(db, room.meeting.id)] == [ItemStatus.AGREED, ItemStatus.OPEN]


def test_an_item_stays_on_the_table_while_it_is_voted_on(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车", "路灯")
    first, second = (item.id for item in room.items)
    failed = db.run(hold_ballot, first, RULE, "", {"community": Votes(0, 2)}, after(2))
    db.run(annul_ballot, failed.ballot.id, "票数有误", after(3))
    annulled = last_turn(db)
    ballot = db.run(open_ballot, first, RULE, "划线", HANDS, after(4)).ballot.id
    told = "Ballot 2 on item 1 is open: 划线. Close it or annul it first."
    assert refused(db, annulled) == told
    db.run(annul_ballot, ballot, "不再表决", after(5))
    taken = last_turn(db)
    db.run(settle_item, first, ItemStatus.NOTED, "", after(6))
    assert refused(db, taken) == "Item 1 was settled without that ballot: 停车. Take that back first."
    db.run(go_to_item, second, after(7))
    gone_to = last_turn(db)
    db.run(open_ballot, second, RULE, "换灯", HANDS, after(8))
    assert refused(db, gone_to) == "Ballot 1 on item 2 is open: 换灯. Close it or annul it first."


def test_who_decides_stays_while_a_ballot_that_weighed_it_is_open(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    db.run(guard_item, item, Authority.OWNERS, reason="涉及共有部分")
    guarded = last_turn(db)
    ballot = db.run(open_ballot, item, RULE, "", HANDS, after(2)).ballot.id
    assert refused(db, guarded) == "Ballot 1 on item 1 is open: 停车. Close it or annul it first."
    db.run(annul_ballot, ballot, "不再表决", after(3))
    annulled = last_turn(db)
    db.run(undo, guarded)
    assert refused(db, annulled) == "Who may decide item 1 was changed since: 停车. Take that back first."
    db.run(undo, last_undo(db, guarded))
    db.run(undo, annulled)


def test_a_ballot_does_not_stand_again_with_who_was_not_there(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    who = called(room, "沈晓露")
    ballot = voted(db, room, 5)
    held = last_turn(db)
    arrival = room.presence[who][0]
    told = "Who was there at ballot 1 on item 1 was corrected since: 沈晓露 was counted and would not be. "

    db.run(annul_ballot, ballot, "票数有误", after(6))
    annulled = last_turn(db)
    db.run(remove_entry, arrival.id, arrival.version)
    removed = last_turn(db)
    assert refused(db, annulled).startswith(told)
    db.run(undo, removed)
    db.run(undo, annulled)
    db.run(undo, held)
    db.run(undo, last_undo(db, removed))
    assert refused(db, last_undo(db, held)).startswith(told)


def test_a_vote_is_not_brought_back_from_after_its_voter_had_left(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    who = called(room, "沈晓露")
    ballot = db.run(open_ballot, room.items[0].id, RULE, "", BallotMethod.ROLL_CALL, after(2)).ballot
    db.run(give_votes, ballot.id, {who: Choice.YES}, at=after(5))
    db.run(give_votes, ballot.id, {who: Choice.SILENT}, at=after(6))
    silent = last_turn(db)
    db.run(put_entry, who, PresenceKind.LEAVE, after(4))
    told = "Who was there at ballot 1 on item 1 was corrected since: 沈晓露 was counted and would not be. "
    assert refused(db, silent).startswith(told)
    db.run(undo, last_turn(db))
    db.run(undo, silent)


def test_nobody_leaves_who_never_came_or_sits_in_two_seats(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    first, second = called(room, "沈晓露"), called(room, "周戊五")
    db.run(mark_presence, first, PresenceKind.LEAVE, after(1))
    db.run(mark_presence, first, PresenceKind.ARRIVE, after(2))
    came = last_turn(db)
    db.run(mark_presence, first, PresenceKind.LEAVE, after(3))
    assert "沈晓露 would leave at" in refused(db, came)

    db.run(stand_in, first, SubstituteBase(name="郑壬九"), after(4))
    event = db.run(come_in_person, first, after(5))
    in_person = last_turn(db)
    db.run(stand_in, second, SubstituteBase(name="郑壬九"), after(6))
    told = "郑壬九 stands in for 周戊五 already: one person, one vote."
    assert refused(db, in_person) in (told, told.replace("周戊五", "沈晓露"))
    assert "one person, one vote" in not_done(db, remove_entry, event.id, event.version)


def test_nobody_stands_in_beside_another_or_withdraws_twice(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    who, item = called(room, "沈晓露"), room.items[0].id
    db.run(stand_in, who, SubstituteBase(name="郑壬九"), after(1))
    event = db.run(come_in_person, who, after(2))
    in_person = last_turn(db)
    db.run(stand_in, who, SubstituteBase(name="冯癸十"), after(3))
    told = "郑壬九 would stand in for 沈晓露 at once with 冯癸十."
    assert refused(db, in_person) == told
    assert not_done(db, remove_entry, event.id, event.version) == told

    db.run(recuse, who, item, "业主", after(4))
    db.run(rejoin, who, item, after(5))
    rejoined = last_turn(db)
    db.run(recuse, who, item, "亲属", after(6))
    assert refused(db, rejoined) == "沈晓露 would have withdrawn from item 1 twice at once."
