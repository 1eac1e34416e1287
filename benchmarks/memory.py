"""What the program keeps in memory with a large office, against an empty one: a walk through every station."""

from collections.abc import Iterator

from benchmarks.measure import Figure, Given, Taker, in_turns
from benchmarks.start import PROGRAM, environment_of
from benchmarks.terminal import started

_WALK = ("2", "3", "j", "\x1b[F", "4", "5", "\x1b[F", "6", "7", "1")
"""Keys: each station, in lists the next row and the last one (End), and back to Today."""

_SMALLEST = 1
"""Issues in the office called empty: the register it needs to open at all, and one issue."""


def figures(given: Given) -> Iterator[Figure]:
    """Memory of the process itself, after every station was looked at."""
    takers: dict[str, Taker] = {}
    for issues in (_SMALLEST, given.issues):
        folder = given.folder / f"desk-{issues}"
        folder.mkdir(exist_ok=True)
        file = folder / "triparty.db"
        if not file.exists():
            file.symlink_to(given.office(issues))
        takers[str(issues)] = _walked(environment_of(given.folder, folder))
    taken = in_turns(given.runs, takers)
    large, empty = taken[str(given.issues)], taken[str(_SMALLEST)]
    yield Figure(f"memory with {given.issues:,} issues", large, "an empty office", empty, 1.3, "MB")


def _walked(environment: dict[str, str]) -> Taker:
    """Megabytes after the walk."""

    def take() -> float:
        with started(PROGRAM, environment) as program:
            program.until_idle()
            for key in _WALK:
                program.press(key)
                program.until_idle()
            return program.resident()

    return take
