"""Other people's changes, heard as they are committed: nothing is asked of the tables until a bell rings.

PostgreSQL rings by NOTIFY, which `Database.run` sends inside its transaction; for a SQLite file `PRAGMA data_version`
is asked once a second, which costs some microseconds. What was changed, and that it was not changed here, is then read
from the journal, so that nothing is missed while a server was away.
"""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from meetings_db.engine import BELL, Database
from meetings_db.errors import DatabaseProblem
from meetings_db.models import JournalEntry

EVERY = 1.0
"""Seconds between two questions to a file."""

GATHER = 0.25
"""Seconds to wait after a server's bell: what comes in a burst is told once."""

AGAIN = 2.0
"""Seconds until a line that broke is tried again."""

_LEAVING = 1.0
"""Seconds to wait for the listening to end; what a server holds up ends with the program."""


class Changes:
    """Listens in a thread of its own, and calls `told` there with the kinds of rows (names of tables) others changed.

    A line that breaks is taken up again by itself, and what was committed meanwhile is told then. What is no trouble of
    the database ends the listening and is handed to `failed`.
    """

    def __init__(
        self,
        database: Database,
        told: Callable[[frozenset[str]], object],
        failed: Callable[[Exception], object],
        *,
        every: float = EVERY,
    ) -> None:
        self._database = database
        self._told = told
        self._failed = failed
        self._every = every
        self._stopped = False
        self._leave, self._left = socket.socketpair()
        self._telling = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name="changes", daemon=True)

    def start(self) -> None:
        """Listen from now on; what is there already is known. Raises a `DatabaseProblem`."""
        self._seen = self._database.read(_head)
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer: once this returns, `told` is not called again."""
        with self._telling:
            self._stopped = True
        self._leave.close()
        if self._thread.ident is None:
            self._left.close()  # it was never started
        else:
            self._thread.join(_LEAVING)

    def _listen(self) -> None:
        """Hear the bells until it is over, on a new line whenever one breaks."""
        rings = self._file_rings if self._database.in_one_file else self._server_rings
        with self._left:
            while not self._stopped:
                try:
                    with closing(self._database.own_line()) as line:
                        for _ring in rings(line):
                            self._tell()
                except (DatabaseProblem, self._database.driver_error):
                    self._wait(AGAIN)
                except Exception as problem:
                    self._failed(problem)
                    return

    def _tell(self) -> None:
        """Tell what others did since the last time."""
        head, news = self._database.read(_news, self._seen)
        own = self._database.own_deeds
        if head < self._seen:
            own.clear()  # another journal was put in its place
        kinds = frozenset(kind for deed, kind in news if deed not in own)
        own.difference_update(deed for deed, _kind in news)
        self._seen = head
        with self._telling:
            if kinds and not self._stopped:
                self._told(kinds)

    def _file_rings(self, line: Any) -> Iterator[None]:
        """Once at first, and whenever another connection wrote into the file."""
        heard = None
        over = False
        while not over:
            now = line.execute("PRAGMA data_version").fetchone()
            if now != heard:
                heard = now
                yield
            over = self._wait(self._every)

    def _server_rings(self, line: Any) -> Iterator[None]:
        """Once at first, and whenever a deed was committed on the server."""
        line.autocommit = True
        line.execute(f"LISTEN {BELL}")
        yield
        while not self._wait(None, line):
            if self._wait(GATHER):
                return
            for _notice in line.notifies(timeout=0):
                pass
            yield

    def _wait(self, seconds: float | None, *lines: Any) -> bool:
        """Wait for a line or so many seconds; True when the listening is over."""
        ready, _writable, _wrong = select.select([self._left, *lines], [], [], seconds)
        return self._left in ready


def _head(session: Session) -> int:
    """The number of the journal's last entry."""
    return session.connection().scalar(sa.select(sa.func.max(col(JournalEntry.seq)))) or 0


def _news(session: Session, seen: int) -> tuple[int, list[tuple[str, str]]]:
    """The number of the journal's last entry, and of those after `seen` the kinds, each with its deed's first digest.

    A journal that ends before `seen` is another one: all of it is news.
    """
    head = _head(session)
    after = seen if head >= seen else 0
    first = aliased(JournalEntry)
    pairs = sa.select(col(first.digest), col(JournalEntry.kind)).join(first, col(first.seq) == JournalEntry.turn)
    new = (col(JournalEntry.seq) > after, col(JournalEntry.seq) <= head)
    return head, [(digest, kind) for digest, kind in session.connection().execute(pairs.where(*new).distinct())]
