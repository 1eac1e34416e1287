"""Blue, yellow and red: how near an action is to its due date (督办蓝、黄、红单)."""

from datetime import date
from enum import StrEnum

from meetings_db.models import FINISHED, ActionStatus


class Alert(StrEnum):
    """Nothing to warn of; the due date is near; half the time is gone without a word; overdue."""

    NONE = "none"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


def alert(status: ActionStatus, assigned_on: date, due_on: date | None, *, heard_of: bool, today: date) -> Alert:
    """The gravest warning of an action; `heard_of` says whether any progress was reported since it was assigned.

    Red: past its due date. Yellow: half of its time gone and no progress reported. Blue: at most a quarter of
    its time left. What is finished or has no due date gives no warning. These thresholds are the program's own
    preset; places differ.
    """
    if due_on is None or status in FINISHED:
        return Alert.NONE
    whole, left = (due_on - assigned_on).days, (due_on - today).days
    if left < 0:
        return Alert.RED
    if not heard_of and today > assigned_on and 2 * (whole - left) >= whole:
        return Alert.YELLOW
    return Alert.BLUE if 4 * left <= whole else Alert.NONE
