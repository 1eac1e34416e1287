"""What the desk does with an issue: how it came in, what its standing allows, and deeds upon what was shown."""

from pathlib import Path

import pytest
from sqlmodel import Session

from meetings_db.models import Channel, Issue, IssueStatus, Route
from meetings_db.queries.visits import IssueFilter, IssueLine, issue_life, issue_lines
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, rows, toasts
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.services.issues import triage
from triparty.widgets.prompt import PromptLine

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


def line_of(setting: Setting, title: str) -> IssueLine:
    """An issue by its title."""
    found = setting.db.read(issue_lines, setting.community_id, IssueFilter(standing="all"))
    return next(line for line in found if line.title == title)


def channel_of(setting: Setting, title: str) -> Channel:
    """How an issue came in."""
    return setting.db.read(issue_life, line_of(setting, title).id).issue.channel


async def test_an_issue_came_to_the_service_desk_unless_told_or_heard_on_a_visit(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "n")
        await write(pilot, "At the desk")
        await press(pilot, "ctrl+s", "n")
        await write(pilot, "By telephone")
        await press(pilot, *["tab"] * 5, "right", "ctrl+s", "2", "a")
        await write(pilot, "At the door")
        await press(pilot, "ctrl+s")
        assert channel_of(setting, "At the desk") is Channel.WINDOW
        assert channel_of(setting, "By telephone") is Channel.HOTLINE
        assert channel_of(setting, "At the door") is Channel.VISIT


@pytest.mark.parametrize("status", [IssueStatus.DECIDED, IssueStatus.DONE])
async def test_what_a_meeting_decided_is_reopened_before_it_is_sent(setting: Setting, status: IssueStatus) -> None:
    issue = line_of(setting, "Roof leaks")

    def decide(session: Session) -> None:
        found = session.get_one(Issue, issue.id)
        found.status = status

    setting.db.run(decide)
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        await rows(pilot).move_to(issue.id)
        await press(pilot, "x")
        assert "decided by a meeting" in toasts(pilot)[-1]
        assert not pilot.app.screen.query_one(PromptLine).is_open
        await press(pilot, "d")
        assert not pilot.app.screen.query_one(PromptLine).is_open, "nobody types a reason that is then refused"
        await press(pilot, "r")
        await write(pilot, "It leaks again")
        await press(pilot, "enter")
        assert line_of(setting, "Roof leaks").status is IssueStatus.ACCEPTED
        await press(pilot, "x")
        assert line_of(setting, "Roof leaks").route is Route.SOLVE_NOW


async def test_a_deed_upon_what_was_not_shown_is_refused(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        issue = line_of(setting, "Roof leaks")
        await rows(pilot).move_to(issue.id)
        setting.db.run(triage, issue.id, Route.DEPARTMENT, "Works")
        await press(pilot, "x")
        assert line_of(setting, "Roof leaks").route is Route.DEPARTMENT, "somebody else sent it on meanwhile"
        await press(pilot, "x")
        assert line_of(setting, "Roof leaks").route is Route.SOLVE_NOW, "now that it was shown"
