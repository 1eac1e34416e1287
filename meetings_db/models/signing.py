"""What becomes of final minutes: who signed them, where the signed original is, how they were amended since."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Line, Prose, words
from meetings_db.models.directory import Party


class SignatureBase(SQLModel):
    """A party's signature as it is typed; a `reservation` is signed with it.

    One that was absent is served the minutes (送达) and signs later (补签): until then `signed_on` is None.
    """

    name: Line = Field(default="", max_length=LINE)
    signed_on: date | None = None
    reservation: Prose = ""
    served_to: Line = Field(default="", max_length=LINE)
    served_on: date | None = None
    served_by: Line = Field(default="", max_length=LINE)
    note: Prose = ""


class Signature(SignatureBase, Edited, table=True):
    """What one of the three parties put its name to: the final minutes in `language` that have this SHA-256."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "party"),)

    meeting_id: UUID = Field(foreign_key="meeting.id")
    party: Party = Field(sa_type=words(Party))
    language: str = Field(max_length=16)
    sha256: str = Field(max_length=64)


class OriginalBase(SQLModel):
    """Where the signed original on paper is kept, such as box and page, and who holds it."""

    place: Line = Field(min_length=1, max_length=LINE)
    holder: Line = Field(default="", max_length=LINE)


class Original(OriginalBase, Edited, table=True):
    """The signed original of a meeting's minutes."""

    __table_args__ = (sa.UniqueConstraint("meeting_id"),)

    meeting_id: UUID = Field(foreign_key="meeting.id")


class AmendmentBase(SQLModel):
    """An amendment (更正) as it is typed: why, what the minutes say now, and what they shall say."""

    reason: Prose = Field(min_length=1)
    says_now: Prose = ""
    shall_say: Prose = Field(min_length=1)


class Amendment(AmendmentBase, Edited, table=True):
    """An amendment of a meeting's final minutes, of one item of theirs or of the whole.

    `carrier_id` is the item by which it came before a later meeting, None while it is only a draft. Whether it is in
    force, and its number, follow from what became of that item: see `queries.signing`.
    """

    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="agendaitem.id", index=True)
    carrier_id: UUID | None = Field(default=None, foreign_key="agendaitem.id", index=True)
