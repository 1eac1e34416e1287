"""What was written: each paper with the snapshot it was made from, and the counters that number things."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Kept, Line, Moment, words


class PaperKind(StrEnum):
    """The kinds of paper the program writes."""

    NOTICE = "notice"
    AGENDA = "agenda"
    SIGN_IN = "sign_in"
    MINUTES = "minutes"
    TRACKER = "tracker"
    CALCULATION = "calculation"
    RECORD = "record"
    EXCERPT = "excerpt"
    SIGN_OFF = "sign_off"
    TASKS = "tasks"
    BALLOT_SLIP = "ballot_slip"
    ORDER = "order"
    VISIT_RECORD = "visit_record"
    VISIT_FORM = "visit_form"
    PUBLICATION = "publication"
    CALLBACK = "callback"
    BULLETIN = "bulletin"
    OWNERS_RESULT = "owners_result"
    OWNERS_SLIP = "owners_slip"
    ARCHIVE_DIRECTORY = "archive_directory"
    HANDOVER = "handover"


class Paper(Kept, table=True):
    """A paper as it was written: `snapshot` is the JSON it was filled from, `sha256` of the file that was saved.

    `subject` is what of the meeting or the community it is about, where there are several: the key of an item, a month.
    `pdf_sha256` is that of the PDF printed of it last.
    """

    __table_args__ = (
        sa.UniqueConstraint("community_id", "meeting_id", "kind", "subject", "language", "version"),
        sa.Index("ix_paper_made", "community_id", "made_at", "id"),
    )

    community_id: UUID = Field(foreign_key="community.id")
    meeting_id: UUID | None = Field(default=None, foreign_key="meeting.id", index=True)
    kind: PaperKind = Field(sa_type=words(PaperKind))
    subject: str = Field(default="", max_length=LINE, sa_column_kwargs={"server_default": sa.text("''")})
    language: str = Field(max_length=16)
    version: int
    final: bool = False
    snapshot: str
    sha256: str = Field(max_length=64)
    file_name: str = Field(max_length=LINE)
    made_at: datetime
    pdf_sha256: str | None = Field(default=None, max_length=64)


class PostingBase(SQLModel):
    """That a public notice was put up (张贴): at which place, by whom, and from when on, in UTC."""

    place: Line = Field(min_length=1, max_length=LINE)
    posted_by: Line = Field(default="", max_length=LINE)
    posted_at: Moment


class Posting(PostingBase, Edited, table=True):
    """A public notice at one place, until `taken_down_at`; `photo_sha256` is the picture of it hanging there."""

    __table_args__ = (sa.UniqueConstraint("paper_id", "place"),)

    paper_id: UUID = Field(foreign_key="paper.id")
    taken_down_at: Moment | None = None
    photo_sha256: str | None = Field(default=None, foreign_key="photodata.sha256", max_length=64)
    photo_name: str = Field(default="", max_length=LINE)


class FinalMinutes(Kept, table=True):
    """What minutes say for good in one language: the JSON they are filled from, and its SHA-256, kept as they became
    final. Written once; nothing that is changed later reaches it.
    """

    __table_args__ = (sa.UniqueConstraint("meeting_id", "language"),)

    meeting_id: UUID = Field(foreign_key="meeting.id")
    language: str = Field(max_length=16)
    snapshot: str
    sha256: str = Field(max_length=64)


class Counter(SQLModel, table=True):
    """The last number given in a series, such as (`issue`, 2026)."""

    community_id: UUID = Field(foreign_key="community.id", primary_key=True)
    series: str = Field(max_length=32, primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    value: int
