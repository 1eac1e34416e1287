"""Ballots in the meeting: who counts at that moment, each preset, a second round, an annulled one."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from meetings_db.engine import Database
from meetings_db.models import (
    AgendaItemBase,
    Authority,
    IssueStatus,
    ItemStatus,
    Party,
    PresenceKind,
    Route,
    Standing,
    new_id,
)
from meetings_db.queries.meetings import BallotSheet
from meetings_db.queries.visits import issue_life, pool
from tests.data.builders import (
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
)
from triparty import i18n
from triparty.rules.authority import outcome
from triparty.rules.ballot_presets import load_rule
from triparty.services.agendas import edit_item, guard_item
from triparty.services.ballots import (
    annul_ballot,
    decided,
    hold_ballot,
    open_ballot,
    present_by_party,
    quorum_at,
    unanimous,
)
from triparty.services.meetings import close_meeting, go_to_item, settle_item
from triparty.services.presence import mark_presence, recuse
from triparty.services.weighing import Votes

COMMUNITY, PROPERTY, RESIDENTS, OTHER = Party

ALL_YES = {COMMUNITY: Votes(2), PROPERTY: Votes(2), RESIDENTS: Votes(3)}
PROPERTY_AGAINST = {COMMUNITY: Votes(2), PROPERTY: Votes(0, 2), RESIDENTS: Votes(3)}
RESERVED = {COMMUNITY: Votes(2), PROPERTY: Votes(1, 0, 1), RESIDENTS: Votes(2, 0, 1)}
TWO_TO_ONE = {COMMUNITY: Votes(2), PROPERTY: Votes(0, 1, 1), RESIDENTS: Votes(0, 0, 3)}


def vote(
    db: Database, votes: Mapping[Party, Votes], rule: str = "each-party-majority-present", minute: int = 5
) -> BallotSheet:
    """A ballot on the only item of the only meeting, everybody present."""
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    return db.run(hold_ballot, room.items[0].id, rule, "小区划线三十个车位。", votes, after(minute))


@pytest.mark.parametrize(
    ("rule", "passes", "fails"),
    [
        ("consensus", RESERVED, PROPERTY_AGAINST),
        ("each-party-majority-present", ALL_YES, PROPERTY_AGAINST),
        ("majority-present", PROPERTY_AGAINST, TWO_TO_ONE),
        ("majority-cast", TWO_TO_ONE, {COMMUNITY: Votes(1, 1), PROPERTY: Votes(0, 0, 2)}),
        ("majority-all", RESERVED, TWO_TO_ONE),
    ],
)
def test_each_preset_settles_the_item_by_its_own_arithmetic(
    db: Database, rule: str, passes: Mapping[Party, Votes], fails: Mapping[Party, Votes]
) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, "停车秩序", "垃圾清运")
    carried = db.run(hold_ballot, room.items[0].id, rule, "", passes, after(5))
    failed = db.run(hold_ballot, room.items[1].id, rule, "", fails, after(6))
    assert (carried.ballot.passed, failed.ballot.passed) == (True, False)
    now = room_of(db, room.meeting.id)
    assert [(item.status, item.conclusion) for item in now.items] == [
        (ItemStatus.AGREED, "停车秩序"),
        (ItemStatus.NOT_AGREED, "垃圾清运"),
    ]
    kept = now.ballots[room.items[0].id][0]
    assert (kept.ballot.rule, json.loads(kept.ballot.rule_snapshot)) == (rule, load_rule(rule).as_table())
    assert json.loads(kept.ballot.result)["passed"] is True
    assert [(count.group, count.entitled, count.present) for count in kept.counts] == [
        ("community", 2, 2),
        ("property", 2, 2),
        ("residents", 3, 3),
    ]


def test_what_each_party_answered_is_kept(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    item = room.items[0]
    votes = {COMMUNITY: Votes(1, recused=1), PROPERTY: Votes(1, 1), RESIDENTS: Votes(1, 0, 1, 1)}
    told = refused(db, hold_ballot, item.id, "consensus", "修灯", votes, after(3))
    assert told == "the community: 1 are counted as recused, but 0 withdrew. Record who withdraws, and why."
    one = next(who for who in room.participants if who.party is COMMUNITY and who.standing is Standing.VOTING)
    db.run(recuse, one.id, item.id, "亲属", after(2))
    sheet = db.run(hold_ballot, item.id, "consensus", "修灯", votes, after(3))
    counts = [
        (row.group, row.entitled, row.present, row.yes, row.no, row.abstain, row.invalid, row.recused)
        for row in sheet.counts
    ]
    assert counts == [
        ("community", 2, 2, 1, 0, 0, 0, 1),
        ("property", 2, 2, 1, 1, 0, 0, 0),
        ("residents", 3, 3, 1, 0, 1, 1, 0),
    ]
    groups = json.loads(sheet.ballot.result)["groups"]
    assert [group["group"] for group in groups] == ["community", "property", "residents"]


def test_the_reasons_are_told_in_the_language_of_who_reads_them(db: Database) -> None:
    try:
        i18n.use("zh_CN")
        sheet = vote(db, PROPERTY_AGAINST)
        assert any("物业" in reason for reason in decided(sheet).reasons)
    finally:
        i18n.use("en")
    kept = json.loads(sheet.ballot.result)
    assert [group["group"] for group in kept["groups"]] == ["community", "property", "residents"]
    assert "reasons" not in kept
    result = decided(sheet)
    assert {key: value for key, value in result.as_dict().items() if key != "reasons"} == kept
    assert result.reasons[1].startswith("the property company: 0 people in favour, 2 people needed")


@pytest.mark.parametrize(
    ("authority", "sentence"),
    [
        (Authority.COMMITMENT, "The party concerned undertook: 动用维修资金."),
        (Authority.OWNERS, "The meeting agreed to propose to the owners for their joint decision: 动用维修资金."),
        (Authority.DEPARTMENT, "The meeting agreed to refer to the department in charge: 动用维修资金."),
    ],
)
def test_the_conclusion_claims_no_more_than_the_authority(db: Database, authority: Authority, sentence: str) -> None:
    meeting = a_meeting(db, a_community(db), "资金")
    item = items_of(db, meeting.id)[0]
    db.run(edit_item, item.id, item.version, AgendaItemBase(title="资金", authority=authority))
    in_session(db, meeting)
    db.run(hold_ballot, item.id, "majority-all", "动用维修资金。", ALL_YES, after(5))
    item = items_of(db, meeting.id)[0]
    assert outcome(item.status, item.authority, item.conclusion, str) == sentence


def test_words_that_decide_for_the_owners_are_refused_where_they_are_taken_down(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, "停车秩序", issues=(an_issue(db, place, "动用维修资金", Route.OWNERS),))
    owners, parking = room.items
    claim = "会议表决通过动用维修资金"
    for status in (ItemStatus.AGREED, ItemStatus.NOTED):
        told = refused(db, settle_item, owners.id, status, claim)
        assert "“表决通过”" in told
        assert "such as “动用维修资金”" in told
    assert "“表决通过”" in refused(db, hold_ballot, owners.id, "majority-all", claim, ALL_YES, after(5))
    assert room_of(db, room.meeting.id).ballots == {}
    settled = db.run(settle_item, parking.id, ItemStatus.AGREED, "会议一致通过划线方案", after(6))
    typed = AgendaItemBase(title="停车秩序", authority=Authority.OWNERS)
    assert "changed by itself, with the reason" in refused(db, edit_item, parking.id, settled.version, typed)
    told = refused(db, guard_item, parking.id, Authority.OWNERS, reason="属业主共同决定")
    assert "“一致通过”" in told


def test_only_who_is_there_at_that_moment_counts(db: Database) -> None:
    place = a_community(db)
    meeting = in_session(db, a_meeting(db, place, "停车秩序"), absent=("赵丁四", "钱丙三"))
    room = room_of(db, meeting.id)
    people = {who.name: who.id for who in room.participants}
    item = room.items[0].id
    db.run(mark_presence, people["赵丁四"], PresenceKind.ARRIVE, after(10))
    db.run(mark_presence, people["周戊五"], PresenceKind.LEAVE, after(20))
    room = room_of(db, meeting.id)
    assert [present_by_party(room, after(minute))[PROPERTY][:2] for minute in (9, 10)] == [(2, 0), (2, 1)]
    assert [present_by_party(room, after(minute))[RESIDENTS][:2] for minute in (19, 20)] == [(3, 3), (3, 2)]
    assert [quorum_at(room, after(minute)).reached for minute in (9, 10)] == [False, True]
    assert unanimous(room, after(25)) == {COMMUNITY: Votes(2), PROPERTY: Votes(1), RESIDENTS: Votes(2)}
    assert "the property company" in refused(db, hold_ballot, item, "majority-present", "", ALL_YES, after(9))
    held = db.run(hold_ballot, item, "each-party-majority-present", "", unanimous(room, after(25)), after(25))
    assert held.ballot.passed
    assert [(count.entitled, count.present) for count in held.counts] == [(2, 2), (2, 1), (3, 2)]


def test_a_party_that_is_not_there_stops_what_each_must_carry(db: Database) -> None:
    meeting = in_session(db, a_meeting(db, a_community(db), "停车秩序"), absent=("赵丁四", "钱丙三"))
    room = room_of(db, meeting.id)
    held = db.run(hold_ballot, room.items[0].id, "each-party-majority-present", "", unanimous(room, after(5)), after(5))
    assert held.ballot.passed is False
    assert [own.reached for own in quorum_at(room, after(5)).parties] == [True, False, True]


def test_no_ballot_is_from_before_the_meeting_and_none_ends_before_it_began(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    item = room.items[0].id
    assert "nothing of it was before" in refused(db, hold_ballot, item, "consensus", "", ALL_YES, after(-9))
    sheet = db.run(open_ballot, item, "consensus", "停车", at=after(9))
    annulled = db.run(annul_ballot, sheet.ballot.id, "误开", after(3))
    assert annulled.closed_at == after(9)


def test_a_failed_ballot_may_be_followed_by_a_second_round_and_a_carried_one_stands(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    item, rule = room.items[0].id, "each-party-majority-present"
    db.run(hold_ballot, item, rule, "一", PROPERTY_AGAINST, after(5))
    db.run(hold_ballot, item, rule, "二", ALL_YES, after(9))
    now = room_of(db, room.meeting.id)
    rounds = [(sheet.ballot.round, sheet.ballot.motion, sheet.ballot.passed) for sheet in now.ballots[item]]
    assert rounds == [(1, "一", False), (2, "二", True)]
    assert now.items[0].conclusion == "二"
    assert "carried already" in refused(db, hold_ballot, item, rule, "三", ALL_YES, after(10))


def test_what_a_ballot_carried_is_settled_otherwise_only_when_it_is_annulled(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    item = room.items[0].id
    db.run(hold_ballot, item, "majority-all", "一", TWO_TO_ONE, after(5))
    db.run(settle_item, item, ItemStatus.DEFERRED, "再议", after(6))
    sheet = db.run(hold_ballot, item, "majority-all", "二", ALL_YES, after(7))
    for status in (ItemStatus.AGREED, ItemStatus.DEFERRED):
        assert "Annul that ballot" in refused(db, settle_item, item, status, "三")
    assert items_of(db, room.meeting.id)[0].conclusion == "二"
    db.run(annul_ballot, sheet.ballot.id, "票数有误")
    assert db.run(settle_item, item, ItemStatus.DEFERRED, "三").conclusion == "三"


def test_an_annulled_ballot_keeps_its_counts_and_opens_its_item_again(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    item = room.items[0].id
    sheet = db.run(hold_ballot, item, "majority-all", "换灯", ALL_YES, after(5))
    assert db.read(issue_life, issue.id).issue.status is IssueStatus.DECIDED
    assert "Say why" in refused(db, annul_ballot, sheet.ballot.id, "\x00 ")
    assert db.run(annul_ballot, sheet.ballot.id, "重复计票", after(6)).annulled_reason == "重复计票"
    assert "annulled already" in refused(db, annul_ballot, sheet.ballot.id, "x")
    now = room_of(db, room.meeting.id)
    assert (now.items[0].status, now.items[0].conclusion, now.items[0].ended_at) == (ItemStatus.OPEN, "", None)
    assert len(now.ballots[item][0].counts) == 3
    assert now.issues[issue.id].status is IssueStatus.ON_AGENDA
    assert db.read(pool, place.id) == []
    again = db.run(hold_ballot, item, "majority-all", "换灯", PROPERTY_AGAINST, after(7))
    assert (again.ballot.round, again.ballot.passed) == (2, True)
    assert [event.kind for event in life_of(db, issue)][-3:] == ["decided", "on_agenda", "decided"]


def test_annulling_a_failed_ballot_leaves_what_a_later_one_settled(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序", "垃圾清运")
    first, second = (item.id for item in room.items)
    failed = db.run(hold_ballot, first, "majority-all", "一", TWO_TO_ONE, after(5))
    carried = db.run(hold_ballot, first, "majority-all", "二", ALL_YES, after(6))
    db.run(annul_ballot, failed.ballot.id, "票数有误")
    assert items_of(db, room.meeting.id)[0].conclusion == "二"
    db.run(go_to_item, second, after(8))
    db.run(annul_ballot, carried.ballot.id, "票数有误")
    assert [item.status for item in items_of(db, room.meeting.id)] == [ItemStatus.WAITING, ItemStatus.OPEN]


def test_annulling_one_more_ballot_leaves_an_item_that_was_taken_up_already(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    item = room.items[0].id
    first = db.run(hold_ballot, item, "majority-all", "一", TWO_TO_ONE, after(5))
    second = db.run(hold_ballot, item, "majority-all", "二", TWO_TO_ONE, after(6))
    for ballot in (second, first):
        db.run(annul_ballot, ballot.ballot.id, "票数有误", after(7))
        assert items_of(db, room.meeting.id)[0].status is ItemStatus.OPEN


@pytest.mark.parametrize(
    ("votes", "named"),
    [
        ({COMMUNITY: Votes(3)}, "the community"),
        ({PROPERTY: Votes(-1, 2)}, "the property company"),
        ({RESIDENTS: Votes(1, 1, 1, 1, 1)}, "the residents"),
        ({OTHER: Votes(1)}, "others: only the three parties vote."),
    ],
)
def test_votes_that_cannot_be_are_refused_and_nothing_is_kept(
    db: Database, votes: Mapping[Party, Votes], named: str
) -> None:
    room = a_meeting_in_session(db, a_community(db))
    item = room.items[0].id
    assert named in refused(db, hold_ballot, item, "majority-present", "", votes, after(5))
    now = room_of(db, room.meeting.id)
    assert now.ballots == {}
    assert now.items[0].status is ItemStatus.WAITING


def test_a_ballot_that_cannot_be_held_says_why(db: Database, tmp_path: Path) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place, "停车秩序")
    item = items_of(db, meeting.id)[0].id
    assert "not in session" in refused(db, hold_ballot, item, "consensus", "", ALL_YES)
    in_session(db, meeting)
    assert "no longer there" in refused(db, hold_ballot, new_id(), "consensus", "", ALL_YES)
    assert "no longer there" in refused(db, annul_ballot, new_id(), "x")
    told = refused(db, hold_ballot, item, "concensus", "", ALL_YES, after(5))
    assert "concensus" in told
    assert "consensus" in told
    with pytest.raises(ValidationError, match="motion"):
        db.run(hold_ballot, item, "consensus", "长" * 301, ALL_YES, after(5))
    assert "none.toml" in refused(db, hold_ballot, item, str(tmp_path / "none.toml"), "", ALL_YES, after(5))


def test_a_ballot_stands_when_the_meeting_is_over(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, issues=(an_issue(db, place, "动用维修资金", Route.OWNERS),))
    sheet = db.run(hold_ballot, room.items[0].id, "majority-all", "", ALL_YES, after(5))
    db.run(close_meeting, room.meeting.id, after(9))
    assert "not in session" in refused(db, annul_ballot, sheet.ballot.id, "x")
    assert "not in session" in refused(db, settle_item, room.items[0].id, ItemStatus.DEFERRED)


def test_reservations_and_the_motion_are_cleaned(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db))
    held = db.run(
        hold_ballot,
        room.items[0].id,
        "consensus",
        " 划线\x00\n三十个 ",
        RESERVED,
        after(5),
        reservations="物业：费用\x1b另议\r\n居民：同上",
    )
    assert (held.ballot.motion, held.ballot.reservations) == ("划线 三十个", "物业：费用另议\n居民：同上")


def test_what_a_ballot_did_not_carry_is_not_settled_as_agreed(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "停车秩序")
    item = room.items[0].id
    held = db.run(hold_ballot, item, "majority-all", "", TWO_TO_ONE, after(5))
    assert held.ballot.passed is False
    assert "did not carry" in refused(db, settle_item, item, ItemStatus.AGREED, "照办", after(6))
    db.run(annul_ballot, held.ballot.id, "票数有误")
    assert db.run(settle_item, item, ItemStatus.AGREED, "照办", after(7)).status is ItemStatus.AGREED
