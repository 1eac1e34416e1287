"""Numbers people see, given inside the transaction: gap-free, and safe under two writers."""

from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from meetings_db.models import Counter


def next_number(session: Session, community_id: UUID, series: str, year: int) -> int:
    """The next number of a community's series in a year, from 1. A rolled-back deed gives its number back."""
    dialect = session.connection().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = {"community_id": community_id, "series": series, "year": year, "value": 1}
    statement = (
        insert(Counter)
        .values(first)
        .on_conflict_do_update(
            index_elements=["community_id", "series", "year"], set_={"value": col(Counter.value) + 1}
        )
        .returning(col(Counter.value))
    )
    return int(session.connection().execute(statement).scalar_one())
