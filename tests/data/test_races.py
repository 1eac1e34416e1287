"""Two desks at once: numbers without gaps, no save lost, no constraint broken, one writer after the other."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import AgendaItemBase, Counter, Issue, PaperKind, Route
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    an_issue,
    items_of,
    typed_issue,
    typed_meeting,
)
from triparty.rules import RuleError
from triparty.services.agendas import add_item, call_meeting
from triparty.services.ballots import hold_ballot, unanimous
from triparty.services.issues import edit_issue, raise_issue, triage
from triparty.services.numbers import next_number
from triparty.services.papers import record_paper

WRITERS = 12


def at_once(deed: Callable[[int], object], writers: int = WRITERS) -> list[object]:
    """What each writer got, a refusal included; they start together."""
    ready = threading.Barrier(writers)

    def do(number: int) -> object:
        ready.wait(30)
        try:
            return deed(number)
        except (RuleError, StaleSave) as refusal:
            return refusal

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(do, range(writers)))


def test_numbers_have_no_gap_under_twelve_writers(db: Database) -> None:
    place = a_community(db)
    issues = at_once(lambda n: db.run(raise_issue, place.id, place.estate.id, typed_issue(f"第{n}件")).number)
    assert sorted(map(str, issues)) == [f"2026-{value:04d}" for value in range(1, WRITERS + 1)]
    assert db.read(journal.verify).whole


def test_a_deed_taken_back_gives_its_number_back(db: Database) -> None:
    place = a_community(db)

    def deed(session: Session, fails: bool) -> int:
        value = next_number(session, place.id, "issue", 2026)
        if fails:
            raise RuleError("taken back")
        return value

    def one(number: int) -> int:
        return db.run(deed, number % 2 == 0)

    given = [value for value in at_once(one) if isinstance(value, int)]
    assert sorted(given) == list(range(1, WRITERS // 2 + 1))
    assert db.run(deed, False) == WRITERS // 2 + 1


def test_each_series_and_year_counts_by_itself(db: Database) -> None:
    place = a_community(db)
    asked = [("issue", 2026), ("issue", 2026), ("issue", 2027), ("visit", 2026), ("issue", 2026)]
    assert [db.run(next_number, place.id, *series) for series in asked] == [1, 2, 1, 1, 3]
    assert len(db.read(lambda session: session.exec(select(Counter)).all())) == 3


def test_of_two_saves_of_the_same_row_the_second_is_shown_the_first(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    answers = at_once(
        lambda n: db.run(edit_issue, issue.id, issue.version, typed_issue(f"第{n}稿"), place.estate.id), writers=4
    )
    saved = [answer for answer in answers if isinstance(answer, Issue)]
    stale = [answer for answer in answers if isinstance(answer, StaleSave)]
    assert (len(saved), len(stale)) == (1, 3)
    for refusal in stale:
        assert isinstance(refusal.theirs, Issue)
        assert (refusal.theirs.title, refusal.theirs.version, refusal.mine) == (saved[0].title, 2, 1)


def test_a_save_based_on_what_another_session_changed_is_refused(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    elsewhere = Database(db.url, actor="elsewhere")
    elsewhere.run(triage, issue.id, Route.OWNERS)
    elsewhere.close()
    with pytest.raises(StaleSave) as told:
        db.run(edit_issue, issue.id, issue.version, typed_issue("晚了"), place.estate.id)
    assert isinstance(told.value.theirs, Issue)
    assert (told.value.theirs.route, told.value.theirs.title) == (Route.OWNERS, issue.title)


def everything_at_once(db: Database, place: Place, meeting_id: UUID) -> list[object]:
    """Twelve writers that all want the next place in some order."""
    deeds: list[Callable[[], int]] = [
        lambda: db.run(add_item, meeting_id, AgendaItemBase(title="x")).position,
        lambda: db.run(call_meeting, place.id, typed_meeting()).ordinal,
        lambda: (
            db.run(
                record_paper,
                place.id,
                PaperKind.AGENDA,
                "en",
                meeting_id=meeting_id,
                snapshot="{}",
                sha256=uuid4().hex * 2,
                file_name="agenda.docx",
                made_at=START,
            ).version
        ),
    ]
    return at_once(lambda n: (n % 3, deeds[n % 3]()))


def test_the_next_place_is_given_once(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place)
    given = everything_at_once(db, place, meeting.id)
    expected = [*[(0, n) for n in (1, 2, 3, 4)], *[(1, n) for n in (2, 3, 4, 5)], *[(2, n) for n in (1, 2, 3, 4)]]
    assert sorted(given, key=str) == sorted(expected, key=str)
    assert [item.position for item in items_of(db, meeting.id)] == [1, 2, 3, 4]
    assert db.read(journal.verify).whole


def test_of_two_ballots_at_once_one_is_held(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db))
    votes = unanimous(room, START)
    answers = at_once(lambda _n: db.run(hold_ballot, room.items[0].id, "majority-all", "", votes, START), writers=3)
    refusals = [answer for answer in answers if isinstance(answer, RuleError)]
    assert len(refusals) == 2
    assert all("carried already" in str(refusal) for refusal in refusals)
