"""The meeting on the wall: the item large, no phone number and no reporter, and no way to other screens."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col
from textual.widgets import Digits

from meetings_db.models import AgendaItem, Issue
from tests.journeys.desk import toasts
from tests.journeys.hands import press
from tests.journeys.meeting_desk import NARROW, WIDE, app_of, everybody_there, room_screen, shown
from tests.journeys.meeting_setup import STALLS, Setting, ready
from triparty.screens.meeting_room.items import ItemList
from triparty.screens.meeting_room.projection import Projection
from triparty.widgets.prompt import PromptLine

pytestmark = [pytest.mark.usefixtures("on_both"), pytest.mark.parametrize("on_both", ["sqlite"], indirect=True)]


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A meeting whose first item and its issue say too much."""
    made = ready(tmp_path)
    with made.db._writing.begin() as connection:
        reported = sa.select(col(Issue.id)).where(col(Issue.title) == STALLS).scalar_subquery()
        connection.execute(sa.update(Issue).values(reporter="Mrs Lin", phone="13800000000"))
        told = sa.update(AgendaItem).where(col(AgendaItem.position) == 1)
        connection.execute(told.values(issue_id=reported, title=f"{STALLS}, says Mrs Lin, 138 0000 0000"))
    return made


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_wall_shows_the_item_and_nobodys_number(setting: Setting, size: tuple[int, int]) -> None:
    async with app_of(setting).run_test(size=size, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "ctrl+o")
        wall = pilot.app.screen.query_one(Projection)
        assert f"{STALLS}, says •••••••, •••••" in shown(pilot, "#matter")
        assert wall.query_one(Digits).value.startswith("00:")
        await press(pilot, "escape", "slash", "H", "p")
        assert room_screen(pilot).projected
        assert toasts(pilot)[-4:] == ["Everybody is looking: ctrl+o ends the projection first."] * 4
        await press(pilot, "v", "u")  # what is done in the room goes on
        assert "yes 5   no 0   abstained 0   ✓ agreed" in shown(pilot, "#came_of_it")
        assert "138" not in shown(pilot, "#came_of_it")
        await press(pilot, "right_square_bracket", "v", "2", "escape")
        assert "The vote is open." in shown(pilot, "#came_of_it"), "and nothing of what it comes to"
        assert "agreed" not in shown(pilot, "#came_of_it")
        await press(pilot, "ctrl+o", "left_square_bracket")
        assert not wall.display
        assert "138 0000 0000" in shown(pilot, "#head")


async def test_a_wall_shows_no_reporter_by_any_way(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "ctrl+o", "g")
        agenda = pilot.app.screen.query_one(ItemList)
        assert "says •••••••" in str(agenda.get_option_at_index(0).prompt)
        await press(pilot, "escape", "x", "a")
        assert toasts(pilot)[-1] == "Everybody is looking: ctrl+o ends the projection first."
        assert not pilot.app.screen.query_one(PromptLine).is_open
        room_screen(pilot).tell("138 0000 0000, Mrs Lin")
        await pilot.pause()
        assert toasts(pilot)[-1] == "•••••, •••••••"
