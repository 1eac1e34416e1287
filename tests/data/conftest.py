"""Every test of data and services runs on a SQLite file and on a real PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from meetings_db.engine import Database
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
def blank_server(postgres: str) -> str:
    """A PostgreSQL database with the schema, copied for each test."""
    name = _make(postgres, f"blank_{uuid.uuid4().hex[:8]}")
    database = Database(name)
    database.upgrade()
    database.close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with the schema, on both databases."""
    if request.param == "sqlite":
        path = tmp_path / "triparty.db"
        path.write_bytes(request.getfixturevalue("blank_file").read_bytes())
        database = Database.in_file(path, actor="tester")
        yield database
        database.close()
        return
    blank = make_url(request.getfixturevalue("blank_server")).database
    url = _make(request.getfixturevalue("postgres"), f"test_{uuid.uuid4().hex[:12]}", template=blank)
    database = Database(url, actor="tester")
    yield database
    database.close()
    _drop(request.getfixturevalue("postgres"), url)


def _make(server_url: str, name: str, template: str | None = None) -> str:
    """Make a database on the server, as a copy of `template`; returns its URL."""
    _execute(server_url, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def _drop(server_url: str, url: str) -> None:
    """Drop a database of the server."""
    _execute(server_url, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


def _execute(server_url: str, statement: str) -> None:
    """Run a statement outside a transaction."""
    engine = sa.create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
