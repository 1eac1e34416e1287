"""Series of meetings, what is carried over, and why an item is there."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing yet."""
