"""What lists are sorted and filtered by."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What lists are sorted and filtered by."""
