"""The next meeting by keyboard: a series begun, a meeting made from it, an item marked, an issue that waits."""

from pathlib import Path

import pytest

from meetings_db.models import AgendaItemBase, Authority
from meetings_db.queries.meetings import meeting_lines, meeting_room
from meetings_db.queries.series import series_of
from meetings_db.queries.visits import issue_lines
from tests.journeys.desk import WIDE, a_desk, app_of, shown
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.services.agendas import add_item

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


async def test_a_series_leads_to_its_next_meeting_and_an_item_is_marked(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "R", "ctrl+s", "n", "ctrl+s")
        (series,) = setting.db.read(series_of, setting.community_id)
        newest = setting.db.read(meeting_lines, setting.community_id)[0]
        room = setting.db.read(meeting_room, newest.id)
        assert room.meeting.series_id == series.id
        assert room.meeting.starts_at.astimezone().weekday() == 3
        setting.db.run(add_item, newest.id, AgendaItemBase(title="Use of the maintenance fund"))
        await press(pilot, "N", "ctrl+s")
        extra = setting.db.read(meeting_lines, setting.community_id)[0]
        assert setting.db.read(meeting_room, extra.id).meeting.series_id is None
        await press(pilot, "down", "enter")
        await settle(pilot)
        await press(pilot, "tab", "end", "g", "w")
        (*_others, item) = setting.db.read(meeting_room, newest.id).items
        assert (item.authority, item.legal_basis) == (Authority.WITHIN, "")
        await press(pilot, "g", "3")
        (*_others, item) = setting.db.read(meeting_room, newest.id).items
        assert (item.authority, item.legal_basis) == (Authority.OWNERS, "278-5")


async def test_an_issue_waits_and_says_until_when(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "w")
        await write(pilot, "2999-12-05")
        await press(pilot, "ctrl+s")
        lines = setting.db.read(issue_lines, setting.community_id)
        assert [line.waits_until.isoformat() for line in lines if line.waits_until] == ["2999-12-05"]
        assert any("until 12-05" in row for row in shown(pilot))
