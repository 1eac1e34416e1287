"""Ballots that are open: every vote kept as it is given, five ways of not voting kept apart, closed by its votes."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import Ballot, BallotMethod, Choice, ItemStatus, Party, PresenceKind, Standing, SubstituteBase
from meetings_db.queries.meetings import MeetingRoom
from tests.data.builders import a_community, a_meeting_in_session, after, refused, room_of, unsaid
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballot_rule import Tie
from triparty.services.ballots import (
    annul_ballot,
    close_ballot,
    decided,
    hold_ballot,
    open_ballot,
    quorum_of,
)
from triparty.services.meetings import close_meeting, go_to_item, settle_item
from triparty.services.papers import finalise_minutes
from triparty.services.presence import mark_presence, recuse, rejoin, stand_in
from triparty.services.presence_corrections import move_entry
from triparty.services.sittings import altered, ballots_against, on_the_table
from triparty.services.undoing import undo, weigh_last
from triparty.services.votes import begin_ballot, count_votes, give_votes, note_reservations
from triparty.services.weighing import Votes

RULE = "each-party-majority-present"


def roll_call(db: Database, room: MeetingRoom, rule: str = RULE) -> UUID:
    """A roll call on the first item, opened at minute 5."""
    item = room.items[0].id
    return db.run(open_ballot, item, rule, "划线", BallotMethod.ROLL_CALL, after(5)).ballot.id


def sheet_of(db: Database, room: MeetingRoom) -> list[tuple[str, str]]:
    """Who is on the last roll, with their answers."""
    return [(vote.name, vote.choice.value) for vote in room_of(db, room.meeting.id).ballots[room.items[0].id][-1].votes]


def test_every_vote_is_kept_as_it_is_given_and_may_be_corrected(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    first, second, *others = [who.id for who in room.participants if who.standing is Standing.VOTING]
    ballot = roll_call(db, room)
    db.run(give_votes, ballot, {first: Choice.NO})
    db.run(give_votes, ballot, {second: Choice.YES})
    assert [choice for _name, choice in sheet_of(db, room)][:3] == ["no", "yes", "silent"]
    db.run(give_votes, ballot, {first: Choice.YES})
    sheet = db.run(give_votes, ballot, dict.fromkeys(others, Choice.YES))
    assert [(count.group, count.yes, count.no) for count in sheet.counts] == [
        ("community", 2, 0),
        ("property", 2, 0),
        ("residents", 3, 0),
    ]
    closed = db.run(close_ballot, ballot, after(7), reservations="无")
    assert (closed.ballot.passed, closed.ballot.reservations) == (True, "无")
    assert room_of(db, room.meeting.id).items[0].status is ItemStatus.AGREED
    assert "closed" in refused(db, give_votes, ballot, {first: Choice.NO})


def test_the_first_votes_open_a_ballot_or_neither_is_there(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item, voter = room.items[0].id, room.participants[0].id
    opening = (item, RULE, "划线")
    too_many = {"community": (Votes(3), None)}
    assert "only 2 present" in refused(db, begin_ballot, *opening, BallotMethod.HANDS, counts=too_many)
    assert room_of(db, room.meeting.id).ballots == {}
    begun = db.run(begin_ballot, *opening, BallotMethod.ROLL_CALL, answers={voter: Choice.NO}).ballot
    assert (begun.version, sheet_of(db, room)[0][1]) == (2, "no")
    db.run(undo, db.read(weigh_last, db.actor).deed.seq)  # type: ignore[union-attr]
    assert room_of(db, room.meeting.id).ballots == {}


def test_a_vote_taken_back_is_a_later_version_too(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    ballot, voter = roll_call(db, room), room.participants[0].id
    db.run(give_votes, ballot, {voter: Choice.NO})
    assert db.run(give_votes, ballot, {voter: Choice.NO}).ballot.version == 2  # nothing was changed by that
    db.run(undo, db.read(weigh_last, db.actor).deed.seq)  # type: ignore[union-attr]
    assert sheet_of(db, room)[0][1] == "silent"
    with pytest.raises(StaleSave):
        db.run(give_votes, ballot, {voter: Choice.YES}, version=2)
    assert db.run(give_votes, ballot, {voter: Choice.YES}, version=3).ballot.version == 4


def test_five_ways_of_not_voting_are_kept_apart(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    voters = [who for who in room.participants if who.standing is Standing.VOTING]
    gone, out, *here = voters
    db.run(mark_presence, gone.id, PresenceKind.LEAVE, after(2))
    db.run(recuse, out.id, room.items[0].id, "利害关系", after(3))
    ballot = roll_call(db, room)
    db.run(give_votes, ballot, {here[0].id: Choice.ABSTAIN, here[1].id: Choice.INVALID, here[2].id: Choice.YES})
    assert [choice for _name, choice in sheet_of(db, room)] == [
        "absent",
        "recused",
        "abstain",
        "invalid",
        "yes",
        "silent",
        "silent",
    ]
    assert "was not here" in refused(db, give_votes, ballot, {gone.id: Choice.YES})
    assert "withdrew" in refused(db, give_votes, ballot, {out.id: Choice.YES})
    assert "was here" in refused(db, give_votes, ballot, {here[2].id: Choice.ABSENT})
    assert "no roll" in refused(db, give_votes, ballot, {room.items[0].id: Choice.YES})
    sheet = room_of(db, room.meeting.id).ballots[room.items[0].id][0]
    community = sheet.counts[0]
    assert (community.entitled, community.present, community.recused) == (2, 1, 1)
    assert json.loads(sheet.ballot.quorum or "")["community"] == [2, 1, 1]
    assert [own.present for own in quorum_of(sheet).parties] == [1, 2, 3]


def test_who_left_or_withdrew_since_the_ballot_opened_is_given_no_vote(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    left, out, sent, came, *_others = [who.id for who in room.participants if who.standing is Standing.VOTING]
    db.run(mark_presence, came, PresenceKind.LEAVE, after(2))
    ballot = roll_call(db, room)
    db.run(mark_presence, left, PresenceKind.LEAVE, after(6))
    db.run(stand_in, sent, SubstituteBase(name="郑壬九", matter="会", scope="表决", term="当日"), after(6), signed=True)
    db.run(mark_presence, came, PresenceKind.ARRIVE, after(6))
    assert "is not here any more" in refused(db, give_votes, ballot, {left: Choice.YES}, at=after(7))
    assert "does not sit in this seat" in refused(db, give_votes, ballot, {sent: Choice.YES}, at=after(7))
    assert "was not here when" in refused(db, give_votes, ballot, {came: Choice.YES}, at=after(7))
    told = refused(db, give_votes, ballot, {out: Choice.RECUSED}, at=after(7))
    assert told.endswith("did not withdraw from this item. Record that first, with the reason.")
    db.run(recuse, out, item, "亲属", after(7))
    assert "withdrew" in refused(db, give_votes, ballot, {out: Choice.YES}, at=after(8))
    assert [choice for _name, choice in sheet_of(db, room)][:4] == ["silent", "recused", "silent", "absent"]
    assert room_of(db, room.meeting.id).ballots[item][0].counts[0].recused == 1
    db.run(rejoin, out, item, after(8))
    db.run(give_votes, ballot, {out: Choice.NO}, at=after(9))
    assert [choice for _name, choice in sheet_of(db, room)][:2] == ["silent", "no"]


def test_who_voted_keeps_the_vote_and_is_not_removed_from_under_it(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    who, other, away, *_others = [each for each in room.participants if each.standing is Standing.VOTING]
    ballot = roll_call(db, room)
    db.run(give_votes, ballot, {who.id: Choice.YES}, at=after(10))
    db.run(mark_presence, who.id, PresenceKind.LEAVE, after(11))
    db.run(give_votes, ballot, {who.id: Choice.YES, other.id: Choice.NO}, at=after(12))  # the answer that stands
    assert "not here any more" in refused(db, give_votes, ballot, {who.id: Choice.NO}, at=after(12))
    assert [choice for _name, choice in sheet_of(db, room)][:2] == ["yes", "no"]
    leaving = room_of(db, room.meeting.id).presence[who.id][1]
    assert f"{who.name} was counted and would not be" in refused(db, move_entry, leaving.id, 1, after(8))
    assert "was counted" in refused(db, mark_presence, other.id, PresenceKind.LEAVE, after(9))
    assert f"{other.name} would have withdrawn" in refused(db, recuse, other.id, item, "亲属", after(9))
    db.run(mark_presence, away.id, PresenceKind.LEAVE, after(6))  # was asked nothing yet
    db.run(move_entry, leaving.id, 1, after(10) + timedelta(seconds=1))
    db.run(recuse, other.id, item, "亲属", after(13))
    assert [choice for _name, choice in sheet_of(db, room)][1] == "no"  # given before
    db.run(give_votes, ballot, {other.id: Choice.RECUSED}, at=after(14))
    withdrawal = room_of(db, room.meeting.id).recusals[other.id][0]
    now = room_of(db, room.meeting.id)
    (reason,) = ballots_against(now, altered(now, without=[withdrawal.id]))
    assert f"{other.name} would not have withdrawn" in reason


def test_no_more_hands_are_counted_than_are_there_and_those_counted_stay(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    first, second = (who for who in room.participants if who.party is Party.PROPERTY)
    ballot = db.run(open_ballot, room.items[0].id, RULE, "划线", BallotMethod.HANDS, after(5)).ballot.id
    db.run(count_votes, ballot, {"property": (Votes(2), None)}, at=after(7))
    db.run(mark_presence, first.id, PresenceKind.LEAVE, after(8))
    db.run(mark_presence, room.participants[0].id, PresenceKind.LEAVE, after(8))
    told = refused(db, count_votes, ballot, {"community": (Votes(2), None)}, at=after(9))
    assert told == "the community: 2 hands are counted, and 1 who may vote are here now."
    db.run(count_votes, ballot, {"property": (Votes(1, 1), None), "community": (Votes(1), None)}, at=after(9))
    db.run(count_votes, ballot, {"property": (Votes(2), None)}, at=after(9))
    leaving = room_of(db, room.meeting.id).presence[first.id][1]
    for deed, *args in ((move_entry, leaving.id, 1), (mark_presence, second.id, PresenceKind.LEAVE)):
        assert "of the property company 2 voted at" in refused(db, deed, *args, after(6))
    db.run(move_entry, leaving.id, 1, after(7) + timedelta(seconds=1))
    db.run(mark_presence, second.id, PresenceKind.LEAVE, after(8))


def test_what_is_open_is_frozen_and_stands_in_the_way_of_everything_else(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    ballot = db.run(open_ballot, item, RULE, "划线", BallotMethod.HANDS, after(5)).ballot
    assert "is open" in refused(db, open_ballot, item, "consensus", "", BallotMethod.HANDS, after(6))
    assert "is open" in refused(db, settle_item, item, ItemStatus.NOTED, "", after(6))
    assert "No votes yet" in refused(db, close_ballot, ballot.id, after(6))
    assert "only 2 present" in refused(db, count_votes, ballot.id, {"community": (Votes(3), None)})
    assert "only the three parties" in refused(db, count_votes, ballot.id, {"other": (Votes(1), None)})
    db.run(count_votes, ballot.id, {"community": (Votes(2), None), "property": (Votes(1, 1), None)})
    db.run(note_reservations, ballot.id, "保留")
    sheet = db.run(close_ballot, ballot.id, after(7))
    assert (sheet.ballot.passed, sheet.ballot.reservations, len(sheet.counts)) == (False, "保留", 3)


def test_a_meeting_does_not_close_over_a_second_round_that_is_open(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    db.run(hold_ballot, item, RULE, "", {"community": Votes(0, 2)}, after(5))
    second = db.run(open_ballot, item, RULE, "划线", BallotMethod.HANDS, after(6)).ballot.id
    assert "still open on item 1" in refused(db, close_meeting, room.meeting.id, after(7))
    db.run(annul_ballot, second, "不再表决", after(8))
    assert refused(db, close_meeting, room.meeting.id, after(8)) == "Item 1 is not settled: 停车"
    db.run(settle_item, item, ItemStatus.NOT_AGREED, at=after(8))
    assert db.run(close_meeting, room.meeting.id, after(9)).closed_at == after(9)

    def opened_again(session: Session) -> None:
        """However that came about."""
        session.get_one(Ballot, second).closed_at = None

    db.run(opened_again)
    assert "still open on item 1" in refused(db, finalise_minutes, room.meeting.id, unsaid)


def test_an_open_ballot_that_is_annulled_keeps_its_votes_and_settles_nothing(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    ballot = roll_call(db, room)
    db.run(give_votes, ballot, {room.participants[0].id: Choice.NO})
    annulled = db.run(annul_ballot, ballot, "念错了", after(9))
    assert (annulled.closed_at, annulled.passed) == (after(9), None)
    assert sheet_of(db, room)[0][1] == "no"
    again = db.run(open_ballot, room.items[0].id, RULE, "划线", BallotMethod.HANDS, after(10))
    assert again.ballot.round == 2


def test_the_time_between_a_ballot_and_its_annulment_is_not_the_items(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    db.run(go_to_item, item, after(6))
    sheet = db.run(hold_ballot, item, RULE, "", {"community": Votes(2)}, after(8))
    assert room_of(db, room.meeting.id).items[0].ended_at == after(8)
    db.run(annul_ballot, sheet.ballot.id, "重来", after(28))
    room = room_of(db, room.meeting.id)
    assert (room.items[0].status, room.items[0].ended_at) == (ItemStatus.OPEN, None)
    assert on_the_table(room, room.items[0], after(29)) == [(after(6), after(8)), (after(28), after(29))]


def test_secret_slips_are_weighed_in_one_heap_and_must_add_up(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    item = room.items[0].id
    sheet = db.run(open_ballot, item, "majority-present", "", BallotMethod.SECRET, after(5))
    assert [(count.group, count.entitled, count.present) for count in sheet.counts] == [("all", 7, 7)]
    ballot = sheet.ballot.id
    assert "only 7 may vote" in refused(db, count_votes, ballot, {"all": (Votes(), (8, 0))})
    assert "void" in refused(db, count_votes, ballot, {"all": (Votes(), (6, 7))})
    db.run(count_votes, ballot, {"all": (Votes(4, 1, 0, 1), (7, 7))})
    assert "7 slips came back, but 6 are counted" in refused(db, close_ballot, ballot, after(6))
    db.run(count_votes, ballot, {"all": (Votes(4, 1, 1, 1), (7, 7))})
    closed = db.run(close_ballot, ballot, after(6))
    assert closed.ballot.passed
    assert decided(closed).reasons
    each = db.run(open_ballot, room.items[1].id, RULE, "", BallotMethod.SECRET, after(7)) if room.items[1:] else None
    assert each is None or len(each.counts) == 3


def test_the_chair_decides_a_tie_where_the_rule_says_so(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车", "垃圾")
    rule = replace(load_rule("majority-all"), name="ours", base=load_rule("majority-cast").base, tie=Tie.CHAIR)
    tied = {"community": Votes(2), "property": Votes(0, 2)}
    first, second = (item.id for item in room.items)
    assert "There is a tie" in refused(db, hold_ballot, first, rule, "", tied, after(5))
    carried = db.run(hold_ballot, first, rule, "", tied, after(5), casting_vote=True)
    failed = db.run(hold_ballot, second, rule, "", tied, after(6), casting_vote=False)
    assert (carried.ballot.passed, carried.ballot.casting_vote) == (True, True)
    assert (failed.ballot.passed, failed.ballot.casting_vote) == (False, False)
    assert decided(carried).passed


@pytest.mark.parametrize("votes", [{"community": Votes(2), "property": Votes(1)}])
def test_without_a_tie_the_chairs_vote_is_not_kept(db: Database, votes: dict[str, Votes]) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车")
    sheet = db.run(hold_ballot, room.items[0].id, "majority-present-chair", "", votes, after(5), casting_vote=True)
    assert (sheet.ballot.passed, sheet.ballot.casting_vote) == (False, None)
