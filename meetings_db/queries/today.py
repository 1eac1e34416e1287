"""Today: what is running out and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import Estate, MeetingStatus, Route, Visit
from meetings_db.queries.actions import TrackerLine, tracker
from meetings_db.queries.meetings import MeetingLine, meeting_lines
from meetings_db.queries.visits import IssueFilter, count_issues

_SOON = timedelta(days=3)
_COMING = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)


@dataclass(frozen=True)
class EstateVisit:
    """An estate and when somebody last went there."""

    estate: Estate
    last: datetime | None


@dataclass(frozen=True)
class Today:
    """What a desk looks at first in the morning."""

    open_issues: int
    untriaged: int
    overdue: list[TrackerLine]
    due_soon: list[TrackerLine]
    next_meeting: MeetingLine | None
    unfinished_minutes: list[MeetingLine]
    visits: list[EstateVisit]


def today(session: Session, community_id: UUID, on: date) -> Today:
    """What runs out, what waits and which estates were not visited longest, seen from the day `on`."""
    open_actions = sorted(
        (line for line in tracker(session, community_id, open_only=True) if line.action.due_on),
        key=lambda line: line.action.due_on or on,
    )
    meetings = meeting_lines(session, community_id)
    coming = [line for line in meetings if line.status in _COMING]
    return Today(
        count_issues(session, community_id),
        count_issues(session, community_id, IssueFilter(route=Route.NONE)),
        [line for line in open_actions if line.action.due_on and line.action.due_on < on],
        [line for line in open_actions if line.action.due_on and on <= line.action.due_on <= on + _SOON],
        min(coming, key=lambda line: (line.status is not MeetingStatus.IN_SESSION, line.starts_at), default=None),
        [line for line in meetings if line.status is MeetingStatus.CLOSED],
        _visits(session, community_id),
    )


def _visits(session: Session, community_id: UUID) -> list[EstateVisit]:
    """Every estate with its last visit, those never visited first, then the longest ago."""
    query = (
        select(Estate, func.max(Visit.visited_at))
        .outerjoin(Visit, col(Visit.estate_id) == Estate.id)
        .where(Estate.community_id == community_id)
        .group_by(*Estate.__table__.columns)  # type: ignore[attr-defined]
        .order_by(col(Estate.key))
    )
    rows = [EstateVisit(estate, last) for estate, last in session.exec(query)]
    return sorted(rows, key=lambda row: (row.last is not None, row.last or datetime.min))
