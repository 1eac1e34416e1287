"""Photos of visits, issues and actions."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Photos of visits, issues and actions."""
