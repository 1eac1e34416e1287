"""The stations by keyboard: visits, issues, help and the palette."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlmodel import Session
from textual import events
from textual.command import CommandList

from meetings_db.errors import Unreachable
from meetings_db.models import IssueBase, IssueStatus, Route, VisitBase
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.visits import IssueFilter, IssueLine, issue_life, issue_lines, visit_life, visit_lines
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, estate_of, in_a_file, rows, shown, text_of, toasts, until
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import STALLS, Setting
from triparty import app
from triparty.screens.issues import IssuesScreen
from triparty.screens.station import Station
from triparty.screens.today import TodayScreen
from triparty.screens.visits import VisitsScreen
from triparty.services.agendas import edit_meeting
from triparty.services.issues import edit_issue, raise_issue
from triparty.services.visits import edit_visit, record_visit
from triparty.widgets import paged
from triparty.widgets.form import Form
from triparty.widgets.frame import Desk
from triparty.widgets.framework import Line
from triparty.widgets.help import Help
from triparty.widgets.hit_list import HitList
from triparty.widgets.prompt import PromptLine
from triparty.widgets.row_list import RowList

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


def issues(setting: Setting) -> dict[str, IssueLine]:
    """Every issue by its title."""
    found = setting.db.read(issue_lines, setting.community_id, IssueFilter(standing="all"))
    return {line.title: line for line in found}


async def test_a_visit_and_what_was_heard_there(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        keys = await press(pilot, "2", "n")
        keys += await press(pilot, "tab", "tab", "tab")
        await write(pilot, "Old Wang [x]")
        keys += await press(pilot, "ctrl+s")
        assert keys == 6
        visit = setting.db.read(visit_lines, setting.community_id)[0]
        assert visit.met == "Old Wang [x]"
        await press(pilot, "a")
        await write(pilot, "Lift of unit 2 stands still [/b]")
        await press(pilot, "ctrl+s")
        assert setting.db.read(visit_lines, setting.community_id)[0].issues == 1
        assert issues(setting)["Lift of unit 2 stands still [/b]"].estate == "Willow [/b] Bay"


@in_a_file
async def test_what_is_typed_while_a_station_is_loaded_is_meant_for_it(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, load = Event(), app._load

    def slowly(path: str) -> "type[Station]":
        assert loaded.wait(20)
        return load(path)

    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        monkeypatch.setattr(app, "_load", slowly)
        for key, character in (("2", "2"), ("n", "n"), *([("tab", "\t")] * 3), ("x", "x")):
            pilot.app.post_message(events.Key(key, character))
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, TodayScreen)
        loaded.set()
        await settle(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.values()["met"] == "x"


@in_a_file
async def test_a_wrong_date_is_told_at_its_field_and_nothing_is_lost(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "n", "tab", "ctrl+u")
        await write(pilot, "2026-13-41")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Form)
        assert "2026-13-41" in text_of(pilot, "#error-visited_at")
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 4, "asked before what was typed is thrown away"
        await press(pilot, "n", "escape", "y")
        assert isinstance(pilot.app.screen, VisitsScreen)


async def test_triage_one_key_each(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        await rows(pilot).move_to(issues(setting)["Roof leaks"].id)
        await settle(pilot)
        assert await press(pilot, "x") == 1
        assert issues(setting)["Roof leaks"].route is Route.SOLVE_NOW
        await press(pilot, "o")
        assert issues(setting)["Roof leaks"].route is Route.OWNERS
        await press(pilot, "z", "enter")
        assert "reporter" in text_of(pilot, "#chips"), "a refusal needs its reason"
        await write(pilot, "Not [b]ours")
        await press(pilot, "enter")
        assert issues(setting)["Roof leaks"].route is Route.REFUSED
        assert "Roof leaks" not in "".join(shown(pilot)), "what has ended leaves the list of the open"


@in_a_file
async def test_numbers_of_a_busy_year_and_great_ages_are_told_whole(setting: Setting) -> None:
    estate = estate_of(setting)

    def report(session: Session) -> None:
        for value, days in ((17_742, 1), (177_420, 999), (177_421, 1_000), (177_422, 5_000)):
            typed = IssueBase(title=f"Report {value}", reported_at=datetime.now(UTC) - timedelta(days=days))
            raise_issue(session, setting.community_id, estate, typed).number = f"2026-{value}"

    setting.db.run(report)
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        drawn = [rows(pilot).render_line(y).text for y in range(1, 7)]
        told = {
            number: next(line for line in drawn if f" {number} " in line) for number in ("2026-17742", "2026-177420")
        }
        assert " 1 d " in told["2026-17742"]
        assert " 999 d " in told["2026-177420"]
        assert " 2 y " in next(line for line in drawn if "2026-177421" in line)
        assert " 13 y " in next(line for line in drawn if "2026-177422" in line)


async def test_two_are_merged_and_the_first_selected_stays(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "M")
        assert "space" in toasts(pilot)[-1]
        first = rows(pilot).key
        await press(pilot, "space", "space", "M", "y")
        kept = next(line for line in issues(setting).values() if line.id == first)
        assert kept.reporters == 2
        assert len(shown(pilot)) == 1
        assert sum(line.status is IssueStatus.MERGED for line in issues(setting).values()) == 1


async def test_search_filter_and_the_way_back(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "slash")
        await write(pilot, "Stalls [/b]")
        hits = pilot.app.screen.query_one(HitList)
        await until(pilot, lambda: [hit.title for hit in hits.hits] == [STALLS])
        await press(pilot, "ctrl+l")
        assert len(shown(pilot)) == 1
        assert STALLS in shown(pilot)[0]
        assert "/ Stalls [/b]" in text_of(pilot, "#about")
        await press(pilot, "escape")
        assert len(shown(pilot)) == 2
        await press(pilot, "f", "e")
        assert shown(pilot) == []
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


@in_a_file
async def test_the_line_being_typed_is_never_the_last_row(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "z")
        line = pilot.app.screen.query_one(PromptLine).query_one("#line")
        assert line.region.y < NARROW[1] - 2
        await write(pilot, "灯")
        assert pilot.app.cursor_position.y == line.region.y
        assert pilot.app.cursor_position.x == line.region.x + 2


@in_a_file
async def test_on_a_narrow_screen_enter_turns_the_page(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        assert rows(pilot).display
        await press(pilot, "enter")
        assert not rows(pilot).region.area
        assert STALLS in text_of(pilot, "#heading") or "Roof leaks" in text_of(pilot, "#heading")
        await press(pilot, "escape")
        assert rows(pilot).region.area


async def test_a_stale_form_shows_theirs_and_can_be_saved(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        await rows(pilot).move_to(issues(setting)["Roof leaks"].id)
        await press(pilot, "e")
        issue = setting.db.read(issue_life, issues(setting)["Roof leaks"].id).issue
        typed = issue.model_copy(update={"place": "Tower 3 [b]"})
        setting.db.run(edit_issue, issue.id, issue.version, typed, issue.estate_id)
        await write(pilot, " again")
        await press(pilot, "ctrl+s")
        assert "theirs: Roof leaks" in text_of(pilot, "#error-title")
        assert "taken over" in text_of(pilot, "#error-place")
        await press(pilot, "ctrl+s")
        saved = setting.db.read(issue_life, issues(setting)["Roof leaks again"].id).issue
        assert saved.place == "Tower 3 [b]", "what only they changed stays"
        await press(pilot, "2", "e")
        visit = setting.db.read(visit_lines, setting.community_id)[0]
        seen = setting.db.read(visit_life, visit.id).visit
        setting.db.run(edit_visit, seen.id, seen.version, seen.model_copy(update={"met": "Nobody"}))
        await press(pilot, "ctrl+s")
        assert "taken over" in text_of(pilot, "#error-met")
        await press(pilot, "ctrl+s", "4", "e")
        meeting = setting.db.read(meeting_room, setting.meeting_id).meeting
        setting.db.run(edit_meeting, meeting.id, meeting.version, meeting.model_copy(update={"place": "Room 9"}))
        await press(pilot, "ctrl+s")
        assert "taken over" in text_of(pilot, "#error-place")
        await press(pilot, "ctrl+s")
        assert setting.db.read(meeting_room, setting.meeting_id).meeting.place == "Room 9"


@in_a_file
async def test_every_station_says_all_its_keys(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        for key in "1234567":
            await press(pilot, key, "question_mark")
            panel = pilot.app.screen
            assert isinstance(panel, Help)
            assert len(panel.groups) >= 2
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 2


@in_a_file
async def test_everything_is_found_by_its_name(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "ctrl+p")
        await write(pilot, "New visit")
        commands = pilot.app.screen.query_one(CommandList)
        await until(pilot, lambda: named(commands).startswith("New visit"))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Form)


def named(commands: CommandList) -> str:
    """What the palette would do."""
    option = commands.highlighted_option
    return "" if option is None else str(option.prompt)


async def test_a_long_list_is_read_on_as_the_cursor_comes_near_its_end(setting: Setting) -> None:
    estate = estate_of(setting)

    def report(session: Session) -> None:
        for number in range(450):
            typed = IssueBase(title=f"Report {number}", reported_at=datetime.now(UTC) - timedelta(hours=number))
            raise_issue(session, setting.community_id, estate, typed)

    setting.db.run(report)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        assert len(shown(pilot)) == 200
        assert "452 issues" in text_of(pilot, "#about")
        await press(pilot, "end", "end", "end")
        assert len(shown(pilot)) == 452
        assert len({row.key for row in rows(pilot).rows}) == 452
        here = rows(pilot).key
        await press(pilot, "f5")
        assert (rows(pilot).key, len(shown(pilot))) == (here, 452)


async def test_a_database_that_goes_away_ends_the_deed_and_not_the_program(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "3", "4", "5", "7", "3")

        def gone(*_args: object, **_more: object) -> None:
            raise Unreachable("/lost/[b]place", "no such folder")

        monkeypatch.setattr(setting.db, "read", gone)
        monkeypatch.setattr(setting.db, "run", gone)
        for keys in (
            ("n",),
            ("e",),
            ("f",),
            ("x",),
            ("2", "n"),
            ("e",),
            ("a",),
            ("4", "n"),
            ("e",),
            ("p",),
            ("5", "w"),
        ):
            before = len(toasts(pilot))
            await press(pilot, *keys)
            assert len(toasts(pilot)) > before, keys
            assert "/lost/[b]place" in toasts(pilot)[-1], keys
        assert pilot.app.is_running


@in_a_file
async def test_an_empty_list_is_not_called_empty_before_it_was_read(setting: Setting) -> None:
    screen = TodayScreen(setting.db, Desk(setting.community_id, "", "", setting.settings))
    board = next(each for each in screen.compose_body() if isinstance(each, RowList))
    assert "Nothing" not in board.teaching
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "6")
        assert "papers you have written" in rows(pilot).teaching


async def test_what_is_typed_quickly_after_a_key_is_the_answer_and_no_key(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        for key in "zxo7":
            pilot.app.post_message(events.Key(key, key))
        await settle(pilot)
        assert isinstance(pilot.app.screen, IssuesScreen)
        assert pilot.app.screen.prompt.query_one(Line).value == "xo7"
        assert {line.route for line in issues(setting).values()} == {Route.JOINT_MEETING, Route.OWNERS}


async def test_older_visits_are_read_on_and_never_left_out_silently(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged, "PAGE", 5)
    estate, now = estate_of(setting), datetime.now(UTC)

    def go_round(session: Session) -> None:
        for day in range(11):
            record_visit(session, setting.community_id, estate, VisitBase(visited_at=now - timedelta(days=9 + day)))

    setting.db.run(go_round)
    newest = [line.id for line in setting.db.read(visit_lines, setting.community_id)]
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2")
        assert text_of(pilot, "#about") == "12 visits"
        assert rows(pilot).key == newest[0]
        await press(pilot, "end")
        assert rows(pilot).key == newest[-1]
        assert len(shown(pilot)) == 12
        await press(pilot, "s")
        assert rows(pilot).key == newest[-1], "the oldest is the first now"
        assert rows(pilot).cursor == 0
