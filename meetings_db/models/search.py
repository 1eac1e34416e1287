"""What search reads: one entry for everything that can be found; `meetings_db.search.rebuild` makes all anew."""

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import words


class EntryKind(StrEnum):
    """What can be found."""

    ISSUE = "issue"
    VISIT = "visit"
    MEETING = "meeting"
    ITEM = "item"
    ACTION = "action"
    PERSON = "person"
    ORGANISATION = "organisation"
    ESTATE = "estate"
    PAPER = "paper"


class SearchEntry(SQLModel, table=True):
    """A row of `kind` as search sees it: `text` is folded, its first `names` characters can also be spelt in pinyin.

    `seq` grows with each new entry and is what the index of tokens (`searchindex`, a table of each database's own
    kind) knows the entry by. No row refers to another here: entries follow the rows they are made of.
    """

    seq: int = Field(
        primary_key=True,
        sa_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        sa_column_kwargs={"autoincrement": False},
    )
    community_id: UUID
    kind: EntryKind = Field(sa_type=words(EntryKind))
    row_id: UUID = Field(unique=True)
    estate_id: UUID | None = None
    is_open: bool
    names: int
    text: str
