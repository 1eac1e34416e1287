"""A process that has everything in memory already and forks desks from itself, to be killed by the hundred.

A desk that starts cold spends most of its life on imports and on composing its first statements. The nursery does the
work once, gives its connections back, and forks: a desk then begins with what was composed, and with nothing open.
"""

import gc
import os
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from tests.data.processes import FORKS, PATIENCE, Desk, opened


class Nursery:
    """Forks up to `seats` desks that do `work(database, tell, *args)`, once it has itself told `enough` of that work.

    `told` is what it said.
    """

    def __init__(self, work: Callable[..., None], url: str, *args: object, seats: int, enough: int) -> None:
        ears, mouths = zip(*(FORKS.Pipe(duplex=False) for _seat in range(seats)), strict=True)
        self._ears = iter(ears)
        self._orders, theirs = FORKS.Pipe()
        nurse = FORKS.Process(target=_nurse, args=(theirs, mouths, enough, work, url, *args), daemon=True)
        nurse.start()
        for mine in (*mouths, theirs):
            mine.close()
        self.told: list[Any] = self._answer()

    def desk(self) -> Desk:
        """One desk more."""
        self._orders.send("fork")
        return Desk(next(self._ears), partial(_kill, self._answer()))

    def close(self) -> None:
        """Send the nurse home; its desks were killed."""
        self._orders.close()

    def _answer(self) -> Any:
        """What the nurse says next."""
        assert self._orders.poll(PATIENCE), "the nursery says nothing"
        return self._orders.recv()


class _Enough(Exception):
    """The work was done often enough to know it."""


def _kill(pid: int, after: float) -> None:
    """Kill a desk so many seconds from now; the nurse never waits for it, so that its number is nobody else's."""
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)


def _nurse(
    orders: Connection, mouths: Sequence[Connection], enough: int, work: Callable[..., None], url: str, *args: object
) -> None:
    """What happens in the nursery: the work itself, and then a fork for each order."""
    database, told = opened(url), list[object]()

    def tell(said: object) -> None:
        told.append(said)
        if len(told) == enough:
            raise _Enough

    try:
        work(database, tell, *args)
    except _Enough:
        database.close()
    gc.collect()
    gc.freeze()  # what was composed is not gone through, and so not copied, by each desk
    orders.send(told)
    for mouth in mouths:
        try:
            orders.recv()
        except EOFError:
            return
        pid = os.fork()
        if not pid:
            orders.close()
            for other in mouths:
                if other is not mouth:
                    other.close()
            database.actor = f"desk {os.getpid()}"
            work(database, mouth.send, *args)
            database.close()
            os._exit(0)
        mouth.close()
        orders.send(pid)
