"""Looking at deeds: the tables before and after, which was last, and why one is refused."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.models import (
    JournalEntry,
)
from meetings_db.replay import differences, journalled, row_id
from triparty.rules import RuleError
from triparty.services.undoing import undo, weigh

Tables = dict[str, dict[str, dict[str, Any]]]


def tables(db: Database) -> Tables:
    """Every row of every table by row id, without versions."""

    def read(session: Session) -> Tables:
        return {
            table.name: {
                row_id(table, row): {name: value for name, value in row.items() if name != "version"}
                for row in session.connection().execute(sa.select(table)).mappings()
            }
            for table in journalled()
        }

    return db.read(read)


def last_turn(db: Database) -> int:
    """The deed that was done last."""
    return (
        db.read(
            lambda session: session.exec(select(col(JournalEntry.turn)).order_by(col(JournalEntry.seq).desc())).first()
        )
        or 0
    )


def refused(db: Database, turn: int) -> str:
    """Why a deed is not taken back; nothing is changed by asking."""
    before = tables(db)
    with pytest.raises(RuleError) as refusal:
        db.run(undo, turn)
    assert db.read(weigh, turn).reasons == refusal.value.reasons
    assert tables(db) == before
    return "\n".join(refusal.value.reasons)


def whole(db: Database) -> bool:
    """The chain fits and the tables are what it says."""
    return db.read(journal.verify).whole and not db.read(lambda session: list(differences(session)))


def last_undo(db: Database, turn: int) -> int:
    """The deed that took this one back last."""
    entry = JournalEntry
    statement = select(col(entry.turn)).where(entry.undoes == turn).order_by(col(entry.seq).desc())
    found = db.read(lambda session: session.exec(statement).first())
    assert found is not None
    return found
