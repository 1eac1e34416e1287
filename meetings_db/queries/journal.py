"""Where the history ends: two databases with the same head hold the same changes."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from meetings_db.models.journal import JournalEntry


class Head(NamedTuple):
    """The last entry of a journal; 0 and an empty digest where nothing has happened yet."""

    seq: int = 0
    digest: str = ""


def journal_head(session: Session) -> Head:
    """The head of the journal."""
    statement = sa.select(col(JournalEntry.seq), col(JournalEntry.digest)).order_by(col(JournalEntry.seq).desc())
    last = session.execute(statement.limit(1)).first()
    return Head(*last) if last else Head()
