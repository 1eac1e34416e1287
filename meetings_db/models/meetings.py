"""The joint meeting: who is invited, what is on the agenda, who came and when."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Kept, Line, Moment, Prose, words
from meetings_db.models.directory import Party, Standing


class MeetingStatus(StrEnum):
    """Being prepared, agenda frozen, in session, closed, minutes final."""

    PREPARING = "preparing"
    FROZEN = "frozen"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    FINAL = "final"


class ItemKind(StrEnum):
    """通报, 协商, 表决, 征求意见."""

    REPORT = "report"
    CONSULTATION = "consultation"
    VOTE = "vote"
    OPINION = "opinion"


class Authority(StrEnum):
    """Who may decide an item: the three parties, one party for itself, the owners together, a department."""

    WITHIN = "within"
    COMMITMENT = "commitment"
    OWNERS = "owners"
    DEPARTMENT = "department"


class ItemStatus(StrEnum):
    """Not yet reached, under discussion, agreed, not agreed, noted without a decision, put off."""

    WAITING = "waiting"
    OPEN = "open"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    NOTED = "noted"
    DEFERRED = "deferred"


SETTLED = (ItemStatus.AGREED, ItemStatus.NOT_AGREED, ItemStatus.NOTED, ItemStatus.DEFERRED)


class PresenceKind(StrEnum):
    """What the presence clock records."""

    ARRIVE = "arrive"
    LEAVE = "leave"
    EXCUSE = "excuse"
    ABSENT = "absent"


class MeetingBase(SQLModel):
    """A meeting as it is typed; `starts_at` is UTC."""

    title: Line = Field(min_length=1, max_length=LINE)
    starts_at: Moment
    minutes_planned: int = Field(default=90, ge=1, le=1440)
    place: Line = Field(default="", max_length=LINE)
    chair: Line = Field(default="", max_length=LINE)
    recorder: Line = Field(default="", max_length=LINE)
    contact: Line = Field(default="", max_length=LINE)


class Meeting(MeetingBase, Edited, table=True):
    """One joint meeting; `ordinal` counts the community's meetings, `reference` is given when the minutes are final."""

    __table_args__ = (
        sa.UniqueConstraint("community_id", "ordinal"),
        sa.UniqueConstraint("community_id", "reference"),
        sa.Index("ix_meeting_status", "community_id", "status", "starts_at", "id"),
    )

    community_id: UUID = Field(foreign_key="community.id")
    ordinal: int
    status: MeetingStatus = Field(default=MeetingStatus.PREPARING, sa_type=words(MeetingStatus))
    override_reason: Prose = ""
    frozen_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    finalised_at: datetime | None = None
    reference: str | None = Field(default=None, max_length=64)


class Participant(Edited, table=True):
    """Somebody invited, as named when invited: a later rename changes no printed list."""

    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "post_id"),
        sa.UniqueConstraint("meeting_id", "position"),
    )

    meeting_id: UUID = Field(foreign_key="meeting.id")
    post_id: UUID = Field(foreign_key="post.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    position: int
    party: Party = Field(sa_type=words(Party))
    standing: Standing = Field(sa_type=words(Standing))
    name: str = Field(max_length=LINE)
    organisation: str = Field(max_length=LINE)
    title: str = Field(default="", max_length=LINE)
    phone: str = Field(default="", max_length=LINE)


class AgendaItemBase(SQLModel):
    """An agenda item as it is typed."""

    title: Line = Field(min_length=1, max_length=LINE)
    kind: ItemKind = Field(default=ItemKind.CONSULTATION, sa_type=words(ItemKind))
    authority: Authority = Field(default=Authority.WITHIN, sa_type=words(Authority))
    presenter: Line = Field(default="", max_length=LINE)
    minutes: int = Field(default=10, ge=0, le=600)


class AgendaItem(AgendaItemBase, Edited, table=True):
    """One item of a meeting; `position` counts from 1, `notes` are Markdown, `conclusion` the matter agreed on."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "position"),)

    meeting_id: UUID = Field(foreign_key="meeting.id")
    issue_id: UUID | None = Field(default=None, foreign_key="issue.id", index=True)
    position: int
    status: ItemStatus = Field(default=ItemStatus.WAITING, sa_type=words(ItemStatus))
    notes: Prose = ""
    conclusion: Prose = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


class PresenceEvent(Kept, table=True):
    """Somebody came, left, was excused or marked absent, at a time; everything about presence derives from these."""

    __table_args__ = (sa.Index("ix_presenceevent_participant", "participant_id", "at", "id"),)

    participant_id: UUID = Field(foreign_key="participant.id")
    kind: PresenceKind = Field(sa_type=words(PresenceKind))
    at: datetime
