"""Minutes that are signed and amended."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing yet: its tables come with the deeds that fill them."""
