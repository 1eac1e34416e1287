"""Everything one database holds, moved into an empty one of either kind.

One consistent snapshot of the source is read in the order of each table's key and written in chunks, each in a
transaction of its own. How far a copy came is told by the rows that are there, so that one broken off goes on where it
ended; until it was compared with the source at its end, a table in the target marks it as unfinished.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

import meetings_db.models  # noqa: F401  (fills the metadata)
from meetings_db import backup, journal
from meetings_db.engine import Database
from meetings_db.errors import CopyDiffers, NotEmpty, Unfinished
from meetings_db.queries.journal import Head, journal_head
from meetings_db.queries.schema import UNFINISHED
from meetings_db.search import rebuild

CHUNK = 5_000
"""The most rows in one transaction."""

WEIGHT = 8_000_000
"""How much text and picture, in characters and bytes, ends a chunk early."""

_FETCH = 100
"""Rows read ahead: few enough for rows that are pictures."""

_DERIVED = frozenset(("searchentry",))
"""Tables made of the others, and made anew at the end."""

Told = Callable[[str, int, int], None]
"""Told after each chunk: the table at work, the rows done, the rows in all."""

_state = sa.Table(
    UNFINISHED,
    sa.MetaData(),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
)
"""In an unfinished copy alone: the place it is made from, and the journal's head there when it was begun."""


class Copied(NamedTuple):
    """A finished copy: the rows in each table, and how many of all rows were there from an earlier try."""

    rows: dict[str, int]
    kept: int


def copy(source: Database, target: Database, told: Told | None = None, *, again: bool = False) -> Copied:
    """Copy everything `source` holds into `target`, which is empty or an unfinished copy of the same.

    `again` throws away what an unfinished copy holds. A source that changed since then is noticed by the head of its
    journal, and the copy begins anew. Raises `NotEmpty`, `Unfinished` for the unfinished copy of another database,
    `CopyDiffers` when target and source are not equal at the end.
    """
    source.upgrade()
    target.upgrade(unfinished=True)
    return source.read(_from_snapshot, source.place, target, told or (lambda *_: None), again)


def into_file(source: Database, path: Path, told: Told | None = None) -> None:
    """Write everything `source` holds, a server's records too, into the new SQLite file `path`, whole or not at all."""
    with backup.beside(path) as part:
        target = Database.in_file(part)
        try:
            copy(source, target, told)
        finally:
            target.close()
        backup.settle(part)


def _from_snapshot(session: Session, place: str, target: Database, told: Told, again: bool) -> Copied:
    """Do the copy inside one reading transaction of the source."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    head = journal_head(session)
    wanted = _counts(session)
    target.run(_begin, place, head, target.place, again)
    there = target.read(_counts)
    done, total = sum(there.values()), sum(wanted.values())
    for table in _tables():
        told(table.name, done, total)
        last = target.read(_last_key, table)
        for chunk in _chunks(_rows(session, table, last)):
            last = target.run(_insert, table, last, chunk, target.place)
            done += len(chunk)
            told(table.name, done, total)
        for link in _links(table):
            for chunk in _chunks(_linked(session, table, link)):
                target.run(_tie, table, link, chunk, target.place)
    told("", total, total)
    _compare(target, wanted, head)
    target.run(_finish, told)
    return Copied(wanted, sum(there.values()))


def _tables() -> list[sa.Table]:
    """The tables to copy, those others refer to first."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in _DERIVED]


def _counts(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    return {table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in _tables()}


def _begin(session: Session, place: str, head: Head, target: str, again: bool) -> None:
    """Mark the target as an unfinished copy; one that cannot go on is emptied where that loses nothing."""
    connection = session.connection()
    if not sa.inspect(connection).has_table(UNFINISHED):
        if taken := sum(_counts(session).values()):
            raise NotEmpty(target, str(taken))
        _state.create(connection)
        connection.execute(sa.insert(_state).values(source=place, seq=head.seq, digest=head.digest))
        return
    begun = connection.execute(sa.select(_state)).one()
    if Head(begun.seq, begun.digest) == head and not again:
        return
    if begun.source != place and not again:
        raise Unfinished(target, begun.source)
    for table in reversed(_tables()):
        for link in _links(table):
            connection.execute(sa.update(table).values({link: None}))
        connection.execute(sa.delete(table))
    connection.execute(sa.update(_state).values(source=place, seq=head.seq, digest=head.digest))


def _refuse_others(session: Session, place: str) -> None:
    """Write only while the target is unfinished: another process may have finished it, and people work there."""
    if not sa.inspect(session.connection()).has_table(UNFINISHED):
        raise CopyDiffers(place, UNFINISHED)


def _finish(session: Session, told: Told) -> None:
    """Make what is derived anew; the target is a database to work on from now."""
    rebuild(session, partial(told, "searchentry"))
    _state.drop(session.connection(), checkfirst=True)


def _compare(target: Database, wanted: dict[str, int], head: Head) -> None:
    """Refuse a target whose rows, history or chain are not the source's."""
    there = target.read(_counts)
    for name, count in wanted.items():
        if there[name] != count:
            raise CopyDiffers(target.place, f"{name}: {there[name]} / {count}")
    if target.read(journal_head) != head:
        raise CopyDiffers(target.place, "journal")
    chain = target.read(journal.verify)
    if not chain.whole:
        raise CopyDiffers(target.place, f"journal {chain.broken_at}")


def _links(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns that name another row of the same table: filled when all its rows are there."""
    return [column for column in table.columns for key in column.foreign_keys if key.column.table is table]


def _key(table: sa.Table, dialect: str) -> list[sa.ColumnElement[Any]]:
    """The primary key's columns, text by code point: both databases then sort alike."""
    by_code = dialect == "postgresql"
    return [
        sa.collate(column, "C") if by_code and isinstance(column.type, sa.String) else column
        for column in table.primary_key
    ]


def _last_key(session: Session, table: sa.Table) -> tuple[Any, ...] | None:
    """The key of the table's last row, None when it is empty."""
    order = [part.desc() for part in _key(table, session.get_bind().dialect.name)]
    last = session.execute(sa.select(*table.primary_key).order_by(*order).limit(1)).first()
    return tuple(last) if last else None


def _rows(session: Session, table: sa.Table, after: tuple[Any, ...] | None) -> Iterable[Sequence[Any]]:
    """The table's rows past a key in the order of their keys: enums as their words, links left out."""
    links = _links(table)
    columns: list[sa.ColumnElement[Any]] = [
        sa.null().label(column.name) if column in links else _plain(column) for column in table.columns
    ]
    key = _key(table, session.get_bind().dialect.name)
    statement = sa.select(*columns).select_from(table).order_by(*key).execution_options(yield_per=_FETCH)
    if after is not None:
        typed = (sa.literal(value, column.type) for value, column in zip(after, table.primary_key, strict=True))
        statement = statement.where(sa.tuple_(*key) > sa.tuple_(*typed))
    return session.connection().execute(statement)


def _plain(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The column as it is kept, an enum as its word."""
    return sa.type_coerce(column, sa.String()).label(column.name) if isinstance(column.type, sa.Enum) else column


def _linked(session: Session, table: sa.Table, link: sa.Column[Any]) -> Iterable[Sequence[Any]]:
    """(key, …, link) of each row that names another of its table."""
    statement = sa.select(*table.primary_key, link).where(link.is_not(None)).execution_options(yield_per=_FETCH)
    return session.connection().execute(statement)


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """The rows, so many at once as one transaction may hold."""
    chunk: list[Sequence[Any]] = []
    weight = 0
    for row in rows:
        chunk.append(row)
        weight += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if len(chunk) == CHUNK or weight >= WEIGHT:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _insert(
    session: Session, table: sa.Table, last: tuple[Any, ...] | None, rows: list[Sequence[Any]], place: str
) -> tuple[Any, ...]:
    """Insert rows behind `last`, and return the key of the last of them; refused when another copy wrote there."""
    _refuse_others(session, place)
    if _last_key(session, table) != last:
        raise CopyDiffers(place, table.name)
    connection = session.connection()
    names = [column.name for column in table.columns]
    try:
        if connection.dialect.name == "postgresql":
            _copy_in(connection, table, names, rows)
        else:
            connection.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in rows])
    except (sa.exc.IntegrityError, sa.exc.DataError) as problem:
        raise CopyDiffers(place, f"{table.name}: {str(problem.orig).partition(chr(10))[0]}") from problem
    return tuple(rows[-1][names.index(column.name)] for column in table.primary_key)


def _copy_in(connection: sa.Connection, table: sa.Table, names: list[str], rows: list[Sequence[Any]]) -> None:
    """Insert by PostgreSQL's COPY, twice as fast as INSERT; the driver's errors are told as SQLAlchemy tells them."""
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row(row)
    except driver.Error as problem:
        gone = cursor.connection.closed
        told = sa.exc.DBAPIError.instance(statement, None, problem, driver.Error, connection_invalidated=gone)
        raise told from problem


def _tie(session: Session, table: sa.Table, link: sa.Column[Any], rows: list[Sequence[Any]], place: str) -> None:
    """Fill the links of rows whose table is whole."""
    _refuse_others(session, place)
    keys = list(table.primary_key)
    statement = sa.update(table).values({link: sa.bindparam("to")})
    for number, column in enumerate(keys):
        statement = statement.where(column == sa.bindparam(f"key{number}"))
    names = [*(f"key{number}" for number in range(len(keys))), "to"]
    session.connection().execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
