"""The desk of a meeting in its room: the app, what is kept, what is shown, and the first keys of every meeting."""

from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from meetings_db.queries.meetings import MeetingRoom, meeting_room
from tests.journeys.hands import press
from tests.journeys.meeting_setup import OneScreen, Setting
from triparty.screens.meeting_room import MeetingRoomScreen

WIDE, NARROW = (120, 40), (80, 24)


def app_of(setting: Setting) -> OneScreen:
    """The meeting room of that meeting."""
    return OneScreen(MeetingRoomScreen(setting.db, setting.settings, setting.meeting_id))


def kept(setting: Setting) -> MeetingRoom:
    """The meeting as it is in the database."""
    return setting.db.read(meeting_room, setting.meeting_id)


def shown(pilot: Pilot[Any], selector: str) -> str:
    """What a part of the screen says."""
    return str(pilot.app.screen.query_one(selector, Static).content)


def room_screen(pilot: Pilot[Any]) -> MeetingRoomScreen:
    """The screen under test."""
    screen = pilot.app.screen
    assert isinstance(screen, MeetingRoomScreen)
    return screen


async def everybody_there(pilot: Pilot[Any]) -> int:
    """All five voters arrive, and the meeting opens."""
    return await press(pilot, "a", "a", "b", "c", "d", "e", "escape", "o")
