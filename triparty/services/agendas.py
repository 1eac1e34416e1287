"""Before the meeting: calling it, who is invited, what is on the agenda, freezing it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import (
    Action,
    AgendaItem,
    AgendaItemBase,
    Amendment,
    Authority,
    Ballot,
    Community,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemKind,
    Meeting,
    MeetingBase,
    MeetingStatus,
    Organisation,
    Participant,
    Person,
    Post,
    PresenceEvent,
    Route,
    SeatChoice,
    Substitute,
    Why,
)
from meetings_db.queries.directory import Seat, register
from meetings_db.text import clean
from triparty.i18n import _, on_record
from triparty.rules import RuleError
from triparty.rules.agendas import Finding, check
from triparty.rules.authority import refuse_claims
from triparty.rules.authority_presets import fitting_basis, propose
from triparty.services.clock import moment
from triparty.services.decisions import anything_decided, write_decisions
from triparty.services.issues import tell, triage
from triparty.services.kept import change, find, find_shown, find_version
from triparty.services.several import Several, Shown, with_each

_NOT_YET_SENT = (Route.NONE, Route.SOLVE_NOW, Route.REFUSED)
_AUTHORITY = {Route.OWNERS: Authority.OWNERS, Route.DEPARTMENT: Authority.DEPARTMENT}


def call_meeting(session: Session, community_id: UUID, typed: MeetingBase, series_id: UUID | None = None) -> Meeting:
    """Call a meeting: everybody who holds a post that day is invited, once, in the first of their posts.

    Once something was decided, the first item tells what became of it. Nothing else is taken over: see
    `carrying.next_meeting`.
    """
    find(session, Community, community_id)
    last = session.exec(select(func.max(Meeting.ordinal)).where(Meeting.community_id == community_id)).one()
    extra = {"community_id": community_id, "series_id": series_id, "ordinal": (last or 0) + 1}
    meeting = Meeting.model_validate(typed, update=extra)
    session.add(meeting)
    session.flush()
    seated = set()
    for seat in register(session, community_id, on=typed.starts_at.astimezone().date()):
        if seat.person.id not in seated:  # two hats, one chair
            seated.add(_seat(session, meeting, seat).person_id)
    if anything_decided(session, meeting):
        say = on_record().gettext
        title = say("What became of the last meeting's decisions")
        report = AgendaItemBase(title=title, kind=ItemKind.REPORT, presenter=typed.recorder)
        write_decisions(session, meeting, [append_item(session, meeting, report, None, why=Why.DECISIONS)])
    session.flush()
    return meeting


def edit_meeting(session: Session, meeting_id: UUID, version: int, typed: MeetingBase) -> Meeting:
    """Change a meeting's title, time, place or people before it opens."""
    meeting = find_version(session, Meeting, meeting_id, version)
    if meeting.status not in (MeetingStatus.PREPARING, MeetingStatus.FROZEN):
        raise RuleError(_("The meeting has begun: its time and place are on record."))
    change(meeting, typed)
    session.flush()
    return meeting


def invite(session: Session, meeting_id: UUID, post_id: UUID) -> Participant:
    """Invite the holder of a post, named as the register names them now; two hats, still one chair."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.FINAL):
        raise RuleError(_("The meeting is over."))
    post = find(session, Post, post_id)
    where = (Participant.meeting_id == meeting_id, Participant.person_id == post.person_id)
    invited = session.exec(select(Participant).where(*where)).first()
    if invited is not None:
        raise RuleError(
            _(
                "{name} is invited already, for {organisation}. Who has several posts says on arrival which one counts."
            ).format(name=invited.name, organisation=invited.organisation)
        )
    person, organisation = find(session, Person, post.person_id), find(session, Organisation, post.organisation_id)
    return _seat(session, meeting, Seat(post, person, organisation))


def uninvite(session: Session, participant_id: UUID) -> None:
    """Take somebody off the list of those invited, before the meeting opens."""
    participant = find(session, Participant, participant_id)
    _refuse_begun(find(session, Meeting, participant.meeting_id))
    if session.exec(select(PresenceEvent.id).where(PresenceEvent.participant_id == participant_id).limit(1)).first():
        raise RuleError(
            _("{name} has entries on the presence clock. Take them back first.").format(name=participant.name)
        )
    for kind in (SeatChoice, Substitute):  # said before any arrival, or left from one that was taken out
        for row in session.exec(select(kind).where(kind.participant_id == participant_id)):
            session.delete(row)
    session.flush()
    session.delete(participant)
    session.flush()


def put_on_agenda(session: Session, meeting_id: UUID, issue_id: UUID, at: datetime | None = None) -> AgendaItem:
    """Put an issue on the agenda; what belongs to the owners or a department is marked so, by the way it was sent and
    by its words.

    An issue that was not sent to a meeting yet is sent by this, so that it comes back to the pool when put off.
    """
    meeting, issue = find(session, Meeting, meeting_id), find(session, Issue, issue_id)
    if issue.status not in (IssueStatus.REPORTED, IssueStatus.ACCEPTED):
        raise RuleError(_("{number} is on an agenda already, or has ended.").format(number=issue.number))
    typed = _guarded(AgendaItemBase(title=issue.title), issue.category, _AUTHORITY.get(issue.route))
    item = append_item(session, meeting, typed, issue.id, why=Why.ISSUE)
    if issue.route in _NOT_YET_SENT:
        triage(session, issue.id, Route.JOINT_MEETING, at=at)
    issue.status, issue.waits_until = IssueStatus.ON_AGENDA, None
    tell(session, issue, IssueEventKind.ON_AGENDA, at, subject=str(meeting.ordinal))
    return item


def put_issues(
    session: Session, meeting_id: UUID, shown: Sequence[Shown], at: datetime | None = None
) -> Several[AgendaItem]:
    """Put several issues on the agenda in one deed, in the order they are given."""
    _refuse_frozen(find(session, Meeting, meeting_id))
    return with_each(shown, lambda issue: put_on_agenda(session, meeting_id, issue.id, at))


def add_item(session: Session, meeting_id: UUID, typed: AgendaItemBase) -> AgendaItem:
    """Add an item that comes from no issue; where nobody said who may decide it, its words do."""
    if "authority" not in typed.model_fields_set:
        typed = _guarded(typed)
    return append_item(session, find(session, Meeting, meeting_id), typed, None)


def edit_item(session: Session, item_id: UUID, version: int, typed: AgendaItemBase) -> AgendaItem:
    """Change an item's title, kind, authority, presenter or minutes.

    Who may decide it is changed in a running meeting by `guard_item` alone, which asks why.
    """
    item = find_version(session, AgendaItem, item_id, version)
    status = find(session, Meeting, item.meeting_id).status
    guarded = (typed.authority, typed.legal_basis) == (item.authority, item.legal_basis)
    if status is MeetingStatus.IN_SESSION and not guarded:
        raise RuleError(_("The agenda was sent otherwise. Who may decide it is changed by itself, with the reason."))
    if status is not MeetingStatus.PREPARING and typed.title != item.title:
        refuse_claims(typed.authority, typed.title, typed.title)
    return _change_item(session, item, typed)


def _change_item(session: Session, item: AgendaItem, typed: AgendaItemBase) -> AgendaItem:
    """Write what an item is now, unless the meeting is over."""
    if find(session, Meeting, item.meeting_id).status in (MeetingStatus.CLOSED, MeetingStatus.FINAL):
        raise RuleError(_("The meeting is over."))
    refuse_claims(typed.authority, item.conclusion, typed.title)
    change(item, typed)
    item.legal_basis = fitting_basis(item.authority, item.legal_basis)
    session.flush()
    return item


def take_off_agenda(session: Session, item_id: UUID, at: datetime | None = None, *, version: int | None = None) -> None:
    """Take an item off; its issue goes back to the pool."""
    item = find_shown(session, AgendaItem, item_id, version)
    meeting = find(session, Meeting, item.meeting_id)
    _refuse_frozen(meeting)
    action = session.exec(select(Action).where(Action.item_id == item_id)).first()
    if action is not None:
        raise RuleError(_("Action {number} belongs to this item: it cannot go.").format(number=action.number))
    if item.issue_id is not None:
        issue = find(session, Issue, item.issue_id)
        issue.status = IssueStatus.ACCEPTED
        tell(session, issue, IssueEventKind.OFF_AGENDA, at, subject=str(meeting.ordinal))
    for amendment in session.exec(select(Amendment).where(Amendment.carrier_id == item_id)):
        amendment.carrier_id = None  # a draft again
    session.flush()
    items = [other for other in _items(session, meeting.id) if other.id != item.id]
    session.delete(item)
    session.flush()
    _number(session, items)


def move_item(session: Session, item_id: UUID, by: int) -> AgendaItem:
    """Move an item by so many places, down when positive; at either end it stays."""
    item = find(session, AgendaItem, item_id)
    _refuse_frozen(find(session, Meeting, item.meeting_id))
    items = _items(session, item.meeting_id)
    place = items.index(item)
    items.insert(min(max(place + by, 0), len(items) - 1), items.pop(place))
    _number(session, items)
    return item


def guard_item(
    session: Session,
    item_id: UUID,
    authority: Authority,
    legal_basis: str = "",
    *,
    reason: str = "",
    version: int | None = None,
) -> AgendaItem:
    """Say who may decide an item, and on what ground of law; every paper and screen says it so from then on.

    The running meeting overrides what the agenda said when it was sent: that needs a `reason`, and no ballot open on
    the item, whose motion was weighed by who may decide it.
    """
    item = find_shown(session, AgendaItem, item_id, version)
    if find(session, Meeting, item.meeting_id).status is MeetingStatus.IN_SESSION:
        reason = clean(reason).strip()
        if not reason:
            raise RuleError(_("The agenda was sent otherwise. Say why it is changed: the reason stays on record."))
        voting = select(Ballot.id).where(Ballot.item_id == item_id, col(Ballot.closed_at).is_(None))
        if session.exec(voting.limit(1)).first() is not None:
            raise RuleError(_("A ballot is open on this item. Close it or annul it first."))
        item.guard_reason = reason
    values = {name: getattr(item, name) for name in AgendaItemBase.model_fields}
    typed = AgendaItemBase.model_validate({**values, "authority": authority, "legal_basis": legal_basis})
    return _change_item(session, item, typed)


def check_agenda(session: Session, meeting_id: UUID, now: datetime | None = None) -> list[Finding]:
    """What speaks against freezing the agenda now."""
    meeting = find(session, Meeting, meeting_id)
    invited = session.exec(select(Participant).where(Participant.meeting_id == meeting_id)).all()
    return check(meeting, _items(session, meeting_id), invited, moment(now))


def freeze_agenda(
    session: Session, meeting_id: UUID, *, override_reason: str = "", at: datetime | None = None
) -> Meeting:
    """Freeze the agenda. Errors must be mended first; warnings are overridden by a reason that stays on record."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is not MeetingStatus.PREPARING:
        raise RuleError(_("The agenda is frozen already."))
    findings = check_agenda(session, meeting_id, at)
    errors = [finding.sentence for finding in findings if finding.severity == "error"]
    if errors:
        raise RuleError(*errors)
    reason = clean(override_reason).strip()
    if findings and not reason:
        raise RuleError(*(finding.sentence for finding in findings), _("Mend this, or freeze it with a reason."))
    write_decisions(session, meeting, _items(session, meeting_id))
    meeting.status, meeting.frozen_at = MeetingStatus.FROZEN, moment(at)
    meeting.override_reason = reason
    session.flush()
    return meeting


def _seat(session: Session, meeting: Meeting, seat: Seat) -> Participant:
    """Invite one seat, behind those already invited."""
    last = session.exec(select(func.max(Participant.position)).where(Participant.meeting_id == meeting.id)).one()
    participant = Participant(
        meeting_id=meeting.id,
        post_id=seat.post.id,
        person_id=seat.person.id,
        position=(last or 0) + 1,
        party=seat.post.party,
        standing=seat.post.standing,
        name=seat.person.name,
        organisation=seat.organisation.name,
        title=seat.post.title,
        phone=seat.post.phone,
    )
    session.add(participant)
    session.flush()
    return participant


def append_item(
    session: Session,
    meeting: Meeting,
    typed: AgendaItemBase,
    issue_id: UUID | None,
    *,
    why: Why = Why.ADDED,
    carried_from_id: UUID | None = None,
) -> AgendaItem:
    """An item behind the others."""
    _refuse_frozen(meeting)
    position = session.exec(select(func.count()).where(AgendaItem.meeting_id == meeting.id)).one() + 1
    extra = {
        "meeting_id": meeting.id,
        "issue_id": issue_id,
        "position": position,
        "why": why,
        "carried_from_id": carried_from_id,
    }
    item = AgendaItem.model_validate(typed, update=extra)
    session.add(item)
    session.flush()
    return item


def _guarded(typed: AgendaItemBase, category: str = "", sent: Authority | None = None) -> AgendaItemBase:
    """The item as its words propose; the way its issue was `sent` goes before them, and they then say the ground."""
    matter = propose(typed.title, category)
    authority = sent or (matter.authority if matter else typed.authority)
    basis = matter.key if matter and matter.authority is authority else ""
    return typed.model_copy(update={"authority": authority, "legal_basis": basis})


def _items(session: Session, meeting_id: UUID) -> list[AgendaItem]:
    """The meeting's items in order."""
    where = AgendaItem.meeting_id == meeting_id
    return list(session.exec(select(AgendaItem).where(where).order_by(col(AgendaItem.position))))


def _number(session: Session, items: list[AgendaItem]) -> None:
    """Number the items from 1 in this order; by way of free numbers, because no two may share one for a moment."""
    moved = [(item, place) for place, item in enumerate(items, 1) if item.position != place]
    for item, place in moved:
        item.position = -place
    session.flush()
    for item, place in moved:
        item.position = place
    session.flush()


def _refuse_frozen(meeting: Meeting) -> None:
    """Refuse to change an agenda that is no longer being prepared."""
    if meeting.status is MeetingStatus.FROZEN:
        raise RuleError(_("The agenda is frozen. Open it for changes first."))
    if meeting.status is not MeetingStatus.PREPARING:
        raise RuleError(_("The meeting has begun: its agenda is on record."))


def _refuse_begun(meeting: Meeting) -> None:
    """Refuse what is only possible before the meeting opens."""
    if meeting.status not in (MeetingStatus.PREPARING, MeetingStatus.FROZEN):
        raise RuleError(_("The meeting has begun."))
