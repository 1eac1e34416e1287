"""Substitutes, recusals, the seat somebody with two posts takes, and when which item was on the table."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_PARTIES = ("community", "property", "residents", "other")
_STANDINGS = ("voting", "attending", "recording")


def upgrade() -> None:
    """Make the three tables that stand beside the presence clock, and that of the items' own clock.

    Entries of presence get a version: they are corrected as they were seen.
    """
    op.create_table(
        "substitute",
        *_key(edited=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("matter", sa.String(300), nullable=False),
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("term", sa.String(300), nullable=False),
        *_of_a_participant(),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_rules("substitute"),
    )
    op.create_table(
        "recusal",
        *_key(edited=True),
        *_of_a_participant(),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_rules("recusal", "item"),
    )
    op.create_table(
        "seatchoice",
        *_key(edited=False),
        *_of_a_participant(),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("party", _words("party", *_PARTIES), nullable=False),
        sa.Column("standing", _words("standing", *_STANDINGS), nullable=False),
        sa.Column("organisation", sa.String(300), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        *_rules("seatchoice", "item", "post"),
    )
    for table in ("substitute", "recusal", "seatchoice"):
        op.create_index(op.f(f"ix_{table}_participant"), table, ["participant_id", "at", "id"], unique=False)
    for table, column in (("recusal", "item_id"), ("seatchoice", "item_id"), ("seatchoice", "post_id")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_table(
        "itemspan",
        *_key(edited=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itemspan")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_itemspan_item_id")),
    )
    op.create_index("ix_itemspan_item", "itemspan", ["item_id", "at", "id"], unique=False)
    op.add_column("presenceevent", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))


def _key(*, edited: bool) -> list[sa.Column[object]]:
    """The key, and of what people edit the version."""
    version: list[sa.Column[object]] = [sa.Column("version", sa.Integer(), nullable=False)] if edited else []
    return [sa.Column("id", sa.Uuid(), nullable=False), *version]


def _of_a_participant() -> list[sa.Column[object]]:
    """Whose it is, and from when on."""
    return [
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    ]


def _rules(table: str, *others: str) -> list[sa.Constraint]:
    """The primary key, and what the rows refer to."""
    named = {"item": "agendaitem"}
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint(
                [f"{other}_id"], [f"{named.get(other, other)}.id"], name=op.f(f"fk_{table}_{other}_id")
            )
            for other in ("participant", *others)
        ),
    ]


def _words(name: str, *words: str) -> sa.Enum:
    """An enum kept as its word, with a CHECK."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
