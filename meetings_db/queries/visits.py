"""Visits and issues: their lists by every sort and filter, and the whole life of one."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
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
from meetings_db.models.actions import RUNNING_ACTION
from meetings_db.models.visits import ENDED_ISSUE, OPEN_ISSUE
from meetings_db.queries.paging import Listing, Stretch, counts_of, lines_of, page_beyond

ISSUE_SORTS = ("newest", "oldest", "severity", "status")
"""By the day of the report, from either end; the gravest first; in the order of the road. Each newest first within."""

VISIT_SORTS = ("newest", "oldest")
"""By the time of the visit, from either end."""

_DAY = ("reported_at", "id")
_NOTHING: Any = sa.literal_column("''")
_GRAVEST = (Severity.COMPLEX, Severity.MAJOR, Severity.ORDINARY)
_STANDING = {"open": (OPEN_ISSUE,), "ended": (ENDED_ISSUE,), "all": ()}


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
    """Which issues a list shows; `standing` is open, ended or all; `text` is looked for in number, title and place.

    `found` are the issues a search found, of which alone the list is, and `asked` is how it was asked.
    """

    text: str = ""
    asked: str = ""
    found: tuple[UUID, ...] = ()
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
    waits_until: date | None = None


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


_VISIT_COLUMNS = (
    Visit.id,
    Visit.number,
    Visit.visited_at,
    select(Estate.name).where(Estate.id == Visit.estate_id).correlate(Visit).scalar_subquery(),
    Visit.officer,
    Visit.met,
    select(func.count()).where(Issue.visit_id == Visit.id).correlate(Visit).scalar_subquery(),
)

_ISSUE_COLUMNS = (
    Issue.id,
    Issue.number,
    Issue.title,
    select(Estate.name).where(Estate.id == Issue.estate_id).correlate(Issue).scalar_subquery(),  # never the outer loop
    Issue.place,
    Issue.category,
    Issue.severity,
    Issue.route,
    Issue.status,
    Issue.reporters,
    Issue.reported_at,
    Issue.version,
    Issue.waits_until,
)


def visit_list(community_id: UUID, estate_id: UUID | None = None, sort: str = "newest") -> Listing[VisitLine]:
    """The visits to one estate or to all, by one of `VISIT_SORTS`."""
    where = col(Visit.estate_id) == estate_id if estate_id else col(Visit.community_id) == community_id
    stretch = Stretch((where,), ("visited_at", "id"), sort != "oldest")
    return Listing(("visits", community_id, estate_id, sort), Visit, VisitLine, _VISIT_COLUMNS, (stretch,))


def visit_lines(session: Session, community_id: UUID, limit: int = 500) -> list[VisitLine]:
    """The latest visits, newest first, each with the number of issues it brought."""
    return list(page_beyond(session, visit_list(community_id), None, limit).lines)


def visit_life(session: Session, visit_id: UUID) -> VisitLife:
    """One visit whole; raises `NoResultFound` where there is none."""
    visit, estate = session.exec(
        select(Visit, Estate).join(Estate, col(Visit.estate_id) == Estate.id).where(Visit.id == visit_id)
    ).one()
    issues = session.exec(select(Issue).where(Issue.visit_id == visit_id).order_by(col(Issue.number)))
    return VisitLife(visit, estate, list(issues))


def issue_list(community_id: UUID, where: IssueFilter = IssueFilter(), sort: str = "newest") -> Listing[IssueLine]:
    """The issues the filter lets through, by one of `ISSUE_SORTS`. Every first page is answered by an index."""
    if sort == "severity":
        stretches = [_stretch(community_id, where, severity=each) for each in _GRAVEST]
    elif sort == "status":
        ended = {"open": (False,), "ended": (True,), "all": (False, True)}[where.standing]
        stretches = [_stretch(community_id, where, status=each) for each in IssueStatus if (each in ENDED) in ended]
    else:
        stretches = [_stretch(community_id, where, down=sort != "oldest")]
    return Listing(("issues", community_id, where, sort), Issue, IssueLine, _ISSUE_COLUMNS, tuple(stretches))


def issue_lines(
    session: Session, community_id: UUID, where: IssueFilter = IssueFilter(), *, limit: int = 200
) -> list[IssueLine]:
    """The first so many issues of the list, newest report first."""
    return list(page_beyond(session, issue_list(community_id, where), None, limit).lines)


def issues_with(session: Session, keys: Sequence[Hashable]) -> list[IssueLine]:
    """The issues with these keys, in the order of the keys, wherever they stand."""
    return lines_of(session, Listing("issues", Issue, IssueLine, _ISSUE_COLUMNS, (Stretch((), _DAY),)), keys)


def count_issues(session: Session, community_id: UUID, where: IssueFilter = IssueFilter()) -> int:
    """How many issues the filter lets through."""
    return sum(counts_of(session, issue_list(community_id, where)))


def categories(session: Session, community_id: UUID) -> list[str]:
    """The categories in use, by name: each is looked up behind the one before it, so that no row is read twice."""
    found: list[str] = []
    after = ""
    while True:
        query = select(Issue.category).where(Issue.community_id == community_id, col(Issue.category) > after)
        following = session.exec(query.order_by(col(Issue.category)).limit(1)).first()
        if following is None:
            return sorted(found)
        found.append(following)
        after = following


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


def pool_list(community_id: UUID, on: date | None = None) -> Listing[IssueLine]:
    """Open issues that wait for a meeting, oldest first: triaged to one, on no agenda still to be settled, in nobody's
    hands, and not to wait until a day after `on`, today unless told.
    """
    waiting = and_(
        col(Issue.route).in_((Route.JOINT_MEETING, Route.OWNERS)),
        col(Issue.status).in_((IssueStatus.REPORTED, IssueStatus.ACCEPTED)),
    )
    day = on or date.today()
    due = or_(col(Issue.waits_until).is_(None), col(Issue.waits_until) <= day)
    in_hand = select(Action.id).where(Action.issue_id == Issue.id, RUNNING_ACTION).correlate(Issue).exists()
    stretch = Stretch((col(Issue.community_id) == community_id, OPEN_ISSUE, waiting, due, ~in_hand), _DAY)
    return Listing(("pool", community_id, day), Issue, IssueLine, _ISSUE_COLUMNS, (stretch,))


def pool(session: Session, community_id: UUID, *, limit: int = 1_000_000, on: date | None = None) -> list[IssueLine]:
    """The first so many of the issues that wait for a meeting."""
    return list(page_beyond(session, pool_list(community_id, on), None, limit).lines)


def _stretch(
    community_id: UUID,
    where: IssueFilter,
    *,
    severity: Severity | None = None,
    status: IssueStatus | None = None,
    down: bool = True,
) -> Stretch:
    """The issues of a filter, of one severity or status, by the day of their report.

    The first of estate, category, way, severity and status leads: its index is walked in order, and all the others are
    only checked on the way, which `coalesce` sees to. SQLite keeps no figures by which it could choose as well. What
    is open is little, and has indexes of its own, so that a rare severity there does not lead to all that ever was.
    """
    asked = (
        (col(Issue.estate_id), where.estate_id),
        (col(Issue.category), where.category or None),
        (col(Issue.route), where.route),
        (col(Issue.severity), severity),
        (col(Issue.status), status),
    )
    equal = [(column, value) for column, value in asked if value is not None]
    leading = 0 if equal and equal[0][1] is severity and where.standing == "open" else 1
    conditions: list[Any] = [column == value for column, value in equal[:leading]]
    conditions += [sa.func.coalesce(column, _NOTHING) == value for column, value in equal[leading:]]
    if where.estate_id is None:  # an estate is of one community
        conditions.append(col(Issue.community_id) == community_id)
    if status is None or equal[0][1] is not status:  # a status that leads says by itself whether it is open
        conditions += _STANDING[where.standing]
    if where.asked:
        conditions.append(col(Issue.id).in_(where.found))
    for word in where.text.split():
        columns = (col(Issue.number), col(Issue.title), col(Issue.place), col(Issue.details))
        conditions.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return Stretch(tuple(conditions), _DAY, down)
