"""The one door to the database: one engine, one transaction per piece of work."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session

from meetings_db import journal, places, search, troubles
from meetings_db.errors import Damaged, OnNetworkShare, Unreachable
from meetings_db.migrations import HEAD
from meetings_db.models.base import LINE
from meetings_db.queries.schema import refuse_foreign, refuse_stranger, schema_of
from meetings_db.text import clean_line

P = ParamSpec("P")
T = TypeVar("T")

BUSY_MS = 10_000
"""How long a save waits for another writer before it says that the database is locked."""

CONNECT_SECONDS = 10
"""How long to wait for a server's answer."""

_ALIVE = {"keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
"""A server that vanished without a word is noticed within a minute, also by who only listens."""

_WRITER = 7_302_016
"""The advisory lock that PostgreSQL's writers take in turn, as SQLite's take the file."""

BELL = "triparty"
"""The channel on which PostgreSQL says that a deed was committed."""

_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-8192",  # a few MB for each connection: the system caches the file too, and memory stays flat
)


class _Pool(QueuePool):
    """Connections kept for the next piece of work; once it is disposed of, each is closed as soon as it comes back.

    SQLAlchemy's own leaves those that come back later to the garbage collector.
    """

    _over = False

    def dispose(self) -> None:
        """Close what is here, and from now on what comes back."""
        self._over = True
        super().dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        """Keep a connection for the next piece of work while there may be one."""
        super()._do_return_conn(record)
        if self._over:
            super().dispose()


class Database:
    """A database by URL. Work is a function of a session: it runs in one transaction, whole or not at all.

    `actor` signs the journal; `own_deeds` are those done here by the digest of their first entry, so that `Changes` can
    tell those of others. Raises a `DatabaseProblem` for what is wrong with the database itself.
    """

    def __init__(self, url: str | URL, *, actor: str = "") -> None:
        self.url = make_url(url)
        self.actor = clean_line(actor)[:LINE]
        self.own_deeds: set[str] = set()
        self._sqlite = self.url.get_backend_name() == "sqlite"
        self._writing = self._engine("BEGIN IMMEDIATE")
        self._reading = self._engine("BEGIN") if self._sqlite else self._writing

    @classmethod
    def in_file(cls, path: Path, *, actor: str = "") -> "Database":
        """The SQLite database in `path`, whose folder is made when it is missing."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise troubles.by_the_disk(Unreachable, path, problem.strerror or "") from problem
        return cls(URL.create("sqlite", database=str(path)), actor=actor)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database, None for a server."""
        path = self.url.database or ""
        return Path(path) if self._sqlite and path and not path.startswith((":", "file:")) else None

    @property
    def place(self) -> str:
        """The file, or the server without its password, to name in a message."""
        return self.url.database or "" if self._sqlite else self.url.render_as_string(hide_password=True)

    def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work` in one writing transaction and return what it returns; its changes are journalled."""
        with self._told(), Session(self._writing, expire_on_commit=False) as session:
            journal.watch(session, self.actor, getattr(work, "__name__", ""))
            search.watch(session)
            try:
                with session.begin():
                    self._take_turn(session.connection())
                    done = work(session, *args, **kwargs)
                    self._announce(session)
            except BaseException:
                self.own_deeds.discard(session.info["sign"])
                raise
            return done

    def read(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work` that only reads, beside any writer."""
        with self._told(), Session(self._reading, expire_on_commit=False) as session:
            return work(session, *args, **kwargs)

    async def run_async(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`run` in a thread."""
        return await asyncio.to_thread(lambda: self.run(work, *args, **kwargs))

    async def read_async(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` in a thread."""
        return await asyncio.to_thread(lambda: self.read(work, *args, **kwargs))

    def upgrade(self, *, unfinished: bool = False) -> None:
        """Bring the schema to this release's. Alembic is loaded only when there is something to do.

        Refuses what is no database to work on, and keeps a safety copy of a file that is changed. `unfinished` is how
        a copy that was broken off goes on.
        """
        if self.file:
            self._refuse_bad_place(self.file)
        schema = self.read(schema_of)
        if not schema.tables:
            self.refuse_gone(empty=True)
        refuse_foreign(schema._replace(source=None) if unfinished else schema, self.place)
        if schema.revision == HEAD:
            return
        if self._sqlite:
            refuse_stranger(schema, self.place)
        if self.file and schema.revision is not None:
            from meetings_db import backup

            backup.make(self.file, backup.Why.UPGRADE)
        from meetings_db.migrations.upgrade import upgrade

        changed = (
            2 * self.file.stat().st_size if self.file and self.file.exists() else 0
        )  # in the log, then in the file
        with self._told(places.LEAST + changed), self._writing.begin() as connection:
            self._take_turn(connection)
            upgrade(connection)

    def refuse_gone(self, *, empty: bool = False) -> None:
        """Refuse a file that is gone or `empty` while its safety copies are there: nothing is begun anew over them."""
        if self.file and (empty or not self.file.exists() or not self.file.stat().st_size):
            from meetings_db import backup

            if backup.copies(self.file):
                raise Damaged(self.place, "the file is empty or gone", self._way_back)

    @property
    def in_one_file(self) -> bool:
        """Whether it is a SQLite file, and no server."""
        return self._sqlite

    @property
    def driver_error(self) -> type[Exception]:
        """What a line of one's own raises when something is wrong with it."""
        return self._reading.dialect.loaded_dbapi.Error

    def own_line(self) -> Any:
        """A driver's connection outside the pool and any transaction, to be closed; raises a `driver_error`."""
        line = self._reading.raw_connection()
        connection = line.dbapi_connection
        line.detach()
        return connection

    def close(self) -> None:
        """Give back every connection; what is at work then, or begins later, gives its own back in the end."""
        self._writing.pool.dispose()
        self._reading.pool.dispose()

    def _take_turn(self, connection: sa.Connection) -> None:
        """Wait until no other writer is at work: what a deed reads before it writes is then never out of date."""
        if not self._sqlite:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MS}; SELECT pg_advisory_xact_lock({_WRITER})")

    def _announce(self, session: Session) -> None:
        """Before the commit: remember the deed as our own, and have the server ring for the others when it is done."""
        session.flush()
        if session.info["sign"] is None:
            return
        self.own_deeds.add(session.info["sign"])
        if not self._sqlite:
            session.connection().exec_driver_sql(f"NOTIFY {BELL}")

    def _engine(self, begin: str) -> Engine:
        """An engine whose transactions open with `begin` on SQLite."""
        if not self._sqlite:
            patience = {"connect_timeout": str(CONNECT_SECONDS), **_ALIVE, **self.url.query}
            return sa.create_engine(self.url.set(query=patience), poolclass=_Pool, pool_pre_ping=True)
        engine = sa.create_engine(self.url, poolclass=_Pool, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def _told(self, needed: int = places.LEAST) -> AbstractContextManager[None]:
        """Say a driver's error as the problem it is; `needed` bytes are written at least."""
        return troubles.told(self.place, lambda: self._way_back, needed=needed)

    @cached_property
    def _way_back(self) -> str:
        """The newest safety copy of a damaged file that is whole; empty where there is none."""
        if self.file is None:
            return ""
        from meetings_db import backup

        return str(backup.newest_good(self.file) or "")

    def _refuse_bad_place(self, file: Path) -> None:
        """Refuse a network share, and a file that is gone or empty while its safety copies are there."""
        if share := places.share_of(file):
            raise OnNetworkShare(self.place, share)
        self.refuse_gone()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a new SQLite connection: our own BEGIN, a journal beside the file, foreign keys on."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
