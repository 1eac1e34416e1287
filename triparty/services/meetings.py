"""The meeting itself: opening, going from item to item, closing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    SETTLED,
    AgendaItem,
    Ballot,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemSpan,
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
from triparty.services.carrying import carry_over, refuse_gone_on, takes_over
from triparty.services.clock import so_far
from triparty.services.final import held_since, make_draft_again, to_be_amended, why_shut
from triparty.services.issues import SETTLED_BY_MEETING, finish, tell
from triparty.services.kept import find, find_shown, find_version

_FEW = 3
"""So many items that are not settled are told by their titles."""


def open_meeting(
    session: Session, meeting_id: UUID, at: datetime | None = None, *, item_id: UUID | None = None
) -> Meeting:
    """Open a meeting whose agenda is frozen, and take up an item where one is named."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is MeetingStatus.PREPARING:
        raise RuleError(_("Freeze the agenda before the meeting opens."))
    if meeting.status is not MeetingStatus.FROZEN:
        raise RuleError(_("The meeting was opened already."))
    meeting.status, meeting.opened_at = MeetingStatus.IN_SESSION, so_far(at)
    session.flush()
    if item_id is not None:
        go_to_item(session, item_id, meeting.opened_at)
    return meeting


def go_to_item(session: Session, item_id: UUID, at: datetime | None = None) -> AgendaItem:
    """Take up an item; the one before it stops its clock. A settled item may be taken up again to look at."""
    item = find(session, AgendaItem, item_id)
    _refuse_unless_in_session(session, item)
    now = while_it_lasts(session, item.meeting_id, at)
    where = (AgendaItem.meeting_id == item.meeting_id, AgendaItem.status == ItemStatus.OPEN, AgendaItem.id != item.id)
    for other in session.exec(select(AgendaItem).where(*where)):
        other.status = ItemStatus.WAITING
        _put_aside(session, other, now)
    if item.status is ItemStatus.WAITING:
        run_on(session, item, now)
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


def reword_conclusion(session: Session, item_id: UUID, version: int, conclusion: str) -> AgendaItem:
    """Put what was agreed, or not, in other words, until the minutes are final; what became of the item stands."""
    item = find_version(session, AgendaItem, item_id, version)
    conclusion = clean(conclusion).strip()
    check_rewording(session, item, conclusion)
    item.conclusion = conclusion
    session.flush()
    return item


def check_rewording(session: Session, item: AgendaItem, conclusion: str) -> None:
    """Refuse other words where nothing was concluded yet, or a ballot, or the minutes, made the words final."""
    if find(session, Meeting, item.meeting_id).status is MeetingStatus.FINAL:
        raise RuleError(_("The minutes are final."))
    if item.status not in SETTLED:
        raise RuleError(_("Say what became of the item."))
    if _standing(session, item) is not None:
        raise RuleError(_("A ballot was held on this item: what was voted on stands in its own words."))
    if not conclusion:
        raise RuleError(_("Write down what was agreed."))
    refuse_claims(item.authority, conclusion, item.title)


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

    Refused where a ballot says otherwise: what it carried, and what it did not in its own words, stands until it is
    annulled. What was not carried may be put off.
    """
    item = find_shown(session, AgendaItem, item_id, version)
    _refuse_unless_in_session(session, item)
    if open_ballot_of(session, item.id):
        raise RuleError(_("A ballot is open on this item. Close it or annul it first."))
    if carried(session, item):
        raise RuleError(_("A ballot carried this item. Annul that ballot before the item is settled otherwise."))
    if status is not ItemStatus.DEFERRED and (ballot := _standing(session, item)) is not None:
        if status is not ItemStatus.NOT_AGREED:
            raise RuleError(_("A ballot did not carry this item. Annul it, or hold a second ballot."))
        if clean(conclusion).strip() not in ("", ballot.motion):
            raise RuleError(_("A ballot was held on this item: what was voted on stands in its own words."))
        conclusion = ballot.motion
    return settle(session, item, status, conclusion, while_it_lasts(session, item.meeting_id, at))


def open_ballot_of(session: Session, item_id: UUID) -> Ballot | None:
    """The ballot on an item whose votes are still being taken."""
    return session.exec(select(Ballot).where(Ballot.item_id == item_id, col(Ballot.closed_at).is_(None))).first()


def carried(session: Session, item: AgendaItem) -> Ballot | None:
    """The ballot that carried the item, where it stands."""
    where = (Ballot.item_id == item.id, col(Ballot.passed).is_(True), Ballot.annulled_reason == "")
    return session.exec(select(Ballot).where(*where).limit(1)).first()


def _standing(session: Session, item: AgendaItem) -> Ballot | None:
    """The item's last ballot that was not annulled."""
    where = (Ballot.item_id == item.id, Ballot.annulled_reason == "")
    return session.exec(select(Ballot).where(*where).order_by(col(Ballot.round).desc()).limit(1)).first()


def settle(session: Session, item: AgendaItem, status: ItemStatus, conclusion: str, at: datetime) -> AgendaItem:
    """Settle an item of a running meeting, by word or by the ballot that was just held on it.

    Without a conclusion, what was proposed is agreed, or not; an item that is only noted or put off keeps none of it.
    """
    if status not in SETTLED:
        raise RuleError(_("Say what became of the item."))
    refuse_gone_on(session, item)
    undecided = (ItemStatus.NOTED, ItemStatus.DEFERRED)
    stands = status is item.status or not {status, item.status}.intersection(undecided)
    conclusion = clean(conclusion).strip() or (item.conclusion if stands else "")
    if status not in undecided and not conclusion:
        raise RuleError(_("Write down what was agreed."))
    refuse_claims(item.authority, conclusion, item.title)
    run_on(session, item, at)
    _put_aside(session, item, at)
    item.status, item.conclusion = status, conclusion
    if item.issue_id is not None:
        _tell_issue(session, item, at)
    session.flush()
    return item


def put_off_unreached(session: Session, meeting_id: UUID, at: datetime | None = None) -> list[AgendaItem]:
    """Put off every item that was never taken up: it goes on to the next meeting as not reached."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    where = (AgendaItem.meeting_id == meeting_id, AgendaItem.status == ItemStatus.WAITING)
    never = (*where, col(AgendaItem.started_at).is_(None))
    items = list(session.exec(select(AgendaItem).where(*never).order_by(col(AgendaItem.position))))
    if not items:
        raise RuleError(_("Every item was taken up."))
    refuse_open_ballots(session, meeting)
    for item in items:
        refuse_gone_on(session, item)
        item.status, item.conclusion = ItemStatus.DEFERRED, ""
        _tell_issue(session, item, so_far(at))
    session.flush()
    return items


def close_meeting(session: Session, meeting_id: UUID, at: datetime | None = None, *, put_off: bool = False) -> Meeting:
    """Close the meeting; refused while an item is not settled, or a ballot open. `put_off` puts off what was never
    taken up in the same deed, so that to take it back is one deed too.

    What goes on is taken up at once by the next meeting where its agenda is being made (see `carrying.closing`);
    else issues wait in the pool for it, those too that were agreed on and that nobody was given.
    """
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    refuse_open_ballots(session, meeting)  # before the items: theirs cannot be settled under it
    where = (AgendaItem.meeting_id == meeting_id, col(AgendaItem.status).not_in(SETTLED))
    if put_off and session.exec(select(AgendaItem.id).where(*where, col(AgendaItem.started_at).is_(None))).first():
        put_off_unreached(session, meeting_id, at)
    waiting = session.exec(select(AgendaItem).where(*where).order_by(col(AgendaItem.position))).all()
    if waiting:
        raise RuleError(*_not_settled(waiting))
    meeting.status, meeting.closed_at = MeetingStatus.CLOSED, while_it_lasts(session, meeting_id, at)
    session.flush()
    agreed = select(Issue).join(AgendaItem, col(AgendaItem.issue_id) == Issue.id)
    for issue in session.exec(agreed.where(AgendaItem.meeting_id == meeting_id)).all():
        finish(session, issue, at)
    if (following := takes_over(session, meeting)) is not None:
        carry_over(session, following, at)
    return meeting


def _not_settled(items: Sequence[AgendaItem]) -> list[str]:
    """Which items are not settled: a few by their titles, many by their numbers."""
    if len(items) > _FEW:
        numbers = _(", ").join(str(item.position) for item in items)
        return [_("{count} items are not settled: {numbers}").format(count=len(items), numbers=numbers)]
    told = _("Item {number} is not settled: {title}")
    return [told.format(number=item.position, title=item.title) for item in items]


def refuse_open_ballots(session: Session, meeting: Meeting) -> None:
    """Refuse to shut a meeting of which a ballot is open, naming the items."""
    voting = session.exec(
        select(AgendaItem.position)
        .join(Ballot, col(Ballot.item_id) == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting.id, col(Ballot.closed_at).is_(None))
        .order_by(col(AgendaItem.position))
    ).all()
    if voting:
        open_still = _("A ballot is still open on item {number}: close it or annul it first.")
        raise RuleError(*(open_still.format(number=number) for number in voting))


def reopen_meeting(session: Session, meeting_id: UUID, reason: str, at: datetime | None = None) -> Meeting:
    """Go on with a meeting that was closed, saying why: only the newest, and none whose minutes somebody signed.

    What went on to another agenda since stays there: an item can be settled anew once it was taken off there. On
    another day nobody is there any more: whoever was, left as the meeting closed. On the same day they have stayed.
    """
    meeting = refuse_reopening(session, meeting_id)
    reason = clean(reason).strip()
    if not reason:
        raise RuleError(_("Say why: the reason stays on record."))
    if meeting.status is MeetingStatus.FINAL:
        make_draft_again(session, meeting)
    if meeting.closed_at is not None and meeting.closed_at.astimezone().date() != so_far(at).astimezone().date():
        session.add_all(_leaving(session, meeting, meeting.closed_at))
    meeting.status, meeting.closed_at, meeting.reopen_reason = MeetingStatus.IN_SESSION, None, reason
    session.flush()
    return meeting


def refuse_reopening(session: Session, meeting_id: UUID) -> Meeting:
    """The meeting, which is closed and may be reopened; refused with the reason, before anybody is asked for theirs."""
    meeting = find(session, Meeting, meeting_id)
    final = meeting.status is MeetingStatus.FINAL
    if not final and meeting.status is not MeetingStatus.CLOSED:
        raise RuleError(_("Only a meeting that was closed can be reopened."))
    if final and (shut := why_shut(session, meeting)):
        raise RuleError(shut, to_be_amended())
    if (newer := held_since(session, meeting)) is not None:
        raise RuleError(
            _("Meeting {number} was held since. Only the newest can be reopened.").format(number=newer.ordinal)
        )
    return meeting


def _leaving(session: Session, meeting: Meeting, closed: datetime) -> list[PresenceEvent]:
    """The entries by which everybody who was there to the end has left; at the closing itself they still were there."""
    query = (
        select(PresenceEvent)
        .join(Participant, col(PresenceEvent.participant_id) == Participant.id)
        .where(Participant.meeting_id == meeting.id)
        .order_by(col(PresenceEvent.at), col(PresenceEvent.id))
    )
    last = {event.participant_id: event for event in session.exec(query)}
    left = closed + timedelta(microseconds=1)
    return [
        PresenceEvent(participant_id=who, kind=PresenceKind.LEAVE, at=left)
        for who, event in last.items()
        if event.kind is PresenceKind.ARRIVE
    ]


def while_it_lasts(session: Session, meeting_id: UUID, at: datetime | None) -> datetime:
    """`at` in UTC, or now; raises RuleError for a time that has not come, or lies before the meeting was opened."""
    then, opened = so_far(at), find(session, Meeting, meeting_id).opened_at
    if at is not None and opened is not None and then < opened.replace(second=0, microsecond=0):
        told = _("The meeting was opened at {time}: nothing of it was before.")
        raise RuleError(told.format(time=f"{opened.astimezone():%H:%M}"))
    return then


def run_on(session: Session, item: AgendaItem, at: datetime) -> None:
    """Let an item's clock run from `at`: a new stretch on the table begins, unless one lasts."""
    spans = _spans(session, item)
    if spans and spans[-1].ended_at is None:
        return
    begun = max(at, spans[-1].ended_at or at) if spans else at
    session.add(ItemSpan(item_id=item.id, at=begun))
    item.started_at, item.ended_at = item.started_at or begun, None


def _put_aside(session: Session, item: AgendaItem, at: datetime) -> None:
    """Let an item's clock stop at `at`, and never before it began to run."""
    last = _spans(session, item)[-1]
    last.ended_at = item.ended_at = max(at, last.at)


def _spans(session: Session, item: AgendaItem) -> list[ItemSpan]:
    """When an item was on the table, oldest first; one that 0.1.0 took up is written down as it was known there."""
    query = select(ItemSpan).where(ItemSpan.item_id == item.id).order_by(col(ItemSpan.at), col(ItemSpan.id))
    spans = list(session.exec(query))
    if not spans and item.started_at is not None:
        spans = [ItemSpan(item_id=item.id, at=item.started_at, ended_at=item.ended_at)]
        session.add_all(spans)
    return spans


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
    issue.status, issue.waits_until = IssueStatus.DECIDED if decided else IssueStatus.ACCEPTED, None
    kind = IssueEventKind.DECIDED if decided else IssueEventKind.DISCUSSED
    ordinal = str(find(session, Meeting, item.meeting_id).ordinal)
    tell(session, issue, kind, at, item.conclusion, subject=ordinal)
    finish(session, issue)
