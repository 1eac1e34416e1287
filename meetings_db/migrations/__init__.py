"""The schema's history, by Alembic. Known here without loading Alembic, which takes half a second."""

REVISIONS = tuple(f"{number:04}" for number in range(1, 15))
"""Every revision this release knows, oldest first."""

HEAD = REVISIONS[-1]
"""The revision this release works with."""
