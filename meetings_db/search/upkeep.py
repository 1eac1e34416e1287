"""Keeping the index true: it hangs on the session, as the journal does, so that no service can forget it.

What a transaction touched is written into the index once, just before its commit: an issue with ten notes is read once.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel, col

from meetings_db.models import EntryKind, SearchEntry
from meetings_db.search import index, pinyin, sources
from meetings_db.search.tokens import KEPT, fold, tokens

_CHUNK = 1_000
_TOUCHED = "searched_rows"
_FRESH = "searched_fresh"
"""The keys of rows made in this transaction: nothing was written of them before."""

_table: sa.Table = SearchEntry.__table__  # type: ignore[attr-defined]


def watch(session: Session) -> None:
    """Bring the index up to date with what `session` changes, before it commits."""
    session.info[_TOUCHED] = defaultdict(dict)
    session.info[_FRESH] = set()
    event.listen(session, "after_flush", _note)
    event.listen(session, "before_commit", _settle)


def inserted(session: Session, kind: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Note rows of `kind` that were inserted past the flush; those who load a whole database call `rebuild` instead."""
    found = sources.found_as(str(kind.__tablename__))
    if found is not None and _TOUCHED in session.info:
        entry, column = found
        for row in rows:
            _touch(session, entry, row[column], new=column == "id")


def index_rows(session: Session, kind: EntryKind, ids: Sequence[UUID]) -> None:
    """Make the entries of these rows as the rows are now; those of rows that are gone go too."""
    for begin in range(0, len(ids), _CHUNK):
        _index_chunk(session, kind, ids[begin : begin + _CHUNK])


def rebuild(session: Session, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the whole index anew, in the order the rows were made; how many entries there are.

    `progress` is told how many of how many rows are done.
    """
    connection = session.connection()
    session.info.get(_TOUCHED, {}).clear()
    connection.execute(sa.delete(_table))
    total = sum(connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in sources.TABLES.values())
    with index.emptied(connection):
        done = 0
        rows = heapq.merge(*(_keys(session, kind) for kind in sources.TABLES))
        while chunk := list(islice(rows, _CHUNK)):
            _write(connection, [{**entry, "seq": seq} for seq, entry in enumerate(_ordered(session, chunk), done + 1)])
            done += len(chunk)
            if progress is not None:
                progress(done, total)
    return done


def is_outdated(session: Session) -> bool:
    """Whether the index was made by another release's rules; then it may miss things until `rebuild`."""
    return index.is_by_other_rules(session.connection())


def _note(session: AnySession, _flush: UOWTransaction) -> None:
    """Remember what the flush touched."""
    for rows, new in ((session.new, True), (session.dirty, False), (session.deleted, False)):
        for row in rows:
            found = sources.found_as(row.__tablename__)
            if found is not None:
                kind, column = found
                _touch(session, kind, getattr(row, column), new=new and column == "id")


def _touch(session: AnySession, kind: EntryKind, key: UUID, *, new: bool) -> None:
    """Remember a row; one that was taken out before in the same transaction is not new."""
    touched = session.info[_TOUCHED][kind]
    if new and key not in touched:
        session.info[_FRESH].add(key)
    touched[key] = None


def _settle(session: Session) -> None:
    """Index what the transaction touched."""
    session.flush()
    touched, fresh = session.info[_TOUCHED], session.info[_FRESH]
    for kind, ids in list(touched.items()):
        older = [key for key in ids if key not in fresh]
        for begin in range(0, len(older), _CHUNK):
            for other, key in sources.also_touched(session, kind, older[begin : begin + _CHUNK]):
                touched[other][key] = None
    for kind, ids in touched.items():
        index_rows(session, kind, list(ids))
    touched.clear()
    fresh.clear()


def _index_chunk(session: Session, kind: EntryKind, ids: Sequence[UUID]) -> None:
    """Compare what stands in the entries with the rows, and write the difference."""
    connection = session.connection()
    now = {row.id: _entry(kind, row) for row in sources.written(session, kind, ids)}
    known = [key for key in ids if key not in session.info.get(_FRESH, ())]
    written = sa.select(_table).where(_table.c.row_id.in_(known))
    before = {row.row_id: row for row in connection.execute(written)} if known else {}
    stale = {key: row for key, row in before.items() if key not in now or _differs(row, now[key])}
    if stale:
        index.remove(connection, [(row.seq, entry_tokens(row._asdict())) for row in stale.values()])
        connection.execute(sa.delete(_table).where(_table.c.seq.in_([row.seq for row in stale.values()])))
    kept = [{**now[key], "seq": row.seq} for key, row in stale.items() if key in now]
    last = connection.scalar(sa.select(sa.func.max(_table.c.seq))) or 0
    new = [entry for key, entry in now.items() if key not in before]
    _write(connection, [*kept, *({**entry, "seq": seq} for seq, entry in enumerate(new, last + 1))])


def _write(connection: sa.Connection, entries: Sequence[dict[str, Any]]) -> None:
    """Write numbered entries and their tokens."""
    if entries:
        connection.execute(sa.insert(_table), entries)
        index.add(connection, [(entry["seq"], entry_tokens(entry)) for entry in entries])


def _keys(session: Session, kind: EntryKind) -> Iterator[tuple[UUID, EntryKind]]:
    """Every row of `kind`, oldest first."""
    key = col(sources.TABLES[kind].id)  # type: ignore[attr-defined]
    query = sa.select(key).order_by(key).limit(_CHUNK)
    page = session.connection().scalars(query).all()
    while page:
        yield from ((each, kind) for each in page)
        page = session.connection().scalars(query.where(key > page[-1])).all()


def _ordered(session: Session, rows: Sequence[tuple[UUID, EntryKind]]) -> Iterator[dict[str, Any]]:
    """The entries of these rows, in their order."""
    by_kind: defaultdict[EntryKind, list[UUID]] = defaultdict(list)
    for key, kind in rows:
        by_kind[kind].append(key)
    entries = {
        row.id: _entry(kind, row) for kind, ids in by_kind.items() for row in sources.written(session, kind, ids)
    }
    return (entries[key] for key, _kind in rows)


def _entry(kind: EntryKind, row: sources.Written) -> dict[str, Any]:
    """The entry of a row, without its number."""
    names = "\n".join(fold(each) for each in row.names if each)[:KEPT]
    return {
        "community_id": row.community_id,
        "kind": kind,
        "row_id": row.id,
        "estate_id": row.estate_id,
        "is_open": row.is_open,
        "names": len(names),
        "text": "\n".join((names, *(fold(each) for each in row.rest if each)))[:KEPT],
    }


def _differs(row: Any, entry: Mapping[str, Any]) -> bool:
    """Whether the entry is no longer what stands there."""
    return any(getattr(row, name) != value for name, value in entry.items())


def entry_tokens(entry: Mapping[str, Any]) -> set[str]:
    """Everything an entry is found by: its text, its names in pinyin, what it is, where, and whether it is open."""
    text = entry["text"]
    found = tokens(text) | pinyin.tokens(text[: entry["names"]])
    found.add(index.kind_token(entry["kind"]))
    if entry["estate_id"] is not None:
        found.add(index.estate_token(entry["estate_id"]))
    if entry["is_open"]:
        found.add(index.OPEN)
    return found
