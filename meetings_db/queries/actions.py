"""Actions: the follow-up tracker."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import FINISHED, Action, ActionStatus, ActionUpdate, AgendaItem, Meeting, Party
from meetings_db.models.actions import FINISHED_ACTION, RUNNING_ACTION
from meetings_db.queries.paging import Listing, Stretch

ACTION_SORTS = ("due", "newest", "oldest")
"""What runs by the day it is due, then what has ended, newest first; in the order they were made, from either end."""


@dataclass(frozen=True)
class TrackerLine:
    """An action, where it was decided, and every step since, oldest first."""

    action: Action
    meeting: Meeting | None
    item: AgendaItem | None
    updates: list[ActionUpdate]


class ActionLine(NamedTuple):
    """An action in a list."""

    id: UUID
    number: str
    what: str
    owner: str
    party: Party
    due_on: date | None
    status: ActionStatus
    version: int


_COLUMNS = (
    Action.id,
    Action.number,
    Action.what,
    Action.owner,
    Action.party,
    Action.due_on,
    Action.status,
    Action.version,
)


def action_list(
    community_id: UUID, standing: str = "all", sort: str = "due", *, before: date | None = None
) -> Listing[ActionLine]:
    """The actions that run, have ended, or all, by one of `ACTION_SORTS`; `before` leaves those due before that day."""
    within = col(Action.community_id) == community_id
    stretches: list[Stretch] = []
    if sort != "due":
        standings: dict[str, tuple[Any, ...]] = {"open": (RUNNING_ACTION,), "ended": (FINISHED_ACTION,), "all": ()}
        late = (func.coalesce(Action.due_on, before) < before,) if before else ()  # checked, so that the order leads
        stretches.append(Stretch((within, *standings[standing], *late), ("id",), sort == "newest"))
    else:
        if standing != "ended":
            until = col(Action.due_on) < before if before else col(Action.due_on) >= date.min
            stretches.append(Stretch((within, RUNNING_ACTION, until), ("due_on", "id")))
        if standing != "ended" and before is None:
            without = col(Action.due_on).is_(None)
            stretches.append(Stretch((within, RUNNING_ACTION, without), ("id",)))
        if standing != "open" and before is None:
            stretches.append(Stretch((within, FINISHED_ACTION), ("id",), True))
    return Listing(("actions", community_id, standing, sort, before), Action, ActionLine, _COLUMNS, tuple(stretches))


def due_counts(session: Session, community_id: UUID, on: date, until: date) -> tuple[int, int]:
    """How many actions that run were due before `on`, and how many are due from then to `until`."""
    running = select(func.count()).select_from(Action).where(Action.community_id == community_id, RUNNING_ACTION)
    late = running.where(col(Action.due_on) < on)
    soon = running.where(col(Action.due_on) >= on, col(Action.due_on) <= until)
    return session.exec(late).one(), session.exec(soon).one()


def action_life(session: Session, action_id: UUID) -> TrackerLine:
    """One action whole; raises `NoResultFound` where there is none."""
    action, meeting, item = session.exec(_whole().where(Action.id == action_id)).one()
    steps = select(ActionUpdate).where(ActionUpdate.action_id == action_id)
    updates = session.exec(steps.order_by(col(ActionUpdate.at), col(ActionUpdate.id))).all()
    return TrackerLine(action, meeting, item, list(updates))


def tracker(
    session: Session, community_id: UUID, *, meeting_id: UUID | None = None, open_only: bool = False
) -> list[TrackerLine]:
    """The community's actions by number, of one meeting or of all."""
    wanted = [col(Action.community_id) == community_id]
    if meeting_id is not None:
        wanted.append(col(Action.meeting_id) == meeting_id)
    if open_only:
        wanted.append(col(Action.status).not_in(FINISHED))
    rows = session.exec(_whole().where(*wanted).order_by(col(Action.number))).all()
    updates: defaultdict[UUID, list[ActionUpdate]] = defaultdict(list)
    steps = select(ActionUpdate).join(Action, col(ActionUpdate.action_id) == Action.id).where(*wanted)
    for step in session.exec(steps.order_by(col(ActionUpdate.at), col(ActionUpdate.id))):
        updates[step.action_id].append(step)
    return [TrackerLine(action, meeting, item, updates[action.id]) for action, meeting, item in rows]


def _whole() -> Any:
    """Actions with where they were decided."""
    return (
        select(Action, Meeting, AgendaItem)
        .outerjoin(Meeting, col(Action.meeting_id) == Meeting.id)
        .outerjoin(AgendaItem, col(Action.item_id) == AgendaItem.id)
    )
