"""Numbers people see, given inside the transaction: gap-free, and safe under two writers."""

from collections.abc import Sequence
from itertools import count as counted_from
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import Counter


def next_number(session: Session, community_id: UUID, series: str, year: int, *, count: int = 1) -> int:
    """The next number of a community's series in a year, from 1; the first of `count` numbers that follow each other.

    A deed taken back gives its numbers back. Writers take turns (`Database.run`), so that nobody else counts between
    the reading and the writing.
    """
    counter = session.get(Counter, (community_id, series, year))
    if counter is None:
        counter = Counter(community_id=community_id, series=series, year=year, value=count)
        session.add(counter)
        session.flush()  # so that it is found when it is asked for again
    else:
        counter.value += count
    return counter.value - count + 1


def numbers_for(session: Session, community_id: UUID, series: str, years: Sequence[int]) -> list[int]:
    """The next number of each of these years in turn, each series counted on once and not for every row."""
    found = {
        year: counted_from(next_number(session, community_id, series, year, count=years.count(year)))
        for year in dict.fromkeys(years)
    }
    return [next(found[year]) for year in years]
