"""Searching everything from anywhere, by keyboard and by command."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from meetings_db.models import AgendaItemBase, IssueBase, Route
from meetings_db.queries.visits import IssueFilter, issue_lines
from meetings_db.search import index
from tests.journeys.commands import Shell
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, estate_of, rows, shown, until
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import STALLS, Setting
from triparty.screens.agenda import AgendaScreen
from triparty.screens.agenda_lists import ItemRows
from triparty.screens.follow_up import FollowUpScreen
from triparty.screens.issues import IssuesScreen
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.screens.register import RegisterScreen
from triparty.screens.search import SearchScreen
from triparty.screens.today import TodayScreen
from triparty.services import agendas
from triparty.services.issues import close_issue, raise_issue
from triparty.services.meetings import open_meeting
from triparty.widgets.framework import Line
from triparty.widgets.hit_list import HitList


@pytest.fixture
def setting(tmp_path: Path, on_both: None) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


def lift(setting: Setting, count: int = 1) -> UUID:
    """The lift stood still, and that was settled; the last of so many."""
    reported = setting.db.read(issue_lines, setting.community_id)[0].reported_at
    for number in range(count):
        typed = IssueBase(title=f"电梯停运 [/b] {number}", reported_at=reported)
        issue = setting.db.run(raise_issue, setting.community_id, estate_of(setting), typed, route=Route.SOLVE_NOW)
    setting.db.run(close_issue, issue.id, "更换门机板 {x}")
    return issue.id


async def ask(pilot: Pilot[Any], text: str) -> None:
    """Type into the line, and wait for what is found."""
    await write(pilot, text)
    line = pilot.app.screen.query_one(Line)

    def answered() -> bool:
        reading = [worker for worker in pilot.app.workers if worker.group == "search" and not worker.is_finished]
        screen = pilot.app.screen
        return not reading and isinstance(screen, SearchScreen) and screen.shown == line.value

    await until(pilot, answered)


def found(pilot: Pilot[Any]) -> list[str]:
    """The titles of the hits."""
    return [hit.title for hit in pilot.app.screen.query_one(HitList).hits]


def stands_on(pilot: Pilot[Any]) -> str:
    """The name under the cursor of the register."""
    return shown(pilot)[rows(pilot).cursor].split("|")[1] if shown(pilot) else ""


def hint(pilot: Pilot[Any]) -> str:
    """What is said under the line."""
    return str(pilot.app.screen.query_one("#hint", Static).content)


async def test_what_was_settled_long_ago_is_two_words_away(setting: Setting) -> None:
    closed = lift(setting)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)
        await press(pilot, "slash")
        assert isinstance(pilot.app.screen, SearchScreen)
        keys = await press(pilot, *"dtty")
        assert found(pilot) == ["电梯停运 [/b] 0"]
        drawn = str(pilot.app.screen.query_one(HitList).get_option_at_index(0).prompt)
        assert "What became of it: 更换门机板 {x}" in drawn
        keys += await press(pilot, "enter")
        assert keys == 5
        assert isinstance(pilot.app.screen, IssuesScreen)
        assert rows(pilot).key == closed


async def test_the_hits_follow_what_is_typed_and_a_wrong_key_is_told(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await press(pilot, "3", "slash")
        assert pilot.app.screen.has_class("-teaching")
        await ask(pilot, "the -is:person -is:organisation")
        assert set(found(pilot)) == {STALLS, "Lamp [/b] at the {gate}", "Paint the lane", "Count the votes"}
        before = found(pilot)
        await write(pilot, " is:opne")
        assert "Did you mean “open”?" in hint(pilot)
        assert found(pilot) == before
        pilot.app.screen.query_one(Line).value = "the is:op"
        await ask(pilot, "en due:<7d")
        assert found(pilot) == ["Paint the lane", "Lamp [/b] at the {gate}"]
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, FollowUpScreen)
        assert shown(pilot)[rows(pilot).cursor].split("|")[2] == "Lamp [/b] at the {gate}"


async def test_nothing_found_is_said_and_esc_steps_back(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "3", "slash")
        await ask(pilot, "白蚁")
        assert found(pilot) == []
        assert "Nothing has all of this" in hint(pilot)
        await press(pilot, "enter", "down")
        assert isinstance(pilot.app.screen, SearchScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, IssuesScreen)


async def test_the_issues_among_the_hits_in_their_own_list(setting: Setting) -> None:
    lift(setting, 3)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "5", "slash", "ctrl+l")
        assert [note.message for note in pilot.app._notifications] == ["Type what to look for first."]
        await ask(pilot, "gate is:action")
        await press(pilot, "ctrl+l")
        assert "There is no issue among these." in hint(pilot)
        pilot.app.screen.query_one(Line).value = "diant"
        await ask(pilot, "i")
        await press(pilot, "ctrl+l")
        assert isinstance(pilot.app.screen, IssuesScreen)
        assert len(shown(pilot)) == 3
        assert "/ dianti" in str(pilot.app.screen.query_one("#about", Static).content)
        await press(pilot, "escape")
        assert pilot.app.screen.where == IssueFilter()


async def test_pages_are_read_on_before_the_last_hit(setting: Setting) -> None:
    lift(setting, 60)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "slash")
        await ask(pilot, "电梯")
        assert len(found(pilot)) == 50
        await press(pilot, *["pagedown"] * 5)
        assert len(found(pilot)) == 60
        assert len(set(found(pilot))) == 60


async def test_people_and_bodies_are_at_home_in_the_register(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "slash")
        await ask(pilot, "Zhou is:person")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RegisterScreen)
        await until(pilot, lambda: stands_on(pilot) == "Zhou Geng")
        await press(pilot, "slash")
        await ask(pilot, '"body of property" is:organisation')
        await press(pilot, "enter")
        await until(pilot, lambda: stands_on(pilot) == "Body of property")


async def test_escape_leads_back_to_the_same_hit(setting: Setting) -> None:
    lift(setting, 60)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "5", "slash")
        await ask(pilot, "电梯 停运")
        await press(pilot, *["pagedown"] * 5)
        await until(pilot, lambda: len(found(pilot)) == 60)
        await press(pilot, "pagedown", "up", "up")
        hit = pilot.app.screen.query_one(HitList).hit
        assert hit is not None
        assert hit.title == "电梯停运 [/b] 2"
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, IssuesScreen) and rows(pilot).key == hit.id)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SearchScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(HitList).hit == hit)
        assert pilot.app.screen.query_one(Line).value == "电梯 停运"
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, TodayScreen), "only the first escape leads back"


async def test_a_station_that_is_gone_to_by_its_number_has_nothing_to_lead_back_to(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "5", "slash")
        await ask(pilot, "stalls is:issue")
        await press(pilot, "enter", "2", "3", "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_an_item_is_opened_in_its_meeting(setting: Setting) -> None:
    for title in ("Parking", "Noise at night"):
        typed = AgendaItemBase(title=title, presenter="Zhang Jia")
        item = setting.db.run(agendas.add_item, setting.meeting_id, typed)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "3", "slash")
        await ask(pilot, "noise is:item")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        on = pilot.app.screen.query_one(ItemRows)
        await until(pilot, lambda: on.item is not None)
        assert on.item is not None
        assert on.item.id == item.id
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, SearchScreen)
        await press(pilot, "escape")
        setting.db.run(agendas.freeze_agenda, setting.meeting_id, override_reason="A journey")
        setting.db.run(open_meeting, setting.meeting_id)
        await press(pilot, "slash")
        await ask(pilot, "noise is:item")
        await press(pilot, "enter")
        await until(pilot, lambda: item_on_table(pilot) == item.id)


def item_on_table(pilot: Pilot[Any]) -> UUID | None:
    """The item the meeting room shows, None where it does not yet."""
    room = pilot.app.screen
    return room.scene.item_id if isinstance(room, MeetingRoomScreen) and room.scene is not None else None


async def test_from_a_meeting_to_what_was_found(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "4", "a", "slash")
        assert isinstance(pilot.app.screen, SearchScreen)
        await ask(pilot, "stalls")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, IssuesScreen)
        assert shown(pilot)[rows(pilot).cursor].split("|")[2] == STALLS
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AgendaScreen), "and back into the meeting"
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_an_index_of_another_release_says_so_where_one_searches(setting: Setting) -> None:
    setting.db.run(lambda session: index.sign(session.connection(), index.RULES + 1))
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "slash")
        await until(pilot, lambda: "triparty search --rebuild" in hint(pilot))
        await ask(pilot, "stalls")
        assert found(pilot), "what is there is found nevertheless"
        assert "triparty search --rebuild" in hint(pilot)


def test_by_command(staffed: Shell) -> None:
    hits = staffed.done("search", "dianti", "is:open")
    assert [(hit["kind"], hit["title"]) for hit in hits] == [("issue", "3栋电梯困人后频繁停梯")]
    assert staffed.done("search", "电梯", "--kind", "visit") == []
    assert len(staffed.done("search", "is:issue", "--limit", "3")) == 3
    assert "3栋电梯困人后频繁停梯" in staffed("search", "电梯").out
    assert "Did you mean “open”?" in staffed.refused("search", "is:opne")
    assert "Say what to look for" in staffed.refused("search")
    assert "Say what to look for" in staffed.refused("search", '"')
    entries = staffed.done("search", "--rebuild")["entries"]
    assert entries > 50
    assert staffed.done("search", "dianti", "is:open") == hits
