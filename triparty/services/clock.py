"""The time a deed is done at, when its caller does not say, and the year it is numbered in."""

from datetime import UTC, datetime


def moment(at: datetime | None = None) -> datetime:
    """`at` in UTC, or now."""
    return (at or datetime.now(UTC)).astimezone(UTC)


def local_year(at: datetime) -> int:
    """The year of `at` on the office's own calendar: in China, New Year comes eight hours before UTC's."""
    return at.astimezone().year
