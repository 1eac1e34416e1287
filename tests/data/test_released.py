"""A database of every release there was is brought to today's schema with nothing lost, on both databases."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from meetings_db import backup, journal
from meetings_db.engine import Database
from meetings_db.migrations import HEAD
from meetings_db.models import Community, Estate, Issue
from meetings_db.queries.visits import issue_life
from tests.data.builders import typed_issue
from tests.data.earlier import REVISIONS, fill, rows_of
from triparty.services.issues import raise_issue


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it, on both databases."""
    if request.param == "sqlite":
        db = Database.in_file(tmp_path / "triparty.db", actor="tester")
    else:
        db = Database(request.getfixturevalue("new_server"), actor="tester")
    yield db
    db.close()


def stored(session: Session, table: str, columns: list[str]) -> list[dict[str, Any]]:
    """The rows of a table, only these columns, as text that both databases spell alike."""
    found = session.execute(sa.select(*(SQLModel.metadata.tables[table].c[name] for name in columns)))
    return [{name: spelt(value) for name, value in row._mapping.items()} for row in found]


def spelt(value: Any) -> str | None:
    """A value as the kept rows spell it."""
    if value is None or isinstance(value, str):
        return value if value is None else str(getattr(value, "value", value))
    if isinstance(value, bool):
        return str(int(value))
    if hasattr(value, "hex") and not isinstance(value, (int, float)):
        return str(value.hex)
    if hasattr(value, "tzinfo"):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    return str(value)


@pytest.mark.parametrize("revision", REVISIONS)
def test_nothing_is_lost_on_the_way_to_todays_schema(old: Database, revision: str) -> None:
    fill(old, revision)
    old.upgrade()
    assert old.read(lambda session: session.scalar(sa.text("SELECT version_num FROM alembic_version"))) == HEAD
    kept = rows_of(revision)
    assert len(kept) > 700
    for table, count in Counter(row["table"] for row in kept).items():
        before = [
            {name: spelt(value) for name, value in row.items() if name != "table"}
            for row in kept
            if row["table"] == table
        ]
        after = old.read(stored, table, list(before[0]))
        assert len(after) == count
        assert sorted(map(repr, after)) == sorted(map(repr, before)), table
    assert old.read(journal.verify).whole


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_models_work_on_what_an_earlier_release_kept(old: Database, revision: str) -> None:
    fill(old, revision)
    old.upgrade()
    community = old.read(lambda session: session.exec(select(Community)).one())
    estate = old.read(lambda session: session.exec(select(Estate)).first())
    assert estate is not None
    for issue in old.read(lambda session: session.exec(select(Issue)).all()):
        assert old.read(issue_life, issue.id).events
    old.run(raise_issue, community.id, estate.id, typed_issue())
    assert old.read(journal.verify).whole


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_file_of_an_earlier_release_is_kept_before_it_is_changed(tmp_path: Path, revision: str) -> None:
    db = Database.in_file(tmp_path / "triparty.db")
    fill(db, revision)
    db.upgrade()
    db.upgrade()
    db.close()
    (kept,) = backup.copies(tmp_path / "triparty.db")
    assert kept.why is backup.Why.UPGRADE
    before = Database.in_file(kept.path)
    assert before.read(lambda session: session.scalar(sa.text("SELECT version_num FROM alembic_version"))) == revision
    assert before.read(journal.verify).whole
    before.close()


def test_every_released_schema_has_its_sample() -> None:
    assert "0001" in REVISIONS
