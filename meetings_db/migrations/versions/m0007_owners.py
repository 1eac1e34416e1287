"""The owners' roll and the owners' votes: units, owners, who owns what, electorates and their slips."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables of the roll and of the votes over it."""
    _unit()
    _owner()
    _ownership()
    _ownersapart()
    _ownersvote()
    _elector()
    _electorunit()


def _unit() -> None:
    """The units of the estates."""
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("building", sa.String(40), nullable=False),
        sa.Column("entrance", sa.String(40), nullable=False),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "dwelling",
                "business",
                "parking",
                "other",
                name="unituse",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column(
            "area_source",
            sa.Enum(
                "register",
                "survey",
                "contract",
                "unstated",
                name="areasource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "delivered",
                "undelivered",
                "unsold",
                name="unitstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.CheckConstraint("area >= 0", name=op.f("ck_unit_area")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_unit_estate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("estate_id", "key", name=op.f("uq_unit_estate_id_key")),
    )


def _owner() -> None:
    """Everybody named as owner."""
    op.create_table(
        "owner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person", "company", "developer", name="ownerkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.String(300), nullable=False),
        sa.Column("id_tail", sa.String(8), nullable=False),
        sa.Column("guardian", sa.String(300), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("same_as_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name=op.f("ck_owner_same_as")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_owner_estate_id")),
        sa.ForeignKeyConstraint(["same_as_id"], ["owner.id"], name=op.f("fk_owner_same_as_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
    )
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.create_index("ix_owner_estate", ["estate_id", "key"], unique=False)
        batch_op.create_index(batch_op.f("ix_owner_same_as_id"), ["same_as_id"], unique=False)


def _ownership() -> None:
    """Who owns what."""
    op.create_table(
        "ownership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_ownership_owner_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ownership_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
        sa.UniqueConstraint("unit_id", "owner_id", name=op.f("uq_ownership_unit_id_owner_id")),
    )
    with op.batch_alter_table("ownership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ownership_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "ix_ownership_votes",
            ["unit_id"],
            unique=True,
            sqlite_where=sa.text("votes"),
            postgresql_where=sa.text("votes"),
        )


def _ownersapart() -> None:
    """Who was found to be two people."""
    op.create_table(
        "ownersapart",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["owner.id"], name=op.f("fk_ownersapart_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["owner.id"], name=op.f("fk_ownersapart_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownersapart")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_ownersapart_first_id_second_id")),
    )
    with op.batch_alter_table("ownersapart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ownersapart_second_id"), ["second_id"], unique=False)


def _ownersvote() -> None:
    """What is put to the owners."""
    op.create_table(
        "ownersvote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("motion", sa.String(300), nullable=False),
        sa.Column(
            "legal_item",
            sa.Enum(
                "278_1",
                "278_2",
                "278_3",
                "278_4",
                "278_5",
                "278_6",
                "278_7",
                "278_8",
                "278_9",
                "279",
                name="legalitem",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("building", sa.String(40), nullable=False),
        sa.Column("entrance", sa.String(40), nullable=False),
        sa.Column("applicant", sa.String(300), nullable=False),
        sa.Column(
            "second_slip",
            sa.Enum("replaces", "voids", name="secondslip", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("proxy_cap", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("rule_snapshot", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_early", sa.String(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("annulled_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ownersvote_estate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownersvote")),
    )
    with op.batch_alter_table("ownersvote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ownersvote_estate_id"), ["estate_id"], unique=False)


def _elector() -> None:
    """Who may vote, and what each slip says."""
    op.create_table(
        "elector",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("rooms", sa.String(300), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "none",
                "yes",
                "no",
                "abstain",
                "invalid",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "flaw",
            sa.Enum(
                "none",
                "unsigned",
                "unclear",
                "twice",
                "late",
                name="flaw",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("proxy", sa.String(300), nullable=False),
        sa.Column("proxy_key", sa.String(300), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum(
                "none",
                "in_hand",
                "box",
                "post",
                "electronic",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("area > 0", name=op.f("ck_elector_area")),
        sa.CheckConstraint("slips >= 0", name=op.f("ck_elector_slips")),
        sa.CheckConstraint("units > 0", name=op.f("ck_elector_units")),
        sa.ForeignKeyConstraint(["vote_id"], ["ownersvote.id"], name=op.f("fk_elector_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elector")),
        sa.UniqueConstraint("vote_id", "key", name=op.f("uq_elector_vote_id_key")),
    )
    with op.batch_alter_table("elector", schema=None) as batch_op:
        batch_op.create_index("ix_elector_answer", ["vote_id", "answer", "area"], unique=False)
        batch_op.create_index("ix_elector_proxy", ["vote_id", "proxy_key"], unique=False)


def _electorunit() -> None:
    """The units each votes for."""
    op.create_table(
        "electorunit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("room", sa.String(300), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.CheckConstraint("area > 0", name=op.f("ck_electorunit_area")),
        sa.ForeignKeyConstraint(["elector_id"], ["elector.id"], name=op.f("fk_electorunit_elector_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_electorunit_unit_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["ownersvote.id"], name=op.f("fk_electorunit_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_electorunit")),
        sa.UniqueConstraint("vote_id", "key", name=op.f("uq_electorunit_vote_id_key")),
    )
    with op.batch_alter_table("electorunit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_electorunit_elector_id"), ["elector_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_electorunit_unit_id"), ["unit_id"], unique=False)
