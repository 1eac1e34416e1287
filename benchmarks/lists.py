"""How long a list makes people wait: a million issues against a DataTable of a hundred rows, and one Static.

Run from the repository: `python -m benchmarks.lists [office.db or a PostgreSQL URL]`; without a database it seeds one
with `--issues` of them (a million take ten minutes). Every figure is the median of interleaved rounds in one process,
in CPU time from the key to the repaint; only the ratios are worth keeping. First pages are the database's own time.
"""

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from textual import events
from textual.app import App
from textual.widgets import DataTable, Static

from benchmarks.seed import seed
from meetings_db.engine import Database
from meetings_db.models import Route
from meetings_db.queries.directory import estates, the_community
from meetings_db.queries.paging import Listing, page_beyond
from meetings_db.queries.visits import ISSUE_SORTS, IssueFilter, IssueLine, categories, issue_list
from triparty.widgets.paged import Paged
from triparty.widgets.row_list import Column, Row, RowList

ROUNDS = 5
PRESSES = 40
KEYS = {"↓": ("down",), "PgDn and PgUp": ("pagedown", "pageup"), "End and Home": ("end", "home")}
HEADS = ("Number", "What", "Estate", "Age", "Status")


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


async def compare(database: Database, community: UUID) -> None:
    """Open, keys and memory, ours and theirs in turns."""
    listing = issue_list(community, IssueFilter(standing="all"))
    hundred = list(database.read(page_beyond, listing, None, 100).lines)
    ours: dict[str, list[float]] = {}
    table: dict[str, list[float]] = {}
    static: list[float] = []
    for _ in range(ROUNDS):
        await _round(ours, lambda app: open_ours(app, database, listing))
        await _round(table, lambda app: open_table(app, hundred))
        async with OneStatic().run_test(size=(120, 40)) as pilot:
            app: Any = pilot.app
            static.append(await cost(lambda: app.press("x"), PRESSES))  # noqa: B023
    for name, taken in ours.items():
        tell(f"{name}, against a DataTable of 100", taken, table[name])
    tell("↓, against an app that updates one Static", ours["↓"], static)


async def _round(taken: dict[str, list[float]], opened: Callable[[Painted], Awaitable[Any]]) -> None:
    """Open a list once, press each key, and weigh it."""
    async with Painted().run_test(size=(120, 40)) as pilot:
        app: Any = pilot.app
        taken.setdefault("open", []).append(await cost(lambda: opened(app)))
        widget = app.focused
        if isinstance(widget, RowList):
            await widget.count()
            await app.press("down")
        for name, keys in KEYS.items():
            taken.setdefault(name, []).append(await cost(lambda: _press(app, keys), PRESSES))  # noqa: B023
    async with Painted().run_test(size=(120, 40)) as pilot:
        tracemalloc.start()
        again: Any = pilot.app
        await opened(again)
        if isinstance(again.focused, RowList):
            await again.focused.count()
        for _ in range(PRESSES):
            await _press(again, ("pagedown", "end", "home"))
        taken.setdefault("memory", []).append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()


async def _press(app: Painted, keys: tuple[str, ...]) -> None:
    """Press keys, each painted."""
    for key in keys:
        await app.press(key)


def first_pages(database: Database, community: UUID) -> None:
    """The database's time for the first page of every sort with every filter."""
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
    worst = max(taken, key=lambda name: taken[name])
    print(f"first page of {len(taken)} sorts and filters: {statistics.median(taken.values()) * 1_000:.1f} ms;", end=" ")
    print(f"the slowest ({worst}) {taken[worst] * 1_000:.1f} ms")


def program_memory(database: str) -> float:
    """The most memory the program took, in MB, after its Issues station was opened and paged through."""
    command = [sys.executable, "-m", "benchmarks.lists", "--weigh", database]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


async def weigh(url: str) -> None:
    """Open the program on a database, page through its issues, and print the most memory it took."""
    from triparty.app import TripartyApp
    from triparty.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        database = opened_database(url)
        app = TripartyApp(lambda: database, Settings(data=Path(folder)))
        async with app.run_test(size=(120, 40)) as pilot:
            for key in ("3", *("pagedown",) * 20, "end", "home", "s"):
                await pilot.press(key)
                await pilot.pause(0.2)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)


def opened_database(url: str) -> Database:
    """A database by its file or URL."""
    return Database(url) if "://" in url else Database.in_file(Path(url))


def tell(name: str, taken: list[float], baseline: list[float]) -> None:
    """Print a ratio of medians."""
    print(f"{name:48} {statistics.median(taken) / statistics.median(baseline):5.2f}×")


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", nargs="?")
    parser.add_argument("--issues", type=int, default=1_000_000)
    parser.add_argument("--weigh", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.weigh:
        asyncio.run(weigh(asked.database))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or str(Path(folder) / "office.db")
        database = opened_database(url)
        if asked.database is None:
            database.upgrade()
            seed(database, asked.issues, journalled=False)
        community = database.read(the_community)
        assert community is not None
        asyncio.run(compare(database, community.id))
        first_pages(database, community.id)
        empty = str(Path(folder) / "empty.db")
        small = opened_database(empty)
        small.upgrade()
        seed(small, 0, journalled=False)
        database.close()
        small.close()
        print(
            f"{'memory of the program, against an empty office':48} {program_memory(url) / program_memory(empty):5.2f}×"
        )


if __name__ == "__main__":
    main()
