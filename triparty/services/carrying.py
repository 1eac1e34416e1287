"""The next meeting made from the last: what goes on, and what a meeting leaves behind as it closes."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    FINISHED,
    Action,
    AgendaItem,
    AgendaItemBase,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemKind,
    ItemStatus,
    Meeting,
    MeetingBase,
    MeetingSeries,
    MeetingStatus,
    Why,
)
from meetings_db.queries.signing import brought_by
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.carrying import Fate, Lot, fate
from triparty.services.agendas import append_item, call_meeting
from triparty.services.amending import bring
from triparty.services.clock import moment
from triparty.services.decisions import sources
from triparty.services.issues import tell
from triparty.services.kept import change, find

_ITSELF = (Why.NOT_REACHED, Why.PUT_OFF)
"""The matter itself goes on; the others only ask after it or come back."""


def next_meeting(
    session: Session,
    community_id: UUID,
    typed: MeetingBase,
    series_id: UUID | None = None,
    at: datetime | None = None,
) -> Meeting:
    """Make the next meeting from the last: people as the posts stand on the day, the tracker's report as its first
    item, and behind it what goes on.
    """
    if series_id is not None and find(session, MeetingSeries, series_id).community_id != community_id:
        raise RuleError(_("This series belongs to another community."))
    meeting = call_meeting(session, community_id, typed, series_id)
    carry_over(session, meeting, at)
    return meeting


def carry_over(session: Session, meeting: Meeting, at: datetime | None = None) -> list[AgendaItem]:
    """Put on the agenda what goes on from the meetings before it and was not carried over yet.

    Where a meeting was reopened, an item that only asked after an action may have to be the matter itself.
    """
    going = [
        each
        for before in sources(session, meeting)
        for each in fates(session, before, moment(at))
        if each.lot is Lot.GOES_ON and not _goes_on_already(session, each)
    ]
    return [_carry(session, meeting, each, at) for each in going]


def thaw_agenda(session: Session, meeting_id: UUID) -> Meeting:
    """Open a frozen agenda for changes again; what went on meanwhile from a meeting that was reopened is taken up."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is not MeetingStatus.FROZEN:
        raise RuleError(_("Only a frozen agenda can be opened for changes."))
    meeting.status, meeting.frozen_at = MeetingStatus.PREPARING, None
    session.flush()
    carry_over(session, meeting)
    return meeting


def fates(session: Session, meeting: Meeting, at: datetime | None = None) -> list[Fate]:
    """What becomes of each settled item of a meeting, in the order of its agenda."""
    items = session.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(col(AgendaItem.position))
    ).all()
    found = []
    for item in items:
        chain = _chain(session, item)
        issue = find(session, Issue, item.issue_id) if item.issue_id else None
        actions = session.exec(select(Action).where(col(Action.item_id).in_([each.id for each in chain]))).all()
        found.append(fate(item, issue, actions, moment(at).astimezone().date()))
    return found


def closing(session: Session, meeting_id: UUID, at: datetime | None = None) -> list[Fate]:
    """What closing the meeting would do with each of its items."""
    return fates(session, find(session, Meeting, meeting_id), at)


def takes_over(session: Session, meeting: Meeting) -> Meeting | None:
    """The meeting in preparation that takes up at once what goes on from one that closes; None where none is made yet.

    In a community with series it is one of the same series, or beside an extraordinary meeting the first of any.
    """
    preparing = select(Meeting).where(
        Meeting.community_id == meeting.community_id, Meeting.status == MeetingStatus.PREPARING
    )
    if meeting.series_id is not None:
        preparing = preparing.where(Meeting.series_id == meeting.series_id)
    elif session.exec(select(MeetingSeries.id).where(MeetingSeries.community_id == meeting.community_id)).first():
        preparing = preparing.where(col(Meeting.series_id).is_not(None))
    return session.exec(preparing.order_by(col(Meeting.ordinal)).limit(1)).first()


def _successors(session: Session, item: AgendaItem) -> list[AgendaItem]:
    """The items of later meetings that continue this one: the matter itself before those that ask after it."""
    found = session.exec(select(AgendaItem).where(AgendaItem.carried_from_id == item.id).order_by(col(AgendaItem.id)))
    return sorted(found, key=lambda following: following.why not in _ITSELF)


def _goes_on_already(session: Session, going: Fate) -> bool:
    """Whether an item is continued as it must be: where the matter itself goes on, to ask after it is not enough."""
    following = next(iter(_successors(session, going.item)), None)
    return following is not None and (following.why in _ITSELF or going.why not in _ITSELF)


def refuse_gone_on(session: Session, item: AgendaItem) -> None:
    """Refuse to settle anew what another agenda has taken up since: it can be decided in one place only."""
    following = next((each for each in _successors(session, item) if each.why in _ITSELF), None)
    if following is None and item.issue_id is not None:
        elsewhere = (
            AgendaItem.issue_id == item.issue_id,
            AgendaItem.id != item.id,
            col(AgendaItem.status).in_((ItemStatus.WAITING, ItemStatus.OPEN)),
        )
        following = session.exec(select(AgendaItem).where(*elsewhere).limit(1)).first()
    if following is not None:
        ordinal = find(session, Meeting, following.meeting_id).ordinal
        raise RuleError(
            _("This goes on as item {item} of meeting {meeting}. Take it off there first.").format(
                item=following.position, meeting=ordinal
            )
        )


def _carry(session: Session, meeting: Meeting, going: Fate, at: datetime | None) -> AgendaItem:
    """Continue an item on the agenda of another meeting; one that only asked after it there becomes the matter."""
    item, why = going.item, going.why or Why.PUT_OFF
    typed = AgendaItemBase.model_validate(item.model_dump(include=set(AgendaItemBase.model_fields)))
    if why is Why.OPEN_ACTION:
        typed.kind = ItemKind.REPORT
        typed.presenter = _who_answers(session, item) or typed.presenter
    issue = find(session, Issue, item.issue_id) if item.issue_id and why in _ITSELF else None
    issue_id = issue.id if issue else None
    asking = next((each for each in _successors(session, item) if each.meeting_id == meeting.id), None)
    if asking is None:
        carried = append_item(session, meeting, typed, issue_id, why=why, carried_from_id=item.id)
    else:
        carried = asking
        change(carried, typed)
        carried.why, carried.issue_id = why, issue_id
    if why in _ITSELF and (amendment := brought_by(session, item)) is not None:
        bring(carried, amendment)
    session.flush()
    if issue is not None:
        issue.status, issue.waits_until = IssueStatus.ON_AGENDA, None
        tell(session, issue, IssueEventKind.ON_AGENDA, at, subject=str(meeting.ordinal))
    return carried


def _who_answers(session: Session, item: AgendaItem) -> str:
    """Who has the first action that is still open in hand."""
    chain = [each.id for each in _chain(session, item)]
    query = select(Action.owner).where(col(Action.item_id).in_(chain), col(Action.status).not_in(FINISHED))
    return session.exec(query.order_by(col(Action.number)).limit(1)).first() or ""


def _chain(session: Session, item: AgendaItem) -> list[AgendaItem]:
    """An item and those of earlier meetings that it continues, newest first."""
    chain = [item]
    while (before := chain[-1].carried_from_id) is not None:
        chain.append(find(session, AgendaItem, before))
    return chain
