"""Every deed upon what is shown: based on an older version it is refused, shows what is there, and changes nothing."""

import importlib
import inspect
import pkgutil
from typing import Any

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models.base import Edited
from meetings_db.queries.journal import journal_head
from tests.data import stale_desk, stale_final, stale_room
from tests.data.builders import a_community, after
from tests.data.stale_desk import Office
from triparty import services

DEEDS = stale_desk.DEEDS | stale_room.DEEDS | stale_final.DEEDS


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_upon_an_older_version_is_refused_and_changes_nothing(db: Database, name: str) -> None:
    office = Office(db, a_community(db))
    row, deed = DEEDS[name](office)
    elsewhere = Database(db.url, actor="elsewhere")
    elsewhere.run(_touch, type(row), row.id)
    elsewhere.close()
    before = db.read(journal_head)
    with pytest.raises(StaleSave) as told:
        deed(row.version)
    assert (type(told.value.theirs), told.value.mine) == (type(row), row.version)
    assert getattr(told.value.theirs, "version", None) == row.version + 1
    assert db.read(journal_head) == before
    deed(row.version + 1)
    assert db.read(journal_head) != before


def _touch(session: Session, kind: type[Edited], key: Any) -> None:
    """Another desk saves the row; what it changes is of no matter."""
    row: Any = session.get_one(kind, key)
    for name in ("title", "name", "officer", "what", "caption", "motion", "room", "reason", "place"):
        if isinstance(getattr(row, name, None), str):
            setattr(row, name, f"{getattr(row, name)}·")
            return
    row.at = row.at + (after(1) - after(0))


def test_every_service_that_takes_a_version_is_in_the_table() -> None:
    found = {
        name
        for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}.")
        for name, service in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
        if service.__module__ == module.name and not name.startswith("_") and module.name != "triparty.services.kept"
        if {"version", "person_version"} & set(inspect.signature(service).parameters)
    }
    assert found == {name.partition(",")[0] for name in DEEDS}
