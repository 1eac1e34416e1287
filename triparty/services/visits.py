"""Visits to the estates."""

from uuid import UUID

from sqlmodel import Session

from meetings_db.models import Estate, Visit, VisitBase
from triparty.rules.numbering import visit_number
from triparty.services.clock import local_year
from triparty.services.kept import change, find, find_version
from triparty.services.numbers import next_number


def record_visit(session: Session, community_id: UUID, estate_id: UUID, typed: VisitBase) -> Visit:
    """Enter a visit; its number counts the visits of the year it was made in."""
    find(session, Estate, estate_id)
    year = local_year(typed.visited_at)
    number = visit_number(year, next_number(session, community_id, "visit", year))
    visit = Visit.model_validate(typed, update={"community_id": community_id, "estate_id": estate_id, "number": number})
    session.add(visit)
    session.flush()
    return visit


def edit_visit(session: Session, visit_id: UUID, version: int, typed: VisitBase) -> Visit:
    """Change what was written of a visit."""
    visit = find_version(session, Visit, visit_id, version)
    change(visit, typed)
    session.flush()
    return visit
