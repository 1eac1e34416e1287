"""The house itself: rooms import one way, files and functions stay readable, every public name says what it is."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("triparty", "meetings_db", "tests")
HISTORY = ROOT / "meetings_db" / "migrations" / "versions"
"""Migrations are written by a machine and never edited again: they may be long."""


def sources() -> Iterator[Path]:
    """Every Python file of the house."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if path.parent != HISTORY:
                yield path


FILES = list(sources())
CODE = [path for path in FILES if path.relative_to(ROOT).parts[0] != "tests"]


def named(path: Path) -> str:
    """A file's name in the report."""
    return str(path.relative_to(ROOT))


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(tree: ast.AST) -> Iterator[Definition]:
    """Every function and class of a file."""
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            yield node


def test_rooms_import_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    long = [
        (node.name, node.end_lineno - node.lineno + 1)
        for node in definitions(ast.parse(text))
        if not isinstance(node, ast.ClassDef) and node.end_lineno and node.end_lineno - node.lineno >= 60
    ]
    assert long == []


@pytest.mark.parametrize("path", CODE, ids=named)
def test_modules_and_public_names_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    bodies = [tree.body, *(each.body for each in classes)]
    named_here = [node for body in bodies for node in body if isinstance(node, Definition)]
    bare = [node.name for node in named_here if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert bare == []


@pytest.mark.parametrize("path", CODE, ids=named)
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"# ?TODO|FIXME|XXX:|coming soon", text)


@pytest.mark.parametrize("path", CODE, ids=named)
def test_words_are_not_translated_before_the_language_is_chosen(path: Path) -> None:
    """Only screens, widgets, the app and commands are imported after the language is known."""
    room = path.relative_to(ROOT).parts[1] if len(path.relative_to(ROOT).parts) > 1 else ""
    if room in ("screens", "widgets", "app.py", "commands"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(node) for function in definitions(tree) for body in _bodies(function) for node in ast.walk(body)}
    early = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
        and id(node) not in inside
    ]
    assert early == []


def _bodies(node: Definition) -> list[ast.stmt]:
    """What runs only when a function is called."""
    return [] if isinstance(node, ast.ClassDef) else node.body
