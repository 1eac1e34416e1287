"""What a driver's error tells of the database itself, as the `DatabaseProblem` the program can say."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from meetings_db import places
from meetings_db.errors import Damaged, DatabaseProblem, Locked, Lost, NoRoom, NotADatabase, ReadOnly, Unreachable

_SQLITE: dict[int, type[DatabaseProblem]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_FULL: NoRoom,
    sqlite3.SQLITE_IOERR: Unreachable,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_PERM: ReadOnly,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_CANTOPEN: Unreachable,
}
"""By SQLite's primary result codes."""

_SQLITE_EXACTLY: dict[int, type[DatabaseProblem]] = {
    sqlite3.SQLITE_IOERR_SHMSIZE: NoRoom,
    sqlite3.SQLITE_IOERR_CORRUPTFS: Damaged,
}
"""By SQLite's extended result codes, where they say more."""

_POSTGRES: dict[str, type[DatabaseProblem]] = {
    "08": Unreachable,
    "28": Unreachable,
    "3D": Unreachable,
    "57": Unreachable,
    "53": NoRoom,
    "55": Locked,
    "25": ReadOnly,
}
"""By SQLSTATE classes, PostgreSQL's appendix A."""


@contextmanager
def told(place: str, way_back: Callable[[], str] = str, *, needed: int = places.LEAST) -> Iterator[None]:
    """Say a driver's error inside the block as the problem of `place` it is; faults of ours go on as they are.

    `way_back` is asked for the newest safety copy when a file turns out to be damaged; `needed` is how many bytes the
    block writes at least.
    """
    try:
        yield
    except (DatabaseError, sqlite3.Error) as problem:
        orig = problem.orig if isinstance(problem, DatabaseError) else problem
        kind = Lost if getattr(problem, "connection_invalidated", False) else _kind(orig)
        if kind is None:
            raise
        detail = str(orig).strip().partition("\n")[0]  # a server's hints fill a screen
        copy = way_back() if kind in (Damaged, NotADatabase) else ""
        if copy or kind is Damaged:
            raise Damaged(place, detail, copy) from problem
        if isinstance(orig, sqlite3.Error) and not place.startswith((":", "file:")):
            raise by_the_disk(kind, Path(place), detail, needed) from problem
        raise kind(place, detail) from problem


def by_the_disk(kind: type[DatabaseProblem], file: Path, detail: str, needed: int = places.LEAST) -> DatabaseProblem:
    """The problem of a file that cannot be opened or written, by what its disk and its rights tell: SQLite often only
    knows that something failed.
    """
    if kind in (Unreachable, ReadOnly) and (found := places.bar_of(file)):
        bar, at = found
        return ReadOnly(str(file), detail, bar, str(at))
    if kind in (Unreachable, NoRoom):
        free = places.free_at(file)
        if kind is NoRoom or free < needed:
            return NoRoom(str(file), detail, free, needed)
    return kind(str(file), detail)


def _kind(error: BaseException | None) -> type[DatabaseProblem] | None:
    """Which problem a driver's error tells of, None when it is a fault of ours."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return _SQLITE_EXACTLY.get(code) or _SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", None)
    if state is None:
        kinds = {kind.__name__ for kind in type(error).__mro__}
        return Unreachable if "OperationalError" in kinds else None
    return _POSTGRES.get(state[:2])
