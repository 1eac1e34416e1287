"""How everything here is measured: in turns with what it is compared to, by medians, and told as a ratio.

A benchmark is a module with `figures(given)`, which yields a `Figure` for each row of the table it answers for and a
`Missing` where what it needs is not here. `python -m benchmarks` gathers and prints them.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from benchmarks.seed import seed
from meetings_db.engine import Database

Taker = Callable[[], float]
"""Does something once and returns what it cost: seconds, or bytes."""


@dataclass(frozen=True)
class Figure:
    """What was measured against what, and how far it may go.

    `reach` bounds the ratio of `taken` to `baseline`, or their difference when `more` is set; the numbers are in
    `unit`, which is `s`, `ms` or `MB`.
    """

    what: str
    taken: float
    against: str
    baseline: float
    reach: float
    unit: str = "s"
    more: bool = False

    @property
    def found(self) -> float:
        """The ratio, or the difference."""
        return self.taken - self.baseline if self.more else self.taken / self.baseline

    @property
    def reached(self) -> bool:
        """Whether it is within its bound."""
        return self.found <= self.reach

    def __str__(self) -> str:
        sign, unit = ("+", f" {self.unit}") if self.more else ("", "×")
        found, reach = f"{sign}{self.found:.2f}{unit}", f"≤ {sign}{self.reach:g}{unit}"
        numbers = f"{_short(self.taken)} against {_short(self.baseline)} {self.unit}"
        return f"{'✓' if self.reached else '✗'} {found:>9}  {reach:9}  {self.what}, against {self.against}  ({numbers})"


@dataclass(frozen=True)
class Missing:
    """A row of the table that could not be measured here, and why."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"– {'':9}  {'':9}  {self.what}: {self.why}"


@dataclass(frozen=True)
class Given:
    """What a run of benchmarks is given.

    `issues` is how many the large office has, `folder` where offices and files are put and found again, `server` the
    URL of a PostgreSQL server on which databases may be made, `posting` the command that starts posting, the program
    that starting is measured against, `peers` the folder where npm installed what our papers are measured against.
    """

    folder: Path
    issues: int = 1_000_000
    runs: int = 5
    server: str = ""
    posting: str = ""
    peers: Path | None = None

    def office(self, issues: int, *, journalled: bool = False) -> Path:
        """A SQLite file of an invented office, made once for all runs in the same folder: copy it before you write."""
        place = self.folder / f"office-{issues}{'-journalled' if journalled else ''}.db"
        if not place.exists():
            beside = place.with_suffix(".making")
            _fill(Database.in_file(beside, actor="seed"), issues, journalled=journalled)
            beside.rename(place)
        _upgrade(Database.in_file(place))
        return place

    def office_on_server(self, issues: int) -> str | None:
        """The URL of an invented office on the PostgreSQL server, made once; None when no server was given."""
        if not self.server:
            return None
        import psycopg

        name = f"office_{issues}"
        url = make_url(self.server).set(database=name)
        with psycopg.connect(self.server, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                beside = f"{name}_making"
                connection.execute(f"CREATE DATABASE {beside}".encode())
                _fill(Database(url.set(database=beside), actor="seed"), issues, journalled=False)
                connection.execute(f"ALTER DATABASE {beside} RENAME TO {name}".encode())
        _upgrade(Database(url))
        return url.render_as_string(hide_password=False)


def in_turns(runs: int, takers: Mapping[str, Taker]) -> dict[str, float]:
    """The median cost of each taker, each run once per round, so that a busy machine is busy for all of them.

    A first round that is not counted warms what a day's work has warm.
    """
    taken: dict[str, list[float]] = {name: [] for name in takers}
    for turn in range(runs + 1):
        for name, take in takers.items():
            cost = take()
            if turn:
                taken[name].append(cost)
    return {name: statistics.median(costs) for name, costs in taken.items()}


def seconds(work: Callable[[], object]) -> Taker:
    """How long `work` takes, by the clock on the wall."""
    return _timed(work, time.perf_counter)


def cpu_seconds(work: Callable[[], object]) -> Taker:
    """How much of the processor `work` takes in this process."""
    return _timed(work, time.process_time)


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> Taker:
    def take() -> float:
        begun = clock()
        work()
        return clock() - begun

    return take


def _fill(database: Database, issues: int, *, journalled: bool) -> None:
    """Make the schema, and an office in it."""
    database.upgrade()
    seed(database, issues, journalled=journalled)
    database.close()


def _upgrade(database: Database) -> None:
    """Bring an office made by an earlier release to this one's schema."""
    database.upgrade()
    database.close()


def _short(number: float) -> str:
    """Three digits that say something."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"
