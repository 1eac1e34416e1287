"""Photos of visits, issues and actions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_THINGS = ("visit", "issue", "action")


def upgrade() -> None:
    """Make the tables of photos and of their pictures."""
    op.create_table(
        "photodata",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_photodata")),
    )
    of_one_thing = " + ".join(f"CASE WHEN {thing}_id IS NULL THEN 0 ELSE 1 END" for thing in _THINGS)
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(300), nullable=False),
        sa.Column("caption", sa.String(300), nullable=False),
        sa.Column(
            "phase",
            sa.Enum("none", "before", "after", name="photophase", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(f"{thing}_id", sa.Uuid(), nullable=True) for thing in _THINGS),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"{of_one_thing} = 1", name=op.f("ck_photo_of_one_thing")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_size")),
        *(
            sa.ForeignKeyConstraint([f"{thing}_id"], [f"{thing}.id"], name=op.f(f"fk_photo_{thing}_id"))
            for thing in _THINGS
        ),
        sa.ForeignKeyConstraint(["sha256"], ["photodata.sha256"], name=op.f("fk_photo_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        *(sa.UniqueConstraint(f"{thing}_id", "sha256", name=op.f(f"uq_photo_{thing}_id_sha256")) for thing in _THINGS),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_sha256"), ["sha256"], unique=False)
