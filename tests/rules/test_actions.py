"""Which step an action may take, and what each needs."""

from datetime import date

import pytest

from meetings_db.models import FINISHED, ActionStatus, UpdateKind
from triparty.rules import RuleError
from triparty.rules.actions import STEPS, check_step, overdue

K, S = UpdateKind, ActionStatus
DAYS = {"due_before": date(2026, 3, 27), "today": date(2026, 3, 20)}


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        (S.TODO, {K.PROGRESS, K.STARTED, K.BLOCKED, K.EXTENDED, K.PASSED_ON, K.SUBMITTED, K.CANCELLED}),
        (S.DOING, {K.PROGRESS, K.BLOCKED, K.EXTENDED, K.PASSED_ON, K.SUBMITTED, K.CANCELLED}),
        (S.BLOCKED, {K.PROGRESS, K.STARTED, K.EXTENDED, K.PASSED_ON, K.SUBMITTED, K.CANCELLED}),
        (S.VERIFYING, {K.PROGRESS, K.CLOSED, K.RETURNED, K.CANCELLED}),
        (S.CLOSED, set()),
        (S.CANCELLED, set()),
    ],
)
def test_the_steps_from_each_status(status: ActionStatus, steps: set[UpdateKind]) -> None:
    for kind in STEPS:
        if kind in steps:
            check_step(kind, status, "why", date(2026, 4, 1), "赵丁四", **DAYS)
        else:
            with pytest.raises(RuleError):
                check_step(kind, status, "why", date(2026, 4, 1), "赵丁四", **DAYS)


def test_every_step_but_the_assigning_has_its_rule_and_ends_where_it_says() -> None:
    assert STEPS.keys() == set(UpdateKind) - {K.ASSIGNED}
    assert {kind: step.leads for kind, step in STEPS.items() if step.leads} == {
        K.STARTED: S.DOING,
        K.BLOCKED: S.BLOCKED,
        K.SUBMITTED: S.VERIFYING,
        K.CLOSED: S.CLOSED,
        K.RETURNED: S.DOING,
        K.CANCELLED: S.CANCELLED,
    }


@pytest.mark.parametrize("kind", [K.PROGRESS, K.BLOCKED, K.EXTENDED, K.PASSED_ON, K.RETURNED, K.CANCELLED])
def test_these_steps_say_why(kind: UpdateKind) -> None:
    status = STEPS[kind].starts[0]
    with pytest.raises(RuleError, match="Say why"):
        check_step(kind, status, " \n", date(2026, 4, 1), "赵丁四", **DAYS)


@pytest.mark.parametrize("kind", [K.STARTED, K.SUBMITTED, K.CLOSED])
def test_these_steps_need_no_word(kind: UpdateKind) -> None:
    check_step(kind, STEPS[kind].starts[0], "", None, "", **DAYS)


def test_every_reason_is_told_at_once() -> None:
    with pytest.raises(RuleError) as told:
        check_step(K.EXTENDED, S.CLOSED, "", None, "", **DAYS)
    assert told.value.reasons == (
        "Its due date no longer matters.",
        "Say why: the reason stays on record.",
        "Say the new due date.",
    )
    with pytest.raises(RuleError, match="who takes it on"):
        check_step(K.PASSED_ON, S.TODO, "出差", None, " ", **DAYS)


@pytest.mark.parametrize(
    ("new", "before", "today", "said"),
    [
        (date(2026, 3, 28), date(2026, 3, 27), date(2026, 3, 20), ""),
        (date(2026, 3, 27), date(2026, 3, 27), date(2026, 3, 20), "2026-03-27 is no extension"),
        (date(2026, 3, 26), date(2026, 3, 27), date(2026, 3, 20), "it is due on 2026-03-27 so far"),
        (date(2026, 4, 1), date(2026, 3, 27), date(2026, 4, 1), ""),
        (date(2026, 3, 31), date(2026, 3, 27), date(2026, 4, 1), "2026-03-31 is past already"),
        (date(2026, 3, 20), None, date(2026, 3, 20), ""),
        (date(2026, 3, 19), None, date(2026, 3, 20), "Say a day from 2026-03-20 on"),
    ],
)
def test_an_extension_leads_to_a_later_day_still_to_come(
    new: date, before: date | None, today: date, said: str
) -> None:
    if not said:
        check_step(K.EXTENDED, S.TODO, "等货", new, "", due_before=before, today=today)
        return
    with pytest.raises(RuleError, match=said):
        check_step(K.EXTENDED, S.TODO, "等货", new, "", due_before=before, today=today)


@pytest.mark.parametrize("status", list(ActionStatus))
def test_only_what_is_unfinished_is_overdue_and_only_after_its_day(status: ActionStatus) -> None:
    due = date(2026, 2, 28)
    days = [overdue(status, due, today) for today in (date(2026, 2, 27), due, date(2026, 3, 1), date(2026, 3, 10))]
    assert days == ([0, 0, 0, 0] if status in FINISHED else [0, 0, 1, 10])
    assert overdue(status, None, date(2026, 3, 10)) == 0
