"""What starting may load: help and the first frame wait for nothing they do not need."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "PIL",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "psycopg",
    "docx",
    "lxml",
    "openpyxl",
    "xlsxwriter",
    "babel",
)


def loaded(program: str) -> set[str]:
    """The top-level modules in memory after `program` ran in a fresh interpreter."""
    script = f"import sys\nsys.stdout = open('/dev/null', 'w')\n{program}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("words", [["--help"], ["ballot", "--help"], ["import", "--help"]])
def test_help_loads_neither_database_nor_papers_nor_screens(words: list[str]) -> None:
    modules = loaded(f"from triparty.cli import run\nrun({words!r})")
    # The parser itself loads pydantic for the help of a command that takes one of several words.
    allowed = set() if words == ["--help"] else {"pydantic"}
    assert modules & {*HEAVY, "textual"} <= allowed


def test_the_first_frame_needs_only_textual() -> None:
    assert loaded("import triparty.app").isdisjoint(HEAVY)


def test_what_is_kept_can_be_imported_alone() -> None:
    assert loaded("import meetings_db.engine, meetings_db.models, meetings_db.queries.today").isdisjoint(
        {"triparty", "textual", "docx", "openpyxl", "typer"}
    )
