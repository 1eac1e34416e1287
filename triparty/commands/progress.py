"""How far something long has come, for people at a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


@contextmanager
def progress_of(what: str) -> Iterator[Progress | None]:
    """A bar on stderr while something long goes on; none when nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.text import Text

    from meetings_db.text import clean_line

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text(clean_line(what)).markup, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
