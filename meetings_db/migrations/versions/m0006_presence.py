"""Substitutes, recusals, and the seat somebody with two posts takes."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing yet."""
