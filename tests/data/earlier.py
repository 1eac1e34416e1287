"""Databases as earlier releases left them, from the rows kept in `released`."""

import gzip
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from meetings_db.engine import Database
from meetings_db.migrations.upgrade import upgrade

FOLDER = Path(__file__).parent / "released"
REVISIONS = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.jsonl.gz"))
"""Every schema a release was made with, oldest first."""


def rows_of(revision: str) -> list[dict[str, Any]]:
    """The rows a database of that release held: columns in SQLite's stored form, and the name of the table."""
    with gzip.open(FOLDER / f"{revision}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fill(database: Database, revision: str) -> None:
    """Make the schema of `revision` in an empty database and put the kept rows into it."""
    with database._writing.begin() as connection:
        upgrade(connection, revision)
    with database._writing.begin() as connection:
        if database.file is None:
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for table, rows in groupby(rows_of(revision), lambda row: row["table"]):
            for row in rows:
                _insert(connection, table, {name: value for name, value in row.items() if name != "table"})


def _insert(connection: sa.Connection, table: str, row: dict[str, Any]) -> None:
    """Insert one row as it was stored; PostgreSQL reads every value from its text."""
    columns = ", ".join(f'"{name}"' for name in row)
    if connection.dialect.name == "postgresql":
        statement = f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(["%s"] * len(row))})'
        values = tuple(None if value is None else str(value) for value in row.values())
    else:
        statement = f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(row))})'
        values = tuple(row.values())
    connection.exec_driver_sql(statement, values)
