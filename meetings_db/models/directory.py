"""Who and where: communities, estates, organisations, people and the posts they hold."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Line, words


class Party(StrEnum):
    """The three parties of the joint meeting, and everybody else."""

    COMMUNITY = "community"
    PROPERTY = "property"
    RESIDENTS = "residents"
    OTHER = "other"


THREE_PARTIES = (Party.COMMUNITY, Party.PROPERTY, Party.RESIDENTS)


class Standing(StrEnum):
    """How somebody sits in the meeting: 出席 with a vote, 列席 without, or keeping the record."""

    VOTING = "voting"
    ATTENDING = "attending"
    RECORDING = "recording"


class EstateForm(StrEnum):
    """Who manages an estate."""

    COMMERCIAL = "commercial"
    PUBLIC = "public"
    RESETTLEMENT = "resettlement"
    OLD = "old"
    TAKEN_OVER = "taken_over"
    VILLAGE = "village"


MARK = 40
"""The longest mark that opens a paper's number, in characters: the whole number must fit a reference."""


class CommunityBase(SQLModel):
    """A community as it is typed."""

    name: Line = Field(min_length=1, max_length=LINE)
    street: Line = Field(default="", max_length=LINE)
    office: Line = Field(default="", max_length=LINE)
    mark: Line = Field(default="", max_length=MARK)


class Community(CommunityBase, Edited, table=True):
    """A residential community; `office` signs its papers, `mark` opens their numbers (`三方联纪〔2026〕4号`)."""

    __table_args__ = (sa.UniqueConstraint("name"),)


class EstateBase(SQLModel):
    """An estate as it is typed."""

    name: Line = Field(min_length=1, max_length=LINE)
    form: EstateForm = Field(default=EstateForm.COMMERCIAL, sa_type=words(EstateForm))


class Estate(EstateBase, Edited, table=True):
    """An estate of a community; `key` is its name folded, so that no estate is entered twice."""

    __table_args__ = (sa.UniqueConstraint("community_id", "key"),)

    community_id: UUID = Field(foreign_key="community.id")
    key: str = Field(max_length=LINE)


class OrganisationBase(SQLModel):
    """An organisation as it is typed."""

    name: Line = Field(min_length=1, max_length=LINE)
    party: Party = Field(sa_type=words(Party))


class Organisation(OrganisationBase, Edited, table=True):
    """A residents' committee, a property company, an owners' committee, a police station …"""

    __table_args__ = (sa.UniqueConstraint("community_id", "key"),)

    community_id: UUID = Field(foreign_key="community.id")
    key: str = Field(max_length=LINE)


class PersonBase(SQLModel):
    """A person as typed."""

    name: Line = Field(min_length=1, max_length=LINE)
    note: Line = Field(default="", max_length=LINE)


class Person(PersonBase, Edited, table=True):
    """Somebody of the community's register; one person may hold several posts."""

    community_id: UUID = Field(foreign_key="community.id", index=True)
    key: str = Field(max_length=LINE, index=True)


class PostBase(SQLModel):
    """A post as it is typed."""

    title: Line = Field(default="", max_length=LINE)
    party: Party = Field(sa_type=words(Party))
    standing: Standing = Field(default=Standing.VOTING, sa_type=words(Standing))
    phone: Line = Field(default="", max_length=LINE)
    starts_on: date | None = None
    ends_on: date | None = None


class Post(PostBase, Edited, table=True):
    """A person's post in an organisation, from and until a day; the party it sits for, and how it sits."""

    __table_args__ = (
        sa.UniqueConstraint("person_id", "organisation_id", "title"),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="days"),
    )

    person_id: UUID = Field(foreign_key="person.id")
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
