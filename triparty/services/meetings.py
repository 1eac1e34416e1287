"""The meeting itself: opening, presence, going from item to item, closing."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    SETTLED,
    AgendaItem,
    Ballot,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Participant,
    PresenceEvent,
    PresenceKind,
)
from meetings_db.text import clean
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.authority import refuse_claims
from triparty.services.clock import moment
from triparty.services.issues import SETTLED_BY_MEETING, finish, tell
from triparty.services.kept import find, find_shown, find_version


def open_meeting(session: Session, meeting_id: UUID, at: datetime | None = None) -> Meeting:
    """Open a meeting whose agenda is frozen."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is MeetingStatus.PREPARING:
        raise RuleError(_("Freeze the agenda before the meeting opens."))
    if meeting.status is not MeetingStatus.FROZEN:
        raise RuleError(_("The meeting was opened already."))
    meeting.status, meeting.opened_at = MeetingStatus.IN_SESSION, moment(at)
    session.flush()
    return meeting


def mark_presence(
    session: Session, participant_id: UUID, kind: PresenceKind, at: datetime | None = None
) -> PresenceEvent:
    """Record that somebody arrived, left, is excused or absent. People may arrive before the meeting opens."""
    participant = find(session, Participant, participant_id)
    meeting = find(session, Meeting, participant.meeting_id)
    if meeting.status not in (MeetingStatus.FROZEN, MeetingStatus.IN_SESSION):
        raise RuleError(_("Presence is recorded between freezing the agenda and closing the meeting."))
    last = _last_presence(session, participant_id)
    here = last is not None and last.kind is PresenceKind.ARRIVE
    if kind is PresenceKind.ARRIVE and here:
        raise RuleError(_("{name} is here already.").format(name=participant.name))
    if kind is PresenceKind.LEAVE and not here:
        raise RuleError(_("{name} is not here.").format(name=participant.name))
    if kind in (PresenceKind.EXCUSE, PresenceKind.ABSENT) and here:
        raise RuleError(_("{name} is here; mark the leaving instead.").format(name=participant.name))
    event = PresenceEvent(participant_id=participant_id, kind=kind, at=moment(at))
    if last is not None and event.at < last.at:
        raise RuleError(_("The time lies before {name}'s last entry.").format(name=participant.name))
    session.add(event)
    session.flush()
    return event


def go_to_item(session: Session, item_id: UUID, at: datetime | None = None) -> AgendaItem:
    """Take up an item; the one before it stops its clock. A settled item may be taken up again to look at.

    An item taken up again counts no minute of the pause: see `_run_on`.
    """
    item = find(session, AgendaItem, item_id)
    _refuse_unless_in_session(session, item)
    now = moment(at)
    where = (AgendaItem.meeting_id == item.meeting_id, AgendaItem.status == ItemStatus.OPEN, AgendaItem.id != item.id)
    for other in session.exec(select(AgendaItem).where(*where)):
        other.status, other.ended_at = ItemStatus.WAITING, now
    if item.status is ItemStatus.WAITING:
        _run_on(item, now)
        item.status = ItemStatus.OPEN
    session.flush()
    return item


def write_notes(session: Session, item_id: UUID, version: int, notes: str) -> AgendaItem:
    """Keep the notes of an item, in Markdown."""
    item = find_version(session, AgendaItem, item_id, version)
    if find(session, Meeting, item.meeting_id).status is MeetingStatus.FINAL:
        raise RuleError(_("The minutes are final."))
    item.notes = clean(notes)
    session.flush()
    return item


def settle_item(
    session: Session,
    item_id: UUID,
    status: ItemStatus,
    conclusion: str = "",
    at: datetime | None = None,
    *,
    version: int | None = None,
) -> AgendaItem:
    """Settle an item: agreed, not agreed, noted, or put off; its issue goes on accordingly.

    Refused where a ballot says otherwise: what it carried, and what it did not, stands until it is annulled.
    """
    item = find_shown(session, AgendaItem, item_id, version)
    _refuse_unless_in_session(session, item)
    if carried(session, item):
        raise RuleError(_("A ballot carried this item. Annul that ballot before the item is settled otherwise."))
    if status is ItemStatus.AGREED and _voted(session, item):
        raise RuleError(_("A ballot did not carry this item. Annul it, or hold a second ballot."))
    return settle(session, item, status, conclusion, moment(at))


def carried(session: Session, item: AgendaItem) -> bool:
    """Whether a ballot that carried stands on the item."""
    where = (Ballot.item_id == item.id, col(Ballot.passed).is_(True), Ballot.annulled_reason == "")
    return session.exec(select(Ballot.id).where(*where).limit(1)).first() is not None


def _voted(session: Session, item: AgendaItem) -> bool:
    """Whether any ballot stands on the item."""
    where = (Ballot.item_id == item.id, Ballot.annulled_reason == "")
    return session.exec(select(Ballot.id).where(*where).limit(1)).first() is not None


def settle(session: Session, item: AgendaItem, status: ItemStatus, conclusion: str, at: datetime) -> AgendaItem:
    """Settle an item of a running meeting, by word or by the ballot that was just held on it."""
    if status not in SETTLED:
        raise RuleError(_("Say what became of the item."))
    conclusion = clean(conclusion).strip() or item.conclusion
    if status in (ItemStatus.AGREED, ItemStatus.NOT_AGREED) and not conclusion:
        raise RuleError(_("Write down what was agreed."))
    refuse_claims(item.authority, conclusion, item.title)
    _run_on(item, at)
    item.status, item.ended_at = status, at
    item.conclusion = conclusion
    if item.issue_id is not None:
        _tell_issue(session, item, at)
    session.flush()
    return item


def close_meeting(session: Session, meeting_id: UUID, at: datetime | None = None) -> Meeting:
    """Close the meeting; refused while an item is not settled. Issues put off go back to the pool."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    where = (AgendaItem.meeting_id == meeting_id, col(AgendaItem.status).not_in(SETTLED))
    waiting = session.exec(select(AgendaItem).where(*where).order_by(col(AgendaItem.position))).all()
    if waiting:
        raise RuleError(
            *(_("Item {number} is not settled: {title}").format(number=i.position, title=i.title) for i in waiting)
        )
    meeting.status, meeting.closed_at = MeetingStatus.CLOSED, moment(at)
    session.flush()
    return meeting


def _run_on(item: AgendaItem, at: datetime) -> None:
    """Let an item's clock run from `at`: of a clock that had stopped, the beginning moves on by as long as it stood.

    An item has one beginning and one end, so that what lies between them is the time it was on the table.
    """
    if item.started_at is None:
        item.started_at = at
    elif item.ended_at is not None:
        item.started_at = at - (item.ended_at - item.started_at)
    item.ended_at = None


def _last_presence(session: Session, participant_id: UUID) -> PresenceEvent | None:
    """Somebody's latest entry."""
    query = select(PresenceEvent).where(PresenceEvent.participant_id == participant_id)
    return session.exec(query.order_by(col(PresenceEvent.at).desc(), col(PresenceEvent.id).desc())).first()


def _refuse_unless_in_session(session: Session, item: AgendaItem) -> None:
    """Refuse what only a running meeting can do."""
    if find(session, Meeting, item.meeting_id).status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))


def _tell_issue(session: Session, item: AgendaItem, at: datetime) -> None:
    """Let an item's outcome show in its issue: decided, done when all its actions are, or back in the pool."""
    issue = find(session, Issue, item.issue_id) if item.issue_id else None
    if issue is None or issue.status not in (IssueStatus.ON_AGENDA, IssueStatus.ACCEPTED, *SETTLED_BY_MEETING):
        return
    decided = item.status is ItemStatus.AGREED
    issue.status = IssueStatus.DECIDED if decided else IssueStatus.ACCEPTED
    kind = IssueEventKind.DECIDED if decided else IssueEventKind.DISCUSSED
    ordinal = str(find(session, Meeting, item.meeting_id).ordinal)
    tell(session, issue, kind, at, item.conclusion, subject=ordinal)
    finish(session, issue)
