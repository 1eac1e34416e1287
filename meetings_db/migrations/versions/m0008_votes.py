"""Votes of single people and slips of owners."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""
