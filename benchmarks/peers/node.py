"""The libraries of Node, asked for one paper after the other."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Taker

NEEDED = ("docx", "docxtemplater", "pizzip", "exceljs", "markdown-it")
SCRIPT = Path(__file__).with_name("node.cjs")


class Peer:
    """A process that makes papers, one after the other, as it is asked."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def taker(self, job: str, data: Path, out: Path) -> Taker:
        """Seconds of the processor for one paper."""
        line = asked(job, data, out)

        def take() -> float:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(line)
            self._process.stdin.flush()
            return float(json.loads(self._process.stdout.readline())["seconds"])

        return take


def asked(job: str, data: Path, out: Path) -> str:
    """The line that asks for one paper."""
    return json.dumps({"job": job, "data": str(data), "out": str(out)}) + "\n"


def missing_from(folder: Path | None) -> str:
    """What is not there of what the peers need, as a sentence; empty when all is."""
    if shutil.which("node") is None:
        return "there is no node"
    if folder is None:
        return f"install {', '.join(NEEDED)} by npm in a folder, and name it by --peers"
    absent = [name for name in NEEDED if not (folder / "node_modules" / name).is_dir()]
    return f"{folder} has no {', '.join(absent)}" if absent else ""


@contextmanager
def node(folder: Path) -> Iterator[Peer]:
    """A process that goes on until nothing more is asked of it."""
    environment = {**os.environ, "NODE_PATH": str(folder.resolve() / "node_modules")}
    with subprocess.Popen(
        ["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Peer(process)


_MEASURING = """
import os, sys
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
print(used.ru_maxrss / 1024, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_of(command: list[str], told: str = "", folder: Path | None = None) -> float:
    """The most memory a process of its own takes, in megabytes; `told` is what it reads.

    Linux counts what a process was before it became another program: it is started by a small one.
    """
    environment = dict(os.environ)
    if folder is not None:
        environment["NODE_PATH"] = str(folder.resolve() / "node_modules")
    measuring = [sys.executable, "-S", "-c", _MEASURING, *command]
    ended = subprocess.run(measuring, input=told, capture_output=True, text=True, env=environment, check=True)
    return float(ended.stderr.split()[-1])
