"""Many rows at once: inserted in chunks past the session's objects, journalled and found as if a flush had done it."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db import journal, search

CHUNK = 5_000
"""Rows in one statement: more saves no time and costs memory."""


def row(kind: type[SQLModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `kind` with every column named: what `values` do not say is the model's default. Keys are said."""
    return {**_defaults(kind), **values}


def insert_rows(session: Session, kind: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of `kind` that were validated before; each names every column, its key too, times being aware.

    Part of the session's transaction. Rows that others refer to go first.
    """
    table = kind.__table__  # type: ignore[attr-defined]
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        session.connection().execute(sa.insert(table), chunk)
        journal.added(session, kind, chunk)
        search.inserted(session, kind, chunk)


@cache
def _defaults(kind: type[SQLModel]) -> Mapping[str, Any]:
    """What each column of a table says where nothing is said."""
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    return {column.key: kind.model_fields[column.key].get_default() for column in table.columns}
