"""A real PostgreSQL for the tests: the one `TEST_POSTGRES_URL` names, else a private cluster."""

import getpass
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, None where PostgreSQL 15 or newer is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    candidates = [*folders, *([Path(on_path).parent] if on_path else [])]
    return next((path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of a server whose databases may be made and dropped; None where there is none to be had."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield url
        return
    bin_ = programs()
    if bin_ is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    as_root = getpass.getuser() == "root"
    if as_root:
        shutil.chown(folder, "postgres", "postgres")
    user = "postgres" if as_root else getpass.getuser()
    before = ["runuser", "-u", "postgres", "--"] if as_root else []

    def run(*command: str | Path) -> None:
        subprocess.run([*before, *map(str, command)], check=True, capture_output=True, cwd="/tmp")

    data = folder / "data"
    run(bin_ / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
    run(bin_ / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
    try:
        yield f"postgresql://{user}@/postgres?host={folder}"
    finally:
        run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def execute(server_url: str, statement: str) -> None:
    """Run a statement outside a transaction."""
    engine = sa.create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@contextmanager
def a_database(server_url: str, template: str = "template1") -> Iterator[URL]:
    """A database of its own on the server, a copy of `template`; dropped afterwards, whoever is still in it."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    execute(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield make_url(server_url).set(database=name)
    execute(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')
