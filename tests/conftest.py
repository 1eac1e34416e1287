"""What every test may use: English unless it says otherwise, no setting of whoever runs the tests, and both
databases with the schema in them, made once.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings_db.engine import Database
from tests.postgres import a_database, server
from triparty import i18n

# Screens and sessions make rubbish by the million: collecting it as often as usual is a tenth of the time.
gc.set_threshold(100_000, 20, 100)


@pytest.fixture(autouse=True)
def a_desk_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, a fixed time zone, and folders nobody else uses."""
    for name in [name for name in os.environ if name.startswith("TRIPARTY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRIPARTY_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TRIPARTY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    i18n.use("en")
    yield
    i18n.use("en")


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
def blank_server(postgres: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the schema, made once by the migrations, to make others like it."""
    with a_database(postgres) as url:
        database = Database(url)
        database.upgrade()
        database.close()
        yield str(url.database)
