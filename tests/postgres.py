"""A real PostgreSQL for the tests: the one `TEST_POSTGRES_URL` names, else a private cluster."""

import getpass
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, None where PostgreSQL 15 or newer is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    candidates = [*folders, *([Path(on_path).parent] if on_path else [])]
    return next((path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


@dataclass(frozen=True)
class Cluster:
    """A private PostgreSQL on a Unix socket in `folder`; as root it runs as the user postgres.

    One that is `durable` loses nothing when it is stopped at once, and is slower.
    """

    programs: Path
    folder: Path
    durable: bool = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"postgresql://{'postgres' if _as_root() else getpass.getuser()}@/postgres?host={self.folder}"

    def make(self) -> None:
        """Lay out its files."""
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        fsync = "on" if self.durable else "off"
        kept = [f"-c {name}={fsync}" for name in ("fsync", "full_page_writes", "autovacuum")]
        options = f"-k {self.folder} -c listen_addresses='' {' '.join(kept)} -c max_connections=200"
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it at once, as if its machine were switched off, or in another of its modes."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", mode, "stop")

    def _run(self, program: str, *words: str | Path) -> None:
        """Run one of PostgreSQL's programs."""
        before = ["runuser", "-u", "postgres", "--"] if _as_root() else []
        command = [*before, str(self.programs / program), *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, cwd="/tmp")


def _roomy() -> str:
    """Memory where there is room, else the disk: what is made and dropped a thousand times waits for no disk there."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30 else "/tmp"


def _as_root() -> bool:
    """Whether the tests run as root, whom PostgreSQL refuses."""
    return getpass.getuser() == "root"


@contextmanager
def private_cluster(*, durable: bool = False) -> Iterator[Cluster | None]:
    """A running cluster of one's own, which may be stopped and started; None where PostgreSQL is not installed."""
    bin_ = programs()
    if bin_ is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=_roomy()))
    if _as_root():
        shutil.chown(folder, "postgres", "postgres")
    cluster = Cluster(bin_, folder, durable)
    cluster.make()
    cluster.start()
    try:
        yield cluster
    finally:
        with suppress(subprocess.CalledProcessError):  # a test may have stopped it
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of a server whose databases may be made and dropped; None where there is none to be had."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield url
        return
    with private_cluster() as cluster:
        yield None if cluster is None else cluster.url


@contextmanager
def a_database(server_url: str, template: str = "template1") -> Iterator[URL]:
    """A database of its own on the server, a copy of `template`; dropped afterwards, whoever is still in it."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    execute(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    yield make_url(server_url).set(database=name)
    execute(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(server_url: str, statement: str) -> None:
    """Run a statement outside a transaction; the driver alone, for an engine takes longer than what it is asked."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement.encode())
