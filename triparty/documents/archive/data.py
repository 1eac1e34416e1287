"""The data in a package: everything that was kept when it was made, and the history that proves it."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from meetings_db import backup
from meetings_db.copying import Copied, Told, copy
from meetings_db.engine import Database
from meetings_db.errors import DatabaseProblem
from meetings_db.journal import GENESIS, canonical, digest
from meetings_db.queries.journal import Head, journal_head
from meetings_db.replay import differences
from triparty.documents.archive import layout
from triparty.i18n import _
from triparty.problems import say
from triparty.services.history import export_history
from triparty.services.safety import write_copy

T = TypeVar("T")


def put_data(db: Database, root: Path) -> Head:
    """Put a copy of everything, and the history of that same copy, under `root`; returns the history's head."""
    (root / layout.DATA).mkdir(parents=True)
    file = write_copy(db, root / layout.DATABASE)
    return _from_a_copy(file, lambda opened: _export(opened, root / layout.HISTORY))


def history_flaw(root: Path, head: str) -> str:
    """What does not fit among the history, the data and the head the package names; empty when all is well."""
    file, history = root / layout.DATABASE, root / layout.HISTORY
    if not file.is_file() or not history.is_file():
        return layout.DATABASE if history.is_file() else layout.HISTORY
    last, flaw = _walk(history)
    if flaw:
        return flaw
    if last.digest != head:
        return layout.ABOUT
    try:
        return _from_a_copy(file, lambda opened: _differs(opened, file, last))
    except (DatabaseProblem, sqlite3.Error) as problem:
        return f"{layout.DATABASE}: {say(problem) if isinstance(problem, DatabaseProblem) else problem}"


def take_out(root: Path, target: Database, told: Told | None = None) -> Copied:
    """Make the data of a package the content of an empty database. Raises as `meetings_db.copying.copy` does."""
    return _from_a_copy(root / layout.DATABASE, lambda opened: copy(opened, target, told))


def _from_a_copy(file: Path, work: Callable[[Database], T]) -> T:
    """Do something with a database opened from a copy of its file: opening one may change it."""
    with TemporaryDirectory(prefix="triparty-", ignore_cleanup_errors=True) as folder:
        own = Path(folder) / "triparty.db"
        shutil.copyfile(file, own)
        opened = Database.in_file(own)
        try:
            return work(opened)
        finally:
            opened.close()


def _export(opened: Database, path: Path) -> Head:
    """Write the history, and tell its end."""
    opened.read(export_history, path)
    return opened.read(journal_head)


def _differs(opened: Database, file: Path, last: Head) -> str:
    """Where a database is not whole, or not at the end of the history."""
    backup.examine(file)
    if opened.read(journal_head) != last:
        return layout.DATABASE
    opened.upgrade()  # what an older release packed
    found = opened.read(lambda session: next((each.kind for each in differences(session)), ""))
    return f"{layout.DATABASE}: {found}" if found else ""


def _walk(history: Path) -> tuple[Head, str]:
    """The end of a history, and the first line that does not fit; docs/journal.md tells its form."""
    last = Head(0, GENESIS)
    with history.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line.decode("utf-8"))
                fits = (
                    canonical(entry).encode(errors="backslashreplace") + b"\n" == line
                    and digest(entry) == entry["digest"]
                )
                fits = fits and (entry["seq"], entry["previous"]) == (number, last.digest)
            except (ValueError, TypeError, KeyError):
                fits = False
            if not fits:
                return last, _("{file}, line {number}").format(file=layout.HISTORY, number=number)
            last = Head(number, entry["digest"])
    return last, ""
