"""The time a deed is done at, when its caller does not say, and the year it is numbered in."""

from datetime import UTC, datetime

from triparty.rules import RuleError
from triparty.rules.presence import why_not_then


def moment(at: datetime | None = None) -> datetime:
    """`at` in UTC, or now."""
    return (at or datetime.now(UTC)).astimezone(UTC)


def so_far(at: datetime | None = None) -> datetime:
    """`at` in UTC, or now; raises RuleError for a time that has not come yet: nothing was done at it."""
    then = moment(at)
    if at is not None and (reason := why_not_then(then, None, moment(), None)):
        raise RuleError(reason)
    return then


def local_year(at: datetime) -> int:
    """The year of `at` on the office's own calendar: in China, New Year comes eight hours before UTC's."""
    return at.astimezone().year
