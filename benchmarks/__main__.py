"""`python -m benchmarks`: every figure the program promises, as ratios measured in one run."""

import argparse
import importlib
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Figure, Given

ALL = ("start", "deeds", "importing", "lists", "search", "papers", "peers", "memory")
"""The modules beside this one, each with its `figures`."""


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print it; 1 when a figure is not reached."""
    told = _parser().parse_args(words)
    with tempfile.TemporaryDirectory() as spare:
        folder = told.folder or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        given = Given(folder.resolve(), told.issues, told.runs, told.server, told.posting, told.peers)
        print(
            f"{platform.platform()}, Python {platform.python_version()}, {given.issues:,} issues, {given.runs} rounds"
        )
        reached = True
        for name in told.only or ALL:
            for found in importlib.import_module(f"benchmarks.{name}").figures(given):
                print(found, flush=True)
                reached = reached and not (isinstance(found, Figure) and not found.reached)
    return 0 if reached else 1


def _parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure in turns with what each is compared to; print the ratios."
    )
    parser.add_argument("--only", action="append", choices=ALL, help="measure only this; repeatable")
    parser.add_argument("--issues", type=int, default=1_000_000, metavar="N", help="how many the large office has")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="rounds of which the median is taken")
    parser.add_argument("--folder", type=Path, help="where invented offices are kept for the next run")
    parser.add_argument("--server", default="", metavar="URL", help="a PostgreSQL server to measure on as well")
    parser.add_argument("--posting", default="posting", metavar="COMMAND", help="the program that starting is against")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where npm put what our papers are against")
    return parser


if __name__ == "__main__":
    sys.exit(main())
