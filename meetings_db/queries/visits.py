"""Visits and issues: pages for lists, and the whole life of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, and_, col, func, or_, select

from meetings_db.models import (
    ENDED,
    Action,
    AgendaItem,
    Estate,
    Issue,
    IssueEvent,
    IssueStatus,
    Meeting,
    Route,
    Severity,
    Visit,
)


class VisitLine(NamedTuple):
    """A visit in a list."""

    id: UUID
    number: str
    visited_at: datetime
    estate: str
    officer: str
    met: str
    issues: int


@dataclass(frozen=True)
class VisitLife:
    """A visit with what it brought in."""

    visit: Visit
    estate: Estate
    issues: list[Issue]


@dataclass(frozen=True)
class IssueFilter:
    """Which issues a list shows; `standing` is open, ended or all; `text` is looked for in number, title and place."""

    text: str = ""
    estate_id: UUID | None = None
    category: str = ""
    standing: str = "open"
    route: Route | None = None


class IssueLine(NamedTuple):
    """An issue in a list."""

    id: UUID
    number: str
    title: str
    estate: str
    place: str
    category: str
    severity: Severity
    route: Route
    status: IssueStatus
    reporters: int
    reported_at: datetime
    version: int


@dataclass(frozen=True)
class IssueLife:
    """An issue with everything that ever happened to it, oldest first."""

    issue: Issue
    estate: Estate
    visit: Visit | None
    events: list[IssueEvent]
    agenda: list[tuple[AgendaItem, Meeting]]
    actions: list[Action]
    merged: list[Issue]


def visit_lines(session: Session, community_id: UUID, limit: int = 500) -> list[VisitLine]:
    """The latest visits, newest first, each with the number of issues it brought."""
    issues = select(func.count()).where(Issue.visit_id == Visit.id).correlate(Visit).scalar_subquery()
    query = (
        select(  # type: ignore[call-overload]
            Visit.id, Visit.number, Visit.visited_at, Estate.name, Visit.officer, Visit.met, issues
        )
        .join(Estate, col(Visit.estate_id) == Estate.id)
        .where(Visit.community_id == community_id)
        .order_by(col(Visit.visited_at).desc(), col(Visit.id).desc())
        .limit(limit)
    )
    return [VisitLine(*row) for row in session.exec(query)]


def visit_life(session: Session, visit_id: UUID) -> VisitLife:
    """One visit whole; raises `NoResultFound` where there is none."""
    visit, estate = session.exec(
        select(Visit, Estate).join(Estate, col(Visit.estate_id) == Estate.id).where(Visit.id == visit_id)
    ).one()
    issues = session.exec(select(Issue).where(Issue.visit_id == visit_id).order_by(col(Issue.number)))
    return VisitLife(visit, estate, list(issues))


def issue_lines(
    session: Session,
    community_id: UUID,
    where: IssueFilter = IssueFilter(),
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 200,
) -> list[IssueLine]:
    """A page of issues, newest report first, going on behind the row whose (reported_at, id) is `after`."""
    query = _lines().where(Issue.community_id == community_id, *_conditions(where))
    if after is not None:
        query = query.where(tuple_(col(Issue.reported_at), col(Issue.id)) < after)
    query = query.order_by(col(Issue.reported_at).desc(), col(Issue.id).desc()).limit(limit)
    return [IssueLine(*row) for row in session.exec(query)]


def count_issues(session: Session, community_id: UUID, where: IssueFilter = IssueFilter()) -> int:
    """How many issues the filter lets through."""
    query = select(func.count()).select_from(Issue).where(Issue.community_id == community_id, *_conditions(where))
    return session.exec(query).one()


def categories(session: Session, community_id: UUID) -> list[str]:
    """The categories in use, by name."""
    query = select(Issue.category).where(Issue.community_id == community_id, Issue.category != "").distinct()
    return sorted(session.exec(query))


def issue_life(session: Session, issue_id: UUID) -> IssueLife:
    """One issue whole; raises `NoResultFound` where there is none."""
    issue, estate = session.exec(
        select(Issue, Estate).join(Estate, col(Issue.estate_id) == Estate.id).where(Issue.id == issue_id)
    ).one()
    events = select(IssueEvent).where(IssueEvent.issue_id == issue_id)
    agenda = (
        select(AgendaItem, Meeting)
        .join(Meeting, col(AgendaItem.meeting_id) == Meeting.id)
        .where(AgendaItem.issue_id == issue_id)
    )
    actions = select(Action).where(Action.issue_id == issue_id)
    merged = select(Issue).where(Issue.merged_into_id == issue_id)
    return IssueLife(
        issue,
        estate,
        session.get(Visit, issue.visit_id) if issue.visit_id else None,
        list(session.exec(events.order_by(col(IssueEvent.at), col(IssueEvent.id)))),
        [(item, meeting) for item, meeting in session.exec(agenda.order_by(col(Meeting.ordinal)))],
        list(session.exec(actions.order_by(col(Action.number)))),
        list(session.exec(merged.order_by(col(Issue.number)))),
    )


def pool(session: Session, community_id: UUID) -> list[IssueLine]:
    """Open issues that wait for a meeting: triaged to one, and on no agenda that is still to be settled."""
    waiting = and_(
        col(Issue.route).in_((Route.JOINT_MEETING, Route.OWNERS)),
        col(Issue.status).in_((IssueStatus.REPORTED, IssueStatus.ACCEPTED)),
    )
    query = _lines().where(Issue.community_id == community_id, waiting)
    return [IssueLine(*row) for row in session.exec(query.order_by(col(Issue.reported_at), col(Issue.id)))]


def _lines() -> Any:
    """A list's columns, joined to the estate's name."""
    return select(  # type: ignore[call-overload]
        Issue.id,
        Issue.number,
        Issue.title,
        Estate.name,
        Issue.place,
        Issue.category,
        Issue.severity,
        Issue.route,
        Issue.status,
        Issue.reporters,
        Issue.reported_at,
        Issue.version,
    ).join(Estate, col(Issue.estate_id) == Estate.id)


def _conditions(where: IssueFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on `Issue`."""
    conditions: list[ColumnElement[bool]] = []
    if where.standing != "all":
        ended = col(Issue.status).in_(ENDED)
        conditions.append(ended if where.standing == "ended" else ~ended)
    if where.estate_id is not None:
        conditions.append(col(Issue.estate_id) == where.estate_id)
    if where.category:
        conditions.append(col(Issue.category) == where.category)
    if where.route is not None:
        conditions.append(col(Issue.route) == where.route)
    for word in where.text.split():
        columns = (col(Issue.number), col(Issue.title), col(Issue.place), col(Issue.details))
        conditions.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return conditions
