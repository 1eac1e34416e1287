"""What was seen: photos of a visit, an issue or an action, and the pictures themselves in a table of their own."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Line, Moment, words

_OF_ONE_THING = " + ".join(f"CASE WHEN {thing}_id IS NULL THEN 0 ELSE 1 END" for thing in ("visit", "issue", "action"))


class PhotoPhase(StrEnum):
    """Whether a photo shows how it was before something was done, or after; most show neither."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"


class PhotoData(SQLModel, table=True):
    """A picture as it is kept and printed: a prepared JPEG, known by its SHA-256. Never changed.

    Photos of the same picture share it. It stays when they are removed, so that a removal can be taken back. The
    journal holds no pictures: a photo's entry names the SHA-256, which proves the bytes.
    """

    sha256: str = Field(primary_key=True, max_length=64)
    jpeg: bytes = Field(sa_type=sa.LargeBinary)


class PhotoBase(SQLModel):
    """What people say of a photo; `file_name` is that of the file it came from, `taken_at` is UTC."""

    file_name: Line = Field(default="", max_length=LINE)
    caption: Line = Field(default="", max_length=LINE)
    phase: PhotoPhase = Field(default=PhotoPhase.NONE, sa_type=words(PhotoPhase))
    taken_at: Moment | None = None


class Photo(PhotoBase, Edited, table=True):
    """A photo of exactly one visit, issue or action; `width` and `height` in pixels. Loads no picture."""

    __table_args__ = (
        sa.CheckConstraint(f"{_OF_ONE_THING} = 1", name="of_one_thing"),
        sa.CheckConstraint("width > 0 AND height > 0", name="size"),
        sa.UniqueConstraint("visit_id", "sha256"),
        sa.UniqueConstraint("issue_id", "sha256"),
        sa.UniqueConstraint("action_id", "sha256"),
    )

    visit_id: UUID | None = Field(default=None, foreign_key="visit.id")
    issue_id: UUID | None = Field(default=None, foreign_key="issue.id")
    action_id: UUID | None = Field(default=None, foreign_key="action.id")
    sha256: str = Field(foreign_key="photodata.sha256", max_length=64, index=True)
    width: int
    height: int
    added_at: datetime
