"""A form on a small terminal: what is wrong is said in full, and the keys stay in view."""

from typing import Any

import pytest
from textual import events
from textual.app import App

from meetings_db.errors import StaleSave
from tests.journeys.hands import press, settle
from triparty import problems
from triparty.widgets import framework
from triparty.widgets.form import Field, Form
from triparty.widgets.frame import KeyLine
from triparty.widgets.framework import KeysInTurn

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


async def test_what_many_keys_at_once_say_stands_in_the_fields_they_were_typed_for() -> None:
    form: Form[None] = Form("Issue", [Field("what", "What"), Field("where", "Where")], refuse)
    async with KeysInTurn().run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(form)
        await settle(pilot)
        for character in "Roof leaks\tGate 2\x08":
            key = {"\t": "tab", "\x08": "backspace"}.get(character, character)
            pilot.app.post_message(events.Key(key, character))
        await settle(pilot)
        assert form.values() == {"what": "Roof leaks", "where": "Gate "}


async def test_a_key_that_nobody_answers_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    form: Form[None] = Form("Issue", [Field("what", "What"), Field("where", "Where")], refuse)
    async with KeysInTurn().run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(form)
        await settle(pilot)
        monkeypatch.setattr(framework, "PATIENCE", 0.01)
        with monkeypatch.context() as busy:
            busy.setattr(form.focused, "_forward_event", events.Key._set_forwarded)  # it goes, and is lost
            pilot.app.post_message(events.Key("f12", None))
            await settle(pilot)
        await press(pilot, "tab", "x")
        assert form.values() == {"what": "", "where": "x"}
