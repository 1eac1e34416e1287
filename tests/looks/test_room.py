"""How the meeting room looks while a ballot is taken, and on the wall: English on a small terminal, Chinese on a wide.

After a wanted change: `python -m pytest tests/looks --snapshot-update -n0`, and look at what changed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from meetings_db import journal
from tests.journeys.hands import press, settle
from tests.looks.office import Friday, database_in, open_room, program, settings_of
from tests.looks.test_looks import in_china  # noqa: F401  (used by its name)
from triparty.services import clock

STATES = {
    "ballot_open": ("v", "1", "down", "1"),
    "ballot_roll": ("v", "y", "n"),
    "ballot_unanimous": ("v", "u"),
    "ballot_refused": ("v", "9"),
    "wall": ("v", "1", "escape", "ctrl+o"),
}


@pytest.mark.parametrize(("language", "size"), [("en", (80, 24)), ("zh_CN", (120, 40))], ids=["en-80", "zh_CN-120"])
@pytest.mark.parametrize("name", STATES)
def test_room(
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
    db.run(open_room)

    async def go(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await press(pilot, "4", "enter", *STATES[name])
        pilot.app.clear_notifications()
        await settle(pilot)

    with program(language, monkeypatch) as app:
        assert snap_compare(app(lambda: db, settings_of(tmp_path, language)), terminal_size=size, run_before=go)
    db.close()
