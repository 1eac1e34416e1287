"""How long people wait: the first frame, the live rows of Today, and `--help`."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Figure, Given, Missing, Taker, in_turns, seconds
from benchmarks.terminal import started

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "triparty.cli")
_STATE = "today.json"
"""The file of the last Today, which the program paints before it has opened its database."""

_EMPTY = """
from textual.app import App
from textual.widgets import Label

class Empty(App):
    def compose(self):
        yield Label("READY")

Empty().run()
"""
_LIVE = "公示第三季度"
"""Words of an action that the sample community's Today shows."""

_POSTING = "Send"
"""What posting's first screen says."""


def figures(given: Given) -> Iterator[Figure | Missing]:
    """Starting on the sample community, in turns with an empty Textual app, with posting and with bare Python."""
    folder = given.folder / "sample"
    shutil.rmtree(folder, ignore_errors=True)
    environment = environment_of(given.folder, folder)
    _silently([*PROGRAM, "demo", str(folder)], environment)
    with started(PROGRAM, environment) as program:
        program.until(_LIVE)
        program.until_idle()  # the state file of the last Today is there now, as on any day but the first
    posting = shlex.split(given.posting)
    there = posting and shutil.which(posting[0]) is not None
    takers: dict[str, Taker] = {
        "empty": lambda: _until([sys.executable, "-c", _EMPTY], environment, "READY"),
        "frame": lambda: _until(PROGRAM, environment, "Register"),
        "landing": lambda: _landing(folder, environment),
        "live": lambda: _live(folder, environment),
        "bare": seconds(lambda: _silently([sys.executable, "-c", "pass"], environment)),
        "help": seconds(lambda: _silently([*PROGRAM, "--help"], environment)),
    }
    if there:
        takers["posting"] = lambda: _until(posting, environment, _POSTING, idle=True)
    taken = in_turns(given.runs, takers)
    yield Figure("start to the first frame", taken["frame"], "an empty Textual app", taken["empty"], 1.5)
    yield Figure("start on the first landing", taken["landing"], "an empty Textual app", taken["empty"], 2)
    if there:
        yield Figure("start to idle with live rows", taken["live"], "posting", taken["posting"], 0.6)
    else:
        yield Missing("start to idle with live rows", f"there is no {given.posting or 'posting'}; name it by --posting")
    yield Figure("triparty --help", taken["help"], "python -c pass", taken["bare"], 0.3, more=True)


def environment_of(spare: Path, data: Path) -> dict[str, str]:
    """What a program is started with: bytecode is kept as an installed program has it, in a folder of our own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(spare / "bytecode"),
        "TRIPARTY_DATA": str(data),
        "TRIPARTY_CONFIG": str(data),
        "TRIPARTY_LANGUAGE": "en",
    }


def _until(command: Sequence[str], environment: dict[str, str], words: str, *, idle: bool = False) -> float:
    """Seconds until a program has written the words, or has nothing more to write after them."""
    with started(command, environment) as program:
        shown = program.until(words)
        return program.until_idle() if idle else shown


def _live(folder: Path, environment: dict[str, str]) -> float:
    """Seconds until Today has come from the database: the last Today is made to say something else."""
    state = folder / _STATE
    state.write_text(state.read_text(encoding="utf-8").replace(_LIVE, "—"), encoding="utf-8")
    return _until(PROGRAM, environment, _LIVE, idle=True)


def _landing(folder: Path, environment: dict[str, str]) -> float:
    """Seconds to the first frame of somebody who was never here; the last Today is put back for the next."""
    state, aside = folder / _STATE, folder / "aside"
    state.replace(aside)
    try:
        return _until(PROGRAM, environment, "Register")
    finally:
        aside.replace(state)


def _silently(command: Sequence[str], environment: dict[str, str]) -> None:
    """Run a command to its end."""
    subprocess.run(command, check=True, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
