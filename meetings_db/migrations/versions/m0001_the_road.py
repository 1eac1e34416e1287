"""The tables of the road."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "community",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("street", sa.String(300), nullable=False),
        sa.Column("office", sa.String(300), nullable=False),
        sa.Column("mark", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("name", name=op.f("uq_community_name")),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(300), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("deed", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("row_id", sa.String(128), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_row_id"), ["row_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_turn"), ["turn"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_undoes"), ["undoes"], unique=False)

    op.create_table(
        "counter",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_counter_community_id")),
        sa.PrimaryKeyConstraint("community_id", "series", "year", name=op.f("pk_counter")),
    )
    op.create_table(
        "estate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "commercial",
                "public",
                "resettlement",
                "old",
                "taken_over",
                "village",
                name="estateform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_estate_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estate")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_estate_community_id_key")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("chair", sa.String(300), nullable=False),
        sa.Column("recorder", sa.String(300), nullable=False),
        sa.Column("contact", sa.String(300), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "preparing",
                "frozen",
                "in_session",
                "closed",
                "final",
                name="meetingstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_meeting_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("community_id", "ordinal", name=op.f("uq_meeting_community_id_ordinal")),
        sa.UniqueConstraint("community_id", "reference", name=op.f("uq_meeting_community_id_reference")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "community",
                "property",
                "residents",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_organisation_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_organisation_community_id_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_person_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_key"), ["key"], unique=False)

    op.create_table(
        "finalminutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_finalminutes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finalminutes")),
        sa.UniqueConstraint("meeting_id", "language", name=op.f("uq_finalminutes_meeting_id_language")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "notice",
                "agenda",
                "sign_in",
                "minutes",
                "tracker",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_paper_community_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "community_id",
            "meeting_id",
            "kind",
            "language",
            "version",
            name=op.f("uq_paper_community_id_meeting_id_kind_language_version"),
        ),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "community",
                "property",
                "residents",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "voting",
                "attending",
                "recording",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.String(300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_post_days")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_post_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint(
            "person_id", "organisation_id", "title", name=op.f("uq_post_person_id_organisation_id_title")
        ),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer", sa.String(300), nullable=False),
        sa.Column("met", sa.String(300), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("settled", sa.String(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_visit_community_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_visit_estate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_visit_community_id_number")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_estate_id"), ["estate_id"], unique=False)

    op.create_table(
        "issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("category", sa.String(300), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "ordinary", "major", "complex", name="severity", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "visit",
                "window",
                "hotline",
                "chat",
                "grid",
                "patrol",
                "property",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reporter", sa.String(300), nullable=False),
        sa.Column("phone", sa.String(300), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "none",
                "solve_now",
                "joint_meeting",
                "owners",
                "department",
                "refused",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "reported",
                "accepted",
                "on_agenda",
                "decided",
                "done",
                "closed",
                "merged",
                name="issuestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reporters", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("source_key", sa.String(64), nullable=True),
        sa.Column("source_digest", sa.String(64), nullable=True),
        sa.CheckConstraint("reporters >= 1", name=op.f("ck_issue_reporters")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_issue_community_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_issue_estate_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["issue.id"], name=op.f("fk_issue_merged_into_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_issue_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_issue_community_id_number")),
        sa.UniqueConstraint("community_id", "source_key", name=op.f("uq_issue_community_id_source_key")),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_estate_id"), ["estate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_issue_reported", ["community_id", "reported_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "community",
                "property",
                "residents",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "voting",
                "attending",
                "recording",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("organisation", sa.String(300), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("phone", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_participant_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_participant_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_participant_meeting_id_position")),
        sa.UniqueConstraint("meeting_id", "post_id", name=op.f("uq_participant_meeting_id_post_id")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_post_id"), ["post_id"], unique=False)

    op.create_table(
        "agendaitem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report",
                "consultation",
                "vote",
                "opinion",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "authority",
            sa.Enum(
                "within",
                "commitment",
                "owners",
                "department",
                name="authority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("presenter", sa.String(300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "open",
                "agreed",
                "not_agreed",
                "noted",
                "deferred",
                name="itemstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_agendaitem_issue_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agendaitem_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendaitem")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agendaitem_meeting_id_position")),
    )
    with op.batch_alter_table("agendaitem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agendaitem_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "issueevent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reported",
                "edited",
                "triaged",
                "merged",
                "on_agenda",
                "off_agenda",
                "discussed",
                "decided",
                "assigned",
                "done",
                "closed",
                "reopened",
                name="issueeventkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issueevent_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issueevent")),
    )
    with op.batch_alter_table("issueevent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issueevent_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "presenceevent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "arrive",
                "leave",
                "excuse",
                "absent",
                name="presencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_presenceevent_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenceevent")),
    )
    with op.batch_alter_table("presenceevent", schema=None) as batch_op:
        batch_op.create_index("ix_presenceevent_participant", ["participant_id", "at", "id"], unique=False)

    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "community",
                "property",
                "residents",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_means", sa.String(300), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("funding", sa.String(300), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "todo",
                "doing",
                "blocked",
                "verifying",
                "closed",
                "cancelled",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_owner", sa.String(300), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_action_community_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_action_issue_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_action_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_action_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_action_community_id_number")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_due", ["community_id", "status", "due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "ballot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("motion", sa.String(300), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("rule_snapshot", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("reservations", sa.String(), nullable=False),
        sa.Column("annulled_reason", sa.String(), nullable=False),
        sa.CheckConstraint("round >= 1", name=op.f("ck_ballot_round")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_ballot_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("item_id", "round", name=op.f("uq_ballot_item_id_round")),
    )
    op.create_table(
        "actionupdate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "assigned",
                "progress",
                "started",
                "blocked",
                "extended",
                "passed_on",
                "submitted",
                "closed",
                "returned",
                "cancelled",
                name="updatekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(300), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("before", sa.String(300), nullable=False),
        sa.Column("after", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_actionupdate_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actionupdate")),
    )
    with op.batch_alter_table("actionupdate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_actionupdate_action_id"), ["action_id"], unique=False)

    op.create_table(
        "ballotcount",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(32), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Integer(), nullable=False),
        sa.Column("entitled_area", sa.BigInteger(), nullable=True),
        sa.Column("present_area", sa.BigInteger(), nullable=True),
        sa.Column("yes_area", sa.BigInteger(), nullable=True),
        sa.Column("no_area", sa.BigInteger(), nullable=True),
        sa.Column("abstain_area", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("abstain >= 0", name=op.f("ck_ballotcount_abstain")),
        sa.CheckConstraint("entitled >= 0", name=op.f("ck_ballotcount_entitled")),
        sa.CheckConstraint("invalid >= 0", name=op.f("ck_ballotcount_invalid")),
        sa.CheckConstraint("no >= 0", name=op.f("ck_ballotcount_no")),
        sa.CheckConstraint("present <= entitled", name=op.f("ck_ballotcount_present_entitled")),
        sa.CheckConstraint("present >= 0", name=op.f("ck_ballotcount_present")),
        sa.CheckConstraint("recused >= 0", name=op.f("ck_ballotcount_recused")),
        sa.CheckConstraint("yes + no + abstain + invalid + recused <= present", name=op.f("ck_ballotcount_cast")),
        sa.CheckConstraint("yes >= 0", name=op.f("ck_ballotcount_yes")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballotcount_ballot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballotcount")),
        sa.UniqueConstraint("ballot_id", "group", name=op.f("uq_ballotcount_ballot_id_group")),
    )
