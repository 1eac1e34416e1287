"""The search itself."""

from dataclasses import replace
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import EntryKind
from meetings_db.queries.directory import estates
from meetings_db.search.asked import Asked, Key, Term
from meetings_db.search.conditions import Plan, estates_folded
from meetings_db.search.hits import Hit, hits
from meetings_db.search.reading import Found, entries


def find(session: Session, community_id: UUID, asked: Asked, *, limit: int = 50, after: int | None = None) -> list[Hit]:
    """What is asked for, what was entered last first; `after` is the `seq` of the hit a further page goes on behind."""
    found = _found(session, community_id, asked, limit, after)
    return hits(session, found, [word.text for word in asked.words if not word.negated])


def find_issues(session: Session, community_id: UUID, asked: Asked, *, limit: int) -> list[UUID]:
    """The issues among what is asked for, so many at most."""
    kinds = [term for term in asked.terms if term.key is Key.KIND and not term.negated]
    if kinds and all(term.value is not EntryKind.ISSUE for term in kinds):
        return []
    others = tuple(term for term in asked.terms if term not in kinds)
    issues = replace(asked, terms=(*others, Term(Key.KIND, EntryKind.ISSUE)))
    return [each.row_id for each in _found(session, community_id, issues, limit, None)]


def _found(session: Session, community_id: UUID, asked: Asked, limit: int, after: int | None) -> list[Found]:
    """The entries that have everything asked; nothing when nothing is asked."""
    if not asked:
        return []
    names = ((estate.id, estate.name) for estate in estates(session, community_id))
    plan = Plan(asked, estates_folded(names))
    return list(islice(entries(session, community_id, plan, after), limit))
