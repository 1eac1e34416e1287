"""The door to the database: whole or not at all, journalled, and plain about what is wrong."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import URL
from sqlmodel import Session, select

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.errors import NewerSchema, NotADatabase
from meetings_db.models import Community, JournalEntry


def found(session: Session, name: str) -> Community:
    """A deed that keeps one row."""
    community = Community(name=name)
    session.add(community)
    session.flush()
    return community


def found_and_fail(session: Session, name: str) -> None:
    """A deed that breaks in the middle."""
    found(session, name)
    raise RuntimeError("in the middle")


def test_a_deed_that_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError):
        db.run(found_and_fail, "Morning")
    assert db.read(lambda session: session.exec(select(Community)).all()) == []
    assert db.read(lambda session: session.exec(select(JournalEntry)).all()) == []


def test_every_change_is_journalled_with_before_and_after(db: Database) -> None:
    community = db.run(found, "Morning")

    def rename(session: Session) -> None:
        row = session.get_one(Community, community.id)
        row.name = "Evening"

    db.run(rename)
    entries = db.read(lambda session: session.exec(select(JournalEntry).order_by(JournalEntry.seq)).all())  # type: ignore[arg-type]
    assert [(entry.deed, entry.kind, entry.actor) for entry in entries] == [
        ("found", "community", "tester"),
        ("rename", "community", "tester"),
    ]
    assert entries[0].before == "null"
    assert '"name":"Morning"' in entries[1].before
    assert '"name":"Evening"' in entries[1].after
    assert '"version":1' in entries[1].before
    assert db.read(journal.verify).whole


def test_a_changed_journal_row_is_found_and_named(db: Database) -> None:
    for name in ("One", "Two", "Three"):
        db.run(found, name)

    def forge(session: Session) -> None:
        session.get_one(JournalEntry, 2).actor = "somebody else"

    session = Session(db._writing)
    forge(session)
    session.commit()
    session.close()
    assert db.read(journal.verify).broken_at == 2


def test_a_newer_schema_is_refused(db: Database) -> None:
    with db._writing.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="9999"):
        db.upgrade()


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear neighbours, this is not a database at all. " * 50)
    database = Database.in_file(path)
    with pytest.raises(NotADatabase, match=r"letter\.db"):
        database.upgrade()
    assert path.read_text().startswith("Dear neighbours")
    database.close()


def test_what_outlives_the_closing_gives_its_connection_back(new_server: URL) -> None:
    database = Database(new_server)

    def line(session: Session) -> Any:
        return session.connection().connection.dbapi_connection

    def close_meanwhile(session: Session) -> Any:
        mine = line(session)
        database.close()
        return mine

    assert database.read(close_meanwhile).closed, "at work when it was closed"
    assert database.read(line).closed, "begun later"
