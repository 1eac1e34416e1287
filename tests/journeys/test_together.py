"""Two desks on one database: what one does appears at the other by itself, and nothing there moves or is lost."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetings_db.models import IssueBase, ItemStatus
from tests.journeys.desk import WIDE, a_desk, app_of, estate_of, rows, shown, text_of, toasts, until
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_desk import kept
from tests.journeys.meeting_setup import Setting, ready
from tests.journeys.places import opened
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.screens.meeting_room.notes import Notes
from triparty.services import meetings
from triparty.services.issues import raise_issue
from triparty.widgets.hit_list import HitList
from triparty.widgets.prompt import PromptLine

pytestmark = pytest.mark.usefixtures("on_both")


def elsewhere(setting: Setting) -> Setting:
    """Another desk of the same office."""
    return replace(setting, db=opened(replace(setting.settings, officer="Gu")))


async def test_what_one_desk_enters_appears_at_the_other_and_the_cursor_stays(tmp_path: Path) -> None:
    here = a_desk(tmp_path)
    there = elsewhere(here)
    async with app_of(here).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "down")
        on = rows(pilot).key
        typed = IssueBase(title="Gate is stuck [/b]", reported_at=datetime.now(UTC))
        there.db.run(raise_issue, there.community_id, estate_of(there), typed)
        await until(pilot, lambda: any("Gate is stuck [/b]" in line for line in shown(pilot)))
        await settle(pilot)
        assert rows(pilot).key == on
        assert toasts(pilot) == []


async def test_two_desks_in_one_meeting(tmp_path: Path) -> None:
    here = ready(tmp_path)
    there = elsewhere(here)
    async with app_of(here).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "o", "o", "n")
        room = pilot.app.screen
        assert isinstance(room, MeetingRoomScreen)
        notes = room.query_one(Notes)
        first, second = kept(there).items[:2]
        there.db.run(meetings.write_notes, first.id, first.version, "theirs")
        await until(pilot, lambda: notes.text == "theirs")
        await write(pilot, "\nmine")
        there.db.run(meetings.write_notes, first.id, kept(there).items[0].version, "theirs\nmore of theirs")
        await press(pilot, "escape")
        await until(pilot, lambda: "more of theirs" in notes.text)
        assert kept(there).items[0].notes == notes.text == "theirs\nmore of theirs\n\nmine"
        there.db.run(meetings.settle_item, second.id, ItemStatus.NOTED)
        await until(pilot, lambda: room.scene is not None and room.scene.settled == 1)
        assert room.scene is not None
        assert room.scene.item_id == first.id, "the item on the table stays"


async def test_an_item_another_desk_settled_first_is_shown_both_ways(tmp_path: Path) -> None:
    here = ready(tmp_path)
    there = elsewhere(here)
    async with app_of(here).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "o", "o", "x", "a")
        assert pilot.app.screen.query_one(PromptLine).is_open
        item = kept(there).items[0]
        there.db.run(meetings.settle_item, item.id, ItemStatus.AGREED, "one lane for fire engines")
        await press(pilot, "enter")
        told = text_of(pilot, "#chips")
        assert "one lane for fire engines" in told
        assert item.title in told
        assert kept(here).items[0].conclusion == "one lane for fire engines"


async def test_an_open_search_shows_what_another_desk_does_and_the_cursor_stays(tmp_path: Path) -> None:
    here = a_desk(tmp_path)
    there = elsewhere(here)

    def raised(title: str) -> None:
        typed = IssueBase(title=title, reported_at=datetime.now(UTC))
        there.db.run(raise_issue, there.community_id, estate_of(there), typed)

    for title in ("Barrier one", "Barrier two"):
        raised(title)
    async with app_of(here).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        await write(pilot, "Barrier")
        found = pilot.app.screen.query_one(HitList)
        await until(pilot, lambda: len(found.hits) == 2)
        await press(pilot, "down")
        assert found.hit is not None
        on = found.hit.title
        raised("Barrier three [/b]")
        await until(pilot, lambda: len(found.hits) == 3)
        assert found.hit.title == on
        assert found.highlighted == 2
