"""Full and read-only disks, locks, servers that stop: a plain sentence, nothing half done, and the next deed works."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlmodel import Session, select

from meetings_db import backup, engine, journal
from meetings_db.copying import copy
from meetings_db.engine import Database
from meetings_db.errors import Locked, Lost, NoRoom, ReadOnly, Unreachable
from meetings_db.models import CommunityBase, Estate, EstateBase, IssueEvent
from tests.data.builders import a_community, an_issue
from tests.data.earlier import fill
from tests.postgres import Cluster, private_cluster
from triparty import i18n, problems
from triparty.services import health, safety
from triparty.services.directory import add_estate, found_community


def estates(session: Session) -> list[str]:
    """The estates there are."""
    return sorted(session.exec(select(Estate.name)))


def whole(db: Database, expected: list[str]) -> bool:
    """Whether these estates and no half deeds are there."""
    return db.read(estates) == sorted(expected) and db.read(journal.verify).whole


def said(problem: BaseException) -> str:
    """The sentence, which both languages must have."""
    english = problems.say(problem)
    i18n.use("zh_CN")
    chinese = problems.say(problem)
    i18n.use("en")
    assert chinese != english
    assert "Traceback" not in english
    return english


class Disk:
    """A small disk of one's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def become(self, *options: str) -> None:
        """Mount it anew with other options."""
        words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(self.folder)]
        if subprocess.run(words, capture_output=True).returncode:
            pytest.skip("only who may mount can make a small disk")

    def fill_up(self, but: int = 0) -> None:
        """Leave no more than `but` bytes."""
        (self.folder / "photos").write_bytes(bytes(shutil.disk_usage(self.folder).free - but))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    disk = Disk(folder)
    disk.become("size=2m")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


@pytest.fixture
def on_disk(disk: Disk, blank_file: Path) -> Iterator[Database]:
    """A database on the small disk, with a community."""
    path = disk.folder / "triparty.db"
    shutil.copy(blank_file, path)
    db = Database.in_file(path)
    db.run(found_community, CommunityBase(name="晨光社区"))
    yield db
    db.close()


def test_a_full_disk_loses_nothing_and_the_next_deed_works(on_disk: Database, disk: Disk) -> None:
    community = on_disk.run(found_community, CommunityBase(name="另一个社区"))
    disk.fill_up(but=200_000)
    kept: list[str] = []

    def fill_up() -> None:
        for number in range(1_000):
            name = f"{number:03} {'长' * 250}"
            on_disk.run(add_estate, community.id, EstateBase(name=name))
            kept.append(name)

    with pytest.raises(NoRoom) as told:
        fill_up()
    assert kept
    assert "no room left" in said(told.value)
    assert whole(on_disk, kept)
    with pytest.raises(NoRoom):
        safety.keep_copy(on_disk, disk.folder / "triparty.db")
    assert backup.copies(disk.folder / "triparty.db") == []
    (disk.folder / "photos").unlink()
    on_disk.run(add_estate, community.id, EstateBase(name="东"))
    assert whole(on_disk, [*kept, "东"])


def test_a_copy_that_fills_the_disk_goes_on_when_there_is_room(disk: Disk, tmp_path: Path) -> None:
    source = Database.in_file(tmp_path / "source.db")
    fill(source, "0001")
    source.upgrade()
    disk.become("remount", "size=800k")
    target = Database.in_file(disk.folder / "copy.db")
    with pytest.raises(NoRoom) as told:
        copy(source, target)
    assert "copy.db" in said(told.value)
    disk.become("remount", "size=32m")
    copy(source, target)
    assert target.read(journal.verify).whole
    source.close()
    target.close()


def test_a_disk_that_may_not_be_written_is_said(on_disk: Database, disk: Disk) -> None:
    on_disk.close()
    disk.become("remount", "ro")
    file = disk.folder / "triparty.db"
    again = Database.in_file(file)
    for deed in (again.upgrade, lambda: again.run(found_community, CommunityBase(name="second"))):
        with pytest.raises(ReadOnly) as told:
            deed()
        assert "triparty.db lies on a disk that can only be read" in said(told.value)
    with pytest.raises(ReadOnly):
        Database.in_file(disk.folder / "new" / "triparty.db")
    assert not {each.id: each for each in health.look_over(again, file)}["room"].well
    disk.become("remount", "rw", "size=2m")
    on_disk.run(found_community, CommunityBase(name="second"))
    again.close()


def test_a_full_disk_is_said_when_a_database_is_opened(on_disk: Database, disk: Disk) -> None:
    on_disk.close()
    disk.fill_up()
    again = Database.in_file(disk.folder / "triparty.db")
    with pytest.raises(NoRoom) as told:
        again.upgrade()
    assert "at least 1.0 MB are needed" in said(told.value)
    new = Database.in_file(disk.folder / "new.db")
    with pytest.raises(NoRoom):
        new.upgrade()
    new.close()
    looked = {each.id: each for each in health.look_over(again, disk.folder / "triparty.db")}
    assert "no room left" in looked["database"].remedy
    (disk.folder / "photos").unlink()
    again.upgrade()
    again.run(found_community, CommunityBase(name="second"))
    again.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_said(blank_file: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(blank_file, tmp_path / "triparty.db"))
    file.chmod(0o444)
    tmp_path.chmod(0o555)
    db = Database.in_file(file)
    with pytest.raises(ReadOnly) as told:
        db.run(found_community, CommunityBase(name="second"))
    db.close()
    tmp_path.chmod(0o755)
    assert "triparty.db" in said(told.value)


def test_a_lock_another_process_holds_is_waited_for_and_then_said(
    blank_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(shutil.copy(blank_file, tmp_path / "triparty.db"))
    monkeypatch.setattr(engine, "_PRAGMAS", (*(p for p in engine._PRAGMAS if "busy" not in p), "busy_timeout=50"))
    holder = (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read(); held.execute('ROLLBACK')\n"
    )
    db = Database.in_file(file)
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Locked) as told:
            db.run(found_community, CommunityBase(name="second"))
        assert "Nothing was changed" in said(told.value)
        other.communicate()
    db.run(found_community, CommunityBase(name="second"))
    db.close()


@pytest.fixture
def shared(new_server: URL) -> Iterator[Database]:
    """A server's database."""
    db = Database(new_server)
    db.upgrade()
    yield db
    db.close()


def kill(url: URL, pid: int) -> None:
    """End another connection, as an administrator would."""
    other = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    other.dispose()


@pytest.mark.parametrize("at_the_end", [False, True], ids=["in the middle", "before the commit"])
def test_a_connection_killed_in_a_deed_leaves_nothing_half(shared: Database, at_the_end: bool) -> None:
    place = a_community(shared)

    def deed(session: Session) -> None:
        add_estate(session, place.id, EstateBase(name="半个"))
        pid = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        kill(shared.url, pid)
        if not at_the_end:
            add_estate(session, place.id, EstateBase(name="另一半"))

    before = shared.read(estates)
    with pytest.raises(Lost) as told:
        shared.run(deed)
    assert "wholly or not at all" in said(told.value)
    assert whole(shared, before)
    shared.run(add_estate, place.id, EstateBase(name="下一个"))
    assert whole(shared, [*before, "下一个"])


def test_a_connection_killed_between_deeds_is_not_noticed(shared: Database) -> None:
    place = a_community(shared)
    pid = shared.read(lambda session: session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
    kill(shared.url, pid)
    shared.run(add_estate, place.id, EstateBase(name="下一个"))
    assert "下一个" in shared.read(estates)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that may be stopped."""
    with private_cluster() as cluster:
        if cluster is None:
            if os.environ.get("CI"):
                pytest.fail("PostgreSQL is missing, and this run must not skip it")
            pytest.skip("no PostgreSQL 15 or newer here to stop and start")
        yield cluster


@contextmanager
def connected(cluster: Cluster) -> Iterator[Database]:
    """A database on the cluster."""
    db = Database(cluster.url)
    db.upgrade()
    yield db
    db.close()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_stops_and_comes_back(cluster: Cluster, mode: str) -> None:
    with connected(cluster) as db:
        community = db.run(found_community, CommunityBase(name=f"晨光社区 {mode}"))
        db.run(add_estate, community.id, EstateBase(name=f"东 {mode}"))

        def deed(session: Session) -> None:
            add_estate(session, community.id, EstateBase(name="半个"))
            cluster.stop(mode)
            add_estate(session, community.id, EstateBase(name="另一半"))

        before = db.read(estates)
        try:
            with pytest.raises(Lost) as told:
                db.run(deed)
            assert "wholly or not at all" in said(told.value)
            for again in (lambda: db.read(estates), lambda: db.run(add_estate, community.id, EstateBase(name="西"))):
                with pytest.raises(Unreachable) as told_again:
                    again()
                assert "cannot be opened" in said(told_again.value)
        finally:
            cluster.start()
        assert whole(db, before)
        db.run(add_estate, community.id, EstateBase(name=f"西 {mode}"))
        assert whole(db, [*before, f"西 {mode}"])


def test_a_server_that_stops_in_the_middle_of_a_copy(cluster: Cluster, tmp_path: Path) -> None:
    source = Database.in_file(tmp_path / "source.db")
    source.upgrade()
    place = a_community(source)
    an_issue(source, place)
    target_url = sa.make_url(cluster.url).set(database="copy")
    server = sa.create_engine(cluster.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE copy")
    server.dispose()
    target = Database(target_url)

    def stop(table: str, _done: int, _total: int) -> None:
        if table == "issueevent":
            cluster.stop()

    with pytest.raises((Lost, Unreachable)):
        copy(source, target, stop)
    cluster.start()
    assert copy(source, target).kept > 0
    assert target.read(steps) == source.read(steps)
    source.close()
    target.close()


def steps(session: Session) -> list[str]:
    """The steps in the lives of all issues."""
    return sorted(f"{each.kind} {each.at}" for each in session.exec(select(IssueEvent)))
