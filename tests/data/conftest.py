"""Every test of data and services runs on a SQLite file and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlmodel import SQLModel

from meetings_db.engine import Database
from meetings_db.migrations import HEAD
from meetings_db.search import index as search_index
from tests.postgres import a_database


@pytest.fixture(scope="session")
def one_file(blank_file: Path) -> Iterator[Database]:
    """A SQLite file with the schema, emptied after each test, so that its engine's compiled statements are kept."""
    path = blank_file.with_name("triparty.db")
    path.write_bytes(blank_file.read_bytes())
    database = Database.in_file(path, actor="tester")
    yield database
    database.close()


@pytest.fixture(scope="session")
def one_server(postgres: str, blank_server: str) -> Iterator[Database]:
    """A PostgreSQL database with the schema, emptied after each test."""
    with a_database(postgres, blank_server) as url:
        database = Database(url, actor="tester")
        yield database
        database.close()


@pytest.fixture
def new_server(postgres: str) -> Iterator[URL]:
    """A PostgreSQL database with nothing in it, for one test."""
    with a_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with the schema, on both databases."""
    database: Database = request.getfixturevalue("one_file" if request.param == "sqlite" else "one_server")
    yield database
    _empty(database)
    _reopen(database)


@pytest.fixture
def server_db(one_server: Database) -> Iterator[Database]:
    """An empty database with the schema on a server, for what only a server can do."""
    yield one_server
    _empty(one_server)
    _reopen(one_server)


def _reopen(database: Database) -> None:
    """Close every connection, and let those of the next test be kept between its deeds."""
    database.close()
    database._writing.dispose()
    database._reading.dispose()


def _empty(database: Database) -> None:
    """Take every row out again, and put the revision back."""
    database.own_deeds.clear()
    with database._writing.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
        search_index.clear(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
