"""The search itself."""

from itertools import islice
from uuid import UUID

from sqlmodel import Session

from meetings_db.queries.directory import estates
from meetings_db.search.asked import Asked
from meetings_db.search.conditions import Plan, estates_folded
from meetings_db.search.hits import Hit, hits
from meetings_db.search.reading import Found, entries


def find(session: Session, community_id: UUID, asked: Asked, *, limit: int = 50, after: int | None = None) -> list[Hit]:
    """What is asked for, what was entered last first; `after` is the `seq` of the hit a further page goes on behind."""
    found = _found(session, community_id, asked, limit, after)
    return hits(session, found, [word.text for word in asked.words if not word.negated])


def _found(session: Session, community_id: UUID, asked: Asked, limit: int, after: int | None) -> list[Found]:
    """The entries that have everything asked; nothing when nothing is asked."""
    if not asked:
        return []
    names = ((estate.id, estate.name) for estate in estates(session, community_id))
    plan = Plan(asked, estates_folded(names))
    return list(islice(entries(session, community_id, plan, after), limit))
