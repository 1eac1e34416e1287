"""What was filed: items with their record numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_UNIQUE = (("number",), ("series", "sequence"), ("kind", "meeting_id", "subject"))


def upgrade() -> None:
    """Keep the items that were sealed."""
    op.create_table(
        "archiveitem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fonds", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("retention", sa.String(16), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("reference", sa.String(300), nullable=False),
        sa.Column("responsible", sa.String(300), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_archiveitem_community_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_archiveitem_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archiveitem")),
        *(
            sa.UniqueConstraint("community_id", *columns, name=op.f(f"uq_archiveitem_community_id_{'_'.join(columns)}"))
            for columns in _UNIQUE
        ),
    )
    op.create_index(op.f("ix_archiveitem_meeting_id"), "archiveitem", ["meeting_id"])
    op.create_index("ix_archiveitem_year", "archiveitem", ["community_id", "year", "number"])
