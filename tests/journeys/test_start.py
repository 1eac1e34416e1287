"""Starting: the first frame, a database that cannot be opened, and the very first start."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from meetings_db.engine import Database
from meetings_db.errors import Unreachable
from meetings_db.queries.directory import estates, the_community
from meetings_db.queries.today import Today, today
from meetings_db.queries.visits import issue_lines
from tests.journeys.desk import WIDE, a_desk, app_of, rows, shown, toasts, until
from tests.journeys.hands import press, settle, write
from tests.journeys.places import opened, settings_in
from triparty.app import TripartyApp
from triparty.screens.follow_up import FollowUpScreen
from triparty.screens.issues import IssuesScreen
from triparty.screens.last_known import FILE, LastKnown
from triparty.screens.today import TodayScreen
from triparty.widgets.form import Form
from triparty.widgets.frame import KeyLine, TopLine

pytestmark = pytest.mark.usefixtures("on_both")


async def test_today_is_there_at_once_and_then_live(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)
        live = shown(pilot)
        assert any("Lamp [/b] at the {gate}" in line and "overdue 3 d" in line for line in live)
        assert "overdue 1" in pilot.app.screen.query_one(TopLine).running_out.text
    assert (tmp_path / FILE).exists()

    gate = threading.Event()

    def slowly() -> Database:
        gate.wait()
        return setting.db

    async with TripartyApp(slowly, setting.settings).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, LastKnown) and pilot.app.screen.is_mounted)
        await pilot.press()  # no key: waits until every widget has handled what it was sent
        await until(pilot, lambda: shown(pilot) == live)
        offered = [says for _key, says, _can in pilot.app.screen.query_one(KeyLine).hints()]
        assert "Try again" not in offered
        assert "Safety copy" not in offered
        await pilot.press("enter")
        await until(pilot, lambda: toasts(pilot) == ["The database is being opened."])
        await pilot.press("3")
        early = events.Key("x", "x")
        gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, IssuesScreen))
        await settle(pilot)
        before = setting.db.read(issue_lines, setting.community_id)
        pilot.app.post_message(early)
        await settle(pilot)
        assert setting.db.read(issue_lines, setting.community_id) == before, "typed before there was a station"
        await press(pilot, "x")
        assert setting.db.read(issue_lines, setting.community_id) != before


async def test_enter_typed_while_today_is_read_acts_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting, gate = a_desk(tmp_path), threading.Event()

    def slowly(*asked: Any) -> Today:
        assert gate.wait(20)
        return today(*asked)

    monkeypatch.setitem(TodayScreen.load.__globals__, "today", slowly)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await pilot.press()  # no key: it has the focus then
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, TodayScreen)
        gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, FollowUpScreen))
        await settle(pilot)
        assert "Lamp" in shown(pilot)[rows(pilot).cursor]


async def test_what_was_remembered_is_never_trusted_blindly(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    for kept in ("", "[]", '{"language": "en", "crumbs": [], "who": "", "rows": [[["a", "red"]]]}', "\x00"):
        (tmp_path / FILE).write_text(kept, encoding="utf-8")
        async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
            await settle(pilot)
            assert isinstance(pilot.app.screen, TodayScreen)


async def test_a_database_that_does_not_open_is_told_and_tried_again(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    broken = [True]

    def open_database() -> Database:
        if broken[0]:
            raise Unreachable("/lost/[b]place", "no such folder")
        return setting.db

    async with TripartyApp(open_database, setting.settings).run_test(
        size=WIDE, notifications=True, tooltips=True
    ) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, LastKnown)
        assert "/lost/[b]place" in rows(pilot).teaching
        offered = [says for _key, says, _can in pilot.app.screen.query_one(KeyLine).hints()]
        assert "Try again" in offered
        assert "Safety copy" not in offered
        broken[0] = False
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_the_first_start_founds_the_community(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    db = opened(settings)
    async with TripartyApp(lambda: db, settings).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, Form)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Form), "a community needs a name"
        await write(pilot, "Morning Light [x]")
        await press(pilot, "enter", "enter", "enter", "enter")
        await write(pilot, "Chen")
        await press(pilot, "enter")
        await write(pilot, "Willow Bay，Old Mill")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, TodayScreen)
        assert "Chen" in pilot.app.screen.query_one(TopLine).who
    community = db.read(the_community)
    assert community is not None
    assert (community.name, community.office) == ("Morning Light [x]", "Morning Light [x]")
    assert [estate.name for estate in db.read(estates, community.id)] == ["Old Mill", "Willow Bay"]


async def test_each_row_of_today_opens_where_it_is_dealt_with(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert await press(pilot, "enter") == 1
        assert isinstance(pilot.app.screen, FollowUpScreen)
        assert "Lamp" in shown(pilot)[rows(pilot).cursor]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TodayScreen)
        await press(pilot, "escape")
        assert "ctrl+q" in toasts(pilot)[-1]


async def test_settings_that_cannot_be_kept_are_no_dead_end(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be", encoding="utf-8")
    settings = replace(settings_in(tmp_path), file=tmp_path / "config" / "settings.toml")
    db = opened(settings)
    async with TripartyApp(lambda: db, settings).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await write(pilot, "Morning Light")
        await press(pilot, "enter", "enter", "enter", "enter")
        await write(pilot, "Chen")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, TodayScreen)
        assert any("could not be kept" in each for each in toasts(pilot))
        assert "Chen" in pilot.app.screen.query_one(TopLine).who


async def test_a_database_that_goes_away_during_the_first_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path)
    db = opened(settings)

    def gone(*_args: object) -> None:
        raise Unreachable("/lost/[b]place", "no such folder")

    async with TripartyApp(lambda: db, settings).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await write(pilot, "Morning Light")
        with monkeypatch.context() as broken:
            broken.setitem(TripartyApp.on_mount.__globals__, "_desk", gone)  # its own module, however often imported
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: isinstance(pilot.app.screen, LastKnown))
            await settle(pilot)
        assert "/lost/[b]place" in rows(pilot).teaching
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_who_leaves_while_the_database_is_opened_leaves_nothing_open(tmp_path: Path) -> None:
    setting, asked, gate = a_desk(tmp_path), threading.Event(), threading.Event()

    def slowly() -> Database:
        asked.set()
        assert gate.wait(20)
        return setting.db

    async with TripartyApp(slowly, setting.settings).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await until(pilot, asked.is_set)
    gate.set()
    await asyncio.get_running_loop().shutdown_default_executor()  # the thread that opens ends
    assert "changes" not in {thread.name for thread in threading.enumerate()}
    assert "Connections in pool: 0" in setting.db._reading.pool.status()
