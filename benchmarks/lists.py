"""How long a list makes people wait: a million issues against a DataTable of a hundred rows, and one Static.

Every figure is the median of interleaved rounds in one process, in CPU time from the key to the repaint. First pages
are the time of the process that asks: on SQLite that is the database's own.
"""

import asyncio
import contextlib
import statistics
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

from textual import events
from textual.app import App
from textual.widgets import DataTable, Static

from benchmarks.measure import Figure, Given
from meetings_db.engine import Database
from meetings_db.models import Route
from meetings_db.queries.directory import estates, the_community
from meetings_db.queries.paging import Listing, page_beyond
from meetings_db.queries.visits import ISSUE_SORTS, IssueFilter, IssueLine, categories, issue_list
from triparty.widgets.paged import Paged
from triparty.widgets.row_list import Column, Row, RowList

PRESSES = 40
PATIENCE = 0.25
"""Seconds after which a key was painted together with the one before; waiting costs no CPU time."""
KEYS = {"↓": ("down",), "PgDn and PgUp": ("pagedown", "pageup"), "End and Home": ("end", "home")}
TABLE_KEYS = KEYS | {"End and Home": ("ctrl+end", "ctrl+home")}
"""A DataTable's End goes to the end of the row."""
REACHES = {"open": 0.5, "↓": 0.5, "PgDn and PgUp": 1, "End and Home": 1, "memory": 1}
FIRST_PAGE = 0.05
"""Seconds a first page may take."""
HEADS = ("Number", "What", "Estate", "Age", "Status")


def figures(given: Given) -> Iterator[Figure]:
    """The list of all issues: its keys, its memory, its first pages."""
    database = Database.in_file(given.office(given.issues))
    yield from _figures(given, database, "")
    database.close()
    if url := given.office_on_server(given.issues):
        server = Database(url)
        yield from _figures(given, server, " on PostgreSQL")
        server.close()


def _figures(given: Given, database: Database, where: str) -> Iterator[Figure]:
    """The figures of one database."""
    community = database.read(the_community)
    if community is None:
        raise LookupError("the invented office has no community")
    yield from asyncio.run(compare(database, community.id, given.runs, f"{given.issues:,} issues{where}"))
    slowest, seconds = first_pages(database, community.id)
    yield Figure(f"first page{where}, slowest: {slowest}", seconds, "no time at all", 0, FIRST_PAGE, more=True)


class Painted(App[None]):
    """An app that knows when it has painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = asyncio.Event()

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        self.painted.set()

    async def paint(self) -> None:
        """Wait until everything that there is was painted."""
        self.painted.clear()
        self.screen.refresh()
        await self.painted.wait()

    async def press(self, key: str) -> None:
        """Press a key and wait for the repaint."""
        self.painted.clear()
        self.post_message(events.Key(key, None))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.painted.wait()


class OneStatic(Painted):
    """An app that updates one Static."""

    presses = 0

    def compose(self) -> Any:
        """The Static."""
        yield Static("0")

    def on_key(self) -> None:
        """Count."""
        self.presses += 1
        self.query_one(Static).update(str(self.presses))


def row_of(line: IssueLine) -> Row:
    """An issue as a row of text alone."""
    cells = (line.number, line.title, line.estate, f"{line.reported_at:%m-%d}", line.status)
    return Row(line.id, cells)


async def open_ours(app: Painted, database: Database, listing: Listing[IssueLine]) -> RowList:
    """Mount the list and show its first page."""
    rows = RowList([Column(title, 10, share=1) for title in HEADS])
    await app.mount(rows)
    rows.focus()
    await rows.show(await Paged(database, listing, row_of).open())
    await app.paint()
    return rows


async def open_table(app: Painted, lines: list[IssueLine]) -> "DataTable[str]":
    """Mount a DataTable and fill it."""
    table: DataTable[str] = DataTable(cursor_type="row")
    await app.mount(table)
    table.focus()
    table.add_columns(*HEADS)
    for line in lines:
        table.add_row(*map(str, row_of(line).cells), key=str(line.id))
    await app.paint()
    return table


async def cost(work: Callable[[], Awaitable[Any]], times: int = 1) -> float:
    """CPU seconds of one go."""
    begun = time.process_time()
    for _ in range(times):
        await work()
    return (time.process_time() - begun) / times


async def compare(database: Database, community: UUID, rounds: int, named: str) -> list[Figure]:
    """Open, keys and memory, ours and theirs in turns."""
    listing = issue_list(community, IssueFilter(standing="all"))
    hundred = list(database.read(page_beyond, listing, None, 100).lines)
    ours: dict[str, list[float]] = {}
    table: dict[str, list[float]] = {}
    static: list[float] = []
    for _ in range(rounds):
        await _round(ours, lambda app: open_ours(app, database, listing))
        await _round(table, lambda app: open_table(app, hundred))
        async with OneStatic().run_test(size=(120, 40)) as pilot:
            app: Any = pilot.app
            static.append(await cost(lambda: app.press("x"), PRESSES))  # noqa: B023
    found = [
        Figure(
            f"list of {named}, {name}",
            statistics.median(ours[name]),
            "a DataTable of 100",
            statistics.median(table[name]),
            reach,
            "MB" if name == "memory" else "s",
        )
        for name, reach in REACHES.items()
    ]
    down, one = statistics.median(ours["↓"]), statistics.median(static)
    return [*found, Figure(f"a key to the repaint, {named}", down, "an app that updates one Static", one, 1.3)]


async def _round(taken: dict[str, list[float]], opened: Callable[[Painted], Awaitable[Any]]) -> None:
    """Open a list once, press each key, and weigh it."""
    async with Painted().run_test(size=(120, 40)) as pilot:
        app: Any = pilot.app
        taken.setdefault("open", []).append(await cost(lambda: opened(app)))
        widget = app.focused
        if isinstance(widget, RowList):
            await widget.count()
            await app.press("down")
        for name, keys in (KEYS if isinstance(widget, RowList) else TABLE_KEYS).items():
            taken.setdefault(name, []).append(await cost(lambda: _press(app, keys), PRESSES))  # noqa: B023
    async with Painted().run_test(size=(120, 40)) as pilot:
        tracemalloc.start()
        again: Any = pilot.app
        await opened(again)
        if isinstance(again.focused, RowList):
            await again.focused.count()
        for _ in range(PRESSES):
            await _press(again, ("pagedown", "end", "home"))
        taken.setdefault("memory", []).append(tracemalloc.get_traced_memory()[0] / 2**20)
        tracemalloc.stop()


async def _press(app: Painted, keys: tuple[str, ...]) -> None:
    """Press keys, each painted."""
    for key in keys:
        await app.press(key)


def first_pages(database: Database, community: UUID) -> tuple[str, float]:
    """The slowest first page of every sort with every filter, and the seconds it takes."""
    estate = database.read(estates, community)[0].id
    category = next(iter(database.read(categories, community)), "")
    filters: list[dict[str, Any]] = [{}, {"estate_id": estate}, {"category": category}]
    filters += [{"route": route} for route in Route]
    taken: dict[str, float] = {}
    for standing in ("open", "ended", "all"):
        for chosen in filters:
            for sort in ISSUE_SORTS:
                listing = issue_list(community, IssueFilter(standing=standing, **chosen), sort)
                rounds = []
                for _ in range(3):
                    begun = time.process_time()
                    database.read(page_beyond, listing, None, 200)
                    rounds.append(time.process_time() - begun)
                taken[f"{standing}, {', '.join(chosen) or 'no filter'}, {sort}"] = statistics.median(rounds)
    return max(taken.items(), key=lambda each: each[1])
