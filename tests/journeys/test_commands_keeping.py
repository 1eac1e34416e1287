"""copy, backup, restore and doctor as commands, on both databases."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from meetings_db import backup
from tests.journeys.commands import Shell
from tests.postgres import a_database
from triparty import i18n


def on_server() -> bool:
    """Whether this desk's records are on a server."""
    return "TRIPARTY_DATABASE" in os.environ


def test_everything_is_copied_to_a_file_and_found_there(staffed: Shell, tmp_path: Path) -> None:
    source = os.environ.get("TRIPARTY_DATABASE", str(tmp_path / "data" / "triparty.db"))
    before = staffed.done("issue", "list")
    told = staffed.done("copy", "--from", source, "--to", tmp_path / "copy" / "triparty.db")
    assert told["rows"]["issue"] == len(before)
    assert told["kept"] == 0
    os.environ.pop("TRIPARTY_DATABASE", None)
    assert staffed.done("--data", tmp_path / "copy", "issue", "list") == before
    assert staffed.done("--data", tmp_path / "copy", "verify")["whole"]
    assert staffed.done("--data", tmp_path / "copy", "search", before[0]["title"])
    assert "holds records already" in staffed.refused(
        "copy", "--from", source, "--to", tmp_path / "copy" / "triparty.db"
    )


def test_a_file_is_copied_to_a_server(staffed: Shell, postgres: str, tmp_path: Path) -> None:
    if on_server():
        pytest.skip("from a file")
    before = staffed.done("issue", "list")
    with a_database(postgres) as url:
        target = url.render_as_string(hide_password=False)
        said = staffed("copy", "--from", f"sqlite:///{tmp_path}/data/triparty.db", "--to", target)
        assert said.code == 0, said
        assert "history is whole" in said.out
        tenths = [int(each) for each in re.findall(r"Copying\b.*: (\d+) % \(", said.err)]
        assert tenths.count(100) == 2, "the rows, and what can be found"
        assert len(tenths) <= 22
        assert len(set(tenths)) > 3
        os.environ["TRIPARTY_DATABASE"] = target
        assert staffed.done("issue", "list") == before
        assert staffed.done("doctor")["well"] is True
        os.environ.pop("TRIPARTY_DATABASE")


def test_copies_that_make_no_sense_are_refused(shell: Shell, tmp_path: Path) -> None:
    here = tmp_path / "one.db"
    assert "no file" in shell.refused("copy", "--from", here, "--to", tmp_path / "two.db")
    shutil.copy(Path(__file__), here)
    assert "one.db" in shell.refused("copy", "--from", here, "--to", tmp_path / "two.db")
    assert "itself" in shell.refused("copy", "--from", here, "--to", here)
    assert "mysql" in shell.refused("copy", "--from", here, "--to", "mysql://desk@server/records")
    assert not (tmp_path / "two.db").exists()


def test_a_safety_copy_is_made_listed_and_put_back(staffed: Shell, tmp_path: Path) -> None:
    assert "no safety copy" in staffed("backup", "--list").out
    before = staffed.done("estate", "list")
    made = Path(staffed.done("backup")["file"])
    assert made.parent == tmp_path / "data" / "backups"
    (listed,) = staffed.done("backup", "--list")
    assert (listed["path"], listed["why"]) == (str(made), "asked")
    assert str(made) in staffed("backup", "--list").out
    staffed.done("estate", "add", "新苑")
    if on_server():
        assert "triparty copy --from" in staffed.refused("restore", made)
        return
    told = staffed.done("restore", made)
    assert staffed.done("estate", "list") == before
    assert len(staffed.done("backup", "--list")) == 2
    staffed.done("restore", told["kept"])
    assert len(staffed.done("estate", "list")) == len(before) + 1


def test_a_safety_copy_goes_where_one_says_but_over_nothing(staffed: Shell, tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "copy.db"
    staffed.done("backup", stick)
    assert backup.examine(stick).revision
    assert "there already" in staffed.refused("backup", stick)
    (tmp_path / "letter").write_text("no folder")
    assert "letter" in staffed.refused("backup", tmp_path / "letter" / "copy.db")


def test_a_damaged_file_says_the_command_that_puts_it_right(staffed: Shell, tmp_path: Path) -> None:
    if on_server():
        pytest.skip("a file")
    before = staffed.done("issue", "list")
    staffed.done("backup")
    file = tmp_path / "data" / "triparty.db"
    file.write_bytes(file.read_bytes()[:50_000])
    told = staffed.refused("issue", "list")
    assert "damaged" in told
    found = staffed("doctor", "--json")
    assert found.code == 1
    assert any("restore" in each["remedy"] for each in found.json["findings"] if not each["well"])
    assert "✗" in staffed("doctor").out
    command = told.partition("triparty --data ")[2].split()
    assert staffed("--data", *command).code == 0, told
    assert staffed.done("issue", "list") == before
    assert staffed.done("doctor")["well"] is True


def test_a_file_that_is_gone_is_not_silently_begun_anew(staffed: Shell, tmp_path: Path) -> None:
    if on_server():
        pytest.skip("a file")
    staffed.done("backup")
    (tmp_path / "data" / "triparty.db").unlink()
    assert "restore" in staffed.refused("issue", "list")
    assert not (tmp_path / "data" / "triparty.db").exists()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_doctor_says_what_is_where(staffed: Shell, language: str, tmp_path: Path) -> None:
    said = staffed("--lang", language, "doctor")
    i18n.use("en")
    assert said.code == 0, said
    assert str(tmp_path) in said.out
    assert ("Everything is well." if language == "en" else "一切正常。") in said.out
    found = {each["id"]: each for each in staffed.done("doctor")["findings"]}
    assert {"program", "place", "schema", "rows", "integrity", "journal", "copies", "room", "terminal"} <= found.keys()
    assert "issue" in found["rows"]["says"]


def test_the_doctor_finds_a_forged_history_and_a_damaged_copy(staffed: Shell, tmp_path: Path) -> None:
    if on_server():
        pytest.skip("a file")
    made = Path(staffed.done("backup")["file"])
    made.write_bytes(made.read_bytes()[:20_000])
    with sqlite3.connect(tmp_path / "data" / "triparty.db") as raw:
        raw.execute("UPDATE journal SET actor = 'nobody' WHERE seq = 3")
    raw.close()
    found = {each["id"]: each for each in staffed("doctor", "--json").json["findings"]}
    assert (found["journal"]["well"], found["copies"]["well"]) == (False, False)
    assert "3" in found["journal"]["says"]
    assert str(made) in found["copies"]["remedy"]


def test_the_doctor_looks_at_a_first_start_and_makes_nothing(shell: Shell, tmp_path: Path) -> None:
    assert shell.done("doctor")["well"] is True
    assert shell("backup").code == 0, "an empty database may be kept too"


def test_a_full_disk_is_said_by_a_command(shell: Shell, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], capture_output=True).returncode:
        pytest.skip("only who may mount can make a small disk")
    try:
        shell.done("--data", disk, "community", "found", "晨光社区")
        before = shell("--data", disk, "estate", "list").out
        free = shutil.disk_usage(disk).free
        (disk / "photos").write_bytes(bytes(free))
        told = shell.refused("--data", disk, "estate", "add", "东")
        assert "no room left" in told
        (disk / "photos").unlink()
        assert shell("--data", disk, "estate", "list").out == before
        shell.done("--data", disk, "estate", "add", "东")
        assert shell.done("--data", disk, "verify")["whole"]
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
