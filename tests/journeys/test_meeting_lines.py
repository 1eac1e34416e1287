"""What lines of the meeting room say, each by itself: ballots, parties, actions, times and messages."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Input

from meetings_db.models import Authority, Ballot, BallotCount, BallotMethod, MeetingStatus, PresenceKind, SubstituteBase
from meetings_db.queries.meetings import BallotSheet
from tests.journeys.desk import text_of, toasts
from tests.journeys.hands import press, write
from tests.journeys.meeting_desk import NARROW, app_of, everybody_there, kept, room_screen
from tests.journeys.meeting_setup import Setting, ready
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballot_result import POOLED_GROUP
from triparty.rules.presence import Counted
from triparty.screens.meeting_room.ballot_lines import absent_lines, held
from triparty.screens.meeting_room.items import ItemList
from triparty.screens.meeting_room.tasks import _newest
from triparty.screens.typed import moment
from triparty.services.agendas import guard_item
from triparty.services.presence import stand_in
from triparty.services.weighing import group_called
from triparty.widgets.framework import LastWord
from triparty.widgets.prompt import PromptLine

LONG = "mend the gate light and the hinge " * 2


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A meeting whose agenda is frozen."""
    return ready(tmp_path)


def test_the_newest_actions_are_shown_whole_and_wrapped() -> None:
    lines = [Content(f"{number} {LONG}") for number in range(6)]
    assert [line.plain[0] for line in _newest(lines, 200)] == list("012345")
    assert [line.plain[0] for line in _newest(lines, 40)] == list("345")  # two lines each, and one for the others
    assert [line.plain[0] for line in _newest(lines, 6)] == ["5"]
    assert _newest([], 40) == []


def test_a_party_with_nobody_to_vote_is_named_unless_nobody_has() -> None:
    here, gone = Counted(2, 2), Counted(2, 2, 2)
    (line,) = absent_lines({"community": here, "property": gone})
    assert line.plain == "! nobody who may vote is here of: Property"
    assert absent_lines({"community": here}) == absent_lines({"community": gone, "property": gone}) == []


def test_a_ballot_held_says_how_the_chair_decided() -> None:
    now = datetime.now(UTC)
    rule = load_rule("majority-present-chair")
    ballot = Ballot(
        item_id=uuid4(),
        round=1,
        motion="Lines",
        method=BallotMethod.HANDS,
        rule=rule.name,
        rule_snapshot=json.dumps(rule.as_table()),
        opened_at=now,
        closed_at=now,
        casting_vote=False,
        passed=False,
    )
    count = BallotCount(ballot_id=ballot.id, group="community", entitled=2, present=2, yes=1, no=1)
    said = held(BallotSheet(ballot, [count])).plain
    assert "✗ not agreed" in said
    assert "the chair's casting vote: against" in said


def test_all_together_have_a_word_in_reasons() -> None:
    assert [group_called(group) for group in (POOLED_GROUP, "property", "Block 3")] == [
        "everybody",
        "the property company",
        "Block 3",
    ]


def test_a_day_alone_keeps_the_time_there_was() -> None:
    now = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
    before = datetime(2026, 3, 20, 14, 30).astimezone()
    moved = moment("starts_at", "2026-03-27", now, before).astimezone()
    assert (moved.date(), moved.hour, moved.minute) == (date(2026, 3, 27), 14, 30)
    assert moment("starts_at", "2026-03-27", now).astimezone().hour == 0
    assert moment("starts_at", "2026-03-27 9:05", now, before).astimezone().minute == 5


async def test_who_stands_in_speaks_in_their_own_name(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        who = next(who for who in kept(setting).participants if who.name == "Zhao Ding")
        setting.db.run(stand_in, who.id, SubstituteBase(name="Feng Gui"))
        await room_screen(pilot).others_changed(frozenset())
        await press(pilot, "s", "f", "g")
        assert room_screen(pilot).notes.text.endswith(" Feng Gui (Property): ")


async def test_two_digits_soon_after_each_other_are_one_number() -> None:
    class Long(App[None]):
        def compose(self) -> ComposeResult:
            yield ItemList(*map(str, range(1, 13)))

    async with Long().run_test() as pilot:
        agenda = pilot.app.query_one(ItemList)
        agenda.focus()
        for digit, number in (("1", 1), ("2", 12), ("3", 3), ("0", 3), ("9", 9)):
            await pilot.press(digit)
            assert agenda.highlighted == number - 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("a", "b", "o", "u", "t", "space", "t"), "about t"),
        (("z", "h", "q", "z", "space", "y"), "zhqz y"),
        (("希", "望"), "希望"),
        (("3", "space", "z", "x"), "3 zx"),
        (("A", "y", "e"), "Aye"),
    ],
)
async def test_words_typed_where_a_name_was_to_be_spelt_are_not_lost(
    setting: Setting, typed: tuple[str, ...], words: str
) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "s", *typed)
        assert re.sub(r"^- \d\d:\d\d ", "", room_screen(pilot).notes.text) == words


async def test_one_slip_in_a_name_is_forgotten(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "s", "z", "q", "z", "d", "o", "k")
        assert room_screen(pilot).notes.text.endswith(" Zhao Ding (Property): ok")


async def test_the_last_good_news_only_and_every_refusal() -> None:
    async with LastWord().run_test(size=NARROW, notifications=True) as pilot:
        pilot.app.notify("one")
        pilot.app.notify("no", severity="error")
        await pilot.pause()
        pilot.app.notify("two")
        await pilot.pause()
        assert toasts(pilot) == ["no", "two"]


async def test_leaving_the_second_question_of_closing_writes_nothing(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "u", "Q", "enter", "escape")
        room = kept(setting)
        assert room.meeting.status is MeetingStatus.IN_SESSION
        assert [item.status.value for item in room.items[1:]] == ["waiting"] * (len(room.items) - 1)
        assert PresenceKind.LEAVE not in [event.kind for own in room.presence.values() for event in own]


async def test_a_line_that_is_refused_stays_with_its_words(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        line = pilot.app.screen.query_one(PromptLine)
        guarded = kept(setting).items[0]
        setting.db.run(guard_item, guarded.id, Authority.OWNERS, "278", reason="It is theirs")
        await room_screen(pilot).others_changed(frozenset())
        for keys in (("x", "a"), ("v", "e")):
            await press(pilot, *keys, "ctrl+u")
            await write(pilot, "It was passed")
            await press(pilot, "enter")
            assert line.is_open
            assert line.query_one(Input).value == "It was passed"
            assert "cannot be said of a matter that the owners decide" in text_of(pilot, "#chips")
            await press(pilot, "escape")
        await press(pilot, "escape", "a", "minus", "a", "enter")
        assert "stays on record" in text_of(pilot, "#chips")
        await write(pilot, "A cousin")
        await press(pilot, "enter")
        assert not line.is_open
        assert [len(own) for own in kept(setting).recusals.values()] == [1]


async def test_one_esc_too_many_stays_in_a_running_meeting(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        room = room_screen(pilot)
        await press(pilot, "t", "escape", "escape")
        assert pilot.app.screen is room
        assert toasts(pilot)[-1] == "The meeting goes on. esc once more leaves its room."
        await press(pilot, "escape")
        assert pilot.app.screen is not room


async def test_an_item_is_chosen_by_its_number(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "g", "3", "enter")
        assert [item.status.value for item in kept(setting).items] == ["waiting", "waiting", "open"]
        await press(pilot, "g", "9", "0", "2", "enter")  # numbers that no item has are passed over
        assert [item.status.value for item in kept(setting).items] == ["waiting", "open", "waiting"]
