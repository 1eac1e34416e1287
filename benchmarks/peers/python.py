"""docxtpl and pandoc, where they are: the one in a Python of its own, the other a program started for each paper."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Taker
from benchmarks.peers.node import Peer

_SCRIPT = Path(__file__).with_name("docxtpl_jobs.py")


def missing_docxtpl(folder: Path) -> str:
    """What is not there, as a sentence; empty when all is."""
    found = list(folder.glob("lib/python3*/site-packages/docxtpl"))
    return "" if found else f"{folder} has no environment of Python with docxtpl"


@contextmanager
def docxtpl(folder: Path) -> Iterator[Peer]:
    """A process that goes on until nothing more is asked of it."""
    command = [str(folder.resolve() / "bin" / "python"), str(_SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Peer(process)


def pandoc() -> str | None:
    """The program, where it is on the path."""
    return shutil.which("pandoc")


def pandoc_taker(program: str, rows: list[list[str]], head: list[str], out: Path) -> Taker:
    """Seconds of the processor for one paper, the start of the program within."""
    source = out.with_suffix(".md")
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    source.write_text("\n".join(f"| {' | '.join(line)} |" for line in lines), encoding="utf-8")

    def take() -> float:
        before = _of_children()
        subprocess.run([program, "-f", "gfm", "-o", str(out), str(source)], check=True)
        return _of_children() - before

    return take


def _of_children() -> float:
    """Seconds of the processor that ended processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
