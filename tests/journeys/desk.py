"""A desk in the middle of a working week, opened in the real app, and the hands that press its keys."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from meetings_db.models import Action, ActionBase, Party, VisitBase
from tests.journeys.meeting_setup import Setting, begin
from triparty.app import TripartyApp
from triparty.services.actions import assign_action
from triparty.services.visits import record_visit
from triparty.widgets.row_list import RowList

WIDE, NARROW = (120, 40), (80, 24)
in_a_file = pytest.mark.parametrize("on_both", ["sqlite"], indirect=True)
"""Where the screen alone is looked at: what the deed behind it keeps is tried on both databases elsewhere."""
LAMP = "Lamp [/b] at the {gate}"


def a_desk(folder: Path) -> Setting:
    """The community of `begin` with one visit and three actions: overdue, due soon, and far away."""
    setting = begin(folder)
    db, now = setting.db, datetime.now(UTC)
    estate = estate_of(setting)
    db.run(record_visit, setting.community_id, estate, VisitBase(visited_at=now - timedelta(days=2), officer="Chen"))
    today = datetime.now().astimezone().date()
    for what, days in ((LAMP, -3), ("Paint the lane", 2), ("Count the votes", 40)):
        typed = ActionBase(what=what, owner="Zhao Ding", party=Party.PROPERTY, due_on=today + timedelta(days=days))
        db.run(assign_action, setting.community_id, typed, at=now - timedelta(days=20))
    return setting


def estate_of(setting: Setting) -> Any:
    """The key of the only estate."""
    from meetings_db.queries.directory import estates

    return setting.db.read(estates, setting.community_id)[0].id


def app_of(setting: Setting) -> TripartyApp:
    """The program on that desk."""
    return TripartyApp(lambda: setting.db, setting.settings)


def actions_of(setting: Setting) -> dict[str, Action]:
    """The actions by what is to be done."""
    from meetings_db.queries.actions import tracker

    return {line.action.what: line.action for line in setting.db.read(tracker, setting.community_id)}


def text_of(pilot: Pilot[Any], name: str) -> str:
    """What a part of the screen says."""
    return str(pilot.app.screen.query_one(name, Static).content)


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Wait for something that another thread brings about."""
    async with asyncio.timeout(20):
        while not true():
            await pilot.pause(0.005)


def toasts(pilot: Pilot[Any]) -> list[str]:
    """What was told, oldest first."""
    return [note.message for note in pilot.app._notifications]


def rows(pilot: Pilot[Any]) -> RowList:
    """The list of the screen."""
    return pilot.app.screen.query_one(RowList)


def shown(pilot: Pilot[Any]) -> list[str]:
    """The list's rows, their cells with bars between."""
    return ["|".join(cell if isinstance(cell, str) else cell.text for cell in row.cells) for row in rows(pilot).rows]
