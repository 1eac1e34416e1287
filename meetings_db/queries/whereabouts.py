"""Where every open issue is: in the pool, on an agenda, waiting until a day, or in an owner's hands; exactly one."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, and_, case, col, func, or_, select

from meetings_db.models import Action, AgendaItem, Issue, IssueStatus, ItemStatus, Meeting, MeetingStatus
from meetings_db.models.actions import RUNNING_ACTION
from meetings_db.models.visits import OPEN_ISSUE

_LIVE = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)
_UNSETTLED = (ItemStatus.WAITING, ItemStatus.OPEN)
_AT_THE_DESK = (IssueStatus.REPORTED, IssueStatus.ACCEPTED)


class Place(StrEnum):
    """Where an open issue is."""

    POOL = "pool"
    AGENDA = "agenda"
    WAITING = "waiting"
    OWNER = "owner"


class Astray(NamedTuple):
    """An open issue that is in no place, or in more than one."""

    number: str
    title: str
    places: tuple[str, ...]


def astray(session: Session, community_id: UUID, on: date | None = None) -> list[Astray]:
    """The open issues that are nowhere or in two places, by number; none where everything is right.

    An issue that is done waits for nobody but to be closed. An action that is open is in its owner's hands; one whose
    issue is still on an agenda is a part of what that agenda decides. An agenda holds an issue while the item is not
    settled, and while a meeting that goes on has agreed on it and may yet give it to somebody.
    """
    day = on or date.today()
    agendas, agreed, in_hand = _agendas(), _agreed(), _in_hand()
    waits = and_(col(Issue.waits_until).is_not(None), col(Issue.waits_until) > day)
    desk = col(Issue.status).in_(_AT_THE_DESK)
    places = {
        Place.POOL: and_(desk, ~waits, ~in_hand),
        Place.WAITING: waits,
        Place.OWNER: and_(col(Issue.status) != IssueStatus.ON_AGENDA, in_hand),
        Place.AGENDA: or_(agendas > 0, and_(col(Issue.status) == IssueStatus.DECIDED, agreed, ~in_hand)),
    }
    found = {place: case((condition, 1), else_=0) for place, condition in places.items()}
    wrong = or_(
        sum(found.values(), start=0 * agendas) != 1,
        agendas > 1,
        and_(agendas > 0, col(Issue.status) != IssueStatus.ON_AGENDA),
    )
    query: Any = select(Issue.number, Issue.title, agendas, *found.values()).where(
        Issue.community_id == community_id, OPEN_ISSUE, col(Issue.status) != IssueStatus.DONE, wrong
    )
    return [
        Astray(number, title, _named(count, dict(zip(found, held, strict=True))))
        for number, title, count, *held in session.execute(query.order_by(col(Issue.number)))
    ]


def _named(agendas: int, held: dict[Place, int]) -> tuple[str, ...]:
    """The places, an agenda as often as there are."""
    return tuple(
        place.value for place in held for _each in range(agendas if place is Place.AGENDA and agendas else held[place])
    )


def _agendas() -> Any:
    """On how many agendas an issue has yet to be settled."""
    query = select(func.count()).select_from(AgendaItem).join(Meeting, col(AgendaItem.meeting_id) == Meeting.id)
    where = (AgendaItem.issue_id == Issue.id, col(AgendaItem.status).in_(_UNSETTLED), col(Meeting.status).in_(_LIVE))
    return query.where(*where).correlate(Issue).scalar_subquery()


def _agreed() -> Any:
    """Whether a meeting that goes on agreed on the issue."""
    query = select(AgendaItem.id).join(Meeting, col(AgendaItem.meeting_id) == Meeting.id)
    status = (AgendaItem.status == ItemStatus.AGREED, Meeting.status == MeetingStatus.IN_SESSION)
    return query.where(AgendaItem.issue_id == Issue.id, *status).correlate(Issue).exists()


def _in_hand() -> Any:
    """Whether somebody has an open action because of the issue."""
    return select(Action.id).where(Action.issue_id == Issue.id, RUNNING_ACTION).correlate(Issue).exists()
