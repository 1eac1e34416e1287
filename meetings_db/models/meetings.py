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


class Why(StrEnum):
    """Why an item is on the agenda.

    An issue of the pool, added by the secretary, what became of the last decisions; or carried over from an earlier
    meeting, where it was not reached, was put off, comes back each time, or left an action that is still open.
    """

    ISSUE = "issue"
    ADDED = "added"
    DECISIONS = "decisions"
    NOT_REACHED = "not_reached"
    PUT_OFF = "put_off"
    RECURRING = "recurring"
    OPEN_ACTION = "open_action"


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
    """One joint meeting; `ordinal` counts the community's meetings, `reference` is given when the minutes are final.

    One without a series is extraordinary, or of a community that has none.
    """

    __table_args__ = (
        sa.UniqueConstraint("community_id", "ordinal"),
        sa.UniqueConstraint("community_id", "reference"),
        sa.Index("ix_meeting_status", "community_id", "status", "starts_at", "id"),
    )

    community_id: UUID = Field(foreign_key="community.id")
    series_id: UUID | None = Field(default=None, foreign_key="meetingseries.id", index=True)
    ordinal: int
    status: MeetingStatus = Field(default=MeetingStatus.PREPARING, sa_type=words(MeetingStatus))
    override_reason: Prose = ""
    reopen_reason: Prose = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
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
    """An agenda item as it is typed; `legal_basis` is a key of the guard's preset, such as `278-5`.

    One that is `recurring` comes back in every meeting that is made from this one.
    """

    title: Line = Field(min_length=1, max_length=LINE)
    kind: ItemKind = Field(default=ItemKind.CONSULTATION, sa_type=words(ItemKind))
    authority: Authority = Field(default=Authority.WITHIN, sa_type=words(Authority))
    legal_basis: Line = Field(default="", max_length=40, sa_column_kwargs={"server_default": sa.text("''")})
    presenter: Line = Field(default="", max_length=LINE)
    minutes: int = Field(default=10, ge=0, le=600)
    recurring: bool = Field(default=False, sa_column_kwargs={"server_default": sa.text("false")})


class AgendaItem(AgendaItemBase, Edited, table=True):
    """One item of a meeting; `position` counts from 1, `notes` are Markdown, `conclusion` the matter agreed on.

    `guard_reason` is why the running meeting changed who may decide it. `carried_from_id` is the item of an earlier
    meeting that it continues. One that only asks after an open action has
    no issue of its own: the issue is in its owner's hands. `started_at` is when it was first taken up and `ended_at`
    when it was last left, None while it is on the table; what lies between are its `ItemSpan`s.
    """

    __table_args__ = (sa.UniqueConstraint("meeting_id", "position"),)

    meeting_id: UUID = Field(foreign_key="meeting.id")
    issue_id: UUID | None = Field(default=None, foreign_key="issue.id", index=True)
    why: Why = Field(default=Why.ADDED, sa_type=words(Why), sa_column_kwargs={"server_default": Why.ADDED.value})
    carried_from_id: UUID | None = Field(default=None, foreign_key="agendaitem.id", index=True)
    position: int
    status: ItemStatus = Field(default=ItemStatus.WAITING, sa_type=words(ItemStatus))
    notes: Prose = ""
    conclusion: Prose = ""
    guard_reason: Prose = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    started_at: datetime | None = None
    ended_at: datetime | None = None


class ItemSpan(Kept, table=True):
    """A stretch in which an item was on the table, from `at` until `ended_at`, None while it still is.

    One put aside and taken up again has several; one settled without being taken up has one of no length. 0.1.0 kept
    none: there an item's beginning and end are all that is known.
    """

    __table_args__ = (sa.Index("ix_itemspan_item", "item_id", "at", "id"),)

    item_id: UUID = Field(foreign_key="agendaitem.id")
    at: datetime
    ended_at: datetime | None = None


class PresenceEvent(Edited, table=True):
    """Somebody came, left, was excused or marked absent, at a time; everything about presence derives from these."""

    __table_args__ = (sa.Index("ix_presenceevent_participant", "participant_id", "at", "id"),)

    participant_id: UUID = Field(foreign_key="participant.id")
    kind: PresenceKind = Field(sa_type=words(PresenceKind))
    at: datetime
    version: int = Field(default=1, sa_column_kwargs={"server_default": sa.text("1")})


class SubstituteBase(SQLModel):
    """Who stands in, and what the written authority says: matter, scope and term (Civil Code, Article 165)."""

    name: Line = Field(min_length=1, max_length=LINE)
    matter: Line = Field(default="", max_length=LINE)
    scope: Line = Field(default="", max_length=LINE)
    term: Line = Field(default="", max_length=LINE)


class Substitute(SubstituteBase, Edited, table=True):
    """Somebody in a participant's place from `at` until `ended_at`; with a vote once the signature was seen."""

    __table_args__ = (sa.Index("ix_substitute_participant", "participant_id", "at", "id"),)

    participant_id: UUID = Field(foreign_key="participant.id")
    at: datetime
    signed_at: datetime | None = None
    ended_at: datetime | None = None


class Recusal(Edited, table=True):
    """A participant withdrew from an item, with the reason, from `at` until `ended_at`."""

    __table_args__ = (sa.Index("ix_recusal_participant", "participant_id", "at", "id"),)

    participant_id: UUID = Field(foreign_key="participant.id")
    item_id: UUID = Field(foreign_key="agendaitem.id", index=True)
    reason: Prose
    at: datetime
    ended_at: datetime | None = None


class SeatChoice(Kept, table=True):
    """Which of their posts somebody sits for from `at` on: in the whole meeting, or for one item only.

    Named as the register named the post then, as a participant is.
    """

    __table_args__ = (sa.Index("ix_seatchoice_participant", "participant_id", "at", "id"),)

    participant_id: UUID = Field(foreign_key="participant.id")
    item_id: UUID | None = Field(default=None, foreign_key="agendaitem.id", index=True)
    post_id: UUID = Field(foreign_key="post.id", index=True)
    party: Party = Field(sa_type=words(Party))
    standing: Standing = Field(sa_type=words(Standing))
    organisation: str = Field(max_length=LINE)
    title: str = Field(default="", max_length=LINE)
    at: datetime
