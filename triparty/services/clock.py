"""The time a deed is done at, when its caller does not say."""

from datetime import UTC, datetime


def moment(at: datetime | None = None) -> datetime:
    """`at` in UTC, or now."""
    return (at or datetime.now(UTC)).astimezone(UTC)
