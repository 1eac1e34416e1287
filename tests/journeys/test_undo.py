"""Taking back on the screen: the difference first, two keys, and what must stand says why."""

from pathlib import Path

import pytest

from meetings_db.models import IssueStatus
from meetings_db.queries.visits import IssueFilter, IssueLine, issue_lines
from tests.journeys.desk import LAMP, NARROW, WIDE, a_desk, actions_of, app_of, rows, shown, toasts
from tests.journeys.hands import press, write
from tests.journeys.meeting_setup import Setting
from triparty.screens.history import HistoryScreen
from triparty.screens.undoing import UndoDialog
from triparty.services.issues import close_issue, triage
from triparty.widgets.timeline import Life

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


def issue(setting: Setting, title: str = "Roof leaks") -> IssueLine:
    """An issue by its title."""
    found = setting.db.read(issue_lines, setting.community_id, IssueFilter(standing="all"))
    return next(line for line in found if line.title == title)


def asked(pilot: object) -> str:
    """What the dialog shows."""
    screen = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, UndoDialog)
    return str(screen.query_one("VerticalScroll Static").content)  # type: ignore[attr-defined]


async def test_a_deed_is_taken_back_by_two_keys_and_had_again_from_the_history(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "3")
        await rows(pilot).move_to(issue(setting).id)
        before = issue(setting)
        await press(pilot, "c")
        await write(pilot, "Mended {x} [/b]")
        await press(pilot, "enter")
        assert issue(setting).status is IssueStatus.CLOSED
        assert "u takes it back" in toasts(pilot)[-1]
        await press(pilot, "u")
        assert "Closed an issue" in asked(pilot)
        assert "Status  Closed → " in asked(pilot)
        await press(pilot, "escape")
        assert issue(setting).status is IssueStatus.CLOSED
        assert await press(pilot, "u", "enter") == 2
        assert issue(setting)._replace(version=0) == before._replace(version=0)
        assert toasts(pilot)[-1].startswith("Taken back: Closed an issue")
        await rows(pilot).move_to(before.id)
        await press(pilot, "H")
        assert isinstance(pilot.app.screen, HistoryScreen)
        own = [row.split("|")[1] for row in shown(pilot)]
        assert own[:2] == ["Taken back: Closed an issue", "Closed an issue (taken back)"]
        await press(pilot, "u", "u")
        assert issue(setting).status is IssueStatus.CLOSED
        assert shown(pilot)[0].split("|")[1] == "Done again: Closed an issue"
        assert "Roof leaks" in str(pilot.app.screen.query_one(Life)._parts.content)
        await press(pilot, "f")
        assert len(shown(pilot)) > len(own) + 1
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, HistoryScreen)


async def test_the_history_leads_on_to_a_station(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "5", "H", "right", "left", "4")
        assert type(pilot.app.screen).__name__ == "MeetingsScreen"
        await press(pilot, "H", "H")
        assert type(pilot.app.screen).__name__ == "MeetingsScreen"


async def test_what_somebody_built_upon_is_refused_with_the_reason(setting: Setting) -> None:
    setting.db.run(triage, issue(setting).id, issue(setting).route.JOINT_MEETING)
    setting.db.run(close_issue, issue(setting).id, "Done")
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "3", "H", "f", "down", "u")
        assert "was changed later: Closed an issue" in toasts(pilot)[-1]
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_a_form_that_was_saved_and_a_step_are_taken_back(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "3", "n")
        await write(pilot, "Typed by mistake")
        await press(pilot, "ctrl+s", "u")
        assert "− " in asked(pilot)
        await press(pilot, "u")
        titles = {
            line.title for line in setting.db.read(issue_lines, setting.community_id, IssueFilter(standing="all"))
        }
        assert "Typed by mistake" not in titles
        await press(pilot, "u")
        assert LAMP not in asked(pilot), "the last deed of those before"
        await press(pilot, "enter")
        assert len(actions_of(setting)) == 2


async def test_an_unnamed_desk_has_no_last_deed_of_its_own_on_a_server(setting: Setting) -> None:
    setting.db.actor = ""
    setting.db.run(close_issue, issue(setting).id, "Done")
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "3", "u")
        if setting.db.file is None:
            assert "No name is set here" in toasts(pilot)[-1]
        else:
            assert "Closed an issue" in asked(pilot)
