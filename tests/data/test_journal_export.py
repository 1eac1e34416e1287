"""The short script and the program judge an exported history alike, good or tampered with."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.models import JournalEntry
from tests.data.builders import a_community, typed_issue
from triparty.rules import RuleError
from triparty.services.history import export_history
from triparty.services.issues import raise_issue

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_journal.py"
TABLE: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]
OTHERS = {
    "seq": 1_007,
    "at": None,
    "actor": "somebody else",
    "turn": 2,
    "undoes": 1,
    "deed": "another_deed",
    "kind": "visit",
    "row_id": "another row",
    "before": "{}",
    "after": '{"title":"又一处\\u0001"}',
    "previous": "0" * 64,
    "digest": "f" * 64,
}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("verify_journal", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def exported(db: Database, tmp_path: Path) -> list[bytes]:
    """The lines of a small history, with Chinese, quotes and a line feed in it."""
    place = a_community(db)
    db.run(raise_issue, place.id, place.estate.id, typed_issue('“3栋”"电梯"', details="两天\n\t停运🙂"))
    return lines_of(db, tmp_path)


def lines_of(db: Database, folder: Path) -> list[bytes]:
    """The history as it is exported now."""
    count = db.read(export_history, folder / "history.jsonl")
    lines = (folder / "history.jsonl").read_bytes().splitlines(keepends=True)
    assert len(lines) == count
    return lines


def test_a_good_history_is_good_to_both(db: Database, exported: list[bytes], script: ModuleType) -> None:
    ours = db.read(journal.verify)
    assert script.verify(exported) == (ours.entries, ours.head, 0, "")
    assert script.verify(exported, ours.head)[2] == 0
    assert script.verify(exported[:-1], ours.head)[2] == ours.entries
    assert script.verify([]) == (0, journal.GENESIS, 0, "")


@pytest.mark.parametrize("column", list(OTHERS))
def test_what_was_tampered_with_is_found_at_the_same_entry_by_both(
    db: Database, exported: list[bytes], script: ModuleType, tmp_path: Path, column: str
) -> None:
    def tampered(session: Session) -> None:
        value: Any = OTHERS[column]
        if column == "at":
            value = session.connection().scalar(sa.select(sa.func.min(TABLE.c.at)))
        session.connection().execute(sa.update(TABLE).where(TABLE.c.seq == 7).values({column: value}))

    db.run(tampered)
    ours, theirs = db.read(journal.verify), script.verify(lines_of(db, tmp_path))
    assert ours.broken_at == 7
    assert theirs[:3] == (ours.entries, ours.head, ours.broken_at)


def test_how_far_the_export_has_come_is_told(db: Database, exported: list[bytes], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    db.read(export_history, tmp_path / "again.jsonl", lambda done, of: told.append((done, of)))
    assert told[-1] == (len(exported), len(exported))


def test_every_byte_of_the_file_counts(exported: list[bytes], script: ModuleType) -> None:
    assert script.verify(exported)[2] == 0
    previous = json.loads(exported[-2])["digest"]
    line, number = exported[-1][:-1], len(exported)
    assert script.why_not(line, number, previous)[0] == ""
    for place in range(len(line)):
        for bit in (0x01, 0x20, 0x80):
            flipped = bytearray(line)
            flipped[place] ^= bit
            assert script.why_not(bytes(flipped), number, previous)[0], bytes(flipped)


def test_lines_taken_out_swapped_doubled_or_broken_off_are_found(exported: list[bytes], script: ModuleType) -> None:
    swapped = [*exported[:3], exported[4], exported[3], *exported[5:]]
    for lines in (
        exported[:3] + exported[4:],
        swapped,
        [*exported[:3], *exported[2:]],
        [*exported[:3], exported[3][:-9]],
    ):
        assert script.verify(lines)[2] == 4


def test_a_folder_that_is_not_there_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        db.read(export_history, tmp_path / "nowhere" / "history.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_the_script_says_what_it_found_and_exits_accordingly(
    exported: list[bytes], script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_bytes(b"".join(exported))
    bad.write_bytes(b"".join([*exported[:2], exported[2].replace(b"tester", b"nobody"), *exported[3:]]))
    assert (script.main([str(good)]), script.main([str(bad)])) == (0, 1)
    assert "line 3: the content does not give the digest" in capsys.readouterr().out
    assert (script.main([]), script.main([str(tmp_path / "none")])) == (2, 2)
