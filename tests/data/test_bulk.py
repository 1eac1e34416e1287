"""Many rows at once are the same rows, and the same history, as one by one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, select

from benchmarks.seed import seed
from meetings_db import bulk, journal
from meetings_db.engine import Database
from meetings_db.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    Community,
    Counter,
    Estate,
    Issue,
    IssueEvent,
    JournalEntry,
    Meeting,
    Route,
    Severity,
    Visit,
    new_id,
)
from meetings_db.queries.today import today
from tests.data.builders import a_community, typed_issue
from triparty.services.issues import raise_issue

A_DAY = date(2026, 3, 20)


def columns(row: SQLModel) -> dict[str, Any]:
    """Every column of a row."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}  # type: ignore[attr-defined]


def entries(session: Session) -> list[JournalEntry]:
    """The journal in its order."""
    return list(session.exec(select(JournalEntry).order_by(JournalEntry.seq)))  # type: ignore[arg-type]


def said(entry: JournalEntry) -> tuple[object, ...]:
    """What an entry says of its row."""
    return entry.kind, entry.row_id, entry.before, entry.after, entry.actor, entry.undoes


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    severity=st.sampled_from(Severity),
    route=st.sampled_from(Route),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)),
)
def test_the_journal_of_many_rows_is_the_journal_of_each(
    db: Database, texts: list[str], severity: Severity, route: Route, at: datetime
) -> None:
    estate = db.read(lambda session: session.exec(select(Estate)).first()) or a_community(db).estate
    rows = [
        Issue.model_validate(
            typed_issue(text.strip() or "电梯停运", details=text, reported_at=at),
            update={
                "community_id": estate.community_id,
                "estate_id": estate.id,
                "number": str(new_id())[-12:],
                "severity": severity,
                "route": route,
            },
        )
        for text in texts
    ]
    dicts = [columns(row) for row in rows]

    def by_flush(session: Session) -> None:
        session.add_all(rows)
        session.flush()
        raise Halt([said(entry) for entry in entries(session)[-len(rows) :]])

    def by_bulk(session: Session) -> list[tuple[object, ...]]:
        bulk.insert_rows(session, Issue, dicts)
        return [said(entry) for entry in entries(session)[-len(rows) :]]

    with pytest.raises(Halt) as halted:
        db.run(by_flush)
    assert sorted(db.run(by_bulk)) == sorted(halted.value.written)
    assert db.read(journal.verify).whole
    kept = db.read(lambda session: [columns(session.get_one(Issue, each["id"])) for each in dicts])
    assert kept == dicts


class Halt(Exception):
    """Takes back what was written, to write it the other way."""

    def __init__(self, written: list[tuple[object, ...]]) -> None:
        self.written = written


def test_many_rows_and_single_ones_are_one_deed(db: Database) -> None:
    place = a_community(db)

    def both(session: Session) -> None:
        first = raise_issue(session, place.id, place.estate.id, typed_issue("路灯不亮"))
        visit = {"id": new_id(), "version": 1, "community_id": place.id, "estate_id": place.estate.id}
        visit |= {"number": "V2026-0001", "visited_at": datetime.now(UTC), "officer": "", "met": ""}
        bulk.insert_rows(session, Visit, [{**visit, "notes": "", "settled": ""}])
        raise_issue(session, place.id, place.estate.id, typed_issue("井盖松动"), visit_id=visit["id"])  # type: ignore[arg-type]
        assert first.id is not None

    db.run(both)
    written = [entry for entry in db.read(entries) if entry.deed == "both"]
    kinds = ["counter", "issue", "issueevent", "visit", "issue", "counter", "issueevent"]
    assert [entry.kind for entry in written] == kinds
    assert {entry.turn for entry in written} == {written[0].seq}
    assert db.read(journal.verify).whole


def test_no_rows_are_no_deed(db: Database) -> None:
    db.run(bulk.insert_rows, Issue, [])
    assert db.read(entries) == []


def counted(session: Session) -> dict[str, int]:
    """Rows by table."""
    kinds = (Community, Estate, Visit, Issue, IssueEvent, Meeting, AgendaItem, Action, ActionUpdate, Counter)
    return {kind.__name__: len(session.exec(select(kind)).all()) for kind in kinds}


def test_an_invented_office_is_whole(db: Database) -> None:
    community_id = seed(db, 300, until=A_DAY)
    counts = db.read(counted)
    assert counts["Issue"] == 300
    assert counts["Community"] == 1
    assert min(counts.values()) > 0
    assert counts["IssueEvent"] > 2 * counts["Issue"]
    assert db.read(journal.verify).whole
    assert db.read(today, community_id, A_DAY).open_issues > 0
    estate = db.read(lambda session: session.exec(select(Estate)).first())
    assert estate is not None
    issue = db.run(raise_issue, community_id, estate.id, typed_issue("路灯不亮", reported_at=datetime.now(UTC)))
    assert db.read(lambda session: session.get_one(Issue, issue.id)).title == "路灯不亮"


def test_an_office_without_a_history_is_the_same_office(db: Database) -> None:
    told: list[tuple[int, int]] = []
    seed(db, 40, until=A_DAY, journalled=False, progress=lambda done, total: told.append((done, total)))
    assert told == [(40, 40)]
    assert db.read(entries) == []
    titles = db.read(lambda session: session.exec(select(Issue.title)).all())
    assert len(set(titles)) > 30
