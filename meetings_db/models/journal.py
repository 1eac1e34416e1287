"""The history of every change, one row each, chained by hash."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import only

TURN = sa.text("seq = turn")
"""The first entry of each deed, in the very words of the partial index: a list of deeds goes by it."""


class JournalEntry(SQLModel, table=True):
    """Who changed which row, when, in which deed; `before` and `after` are canonical JSON, `null` where there is none.

    `turn` is the `seq` of the first entry of the same transaction: the changes of one deed share it. `undoes` is the
    turn that this deed takes back.

    `digest` is the SHA-256 of the entry's other fields, `previous` among them: see `meetings_db.journal`.
    """

    __tablename__ = "journal"
    __table_args__ = (sa.Index("ix_journal_turns", "seq", "turn", **only(TURN)),)

    seq: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str = Field(max_length=300)
    turn: int = Field(sa_type=sa.BigInteger, index=True)
    undoes: int | None = Field(default=None, sa_type=sa.BigInteger, index=True)
    deed: str = Field(max_length=64)
    kind: str = Field(max_length=32)
    row_id: str = Field(max_length=128, index=True)
    before: str
    after: str
    previous: str = Field(max_length=64)
    digest: str = Field(max_length=64)
