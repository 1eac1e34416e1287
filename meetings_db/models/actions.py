"""What was promised: who does what until when, and every step until it is closed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LARGEST, LINE, Edited, Kept, Line, Prose, only, words
from meetings_db.models.directory import Party


class ActionStatus(StrEnum):
    """To do → doing → to be verified → closed; blocked waits for a reason to end, cancelled has ended."""

    TODO = "todo"
    DOING = "doing"
    BLOCKED = "blocked"
    VERIFYING = "verifying"
    CLOSED = "closed"
    CANCELLED = "cancelled"


FINISHED = (ActionStatus.CLOSED, ActionStatus.CANCELLED)

RUNNING_ACTION = sa.text("status NOT IN ('closed', 'cancelled')")
"""What is promised still, in the very words of the partial indexes."""
FINISHED_ACTION = sa.text("status IN ('closed', 'cancelled')")
"""What has ended, likewise."""


class UpdateKind(StrEnum):
    """What happened to an action."""

    ASSIGNED = "assigned"
    PROGRESS = "progress"
    STARTED = "started"
    BLOCKED = "blocked"
    EXTENDED = "extended"
    PASSED_ON = "passed_on"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class ActionBase(SQLModel):
    """An action as it is typed; `owner` is free text, because an owner needs no account; `budget` is fen."""

    what: Line = Field(min_length=1, max_length=LINE)
    owner: Line = Field(default="", max_length=LINE)
    party: Party = Field(default=Party.OTHER, sa_type=words(Party))
    due_on: date | None = None
    done_means: Line = Field(default="", max_length=LINE)
    budget: int | None = Field(default=None, ge=0, le=LARGEST, sa_type=sa.BigInteger)
    funding: Line = Field(default="", max_length=LINE)


class Action(ActionBase, Edited, table=True):
    """A promise made in a meeting; `first_owner` and `first_due_on` are kept as they were when it was made."""

    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        sa.Index("ix_action_running", "community_id", "due_on", "id", "status", **only(RUNNING_ACTION)),
        sa.Index("ix_action_made", "community_id", "id", "status"),
    )

    community_id: UUID = Field(foreign_key="community.id")
    meeting_id: UUID | None = Field(default=None, foreign_key="meeting.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="agendaitem.id", index=True)
    issue_id: UUID | None = Field(default=None, foreign_key="issue.id", index=True)
    number: str = Field(max_length=32)
    status: ActionStatus = Field(default=ActionStatus.TODO, sa_type=words(ActionStatus))
    first_owner: str = Field(default="", max_length=LINE)
    first_due_on: date | None = None
    assigned_at: datetime
    closed_at: datetime | None = None


class ActionUpdate(Kept, table=True):
    """One dated step of an action; `before` and `after` are what an extension or a handing on changed."""

    action_id: UUID = Field(foreign_key="action.id", index=True)
    kind: UpdateKind = Field(sa_type=words(UpdateKind))
    at: datetime
    actor: Line = Field(default="", max_length=LINE)
    note: Prose = ""
    before: str = Field(default="", max_length=LINE)
    after: str = Field(default="", max_length=LINE)
