"""A damaged file is said to be damaged, with the newest whole safety copy as the way back; it is never changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session, select

from meetings_db import backup, journal
from meetings_db.backup import Why
from meetings_db.engine import Database
from meetings_db.errors import Damaged, NotADatabase
from meetings_db.models import Estate, JournalEntry
from tests.data.earlier import fill
from triparty import problems


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a few hundred rows."""
    db = Database.in_file(tmp_path / "triparty.db")
    fill(db, "0001")
    db.upgrade()
    db.close()
    for copy in backup.copies(tmp_path / "triparty.db"):
        backup.remove(copy)
    return tmp_path / "triparty.db"


def harm(file: Path, kind: str) -> bytes:
    """Damage the file as disks and people do; what it holds then."""
    content = file.read_bytes()
    match kind:
        case "truncated":
            content = content[: len(content) // 3]
        case "pages zeroed":
            content = content[:4096] + bytes(len(content) - 4096)
        case "header overwritten":
            content = os.urandom(512) + content[512:]
        case "emptied":
            content = b""
    file.write_bytes(content)
    return content


KINDS = ("truncated", "pages zeroed", "header overwritten", "emptied")


def test_a_file_without_tables_beside_safety_copies_is_not_begun_anew(file: Path) -> None:
    if not backup.copies(file):
        backup.make(file, Why.ASKED)
    file.unlink()
    db = Database.in_file(file)
    with pytest.raises(Damaged):
        db.refuse_gone()
    db.read(lambda session: session.connection())  # leaves a file that is not empty and holds no table
    with pytest.raises(Damaged):
        db.upgrade()
    db.close()


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_said_with_the_way_back(file: Path, kind: str) -> None:
    old, new = backup.make(file, Why.DAILY), backup.make(file, Why.ASKED)
    harm(new, "truncated")
    left = harm(file, kind)
    db = Database.in_file(file)
    with pytest.raises(Damaged) as told:
        db.upgrade()
    db.close()
    assert told.value.copy == str(old), "the newest is not whole"
    assert f"restore {old}" in problems.say(told.value)
    assert file.read_bytes() == left


@pytest.mark.parametrize("kind", ["truncated", "pages zeroed", "header overwritten"])
def test_damage_without_a_safety_copy_is_said_too(file: Path, kind: str) -> None:
    left = harm(file, kind)
    db = Database.in_file(file)
    with pytest.raises((Damaged, NotADatabase)) as told:
        db.upgrade()
    db.close()
    assert "damaged" in problems.say(told.value)
    assert "--data" in problems.say(told.value)
    assert file.read_bytes() == left


def test_damage_met_in_the_middle_of_work_is_said(file: Path) -> None:
    db = Database.in_file(file)
    db.upgrade()
    db.close()
    content = file.read_bytes()
    with file.open("rb+") as raw:
        raw.seek(20 * 4096)
        raw.write(bytes(len(content) - 20 * 4096))
    with pytest.raises(Damaged):
        db.read(lambda session: session.exec(select(JournalEntry)).all())
    with pytest.raises(Damaged):
        backup.glance(file)
    db.close()


def test_a_log_that_was_cut_off_loses_whole_deeds_only(file: Path, tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from sqlmodel import select\n"
        "from meetings_db.engine import Database; from meetings_db.models import Community, EstateBase\n"
        "from triparty.services.directory import add_estate\n"
        "db = Database.in_file(Path(sys.argv[1]))\n"
        "community = db.read(lambda session: session.exec(select(Community.id)).one())\n"
        "for number in range(20): db.run(add_estate, community, EstateBase(name=f'{number:02} new'))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(file)], check=False, cwd=Path(__file__).parents[2])
    log = Path(f"{file}-wal").read_bytes()
    assert len(log) > 20 * 4096
    found = set()
    for part in (1.0, 0.8, 0.501, 0.2, 0.0):
        other = tmp_path / f"cut{part}" / "triparty.db"
        other.parent.mkdir()
        shutil.copy(file, other)
        Path(f"{other}-wal").write_bytes(log[: int(len(log) * part)])
        db = Database.in_file(other)
        db.upgrade()
        names = db.read(new_estates)
        assert names == [f"{number:02} new" for number in range(len(names))]
        assert db.read(journal.verify).whole
        assert db.read(lambda session: len(session.exec(select(JournalEntry)).all())) == 444 + len(names)
        found.add(len(names))
        db.close()
    assert {20, 0} <= found
    assert len(found) > 3


def new_estates(session: Session) -> list[str]:
    """The estates that were entered before the log was cut."""
    return sorted(name for name in session.exec(select(Estate.name)) if name.endswith("new"))
