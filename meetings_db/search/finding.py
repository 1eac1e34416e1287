"""The search itself."""

from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from meetings_db.models import EntryKind, Estate
from meetings_db.search.asked import Asked
from meetings_db.search.conditions import Plan
from meetings_db.search.hits import Hit, hits
from meetings_db.search.reading import Found, entries
from meetings_db.search.tokens import fold


def find(session: Session, community_id: UUID, asked: Asked, *, limit: int = 50, after: int | None = None) -> list[Hit]:
    """What is asked for, what was entered last first; `after` is the `seq` of the hit a further page goes on behind."""
    found = first(session, community_id, asked, limit, after)
    return hits(session, found, [word.text for word in asked.words if not word.negated])


def find_issues(session: Session, community_id: UUID, asked: Asked, *, limit: int) -> list[UUID]:
    """The issues among what is asked for, so many at most."""
    return [each.row_id for each in first(session, community_id, asked, limit, only=EntryKind.ISSUE)]


def first(
    session: Session,
    community_id: UUID,
    asked: Asked,
    limit: int,
    after: int | None = None,
    *,
    only: EntryKind | None = None,
) -> list[Found]:
    """The entries, `only` of one kind, that have everything asked; nothing when nothing is asked."""
    if not asked:
        return []
    names: dict[UUID, str] = {}
    if asked.terms or len(asked.words) > 1:  # a word alone names no estate
        known = sa.select(col(Estate.id), col(Estate.name)).where(col(Estate.community_id) == community_id)
        names = {key: fold(name) for key, name in session.connection().execute(known)}
    plan = Plan(asked, names, only)
    return list(islice(entries(session, community_id, plan, after), limit))
