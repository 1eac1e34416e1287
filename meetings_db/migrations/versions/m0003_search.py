"""What search reads: its entries, and the index of their tokens, which each database keeps in its own way.

What there is already is indexed when the whole schema is up to date: see `meetings_db.migrations.upgrade`.
"""

import sqlalchemy as sa
from alembic import op

from meetings_db.search import index

revision = "0003"
down_revision = "0002"

_KINDS = ("issue", "visit", "meeting", "item", "action", "person", "organisation", "estate", "paper")


def upgrade() -> None:
    """What search reads."""
    op.create_table(
        "searchentry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="entrykind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("names", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_searchentry")),
        sa.UniqueConstraint("row_id", name=op.f("uq_searchentry_row_id")),
    )
    index.create(op.get_bind())
