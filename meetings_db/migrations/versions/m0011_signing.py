"""Final minutes: who signed them, where the original is, how they were amended."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_PARTIES = ("community", "property", "residents", "other")


def upgrade() -> None:
    """Keep signatures, the place of the original, and amendments."""
    _table(
        "signature",
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("reservation", sa.String(), nullable=False),
        sa.Column("served_to", sa.String(300), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("served_by", sa.String(300), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(*_PARTIES, name="party", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.UniqueConstraint("meeting_id", "party", name=op.f("uq_signature_meeting_id_party")),
    )
    _table(
        "original",
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("holder", sa.String(300), nullable=False),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_original_meeting_id")),
    )
    items = ("item_id", "carrier_id")
    _table(
        "amendment",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("says_now", sa.String(), nullable=False),
        sa.Column("shall_say", sa.String(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in items),
        *(sa.ForeignKeyConstraint([name], ["agendaitem.id"], name=op.f(f"fk_amendment_{name}")) for name in items),
    )
    for name in ("meeting_id", *items):
        op.create_index(op.f(f"ix_amendment_{name}"), "amendment", [name])


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows that people edit, each of a meeting."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f(f"fk_{name}_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
