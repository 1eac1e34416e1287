"""An action from its first day to its verification, the next meeting made from the last, and their papers."""

from datetime import datetime
from pathlib import Path

import pytest

from meetings_db.models import ActionStatus, MeetingStatus, Party
from meetings_db.queries.meetings import meeting_lines
from meetings_db.queries.papers import papers
from tests.journeys.desk import LAMP, WIDE, a_desk, actions_of, app_of, in_a_file, rows, shown, text_of, toasts
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.intake.dates import read_date
from triparty.screens.agenda import AgendaScreen
from triparty.screens.meetings import MeetingsScreen

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


async def test_an_action_is_followed_until_it_is_verified(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert await press(pilot, "5", "w") == 2
        assert actions_of(setting)[LAMP].status is ActionStatus.DOING
        await press(pilot, "w")
        assert "begun already" in toasts(pilot)[-1]
        await press(pilot, "t")
        await write(pilot, "next friday")
        await press(pilot, "enter")
        await write(pilot, "Waiting for [/b] parts")
        await press(pilot, "enter")
        action = actions_of(setting)[LAMP]
        assert action.due_on == read_date("next friday", datetime.now().astimezone().date())
        assert action.first_due_on is not None
        assert action.due_on is not None
        assert action.first_due_on < action.due_on
        await rows(pilot).move_to(action.id)
        await settle(pilot)
        await press(pilot, "v", "c")
        await write(pilot, "Went and looked: it burns")
        await press(pilot, "enter")
        assert actions_of(setting)[LAMP].status is ActionStatus.CLOSED
        assert "Lamp" in shown(pilot)[-1], "what has ended goes below what is open"


async def test_a_step_with_several_tells_those_it_leaves_out_and_is_taken_back_whole(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "5", "w", "ctrl+a", "w")
        assert [action.status for action in actions_of(setting).values()] == [ActionStatus.DOING] * 3
        assert actions_of(setting)[LAMP].number in toasts(pilot)[-1]
        assert rows(pilot).marked == ()
        await press(pilot, "u", "enter")
        assert sum(action.status is ActionStatus.DOING for action in actions_of(setting).values()) == 1
        await press(pilot, "ctrl+a", "t")
        await write(pilot, "+60d")
        await press(pilot, "enter")
        await write(pilot, "Waiting for parts")
        await press(pilot, "enter")
        assert len({action.due_on for action in actions_of(setting).values()}) == 1


@in_a_file
async def test_a_date_nobody_knows_is_told(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        before = actions_of(setting)[LAMP].due_on
        await press(pilot, "5", "t")
        await write(pilot, "[b]some day[/b]")
        await press(pilot, "enter")
        assert "[b]some day[/b]" in text_of(pilot, "#chips")
        assert actions_of(setting)[LAMP].due_on == before


@in_a_file
async def test_the_tracker_for_word_and_excel_and_where_it_is(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert await press(pilot, "5", "p") == 2
        written = sorted(path.suffix for path in setting.settings.papers.iterdir())
        assert written == [".docx", ".xlsx"]
        await press(pilot, "p")
        assert len(list(setting.settings.papers.iterdir())) == 2, "a paper that says the same is not written twice"
        edited = next(setting.settings.papers.glob("*.docx"))
        edited.write_bytes(edited.read_bytes() + b"by hand")
        await press(pilot, "p", "b")
        assert edited.read_bytes().endswith(b"by hand")
        assert len(list(setting.settings.papers.glob("*.docx"))) == 2, "what somebody edited is not written over"
        await press(pilot, "6", "enter")
        assert str(setting.settings.papers) in toasts(pilot)[-1]


async def test_the_next_meeting_its_agenda_and_its_notice(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert await press(pilot, "4", "n", "ctrl+s") == 3
        first = setting.db.read(meeting_lines, setting.community_id)[0]
        assert (first.ordinal, first.status, first.place) == (2, MeetingStatus.PREPARING, "Room 2")
        assert rows(pilot).key == first.id
        assert await press(pilot, "p", "ctrl+s") == 2
        assert [path.suffix for path in setting.settings.papers.iterdir()] == [".docx"]
        assert len(setting.db.read(papers, setting.community_id)) == 1
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AgendaScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MeetingsScreen)


async def test_a_step_is_taken_with_the_action_that_was_asked_about(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "5", "b")
        await write(pilot, "The lamp cannot be had")
        await rows(pilot).move_to(actions_of(setting)["Count the votes"].id)
        await press(pilot, "enter")
        assert actions_of(setting)[LAMP].status is ActionStatus.BLOCKED
        assert actions_of(setting)["Count the votes"].status is ActionStatus.TODO


@in_a_file
async def test_handing_on_understands_names_and_parties(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        for typed, owner, party in (
            ("@residents", "Body of residents", Party.RESIDENTS),
            ("@Zhang", "Zhang Jia", Party.COMMUNITY),
            ("Old Wang [x]", "Old Wang [x]", Party.COMMUNITY),
        ):
            await press(pilot, "5")
            await rows(pilot).move_to(actions_of(setting)[LAMP].id)
            await press(pilot, "h")
            await write(pilot, typed)
            await press(pilot, "enter")
            await write(pilot, "They are nearer")
            await press(pilot, "enter")
            action = actions_of(setting)[LAMP]
            assert (action.owner, action.party) == (owner, party)
