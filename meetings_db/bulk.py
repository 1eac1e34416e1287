"""Many rows at once: inserted in chunks past the session's objects, journalled as a flush would journal them."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db import journal

CHUNK = 5_000
"""Rows in one statement: more saves no time and costs memory."""


def insert_rows(session: Session, kind: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of `kind` that were validated before; each names every column, its key too, times being aware.

    Part of the session's transaction. Rows that others refer to go first.
    """
    table = kind.__table__  # type: ignore[attr-defined]
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        session.connection().execute(sa.insert(table), chunk)
        journal.added(session, kind, chunk)
