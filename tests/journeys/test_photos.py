"""Photos by key: attached where they were seen, told by name, said anew, taken off; and the line they are named on."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from meetings_db.models import Action, Issue, Photo, PhotoPhase, Visit
from meetings_db.queries.photos import Pictured, photos_of
from tests.intake.pictures import halves, saved
from tests.journeys.desk import WIDE, a_desk, app_of, rows, toasts
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.intake.photo import ENDINGS
from triparty.screens import photos
from triparty.screens.path_line import complete, paths_in
from triparty.widgets.timeline import Life

on_both = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with two photos, one of which would be markup, and a letter."""
    folder = tmp_path / "from the phone"
    folder.mkdir()
    saved(folder / "lamp [b].jpg", halves((200, 100)))
    saved(folder / "gate.png", halves((100, 200)))
    (folder / "letter.txt").write_text("Dear office", encoding="utf-8")
    return folder


def seen_of(setting: Setting, kind: Pictured, pilot: Pilot[Any]) -> list[Photo]:
    """The photos of the row under the cursor."""
    key: Any = rows(pilot).key
    return setting.db.read(photos_of, kind, key)


def life(pilot: Pilot[Any]) -> str:
    """The life beside the list, as text."""
    return str(pilot.app.screen.query_one(Life).query_one("#parts", Static).render())


async def attach(pilot: Pilot[Any], line: object, shows: str) -> None:
    """Name files on the line and say what they show."""
    await write(pilot, str(line))
    await press(pilot, "enter", shows)


@on_both
@pytest.mark.parametrize(("station", "kind"), [("2", Visit), ("3", Issue), ("5", Action)])
async def test_one_key_attaches_photos_to_a_visit_an_issue_or_an_action(
    station: str, kind: Pictured, setting: Setting, pictures: Path
) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, station, "P")
        await attach(pilot, pictures, "b")
        kept = seen_of(setting, kind, pilot)
        assert [(photo.file_name, photo.phase) for photo in kept] == [
            ("gate.png", PhotoPhase.BEFORE),
            ("lamp [b].jpg", PhotoPhase.BEFORE),
        ]
        assert any(toast.startswith("2 photos are attached to") for toast in toasts(pilot))
        assert "Before the change  lamp [b].jpg  200×100" in life(pilot)


@on_both
async def test_a_photo_is_said_anew_written_as_a_file_and_taken_off(
    setting: Setting, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(photos, "viewer", lambda: "viewer")
    monkeypatch.setattr(photos, "_show", lambda _program, path: shown.append(path))
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "P")
        await attach(pilot, pictures, "n")
        await press(pilot, "P", "2", "e")
        await write(pilot, "The lamp / at dusk")
        await press(pilot, "tab", "right", "right", "ctrl+s")
        _gate, lamp = seen_of(setting, Issue, pilot)
        assert (lamp.caption, lamp.phase, lamp.file_name) == ("The lamp / at dusk", PhotoPhase.AFTER, "lamp [b].jpg")
        assert "After the change  The lamp / at dusk" in life(pilot)
        await press(pilot, "P", "2", "s")
        (path,) = shown
        assert path.parent == setting.settings.papers / "photos"
        assert path.name.endswith("After the change The lamp _ at dusk.jpg")
        assert path.read_bytes()[:2] == b"\xff\xd8"
        assert f"Written: {path}" in toasts(pilot)
        await press(pilot, "P", "1", "t")
        assert [photo.id for photo in seen_of(setting, Issue, pilot)] == [lamp.id]
        assert "gate.png" not in life(pilot)


@on_both
async def test_what_is_refused_is_told_by_name_and_stops_no_other(setting: Setting, pictures: Path) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "P")
        lines = " ".join(f"'{pictures / name}'" for name in ("letter.txt", "gate.png"))
        await attach(pilot, lines, "n")
        assert len(seen_of(setting, Issue, pilot)) == 1
        assert any("letter.txt is no picture" in toast for toast in toasts(pilot))
        await press(pilot, "P", "a")
        await attach(pilot, pictures / "gate.png", "n")
        assert any("gate.png is attached already" in toast for toast in toasts(pilot))
        await press(pilot, "P", "a", "enter")
        await press(pilot, "P", "a", "escape")
        assert len(seen_of(setting, Issue, pilot)) == 1


def test_paths_are_read_as_terminals_write_them(tmp_path: Path) -> None:
    plain, spaced, quoted = tmp_path / "a.jpg", tmp_path / "the gate.jpg", tmp_path / "it's.jpg"
    for path in (plain, spaced, quoted):
        path.touch()
    assert paths_in("  ") == []
    assert paths_in(f" {spaced} ") == [spaced]
    assert paths_in(str(quoted)) == [quoted]
    assert paths_in(f"'{spaced}' \"{plain}\"") == [spaced, plain]
    assert paths_in(f"{str(spaced).replace(' ', chr(92) + ' ')} {plain}") == [spaced, plain]
    assert paths_in(f"{spaced} {plain}") == [spaced, plain], "two names pasted on two lines, which became one"
    assert paths_in(f"{spaced.as_uri()} {plain.as_uri()}") == [spaced, plain]
    assert paths_in(f"'{tmp_path}/it'\\''s.jpg' {plain}") == [quoted, plain]
    assert paths_in(f"{quoted} {plain}") == [quoted, plain]
    assert paths_in("/nowhere/a.jpg ~/b.jpg") == [Path("/nowhere/a.jpg"), Path.home() / "b.jpg"]
    assert paths_in("a\0b") == [Path("a\0b")]


def test_the_line_says_how_many_pictures_it_names_and_what_is_missing(pictures: Path) -> None:
    chips = photos.photo_chips(f"'{pictures}' {pictures / 'gate.png'} /nowhere.jpg")
    assert [(chip.value, chip.tone) for chip in chips] == [("3", "green"), ("nowhere.jpg not found yet", "amber")]


def test_a_path_is_completed_to_pictures_alone(pictures: Path) -> None:
    assert complete(f"{pictures}/", ENDINGS) == f"{pictures}/gate.png"
    assert complete(f"{pictures}/le", ENDINGS) is None
    assert complete(f"{pictures}/le") == f"{pictures}/letter.txt"


def test_without_a_desktop_there_is_no_viewer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "xdg-open"
    program.touch(mode=0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert photos.viewer() == str(program)
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert photos.viewer() is None
