"""Which PDF was printed of a paper."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Keep the SHA-256 of a paper's PDF beside that of its file."""
    op.add_column("paper", sa.Column("pdf_sha256", sa.String(64), nullable=True))
