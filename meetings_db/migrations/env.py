"""Alembic's entry: always a connection that was handed over, never an `alembic.ini`."""

from alembic import context
from sqlmodel import SQLModel

import meetings_db.models  # noqa: F401  (fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
