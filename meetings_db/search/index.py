"""The two indexes of tokens behind one face: full-text table 5 of SQLite, and a `tsvector` under GIN on PostgreSQL.

Both know an entry by its `seq` and hold sets of tokens without their places; both are asked in the same form
(`Query`), and both may answer with an entry that has the tokens and not the words: the asker checks. The table is named
`searchindex` on both and is no part of the models.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from meetings_db.models import EntryKind

TABLE = "searchindex"

RULES = 43_985_845
"""The rules by which entries become tokens, as a number that changes with them: a test says which it must be."""

OPEN = "_o"
"""The token of everything that has not ended."""

STRETCHES = (10, 13, 16, 19, 22)
"""On PostgreSQL each entry also has tokens of the stretches it is in, of two to the power of these: its index answers
with all or nothing, and is asked for one stretch after the other instead.
"""

Query = tuple[tuple[frozenset[str], ...], ...]
"""Tokens to ask for: of each part one alternative must be there with all its tokens."""

_MEMORY = 32 * 1024 * 1024
"""Bytes that SQLite gathers before it writes a part of the index."""

_REMOVE = f"INSERT INTO {TABLE} ({TABLE}, rowid, tokens) VALUES ('delete', :seq, :tokens)"
_ADD = f"INSERT INTO {TABLE} (rowid, tokens) VALUES (:seq, :tokens)"
_ADD_ON_SERVER = f"INSERT INTO {TABLE} (seq, tokens) VALUES (:seq, array_to_tsvector(CAST(:tokens AS text[])))"
_GIN = f"CREATE INDEX ix_{TABLE}_tokens ON {TABLE} USING gin (tokens) WITH (fastupdate = off)"


def kind_token(kind: EntryKind) -> str:
    """The token of everything of a kind."""
    return f"_k{kind}"


def estate_token(estate_id: UUID) -> str:
    """The token of everything in an estate: the random half of its key."""
    return f"_e{estate_id.hex[16:]}"


def stretch_token(stretch: int, seq: int) -> str:
    """The token of the stretch of `1 << stretch` entries in which an entry is."""
    return f"_n{stretch}_{seq >> stretch}"


def create(connection: sa.Connection) -> None:
    """Make the table, empty."""
    if _is_sqlite(connection):
        columns = "tokens, content='', columnsize=0, detail=none, tokenize='ascii tokenchars ''_'''"
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {TABLE} USING fts5({columns})")
        connection.exec_driver_sql(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('hashsize', {_MEMORY})")
    else:
        connection.exec_driver_sql(f"CREATE TABLE {TABLE} (seq bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        connection.exec_driver_sql(_GIN)
    sign(connection)


def sign(connection: sa.Connection, rules: int = RULES) -> None:
    """Write beside the index by which rules it was made, where no schema needs to know of it."""
    if _is_sqlite(connection):
        connection.exec_driver_sql(f"PRAGMA user_version = {rules}")
    else:
        connection.exec_driver_sql(f"COMMENT ON TABLE {TABLE} IS '{rules}'")


def is_by_other_rules(connection: sa.Connection) -> bool:
    """Whether the index was made by other rules than these: it may then miss things until it is made anew."""
    said = (
        "PRAGMA user_version" if _is_sqlite(connection) else f"SELECT obj_description('{TABLE}'::regclass, 'pg_class')"
    )
    return str(connection.exec_driver_sql(said).scalar()) != str(RULES)


def add(connection: sa.Connection, entries: Sequence[tuple[int, set[str]]]) -> None:
    """Add new entries."""
    if _is_sqlite(connection):
        rows = [{"seq": seq, "tokens": " ".join(tokens)} for seq, tokens in entries]
        connection.execute(sa.text(_ADD), rows)
    else:
        rows = [
            {"seq": seq, "tokens": [*tokens, *(stretch_token(stretch, seq) for stretch in STRETCHES)]}
            for seq, tokens in entries
        ]
        connection.execute(sa.text(_ADD_ON_SERVER), rows)


def remove(connection: sa.Connection, entries: Sequence[tuple[int, set[str]]]) -> None:
    """Take entries out, each with the tokens it was added with: SQLite keeps no list of them."""
    if _is_sqlite(connection):
        rows = [{"seq": seq, "tokens": " ".join(tokens)} for seq, tokens in entries]
        connection.execute(sa.text(_REMOVE), rows)
    else:
        gone = sa.text(f"DELETE FROM {TABLE} WHERE seq = ANY(:gone)")
        connection.execute(gone, {"gone": [seq for seq, _tokens in entries]})


def clear(connection: sa.Connection) -> None:
    """Take every entry out."""
    if _is_sqlite(connection):
        connection.exec_driver_sql(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")
    else:
        connection.exec_driver_sql(f"DELETE FROM {TABLE}")


def asked_of_file(query: Query) -> str:
    """The query as full-text table 5 reads it."""
    return " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{token}"' for token in sorted(each)) + ")" for each in part) + ")"
        for part in query
    )


def asked_of_server(query: Query) -> str:
    """The query as a `tsquery`; tokens are letters, digits and `_`, so that none needs more than its quotes."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{token}'" for token in sorted(each)) + ")" for each in part) + ")"
        for part in query
    )


@contextmanager
def emptied(connection: sa.Connection) -> Iterator[None]:
    """Clear the table, let very many entries be added, and then put it into its best order."""
    if _is_sqlite(connection):
        clear(connection)
        yield
        connection.exec_driver_sql(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")
    else:
        connection.exec_driver_sql(f"DROP INDEX ix_{TABLE}_tokens; TRUNCATE {TABLE}")
        yield
        connection.exec_driver_sql(_GIN)
        connection.exec_driver_sql(f"ANALYZE {TABLE}")
    sign(connection)


def _is_sqlite(connection: sa.Connection) -> bool:
    """Which of the two it is."""
    return connection.dialect.name == "sqlite"
