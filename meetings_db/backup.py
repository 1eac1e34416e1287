"""Safety copies of a database file: made while the program works, checked before they count, and put back.

They lie in the folder `backups` beside the file, known by their names alone: `triparty-20261122T143416Z-daily.db`.
"""

import glob
import itertools
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from meetings_db import journal, troubles
from meetings_db.errors import Damaged, DatabaseProblem, Locked, NotADatabase
from meetings_db.queries.journal import Head
from meetings_db.queries.schema import Schema, refuse_foreign, refuse_stranger, schema_of

PAGES = 2_000
"""How much of a file is copied before another reader's turn, in SQLite's pages (4 KiB)."""

_STALE = 86_400
"""Seconds after which nobody is writing a copy any more."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<stem>.+)-(?P<at>\d{8}T\d{6}Z)-(?P<why>[a-z]+)(-(?P<number>\d+))?\.db")


class Why(StrEnum):
    """What a safety copy was made for; the last keeps a damaged file as it was found."""

    DAILY = "daily"
    ASKED = "asked"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    DAMAGED = "damaged"


class SafetyCopy(NamedTuple):
    """A safety copy: when it was made (UTC), why, and how many bytes it has."""

    path: Path
    made_at: datetime
    why: Why
    size: int


def folder_of(file: Path) -> Path:
    """Where the safety copies of a database file are."""
    return file.parent / "backups"


def copies(file: Path) -> list[SafetyCopy]:
    """The safety copies of a database file, the newest first."""
    found: list[tuple[datetime, int, SafetyCopy]] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in folder_of(file).iterdir():
            match = _NAME.fullmatch(path.name)
            if match and match["stem"] == file.stem and match["why"] in list(Why):
                each = SafetyCopy(path, made_at(path), Why(match["why"]), path.stat().st_size)
                found.append((each.made_at, int(match["number"] or 1), each))
    return [each for *_order, each in sorted(found, reverse=True)]


def made_at(copy: Path) -> datetime:
    """When a safety copy was made (UTC): by its name, or when another file was last written."""
    match = _NAME.fullmatch(copy.name)
    if match:
        return datetime.strptime(match["at"], _STAMP).replace(tzinfo=UTC)
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC)


def whole_copies(file: Path) -> list[SafetyCopy]:
    """The safety copies that were whole when they were made, the newest first."""
    return [each for each in copies(file) if each.why is not Why.DAMAGED]


def clear_away(file: Path, at: datetime) -> None:
    """Remove what a process that was killed more than a day before `at` left unfinished among the safety copies or
    beside the file itself.
    """
    stem = glob.escape(file.stem)
    for left in (*folder_of(file).glob(f".{stem}-*.part*"), *file.parent.glob(f".{stem}.*.part*")):
        with suppress(FileNotFoundError):
            if at.timestamp() - left.stat().st_mtime > _STALE:
                left.unlink()


def remove(copy: SafetyCopy) -> None:
    """Take a safety copy away."""
    copy.path.unlink(missing_ok=True)
    _drop_log(copy.path)


def newest_good(file: Path) -> Path | None:
    """The newest safety copy that is whole and not empty, as one made of an emptied file is."""
    for each in whole_copies(file):
        with suppress(DatabaseProblem), troubles.told(str(each.path)), closing(_opened(each.path)) as connection:
            _refuse_damage(connection, each.path)
            if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return each.path
    return None


def free_name(file: Path, why: Why, at: datetime) -> Path:
    """The name of a new safety copy."""
    name = f"{file.stem}-{at.astimezone(UTC):{_STAMP}}-{why}"
    names = itertools.chain([f"{name}.db"], (f"{name}-{count}.db" for count in itertools.count(2)))
    return next(path for path in (folder_of(file) / each for each in names) if not path.exists())


def make(file: Path, why: Why, at: datetime | None = None) -> Path:
    """Make a safety copy of a database file and return where it is; others may go on working meanwhile."""
    path = free_name(file, why, at or datetime.now(UTC))
    write(file, path)
    return path


def write(file: Path, path: Path) -> None:
    """Copy a database file as it is at this moment to `path`: written beside, checked, then renamed.

    Raises `Damaged` when the file is not whole, a `DatabaseProblem` or OSError for what stands in the way of writing.
    """
    with troubles.told(str(file)):
        source = _opened(file)
    with closing(source):
        source.execute("BEGIN")
        _write(source, file, path)


def settle(path: Path) -> None:
    """Make one file of a database that nobody has open: readable where nothing may be written beside it."""
    with troubles.told(str(path)), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def check(path: Path) -> None:
    """Refuse a file that is no whole SQLite database; raises `NotADatabase` or `Damaged`."""
    with troubles.told(str(path)), closing(_opened(path)) as connection:
        _refuse_damage(connection, path)


def examine(path: Path) -> Schema:
    """The schema of a database file that is whole and ours in every way, its history too.

    Raises `NotADatabase`, `Damaged`, `NewerSchema` or `Unfinished` for one that is not.
    """
    check(path)
    engine = sa.create_engine("sqlite://", creator=lambda: _opened(path), poolclass=NullPool)
    with troubles.told(str(path)), Session(engine) as session:
        schema = schema_of(session)
        refuse_foreign(schema, str(path))
        refuse_stranger(schema, str(path))
        if not schema.tables:
            raise NotADatabase(str(path), "it is empty")
        broken_at = journal.verify(session).broken_at
    if broken_at is not None:
        raise Damaged(str(path), f"journal {broken_at}")
    return schema


def glance(path: Path) -> None:
    """Raise `Damaged` for what SQLite's quick check of a database in use finds."""
    with troubles.told(str(path)), closing(_opened(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
    if found != ["ok"]:
        raise Damaged(str(path), "; ".join(found))


def head_of(path: Path) -> Head:
    """The head of a database file's journal."""
    with troubles.told(str(path)), closing(_opened(path)) as connection:
        last = connection.execute("SELECT seq, digest FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*last) if last else Head()


def put_in_place(copy: Path, file: Path) -> Path | None:
    """Put a copy of `copy` in the place of `file`; returns where what it replaces is kept, None for nothing.

    Raises `Locked` while another process has the file open; of a damaged file, which SQLite cannot lock, only Linux
    tells that, and of one's own processes.
    """
    with ExitStack() as held, beside(file) as part:
        write(copy, part)
        return _set_aside(file, held)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new file name beside `path`; when the block ends well that file takes the place of `path`, on disk for good."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
        _keep_folder(path.parent)
    finally:
        for left in (part, Path(f"{part}-journal"), Path(f"{part}-wal"), Path(f"{part}-shm")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _write(source: sqlite3.Connection, file: Path, path: Path) -> None:
    """Copy what `source` sees of `file` in the transaction it has begun: one moment for every page."""
    with beside(path) as part:
        try:
            with closing(sqlite3.connect(part)) as target:
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                source.backup(target, pages=PAGES)
                target.execute("PRAGMA journal_mode=DELETE")  # one file, readable where nothing may be written
                _refuse_damage(target, file)
        except sqlite3.Error as problem:
            damaged = problem.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            with troubles.told(str(file if damaged else path), needed=file.stat().st_size):
                raise


def _set_aside(file: Path, held: ExitStack) -> Path | None:
    """Keep a file that is to be replaced, and hold it so that nobody opens it until `held` ends.

    To leave the write-ahead log takes the whole log into the file and is refused while others have it open.
    """
    if not _holds_something(file):
        if not _holds_something(Path(f"{file}-wal")):
            _drop_log(file)
            return None
        _refuse_users(file)
        return _keep_damaged(file)  # the log alone still says what was done last
    holding = held if os.name != "nt" else held.enter_context(ExitStack())  # Windows replaces no file that is open
    connection = holding.enter_context(closing(sqlite3.connect(file, timeout=1, isolation_level=None)))
    try:
        with troubles.told(str(file)):
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # keeps the lock past the transaction that takes it
            connection.executescript("BEGIN EXCLUSIVE; COMMIT; BEGIN")
        kept = free_name(file, Why.RESTORE, datetime.now(UTC))
        _write(connection, file, kept)
    except (Damaged, NotADatabase):
        _refuse_users(file)  # before the connection is closed, which lets go of what it could lock
        connection.close()
        kept = _keep_damaged(file)
    if holding is not held:
        holding.close()
    return kept


def _holds_something(path: Path) -> bool:
    """Whether there is such a file, with anything in it."""
    return path.exists() and path.stat().st_size > 0


def _keep_damaged(file: Path) -> Path:
    """Keep a damaged file and its log among the safety copies: the same files under other names, nothing copied."""
    kept = free_name(file, Why.DAMAGED, datetime.now(UTC))
    kept.parent.mkdir(parents=True, exist_ok=True)
    for tail in ("", "-wal"):
        there = Path(f"{file}{tail}")
        if there.exists():
            try:
                os.link(there, f"{kept}{tail}")
            except OSError:  # a disk without links
                there.replace(f"{kept}{tail}")
    kept.touch()
    _keep_folder(kept.parent)
    _drop_log(file)
    return kept


def _refuse_users(file: Path) -> None:
    """Raise `Locked` while another process has a file open that SQLite itself cannot lock, where the system tells."""
    wanted = {f"{file.resolve()}{tail}" for tail in ("", "-wal", "-shm")}
    own = str(os.getpid())
    for each in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):  # closed since, or of a process that has ended
            if os.readlink(each) in wanted and each.parts[2] != own:
                raise Locked(str(file), f"process {each.parts[2]}")


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that only reads, and leaves no files beside; where nothing may be written nothing is tried."""
    if not path.is_file():
        raise NotADatabase(str(path), "there is no such file")
    mode = "mode=ro"
    if not Path(f"{path}-wal").exists():
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        mode = "mode=rw" if writable else "immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=10, isolation_level=None)
    connection.execute("PRAGMA query_only=ON")
    return connection


def _refuse_damage(connection: sqlite3.Connection, file: Path) -> None:
    """Raise `Damaged` for what SQLite's full check finds."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise Damaged(str(file), "; ".join(found))
    orphans = [str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")]
    if orphans:
        raise Damaged(str(file), f"foreign keys: {', '.join(sorted(set(orphans)))}")


def _drop_log(file: Path) -> None:
    """Take away the write-ahead log of a file that is to be replaced: it would be played into the new one."""
    for tail in ("-wal", "-shm"):
        Path(f"{file}{tail}").unlink(missing_ok=True)


def _keep_folder(folder: Path) -> None:
    """Have the disk keep what was renamed in a folder, where the system has a way to ask for it."""
    if os.name != "nt":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
