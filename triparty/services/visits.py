"""Visits to the estates."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from meetings_db.bulk import insert_rows, row
from meetings_db.models import Estate, Visit, VisitBase, new_id
from triparty.rules.numbering import visit_number
from triparty.services.clock import local_year
from triparty.services.kept import change, find, find_version
from triparty.services.numbers import next_number, numbers_for


def record_visit(session: Session, community_id: UUID, estate_id: UUID, typed: VisitBase) -> Visit:
    """Enter a visit; its number counts the visits of the year it was made in."""
    find(session, Estate, estate_id)
    year = local_year(typed.visited_at)
    number = visit_number(year, next_number(session, community_id, "visit", year))
    visit = Visit.model_validate(typed, update={"community_id": community_id, "estate_id": estate_id, "number": number})
    session.add(visit)
    session.flush()
    return visit


def record_visits(session: Session, community_id: UUID, visits: Sequence[tuple[UUID, VisitBase]]) -> list[UUID]:
    """Enter many visits, each to the estate named before it, as `record_visit` enters one; their ids in that order.

    The estates are there: the caller took them from the register.
    """
    years = [local_year(typed.visited_at) for _estate_id, typed in visits]
    numbers = numbers_for(session, community_id, "visit", years)
    rows = []
    for (estate_id, typed), year, value in zip(visits, years, numbers, strict=True):
        given = {"id": new_id(), "community_id": community_id, "estate_id": estate_id}
        rows.append(row(Visit, {**dict(typed), **given, "number": visit_number(year, value)}))
    insert_rows(session, Visit, rows)
    return [visit["id"] for visit in rows]


def edit_visit(session: Session, visit_id: UUID, version: int, typed: VisitBase) -> Visit:
    """Change what was written of a visit."""
    visit = find_version(session, Visit, visit_id, version)
    change(visit, typed)
    session.flush()
    return visit
