"""The owners' common decision: what is put to them, who may vote, and what each slip says."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Kept, Line, Prose, words
from meetings_db.models.owners import NAME_OF_PLACE


class LegalItem(StrEnum):
    """The matter by its place in the Civil Code: Article 278, items 1 to 9, or Article 279."""

    RULES_OF_PROCEDURE = "278_1"
    COVENANT = "278_2"
    COMMITTEE = "278_3"
    MANAGER = "278_4"
    FUND_USE = "278_5"
    FUND_RAISING = "278_6"
    REBUILDING = "278_7"
    COMMON_PARTS = "278_8"
    OTHER = "278_9"
    BUSINESS_USE = "279"


class SecondSlip(StrEnum):
    """What a second slip of the same owner does, as the rules of procedure say."""

    REPLACES = "replaces"
    VOIDS = "voids"


class Answer(StrEnum):
    """What an owner's slip says; `none` where none came back."""

    NONE = "none"
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    INVALID = "invalid"


class Flaw(StrEnum):
    """Why a slip is void."""

    NONE = "none"
    UNSIGNED = "unsigned"
    UNCLEAR = "unclear"
    TWICE = "twice"
    LATE = "late"


class Delivery(StrEnum):
    """How an owner's ballot was delivered, and so proven; `none` where there is no proof."""

    NONE = "none"
    IN_HAND = "in_hand"
    BOX = "box"
    POST = "post"
    ELECTRONIC = "electronic"


class OwnersVoteBase(SQLModel):
    """A vote of owners as it is typed; `proxy_cap` is how many owners one person may vote for, 0 where nobody may.
    `applicant` is the room that asks its neighbours' consent: its owner has no vote in that.

    Who did not vote follows the majority only where `clause` is the wording of the rules and `notice` the one that
    told the owners of it, and only for those whose ballot was delivered.
    """

    motion: Line = Field(min_length=1, max_length=LINE)
    legal_item: LegalItem = Field(sa_type=words(LegalItem))
    building: Line = Field(default="", max_length=NAME_OF_PLACE)
    entrance: Line = Field(default="", max_length=NAME_OF_PLACE)
    applicant: Line = Field(default="", max_length=LINE)
    second_slip: SecondSlip = Field(default=SecondSlip.REPLACES, sa_type=words(SecondSlip))
    proxy_cap: int = Field(default=1, ge=0, le=100)
    closes_on: date
    notice: Prose = ""
    clause: Prose = ""


class OwnersVote(OwnersVoteBase, Edited, table=True):
    """One vote of the owners of an estate, a building or an entrance.

    `rule_snapshot` is the rule as JSON, frozen when the vote opened; `result` is the decision as JSON, written when it
    closed; `closed_early` is why that was before the last day for slips. An annulled vote keeps its slips.
    """

    estate_id: UUID = Field(foreign_key="estate.id", index=True)
    rule: str = Field(max_length=64)
    rule_snapshot: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_early: Prose = ""
    passed: bool | None = None
    result: str = ""
    annulled_reason: Prose = ""


class Elector(Edited, table=True):
    """One head of the electorate as it stood when the vote opened, and what that owner's slip says.

    `area` is of all the owner's units together, in 0.01 m²; `slips` is how many came in; `proxy` handed in the one that
    counts, and `proxy_key` is equal however that name is written.
    """

    __table_args__ = (
        sa.UniqueConstraint("vote_id", "key"),
        sa.CheckConstraint("area > 0", name="area"),
        sa.CheckConstraint("units > 0", name="units"),
        sa.CheckConstraint("slips >= 0", name="slips"),
        sa.Index("ix_elector_answer", "vote_id", "answer", "area"),
        sa.Index("ix_elector_proxy", "vote_id", "proxy_key"),
    )

    vote_id: UUID = Field(foreign_key="ownersvote.id")
    key: str = Field(max_length=LINE)
    name: Line = Field(max_length=LINE)
    rooms: Line = Field(max_length=LINE)
    area: int = Field(sa_type=sa.BigInteger)
    units: int
    answer: Answer = Field(default=Answer.NONE, sa_type=words(Answer))
    flaw: Flaw = Field(default=Flaw.NONE, sa_type=words(Flaw))
    slips: int = 0
    proxy: Line = Field(default="", max_length=LINE)
    proxy_key: str = Field(default="", max_length=LINE)
    delivery: Delivery = Field(default=Delivery.NONE, sa_type=words(Delivery))
    answered_at: datetime | None = None


class ElectorUnit(Kept, table=True):
    """A unit an elector votes for, as it stood when the vote opened: its place and its area in 0.01 m²."""

    __table_args__ = (
        sa.UniqueConstraint("vote_id", "key"),
        sa.CheckConstraint("area > 0", name="area"),
    )

    vote_id: UUID = Field(foreign_key="ownersvote.id")
    elector_id: UUID = Field(foreign_key="elector.id", index=True)
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    key: str = Field(max_length=LINE)
    room: Line = Field(max_length=LINE)
    area: int
