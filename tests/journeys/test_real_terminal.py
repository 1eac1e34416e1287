"""The real program on a real terminal: killed in the middle of a meeting, and left by its terminal."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.journeys.meeting_desk import kept
from tests.journeys.meeting_setup import Setting, ready
from triparty.screens import last_known
from triparty.services.meetings import go_to_item, open_meeting

pytestmark = [
    pytest.mark.usefixtures("on_both"),
    pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals"),
]

PATIENCE = 60
"""Seconds after which a program that shows nothing is lost."""
WORDS = "half a sentence"


class Terminal:
    """The program on a terminal of its own, which is not the controlling one: its hangup reaches nobody as a signal."""

    def __init__(self, folder: Path) -> None:
        self._end, slave = os.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", "TRIPARTY_DATA": str(folder), "TRIPARTY_OFFICER": "Chen"}
        environment |= {"COLUMNS": "120", "LINES": "40", "TRIPARTY_LANGUAGE": "en", "TRIPARTY_CONFIG": str(folder)}
        command = [sys.executable, "-m", "triparty"]
        self._program = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self._seen = ""

    def until(self, true: Callable[[str], bool]) -> None:
        """Read what is written to the screen until something holds of all of it."""
        while not true(self._seen):
            heard, _writable, _wrong = select.select([self._end], [], [], PATIENCE)
            assert heard, self._seen[-2000:]
            self._seen += os.read(self._end, 65536).decode("utf-8", "replace")

    def type(self, keys: str) -> None:
        """Press keys; what was seen before is forgotten."""
        self._seen = ""
        os.write(self._end, keys.encode())

    def close(self) -> int:
        """Close the terminal, as a broken connection does; gives how the program ended."""
        os.close(self._end)
        return self._program.wait(PATIENCE)

    def kill(self) -> None:
        """End the program as the power does, whatever state it is in, and leave nothing of it."""
        self._program.kill()
        self._program.wait(PATIENCE)
        with suppress(OSError):  # it was closed by the test
            os.close(self._end)


@contextmanager
def terminal_in(folder: Path) -> Iterator[Terminal]:
    """A terminal whose program is gone at the end. It begins without a sketch of the day: what it shows can be used."""
    (folder / last_known.FILE).unlink(missing_ok=True)
    terminal = Terminal(folder)
    try:
        terminal.until(lambda seen: "In session" in seen)
        yield terminal
    finally:
        terminal.kill()


def at_the_second_item(folder: Path) -> Setting:
    """A meeting in session, at its second item."""
    setting = ready(folder)
    setting.db.run(open_meeting, setting.meeting_id)
    setting.db.run(go_to_item, kept(setting).items[1].id)
    return setting


def test_a_meeting_comes_back_to_its_item_after_a_kill(tmp_path: Path) -> None:
    setting = at_the_second_item(tmp_path)
    with terminal_in(tmp_path) as terminal:
        terminal.type("\r")
        terminal.until(lambda seen: "Bins" in seen and "Notes" in seen)
        terminal.type(f"n{WORDS}")
        terminal.until(lambda _seen: kept(setting).items[1].notes == WORDS)
    with terminal_in(tmp_path) as terminal:
        terminal.type("\r")
        terminal.until(lambda seen: WORDS in seen and "Bins" in seen)


def test_a_terminal_that_has_gone_ends_the_program(tmp_path: Path) -> None:
    at_the_second_item(tmp_path)
    with terminal_in(tmp_path) as terminal:
        assert terminal.close() == -signal.SIGTERM
