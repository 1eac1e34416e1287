"""Estates entered one by one or several in a line."""

from pathlib import Path

import pytest

from meetings_db.queries.directory import estates
from tests.journeys.desk import WIDE, a_desk, app_of
from tests.journeys.hands import press, settle, write
from triparty.screens.register import RegisterScreen
from triparty.widgets.form import Form

pytestmark = pytest.mark.usefixtures("on_both")


async def test_the_register_takes_several_estates_in_a_line(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "7", "v", "n", "ctrl+s")
        assert isinstance(pilot.app.screen, Form), "an estate has a name"
        await write(pilot, "甲园，乙园, 丙园")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, RegisterScreen)
        names = {estate.name for estate in setting.db.read(estates, setting.community_id)}
        assert {"甲园", "乙园", "丙园"} < names
