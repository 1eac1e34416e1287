"""Safety copies: whole, of one moment, made beside people at work, and put back without losing what they replace."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from meetings_db import backup, journal
from meetings_db.backup import Why
from meetings_db.engine import Database
from meetings_db.errors import Damaged, Locked, NewerSchema, Unfinished
from meetings_db.models import CommunityBase, Estate, EstateBase
from tests.data.earlier import fill
from triparty.rules import RuleError
from triparty.services import safety
from triparty.services.directory import add_estate, found_community


@pytest.fixture
def file(blank_file: Path, tmp_path: Path) -> Path:
    """A database file with one estate, 东."""
    path = tmp_path / "triparty.db"
    path.write_bytes(blank_file.read_bytes())
    db = Database.in_file(path)
    community = db.run(found_community, CommunityBase(name="晨光社区"))
    db.run(add_estate, community.id, EstateBase(name="东"))
    db.close()
    return path


def add(file: Path | Database, name: str) -> None:
    """Enter an estate."""
    db = file if isinstance(file, Database) else Database.in_file(file)
    community = db.read(lambda session: session.exec(select(Estate.community_id)).first())
    assert community is not None
    db.run(add_estate, community, EstateBase(name=name))
    if db is not file:
        db.close()


def estates(file: Path) -> list[str]:
    """The estates a file holds."""
    db = Database.in_file(file)
    try:
        assert db.read(journal.verify).whole
        return sorted(db.read(lambda session: session.exec(select(Estate.name)).all()))
    finally:
        db.close()


def leftovers(folder: Path) -> list[str]:
    """What was not cleared away."""
    return [path.name for path in folder.rglob("*") if path.name.endswith((".part", "-journal"))]


def test_a_copy_is_whole_and_one_file(file: Path) -> None:
    path = backup.make(file, Why.ASKED)
    assert path.parent == file.parent / "backups"
    assert backup.examine(path).revision
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert estates(path) == ["东"]


def test_a_copy_is_of_one_moment_and_stops_nobody(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PAGES", 5)
    db = Database.in_file(file)
    steps = []
    real = sqlite3.connect

    class Slow(sqlite3.Connection):
        """A connection that lets somebody save between any two steps of a backup."""

        def backup(self, target: sqlite3.Connection, *, pages: int = -1, **_others: object) -> None:
            def between(_status: int, _left: int, _total: int) -> None:
                steps.append(pages)
                add(db, f"南{len(steps)}")

            super().backup(target, pages=pages, progress=between)

    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: real(*args, **named, factory=Slow))
    path = backup.make(file, Why.ASKED)
    monkeypatch.undo()
    db.close()
    assert len(steps) > 5
    assert estates(path) == ["东"]
    assert len(estates(file)) == 1 + len(steps)


def test_what_is_in_the_log_alone_is_in_the_copy(file: Path) -> None:
    db = Database.in_file(file)
    add(db, "西")
    assert Path(f"{file}-wal").stat().st_size
    assert estates(backup.make(file, Why.ASKED)) == ["东", "西"]
    db.close()


def test_a_damaged_file_makes_no_copy(file: Path) -> None:
    zeroed(file)
    with pytest.raises(Damaged, match=r"triparty\.db"):
        backup.make(file, Why.ASKED)
    assert backup.copies(file) == []
    assert leftovers(file.parent) == []


def zeroed(file: Path) -> None:
    """Lose three pages in the middle."""
    content = bytearray(file.read_bytes())
    content[8 * 4096 : 11 * 4096] = bytes(3 * 4096)
    file.write_bytes(content)


def test_copies_are_listed_the_newest_first_and_strangers_left_out(file: Path) -> None:
    at = datetime(2026, 3, 20, 6, tzinfo=UTC)
    old, new = backup.make(file, Why.DAILY, at), backup.make(file, Why.ASKED, at + timedelta(days=1))
    again = backup.make(file, Why.ASKED, at + timedelta(days=1))
    for name in ("notes.txt", "other-20260320T060000Z-daily.db", "triparty-20260320T060000Z-dream.db"):
        (old.parent / name).write_text("mine")
    there = backup.copies(file)
    assert [each.path for each in there] == [again, new, old]
    assert [each.why for each in there] == [Why.ASKED, Why.ASKED, Why.DAILY]
    assert there[2].made_at == at
    assert there[2].size == old.stat().st_size


def test_a_copy_is_made_once_a_day_when_something_is_new(file: Path) -> None:
    db = Database.in_file(file)
    today = datetime.now(UTC)
    first = safety.keep_daily(db, today)
    assert first is not None
    add(db, "西")
    assert safety.keep_daily(db, today) is None
    tomorrow = today + timedelta(days=1)
    second = safety.keep_daily(db, tomorrow)
    assert second is not None
    assert estates(second) == ["东", "西"]
    assert safety.keep_daily(db, tomorrow + timedelta(days=1)) is None, "nothing is new"
    db.close()


def test_an_empty_database_is_not_copied(blank_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.write_bytes(blank_file.read_bytes())
    db = Database.in_file(path)
    assert safety.keep_daily(db) is None
    assert backup.copies(path) == []
    db.close()


def test_damage_is_found_with_and_without_something_new(file: Path) -> None:
    db = Database.in_file(file)
    good = safety.keep_daily(db)
    db.close()
    zeroed(file)
    db = Database.in_file(file)
    with pytest.raises(Damaged) as told:
        safety.keep_daily(db, datetime.now(UTC) + timedelta(days=1))
    assert told.value.copy == str(good)
    db.close()


def test_old_copies_are_thinned_out_when_a_new_one_is_made(file: Path) -> None:
    db = Database.in_file(file)
    long_ago = backup.make(file, Why.DAILY, datetime.now(UTC) - timedelta(days=800))
    stranger = long_ago.with_name("my own copy.db")
    stranger.write_bytes(b"mine")
    add(db, "西")
    assert safety.keep_daily(db) is not None
    assert not long_ago.exists()
    assert stranger.exists()
    db.close()


def test_a_copy_is_put_back_and_what_it_replaces_is_kept(file: Path) -> None:
    copy = backup.make(file, Why.ASKED)
    add(file, "西")
    kept = safety.restore(copy, file).kept
    assert estates(file) == ["东"]
    assert kept is not None
    assert estates(kept) == ["东", "西"]
    assert safety.restore(kept, file).kept is not None
    assert estates(file) == ["东", "西"]
    assert leftovers(file.parent) == []


def test_the_log_of_the_replaced_file_is_not_played_into_the_new_one(file: Path) -> None:
    copy = backup.make(file, Why.ASKED)
    program = (
        "import os, sys; from pathlib import Path; from tests.data.test_backup import *\n"
        "db = Database.in_file(Path(sys.argv[1])); add(db, '西'); os._exit(9)  # killed: the log stays\n"
    )
    subprocess.run([sys.executable, "-c", program, file], check=False, cwd=Path(__file__).parents[2])
    assert Path(f"{file}-wal").stat().st_size
    kept = safety.restore(copy, file).kept
    assert estates(file) == ["东"]
    assert kept is not None
    assert estates(kept) == ["东", "西"]


def test_a_copy_is_put_where_there_is_nothing(file: Path, tmp_path: Path) -> None:
    assert safety.restore(backup.make(file, Why.ASKED), tmp_path / "new" / "triparty.db").kept is None
    assert estates(tmp_path / "new" / "triparty.db") == ["东"]


@pytest.mark.parametrize("harm", ["zeroed", "truncated", "garbage", "emptied", "removed"])
def test_a_copy_replaces_a_damaged_file_which_is_kept_as_it_was(file: Path, harm: str) -> None:
    copy = backup.make(file, Why.DAILY)
    damage(file, harm)
    before = file.read_bytes() if file.exists() else b""
    kept = safety.restore(copy, file).kept
    assert estates(file) == ["东"]
    if harm in ("emptied", "removed"):
        assert kept is None
    else:
        assert kept is not None
        assert kept.read_bytes()[4096:] == before[4096:], "only the header was touched, to see that nobody has it open"
        assert backup.newest_good(file) == copy, "a damaged file is no way back"


def test_an_empty_copy_is_no_way_back(file: Path) -> None:
    copy = backup.make(file, Why.DAILY, datetime(2026, 11, 1, tzinfo=UTC))
    empty = backup.free_name(file, Why.RESTORE, datetime(2026, 11, 2, tzinfo=UTC))
    with sqlite3.connect(empty) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    assert [each.path for each in backup.whole_copies(file)] == [empty, copy]
    assert backup.newest_good(file) == copy


def damage(file: Path, harm: str) -> None:
    """Do to the file what disks, people and viruses do."""
    content = file.read_bytes()
    match harm:
        case "zeroed":
            zeroed(file)
        case "truncated":
            file.write_bytes(content[: len(content) // 2])
        case "garbage":
            file.write_bytes(b"\x93NUMPY\x01\x00v\x00{'descr" + content[20:])
        case "emptied":
            file.write_bytes(b"")
        case "removed":
            file.unlink()


@pytest.mark.parametrize("harm", ["zeroed", "truncated", "garbage", "emptied"])
def test_what_is_no_whole_copy_is_refused_and_nothing_changed(file: Path, harm: str) -> None:
    copy = backup.make(file, Why.ASKED)
    damage(copy, harm)
    before = file.read_bytes()
    with pytest.raises(RuleError, match="no safety copy"):
        safety.restore(copy, file)
    assert file.read_bytes() == before


def test_other_files_are_refused(file: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bookmarks.sqlite") as raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")
    raw.close()
    with pytest.raises(RuleError, match="another program"):
        safety.restore(tmp_path / "bookmarks.sqlite", file)
    with pytest.raises(RuleError, match="itself"):
        safety.restore(file, file)
    with pytest.raises(RuleError, match="check the name"):
        safety.restore(tmp_path / "gone.db", file)
    for change, refusal in (
        ("UPDATE alembic_version SET version_num = '9999'", NewerSchema),
        ("CREATE TABLE unfinished_copy AS SELECT 'the office' AS source", Unfinished),
        ("UPDATE journal SET actor = 'nobody' WHERE seq = 1", RuleError),
    ):
        copy = backup.make(file, Why.ASKED)
        with sqlite3.connect(copy) as raw:
            raw.execute(change)
        raw.close()
        with pytest.raises(refusal):
            safety.restore(copy, file)
    assert estates(file) == ["东"]


def test_a_log_left_alone_is_kept(file: Path) -> None:
    copy = backup.make(file, Why.ASKED)
    log = Path(f"{file}-wal")
    file.unlink()
    log.write_bytes(b"the last deeds")
    kept = safety.restore(copy, file).kept
    assert kept is not None
    assert Path(f"{kept}-wal").read_bytes() == b"the last deeds"
    assert estates(file) == ["东"]


@pytest.mark.parametrize(
    "harm",
    [
        "whole",
        pytest.param(
            "garbage", marks=pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux tells who has a file")
        ),
    ],
)
def test_a_file_in_use_elsewhere_is_not_replaced(file: Path, harm: str) -> None:
    copy = backup.make(file, Why.ASKED)
    program = (
        "import sys; from pathlib import Path; from tests.data.test_backup import *\n"
        "db = Database.in_file(Path(sys.argv[1])); db.read(lambda session: session.exec(select(Estate)).all())\n"
        "print('ready', flush=True); sys.stdin.read()\n"
    )
    root = Path(__file__).parents[2]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": root}
    with subprocess.Popen([sys.executable, "-c", program, str(file)], **pipes) as other:  # type: ignore[call-overload]
        assert other.stdout.readline() == "ready\n"
        damage(file, harm)
        with pytest.raises(Locked):
            safety.restore(copy, file)
        other.communicate()
    assert safety.restore(copy, file).kept is not None


def test_an_earlier_schema_is_put_back_and_upgraded_at_the_next_start(file: Path, tmp_path: Path) -> None:
    old = Database.in_file(tmp_path / "old" / "triparty.db")
    fill(old, "0001")
    old.close()
    assert safety.restore(tmp_path / "old" / "triparty.db", file).kept is not None
    db = Database.in_file(file)
    db.upgrade()
    assert db.read(journal.verify).whole
    db.close()


def test_a_servers_records_are_kept_in_a_file(new_server: str, tmp_path: Path) -> None:
    db = Database(new_server)
    fill(db, "0001")
    db.upgrade()
    path = safety.keep_copy(db, tmp_path / "triparty.db")
    assert backup.examine(path).revision
    assert [each.path for each in backup.copies(tmp_path / "triparty.db")] == [path]
    assert safety.keep_daily(db) is None, "a server keeps its own"
    with pytest.raises(RuleError, match="there already"):
        safety.write_copy(db, path)
    assert safety.restore(path, tmp_path / "laptop.db").kept is None
    db.close()
    assert leftovers(tmp_path) == []
