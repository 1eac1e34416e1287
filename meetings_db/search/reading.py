"""Reading entries newest first: by the index where it narrows, by walking where it does not.

Each database is asked in the way it is quick at, and what it answers is checked by `Plan.holds`. SQLite's index walks
its lists from the newest end by itself. PostgreSQL's answers with all or nothing: it is first asked for `_FEW` at
most, and only where there are more the entries are walked from the newest, as many of them are wanted then.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from meetings_db.models import EntryKind, SearchEntry
from meetings_db.search import index
from meetings_db.search.conditions import Plan

_FIRST, _MOST = 100, 5_000
_FEW = 2_000
"""More than so many are walked to."""

_table: sa.Table = SearchEntry.__table__  # type: ignore[attr-defined]
_index = sa.table(index.TABLE, sa.column("rowid"), sa.column("seq"), sa.column("tokens"))


class Found(NamedTuple):
    """An entry that has everything asked for."""

    seq: int
    kind: EntryKind
    row_id: UUID


def entries(session: Session, community_id: UUID, plan: Plan, after: int | None) -> Iterator[Found]:
    """Every entry that has what is asked, newest first, from behind `after`."""
    read = _by_file if session.get_bind().dialect.name == "sqlite" else _by_server
    for row in read(session.connection(), community_id, plan, after):
        if plan.holds(row.text, row.names, row.estate_id):
            yield Found(row.seq, row.kind, row.row_id)


def _by_file(connection: sa.Connection, community_id: UUID, plan: Plan, after: int | None) -> Iterator[Any]:
    """SQLite: the index and the entries joined, in growing pages."""
    query = _select(community_id, plan)
    key: Any = _table.c.seq
    if plan.query:
        key = _index.c.rowid
        query = query.join_from(_table, _index, _index.c.rowid == _table.c.seq)
        query = query.where(sa.text(f"{index.TABLE} MATCH :asked").bindparams(asked=index.asked_of_file(plan.query)))
    yield from _paged(connection, query, key, after)


def _by_server(connection: sa.Connection, community_id: UUID, plan: Plan, after: int | None) -> Iterator[Any]:
    """PostgreSQL: the few by the index alone, else a walk."""
    query = _select(community_id, plan)
    if not plan.query:
        yield from _paged(connection, query, _table.c.seq, after)
        return
    has = sa.text(f"{index.TABLE}.tokens @@ CAST(:asked AS tsquery)").bindparams(
        asked=index.asked_of_server(plan.query)
    )
    few = sa.select(_index.c.seq).where(has)
    if after is not None:
        few = few.where(_index.c.seq < after)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    seqs = sorted(connection.scalars(few.limit(_FEW + 1)), reverse=True)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on")
    if len(seqs) <= _FEW:
        for page in _pages(seqs):
            yield from connection.execute(query.where(_table.c.seq.in_(page)).order_by(_table.c.seq.desc()))
        return
    walked = query.join_from(_table, _index, _index.c.seq == _table.c.seq).where(has)
    if not plan.conditions:
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    yield from _paged(connection, walked, _index.c.seq, after)


def _select(community_id: UUID, plan: Plan) -> sa.Select[Any]:
    """The entries of a community and what is checked of them."""
    columns = (_table.c[name] for name in ("seq", "kind", "row_id", "estate_id", "names", "text"))
    return sa.select(*columns).where(_table.c.community_id == community_id, *plan.conditions)


def _paged(connection: sa.Connection, query: sa.Select[Any], key: Any, after: int | None) -> Iterator[Any]:
    """What a query finds by falling key, in pages that grow: most who ask want no more than the first."""
    size = _FIRST
    while True:
        page = query if after is None else query.where(key < after)
        rows = connection.execute(page.order_by(key.desc()).limit(size)).all()
        yield from rows
        if len(rows) < size:
            return
        after, size = rows[-1].seq, min(size * 4, _MOST)


def _pages(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    """The same in growing pages."""
    begin, size = 0, _FIRST
    while begin < len(seqs):
        yield seqs[begin : begin + size]
        begin, size = begin + size, size * 4
