"""Notes taken in a meeting: kept while they are typed, by two desks at once, and through the end of the program."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from meetings_db.engine import Database
from meetings_db.errors import NoRoom
from meetings_db.models import ItemStatus
from tests.journeys.desk import in_a_file, until
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_desk import WIDE, app_of, everybody_there, kept, room_screen
from tests.journeys.meeting_setup import Setting, ready
from triparty.screens.meeting_room import notes as notes_panel
from triparty.screens.meeting_room.notes import Notes
from triparty.services import meetings
from triparty.widgets.prompt import PromptLine

pytestmark = pytest.mark.usefixtures("on_both")
"""For what only a file has: its lock, and a disk to copy it from."""


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """Three items on a frozen agenda, nobody there yet."""
    return ready(tmp_path)


async def test_coming_back_finds_everything_as_it_was_left(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "right_square_bracket", "n")
        await write(pilot, "half a wo")
        # the program ends here, in the middle of a word
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        scene = room_screen(pilot).scene
        assert scene is not None
        assert scene.item is not None
        assert scene.item.position == 2
        assert pilot.app.screen.query_one(Notes).text == "half a wo"
        assert "Residents✓" in room_screen(pilot).running_out.text


@in_a_file
async def test_a_program_that_was_killed_comes_back_to_the_same_item(setting: Setting, tmp_path: Path) -> None:
    after = tmp_path / "after"
    after.mkdir()
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "u", "t")
        await write(pilot, "@Zhao mend the lamp")
        await press(pilot, "enter", "right_square_bracket", "n")
        await write(pilot, "half a wo")
        await press(pilot, "ctrl+s")
        for file in tmp_path.glob("triparty.db*"):  # the disk as a program leaves it that is killed here
            if not file.name.endswith("-shm"):
                shutil.copy(file, after)
    again = replace(setting, db=Database.in_file(after / "triparty.db"))
    async with app_of(again).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        scene = room_screen(pilot).scene
        assert scene is not None
        assert scene.running
        assert scene.item == kept(again).items[1]
        assert scene.item.status is ItemStatus.OPEN
        assert pilot.app.screen.query_one(Notes).text == "half a wo"
        first = kept(again).items[0]
        assert (first.status, len(kept(again).ballots[first.id])) == (ItemStatus.AGREED, 1)
        assert [action.what for action in kept(again).actions[first.id]] == ["mend the lamp"]
        assert "Residents✓" in room_screen(pilot).running_out.text


async def test_notes_are_kept_though_the_typing_never_pauses(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes_panel, "QUIET", 3600.0)
    monkeypatch.setattr(notes_panel, "LONGEST", 0.0)
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        await write(pilot, "on and on")
        await until(pilot, lambda: kept(setting).items[0].notes == "on and on")


@in_a_file
async def test_notes_refused_by_a_lock_are_tried_again_until_they_are_kept(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def border() -> str:
        return str(notes.border_subtitle)

    monkeypatch.setattr("meetings_db.engine._PRAGMAS", ("busy_timeout=1", "journal_mode=WAL", "foreign_keys=ON"))
    monkeypatch.setattr(notes_panel, "AGAIN", 0.01)
    hasty = replace(setting, db=Database.in_file(tmp_path / "triparty.db"))
    async with app_of(hasty).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        notes = pilot.app.screen.query_one(Notes)
        with closing(sqlite3.connect(tmp_path / "triparty.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await write(pilot, "what was said")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "not kept, trying again" in border())
            notes.insert(" and more")
            await until(pilot, lambda: "not kept, trying again" in border())
            other.execute("ROLLBACK")
        await until(pilot, lambda: kept(hasty).items[0].notes == "what was said and more")
        await until(pilot, lambda: "kept" in border() and "not kept" not in border())
        assert len([each for each in pilot.app._notifications if each.severity == "error"]) == 1


async def test_own_saves_never_conflict(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        notes = pilot.app.screen.query_one(Notes)
        for word in ("one ", "two ", "three "):
            notes.insert(word)
            await pilot.press("ctrl+s")  # no waiting between the saves
        await pilot.press("escape", "v", "u", "n")
        notes.insert("four")
        await pilot.press("escape", "right_square_bracket")
        await settle(pilot)
        first = kept(setting).items[0]
        assert (first.notes, first.status) == ("one two three four", ItemStatus.AGREED)
        assert not [each for each in pilot.app._notifications if each.severity == "error"]


async def test_notes_of_two_desks_are_both_kept(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        first = kept(setting).items[0]
        setting.db.run(meetings.write_notes, first.id, first.version, "theirs")
        await press(pilot, "n")
        await write(pilot, "mine")
        await press(pilot, "escape")
        assert kept(setting).items[0].notes == "theirs\n\nmine"
        assert pilot.app.screen.query_one(Notes).text == "theirs\n\nmine"


async def test_notes_of_two_desks_are_both_kept_when_the_program_ends(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        await write(pilot, "mine")
        first = kept(setting).items[0]
        setting.db.run(meetings.write_notes, first.id, first.version, "theirs")
        # the program ends here, before the pause that keeps
    assert kept(setting).items[0].notes == "theirs\n\nmine"


async def test_notes_read_while_others_are_typed_are_not_written_over(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        await write(pilot, "mine")
        first = kept(setting).items[0]
        setting.db.run(meetings.write_notes, first.id, first.version, "theirs")
        await room_screen(pilot).load()  # as after any deed: the screen knows theirs, the notes hold mine
        await press(pilot, "escape")
        assert kept(setting).items[0].notes == "theirs\n\nmine"
        assert pilot.app.screen.query_one(Notes).text == "theirs\n\nmine"


async def test_what_is_typed_while_notes_are_kept_stays(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        await write(pilot, "mine")
        notes = pilot.app.screen.query_one(Notes)
        draft = notes.draft
        assert draft is not None
        first = kept(setting).items[0]
        setting.db.run(meetings.write_notes, first.id, first.version, "theirs\n\nmine")
        notes.insert(" and more")
        notes.kept(draft, "theirs\n\nmine")
        assert notes.text == "theirs\n\nmine and more"
        await press(pilot, "escape")
        assert kept(setting).items[0].notes == "theirs\n\nmine and more"


async def test_notes_that_cannot_be_kept_at_the_end_are_left_on_the_terminal(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_args: object) -> None:
        raise NoRoom("triparty.db", "disk full")

    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "n")
        await write(pilot, "half a [/b] word")
        monkeypatch.setattr(setting.db, "run", full)
    said = capsys.readouterr().err
    assert "no room left" in said
    assert "half a [/b] word" in said


async def test_who_has_the_floor_begins_the_note(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        assert await press(pilot, "s", "l", "y") == 3
        await write(pilot, "asks why")
        await press(pilot, "escape")
        notes = kept(setting).items[0].notes
        assert notes.endswith("Li Yi [/b] (Community): asks why")


async def test_a_refused_line_stays_to_be_mended(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "t")
        await write(pilot, "@Zhao")
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(PromptLine).is_open
        await write(pilot, " mend the gate")
        await press(pilot, "enter")
        assert [action.what for action in kept(setting).actions[kept(setting).items[0].id]] == ["mend the gate"]
