"""Programs on a real terminal: a pseudo-terminal of 120×40 that is read to see how far they are."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120
"""Seconds after which a program that says nothing has failed."""

QUIET = 0.4
"""Seconds without output after which a program is idle: less than the pause of a blinking cursor."""


class OnTerminal:
    """A program that runs on a terminal of its own since `begun`."""

    def __init__(self, process: int, terminal: int, begun: float) -> None:
        self.process = process
        self._terminal = terminal
        self._begun = begun
        self._wrote_at = 0.0

    def until(self, words: str) -> float:
        """Read until the program has written `words`; the seconds since it began."""
        wanted, seen = words.encode(), b""
        while wanted not in seen:
            piece = self._read(PATIENCE)
            if not piece:
                raise TimeoutError(f"{words!r} did not appear; the last was {seen!r}")
            seen = seen[-500:] + piece
        return time.perf_counter() - self._begun

    def until_idle(self) -> float:
        """Read until the program is idle; the seconds from its beginning to the last thing it wrote."""
        if not self._wrote_at and not self._read(PATIENCE):
            raise TimeoutError("nothing appeared")
        while self._read(QUIET):
            pass
        return self._wrote_at - self._begun

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def resident(self) -> float:
        """The megabytes of memory the program has of its own: what it shares with files on disk is not counted."""
        rollup = Path(f"/proc/{self.process}/smaps_rollup").read_text(encoding="ascii")
        kinds = dict(line.split(":", 1) for line in rollup.splitlines()[1:])
        return sum(int(kinds[kind].split()[0]) for kind in ("Private_Clean", "Private_Dirty")) / 1024

    def _read(self, patience: float) -> bytes:
        """What the program writes next; nothing when it is silent for so long, or has ended."""
        ready, _, _ = select.select([self._terminal], [], [], patience)
        try:
            piece = os.read(self._terminal, 65_536) if ready else b""
        except OSError:  # the program has ended, and its end of the terminal with it
            return b""
        if piece:
            self._wrote_at = time.perf_counter()
        return piece


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[OnTerminal]:
    """Start a program on a terminal; it is killed in the end."""
    begun = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        try:
            os.execvpe(command[0], list(command), dict(environment))
        finally:
            os._exit(127)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        yield OnTerminal(process, terminal, begun)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
