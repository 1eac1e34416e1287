"""What every table shares: keys that sort by time and merge, an optimistic lock, words for enums, clean text."""

import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
import uuid6
from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from meetings_db.text import clean, clean_line

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# What checks a model is built when something is first typed into it: of the tables nothing ever is.
SQLModel.model_config["defer_build"] = True


def _cleaned(cut: Callable[[str], str]) -> BeforeValidator:
    """Clean what was typed before its length is checked; what is no text is left for the type to refuse."""
    return BeforeValidator(lambda typed: cut(typed) if isinstance(typed, str) else typed)


def _aware(at: datetime) -> datetime:
    """Refuse a time without a zone where it is typed; the column would refuse it only when it is saved."""
    if at.tzinfo is None:
        raise PydanticCustomError("timezone_aware", "Input should have timezone info")
    return at


Line = Annotated[str, _cleaned(clean_line)]
"""One line a person typed."""
Prose = Annotated[str, _cleaned(clean)]
"""Lines a person typed, Markdown where it is a note."""

Moment = Annotated[datetime, AfterValidator(_aware)]
"""A time a person typed: aware, and kept as UTC."""

LARGEST = 2**63 - 1
"""The largest whole number both databases keep."""

LINE = 300
"""The longest line kept, in characters; the same limit is refused by both databases."""


def new_id() -> UUID:
    """A UUIDv7: sorts by the time it was made, and never collides when two databases are merged."""
    return uuid.UUID(bytes=uuid6.uuid7().bytes)


def words(kind: type[StrEnum]) -> Any:
    """The column type that keeps an enum as its word with a CHECK, the same on both databases."""
    values = [member.value for member in kind]
    return sa.Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda _: values,
    )


def only(condition: sa.TextClause) -> dict[str, Any]:
    """What makes an index hold only the rows of `condition`, on both databases."""
    return {"sqlite_where": condition, "postgresql_where": condition}


class Kept(SQLModel):
    """A row with its own key."""

    id: UUID = Field(default_factory=new_id, primary_key=True)


class Edited(Kept):
    """A row people edit: `version` goes up by one with each save, and a stale save is refused."""

    version: int = Field(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Hand the version column to SQLAlchemy once the table exists."""
        table = getattr(cls, "__table__", None)
        return {} if table is None else {"version_id_col": table.c.version}
