"""Actions: the follow-up tracker."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import FINISHED, Action, ActionUpdate, AgendaItem, Meeting


@dataclass(frozen=True)
class TrackerLine:
    """An action, where it was decided, and every step since, oldest first."""

    action: Action
    meeting: Meeting | None
    item: AgendaItem | None
    updates: list[ActionUpdate]


def tracker(
    session: Session, community_id: UUID, *, meeting_id: UUID | None = None, open_only: bool = False
) -> list[TrackerLine]:
    """The community's actions by number, of one meeting or of all."""
    query = (
        select(Action, Meeting, AgendaItem)
        .outerjoin(Meeting, col(Action.meeting_id) == Meeting.id)
        .outerjoin(AgendaItem, col(Action.item_id) == AgendaItem.id)
        .where(Action.community_id == community_id)
        .order_by(col(Action.number))
    )
    if meeting_id is not None:
        query = query.where(Action.meeting_id == meeting_id)
    if open_only:
        query = query.where(col(Action.status).not_in(FINISHED))
    rows = session.exec(query).all()
    updates: defaultdict[UUID, list[ActionUpdate]] = defaultdict(list)
    steps = (
        select(ActionUpdate)
        .join(Action, col(ActionUpdate.action_id) == Action.id)
        .where(Action.community_id == community_id)
        .order_by(col(ActionUpdate.at), col(ActionUpdate.id))
    )
    for step in session.exec(steps):
        updates[step.action_id].append(step)
    return [TrackerLine(action, meeting, item, updates[action.id]) for action, meeting, item in rows]
