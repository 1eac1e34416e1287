"""A list of any length: scrolled, jumped through, selected in, and changed under the cursor."""

import asyncio
from collections.abc import Hashable, Sequence

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.journeys.hands import settle
from triparty.widgets.row_list import Column, Row, RowList, Source, given

MANY = 100_000


class Far:
    """A source of so many rows, read a hundred at a time, each key the number of its row plus `first`."""

    def __init__(self, total: int, *, first: int = 0, gone: frozenset[int] = frozenset(), told: bool = True) -> None:
        self._keys = range(first, first + total)
        self._gone = gone
        self._told = told
        self.read_pages: set[int] = set()
        self.open: asyncio.Event | None = None

    @property
    def total(self) -> int:
        """How many there are; before they are counted, the first page."""
        return len(self._keys) if self._told else 100

    @property
    def counted(self) -> bool:
        """Whether they are counted."""
        return self._told

    def key(self, place: int) -> Hashable | None:
        """The key of a row that is read."""
        return self._keys[place] if place in range(self.total) and place // 100 in self.read_pages else None

    def line(self, place: int) -> Hashable | None:
        """The line is the key."""
        return self.key(place)

    def row(self, place: int) -> Row | None:
        """The row, when it is read."""
        key = self.key(place)
        return None if key is None else Row(key, (str(key), f"row {key}"))

    def has(self, first: int, last: int) -> bool:
        """Whether those pages are read."""
        return self._pages(first, last) <= self.read_pages

    async def read(self, first: int, last: int) -> None:
        """Read them, when the gate is open."""
        if self.open is not None:
            await self.open.wait()
        self.read_pages |= self._pages(first, last)

    async def count(self) -> None:
        """Count them."""
        self._told = True

    async def find(self, key: Hashable) -> int | None:
        """Where the key is."""
        return self._keys.index(key) if isinstance(key, int) and key in self._keys else None

    async def follow(self, before: Source, place: int) -> int:
        """Where the row is now."""
        found = await self.find(before.key(place))
        return place if found is None else found

    async def kept(self, keys: Sequence[Hashable]) -> tuple[Hashable, ...]:
        """Those that are there."""
        return tuple(key for key in keys if key in self._keys and key not in self._gone)

    async def keys(self, first: int, last: int) -> tuple[Hashable, ...]:
        """The keys of those rows."""
        return tuple(self._keys[first : last + 1])

    def _pages(self, first: int, last: int) -> set[int]:
        """The pages of those rows."""
        return set(range(max(0, first) // 100, min(last, self.total - 1) // 100 + 1))


class Desk(App[None]):
    """A list and nothing else."""

    def compose(self) -> ComposeResult:
        """The list."""
        yield RowList([Column("Number", 8), Column("What", 8, share=1)], marking=True)


def rows_of(pilot: Pilot[None]) -> RowList:
    """The list."""
    return pilot.app.query_one(RowList)


def drawn(rows: RowList) -> list[str]:
    """What the list shows, line by line."""
    return [rows.render_line(y).text.rstrip() for y in range(rows.size.height)]


def marks(rows: RowList) -> tuple[Hashable, ...]:
    """What is selected now."""
    return rows.marked


async def shown(pilot: Pilot[None], source: Source) -> RowList:
    """The list with a source, focused."""
    rows = rows_of(pilot)
    rows.focus()
    await rows.show(source)
    await settle(pilot)
    return rows


async def test_a_hundred_thousand_rows_are_gone_through() -> None:
    async with Desk().run_test(size=(80, 24)) as pilot:
        source = Far(MANY)
        rows = await shown(pilot, source)
        await pilot.press("end", "up", "space")
        assert marks(rows) == (MANY - 2,)
        assert rows.key == MANY - 1
        assert f"▸ {MANY - 1}" in drawn(rows)[-1]
        await pilot.press("home", *["pagedown"] * 12)
        assert rows.key == 12 * 22
        assert f"▸ {12 * 22}" in "\n".join(drawn(rows))
        await pilot.press("pageup", "down", "down", "up")
        assert rows.key == 11 * 22 + 1
        await settle(pilot)
        assert len(source.read_pages) < 12, "only what is near is read"


async def test_rows_that_are_not_read_yet_are_quiet_and_then_there() -> None:
    async with Desk().run_test(size=(80, 24)) as pilot:
        source = Far(MANY)
        rows = await shown(pilot, source)
        source.open = asyncio.Event()
        rows.scroll_to(y=50_000, animate=False)
        await pilot.pause()
        assert "…" in drawn(rows)[5]
        assert rows.key == 0, "dragging the scroll bar leaves the cursor where it is"
        source.open.set()
        await settle(pilot)
        assert drawn(rows)[1].split()[0] == "50000"
        assert "…" not in "\n".join(drawn(rows))


async def test_the_row_stays_on_its_line_when_others_come_before_it() -> None:
    async with Desk().run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, Far(MANY, first=1_000))
        await rows.go(500)
        await pilot.press("up", "up", "up", "space")
        await settle(pilot)
        before, cursor = drawn(rows), rows.key
        await rows.show(Far(MANY + 7, first=993))
        await settle(pilot)
        assert rows.key == cursor
        assert rows.cursor == 498 + 7
        assert drawn(rows) == before, "nothing jumps"


async def test_what_is_gone_is_no_longer_selected_and_the_cursor_keeps_its_place() -> None:
    async with Desk().run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, Far(300))
        await pilot.press("space", "space", "end", "space")
        assert marks(rows) == (0, 1, 299)
        await rows.show(Far(200, gone=frozenset({1})))
        await settle(pilot)
        assert marks(rows) == (0,)
        assert rows.key == 199


async def test_marks_go_across_pages_by_key_shift_and_all() -> None:
    async with Desk().run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, Far(1_500))
        await pilot.press("shift+down", "shift+down")
        assert marks(rows) == (0, 1, 2)
        await pilot.press("ctrl+a")
        assert marks(rows) == ()
        await pilot.press("ctrl+a")
        assert len(rows.marked) == 1_500
        await pilot.press("ctrl+a")
        await pilot.click(RowList, offset=(4, 8), shift=True)
        assert marks(rows) == (2, 3, 4, 5, 6, 7)
        assert rows.key == 7
        rows.marked = ()
        await rows.show(Far(MANY))
        await pilot.press("ctrl+a")
        await settle(pilot)
        assert marks(rows) == (), "too many to mean each of them"


async def test_end_waits_until_it_is_known_where_the_end_is() -> None:
    async with Desk().run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, Far(900, told=False))
        assert rows.source.total == 100
        await pilot.press("end")
        await settle(pilot)
        assert rows.key == 899


async def test_the_head_of_a_column_is_told_and_has_its_arrow() -> None:
    heard: list[int] = []

    class Heads(Desk):
        def on_row_list_head_clicked(self, message: RowList.HeadClicked) -> None:
            heard.append(message.column)

    async with Heads().run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, given([Row(1, ("1", "one"))]))
        rows.sorted_by = (1, True)
        assert "What▼" in drawn(rows)[0]
        await pilot.click(RowList, offset=(14, 0))
        await pilot.click(RowList, offset=(3, 0))
        assert heard == [1, 0]


@pytest.mark.parametrize("key", ["space", "ctrl+a", "shift+down"])
async def test_where_nothing_is_done_with_several_that_is_said(key: str) -> None:
    async with Desk().run_test(size=(80, 24), notifications=True) as pilot:
        rows = await shown(pilot, given([Row(1, ("1", "one")), Row(2, ("2", "two"))]))
        rows.marking = False
        await pilot.press(key)
        assert marks(rows) == ()
        assert len(pilot.app._notifications) == 1
