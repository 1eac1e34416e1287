"""The owners' roll: units, owners, and who owns what."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
