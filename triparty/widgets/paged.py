"""A list in the database, of which a few pages are held: whatever its length, it takes the same room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.queries.paging import (
    Listing,
    Page,
    Place,
    Tally,
    keys_at,
    lines_of,
    page_at,
    page_beyond,
    place_of,
    rank,
)
from triparty.widgets.row_source import Row, Source

L = TypeVar("L", bound=tuple[Any, ...])

PAGE = 200
"""Rows in a page."""
HELD = 32
"""Pages held; the one that was needed longest ago goes first."""


class Paged(Generic[L]):
    """A source that reads `listing` page by page, in threads; `draw` makes a row of a line when it is shown.

    `tally` keeps the counts of a station's lists; `finish` makes of a line, as it is read, the one that is shown.
    A page beside one that is held is read from there by key; any other
    is jumped to, which needs the count.
    """

    def __init__(
        self,
        db: Database,
        listing: Listing[L],
        draw: Callable[[L], Row],
        tally: Tally | None = None,
        finish: Callable[[Session, L], L] | None = None,
    ) -> None:
        self.listing = listing
        self._db = db
        self._draw = draw
        self._finish = finish
        self._tally = tally or Tally()
        self._pages: OrderedDict[int, Page[L]] = OrderedDict()
        self._counts: tuple[int, ...] = ()
        self._total = 0
        self._counted = False

    @property
    def total(self) -> int:
        """How many rows there are, as far as is known."""
        return self._total

    @property
    def counted(self) -> bool:
        """Whether `total` is all of them."""
        return self._counted

    async def open(self) -> "Paged[L]":
        """Read the first page; a list that is no longer is counted by that."""
        page = await self._db.read_async(self._page, None)
        self._hold(0, page)
        self._total = len(page.lines)
        if self._total < PAGE:
            self._counts = tuple(map(page.stretches.count, range(len(self.listing.stretches))))
            self._counted = True
        return self

    def line(self, place: int) -> L | None:
        """The line there, None while it is not read."""
        page = self._pages.get(place // PAGE) if 0 <= place < self._total else None
        return page.lines[place % PAGE] if page and place % PAGE < len(page.lines) else None

    def row(self, place: int) -> Row | None:
        """The row there, None while it is not read."""
        line = self.line(place)
        return None if line is None else self._draw(line)

    def key(self, place: int) -> Hashable | None:
        """The key of the row there, None while it is not read."""
        line = self.line(place)
        return None if line is None else line[0]

    def put(self, line: L) -> None:
        """Show this line instead of the one with its key, until the list is read again."""
        for number, page in self._pages.items():
            lines = tuple(line if each[0] == line[0] else each for each in page.lines)
            self._pages[number] = page._replace(lines=lines)

    def has(self, first: int, last: int) -> bool:
        """Whether the rows from `first` to `last` are read; those beyond the ends are."""
        return all(number in self._pages for number in self._numbers(first, last))

    async def read(self, first: int, last: int) -> None:
        """Read the pages of the rows from `first` to `last`."""
        for number in self._numbers(first, last):
            if number in self._pages:
                self._pages.move_to_end(number)
            elif number * PAGE < self._total:  # a page before it may have turned out to be the list's end
                await self._read_page(number)

    async def count(self) -> None:
        """Learn how many rows there are."""
        if not self._counted:
            self._counts = await self._db.read_async(self._tally.counts, self.listing)
            self._total = max(self._total, sum(self._counts))
            self._counted = True

    async def find(self, key: Hashable) -> int | None:
        """The place of the row with `key`, None when it is not in the list."""
        at = self._among_held(key)
        if at is not None or self._whole:
            return at
        place = await self._db.read_async(place_of, self.listing, key)
        return None if place is None else await self._rank(place)

    async def follow(self, before: Source, place: int) -> int:
        """Where the row is now that stood at `place` of the same list; its old place when it is gone; else the top."""
        if not isinstance(before, Paged) or before.listing.name != self.listing.name:
            return 0
        key = before.key(place)
        if key is None:
            return place
        at = await self.find(key)
        if at is not None or self._whole:
            return place if at is None else at
        stood = before._place(place)
        return place if stood is None else await self._rank(stood)

    async def kept(self, keys: Sequence[Hashable]) -> tuple[Hashable, ...]:
        """Those of the keys that are in the list."""
        return tuple(line[0] for line in await self.lines(keys))

    async def lines(self, keys: Sequence[Hashable]) -> list[L]:
        """The lines with these keys that are in the list, in the order of `keys`."""
        return await self._db.read_async(lines_of, self.listing, keys)

    async def keys(self, first: int, last: int) -> tuple[Hashable, ...]:
        """The keys of the rows from `first` to `last`."""
        await self.count()
        first = max(0, first)
        return tuple(await self._db.read_async(keys_at, self.listing, self._counts, first, last - first + 1))

    @property
    def _whole(self) -> bool:
        """Whether the first page is all there is."""
        return self._counted and self._total <= PAGE and 0 in self._pages

    def _numbers(self, first: int, last: int) -> range:
        """The pages of the rows from `first` to `last`, as far as there are any."""
        return range(max(0, first) // PAGE, min(last, self._total - 1) // PAGE + 1)

    async def _read_page(self, number: int) -> None:
        """Read a page and hold it. From where is settled before the thread: another read may let go of its neighbours.

        A page without rows is never held: the list has become shorter, and ends before it.
        """
        before, behind = self._pages.get(number - 1), self._pages.get(number + 1)
        if number == 0:
            page = await self._db.read_async(self._page, None)
        elif before is not None:
            last = self.listing.place(before.lines[-1], before.stretches[-1])
            page = await self._db.read_async(self._page, last)
        elif behind is not None:
            first = self.listing.place(behind.lines[0], behind.stretches[0])
            page = await self._db.read_async(self._page, first, back=True)
        else:
            await self.count()
            page = await self._db.read_async(self._page_at, number * PAGE)
        if page.lines:
            self._hold(number, page)
        else:
            self._total = min(self._total, number * PAGE)

    def _page(self, session: Session, place: Place | None, *, back: bool = False) -> Page[L]:
        """The page behind a place, or before it with `back`."""
        return self._finished(session, page_beyond(session, self.listing, place, PAGE, back=back))

    def _page_at(self, session: Session, offset: int) -> Page[L]:
        """The page from the `offset`th row on."""
        return self._finished(session, page_at(session, self.listing, self._counts, offset, PAGE))

    def _finished(self, session: Session, page: Page[L]) -> Page[L]:
        """A page with its lines as they are shown."""
        finish = self._finish
        return page if finish is None else page._replace(lines=tuple(finish(session, line) for line in page.lines))

    def _hold(self, number: int, page: Page[L]) -> None:
        """Hold a page, and let go of the one that was needed longest ago."""
        self._pages[number] = page
        if len(self._pages) > HELD:
            self._pages.popitem(last=False)

    def _among_held(self, key: Hashable) -> int | None:
        """The place of the row with `key` in the pages that are held."""
        for number, page in self._pages.items():
            for index, line in enumerate(page.lines):
                if line[0] == key:
                    return number * PAGE + index
        return None

    def _place(self, place: int) -> Place | None:
        """What the row there is ordered by."""
        page = self._pages.get(place // PAGE)
        if page is None or place % PAGE >= len(page.lines):
            return None
        return self.listing.place(page.lines[place % PAGE], page.stretches[place % PAGE])

    async def _rank(self, place: Place) -> int:
        """How many rows stand before it."""
        await self.count()
        return await self._db.read_async(rank, self.listing, place, self._counts)
