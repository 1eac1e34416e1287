"""A form on a small terminal: what is wrong is said in full, and the keys stay in view."""

from typing import Any

import pytest
from textual.app import App

from meetings_db.errors import StaleSave
from tests.journeys.hands import press, settle
from triparty import problems
from triparty.widgets.form import Field, Form
from triparty.widgets.frame import KeyLine

FASTER = StaleSave(theirs=None, mine=1)


async def refuse(_values: dict[str, Any]) -> None:
    """Somebody else was faster."""
    raise FASTER


@pytest.mark.parametrize("fields", [3, 12])
async def test_a_long_trouble_is_whole_and_hides_no_key(fields: int) -> None:
    form: Form[None] = Form("Issue", [Field(f"f{place}", f"Field {place}") for place in range(fields)], refuse)
    async with App[None]().run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(form)
        await settle(pilot)
        await press(pilot, "ctrl+s")
        await settle(pilot)
        trouble, keys = form.query_one("#trouble"), form.query_one(KeyLine)
        assert trouble.size.height == trouble.virtual_size.height == 2
        assert (keys.size.height, keys.region.y) == (1, trouble.region.bottom)
        assert keys.region.bottom < 24
        drawn = "\n".join("".join(part.text for part in strip) for strip in form._compositor.render_strips())
        for word in problems.say(FASTER).split():
            assert word in drawn
