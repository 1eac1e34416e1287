"""The schema's history, by Alembic. Known here without loading Alembic, which takes half a second."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")
"""Every revision this release knows, oldest first."""

HEAD = REVISIONS[-1]
"""The revision this release works with."""
