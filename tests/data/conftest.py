"""Every test of data and services runs on a SQLite file and on a real PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlmodel import SQLModel

from meetings_db.engine import Database
from meetings_db.migrations import HEAD
from meetings_db.search import index as search_index
from tests.postgres import server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server, one for each process that runs tests."""
    with server() as url:
        if url is None:
            if os.environ.get("CI"):
                pytest.fail("PostgreSQL is missing, and this run must not skip it")
            pytest.skip("no PostgreSQL 15 or newer here: install it, or name a server in TEST_POSTGRES_URL")
        yield url


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, made once by the migrations and copied for each test."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    database = Database.in_file(path)
    database.upgrade()
    with database._writing.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.close()
    return path


@pytest.fixture(scope="session")
def one_file(blank_file: Path) -> Iterator[Database]:
    """A SQLite file with the schema, emptied after each test, so that its engine's compiled statements are kept."""
    path = blank_file.with_name("triparty.db")
    path.write_bytes(blank_file.read_bytes())
    database = Database.in_file(path, actor="tester")
    yield database
    database.close()


@pytest.fixture(scope="session")
def one_server(postgres: str) -> Iterator[Database]:
    """A PostgreSQL database with the schema, emptied after each test."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _execute(postgres, f'CREATE DATABASE "{name}"')
    database = Database(make_url(postgres).set(database=name), actor="tester")
    database.upgrade()
    yield database
    database.close()
    _execute(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def new_server(postgres: str) -> Iterator[URL]:
    """A PostgreSQL database with nothing in it, for one test."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _execute(postgres, f'CREATE DATABASE "{name}"')
    yield make_url(postgres).set(database=name)
    _execute(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with the schema, on both databases."""
    database: Database = request.getfixturevalue("one_file" if request.param == "sqlite" else "one_server")
    yield database
    _empty(database)
    database.close()


@pytest.fixture
def server_db(one_server: Database) -> Iterator[Database]:
    """An empty database with the schema on a server, for what only a server can do."""
    yield one_server
    _empty(one_server)
    one_server.close()


def _empty(database: Database) -> None:
    """Take every row out again, and put the revision back."""
    database.own_turns.clear()
    with database._writing.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
        search_index.clear(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})


def _execute(server_url: str, statement: str) -> None:
    """Run a statement outside a transaction."""
    engine = sa.create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
