"""What a month brought: issues by estate and by category, visits, meetings, and what became of actions."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import (
    Action,
    ActionUpdate,
    Community,
    Estate,
    Issue,
    IssueEvent,
    IssueEventKind,
    Meeting,
    MeetingStatus,
    UpdateKind,
    Visit,
)
from meetings_db.models.actions import RUNNING_ACTION
from meetings_db.models.visits import ENDED_ISSUE, OPEN_ISSUE
from meetings_db.queries.actions import ActionLine, action_list
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from meetings_db.queries.paging import page_beyond

_HELD = (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED, MeetingStatus.FINAL)
LATE = 50
"""So many overdue actions are named: those that are late longest."""


class Moved(NamedTuple):
    """Issues of one estate or category: reported and closed within the month, open on the day it is told."""

    name: str
    reported: int
    closed: int
    open: int


@dataclass(frozen=True)
class Month:
    """A month of a community; `visits` by estate, `late` the actions overdue on the day it is told."""

    community: Community
    estates: list[Moved]
    categories: list[Moved]
    visits: Counter[str]
    meetings: list[MeetingRoom]
    assigned: int
    finished: int
    running: int
    late: list[ActionLine]
    late_count: int


def month(session: Session, community_id: UUID, begins: datetime, ends: datetime, on: date) -> Month:
    """What happened from `begins` until before `ends` (aware), and how things stand on the day `on`."""
    of_issues = (Issue.community_id == community_id,)
    reported = (*of_issues, col(Issue.reported_at) >= begins, col(Issue.reported_at) < ends)
    closed_then = (
        select(IssueEvent.id)
        .where(
            IssueEvent.issue_id == Issue.id,
            IssueEvent.kind == IssueEventKind.CLOSED,
            col(IssueEvent.at) >= begins,
            col(IssueEvent.at) < ends,
        )
        .correlate(Issue)
        .exists()
    )
    standings = (reported, (*of_issues, ENDED_ISSUE, closed_then), (*of_issues, OPEN_ISSUE))
    names = {estate.id: estate.name for estate in _estates(session, community_id)}
    by_estate = [_counted(session, col(Issue.estate_id), *where) for where in standings]
    by_category = [_counted(session, col(Issue.category), *where) for where in standings]
    visits = select(Visit.estate_id, func.count()).where(
        Visit.community_id == community_id, col(Visit.visited_at) >= begins, col(Visit.visited_at) < ends
    )
    late = page_beyond(session, action_list(community_id, "open", before=on), None, LATE).lines
    return Month(
        session.get_one(Community, community_id),
        [Moved(name, *(counts[key] for counts in by_estate)) for key, name in names.items()],
        [Moved(name, *(counts[name] for counts in by_category)) for name in _most_first(by_category)],
        Counter({names[key]: count for key, count in session.exec(visits.group_by(col(Visit.estate_id)))}),
        [meeting_room(session, key) for key in session.exec(_held(community_id, begins, ends))],
        _steps(session, community_id, UpdateKind.ASSIGNED, begins, ends),
        _steps(session, community_id, UpdateKind.CLOSED, begins, ends),
        _running(session, community_id),
        list(late),
        _running(session, community_id, col(Action.due_on) < on),
    )


def _estates(session: Session, community_id: UUID) -> list[Estate]:
    """The estates by name."""
    query = select(Estate).where(Estate.community_id == community_id).order_by(col(Estate.key))
    return list(session.exec(query))


def _counted(session: Session, by: Any, *where: Any) -> Counter[Any]:
    """How many issues there are of each."""
    return Counter(dict(session.exec(select(by, func.count()).where(*where).group_by(by)).all()))


def _most_first(counts: list[Counter[str]]) -> list[str]:
    """The categories that have any: first those of which most was reported, then of which most is open."""
    names = {name for each in counts for name, count in each.items() if count}
    return sorted(names, key=lambda name: (-counts[0][name], -counts[2][name], name))


def _held(community_id: UUID, begins: datetime, ends: datetime) -> Any:
    """The meetings of the month that were opened, by their number."""
    opened = func.coalesce(col(Meeting.opened_at), col(Meeting.starts_at))
    query = select(Meeting.id).where(Meeting.community_id == community_id, col(Meeting.status).in_(_HELD))
    return query.where(opened >= begins, opened < ends).order_by(col(Meeting.ordinal))


def _steps(session: Session, community_id: UUID, kind: UpdateKind, begins: datetime, ends: datetime) -> int:
    """How many actions took this step within the month."""
    query = (
        select(func.count(func.distinct(ActionUpdate.action_id)))
        .join(Action, col(ActionUpdate.action_id) == Action.id)
        .where(Action.community_id == community_id, ActionUpdate.kind == kind)
        .where(col(ActionUpdate.at) >= begins, col(ActionUpdate.at) < ends)
    )
    return session.exec(query).one()


def _running(session: Session, community_id: UUID, *more: Any) -> int:
    """How many actions run."""
    query = select(func.count()).select_from(Action).where(Action.community_id == community_id, RUNNING_ACTION, *more)
    return session.exec(query).one()
