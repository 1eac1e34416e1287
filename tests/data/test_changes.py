"""Other people's changes are heard: on both databases, one's own left out, bursts told once, a broken line taken up."""

import itertools
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import Session

from meetings_db import changes
from meetings_db.changes import Changes
from meetings_db.engine import BELL, Database
from meetings_db.models import Community, Route
from tests.data.builders import a_community, an_issue, typed_issue
from triparty.rules import RuleError
from triparty.services.issues import edit_issue, triage

ISSUE = {"issue", "issueevent"}
_NUMBERS = itertools.count(1)
PATIENCE = 20
"""Seconds after which what should have been told never will be."""


HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Ends every other connection to the database, as a server does that is started again."""


class Ear:
    """Hears what is told, in its order."""

    def __init__(self) -> None:
        self._told: queue.Queue[frozenset[str]] = queue.Queue()

    def __call__(self, kinds: frozenset[str]) -> None:
        self._told.put(kinds)

    def next(self) -> frozenset[str]:
        """What is told next."""
        return self._told.get(timeout=PATIENCE)

    @property
    def silent(self) -> bool:
        """Whether nothing more was told."""
        return self._told.empty()


def broken(problem: Exception) -> None:
    """Nothing is expected to go wrong."""
    raise problem


@contextmanager
def listening(db: Database) -> Iterator[Ear]:
    """Somebody who listens to a database."""
    ear = Ear()
    heard = Changes(db, ear, broken, every=0.01)
    heard.start()
    try:
        yield ear
    finally:
        heard.stop()


def a_community_of_its_own(database: Database) -> None:
    """A change of nothing but one row."""
    database.run(lambda session: session.add(Community(name=f"社区{next(_NUMBERS)}")))


@pytest.fixture
def elsewhere(db: Database) -> Iterator[Database]:
    """Another desk's way to the same database."""
    database = Database(db.url, actor="elsewhere")
    yield database
    database.close()


def test_what_another_desk_does_is_told_with_the_kinds_of_rows(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    with listening(db) as ear:
        issue = an_issue(elsewhere, place, route=Route.NONE)
        assert ear.next() >= ISSUE
        elsewhere.run(triage, issue.id, Route.OWNERS)
        assert ear.next() >= ISSUE


def test_what_one_does_oneself_is_not_told(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    with listening(db) as ear:
        issue = an_issue(db, place)
        a_community_of_its_own(elsewhere)
        assert ear.next() == {"community"}
        assert ear.silent
        db.run(edit_issue, issue.id, issue.version, typed_issue("二稿"), place.estate.id)
        a_community_of_its_own(elsewhere)
        assert ear.next() == {"community"}
        assert ear.silent


def test_a_refused_deed_leaves_its_number_to_the_next_writer_who_is_heard(db: Database, elsewhere: Database) -> None:
    place = a_community(db)

    def deed(session: Session) -> None:
        edit_issue(session, issue.id, issue.version, typed_issue("二稿"), place.estate.id)
        raise RuleError("taken back")

    issue = an_issue(db, place)
    with listening(db) as ear:
        with pytest.raises(RuleError):
            db.run(deed)
        an_issue(elsewhere, place)
        assert ear.next() >= ISSUE


def test_reading_is_no_change(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    with listening(db) as ear:
        elsewhere.read(lambda session: session.connection().exec_driver_sql("SELECT count(*) FROM journal").scalar())
        elsewhere.run(lambda _session: None)
        an_issue(elsewhere, place)
        assert ear.next() >= ISSUE
        assert ear.silent


def test_what_happens_while_one_is_busy_is_told_once(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    ear, free = Ear(), threading.Event()

    def busy(kinds: frozenset[str]) -> None:
        ear(kinds)
        free.wait(PATIENCE)

    heard = Changes(db, busy, broken, every=0.01)
    heard.start()
    a_community_of_its_own(elsewhere)
    assert ear.next() == {"community"}
    for number in range(20):
        an_issue(elsewhere, place, f"第{number}件")
    free.set()
    assert ear.next() >= ISSUE
    a_community_of_its_own(elsewhere)
    assert ear.next() == {"community"}
    heard.stop()


def test_after_the_end_nothing_is_told(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    with listening(db) as ear:
        an_issue(elsewhere, place)
        ear.next()
    an_issue(elsewhere, place)
    assert ear.silent


def test_a_journal_that_was_put_back_is_news_from_its_beginning(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    an_issue(db, place)
    with listening(db) as ear:
        with elsewhere._writing.begin() as connection:  # an older state of everything, as a safety copy brings it back
            connection.exec_driver_sql("DELETE FROM journal WHERE seq > 3")
            if not elsewhere.in_one_file:
                connection.exec_driver_sql(f"NOTIFY {BELL}")
        assert "community" in ear.next()


def test_a_broken_line_is_taken_up_again_and_nothing_was_missed(
    server_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "AGAIN", 0.01)
    place = a_community(server_db)
    elsewhere = Database(server_db.url, actor="elsewhere")
    with listening(server_db) as ear:
        for number in range(3):
            an_issue(elsewhere, place, f"第{number}件")
            assert ear.next() >= ISSUE
            with elsewhere._writing.connect() as connection:
                connection.exec_driver_sql(HANG_UP)
    elsewhere.close()


def test_a_fault_is_handed_over(db: Database, elsewhere: Database) -> None:
    place = a_community(db)
    faults: queue.Queue[Exception] = queue.Queue()

    def wrong(_kinds: frozenset[str]) -> None:
        raise KeyError("a fault of ours")

    heard = Changes(db, wrong, faults.put, every=0.01)
    heard.start()
    an_issue(elsewhere, place)
    assert isinstance(faults.get(timeout=PATIENCE), KeyError)
    heard.stop()


def test_what_was_never_started_can_be_stopped(db: Database) -> None:
    Changes(db, Ear(), broken).stop()
