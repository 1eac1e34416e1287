"""Today: what is running out and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import Estate, MeetingStatus, Route, Visit
from meetings_db.queries.actions import ActionLine, action_list, due_counts
from meetings_db.queries.meetings import MeetingLine, meeting_lines
from meetings_db.queries.paging import Place, page_beyond
from meetings_db.queries.signing import Unsigned, Waiting, on_no_agenda, unsigned
from meetings_db.queries.visits import IssueFilter, count_issues

_SOON = timedelta(days=3)
_SHOWN = 4
"""So many of what runs out are named; all are counted."""
_UNSIGNED = 2
"""So many final minutes that a party has not signed."""


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
    overdue: list[ActionLine]
    overdue_count: int
    due_soon: list[ActionLine]
    due_soon_count: int
    next_meeting: MeetingLine | None
    unfinished_minutes: list[MeetingLine]
    unsigned_count: int
    unsigned: list[Unsigned]
    amendments: list[Waiting]
    visits: list[EstateVisit]


def today(session: Session, community_id: UUID, on: date) -> Today:
    """What runs out, what waits and which estates were not visited longest, seen from the day `on`."""
    late, soon = due_counts(session, community_id, on, on + _SOON)
    running = action_list(community_id, "open")
    from_today = page_beyond(session, running, Place(0, (on, UUID(int=0))), min(soon, _SHOWN))
    coming = meeting_lines(session, community_id, "coming")
    return Today(
        count_issues(session, community_id),
        count_issues(session, community_id, IssueFilter(route=Route.NONE)),
        list(page_beyond(session, running, None, min(late, _SHOWN)).lines),
        late,
        list(from_today.lines),
        soon,
        min(coming, key=lambda line: (line.status is not MeetingStatus.IN_SESSION, line.starts_at), default=None),
        meeting_lines(session, community_id, "draft"),
        *unsigned(session, community_id, _UNSIGNED),
        on_no_agenda(session, community_id),
        _visits(session, community_id),
    )


def _visits(session: Session, community_id: UUID) -> list[EstateVisit]:
    """Every estate with its last visit, those never visited first, then the longest ago."""
    last = select(func.max(Visit.visited_at)).where(Visit.estate_id == Estate.id).correlate(Estate).scalar_subquery()
    query = select(Estate, last).where(Estate.community_id == community_id).order_by(col(Estate.key))
    rows = [EstateVisit(estate, at) for estate, at in session.exec(query)]
    return sorted(rows, key=lambda row: (row.last is not None, row.last or datetime.min))
