"""What lists are sorted and filtered by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OPEN_ISSUE = sa.text("status NOT IN ('closed', 'merged')")
_ENDED_ISSUE = sa.text("status IN ('closed', 'merged')")
_RUNNING_ACTION = sa.text("status NOT IN ('closed', 'cancelled')")

_LISTED = ("reported_at", "id", "status", "severity")
_INDEXES: tuple[tuple[str, str, tuple[str, ...], sa.TextClause | None], ...] = (
    ("ix_issue_ended", "issue", ("community_id", *_LISTED), _ENDED_ISSUE),
    ("ix_issue_status", "issue", ("community_id", "status", "reported_at", "id"), None),
    ("ix_issue_severity", "issue", ("community_id", "severity", "reported_at", "id", "status"), None),
    ("ix_issue_route", "issue", ("community_id", "route", *_LISTED), None),
    ("ix_issue_category", "issue", ("community_id", "category", *_LISTED, "route"), None),
    ("ix_issue_estate", "issue", ("estate_id", *_LISTED, "route", "category"), None),
    ("ix_issue_open", "issue", ("community_id", *_LISTED), _OPEN_ISSUE),
    ("ix_issue_open_route", "issue", ("community_id", "route", *_LISTED), _OPEN_ISSUE),
    ("ix_issue_open_category", "issue", ("community_id", "category", *_LISTED, "route"), _OPEN_ISSUE),
    ("ix_issue_open_estate", "issue", ("estate_id", *_LISTED, "route", "category"), _OPEN_ISSUE),
    ("ix_visit_visited", "visit", ("community_id", "visited_at", "id"), None),
    ("ix_visit_estate", "visit", ("estate_id", "visited_at", "id"), None),
    ("ix_action_running", "action", ("community_id", "due_on", "id", "status"), _RUNNING_ACTION),
    ("ix_action_made", "action", ("community_id", "id", "status"), None),
    ("ix_meeting_status", "meeting", ("community_id", "status", "starts_at", "id"), None),
    ("ix_paper_made", "paper", ("community_id", "made_at", "id"), None),
    ("ix_journal_turns", "journal", ("seq", "turn"), sa.text("seq = turn")),
)
"""(name, table, columns, the rows it holds). Of two indexes that would do, SQLite takes the one that was made last."""

_REPLACED = (("ix_issue_estate_id", "issue"), ("ix_visit_estate_id", "visit"), ("ix_action_due", "action"))


def upgrade() -> None:
    """Make the indexes, and drop those that they replace."""
    for name, table, columns, where in _INDEXES:
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)
    for name, table in _REPLACED:
        op.drop_index(name, table)
