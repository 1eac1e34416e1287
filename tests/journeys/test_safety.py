"""Safety copies in the program: made behind what is shown, made when asked, and put back where a file is damaged."""

import re
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from meetings_db import backup
from meetings_db.backup import Why
from meetings_db.engine import Database
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, rows, shown, toasts, until
from tests.journeys.hands import press, settle
from triparty.app import TripartyApp
from triparty.screens.last_known import LastKnown
from triparty.screens.today import TodayScreen
from triparty.widgets.dialogs import Confirm, Menu


def file_of(folder: Path) -> Path:
    """The only database of a folder."""
    (file,) = folder.glob("*.db")
    return file


async def deed(pilot: Pilot[Any], title: str) -> None:
    """Do a deed of the palette by its name."""
    (command,) = (each for each in pilot.app.get_system_commands(pilot.app.screen) if each.title == title)
    command.callback()
    await settle(pilot)


def reopening(folder: Path, setting: Any) -> TripartyApp:
    """The program that opens the file itself, as at a start."""

    def open_database() -> Database:
        db = Database.in_file(file_of(folder))
        try:
            db.upgrade()
        except BaseException:
            db.close()
            raise
        return db

    setting.db.close()
    return TripartyApp(open_database, setting.settings)


async def test_the_copy_of_the_day_is_made_and_nobody_is_bothered(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    for _start in range(2):
        async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
            await settle(pilot)
            assert toasts(pilot) == []
    (copy,) = backup.copies(file_of(tmp_path))
    assert copy.why is Why.DAILY
    assert backup.examine(copy.path).revision


async def test_a_copy_is_made_when_asked_and_found_again(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await deed(pilot, "Make a safety copy")
        (asked,) = (each.path for each in backup.copies(file_of(tmp_path)) if each.why is Why.ASKED)
        assert str(asked) in toasts(pilot)[-1]
        await deed(pilot, "Where the safety copies are")
        assert isinstance(pilot.app.screen, Menu)
        await press(pilot, "enter")
        assert any(f"restore {each.path}" in toasts(pilot)[-1] for each in backup.copies(file_of(tmp_path)))


async def test_a_copy_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    (tmp_path / "backups").write_text("a file where the folder should be")
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)
        assert any("backups" in each for each in toasts(pilot))


async def test_a_damaged_file_is_told_at_the_start_with_the_way_back(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        live = shown(pilot)
    setting.db.close()
    file = file_of(tmp_path)
    copy = backup.make(file, Why.DAILY)
    for tail in ("-wal", "-shm"):
        Path(f"{file}{tail}").unlink(missing_ok=True)
    file.write_bytes(file.read_bytes()[:30_000])
    async with reopening(tmp_path, setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, LastKnown)
        assert "damaged" in rows(pilot).teaching
        assert f"restore {copy}" in rows(pilot).teaching
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LastKnown)
        await press(pilot, "s", "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await settle(pilot)
        assert len(shown(pilot)) == len(live)
        told = toasts(pilot)[-1]
        assert f"as it was on {backup.made_at(copy).astimezone():%Y-%m-%d %H:%M}, 0 minutes ago" in told
        assert "missing" in told
        assert re.search(r"kept as \S+-damaged\.db", told)
    assert len(list((tmp_path / "backups").glob("*damaged*.db"))) == 1


async def test_a_sound_database_is_not_replaced(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)

    def fail() -> Database:
        raise OSError(5, "no luck", "place")

    async with TripartyApp(fail, setting.settings).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        assert "not damaged" in toasts(pilot)[-1]
        assert isinstance(pilot.app.screen, LastKnown)


async def test_damage_that_no_first_look_meets_is_told_behind_it(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    file = file_of(tmp_path)
    with setting.db._writing.begin() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_journal_row_id'"
        ).scalar_one()
    setting.db.close()
    with file.open("rb+") as raw:
        raw.seek((page - 1) * 4096)
        raw.write(bytes(4096))
    async with reopening(tmp_path, setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)
        assert any("is damaged" in each for each in toasts(pilot))
