"""Which schema a database has, and whether it is one to work on."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from meetings_db.errors import NewerSchema, NotADatabase, Unfinished
from meetings_db.migrations import REVISIONS

UNFINISHED = "unfinished_copy"
"""The table that marks a database as the unfinished copy of another; `meetings_db.copying` keeps it."""

_REVISION = "alembic_version"


class Schema(NamedTuple):
    """The revision, None where there is none; the names of all tables; what an unfinished copy is made from."""

    revision: str | None
    tables: frozenset[str]
    source: str | None = None


def schema_of(session: Session) -> Schema:
    """The schema of the session's database."""
    connection = session.connection()
    tables = frozenset(sa.inspect(connection).get_table_names())
    revision = connection.scalar(sa.text(f"SELECT version_num FROM {_REVISION}")) if _REVISION in tables else None
    source = connection.scalar(sa.text(f"SELECT source FROM {UNFINISHED}")) if UNFINISHED in tables else None
    return Schema(revision, tables, source)


def refuse_foreign(schema: Schema, place: str) -> None:
    """Refuse the schema of a newer release and an unfinished copy."""
    if schema.source is not None:
        raise Unfinished(place, schema.source)
    if schema.revision is not None and schema.revision not in REVISIONS:
        raise NewerSchema(place, schema.revision)


def refuse_stranger(schema: Schema, place: str) -> None:
    """Refuse the tables of another program."""
    if schema.revision is None and schema.tables:
        raise NotADatabase(place, "it holds the tables of another program")
