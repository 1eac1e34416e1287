"""Issues: raised, triaged, merged, closed, and every step told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.bulk import insert_rows, row
from meetings_db.models import (
    ENDED,
    FINISHED,
    Action,
    ActionStatus,
    AgendaItem,
    Estate,
    Issue,
    IssueBase,
    IssueEvent,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Route,
    Visit,
    new_id,
)
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.numbering import issue_number
from triparty.services.clock import local_year, moment
from triparty.services.kept import change, find, find_shown, find_version
from triparty.services.numbers import next_number, numbers_for
from triparty.services.several import Several, Shown, with_each

SETTLED_BY_MEETING = (IssueStatus.DECIDED, IssueStatus.DONE)
"""What a meeting decided, and what came of it."""


def raise_issue(
    session: Session,
    community_id: UUID,
    estate_id: UUID,
    typed: IssueBase,
    *,
    visit_id: UUID | None = None,
    route: Route = Route.NONE,
    source: tuple[str, str] | None = None,
) -> Issue:
    """Enter an issue, sent on its way at once when `route` says one; a refusal's reason is then in its details.

    `source` is the (key, digest) of the imported row it came from.
    """
    find(session, Estate, estate_id)
    if visit_id is not None:
        find(session, Visit, visit_id)
    year = local_year(typed.reported_at)
    key, digest = source or (None, None)
    issue = Issue.model_validate(
        typed,
        update={
            "community_id": community_id,
            "estate_id": estate_id,
            "visit_id": visit_id,
            "number": issue_number(year, next_number(session, community_id, "issue", year)),
            "source_key": key,
            "source_digest": digest,
        },
    )
    session.add(issue)
    session.flush()
    tell(session, issue, IssueEventKind.REPORTED, typed.reported_at)
    if route is not Route.NONE:
        _send(session, issue, route, typed.details if route is Route.REFUSED else "", typed.reported_at)
    return issue


@dataclass(frozen=True)
class Raised:
    """One of many issues to be entered at once: what `raise_issue` is told of one."""

    estate_id: UUID
    typed: IssueBase
    visit_id: UUID | None
    route: Route
    source: tuple[str, str]


def raise_issues(session: Session, community_id: UUID, raised: Sequence[Raised]) -> None:
    """Enter many issues as `raise_issue` enters one, but as they are in the end: sent on their way from the start.

    The estates and visits are there: the caller took them from what is kept.
    """
    years = [local_year(each.typed.reported_at) for each in raised]
    numbers = numbers_for(session, community_id, "issue", years)
    actor = session.info.get("actor", "")
    issues, events = [], []
    for each, year, value in zip(raised, years, numbers, strict=True):
        at = moment(each.typed.reported_at)
        key, digest = each.source
        issue = {
            **dict(each.typed),
            "id": new_id(),
            "community_id": community_id,
            "estate_id": each.estate_id,
            "visit_id": each.visit_id,
            "number": issue_number(year, value),
            "source_key": key,
            "source_digest": digest,
        }
        step = {"issue_id": issue["id"], "at": at, "actor": actor}
        events.append(row(IssueEvent, {**step, "id": new_id(), "kind": IssueEventKind.REPORTED}))
        if each.route is not Route.NONE:
            note = each.typed.details if each.route is Route.REFUSED else ""
            issue |= {"route": each.route, "status": _leads_to(each.route, note)}
            sent = {"id": new_id(), "kind": IssueEventKind.TRIAGED, "subject": each.route.value, "note": note}
            events.append(row(IssueEvent, {**step, **sent}))
        issues.append(row(Issue, issue))
    insert_rows(session, Issue, issues)
    insert_rows(session, IssueEvent, events)


def edit_issue(session: Session, issue_id: UUID, version: int, typed: IssueBase, estate_id: UUID) -> Issue:
    """Change what was written of an issue."""
    issue = find_version(session, Issue, issue_id, version)
    find(session, Estate, estate_id)
    change(issue, typed)
    issue.estate_id = estate_id
    tell(session, issue, IssueEventKind.EDITED)
    return issue


def triage(
    session: Session,
    issue_id: UUID,
    route: Route,
    note: str = "",
    at: datetime | None = None,
    *,
    version: int | None = None,
) -> Issue:
    """Decide the way an issue takes; a refusal must say why, because the reporter is told."""
    issue = find_shown(session, Issue, issue_id, version)
    _refuse_ended(issue)
    if issue.status in SETTLED_BY_MEETING:
        raise RuleError(_("{number} was decided by a meeting. Reopen it first.").format(number=issue.number))
    if issue.status is IssueStatus.ON_AGENDA:
        raise RuleError(_("{number} is on an agenda. Take it off first.").format(number=issue.number))
    _send(session, issue, route, note, moment(at))
    return issue


def triage_issues(
    session: Session, shown: Sequence[Shown], route: Route, note: str = "", at: datetime | None = None
) -> Several[Issue]:
    """Send several issues the same way in one deed; see `triage`."""
    return with_each(shown, lambda issue: triage(session, issue.id, route, note, at, version=issue.version))


def merge_issues(
    session: Session,
    keep_id: UUID,
    other_id: UUID,
    at: datetime | None = None,
    *,
    version: int | None = None,
    other_version: int | None = None,
) -> Issue:
    """Let the kept issue speak for the other one too; the other lives on in its timeline."""
    kept = find_shown(session, Issue, keep_id, version)
    other = find_shown(session, Issue, other_id, other_version)
    if kept.id == other.id:
        raise RuleError(_("An issue cannot be merged with itself."))
    for issue in (kept, other):
        _refuse_ended(issue)
    if other.status not in (IssueStatus.REPORTED, IssueStatus.ACCEPTED):
        raise RuleError(
            _("{number} is on an agenda or was decided. Keep that one and merge the other into it.").format(
                number=other.number
            )
        )
    kept.reporters += other.reporters
    other.status, other.merged_into_id, other.waits_until = IssueStatus.MERGED, kept.id, None
    tell(session, kept, IssueEventKind.MERGED, at, subject=other.number)
    tell(session, other, IssueEventKind.MERGED, at, subject=kept.number)
    return kept


def close_issue(
    session: Session, issue_id: UUID, note: str, at: datetime | None = None, *, version: int | None = None
) -> Issue:
    """End an issue, saying what became of it."""
    issue = find_shown(session, Issue, issue_id, version)
    _refuse_ended(issue)
    if not note.strip():
        raise RuleError(_("Say what became of it: that is what the reporter will be told."))
    if issue.status is IssueStatus.ON_AGENDA:
        raise RuleError(_("{number} is on an agenda. Take it off first.").format(number=issue.number))
    issue.status, issue.waits_until = IssueStatus.CLOSED, None
    tell(session, issue, IssueEventKind.CLOSED, at, note)
    return issue


def reopen_issue(
    session: Session, issue_id: UUID, note: str, at: datetime | None = None, *, version: int | None = None
) -> Issue:
    """Take up again what was closed, or decided by a meeting, saying why."""
    issue = find_shown(session, Issue, issue_id, version)
    if issue.status not in (IssueStatus.CLOSED, *SETTLED_BY_MEETING):
        raise RuleError(_("Only an issue that was closed or decided can be reopened."))
    if not note.strip():
        raise RuleError(_("Say why: the reason stays on record."))
    issue.status = IssueStatus.ACCEPTED
    if issue.route is Route.REFUSED:  # it waits for triage again
        issue.status, issue.route = IssueStatus.REPORTED, Route.NONE
    if _on_the_table(session, issue):
        issue.status = IssueStatus.ON_AGENDA
    tell(session, issue, IssueEventKind.REOPENED, at, note)
    return issue


def wait_until(
    session: Session,
    issue_id: UUID,
    day: date | None,
    note: str = "",
    at: datetime | None = None,
    *,
    version: int | None = None,
) -> Issue:
    """Let an issue wait until a day, on which it is in the pool again by itself; None has it back at once."""
    issue = find_shown(session, Issue, issue_id, version)
    _refuse_ended(issue)
    if issue.status is IssueStatus.ON_AGENDA:
        raise RuleError(_("{number} is on an agenda. Take it off first.").format(number=issue.number))
    if issue.status in SETTLED_BY_MEETING:
        raise RuleError(_("{number} was decided by a meeting. Reopen it first.").format(number=issue.number))
    if day is not None and (action := _in_hand(session, issue)):
        raise RuleError(
            _("{number} is in somebody's hands: action {action}.").format(number=issue.number, action=action.number)
        )
    if day is not None and day <= moment(at).astimezone().date():
        raise RuleError(_("{day} is not ahead. Say a day that is still to come.").format(day=day))
    issue.waits_until = day
    tell(session, issue, IssueEventKind.WAITS, at, note, subject=str(day or ""))
    return issue


def tell(
    session: Session,
    issue: Issue,
    kind: IssueEventKind,
    at: datetime | None = None,
    note: str = "",
    *,
    subject: str = "",
) -> IssueEvent:
    """Add a step to the issue's life; `subject` is the word or number the step is about."""
    event = IssueEvent.model_validate(
        {
            "issue_id": issue.id,
            "kind": kind,
            "at": moment(at),
            "actor": session.info.get("actor", ""),
            "subject": subject,
            "note": note,
        }
    )
    session.add(event)
    session.flush()
    return event


def finish(session: Session, issue: Issue, at: datetime | None = None) -> None:
    """A decided issue is done once all its actions are finished and one of them was verified.

    Where none was, nobody has it in hand any more: once its meeting is over it is in the pool again.
    """
    statuses = session.exec(select(Action.status).where(Action.issue_id == issue.id)).all()
    if issue.status is IssueStatus.DECIDED and all(status in FINISHED for status in statuses):
        if ActionStatus.CLOSED in statuses:
            issue.status = IssueStatus.DONE
        elif not _just_agreed(session, issue):
            issue.status = IssueStatus.ACCEPTED
            tell(session, issue, IssueEventKind.RETURNED, at)
    session.flush()


def take_in_hand(session: Session, issue: Issue, item: AgendaItem | None) -> None:
    """Somebody was given something to do about the issue: it waits no more, and is decided if its item was agreed."""
    issue.waits_until = None
    agreed = item is not None and item.status is ItemStatus.AGREED and issue.status is IssueStatus.ACCEPTED
    if issue.status is IssueStatus.DONE or agreed:
        issue.status = IssueStatus.DECIDED
    session.flush()


def _in_hand(session: Session, issue: Issue) -> Action | None:
    """An action that somebody still has in hand because of the issue."""
    where = (Action.issue_id == issue.id, col(Action.status).not_in(FINISHED))
    return session.exec(select(Action).where(*where).order_by(col(Action.number)).limit(1)).first()


def _on_the_table(session: Session, issue: Issue) -> bool:
    """Whether a meeting that is not over has yet to settle the issue."""
    unsettled = (ItemStatus.WAITING, ItemStatus.OPEN)
    where = (AgendaItem.issue_id == issue.id, col(AgendaItem.status).in_(unsettled))
    return session.exec(select(AgendaItem.id).where(*where).limit(1)).first() is not None


def _just_agreed(session: Session, issue: Issue) -> bool:
    """Whether a meeting that still goes on agreed on it, so that somebody may yet be given it."""
    query = select(AgendaItem.id).join(Meeting, col(AgendaItem.meeting_id) == Meeting.id)
    where = (
        AgendaItem.issue_id == issue.id,
        AgendaItem.status == ItemStatus.AGREED,
        Meeting.status == MeetingStatus.IN_SESSION,
    )
    return session.exec(query.where(*where).limit(1)).first() is not None


def _send(session: Session, issue: Issue, route: Route, note: str, at: datetime) -> None:
    """Put an issue on its way and tell it."""
    issue.status = _leads_to(route, note)
    issue.route, issue.waits_until = route, None
    tell(session, issue, IssueEventKind.TRIAGED, at, note, subject=route.value)


def _leads_to(route: Route, note: str) -> IssueStatus:
    """Where an issue stands when it is sent this way; a refusal needs a reason."""
    if route is Route.NONE:
        raise RuleError(_("Choose a way for the issue to take."))
    if route is Route.REFUSED and not note.strip():
        raise RuleError(_("Say why it is not accepted: the reporter will be told."))
    return IssueStatus.CLOSED if route is Route.REFUSED else IssueStatus.ACCEPTED


def _refuse_ended(issue: Issue) -> None:
    """Refuse to go on with an issue that has ended."""
    if issue.status is IssueStatus.MERGED:
        raise RuleError(_("{number} was merged into another issue. Go on with that one.").format(number=issue.number))
    if issue.status in ENDED:
        raise RuleError(_("{number} has ended. Reopen it first.").format(number=issue.number))
