"""Which step an action may take from where it stands, and what each step needs."""

from dataclasses import dataclass
from datetime import date

from meetings_db.models import FINISHED, ActionStatus, Party, UpdateKind
from triparty.i18n import _, mark
from triparty.rules import RuleError

_OPEN = (ActionStatus.TODO, ActionStatus.DOING, ActionStatus.BLOCKED)


@dataclass(frozen=True)
class Step:
    """A step: where it may start, where it leads (None = stays), and whether it must say why."""

    starts: tuple[ActionStatus, ...]
    leads: ActionStatus | None
    refusal: str
    reason: bool = False


STEPS: dict[UpdateKind, Step] = {
    UpdateKind.PROGRESS: Step((*_OPEN, ActionStatus.VERIFYING), None, mark("It is finished already."), reason=True),
    UpdateKind.STARTED: Step(
        (ActionStatus.TODO, ActionStatus.BLOCKED), ActionStatus.DOING, mark("Work on it has begun already.")
    ),
    UpdateKind.BLOCKED: Step(
        (ActionStatus.TODO, ActionStatus.DOING),
        ActionStatus.BLOCKED,
        mark("Only what is to do or in hand can be blocked."),
        reason=True,
    ),
    UpdateKind.EXTENDED: Step(_OPEN, None, mark("Its due date no longer matters."), reason=True),
    UpdateKind.PASSED_ON: Step(_OPEN, None, mark("Nobody can take it on any more."), reason=True),
    UpdateKind.SUBMITTED: Step(_OPEN, ActionStatus.VERIFYING, mark("It waits for verification already.")),
    UpdateKind.CLOSED: Step(
        (ActionStatus.VERIFYING,), ActionStatus.CLOSED, mark("Only what was submitted for verification can be closed.")
    ),
    UpdateKind.RETURNED: Step(
        (ActionStatus.VERIFYING,),
        ActionStatus.DOING,
        mark("Only what was submitted for verification can be sent back."),
        reason=True,
    ),
    UpdateKind.CANCELLED: Step(
        (*_OPEN, ActionStatus.VERIFYING), ActionStatus.CANCELLED, mark("It is finished already."), reason=True
    ),
}


def check_step(
    kind: UpdateKind,
    status: ActionStatus,
    note: str,
    due_on: date | None,
    owner: str,
    *,
    due_before: date | None,
    today: date,
) -> None:
    """Refuse a step that the action's status does not allow, or that lacks its reason, new date or new owner.

    An extension leads to a day after `due_before`, the due date so far, and not before `today`, the day of the step.
    """
    step = STEPS[kind]
    reasons = []
    if status not in step.starts:
        reasons.append(_(step.refusal))
    if step.reason and not note.strip():
        reasons.append(_("Say why: the reason stays on record."))
    if kind is UpdateKind.EXTENDED and due_on is None:
        reasons.append(_("Say the new due date."))
    elif kind is UpdateKind.EXTENDED and due_on is not None:
        reasons += _against_day(due_on, due_before, today)
    if kind is UpdateKind.PASSED_ON and not owner.strip():
        reasons.append(_("Say who takes it on."))
    if reasons:
        raise RuleError(*reasons)


def _against_day(due_on: date, due_before: date | None, today: date) -> list[str]:
    """What speaks against extending to a day."""
    if due_before is not None and due_on <= due_before:
        return [
            _("{day} is no extension: it is due on {before} so far. Say a later day.").format(
                day=due_on, before=due_before
            )
        ]
    if due_on < today:
        return [_("{day} is past already. Say a day from {today} on.").format(day=due_on, today=today)]
    return []


def overdue(status: ActionStatus, due_on: date | None, today: date) -> int:
    """Whole days an unfinished action is overdue, 0 when it is not."""
    if status in FINISHED or due_on is None:
        return 0
    return max(0, (today - due_on).days)


def answerable(owner: str, party: Party) -> str:
    """Who is asked about an action: its owner, and where nobody was named its party, by its word."""
    return owner.strip() or party.value
