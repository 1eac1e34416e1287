"""What the desk is told at once: a meeting that runs, the way out, and what leaves a question."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from meetings_db.models import Meeting, MeetingBase, MeetingStatus
from tests.journeys.desk import WIDE, a_desk, app_of, shown, toasts
from tests.journeys.hands import press, settle
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.services.agendas import call_meeting
from triparty.widgets.dialogs import Confirm
from triparty.widgets.frame import KeyLine

pytestmark = pytest.mark.usefixtures("on_both")


async def test_a_meeting_in_session_stands_first_and_is_one_enter_away(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)

    def begin(session: Session) -> None:
        meeting = session.get_one(Meeting, setting.meeting_id)
        meeting.status = MeetingStatus.IN_SESSION
        earlier = MeetingBase(title="Put off", starts_at=meeting.starts_at - timedelta(days=9))
        call_meeting(session, setting.community_id, earlier)

    setting.db.run(begin)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert shown(pilot)[0].startswith("●|In session|Joint meeting [/b]|")
        assert not any("Next meeting" in row and "Joint meeting [/b]" in row for row in shown(pilot))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MeetingRoomScreen)
        assert pilot.app.screen.meeting_id == setting.meeting_id


async def test_ctrl_c_says_how_to_leave_and_a_question_can_be_cancelled(tmp_path: Path) -> None:
    async with app_of(a_desk(tmp_path)).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+c")
        assert toasts(pilot) == ["ctrl+q leaves the program; everything is saved."]
        pilot.app.push_screen(Confirm("Sure?", "Do it"))
        await settle(pilot)
        assert "Cancel" in [hint[1] for hint in pilot.app.screen.query_one(KeyLine).hints()]
