"""How far something long has come, for people at a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from triparty.commands.speaking import speak


class Progress(Protocol):
    """Told how much is done, of how much, and at what the work is where that changes."""

    def __call__(self, done: int, total: int, what: str = "", /) -> None:
        """Move the bar."""


@contextmanager
def progress_of(what: str, *, in_lines: bool = False) -> Iterator[Progress | None]:
    """A bar on stderr while something long goes on; without a terminal nothing, or a line for each tenth of it."""
    if not sys.stderr.isatty():
        yield _lines(what) if in_lines else None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    from meetings_db.text import clean_line

    with Bar(*Bar.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text(clean_line(what)).markup, total=None)

        def move(done: int, total: int, at: str = "", /) -> None:
            said = f"{what} {at}".rstrip()
            bar.update(task, completed=done, total=total, description=Text(clean_line(said)).markup)

        yield move


def _lines(what: str) -> Progress:
    """Says on stderr how far it is, whenever another tenth is done or another part of the work begins."""
    last = (-1, -1)

    def move(done: int, total: int, at: str = "", /) -> None:
        nonlocal last
        tenth = done * 10 // total if total else 10
        if (total, tenth) != last:
            last = (total, tenth)
            speak(f"{what} {at}".rstrip() + f": {tenth * 10} % ({done} / {total})", wrong=True)

    return move
