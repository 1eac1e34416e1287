"""Ballots in the meeting room vote by vote: the roll called, slips counted, a ballot left open and taken up again."""

from pathlib import Path

import pytest

from meetings_db.models import BallotMethod, ItemStatus, PresenceKind
from tests.journeys.desk import toasts
from tests.journeys.hands import press, write
from tests.journeys.meeting_desk import NARROW, WIDE, app_of, everybody_there, kept, room_screen, shown
from tests.journeys.meeting_setup import Setting, ready
from triparty.rules.ballot_presets import as_file, load_rule
from triparty.services.presence import mark_presence
from triparty.services.votes import count_votes
from triparty.services.weighing import Votes


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A meeting whose agenda is frozen."""
    return ready(tmp_path)


async def test_a_roll_left_in_the_middle_goes_on_where_it_stood(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "y", "n", "right", "escape")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert sheet.ballot.closed_at is None
        assert sheet.ballot.rule == "consensus"  # the rule was frozen by the first vote
        assert "v goes on" in shown(pilot, "#held")
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "v")
        assert "▶Zhao Ding" in shown(pilot, "#ballot")
        await press(pilot, "g", "escape")  # a look at the agenda, and back to the roll
        await press(pilot, "backspace", "y", "a", "enter")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert [vote.choice.value for vote in sheet.votes] == ["yes"] * 5
        assert kept(setting).items[0].status is ItemStatus.AGREED
        assert "Roll call" in shown(pilot, "#held")


async def test_going_on_from_an_open_ballot_leaves_the_letters_to_the_room(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "y", "]", "t", "escape", "[", "v", "n")
        first = kept(setting).items[0]
        assert [item.notes for item in kept(setting).items] == ["" for _item in kept(setting).items]
        assert [vote.choice.value for vote in kept(setting).ballots[first.id][0].votes][:2] == ["yes", "no"]


async def test_the_roll_passes_who_withdrew_and_asks_before_it_ends_early(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "a", "-", "b")
        await write(pilot, "A cousin")
        await press(pilot, "enter", "escape", "v", "y", "y", "n", "enter")
        first = kept(setting).items[0]
        (sheet,) = kept(setting).ballots[first.id]
        assert (sheet.ballot.closed_at, [vote.choice.value for vote in sheet.votes].count("recused")) == (None, 1)
        assert [vote.choice.value for vote in sheet.votes if vote.choice.value != "recused"] == [
            "yes",
            "yes",
            "no",
            "silent",
        ]
        assert toasts(pilot)[-1] == "1 has not answered yet. enter once more records that they did not vote."
        await press(pilot, "enter")
        assert kept(setting).ballots[first.id][0].ballot.closed_at is not None


async def test_a_finger_that_slips_opens_no_ballot(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "backspace", "0", "escape")
        assert kept(setting).items[0].id not in kept(setting).ballots


async def test_no_verdict_before_the_slips_of_every_party_are_counted(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "s", "2", "tab", "2", "tab", "2")
        assert "not answered yet" in shown(pilot, "#ballot")
        assert "did not agree" not in shown(pilot, "#ballot")
        await press(pilot, "enter")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert sheet.ballot.closed_at is None
        assert any("enter once more" in said for said in toasts(pilot))


async def test_secret_slips_must_add_up(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "l", "e", "s", "5", "tab", "5", "tab", "3", "tab", "1", "enter")
        first = kept(setting).items[0].id
        assert kept(setting).ballots[first][0].ballot.closed_at is None  # one slip is not counted yet
        await press(pilot, "tab", "1", "enter")
        (sheet,) = kept(setting).ballots[first]
        (count,) = sheet.counts
        assert (count.group, count.handed_out, count.returned, count.yes, count.no, count.abstain) == (
            "all",
            5,
            5,
            3,
            1,
            1,
        )
        assert sheet.ballot.passed


async def test_the_chair_is_asked_in_a_tie_by_a_rule_of_the_offices_own(setting: Setting) -> None:
    setting.settings.rules.mkdir(parents=True)
    rule = as_file(load_rule("majority-present-chair"), "ours").replace("1/2", "2/5")
    (setting.settings.rules / "ours.toml").write_text(rule, encoding="utf-8")
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(
            pilot, "v", "left", "2", "enter", "enter"
        )  # two of five, exactly the fraction: the others did not vote
        await press(pilot, "escape", "enter", "y")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert (sheet.ballot.rule, sheet.ballot.passed, sheet.ballot.casting_vote) == ("ours", True, True)


async def test_an_open_ballot_is_annulled_with_a_reason(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "e", "ctrl+u")
        await write(pilot, "Sweep [/b] the lane")
        await press(pilot, "enter", "w", "1", "w")
        await write(pilot, "Wrong [/b] item")
        await press(pilot, "enter", "v", "u")
        first, second = kept(setting).ballots[kept(setting).items[0].id]
        assert (first.ballot.annulled_reason, first.ballot.passed) == ("Wrong [/b] item", None)
        assert (second.ballot.round, second.ballot.method) == (2, BallotMethod.UNANIMOUS)
        assert second.ballot.motion == "Sweep [/b] the lane"  # put to the vote again in the same words


async def test_two_desks_do_not_count_over_each_other(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "1")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        theirs = {"community": (Votes(1), None), "property": (Votes(0, 1), None)}
        setting.db.run(count_votes, sheet.ballot.id, theirs)
        await press(pilot, "down", "1")
        (refused,) = [said for said in toasts(pilot) if "Another desk was faster" in said]
        assert "Property 0-1-0" in refused.partition("Not recorded here")[0]
        assert "Property 1-0-0" in refused.partition("Not recorded here")[2]
        await press(pilot, "2")  # upon what stands there now
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert [(count.yes, count.no) for count in sheet.counts] == [(2, 0), (0, 1), (0, 0)]
        setting.db.run(count_votes, sheet.ballot.id, {"residents": (Votes(2), None)})
        await press(pilot, "enter", "enter")
        assert kept(setting).items[0].status is ItemStatus.OPEN  # nobody here saw those votes
        await press(pilot, "enter")
        assert kept(setting).items[0].status is ItemStatus.NOT_AGREED

        await press(pilot, "right_square_bracket", "left_square_bracket")  # what is settled is only looked at
        assert [item.status for item in kept(setting).items[:2]] == [ItemStatus.NOT_AGREED, ItemStatus.OPEN]
        await press(pilot, "v", "1")  # and on the table again once it is voted on
        assert [item.status for item in kept(setting).items[:2]] == [ItemStatus.OPEN, ItemStatus.WAITING]
        await press(pilot, "w")
        await write(pilot, "No second round")
        await press(pilot, "enter", "x", "r")  # the words voted on stand: nothing is asked
        assert kept(setting).items[0].status is ItemStatus.NOT_AGREED


async def test_who_comes_before_the_first_vote_may_vote_and_what_was_typed_stays(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "a", "a", "b", "c", "d", "escape", "o", "v", "r")
        await write(pilot, "Zhao Ding: the costs")
        await press(pilot, "enter", "s", "u")
        assert toasts(pilot)[-1] == "Secret slips are counted; nobody's answer is known."
        assert "1/1" in shown(pilot, "#ballot")
        (missing,) = [who for who in kept(setting).participants if not kept(setting).presence.get(who.id)][:1]
        before = shown(pilot, "#ballot")
        setting.db.run(mark_presence, missing.id, PresenceKind.ARRIVE)
        await room_screen(pilot).others_changed(frozenset())
        await pilot.pause()
        assert shown(pilot, "#ballot") != before
        await press(pilot, "s", "y")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert sheet.ballot.reservations == "Zhao Ding: the costs"
        assert len(sheet.votes) == 5
        assert "the costs" in shown(pilot, "#ballot")


async def test_the_rest_are_those_who_are_here_yet(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "1")
        last = [who for who in kept(setting).participants if kept(setting).presence.get(who.id)][-1]
        setting.db.run(mark_presence, last.id, PresenceKind.LEAVE)
        await room_screen(pilot).others_changed(frozenset())
        await press(pilot, "a")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert (toasts(pilot), sum(count.yes for count in sheet.counts)) == ([], 4)
