"""What a list shows: columns, rows, and where the rows come from."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from triparty.widgets.cells import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Column:
    """A column: `width` in cells, grown by its `share` of what is left; not shown in a list below `from_width`."""

    title: str
    width: int
    share: int = 0
    right: bool = False
    from_width: int = 0


@dataclass(frozen=True)
class Row:
    """A row: one cell for each column; `tone` colours the cells that have no colour of their own.

    `below` is what stands under the cells, where the rows of a list are two lines high.
    """

    key: Hashable
    cells: tuple[Words | str, ...]
    tone: str = ""
    below: Words | str = ""


class Source(Protocol):
    """The rows of a list by their place from 0. Some may still have to be read, and how many there are is told late."""

    @property
    def total(self) -> int:
        """How many rows there are, as far as is known."""

    @property
    def counted(self) -> bool:
        """Whether `total` is all of them."""

    def line(self, place: int) -> Any:
        """What the row there shows, None while it is not read."""

    def row(self, place: int) -> Row | None:
        """The row there, None while it is not read."""

    def key(self, place: int) -> Hashable | None:
        """The key of the row there, None while it is not read."""

    def has(self, first: int, last: int) -> bool:
        """Whether the rows from `first` to `last` are read; those beyond the ends are."""

    async def read(self, first: int, last: int) -> None:
        """Read the rows from `first` to `last`."""

    async def count(self) -> None:
        """Learn how many rows there are."""

    async def find(self, key: Hashable) -> int | None:
        """The place of the row with `key`, None when it is not in the list."""

    async def follow(self, before: "Source", place: int) -> int:
        """Where the row is now that stood at `place` in this list's former state; where it was, when it is gone."""

    async def kept(self, keys: Sequence[Hashable]) -> tuple[Hashable, ...]:
        """Those of the keys that are in the list."""

    async def keys(self, first: int, last: int) -> tuple[Hashable, ...]:
        """The keys of the rows from `first` to `last`."""


class Listed(Generic[T]):
    """A source whose lines are all there; `draw` makes a row of one when it is shown."""

    counted = True

    def __init__(self, lines: Sequence[T], key: Callable[[T], Hashable], draw: Callable[[T], Row]) -> None:
        self.lines = tuple(lines)
        self._key = key
        self._draw = draw
        self._places: dict[Hashable, int] | None = None

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def line(self, place: int) -> T | None:
        """The line there, None beyond the ends."""
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def row(self, place: int) -> Row | None:
        """The row there."""
        return self._draw(self.lines[place]) if 0 <= place < len(self.lines) else None

    def key(self, place: int) -> Hashable | None:
        """The key of the row there."""
        return self._key(self.lines[place]) if 0 <= place < len(self.lines) else None

    def place(self, key: Hashable) -> int | None:
        """The place of the row with `key`."""
        if self._places is None:
            self._places = {self._key(line): place for place, line in enumerate(self.lines)}
        return self._places.get(key)

    def has(self, first: int, last: int) -> bool:
        """They are all there."""
        return True

    async def read(self, first: int, last: int) -> None:
        """There is nothing to read."""

    async def count(self) -> None:
        """They are counted."""

    async def find(self, key: Hashable) -> int | None:
        """The place of the row with `key`."""
        return self.place(key)

    async def follow(self, before: Source, place: int) -> int:
        """The same row, else the same place."""
        return self.beside(before, place)

    def beside(self, before: Source, place: int) -> int:
        """The same row, else the same place: known at once."""
        found = self.place(before.key(place)) if before.total else None
        return place if found is None else found

    async def kept(self, keys: Sequence[Hashable]) -> tuple[Hashable, ...]:
        """Those of the keys that are in the list."""
        return tuple(key for key in keys if self.place(key) is not None)

    async def keys(self, first: int, last: int) -> tuple[Hashable, ...]:
        """The keys of the rows from `first` to `last`."""
        return tuple(self._key(line) for line in self.lines[max(0, first) : last + 1])


def given(rows: Sequence[Row]) -> Listed[Row]:
    """A source of rows that are made already."""
    return Listed[Row](rows, attrgetter("key"), _itself)


def _itself(row: Any) -> Any:
    """A row is a row."""
    return row
