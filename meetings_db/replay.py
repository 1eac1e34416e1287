"""The other half of the proof: what the tables hold is what the history says.

The chain proves that the history was not changed; this finds what was changed in the tables past it. Rows are walked a
page at a time, so that a million of them need no more memory than a thousand.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db.journal import Progress, bytes_forgiven, canonical, value
from meetings_db.models import JournalEntry, Photo, PhotoData

_PAGE = 1_000
_PICTURES = 8

PAST_THE_JOURNAL = frozenset({"journal", "photodata", "searchentry"})
"""Tables without a history: the history itself, pictures (known by their SHA-256) and what is derived for searching."""

_OLDER_THAN_ITS_HISTORY = "counter"
"""0.1.0 gave numbers past the journal: a counter that was not used since has no entry."""

_journal: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]


class Mismatch(StrEnum):
    """How a row differs from its history: changed past it, entered past it, removed past it, or not to be read."""

    CHANGED = "changed"
    ENTERED = "entered"
    REMOVED = "removed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Difference:
    """A row that is not what its history says; `fields` are the columns that differ where it was changed."""

    kind: str
    row_id: str
    how: Mismatch
    fields: tuple[str, ...] = ()


def journalled() -> list[sa.Table]:
    """The tables whose every row has a history, parents before children."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in PAST_THE_JOURNAL]


def row_id(table: sa.Table, row: Any) -> str:
    """What the journal calls a row."""
    return "/".join(str(row[column.key]) for column in table.primary_key)


def differences(session: Session, progress: Progress | None = None) -> Iterator[Difference]:
    """Every row that is not what its history says, table by table; `progress` is told of rows."""
    connection = session.connection()
    tables = {table: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in journalled()}
    with bytes_forgiven(connection):
        done = 0
        for table, count in tables.items():
            yield from _rows_that_differ(session, table)
            done += count
            if progress is not None:
                progress(done, sum(tables.values()))
        yield from _rows_that_went(session)
        yield from _pictures_that_differ(session)


def last_entries(session: Session, kind: str, ids: Sequence[str]) -> dict[str, str]:
    """The `after` of the last entry of each of these rows, by row id."""
    last = (
        sa.select(sa.func.max(_journal.c.seq))
        .where(_journal.c.kind == kind, _journal.c.row_id.in_(ids))
        .group_by(_journal.c.row_id)
    )
    statement = sa.select(_journal.c.row_id, _journal.c.after).where(_journal.c.seq.in_(last))
    return {row.row_id: row.after for row in session.connection().execute(statement)}


def fields_that_differ(row: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns whose value is not the one written down; one that is newer than the entry is not judged."""
    held = json.loads(canonical(dict(row)))
    return tuple(name for name in said if name in held and said[name] != held[name])


def rows_called(session: Session, table: sa.Table, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Those of these rows that are there, by row id."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(ids), _PAGE):
        wanted = called(table, ids[start : start + _PAGE])
        rows = session.connection().execute(sa.select(table).where(wanted)).mappings()
        found |= {row_id(table, row): dict(row) for row in rows}
    return found


def called(table: sa.Table, ids: Sequence[str]) -> sa.ColumnElement[bool]:
    """The condition for these rows of a table, by row id: some hundred of them at once."""
    key = list(table.primary_key)
    keys = [
        tuple(value(column, _part(column, part)) for column, part in zip(key, name.split("/"), strict=True))
        for name in ids
    ]
    return sa.tuple_(*key).in_(keys) if len(key) > 1 else key[0].in_([first for (first,) in keys])


def _rows_that_differ(session: Session, table: sa.Table) -> Iterator[Difference]:
    """The rows of one table that were changed or entered past the history."""
    for rows in _pages(session, table):
        said = last_entries(session, table.name, list(rows))
        for name, row in rows.items():
            after = said.get(name, "null")
            if row is None:
                yield Difference(table.name, name, Mismatch.UNREADABLE)
            elif after == "null":
                if table.name != _OLDER_THAN_ITS_HISTORY or name in said:
                    yield Difference(table.name, name, Mismatch.ENTERED)
            elif fields := fields_that_differ(row, json.loads(after)):
                yield Difference(table.name, name, Mismatch.CHANGED, fields)


def _pages(session: Session, table: sa.Table) -> Iterator[dict[str, Mapping[str, Any] | None]]:
    """The table's rows by row id, a page at a time in the order of their keys.

    None stands for a row that cannot be read, without an id where it is the key that cannot.
    """
    key = list(table.primary_key)
    behind = None
    while True:
        page = sa.select(table).order_by(*key).limit(_PAGE)
        if behind is not None:
            page = page.where(sa.tuple_(*key) > sa.tuple_(*behind))
        rows = _read(session, page)
        if rows is not None:
            yield {row_id(table, row): row for row in rows}
        else:
            rows = _read(session, page.with_only_columns(*key))
            if rows is None:
                yield {"": None}
                return
            yield {row_id(table, row): _alone(session, table, row) for row in rows}
        if not rows:
            return
        behind = [sa.literal(rows[-1][column.key], column.type) for column in key]


def _read(session: Session, statement: sa.Select[Any]) -> list[Mapping[str, Any]] | None:
    """The rows of a statement; None where one holds no time, no word of the enum, no key: nothing we would write."""
    try:
        return [dict(row) for row in session.connection().execute(statement).mappings()]
    except (ValueError, LookupError, TypeError):
        return None


def _alone(session: Session, table: sa.Table, key: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The row of a key, None where it cannot be read."""
    rows = _read(session, sa.select(table).where(*(column == key[column.key] for column in table.primary_key)))
    return rows[0] if rows else None


def _rows_that_went(session: Session) -> Iterator[Difference]:
    """Rows that the history entered and never removed, and that are not there."""
    tables = {table.name: table for table in journalled()}
    behind = 0
    while True:
        page = (
            sa.select(_journal.c.seq, _journal.c.kind, _journal.c.row_id, _journal.c.before)
            .where(_journal.c.seq > behind)
            .order_by(_journal.c.seq)
            .limit(_PAGE)
        )
        rows = session.connection().execute(page).all()
        if not rows:
            return
        behind = rows[-1].seq
        for name, table in tables.items():
            ids = [row.row_id for row in rows if row.kind == name and row.before == "null"]
            if ids:
                yield from _gone(session, table, ids)


def _gone(session: Session, table: sa.Table, ids: Sequence[str]) -> Iterator[Difference]:
    """Those of these rows that should be there and are not."""
    there: set[str] = set()  # by their keys alone: a row that cannot be read is there
    for start in range(0, len(ids), _PAGE):
        keys = sa.select(*table.primary_key).where(called(table, ids[start : start + _PAGE]))
        there |= {row_id(table, row) for row in session.connection().execute(keys).mappings()}
    absent = [name for name in dict.fromkeys(ids) if name not in there]
    if absent:
        said = last_entries(session, table.name, absent)
        yield from (Difference(table.name, name, Mismatch.REMOVED) for name in absent if said.get(name) != "null")


def _part(column: sa.Column[Any], text: str) -> Any:
    """A part of a row id as an entry says it."""
    return int(text) if isinstance(column.type, sa.Integer) else text


def _pictures_that_differ(session: Session) -> Iterator[Difference]:
    """Pictures that are not the ones their SHA-256 names, and those a photo names that are not there."""
    table: sa.Table = PhotoData.__table__  # type: ignore[attr-defined]
    connection = session.connection()
    with connection.execute(sa.select(table).execution_options(yield_per=_PICTURES)) as rows:
        for row in rows:
            if not isinstance(row.jpeg, bytes) or hashlib.sha256(row.jpeg).hexdigest() != row.sha256:
                yield Difference(table.name, row.sha256, Mismatch.CHANGED, ("jpeg",))
    photo: sa.Table = Photo.__table__  # type: ignore[attr-defined]
    there = sa.exists().where(table.c.sha256 == photo.c.sha256)
    for name in connection.scalars(sa.select(photo.c.sha256).where(~there).distinct()):
        yield Difference(table.name, name, Mismatch.REMOVED)
