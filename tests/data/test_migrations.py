"""The schema made by the migrations is the models' schema, CHECKs included, on both databases."""

import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from meetings_db.engine import Database
from meetings_db.migrations import HEAD, REVISIONS
from meetings_db.search import index


def scripts() -> ScriptDirectory:
    """The migrations as Alembic sees them."""
    config = Config()
    config.set_main_option("script_location", "meetings_db:migrations")
    return ScriptDirectory.from_config(config)


def bare(condition: object) -> str:
    """A condition without the brackets, quotes and spaces that each database writes its own way."""
    return re.sub(r'[()"\s]', "", str(condition)).lower()


def checks_of(connection: sa.Connection) -> dict[tuple[str, str], str]:
    """Every CHECK of the database by table and name."""
    inspector = sa.inspect(connection)
    return {
        (table, str(check["name"])): check["sqltext"]
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def words_meant() -> dict[tuple[str, str], list[str]]:
    """The words of every enum column, by the table and name of its CHECK."""
    return {
        (table.name, f"ck_{table.name}_{column.type.name}"): list(column.type.enums)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    }


def conditions_meant() -> dict[tuple[str, str], str]:
    """Every CHECK that is written out in the models."""
    return {
        (table.name, f"ck_{table.name}_{str(check.name).removeprefix(f'ck_{table.name}_')}"): bare(check.sqltext)
        for table in SQLModel.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint) and isinstance(check.sqltext, sa.TextClause)
    }


def is_no_index_of_tokens(_what: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
    """Whether a table is compared: search's index, and what SQLite keeps behind it, are each database's own."""
    return not (kind == "table" and reflected and str(name).startswith(index.TABLE))


def test_the_known_revisions_are_alembics(db: Database) -> None:
    revisions = [script.revision for script in scripts().walk_revisions()]
    assert list(REVISIONS) == revisions[::-1]
    assert scripts().get_current_head() == HEAD
    with db._reading.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == HEAD


def test_the_migrated_schema_is_the_models(db: Database) -> None:
    with db._reading.connect() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_object": is_no_index_of_tokens}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_check_is_there_as_it_is_meant(db: Database) -> None:
    with db._reading.connect() as connection:
        there = checks_of(connection)
    words, conditions = words_meant(), conditions_meant()
    assert len(words) >= 19
    assert len(conditions) >= 12
    assert there.keys() == words.keys() | conditions.keys()
    for name, meant in words.items():
        assert sorted(re.findall(r"'(\w+)'", there[name])) == sorted(meant)
    for name, condition in conditions.items():
        assert bare(there[name]) == condition


def test_text_is_as_long_as_the_model_says(db: Database) -> None:
    with db._reading.connect() as connection:
        columns = {
            (table, column["name"]): getattr(column["type"], "length", None)
            for table in SQLModel.metadata.tables
            for column in sa.inspect(connection).get_columns(table)
        }
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            if type(column.type).__name__ == "AutoString":
                assert columns[table.name, column.name] == getattr(column.type, "length", None), column


def test_upgrading_twice_is_harmless(db: Database) -> None:
    before = db.read(lambda session: sa.inspect(session.connection()).get_table_names())
    db.upgrade()
    db.upgrade()
    assert db.read(lambda session: sa.inspect(session.connection()).get_table_names()) == before


def test_upgrading_loads_alembic_only_when_there_is_something_to_do(blank_file: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from meetings_db.engine import Database\n"
        "for path in sys.argv[1:]: Database.in_file(Path(path)).upgrade(); print('alembic' in sys.modules)"
    )
    made, fresh = tmp_path / "made.db", tmp_path / "fresh.db"
    made.write_bytes(blank_file.read_bytes())
    done = subprocess.run([sys.executable, "-c", program, made, fresh], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]
