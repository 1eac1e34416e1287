"""Two more kinds of paper: the directory of filed items, and the handover list."""

from alembic import op

revision = "0013"
down_revision = "0012"

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
    "archive_directory",
    "handover",
)


def upgrade() -> None:
    """Let a paper be of them. SQLite's table is made anew, without the old CHECK, which Alembic does not carry over."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    with op.batch_alter_table("paper") as batch_op:
        said = ", ".join(f"'{kind}'" for kind in _KINDS)
        batch_op.create_check_constraint(op.f("ck_paper_paperkind"), f"kind IN ({said})")
