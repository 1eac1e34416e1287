"""The owners' vote as it is kept: a frozen electorate, slips one by one, the official e-vote, the close."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from meetings_db.engine import Database
from meetings_db.models import (
    Answer,
    Delivery,
    Elector,
    Flaw,
    LegalItem,
    OwnerBase,
    OwnersVote,
    OwnersVoteBase,
    PaperKind,
    SecondSlip,
    Unit,
    UnitBase,
)
from meetings_db.queries.owners_votes import elector_at, elector_list, electors, rooms, vote_lines
from meetings_db.queries.paging import page_beyond
from tests.data.builders import START, Place, a_community, refused
from tests.data.deeds import last_turn, whole
from tests.data.test_lists import plans
from tests.intake.make import text
from triparty.documents.kinds import KINDS, Asked
from triparty.intake.evote_rows import parse_answer, read_evotes
from triparty.rules.owners import place_key
from triparty.services import owners, owners_evotes, owners_votes
from triparty.services.undoing import undo, weigh

YES, NO, ABSTAIN, INVALID = Answer.YES, Answer.NO, Answer.ABSTAIN, Answer.INVALID


@pytest.fixture
def place(db: Database) -> Place:
    """An estate of six rooms in two buildings: 王一 owns two of them, the others one each."""
    found = a_community(db)
    for room, name, area in (
        ("1-1-101", "王一", 10_000),
        ("1-1-102", "王一", 10_000),
        ("1-1-201", "李二", 8_000),
        ("1-2-101", "周三", 8_000),
        ("2-1-101", "吴四", 9_000),
        ("2-1-102", "郑五", 9_000),
    ):
        building, entrance, number = room.split("-")
        unit = UnitBase(building=building, entrance=entrance, room=number, area=area)
        db.run(owners.enter_unit, found.estate.id, unit, [OwnerBase(name=name, id_tail="1033")])
    (pair,) = db.read(owners.candidates, found.estate.id)
    db.run(owners.merge_owners, pair.first.id, pair.second.id)
    return found


def opened(db: Database, place: Place, **changes: Any) -> OwnersVote:
    """A vote of the estate."""
    typed = {"motion": "续聘物业", "legal_item": LegalItem.MANAGER, "closes_on": START.date(), **changes}
    return db.run(owners_votes.open_vote, place.estate.id, OwnersVoteBase(**typed), at=START)


def elector(db: Database, vote: OwnersVote, room: str) -> UUID:
    """Who votes for a room."""
    key = place_key(*room.split("-"))
    return next(line.elector_id for line in db.read(rooms, vote.id) if line.key == key)


def slip(db: Database, vote: OwnersVote, room: str, answer: Answer, **more: Any) -> Elector:
    """Enter a slip for a room."""
    return db.run(owners_votes.enter_slip, elector(db, vote, room), answer, at=START, **more)


def test_the_electorate_is_frozen_when_the_vote_opens(db: Database, place: Place) -> None:
    vote = opened(db, place)
    assert [(each.name, each.rooms, each.area, each.units) for each in db.read(electors, vote.id)] == [
        ("王一", "1-1-101、1-1-102", 20_000, 2),
        ("李二", "1-1-201", 8_000, 1),
        ("周三", "1-2-101", 8_000, 1),
        ("吴四", "2-1-101", 9_000, 1),
        ("郑五", "2-1-102", 9_000, 1),
    ]
    unit = db.read(lambda session: session.exec(select(Unit)).first())
    assert unit is not None
    db.run(owners.save_unit, unit.id, 1, UnitBase.model_validate({**unit.model_dump(), "area": 1}))
    count = db.read(owners_votes.count_of, vote)
    assert (count.entitled, count.entitled_area, count.present) == (5, 54_000, 0)
    assert (vote.rule, db.read(vote_lines, place.id)[0].estate) == ("owners-ordinary", "云杉苑")
    assert whole(db)


def test_a_part_of_the_estate_votes_and_who_asks_does_not(db: Database, place: Place) -> None:
    assert len(db.read(electors, opened(db, place, building="1", entrance="1").id)) == 2
    asked = opened(db, place, building="1", applicant="1-1-102", legal_item=LegalItem.BUSINESS_USE)
    assert [each.name for each in db.read(electors, asked.id)] == ["李二", "周三"]
    assert asked.rule == "interested-owners"
    typed = OwnersVoteBase(
        motion="改商", legal_item=LegalItem.BUSINESS_USE, closes_on=date(2026, 4, 20), building="2", applicant="1-1-102"
    )
    assert "not in this electorate" in refused(db, owners_votes.open_vote, place.estate.id, typed, at=START)


def test_a_roll_with_an_unknown_area_opens_no_vote(db: Database, place: Place) -> None:
    db.run(owners.enter_unit, place.estate.id, UnitBase(building="3", room="101"), [OwnerBase(name="冯六")])
    typed = OwnersVoteBase(motion="续聘物业", legal_item=LegalItem.MANAGER, closes_on=date(2026, 4, 20))
    assert "3-101: its area is not known" in refused(db, owners_votes.open_vote, place.estate.id, typed, at=START)
    late = typed.model_copy(update={"closes_on": date(2026, 1, 1)})
    assert "has passed" in refused(db, owners_votes.open_vote, place.estate.id, late, at=START)


def test_a_slip_speaks_for_every_unit_and_the_close_goes_by_the_rule(db: Database, place: Place) -> None:
    vote = opened(db, place)
    slip(db, vote, "1-1-102", YES)
    slip(db, vote, "1-1-201", NO)
    slip(db, vote, "2-1-101", YES)
    count = db.read(owners_votes.count_of, vote)
    assert (count.present, count.present_area, count.yes, count.yes_area) == (3, 37_000, 2, 29_000)
    assert not db.read(owners_votes.result_of, vote).passed  # three of five are short of two thirds
    slip(db, vote, "2-1-102", ABSTAIN)
    assert not db.read(owners_votes.result_of, vote).passed  # two of four are not more than half
    slip(db, vote, "1-2-101", YES)
    closed = db.run(owners_votes.close_vote, vote.id, at=START)
    assert (closed.passed, closed.closed_at) == (True, START)
    assert db.read(owners_votes.result_of, closed).passed
    assert "The vote is closed" in refused(db, owners_votes.enter_slip, elector(db, vote, "1-1-101"), NO)
    assert "The vote is closed" in refused(db, owners_votes.take_out_slip, elector(db, vote, "1-1-101"))
    assert whole(db)


def test_a_second_slip_replaces_or_voids_by_the_rules_of_the_vote(db: Database, place: Place) -> None:
    vote = opened(db, place)
    slip(db, vote, "1-1-201", YES)
    again = slip(db, vote, "1-1-201", NO)
    assert (again.answer, again.slips) == (NO, 2)
    strict = opened(db, place, second_slip=SecondSlip.VOIDS)
    slip(db, strict, "1-1-201", YES)
    void = slip(db, strict, "1-1-201", NO)
    assert (void.answer, void.flaw) == (INVALID, Flaw.TWICE)
    slip(db, strict, "1-1-101", YES)
    assert slip(db, strict, "1-1-102", YES).answer is YES


def test_void_slips_take_no_part_and_are_taken_out_again(db: Database, place: Place) -> None:
    vote = opened(db, place)
    void = slip(db, vote, "1-1-201", YES, flaw=Flaw.UNSIGNED)
    assert (void.answer, void.flaw) == (INVALID, Flaw.UNSIGNED)
    assert slip(db, vote, "1-2-101", INVALID).flaw is Flaw.UNCLEAR
    count = db.read(owners_votes.count_of, vote)
    assert (count.present, count.invalid, count.invalid_area) == (2, 2, 16_000)
    out = db.run(owners_votes.take_out_slip, void.id)
    assert (out.answer, out.flaw, out.slips) == (Answer.NONE, Flaw.NONE, 0)
    assert "No slip" in refused(db, owners_votes.take_out_slip, void.id)
    assert "Say what" in refused(db, owners_votes.enter_slip, void.id, Answer.NONE)


def test_proxies_go_by_the_rules_and_property_staff_may_not(db: Database, place: Place) -> None:
    vote = opened(db, place)
    assert slip(db, vote, "1-1-201", YES, proxy="王一").proxy == "王一"
    other = elector(db, vote, "1-2-101")
    assert "allow 1" in refused(db, owners_votes.enter_slip, other, YES, proxy="王 一", at=START)
    assert "property company" in refused(db, owners_votes.enter_slip, other, YES, proxy="赵丁四", at=START)
    none = opened(db, place, proxy_cap=0)
    assert "no proxies" in refused(
        db, owners_votes.enter_slip, elector(db, none, "1-2-101"), YES, proxy="王一", at=START
    )
    strict = opened(db, place, second_slip=SecondSlip.VOIDS)
    slip(db, strict, "1-1-101", YES, proxy="Ｌｉ Ｅｒ")
    assert (
        slip(db, strict, "1-1-102", YES, proxy="周三").proxy == "Ｌｉ Ｅｒ"
    )  # the first slip stands, and who brought it
    assert slip(db, strict, "2-1-101", YES, proxy="周三").proxy == "周三"
    assert "allow 1" in refused(
        db, owners_votes.enter_slip, elector(db, strict, "1-2-101"), YES, proxy="li er", at=START
    )


def test_a_slip_is_taken_back_while_the_vote_is_open_and_not_after(db: Database, place: Place) -> None:
    vote = opened(db, place)
    slip(db, vote, "1-1-201", YES)
    turn = last_turn(db)
    db.run(undo, turn)
    assert db.read(owners_votes.count_of, vote).present == 0
    slip(db, vote, "1-1-201", YES)
    turn = last_turn(db)
    db.run(owners_votes.close_vote, vote.id, at=START)
    assert "vote is closed" in db.read(weigh, turn).reasons[0]
    db.run(undo, last_turn(db))
    assert db.read(weigh, turn).reasons == ()
    assert slip(db, vote, "1-2-101", NO).answer is NO


def test_who_did_not_vote_follows_only_when_all_is_on_record(db: Database, place: Place) -> None:
    vote = opened(db, place, clause="逾期不投计入已表决多数票", notice="入户送达并公告")
    for room in ("1-1-101", "1-1-201"):
        slip(db, vote, room, YES)
    reason = refused(db, owners_votes.close_vote, vote.id, at=START, followers=True)
    assert "no ballot of theirs is proven delivered" in reason
    assert db.run(owners_votes.note_delivery, vote.id, Delivery.BOX, [elector(db, vote, "1-2-101")]) == 1
    assert db.run(owners_votes.note_delivery, vote.id, Delivery.IN_HAND) == 4
    closed = db.run(owners_votes.close_vote, vote.id, at=START, followers=True)
    count = db.read(owners_votes.count_of, closed)
    assert (closed.passed, count.yes, count.yes_area) == (True, 5, 54_000)
    assert db.read(owners_votes.result_of, closed).passed


def test_a_vote_closes_before_its_last_day_only_with_a_reason_and_then_nobody_follows(
    db: Database, place: Place
) -> None:
    told = {"clause": "逾期不投计入已表决多数票", "notice": "入户送达并公告"}
    vote = opened(db, place, closes_on=START.date() + timedelta(days=1), **told)
    slip(db, vote, "1-1-101", YES)
    db.run(owners_votes.note_delivery, vote.id, Delivery.BOX)
    why = refused(db, owners_votes.close_vote, vote.id, at=START, followers=True, early="票已收齐")
    assert "before the last day for slips, 2026-03-21" in why
    assert "4 owners may still vote until 2026-03-21" in refused(db, owners_votes.close_vote, vote.id, at=START)
    closed = db.run(owners_votes.close_vote, vote.id, at=START, early=" 票已收齐 ")
    assert closed.closed_early == "票已收齐"
    complete = opened(db, place, building="2", closes_on=START.date() + timedelta(days=1))
    for room in ("2-1-101", "2-1-102"):
        slip(db, complete, room, YES)
    assert db.run(owners_votes.close_vote, complete.id, at=START, early="无").closed_early == ""
    assert whole(db)


def test_after_the_last_day_a_slip_counts_only_as_handed_in_by_then(db: Database, place: Place, tmp_path: Path) -> None:
    vote = opened(db, place, second_slip=SecondSlip.VOIDS)
    slip(db, vote, "1-2-101", YES)
    late = START + timedelta(days=1)
    room = elector(db, vote, "1-1-201")
    enter = owners_votes.enter_slip
    assert "none is late yet" in refused(db, enter, room, INVALID, Flaw.LATE, at=START)
    assert "last day for slips was 2026-03-20" in refused(db, enter, room, YES, at=late)
    assert db.run(enter, room, YES, Flaw.LATE, at=late).flaw is Flaw.LATE
    assert db.run(enter, room, YES, in_time=True, at=late).answer is YES
    again = db.run(enter, elector(db, vote, "1-2-101"), NO, Flaw.LATE, at=late)
    assert (again.answer, again.slips, again.answered_at) == (YES, 2, START)
    votes = evotes(tmp_path, "2-1-101,90.00,同意")
    assert "last day" in refused(db, owners_evotes.take_in_votes, vote.id, votes, at=late)
    assert db.run(owners_evotes.take_in_votes, vote.id, votes, in_time=True, at=late).new == 1
    _vote, standing = db.read(owners_votes.standing_of, vote.id)
    assert (standing.slips, standing.electors, standing.afterwards) == (3, 5, 2)


def test_an_annulled_vote_keeps_its_slips(db: Database, place: Place) -> None:
    vote = opened(db, place)
    slip(db, vote, "1-1-201", YES)
    assert "Say why" in refused(db, owners_votes.annul_vote, vote.id, " ")
    db.run(owners_votes.annul_vote, vote.id, "送达不合规")
    assert db.read(owners_votes.count_of, vote).yes == 1
    assert "annulled already" in refused(db, owners_votes.annul_vote, vote.id, "又")
    assert "was annulled" in refused(db, owners_votes.enter_slip, elector(db, vote, "1-2-101"), NO)


def evotes(folder: Path, *lines: str) -> Any:
    """A result of the official e-vote."""
    return read_evotes(text(folder / "evote.csv", "\n".join(("房号,面积,表决意见", *lines)))).votes


def test_a_result_of_the_official_vote_is_checked_and_taken_in(db: Database, place: Place, tmp_path: Path) -> None:
    vote = opened(db, place)
    slip(db, vote, "2-1-101", NO)
    votes = evotes(
        tmp_path,
        "1-1-101,100.00,同意",
        "1-1-102,100.00,不同意",
        "1-1-201,81.00,弃权",
        "2-1-101,90.00,同意",
        "9-9-901,50.00,同意",
        "2-1-102,90.00,",
    )
    checked = db.read(owners_evotes.check_votes, vote.id, votes)
    told = "\n".join(checked.differences)
    for part in (
        "1-1-201 has 81.00 m² in the file and 80.00 m² in the roll",
        "9-9-901 is not in this electorate",
        "1 room of the electorate is not in the file: 1-2-101",
        "王一 answered differently for 1-1-101、1-1-102; by the rule of this vote (The later slip counts)",
        "吴四 (2-1-101) is on record as: Against. The file says: In favour",
    ):
        assert part in told
    assert len(checked.differences) == 5
    assert (checked.by_file[YES].heads, checked.by_roll[YES].heads, checked.by_roll[NO].area) == (3, 0, 20_000)
    assert (checked.new, checked.held_back) == (2, 2)
    assert db.read(owners_votes.count_of, vote).present == 1
    db.run(owners_evotes.take_in_votes, vote.id, votes, at=START)
    count = db.read(owners_votes.count_of, vote)
    assert (count.no, count.abstain, count.present) == (2, 1, 3)
    again = db.run(owners_evotes.take_in_votes, vote.id, votes, at=START)
    assert again.new == 0
    db.run(owners_votes.close_vote, vote.id, at=START)
    assert "nothing can be taken in" in refused(db, owners_evotes.take_in_votes, vote.id, votes)
    assert whole(db)


@pytest.mark.parametrize("preset", SecondSlip)
def test_a_room_that_stands_twice_in_a_result_voids_nobody(
    db: Database, place: Place, tmp_path: Path, preset: SecondSlip
) -> None:
    vote = opened(db, place, second_slip=preset)
    rows = ("1-1-201,,同意", "1-1-201,,同意", "1-2-101,,同意", "1-2-101,,反对", "2-1-101,,", "2-1-101,,弃权")
    checked = db.read(owners_evotes.check_votes, vote.id, evotes(tmp_path, *rows))
    told = "\n".join(checked.differences)
    assert "1-1-201 stands in row 2 already; it is counted once" in told
    assert "1-2-101 stands in row 4 already with another answer; neither is taken in" in told
    assert "周三 (1-2-101) gets no answer" in told
    assert (checked.new, checked.held_back) == (2, 2)
    assert [checked.by_roll[each].heads for each in (YES, NO, ABSTAIN, INVALID)] == [1, 0, 1, 0]


def test_a_result_is_taken_in_as_it_was_shown_or_not_at_all(db: Database, place: Place, tmp_path: Path) -> None:
    vote, votes = opened(db, place), evotes(tmp_path, "1-1-201,,同意", "1-2-101,,同意")
    seen = db.read(owners_evotes.check_votes, vote.id, votes)
    slip(db, vote, "1-2-101", NO)
    take_in = owners_evotes.take_in_votes
    assert "Look again" in refused(db, take_in, vote.id, votes, at=START, seen=seen)
    assert db.run(take_in, vote.id, votes, at=START, seen=db.read(owners_evotes.check_votes, vote.id, votes)).new == 1


def test_an_electorate_is_read_page_by_page_and_by_room(db: Database, place: Place) -> None:
    vote = opened(db, place)
    first = db.read(page_beyond, elector_list(vote.id), None, 2)
    assert [(line.name, line.rooms, line.answer) for line in first.lines] == [
        ("王一", "1-1-101、1-1-102", Answer.NONE),
        ("李二", "1-1-201", Answer.NONE),
    ]
    for steps in (
        plans(db, page_beyond, elector_list(vote.id), None, 200) if db.url.get_backend_name() == "sqlite" else ()
    ):
        assert steps == ["SEARCH elector USING INDEX sqlite_autoindex_elector_2 (vote_id=?)"]
    last = elector_list(vote.id).place(first.lines[-1], 0)
    assert [line.name for line in db.read(page_beyond, elector_list(vote.id), last, 9).lines] == [
        "周三",
        "吴四",
        "郑五",
    ]
    found = db.read(elector_at, vote.id, place_key("1", "1", "102"))
    assert found is not None
    assert found.name == "王一"
    assert db.read(elector_at, vote.id, place_key("9", "1", "102")) is None


def test_a_result_that_cannot_be_read_names_its_rows(tmp_path: Path) -> None:
    table = read_evotes(text(tmp_path / "e.csv", "房号,表决意见\n1-1-101,同意\n1-1-102,也许\n,反对\n"))
    assert [vote.room for vote in table.votes] == ["1-1-101"]
    assert ["也许" in table.unreadable[0], "room is empty" in table.unreadable[1]] == [True, True]


@pytest.mark.parametrize(
    ("written", "answer"),
    [("不同意", NO), ("同意", YES), ("弃权票", ABSTAIN), ("未投票", Answer.NONE), ("无效票", INVALID), ("Yes", YES)],
)
def test_an_answer_is_read_as_it_is_meant(written: str, answer: Answer) -> None:
    assert parse_answer(written) is answer


def test_the_papers_say_what_each_threshold_asks_and_what_it_lacks(db: Database, place: Place) -> None:
    vote = opened(db, place)
    asked = Asked(PaperKind.OWNERS_SLIP, "zh_CN", place.community.id, START.date(), subject=vote.id.hex)
    slips = db.read(KINDS[asked.kind].said, asked)["slips"]
    assert [(each["number"], each["owner"], each["area"]) for each in slips][:2] == [
        ("00001", "王一", "200.00 m²"),
        ("00002", "李二", "80.00 m²"),
    ]
    asked = replace(asked, kind=PaperKind.OWNERS_RESULT, language="en")
    assert "still open" in refused(db, KINDS[asked.kind].said, asked)
    for room, answer in (("1-1-101", NO), ("1-1-201", YES), ("1-2-101", YES), ("2-1-101", YES)):
        slip(db, vote, room, answer)
    db.run(owners_votes.note_delivery, vote.id, Delivery.POST, [elector(db, vote, "1-1-201")])
    db.run(owners_votes.close_vote, vote.id, at=START)
    told = db.read(KINDS[asked.kind].said, asked)
    assert told["owners"] == {"heads": "5", "area": "540.00 m²"}
    assert (told["slips"]["due"], told["slips"]["issued"], told["slips"]["returned"]) == ("5", "4", "4")
    in_favour = told["answers"][1]
    assert (in_favour["heads_of_part"], in_favour["area_of_part"], in_favour["area_of_all"]) == (
        "75.00%",
        "55.55%",
        "46.29%",
    )
    assert [(each["needed"], each["obtained"], each["short_by"], each["verdict"]) for each in told["thresholds"]] == [
        ("4", "4", "0", "reached"),
        ("3", "3", "0", "reached"),
        ("360.00", "450.00", "0.00", "reached"),
        ("225.01", "250.00", "0.00", "reached"),
    ]
    assert told["thresholds"][3]["compared"].startswith("25000×2 = 50000 > 45000×1 = 45000")
    assert told["conclusion"] == "The matter is carried."
    assert "counted on no side" in told["silent"]
    asked = replace(asked, kind=PaperKind.OWNERS_SLIP)
    assert "vote is over" in refused(db, KINDS[asked.kind].said, asked)
