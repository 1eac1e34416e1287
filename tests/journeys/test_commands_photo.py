"""Photos by command."""

from pathlib import Path

import sqlalchemy as sa

from meetings_db.models import PhotoData
from tests.intake.pictures import halves, saved
from tests.journeys.commands import Shell
from triparty.commands.opening import open_database
from triparty.settings import load


def test_photos_are_attached_listed_said_anew_written_out_and_taken_off(staffed: Shell, tmp_path: Path) -> None:
    lamp, gate = saved(tmp_path / "lamp.png", halves()), saved(tmp_path / "gate.jpg", halves((60, 120)))
    done = staffed.done("photo", "add", "issue", "1", lamp, gate, "--caption", "东门/路灯", "--phase", "before")
    assert [(photo["file_name"], photo["phase"], photo["width"]) for photo in done] == [
        ("lamp.png", "before", 120),
        ("gate.jpg", "before", 60),
    ]
    assert staffed.done("photo", "list", "issue", "1") == done == staffed.done("issue", "show", "1")["photos"]
    sign = done[0]["sha256"][:8]
    changed = staffed.done("photo", "edit", "issue", "1", sign, "--phase", "after")
    assert (changed["phase"], changed["caption"], changed["version"]) == ("after", "东门/路灯", 2)
    assert f"{sign}  After the change   东门/路灯" in staffed("photo", "list", "issue", "1").out
    folder = tmp_path / "out" / "photos"
    written = staffed.done("photo", "export", "issue", "1", "-o", folder)
    number = staffed.done("issue", "show", "1")["number"]
    names = [f"{number} After the change 东门_路灯.jpg", f"{number} Before the change 东门_路灯.jpg"]
    assert [Path(each["file"]).name for each in written] == names
    (folder / names[0]).write_bytes(b"mine")
    again = staffed.done("photo", "export", "issue", "1", "-o", folder)
    assert [Path(each["file"]).name for each in again] == [names[0].replace(".jpg", " (2).jpg"), names[1]]
    assert (folder / names[0]).read_bytes() == b"mine"
    assert len(staffed.done("photo", "export", "issue", "1", "gate.jpg", "-o", folder)) == 1
    staffed.done("photo", "remove", "issue", "1", "gate.jpg")
    assert [photo["file_name"] for photo in staffed.done("photo", "list", "issue", "1")] == ["lamp.png"]


def test_one_file_that_is_refused_stops_no_other(staffed: Shell, tmp_path: Path) -> None:
    lamp = saved(tmp_path / "lamp.png", halves())
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear office", encoding="utf-8")
    said = staffed("photo", "add", "visit", "1", letter, lamp, lamp, "--json")
    assert said.code == 1
    assert [photo.get("file_name") or photo["file"] for photo in said.json] == [str(letter), "lamp.png", str(lamp)]
    assert "letter.jpg is no picture" in said.err
    assert "lamp.png is attached already, as lamp.png" in said.err
    assert staffed("photo", "add", "visit", "2", lamp).out.startswith("Photo lamp.png is attached to V")
    assert [photo["file_name"] for photo in staffed.done("visit", "show", "2")["photos"]] == ["lamp.png"]
    staffed.done("action", "add", "@赵丁四 修好东门路灯")
    staffed.done("photo", "add", "action", "1", lamp)
    assert [photo["file_name"] for photo in staffed.done("action", "show", "1")["photos"]] == ["lamp.png"]


def test_what_is_not_there_is_refused_with_what_there_is(staffed: Shell, tmp_path: Path) -> None:
    lamp = saved(tmp_path / "lamp.png", halves())
    staffed.done("photo", "add", "issue", "1", lamp)
    assert "There is no photo door.jpg. There are:" in staffed.refused("photo", "remove", "issue", "1", "door.jpg")
    assert "There is no issue 999" in staffed.refused("photo", "list", "issue", "999")
    (tmp_path / "nothing").mkdir()
    assert "no picture in the folder" in staffed.refused("photo", "add", "issue", "1", tmp_path / "nothing")
    assert "No photo yet" in staffed("photo", "list", "visit", "1").out
    staffed.refused("photo", "list", "meeting", "1", code=2)


def test_a_photo_is_meant_by_its_place_its_whole_name_or_four_characters_of_its_sign(
    staffed: Shell, tmp_path: Path
) -> None:
    pictures = [saved(tmp_path / f"{name}.png", halves((60 + 2 * n, 120))) for n, name in enumerate(("1a", "b", "c"))]
    added = staffed.done("photo", "add", "issue", "1", *pictures)
    signs = [photo["sha256"] for photo in added]
    listed = staffed("photo", "list", "issue", "1").out.splitlines()
    assert [line.split()[:2] for line in listed[-3:]] == [[str(n), sign[:8]] for n, sign in enumerate(signs, 1)]
    meant = ("1", "2", "3", "1A.PNG", "b.png", signs[2][:4], signs[0].upper())
    for called, sign in zip(meant, (*signs, *signs, signs[0]), strict=True):
        assert staffed.done("photo", "edit", "issue", "1", called, "--caption", called)["sha256"] == sign
    for called in ("1a", "b", "4", "0", "", *(sign[:3] for sign in signs)):
        said = staffed.refused("photo", "remove", "issue", "1", called)
        assert f"1 {signs[0][:8]} 1a.png; 2 {signs[1][:8]} b.png; 3 {signs[2][:8]} c.png" in said
    (tmp_path / "again").mkdir()
    staffed.done("photo", "add", "issue", "1", saved(tmp_path / "again" / "b.png", halves((90, 90))))
    twice = staffed.refused("photo", "remove", "issue", "1", "b.png")
    assert f"b.png may mean: 2 {signs[1][:8]} b.png; 4 " in twice
    assert len(staffed.done("photo", "list", "issue", "1")) == 4


def test_a_picture_that_was_changed_from_outside_is_not_written_out(staffed: Shell, tmp_path: Path) -> None:
    staffed.done("photo", "add", "issue", "1", saved(tmp_path / "lamp.png", halves()))
    db = open_database(load())
    with db._writing.begin() as connection:
        connection.execute(sa.update(PhotoData).values(jpeg=b"\xff\xd8"))
    db.close()
    folder = tmp_path / "out"
    assert "changed from outside" in staffed.refused("photo", "export", "issue", "1", "-o", folder)
    assert list(folder.iterdir()) == []
