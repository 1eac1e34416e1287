"""The history proves itself: whatever is changed in it, or past it in a table, is found and named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.journal import Flaw, Verified
from meetings_db.models import CommunityBase, Issue, JournalEntry, PresenceKind, Route
from meetings_db.queries.history import last_deed
from meetings_db.replay import PAST_THE_JOURNAL, Difference, Mismatch, differences, journalled, row_id
from tests.data.builders import a_community, a_meeting_in_session, an_issue, typed_issue
from triparty.services.ballots import hold_ballot, unanimous
from triparty.services.directory import edit_community, found_community
from triparty.services.issues import close_issue, edit_issue
from triparty.services.photos import Picture, attach_photo
from triparty.services.presence import mark_presence
from triparty.services.undoing import undo

TABLE: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]
COLUMNS = [column.name for column in TABLE.columns]


def a_small_journal(db: Database) -> None:
    """Three deeds of six entries or so."""
    place = a_community(db)
    issue = an_issue(db, place)
    db.run(edit_issue, issue.id, issue.version, typed_issue("东门两盏路灯不亮"), place.estate.id)


def tamper(db: Database, *statements: sa.Executable) -> None:
    """Change the database past the program."""
    with db._writing.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def verified(db: Database, head: str = "") -> Verified:
    """What the walk finds."""
    return db.read(journal.verify, head)


def different(db: Database) -> list[Difference]:
    """Every row that is not what its history says."""
    return db.read(lambda session: list(differences(session)))


def rows(db: Database) -> list[dict[str, Any]]:
    """The entries as they are kept."""
    return db.read(
        lambda session: list(map(dict, session.connection().execute(sa.select(TABLE).order_by(TABLE.c.seq)).mappings()))
    )


def test_a_whole_history_says_how_long_it_is_and_where_it_ends(db: Database) -> None:
    assert verified(db) == Verified(0, journal.GENESIS)
    a_small_journal(db)
    kept = rows(db)
    assert verified(db) == Verified(len(kept), kept[-1]["digest"])
    assert verified(db, kept[-1]["digest"]).whole
    assert verified(db, kept[3]["digest"]).whole, "it has grown since that head was written down"


def other(value: Any) -> Any:
    """Another value of that kind, as near as can be."""
    match value:
        case int():
            return value + 1_000
        case None:
            return 1
        case datetime():
            return value + timedelta(microseconds=1)
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"


def test_a_change_in_any_column_of_any_entry_is_found_and_named(db: Database) -> None:
    a_small_journal(db)
    with unkept(db) as session:
        for row in rows(db):
            for column in COLUMNS:
                found = changed(session, row["seq"], column, other(row[column]))
                assert (found.broken_at, found.entries) == (row["seq"], row["seq"] - 1)
                assert found.why is (Flaw.MISSING if column == "seq" else Flaw.CONTENT)
                assert found.field in ("", column), f"{column} was changed"


@pytest.mark.parametrize("column", ["actor", "deed", "turn", "undoes", "previous", "digest"])
def test_the_changed_column_is_named_where_its_neighbours_tell_it(db: Database, column: str) -> None:
    a_small_journal(db)
    inside = next(row for row in rows(db) if row["seq"] > row["turn"])
    tamper(db, sa.update(TABLE).where(TABLE.c.seq == inside["seq"]).values({column: other(inside[column])}))
    assert verified(db).field == column


def test_every_single_byte_counts(blank_file: Path, tmp_path: Path) -> None:
    """In a file somebody may write any byte: a time that is none, text that is no UTF-8, text in a number's place."""
    path = tmp_path / "bytes.db"
    path.write_bytes(blank_file.read_bytes())
    db = Database.in_file(path, actor="tester")
    community = db.run(found_community, CommunityBase(name="晨光"))
    db.run(edit_community, community.id, community.version, CommunityBase(name="晨光社区"))
    last = 2
    with unkept(db) as session:
        for column in COLUMNS[1:]:
            kept = raw_bytes(session, column, last)
            for place in range(len(kept)):
                for bit in (0x01, 0x20, 0x80):
                    flipped = bytearray(kept)
                    flipped[place] ^= bit
                    text = sa.cast(sa.literal(bytes(flipped)), sa.Text)
                    found = changed(session, last, column, text)
                    assert found.broken_at == last, f"{column}: {bytes(flipped)!r}"
    db.close()


@contextmanager
def unkept(db: Database) -> Iterator[Session]:
    """A session whose changes are never committed."""
    with Session(db._writing) as session:
        yield session
        session.rollback()


def changed(session: Session, seq: int, column: str, value: Any) -> Verified:
    """What the walk finds while one entry has another value in one column."""
    with session.begin_nested() as change:
        session.connection().execute(sa.update(TABLE).where(TABLE.c.seq == seq).values({column: value}))
        found = journal.verify(session)
        change.rollback()
    return found


def raw_bytes(session: Session, column: str, seq: int) -> bytes:
    """What the file holds in a column, empty where there is nothing."""
    statement = sa.text(f'SELECT CAST("{column}" AS BLOB) FROM journal WHERE seq = :seq').bindparams(seq=seq)
    return session.connection().scalar(statement) or b""


def test_an_entry_taken_out_is_missed(db: Database) -> None:
    a_small_journal(db)
    tamper(db, sa.delete(TABLE).where(TABLE.c.seq == 3))
    assert (verified(db).broken_at, verified(db).why) == (3, Flaw.MISSING)


def test_two_entries_that_changed_places_are_found(db: Database) -> None:
    a_small_journal(db)
    first, second = rows(db)[2], rows(db)[4]
    swap = [(first["seq"], -1), (second["seq"], first["seq"]), (-1, second["seq"])]
    tamper(db, *(sa.update(TABLE).where(TABLE.c.seq == old).values(seq=new) for old, new in swap))
    assert (verified(db).broken_at, verified(db).why) == (3, Flaw.CONTENT)


def test_an_entry_made_anew_with_a_digest_of_its_own_breaks_the_chain(db: Database) -> None:
    a_small_journal(db)
    forged = {**rows(db)[2], "actor": "somebody else"}
    forged["digest"] = journal.digest(forged)
    tamper(db, sa.update(TABLE).where(TABLE.c.seq == 3).values(forged))
    assert (verified(db).broken_at, verified(db).why) == (4, Flaw.CHAIN)


def test_an_end_cut_off_is_found_by_a_head_written_down(db: Database) -> None:
    a_small_journal(db)
    kept = rows(db)
    tamper(db, sa.delete(TABLE).where(TABLE.c.seq > 5))
    assert verified(db).whole, "the chain alone cannot know how long it was"
    cut = verified(db, kept[-1]["digest"])
    assert (cut.broken_at, cut.why, cut.entries) == (6, Flaw.CUT, 5)


def test_every_table_is_journalled_or_known_not_to_be() -> None:
    """A new table needs a decision: does its every change belong to the history?"""
    assert {table.name for table in journalled()} | PAST_THE_JOURNAL == set(SQLModel.metadata.tables)


@pytest.fixture
def road(db: Database) -> Database:
    """A community, issues, a meeting, a ballot, something taken back."""
    place = a_community(db)
    issue = an_issue(db, place)
    room = a_meeting_in_session(db, place, issues=(issue,))
    db.run(hold_ballot, room.items[0].id, "consensus", "安装路灯", unanimous(room, datetime.now(UTC)))
    db.run(mark_presence, room.participants[0].id, PresenceKind.LEAVE)
    last = db.read(last_deed, db.actor)
    assert last is not None
    db.run(undo, last.seq)
    other_issue = an_issue(db, place, "井盖松动", Route.NONE)
    db.run(close_issue, other_issue.id, "已修好")
    return db


def test_the_tables_are_what_the_history_says(road: Database) -> None:
    assert different(road) == []


def test_a_row_changed_past_the_program_is_named_in_every_table(road: Database) -> None:
    """One row of each table, every column that people would notice: found, with its table, key and column."""
    tried = 0
    with unkept(road) as session:
        for table in journalled():
            row = first_row(road, table)
            for column in table.columns if row else ():
                if row is None or not isinstance(row[column.name], str) or not said_freely(column):
                    continue
                key = sa.and_(*(part == row[part.name] for part in table.primary_key))
                with session.begin_nested() as change:
                    session.connection().execute(
                        sa.update(table).where(key).values({column.name: row[column.name] + "!"})
                    )
                    found = list(differences(session))
                    change.rollback()
                assert found == [Difference(table.name, row_id(table, row), Mismatch.CHANGED, (column.name,))]
                tried += 1
    assert tried > 20
    assert different(road) == []


def said_freely(column: sa.Column[Any]) -> bool:
    """Whether any text may stand there."""
    free = not isinstance(column.type, sa.Enum) and (column.type.length or 99) > 32  # type: ignore[attr-defined]
    return free and not column.primary_key and not column.foreign_keys


def test_a_number_given_past_the_program_is_found(road: Database) -> None:
    table = SQLModel.metadata.tables["counter"]
    tamper(road, sa.update(table).values(value=table.c.value + 1))
    assert {(found.kind, found.fields) for found in different(road)} == {("counter", ("value",))}


def test_rows_entered_and_removed_past_the_program_are_named(road: Database) -> None:
    table: sa.Table = Issue.__table__  # type: ignore[attr-defined]
    row = first_row(road, table)
    assert row is not None
    smuggled = {**row, "id": uuid4(), "number": "2026-9999"}
    events = SQLModel.metadata.tables["issueevent"]
    event = first_row(road, events)
    assert event is not None
    tamper(road, sa.insert(table).values(smuggled), sa.delete(events).where(events.c.id == event["id"]))
    assert set(different(road)) == {
        Difference("issue", str(smuggled["id"]), Mismatch.ENTERED),
        Difference("issueevent", str(event["id"]), Mismatch.REMOVED),
    }


def test_a_row_that_cannot_be_read_is_found(blank_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "unreadable.db"
    path.write_bytes(blank_file.read_bytes())
    db = Database.in_file(path)
    place = a_community(db)
    issue, other = an_issue(db, place), an_issue(db, place, "另一件")
    tamper(db, sa.text(f"UPDATE issue SET reported_at = 'once upon a time' WHERE number = '{issue.number}'"))
    tamper(db, sa.text(f"UPDATE issue SET place = 'elsewhere' WHERE number = '{other.number}'"))
    assert different(db) == [
        Difference("issue", str(issue.id), Mismatch.UNREADABLE),
        Difference("issue", str(other.id), Mismatch.CHANGED, ("place",)),
    ]
    tamper(db, sa.text("UPDATE issueevent SET id = 'nobody' WHERE rowid = 1"))
    assert Difference("issueevent", "", Mismatch.UNREADABLE) in different(db)
    db.close()


def test_pictures_changed_and_removed_past_the_program_are_named(blank_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "pictures.db"
    path.write_bytes(blank_file.read_bytes())
    db = Database.in_file(path)
    issue = an_issue(db, a_community(db))
    changed, gone = (
        db.run(attach_photo, Issue, issue.id, Picture(f"{data!r}.jpg", data, 4, 3)).sha256 for data in (b"one", b"two")
    )
    with closing(sqlite3.connect(path)) as past:  # a line of one's own minds no foreign key
        past.execute("UPDATE photodata SET jpeg = 'words' WHERE sha256 = ?", [changed])
        past.execute("DELETE FROM photodata WHERE sha256 = ?", [gone])
        past.commit()
    assert different(db) == [
        Difference("photodata", changed, Mismatch.CHANGED, ("jpeg",)),
        Difference("photodata", gone, Mismatch.REMOVED),
    ]
    db.close()


def first_row(db: Database, table: sa.Table) -> dict[str, Any] | None:
    """Some row of a table."""

    def read(session: Session) -> dict[str, Any] | None:
        row = session.connection().execute(sa.select(table).limit(1)).mappings().first()
        return dict(row) if row else None

    return db.read(read)
