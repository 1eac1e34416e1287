"""Lists of any length, read a page at a time by key: what is far down costs what is near the top costs.

A list is one stretch of rows or several, one behind the other. Within a stretch all columns of the order go the same
way and the last is unique, so that a page begins behind a row and not after so many rows.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db.queries.journal import journal_head

L = TypeVar("L", bound=tuple[Any, ...])

_MANY = 500
"""So many keys are asked for in one statement."""


class Stretch(NamedTuple):
    """The rows that meet `where`, by the fields of `order`, the last of them unique among these rows."""

    where: tuple[Any, ...]
    order: tuple[str, ...]
    down: bool = False


class Place(NamedTuple):
    """Where a line stands: in which stretch, and what it is ordered by there."""

    stretch: int
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Listing(Generic[L]):
    """What a list shows: `columns` of `model`, in the order of the fields of `line`, the first of them the key.

    `model` is a table, or a query over several. `name` is equal for lists that let the same rows through in the same
    order. The fields of every `order` are fields of `line` and columns of `model`.
    """

    name: Hashable
    model: type[SQLModel] | sa.Subquery
    line: Callable[..., L]
    columns: tuple[Any, ...]
    stretches: tuple[Stretch, ...]

    def place(self, line: L, stretch: int) -> Place:
        """Where a line of that stretch stands."""
        return Place(stretch, tuple(getattr(line, name) for name in self.stretches[stretch].order))

    def order(self, stretch: Stretch) -> tuple[Any, ...]:
        """The columns a stretch is ordered by."""
        columns: Any = self.model.c if isinstance(self.model, sa.Subquery) else self.model
        return tuple(getattr(columns, name) for name in stretch.order)

    def select(self, stretch: Stretch) -> "sa.Select[Any]":
        """The lines of a stretch, in no order."""
        return sa.select(*self.columns).select_from(self.model).where(*stretch.where)


class Page(NamedTuple, Generic[L]):
    """Lines that follow each other, and the stretch of each."""

    lines: tuple[L, ...]
    stretches: tuple[int, ...]


def page_beyond(
    session: Session, listing: Listing[L], place: Place | None, limit: int, *, back: bool = False
) -> Page[L]:
    """The lines behind `place`, or before it with `back`; None stands for the list's beginning, or its end."""
    count = len(listing.stretches)
    first = place.stretch if place else count - 1 if back else 0
    lines: list[L] = []
    stretches: list[int] = []
    for number in range(first, -1 if back else count, -1 if back else 1):
        stretch = listing.stretches[number]
        query = listing.select(stretch)
        if place is not None and number == first:
            query = query.where(_beyond(listing, stretch, place.values, back))
        query = query.order_by(*_ordered(listing, stretch, back)).limit(limit - len(lines))
        found = [listing.line(*row) for row in session.execute(query)]
        lines += found
        stretches += [number] * len(found)
        if len(lines) >= limit:
            break
    turned = slice(None, None, -1 if back else 1)
    return Page(tuple(lines[turned]), tuple(stretches[turned]))


def page_at(session: Session, listing: Listing[L], counts: Sequence[int], offset: int, limit: int) -> Page[L]:
    """The lines from the `offset`th on, counted from 0: jumped to through an index alone, from the nearer end."""
    lines: list[L] = []
    stretches: list[int] = []
    for number, start, take in _parts(counts, offset, limit):
        stretch = listing.stretches[number]
        query = sa.select(*listing.columns).select_from(listing.model)
        query = _jumped(query, listing, stretch, counts[number], start, take)
        found = [listing.line(*row) for row in session.execute(query)]
        lines += found
        stretches += [number] * len(found)
    return Page(tuple(lines), tuple(stretches))


def keys_at(session: Session, listing: Listing[L], counts: Sequence[int], offset: int, limit: int) -> list[Hashable]:
    """The keys of the lines from the `offset`th on, in the list's order."""
    keys: list[Hashable] = []
    for number, start, take in _parts(counts, offset, limit):
        stretch = listing.stretches[number]
        query = sa.select(listing.columns[0]).select_from(listing.model)
        keys += session.execute(_jumped(query, listing, stretch, counts[number], start, take)).scalars()
    return keys


def counts_of(session: Session, listing: Listing[L]) -> tuple[int, ...]:
    """How many rows each stretch has: half a second for a million of them, so ask a `Tally` instead."""
    return tuple(_count(session, listing, stretch) for stretch in listing.stretches)


def _count(session: Session, listing: Listing[L], stretch: Stretch) -> int:
    """How many rows a stretch has: those behind the first, which are found as its pages are, and the first."""
    order = listing.order(stretch)
    query = sa.select(*order).select_from(listing.model).where(*stretch.where)
    first = session.execute(query.order_by(*_ordered(listing, stretch, False)).limit(1)).first()
    return 0 if first is None else 1 + _beside(session, listing, stretch, tuple(first), back=False)


def place_of(session: Session, listing: Listing[L], key: Hashable) -> Place | None:
    """Where the row with `key` stands, None when the list does not have it."""
    for number, stretch in enumerate(listing.stretches):
        query = sa.select(*listing.order(stretch)).select_from(listing.model).where(listing.columns[0] == key)
        found = session.execute(query.where(*stretch.where)).first()
        if found is not None:
            return Place(number, tuple(found))
    return None


def rank(session: Session, listing: Listing[L], place: Place, counts: Sequence[int]) -> int:
    """How many rows stand before `place`, whether or not a row stands there."""
    stretch = listing.stretches[place.stretch]
    return sum(counts[: place.stretch]) + _beside(session, listing, stretch, place.values, back=True)


def lines_of(session: Session, listing: Listing[L], keys: Sequence[Hashable]) -> list[L]:
    """The lines with these keys that the list has, in the order of `keys`."""
    found: dict[Hashable, L] = {}
    for start in range(0, len(keys), _MANY):
        wanted = listing.columns[0].in_(keys[start : start + _MANY])
        for stretch in listing.stretches:
            for row in session.execute(listing.select(stretch).where(wanted)):
                found[row[0]] = listing.line(*row)
    return [found[key] for key in keys if key in found]


class Tally:
    """Counts of lists, kept until the history says that something was changed."""

    def __init__(self) -> None:
        self._head: object = None
        self._counts: dict[Hashable, tuple[int, ...]] = {}

    def counts(self, session: Session, listing: Listing[L]) -> tuple[int, ...]:
        """How many rows each stretch of the list has."""
        head = journal_head(session)
        if head != self._head:
            self._head, self._counts = head, {}
        if listing.name not in self._counts:
            self._counts[listing.name] = counts_of(session, listing)
        return self._counts[listing.name]


def _ordered(listing: Listing[L], stretch: Stretch, back: bool) -> list[Any]:
    """The order of a stretch, or the reverse."""
    return [column.desc() if stretch.down != back else column.asc() for column in listing.order(stretch)]


def _beyond(listing: Listing[L], stretch: Stretch, values: tuple[Any, ...], back: bool) -> Any:
    """The rows behind what is ordered by `values`, or before: compared as a row, which an index answers."""
    columns = listing.order(stretch)
    left, right = (columns[0], values[0]) if len(columns) == 1 else (sa.tuple_(*columns), values)
    return left < right if stretch.down != back else left > right


def _beside(session: Session, listing: Listing[L], stretch: Stretch, values: tuple[Any, ...], *, back: bool) -> int:
    """How many rows of a stretch stand behind `values`, or before."""
    query = sa.select(sa.func.count()).select_from(listing.model).where(*stretch.where)
    return int(session.execute(query.where(_beyond(listing, stretch, values, back))).scalar_one())


def _parts(counts: Sequence[int], offset: int, limit: int) -> Iterator[tuple[int, int, int]]:
    """(stretch, first row in it, how many rows) of the rows from the `offset`th on."""
    for number, count in enumerate(counts):
        start, end = max(offset, 0), min(offset + limit, count)
        if start < end:
            yield number, start, end - start
        offset -= count


def _jumped(
    query: "sa.Select[Any]", listing: Listing[L], stretch: Stretch, count: int, start: int, take: int
) -> "sa.Select[Any]":
    """What a query reads of the rows from `start` on: their keys are counted off from the stretch's nearer end."""
    back = start + take // 2 > count // 2
    keys = sa.select(listing.columns[0]).select_from(listing.model).where(*stretch.where)
    keys = keys.order_by(*_ordered(listing, stretch, back))
    keys = keys.limit(take).offset(count - start - take if back else start)
    return query.where(listing.columns[0].in_(keys)).order_by(*_ordered(listing, stretch, False))
