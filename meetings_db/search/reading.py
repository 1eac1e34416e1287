"""Reading entries newest first: by the index where it narrows, by walking where nothing is asked of it.

Each database is asked in the way it is quick at, and what it answers is checked by `Plan.holds`. SQLite's index walks
its lists from the newest end by itself. PostgreSQL's answers with all or nothing: it is asked for the newest stretch
first, and then for older ones that grow while they hold little.
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
_FEW = 500
"""Where a stretch holds fewer, the next one asked for is longer."""

_table: sa.Table = SearchEntry.__table__  # type: ignore[attr-defined]
_index = sa.table(index.TABLE, sa.column("rowid"), sa.column("seq"), sa.column("tokens"))


_OF_A_STRETCH = sa.text(f"SELECT seq FROM {index.TABLE} WHERE tokens @@ CAST(:asked AS tsquery) AND seq < :before")


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
    """PostgreSQL: the index tells which, the entries are read by their keys."""
    query = _select(community_id, plan)
    if not plan.query:
        yield from _paged(connection, query, _table.c.seq, after)
        return
    for seqs in _stretches(connection, index.asked_of_server(plan.query), after):
        for page in _pages(seqs):
            yield from connection.execute(query.where(_table.c.seq.in_(page)).order_by(_table.c.seq.desc()))


def _stretches(connection: sa.Connection, asked: str, after: int | None) -> Iterator[list[int]]:
    """The keys of all entries the index has for a question, one stretch after the other, newest first.

    A stretch is the one the newest entry not yet asked for is in, and the one before it.
    """
    newest = connection.scalar(sa.select(sa.func.max(_index.c.seq))) or 0
    before = newest + 1 if after is None else after
    longer = iter(index.STRETCHES)
    stretch = next(longer)
    while before > 0:
        oldest = max((before - 1 >> stretch) - 1, 0) << stretch
        places = " | ".join(f"'{index.stretch_token(stretch, seq)}'" for seq in {oldest, before - 1})
        seqs = connection.scalars(_OF_A_STRETCH, {"asked": f"({places}) & {asked}", "before": before}).all()
        yield sorted(seqs, reverse=True)
        before = oldest
        if len(seqs) < _FEW:
            stretch = next(longer, stretch)


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
