"""Run the migrations on an open connection."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import Session

from meetings_db.search.upkeep import rebuild

_SEARCH = "0003"
"""The revision since which there is something to search in."""


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema on `connection` to `revision`, inside the connection's transaction.

    What was kept before there was a search is indexed at the end, when the tables are those of this release.
    """
    before = MigrationContext.configure(connection).get_current_revision()
    config = Config()
    config.set_main_option("script_location", "meetings_db:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if revision == "head" and before is not None and before < _SEARCH:
        rebuild(Session(connection))
