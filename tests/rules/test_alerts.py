"""Blue, yellow and red at their very days."""

from datetime import date, timedelta

import pytest

from meetings_db.models import ActionStatus
from triparty.rules.alerts import Alert, alert

FIRST = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("heard_of", "day", "expected"),
    [
        (True, 0, Alert.NONE),
        (True, 14, Alert.NONE),
        (True, 15, Alert.BLUE),
        (True, 20, Alert.BLUE),
        (True, 21, Alert.RED),
        (False, 0, Alert.NONE),
        (False, 9, Alert.NONE),
        (False, 10, Alert.YELLOW),
        (False, 20, Alert.YELLOW),
        (False, 21, Alert.RED),
    ],
)
def test_the_days_of_a_warning(heard_of: bool, day: int, expected: Alert) -> None:
    """Twenty days to do it in."""
    today, due_on = FIRST + timedelta(days=day), FIRST + timedelta(days=20)
    assert alert(ActionStatus.DOING, FIRST, due_on, heard_of=heard_of, today=today) is expected


def test_what_is_due_the_day_it_was_assigned_is_due_soon_and_not_without_progress() -> None:
    assert alert(ActionStatus.TODO, FIRST, FIRST, heard_of=False, today=FIRST) is Alert.BLUE


@pytest.mark.parametrize("status", [ActionStatus.CLOSED, ActionStatus.CANCELLED])
def test_what_is_finished_warns_of_nothing(status: ActionStatus) -> None:
    assert alert(status, FIRST, FIRST, heard_of=False, today=FIRST + timedelta(days=9)) is Alert.NONE


def test_without_a_due_date_there_is_no_warning() -> None:
    assert alert(ActionStatus.TODO, FIRST, None, heard_of=False, today=FIRST) is Alert.NONE
