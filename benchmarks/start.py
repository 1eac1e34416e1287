"""How long people wait: the first frame against an empty Textual app, and `--help` against a bare interpreter.

Run from the repository: `python -m benchmarks.start`. Every figure is the median of interleaved runs on a real
terminal (a pseudo-terminal of 120×40); only the ratios are worth keeping.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 7
EMPTY = """
from textual.app import App
from textual.widgets import Label

class Empty(App):
    def compose(self):
        yield Label("READY")

Empty().run()
"""


def until(words: bytes, command: list[str], environment: dict[str, str]) -> float:
    """Seconds from starting `command` on a terminal until it has written `words`."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    try:
        while words not in seen:
            ready, _, _ = select.select([terminal], [], [], 30)
            if not ready:
                raise TimeoutError(f"{words!r} did not appear")
            seen += os.read(terminal, 65_536)
        return time.perf_counter() - begun
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def seconds(command: list[str]) -> float:
    """Seconds a command takes to end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    """Measure in turns and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        program = [sys.executable, "-m", "triparty.cli"]
        subprocess.run([*program, "--lang", "en", "demo", folder], check=True, cwd=ROOT, capture_output=True)
        environment |= {"TRIPARTY_DATA": folder, "TRIPARTY_LANGUAGE": "en", "TRIPARTY_CONFIG": folder}
        empty, frame, rows, bare, helped = [], [], [], [], []
        until(b"overdue", program, environment)  # leaves the state file of the last Today, as any day does
        for _ in range(RUNS):
            empty.append(until(b"READY", [sys.executable, "-c", EMPTY], environment))
            frame.append(until(b"Register", program, environment))
            rows.append(until("公示第三季度".encode(), program, environment))
            bare.append(seconds([sys.executable, "-c", "pass"]))
            helped.append(seconds([*program, "--help"]))
    tell("empty Textual app, first frame", empty, empty)
    tell("triparty, first frame", frame, empty)
    tell("triparty, live rows of Today", rows, empty)
    tell("python -c pass", bare, bare)
    print(f"triparty --help: {statistics.median(helped) - statistics.median(bare):+.2f} s over python -c pass")


def tell(name: str, taken: list[float], baseline: list[float]) -> None:
    """Print a median and its ratio to the baseline of the same run."""
    median = statistics.median(taken)
    print(f"{name:32} {median:6.2f} s  {median / statistics.median(baseline):5.2f}×")


if __name__ == "__main__":
    main()
