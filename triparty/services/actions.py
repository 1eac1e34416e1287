"""Actions: assigning them and every step until they are closed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    FINISHED,
    Action,
    ActionBase,
    ActionStatus,
    ActionUpdate,
    AgendaItem,
    Community,
    Issue,
    IssueEventKind,
    Meeting,
    MeetingStatus,
    Party,
    UpdateKind,
    Why,
)
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.actions import STEPS, check_step
from triparty.rules.numbering import action_number
from triparty.services.clock import local_year, moment
from triparty.services.issues import finish, take_in_hand, tell
from triparty.services.kept import change, find, find_version
from triparty.services.numbers import next_number
from triparty.services.several import Several, Shown, with_each


def assign_action(
    session: Session,
    community_id: UUID,
    typed: ActionBase,
    *,
    item_id: UUID | None = None,
    issue_id: UUID | None = None,
    at: datetime | None = None,
) -> Action:
    """Write down who does what until when; from an item it belongs to that meeting and that item's issue."""
    find(session, Community, community_id)
    now = moment(at)
    item = meeting_id = None
    if item_id is not None:
        item = find(session, AgendaItem, item_id)
        meeting_id, issue_id = item.meeting_id, _issue_of(session, item)
        if find(session, Meeting, meeting_id).status is MeetingStatus.FINAL:
            raise RuleError(_("The minutes are final."))
    issue = find(session, Issue, issue_id) if issue_id is not None else None
    year = local_year(now)
    number = action_number(year, next_number(session, community_id, "action", year))
    action = Action.model_validate(
        typed,
        update={
            "community_id": community_id,
            "meeting_id": meeting_id,
            "item_id": item_id,
            "issue_id": issue_id,
            "number": number,
            "first_owner": typed.owner,
            "first_due_on": typed.due_on,
            "assigned_at": now,
        },
    )
    session.add(action)
    session.flush()
    _record(session, action, UpdateKind.ASSIGNED, now)
    if issue is not None:
        take_in_hand(session, issue, item)
        tell(session, issue, IssueEventKind.ASSIGNED, now, typed.what, subject=action.number)
    return action


def correct_action(session: Session, action_id: UUID, version: int, typed: ActionBase) -> Action:
    """Put right what was written down wrongly when the action was made, until the minutes that say it are final.

    `typed` is the action as it was made: to whom it was passed on since, and until when it was extended, stands.
    """
    action = find_version(session, Action, action_id, version)
    if action.meeting_id is not None and find(session, Meeting, action.meeting_id).status is MeetingStatus.FINAL:
        raise RuleError(_("The minutes are final."))
    stands: dict[str, object] = {}
    if action.owner != action.first_owner:
        stands["owner"] = action.owner
    if action.due_on != action.first_due_on:
        stands["due_on"] = action.due_on
    action.first_owner, action.first_due_on = typed.owner, typed.due_on
    change(action, typed.model_copy(update=stands))
    session.flush()
    return action


def take_step(
    session: Session,
    action_id: UUID,
    version: int,
    step: UpdateKind,
    note: str = "",
    *,
    due_on: date | None = None,
    owner: str = "",
    party: Party | None = None,
    at: datetime | None = None,
) -> Action:
    """Take one step with an action; see `rules.actions.STEPS` for what each allows and needs.

    An extension keeps the old date and a handing on the old owner, in the step's `before`.
    """
    action = find_version(session, Action, action_id, version)
    now = moment(at)
    check_step(step, action.status, note, due_on, owner, due_before=action.due_on, today=now.astimezone().date())
    before = after = ""
    if step is UpdateKind.EXTENDED and due_on is not None:
        before, after = str(action.due_on or ""), str(due_on)
        action.due_on = due_on
    elif step is UpdateKind.PASSED_ON:
        before = action.owner
        change(action, ActionBase.model_validate(action, update={"owner": owner, "party": party or action.party}))
        after = action.owner
    action.status = STEPS[step].leads or action.status
    if action.status is ActionStatus.CLOSED:
        action.closed_at = now
    _record(session, action, step, now, note, before, after)
    if action.status in FINISHED and action.issue_id is not None:
        _tell_done(session, action, find(session, Issue, action.issue_id), now)
    return action


def _issue_of(session: Session, item: AgendaItem) -> UUID | None:
    """The issue an action of the item is about; of one that asks after an open action, that action's."""
    while item.why is Why.OPEN_ACTION and item.carried_from_id is not None:
        item = find(session, AgendaItem, item.carried_from_id)
    return item.issue_id


def take_steps(
    session: Session,
    shown: Sequence[Shown],
    step: UpdateKind,
    note: str = "",
    *,
    due_on: date | None = None,
    owner: str = "",
    party: Party | None = None,
    at: datetime | None = None,
) -> Several[Action]:
    """Take the same step with several actions in one deed; see `take_step`."""

    def take(action: Shown) -> Action:
        """The step with one of them."""
        return take_step(session, action.id, action.version, step, note, due_on=due_on, owner=owner, party=party, at=at)

    return with_each(shown, take)


def _record(
    session: Session,
    action: Action,
    kind: UpdateKind,
    at: datetime,
    note: str = "",
    before: str = "",
    after: str = "",
) -> None:
    """Add a step to the action's history."""
    update = {"action_id": action.id, "kind": kind, "at": at, "actor": session.info.get("actor", "")}
    session.add(ActionUpdate.model_validate({**update, "note": note, "before": before, "after": after}))
    session.flush()


def _tell_done(session: Session, action: Action, issue: Issue, at: datetime) -> None:
    """Let the issue show an action that was done and verified; it is done itself when the last of them is."""
    finish(session, issue, at)
    if action.status is ActionStatus.CLOSED:
        tell(session, issue, IssueEventKind.DONE, at, action.what, subject=action.number)
    session.flush()
