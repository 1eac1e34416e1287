"""Ballots that are open, roll calls, secret slips, the chair's casting vote."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_METHODS = ("hands", "unanimous", "roll_call", "secret")
_SAID = ", ".join(f"'{method}'" for method in _METHODS)
_OF_A_BALLOT = (
    "ballot ADD COLUMN method VARCHAR(32) DEFAULT 'hands' NOT NULL "
    f"CONSTRAINT ck_ballot_ballotmethod CHECK (method IN ({_SAID}))",
    "ballot ADD COLUMN quorum VARCHAR",
    "ballot ADD COLUMN casting_vote BOOLEAN",
)
_OF_A_COUNT = (
    "ballotcount ADD COLUMN handed_out INTEGER",
    "ballotcount ADD COLUMN returned INTEGER CONSTRAINT ck_ballotcount_slips "
    "CHECK (handed_out <= present AND returned >= 0 AND returned <= handed_out)",
)
"""Written out: for a CHECK on SQLite Alembic makes the table anew, which the rows that refer to it forbid."""
_PAPERS = ("notice", "agenda", "sign_in", "minutes", "tracker", "calculation")
_CHOICES = ("yes", "no", "abstain", "invalid", "recused", "silent", "absent")


def upgrade() -> None:
    """Let a ballot be open and say how its votes were taken, and keep the votes of a roll call."""
    for column in (*_OF_A_BALLOT, *_OF_A_COUNT):
        op.execute(f"ALTER TABLE {column}")
    op.add_column("ballotcount", sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))
    open_one = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_ballot_open", "ballot", ["item_id"], unique=True, sqlite_where=open_one, postgresql_where=open_one
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(32), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(*_CHOICES, name="choice", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_vote_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("ballot_id", "participant_id", name=op.f("uq_vote_ballot_id_participant_id")),
    )
    op.create_index("ix_vote_participant_id", "vote", ["participant_id"])
    _know_the_calculation_sheet()


def _know_the_calculation_sheet() -> None:
    """Let a paper be a calculation sheet. Nothing refers to papers: SQLite's table is made anew, without the old CHECK,
    which Alembic does not carry over.
    """
    kinds = ", ".join(f"'{kind}'" for kind in _PAPERS)
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    with op.batch_alter_table("paper") as batch_op:
        batch_op.create_check_constraint(op.f("ck_paper_paperkind"), f"kind IN ({kinds})")
