"""What was heard at the doorstep: visits, issues and the life of each issue."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Kept, Line, Moment, Prose, only, words


class Severity(StrEnum):
    """普通, 重大, 特殊复杂."""

    ORDINARY = "ordinary"
    MAJOR = "major"
    COMPLEX = "complex"


class Channel(StrEnum):
    """How an issue came in."""

    VISIT = "visit"
    WINDOW = "window"
    HOTLINE = "hotline"
    CHAT = "chat"
    GRID = "grid"
    PATROL = "patrol"
    PROPERTY = "property"


class Route(StrEnum):
    """What triage decided: solve now, joint meeting, owners decide together, another department, not accepted."""

    NONE = "none"
    SOLVE_NOW = "solve_now"
    JOINT_MEETING = "joint_meeting"
    OWNERS = "owners"
    DEPARTMENT = "department"
    REFUSED = "refused"


class IssueStatus(StrEnum):
    """Where an issue stands on the road; `merged` lives on in another issue."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    ON_AGENDA = "on_agenda"
    DECIDED = "decided"
    DONE = "done"
    CLOSED = "closed"
    MERGED = "merged"


ENDED = (IssueStatus.CLOSED, IssueStatus.MERGED)

OPEN_ISSUE = sa.text("status NOT IN ('closed', 'merged')")
"""What is open, in the very words of the partial indexes: a query that says it so is answered by them."""
ENDED_ISSUE = sa.text("status IN ('closed', 'merged')")
"""What has ended, likewise."""


class IssueEventKind(StrEnum):
    """One step in the life of an issue."""

    REPORTED = "reported"
    EDITED = "edited"
    TRIAGED = "triaged"
    MERGED = "merged"
    ON_AGENDA = "on_agenda"
    OFF_AGENDA = "off_agenda"
    DISCUSSED = "discussed"
    DECIDED = "decided"
    ASSIGNED = "assigned"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    WAITS = "waits"
    RETURNED = "returned"


class VisitBase(SQLModel):
    """A visit as it is typed; `visited_at` is UTC."""

    visited_at: Moment
    officer: Line = Field(default="", max_length=LINE)
    met: Line = Field(default="", max_length=LINE)
    notes: Prose = ""
    settled: Prose = ""


class Visit(VisitBase, Edited, table=True):
    """One officer, one estate, one day."""

    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        sa.Index("ix_visit_visited", "community_id", "visited_at", "id"),
        sa.Index("ix_visit_estate", "estate_id", "visited_at", "id"),
    )

    community_id: UUID = Field(foreign_key="community.id")
    estate_id: UUID = Field(foreign_key="estate.id")
    number: str = Field(max_length=32)


class IssueBase(SQLModel):
    """An issue as it is typed; `reported_at` is UTC, `reporter` and `phone` never leave the office."""

    title: Line = Field(min_length=1, max_length=LINE)
    details: Prose = ""
    place: Line = Field(default="", max_length=LINE)
    category: Line = Field(default="", max_length=LINE)
    severity: Severity = Field(default=Severity.ORDINARY, sa_type=words(Severity))
    channel: Channel = Field(default=Channel.VISIT, sa_type=words(Channel))
    reporter: Line = Field(default="", max_length=LINE)
    phone: Line = Field(default="", max_length=LINE)
    reported_at: Moment


_LISTED = ("reported_at", "id", "status", "severity")
"""Lists of issues go by the first two; the others are checked without reading the row."""


class Issue(IssueBase, Edited, table=True):
    """Something people report; `source_key` knows an imported row again, `source_digest` its content.

    Until the day `waits_until` it is not in the pool; on that day it is there again by itself.
    """

    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        sa.UniqueConstraint("community_id", "source_key"),
        sa.CheckConstraint("reporters >= 1", name="reporters"),
        sa.Index("ix_issue_reported", "community_id", "reported_at", "id"),
        sa.Index("ix_issue_ended", "community_id", *_LISTED, **only(ENDED_ISSUE)),
        sa.Index("ix_issue_status", "community_id", "status", "reported_at", "id"),
        sa.Index("ix_issue_severity", "community_id", "severity", "reported_at", "id", "status"),
        sa.Index("ix_issue_route", "community_id", "route", *_LISTED),
        sa.Index("ix_issue_category", "community_id", "category", *_LISTED, "route"),
        sa.Index("ix_issue_estate", "estate_id", *_LISTED, "route", "category"),
        sa.Index("ix_issue_open", "community_id", *_LISTED, **only(OPEN_ISSUE)),
        sa.Index("ix_issue_open_route", "community_id", "route", *_LISTED, **only(OPEN_ISSUE)),
        sa.Index("ix_issue_open_category", "community_id", "category", *_LISTED, "route", **only(OPEN_ISSUE)),
        sa.Index("ix_issue_open_estate", "estate_id", *_LISTED, "route", "category", **only(OPEN_ISSUE)),
    )

    community_id: UUID = Field(foreign_key="community.id")
    estate_id: UUID = Field(foreign_key="estate.id")
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    number: str = Field(max_length=32)
    route: Route = Field(default=Route.NONE, sa_type=words(Route))
    status: IssueStatus = Field(default=IssueStatus.REPORTED, sa_type=words(IssueStatus))
    reporters: int = 1
    merged_into_id: UUID | None = Field(default=None, foreign_key="issue.id", index=True)
    waits_until: date | None = None
    source_key: str | None = Field(default=None, max_length=64)
    source_digest: str | None = Field(default=None, max_length=64)


class IssueEvent(Kept, table=True):
    """One dated step in the life of an issue.

    `subject` is the word or number the step is about (a route, another issue, a meeting's ordinal, an action),
    `note` what was said.
    """

    issue_id: UUID = Field(foreign_key="issue.id", index=True)
    kind: IssueEventKind = Field(sa_type=words(IssueEventKind))
    at: datetime
    actor: Line = Field(default="", max_length=LINE)
    subject: Line = Field(default="", max_length=LINE)
    note: Prose = ""
