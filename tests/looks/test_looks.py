"""How each station looks, in both languages, on a small and on a wide terminal.

After a wanted change: `python -m pytest tests/looks --snapshot-update -n0`, and look at what changed.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from meetings_db import journal
from tests.journeys.hands import press, settle
from tests.looks.office import Friday, database_in, program, settings_of, start_work
from triparty.services import clock

SCREENS = {
    "today": (),
    "visits": ("2",),
    "issues": ("3", "down"),
    "meetings": ("4",),
    "agenda": ("4", "a", "tab"),
    "follow_up": ("5",),
    "register": ("7",),
    "search_empty": ("slash",),
    "search": ("slash", "d", "i", "a", "n", "t", "i"),
    "search_wrong": ("slash", "i", "s", ":", "o", "p", "n"),
    "form": ("2", "n"),
    "history": ("5", "down", "H"),
    "undo": ("u",),
    "line": ("5", "t", "+", "7", "d"),
}


@pytest.fixture(autouse=True)
def in_china(monkeypatch: pytest.MonkeyPatch) -> Any:
    """One time zone, no blinking, and no colour setting of whoever runs the tests."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", SCREENS)
def test_look(
    name: str,
    language: str,
    size: tuple[int, int],
    tmp_path: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal, "datetime", Friday)
    monkeypatch.setattr(clock, "datetime", Friday)
    db = database_in(tmp_path)
    if name in ("history", "undo"):
        start_work(db)

    async def go(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        for key in SCREENS[name]:
            await press(pilot, key)
            for line in pilot.app.screen.query(Input):
                line.cursor_blink = False
        await settle(pilot)

    with program(language, monkeypatch) as app:
        assert snap_compare(app(lambda: db, settings_of(tmp_path, language)), terminal_size=size, run_before=go)
    db.close()
