"""What of its meeting or community a paper is about, and every kind of paper."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_KINDS = (
    "notice",
    "agenda",
    "sign_in",
    "minutes",
    "tracker",
    "calculation",
    "record",
    "excerpt",
    "sign_off",
    "tasks",
    "ballot_slip",
    "order",
    "visit_record",
    "visit_form",
    "publication",
    "callback",
    "bulletin",
    "owners_result",
    "owners_slip",
)
_COLUMNS = ("community_id", "meeting_id", "kind", "subject", "language", "version")


def upgrade() -> None:
    """Number the versions of a paper for each thing it is about.

    Nothing refers to papers: SQLite's table is made anew, without the old CHECK, which Alembic does not carry over.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    with op.batch_alter_table("paper") as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(300), nullable=False, server_default=sa.text("''")))
        batch_op.drop_constraint(op.f(f"uq_paper_{'_'.join(name for name in _COLUMNS if name != 'subject')}"))
        batch_op.create_unique_constraint(op.f(f"uq_paper_{'_'.join(_COLUMNS)}"), list(_COLUMNS))
        batch_op.create_check_constraint(op.f("ck_paper_paperkind"), f"kind IN ({_said()})")


def _said() -> str:
    return ", ".join(f"'{kind}'" for kind in _KINDS)
