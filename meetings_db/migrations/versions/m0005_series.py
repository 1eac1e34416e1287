"""Series of meetings, what is carried over, and why an item is there.

Columns are added by the databases' own statement, which takes a CHECK and a reference with it on both: Alembic would
make SQLite's tables anew, and they are referred to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_STEPS = (
    *("reported", "edited", "triaged", "merged", "on_agenda", "off_agenda", "discussed", "decided", "assigned", "done"),
    *("closed", "reopened", "waits", "returned"),
)
_WHYS = ("issue", "added", "decisions", "not_reached", "put_off", "recurring", "open_action")


def upgrade() -> None:
    """Make the table of series, and the columns that meetings, items and issues get."""
    op.create_table(
        "meetingseries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("every", "week", "weekday")),
        sa.Column("hour", sa.String(5), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(300), nullable=False) for name in ("place", "chair", "recorder", "contact")),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        *(
            sa.CheckConstraint(f"{name} >= 1 AND {name} <= {most}", name=op.f(f"ck_meetingseries_{name}"))
            for name, most in (("every", 12), ("week", 5), ("weekday", 7))
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_meetingseries_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetingseries")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_meetingseries_community_id_name")),
    )
    key = sa.Uuid().compile(op.get_bind().dialect)
    whys = ", ".join(f"'{why}'" for why in _WHYS)
    for table, column in (
        ("meeting", f"series_id {key} CONSTRAINT fk_meeting_series_id REFERENCES meetingseries (id)"),
        ("meeting", "reopen_reason VARCHAR DEFAULT '' NOT NULL"),
        ("agendaitem", "legal_basis VARCHAR(40) DEFAULT '' NOT NULL"),
        ("agendaitem", "guard_reason VARCHAR DEFAULT '' NOT NULL"),
        ("agendaitem", "recurring BOOLEAN DEFAULT false NOT NULL"),
        (
            "agendaitem",
            f"why VARCHAR(32) DEFAULT 'added' NOT NULL CONSTRAINT ck_agendaitem_why CHECK (why IN ({whys}))",
        ),
        ("agendaitem", f"carried_from_id {key} CONSTRAINT fk_agendaitem_carried_from_id REFERENCES agendaitem (id)"),
        ("issue", "waits_until DATE"),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    with op.batch_alter_table("issueevent", recreate="auto") as batch_op:  # nothing refers to its rows
        if op.get_bind().dialect.name == "postgresql":
            batch_op.drop_constraint(op.f("ck_issueevent_issueeventkind"), type_="check")
        steps = ", ".join(f"'{step}'" for step in _STEPS)
        batch_op.create_check_constraint(op.f("ck_issueevent_issueeventkind"), f"kind IN ({steps})")
    op.execute("UPDATE agendaitem SET why = 'issue' WHERE issue_id IS NOT NULL")
    op.create_index(op.f("ix_meeting_series_id"), "meeting", ["series_id"], unique=False)
    op.create_index(op.f("ix_agendaitem_carried_from_id"), "agendaitem", ["carried_from_id"], unique=False)
