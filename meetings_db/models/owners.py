"""The owners' roll: the units of an estate, who owns them, and which owners are one person."""

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Kept, Line, only, words

NAME_OF_PLACE = 40
"""The longest name of a building, an entrance or a room, in characters."""

LARGEST_AREA = 100_000_000
"""The largest area of one unit, in 0.01 m²: a square kilometre."""


class AreaSource(StrEnum):
    """Where an area is taken from, in the order of the law (Supreme Court 2020, Article 8): what comes first counts."""

    REGISTER = "register"
    SURVEY = "survey"
    CONTRACT = "contract"
    UNSTATED = "unstated"


class UnitState(StrEnum):
    """Whose a unit is: its buyer's, still in the developer's hands though sold, or the developer's."""

    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    UNSOLD = "unsold"


class UnitUse(StrEnum):
    """What a unit is for."""

    DWELLING = "dwelling"
    BUSINESS = "business"
    PARKING = "parking"
    OTHER = "other"


class OwnerKind(StrEnum):
    """What an owner is."""

    PERSON = "person"
    COMPANY = "company"
    DEVELOPER = "developer"


class UnitBase(SQLModel):
    """A unit as it is typed; `area` is in 0.01 m², and 0 where nobody knows it, which keeps it from being counted."""

    building: Line = Field(default="", max_length=NAME_OF_PLACE)
    entrance: Line = Field(default="", max_length=NAME_OF_PLACE)
    room: Line = Field(min_length=1, max_length=NAME_OF_PLACE)
    use: UnitUse = Field(default=UnitUse.DWELLING, sa_type=words(UnitUse))
    area: int = Field(default=0, ge=0, le=LARGEST_AREA)
    area_source: AreaSource = Field(default=AreaSource.UNSTATED, sa_type=words(AreaSource))
    state: UnitState = Field(default=UnitState.DELIVERED, sa_type=words(UnitState))


class Unit(UnitBase, Edited, table=True):
    """A unit owned by itself (专有部分); `key` spells its place so that keys sort as places do."""

    __table_args__ = (
        sa.UniqueConstraint("estate_id", "key"),
        sa.CheckConstraint("area >= 0", name="area"),
    )

    estate_id: UUID = Field(foreign_key="estate.id")
    key: str = Field(max_length=LINE)


class OwnerBase(SQLModel):
    """An owner as typed; of an identity card no more than its end is kept."""

    name: Line = Field(min_length=1, max_length=LINE)
    kind: OwnerKind = Field(default=OwnerKind.PERSON, sa_type=words(OwnerKind))
    phone: Line = Field(default="", max_length=LINE)
    id_tail: Line = Field(default="", max_length=8)
    guardian: Line = Field(default="", max_length=LINE)
    note: Line = Field(default="", max_length=LINE)


class Owner(OwnerBase, Edited, table=True):
    """Somebody named as owner of a unit.

    `same_as_id` names the entry whose person this is too, and that one names none: together they are one head.
    """

    __table_args__ = (
        sa.CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name="same_as"),
        sa.Index("ix_owner_estate", "estate_id", "key"),
    )

    estate_id: UUID = Field(foreign_key="estate.id")
    key: str = Field(max_length=LINE)
    same_as_id: UUID | None = Field(default=None, foreign_key="owner.id", index=True)


class Ownership(Kept, table=True):
    """An owner of a unit. Of several owners one votes for it."""

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "owner_id"),
        sa.Index("ix_ownership_votes", "unit_id", unique=True, **only(sa.text("votes"))),
    )

    unit_id: UUID = Field(foreign_key="unit.id")
    owner_id: UUID = Field(foreign_key="owner.id", index=True)
    votes: bool


class OwnersApart(Kept, table=True):
    """Two entries that look alike and that somebody found to be two people; the smaller id is the first."""

    __table_args__ = (sa.UniqueConstraint("first_id", "second_id"),)

    first_id: UUID = Field(foreign_key="owner.id")
    second_id: UUID = Field(foreign_key="owner.id", index=True)
