"""The owners' roll and their vote: taken in, two entries counted as one, slips by room, closed and taken back."""

from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from meetings_db.models import EstateBase, OwnerBase, UnitBase
from meetings_db.queries.directory import estates
from meetings_db.queries.owners import unit_at, unit_life
from meetings_db.queries.owners_votes import vote_lines
from tests.intake.make import SAMPLES
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, rows, until
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.rules.owners import place_key
from triparty.screens.import_file import ImportScreen
from triparty.screens.owners import OwnersScreen
from triparty.screens.owners_same import SameOwnersScreen
from triparty.screens.owners_votes import OwnersVoteScreen
from triparty.services import owners, owners_votes
from triparty.services.directory import add_estate

ROOMS = ("1-1-101", "1-1-102", "1-1-201", "1-2-101", "2-1-101", "2-1-102")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk with the estate of the sample."""
    setting = a_desk(tmp_path)
    setting.db.run(add_estate, setting.community_id, EstateBase(name="晨曦花苑"))
    return setting


def about(pilot: Pilot[Any]) -> str:
    """What stands above the list."""
    return str(pilot.app.screen.query_one("#about", Static).content)


async def to_the_roll(pilot: Pilot[Any]) -> None:
    """From the register's estates to the roll of the sample's."""
    await settle(pilot)
    await press(pilot, "7", "v")
    screen: Any = pilot.app.screen
    while screen.rows.line.name != "晨曦花苑":
        await press(pilot, "down")
    await press(pilot, "o")
    assert isinstance(pilot.app.screen, OwnersScreen)


async def test_a_roll_is_taken_in_and_two_entries_become_one(setting: Setting, tmp_path: Path) -> None:
    copyfile(SAMPLES / "owners.xlsx", tmp_path / "owners.xlsx")
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await to_the_roll(pilot)
        await press(pilot, "i")
        await write(pilot, str(tmp_path / "owners.xlsx"))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen) and bool(pilot.app.screen.seen))
        await press(pilot, "t", "escape")
        assert "240 units · 228 heads · 24,850.44 m² · ! 2 cannot be counted" in about(pilot)
        await press(pilot, "m", "y")
        assert isinstance(pilot.app.screen, SameOwnersScreen)
        assert "Heads now 227" in about(pilot)
        await press(pilot, "u", "u")
        assert "Heads now 228" in about(pilot)
        await press(pilot, "n", "escape", "f")
        assert rows(pilot).source.total == 2
        await press(pilot, "e", "tab")
        await write(pilot, "88.50")
        await press(pilot, "ctrl+s")
        assert "! 1 cannot be counted" in about(pilot)
    home = next(each for each in setting.db.read(estates, setting.community_id) if each.name == "晨曦花苑")
    unit = setting.db.read(unit_at, home.id, place_key("2", "1", "502"))
    assert unit is not None
    assert unit.area == 8_850
    assert [owner.name for _own, owner in setting.db.read(unit_life, unit.id).owners] == ["业主050"]


async def test_slips_are_entered_by_room_and_one_key_each(setting: Setting) -> None:
    home = next(each for each in setting.db.read(estates, setting.community_id) if each.name == "晨曦花苑")
    for number, room in enumerate(ROOMS):
        building, entrance, name = room.split("-")
        unit = UnitBase(building=building, entrance=entrance, room=name, area=9_000)
        setting.db.run(owners.enter_unit, home.id, unit, [OwnerBase(name=f"Owner [{number}]")])
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await to_the_roll(pilot)
        await press(pilot, "o")
        await write(pilot, "Renew the contract")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, OwnersVoteScreen)
        keys = 0
        for room, said in zip(("1-1-101", "102", "1-1-201", "2-1-101"), "yybx", strict=True):
            await write(pilot, room)
            keys += await press(pilot, "enter", said)
        assert keys == 8  # the room, enter, and one key: each saved when it was made
        (line,) = setting.db.read(vote_lines, setting.community_id)
        count = setting.db.read(owners_votes.count_of, line.vote)
        assert (count.yes, count.abstain, count.invalid, count.entitled) == (2, 1, 1, 6)
        await write(pilot, "9-9-9")
        await press(pilot, "enter")
        assert pilot.app.screen.prompt.is_open
        await press(pilot, "escape", "u", "u", "c")
        await write(pilot, "All slips are in")
        await press(pilot, "enter")
        (line,) = setting.db.read(vote_lines, setting.community_id)
        assert (line.vote.passed, line.vote.closed_early) == (False, "All slips are in")
        assert setting.db.read(owners_votes.count_of, line.vote).invalid == 0
        await press(pilot, "y")
        assert setting.db.read(owners_votes.count_of, line.vote).yes == 2
        await press(pilot, "u", "u", "escape")
        assert isinstance(pilot.app.screen, OwnersScreen)
    (line,) = setting.db.read(vote_lines, setting.community_id)
    assert line.vote.closed_at is None
