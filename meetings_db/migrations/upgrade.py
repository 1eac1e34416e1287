"""Run the migrations on an open connection."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema on `connection` to `revision`, inside the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", "meetings_db:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
