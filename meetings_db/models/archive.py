"""What was filed: each item with its record number, and what it says for good."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from meetings_db.models.base import LINE, Kept

NUMBER = 60
"""The longest record number, in characters."""


class ArchiveItem(Kept, table=True):
    """An item (件) as it was sealed: written once, never changed or removed, so that no number is given twice.

    `kind` is the name of its rule, `series` its record number (档号) without the item's own number, which is
    `sequence`. `snapshot` is the JSON all its papers are filled from, `sha256` of that.
    """

    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        sa.UniqueConstraint("community_id", "series", "sequence"),
        sa.UniqueConstraint("community_id", "kind", "meeting_id", "subject"),
        sa.Index("ix_archiveitem_year", "community_id", "year", "number"),
    )

    community_id: UUID = Field(foreign_key="community.id")
    meeting_id: UUID | None = Field(default=None, foreign_key="meeting.id", index=True)
    kind: str = Field(max_length=32)
    subject: str = Field(default="", max_length=LINE)
    number: str = Field(max_length=NUMBER)
    series: str = Field(max_length=NUMBER)
    sequence: int
    fonds: str = Field(max_length=16)
    year: int
    retention: str = Field(max_length=16)
    title: str = Field(max_length=LINE)
    reference: str = Field(default="", max_length=LINE)
    responsible: str = Field(max_length=LINE)
    dated: date
    language: str = Field(max_length=16)
    snapshot: str
    sha256: str = Field(max_length=64)
    sealed_at: datetime
    sealed_by: str = Field(default="", max_length=LINE)
