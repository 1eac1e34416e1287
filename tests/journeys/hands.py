"""The hands that press the keys: each waits for what it began."""

import asyncio
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea
from textual.worker import WorkerState

from triparty.widgets.framework import KeysInTurn
from triparty.widgets.prompt import PromptLine

HOPS = 6
"""How many parents a message climbs, at the most, from the widget that posts it to the screen that answers."""


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every message has climbed to where it is answered, and every worker but those that ask has ended."""
    quiet = 0
    while quiet < HOPS:
        await pilot.pause(0)  # until every widget has handled what it was sent
        quiet = 0 if _busy(pilot) else quiet + 1
        if not quiet:
            await pilot.pause(0.005)


_ASKING = ("ImportScreen", "ReadBackScreen", "SearchScreen")
"""Screens that are no dialogs and that somebody waits for."""


def _busy(pilot: Pilot[Any]) -> bool:
    """Whether something is under way that no key of ours would end."""
    app = pilot.app
    if isinstance(app, KeysInTurn) and (app._out is not None or (app._typed and not app._held)):
        return True
    running = [worker for worker in pilot.app.workers if worker.state in (WorkerState.PENDING, WorkerState.RUNNING)]
    asking = sum(isinstance(screen, ModalScreen) for screen in pilot.app.screen_stack)
    asking += sum(type(screen).__name__ in _ASKING for screen in pilot.app.screen_stack)
    asking += sum(prompt.is_open for screen in pilot.app.screen_stack for prompt in screen.query(PromptLine))
    return len(running) > asking


async def _at_once(_seconds: float) -> None:
    """In place of Textual's sleep of 20 ms, twice a key, until the process looks idle: `settle` knows when it is."""
    await asyncio.sleep(0)


async def press(pilot: Pilot[Any], *keys: str) -> int:
    """Press keys, each when what the one before began is done; returns how many."""
    await settle(pilot)  # a screen that has just been opened still reads what it shows
    for key in keys:
        with pytest.MonkeyPatch.context() as hurried:
            hurried.setattr("textual.app.wait_for_idle", _at_once)
            await pilot.press(key)
        await settle(pilot)
    return len(keys)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text into the focused field at once."""
    focused = pilot.app.screen.focused
    assert isinstance(focused, (Input, TextArea)), focused
    if isinstance(focused, Input):
        focused.insert_text_at_cursor(text)
    else:
        focused.insert(text)
    await settle(pilot)
