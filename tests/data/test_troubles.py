"""What is wrong with the database itself is said as what it is, and readers never wait for a writer."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from meetings_db import engine, places
from meetings_db.engine import Database
from meetings_db.errors import DatabaseProblem, Locked, NoRoom, NotADatabase, ReadOnly, Unreachable
from meetings_db.models import Community, CommunityBase
from tests.data.builders import a_community
from triparty import problems
from triparty.services.directory import found_community


@pytest.fixture
def file(blank_file: Path, tmp_path: Path) -> Path:
    """An empty database in a file."""
    return Path(shutil.copy(blank_file, tmp_path / "triparty.db"))


@contextmanager
def opened(url: str | sa.URL) -> Iterator[Database]:
    """A database that is closed again."""
    database = Database(url)
    yield database
    database.close()


def names(session: Session) -> list[str]:
    """The communities there are."""
    return sorted(session.exec(select(Community.name)))


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Somebody else in the middle of a deed: one row written, nothing committed."""
    busy, leave = threading.Event(), threading.Event()

    def deed(session: Session) -> None:
        session.add(Community(name="unfinished"))
        session.flush()
        busy.set()
        assert leave.wait(30)

    writer = threading.Thread(target=db.run, args=(deed,))
    writer.start()
    assert busy.wait(30)
    try:
        yield
    finally:
        leave.set()
        writer.join()


def test_reading_does_not_wait_for_a_writer(db: Database) -> None:
    place = a_community(db)
    with writing(db):
        assert db.read(names) == [place.community.name]
    assert db.read(names) == sorted([place.community.name, "unfinished"])


def test_a_second_writer_waits_no_longer_than_it_may(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    monkeypatch.setattr(engine, "_PRAGMAS", (*tuple(p for p in engine._PRAGMAS if "busy" not in p), "busy_timeout=50"))
    with writing(db), opened(db.url) as impatient:
        with pytest.raises(Locked) as told:
            impatient.run(found_community, CommunityBase(name="second"))
        assert "Nothing was changed" in problems.say(told.value)
        assert impatient.read(names) == []
    with opened(db.url) as patient:
        patient.run(found_community, CommunityBase(name="second"))
        assert patient.read(names) == ["second", "unfinished"]


def test_a_file_that_may_not_be_written_is_read_and_said(file: Path) -> None:
    with opened(f"sqlite:///{file}") as db:
        a_community(db)
        with sqlite3.connect(file) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        with opened(f"sqlite:///file:{file}?mode=ro&uri=true") as seen:
            assert seen.read(names) == ["晨光社区"]
            with pytest.raises(ReadOnly, match=r"triparty\.db"):
                seen.run(found_community, CommunityBase(name="another"))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("no folder")
    with pytest.raises(Unreachable, match="letter"):
        Database.in_file(tmp_path / "letter" / "triparty.db")


def test_a_path_that_is_a_folder_is_said(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}") as db, pytest.raises(Unreachable, match=tmp_path.name):
        db.upgrade()


def test_a_server_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    url = f"postgresql://desk:secret@/records?host={tmp_path}"
    with opened(url) as db:
        for deed in (lambda: db.read(names), lambda: db.run(names), db.upgrade):
            with pytest.raises(Unreachable) as told:
                deed()
            assert "secret" not in str(told.value)
            assert str(tmp_path) in problems.say(told.value)


def test_a_database_the_server_does_not_have_is_said(postgres: str) -> None:
    missing = sa.make_url(postgres).set(database="nobody_made_this")
    with opened(missing) as db, pytest.raises(Unreachable, match="nobody_made_this"):
        db.read(names)


def test_a_damaged_header_is_said_and_the_file_left_alone(file: Path) -> None:
    damaged = b"SQLite fermat 3\x00" + file.read_bytes()[16:]
    file.write_bytes(damaged)
    with opened(f"sqlite:///{file}") as db:
        for deed in (db.upgrade, lambda: db.run(names)):
            with pytest.raises(NotADatabase):
                deed()
    assert file.read_bytes() == damaged


def test_a_damaged_page_is_said(file: Path) -> None:
    with opened(f"sqlite:///{file}") as db:
        a_community(db)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with opened(f"sqlite:///{file}") as db, pytest.raises(DatabaseProblem):
        db.read(names)


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")
    raw.close()
    with opened(f"sqlite:///{path}") as db:
        with pytest.raises(NotADatabase, match="bookmarks"):
            db.upgrade()
        assert db.read(lambda session: sa.inspect(session.connection()).get_table_names()) == ["bookmarks"]


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with opened(f"sqlite:///{path}") as db:
        db.upgrade()
        assert db.read(names) == []


async def test_the_asynchronous_doors_do_the_same(db: Database) -> None:
    community = await db.run_async(found_community, CommunityBase(name="晨光社区"))
    assert await db.read_async(names) == [community.name]


def test_a_disk_that_fails_is_not_said_to_be_full(file: Path) -> None:
    def fail(_session: Session) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise sa.exc.OperationalError("COMMIT", {}, error)

    with opened(sa.URL.create("sqlite", database=str(file))) as db, pytest.raises(Unreachable) as told:
        db.run(fail)
    assert "disk I/O error" in problems.say(told.value)
    assert "room" not in problems.say(told.value)


@pytest.fixture
def refusing(file: Path) -> Iterator[Database]:
    """A database whose disk fails SQLite without saying why."""

    def fail(_connection: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    with opened(sa.URL.create("sqlite", database=str(file))) as db:
        sa.event.listen(db._reading, "begin", fail)
        yield db


def test_a_full_disk_is_told_with_what_is_needed(refusing: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "free_at", lambda _file: 40_000)
    with pytest.raises(NoRoom) as told:
        refusing.upgrade()
    assert "0.0 MB are left there, and at least 1.0 MB are needed" in problems.say(told.value)


@pytest.mark.parametrize(
    ("read_only", "forbidden", "says"),
    [
        (True, "", "on a disk that can only be read"),
        (False, "triparty.db", "read and write {folder}/triparty.db."),
        (False, "triparty.db-shm", "read and write {folder}/triparty.db-shm."),
        (False, "", "write in the folder {folder},"),
    ],
)
def test_what_may_not_be_written_is_named(
    refusing: Database, monkeypatch: pytest.MonkeyPatch, read_only: bool, forbidden: str, says: str
) -> None:
    assert refusing.file is not None
    folder = refusing.file.parent
    (folder / "triparty.db-shm").touch()
    flags = os.ST_RDONLY if read_only else 0
    monkeypatch.setattr("os.statvfs", lambda _folder: SimpleNamespace(f_flag=flags))
    monkeypatch.setattr("os.access", lambda path, _how: path not in (folder / forbidden, folder))
    with pytest.raises(ReadOnly) as told:
        refusing.upgrade()
    assert says.format(folder=folder) in problems.say(told.value)
    assert "Nothing was changed" in problems.say(told.value)
