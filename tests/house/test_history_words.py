"""Every deed the history may name has words, and every table and column it shows."""

import ast
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

import triparty
from meetings_db.replay import journalled
from triparty import history_words
from triparty.field_words import FIELDS

ROOT = Path(triparty.__file__).parent
DOORS = {"run": 0, "run_async": 0, "do": 1}
"""The calls that hand a deed to the database, and the place of the deed among their arguments."""

WRITES = {"add", "add_all", "delete", "flush"}
PARTS_OF_DEEDS = {
    *("tell", "finish", "next_number", "numbers_for"),
    *("append_item", "take_in_hand", "write_decisions", "count_on", "run_on", "recuse_in_roll"),
}
"""What services do for each other and nobody asks for."""


def trees() -> list[tuple[Path, ast.Module]]:
    """Every module of the program."""
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(ROOT.rglob("*.py"))]


def handed_over() -> dict[str, str]:
    """The functions handed to the database's writing door by name, each with a module that does it."""
    found = {}
    for path, tree in trees():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            place = DOORS.get(call.func.attr)
            if place is None or len(call.args) <= place or not _is_database(call.func):
                continue
            deed = call.args[place]
            name = deed.attr if isinstance(deed, ast.Attribute) else deed.id if isinstance(deed, ast.Name) else "lambda"
            found[name] = str(path)
    return found


def _is_database(function: ast.Attribute) -> bool:
    """Whether it is the database's own door, or a station's."""
    owner = function.value
    named = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return named in ("db", "_db", "database", "self") if function.attr != "run" else named in ("db", "_db", "database")


def writing_services() -> set[str]:
    """The public functions of the services that write."""
    found = set()
    for path in sorted((ROOT / "services").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not node.args.args:
                continue
            calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
            writes = any(isinstance(each, ast.Attribute) and each.attr in WRITES for each in calls)
            if node.args.args[0].arg == "session" and writes:
                found.add(node.name)
    return found - PARTS_OF_DEEDS


def test_every_deed_has_words() -> None:
    done = handed_over()
    assert len(done) > 30
    nameless = {"service", "rebuild"}  # a parameter, and what writes nothing that has a history
    assert {name: where for name, where in done.items() if name not in {*history_words.DEEDS, *nameless}} == {}
    assert writing_services() - set(history_words.DEEDS) == set()


def test_every_table_of_the_history_has_a_name_and_is_named_by_columns_it_has() -> None:
    for table in journalled():
        assert table.name in history_words.THINGS
        assert set(history_words.NAMES[table.name]) <= set(table.columns.keys())


def test_every_column_that_is_shown_has_words() -> None:
    for table in journalled():
        for column in table.columns:
            if column.name in history_words.UNSAID or column.name in ("series", "year"):
                continue
            assert column.name in FIELDS, f"{table.name}.{column.name}"


def test_every_word_of_every_enum_is_said() -> None:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Enum) and column.type.enum_class and table in journalled():
                for word in column.type.enums:
                    said = history_words.enum_said(column.type.enum_class.__name__, word)
                    assert said != word or word == said.lower(), f"{column.type.enum_class.__name__}.{word}"
                    assert history_words.enum_said(column.type.enum_class.__name__, word)
