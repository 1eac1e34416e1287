"""Lists page by page: every way through them shows every row once, in order, and an index answers the first page."""

import itertools
import random
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import (
    ENDED,
    FINISHED,
    Action,
    ActionStatus,
    EstateBase,
    Issue,
    IssueStatus,
    Meeting,
    MeetingStatus,
    Paper,
    PaperKind,
    Route,
    Severity,
    Visit,
    new_id,
)
from meetings_db.queries import paging
from meetings_db.queries.actions import ACTION_SORTS, action_list, due_counts
from meetings_db.queries.meetings import MEETING_SORTS, meeting_list
from meetings_db.queries.paging import (
    Listing,
    Tally,
    counts_of,
    keys_at,
    lines_of,
    page_at,
    page_beyond,
    place_of,
    rank,
)
from meetings_db.queries.papers import PAPER_SORTS, paper_list
from meetings_db.queries.visits import (
    ISSUE_SORTS,
    VISIT_SORTS,
    IssueFilter,
    categories,
    issue_list,
    pool_list,
    visit_list,
)
from tests.data.builders import START, Place, a_community, an_issue
from triparty.services.directory import add_estate

DAY = date(2026, 3, 10)
GRAVEST = (Severity.COMPLEX, Severity.MAJOR, Severity.ORDINARY)


def many(session: Session, place: Place, other: UUID, count: int) -> None:
    """So many rows of each kind, with ties in everything they are sorted by."""
    chance = random.Random(7)
    at = [START + timedelta(hours=hour) for hour in range(5)]
    for number in range(count):
        estate = chance.choice((place.estate.id, other))
        session.add(
            Issue(
                community_id=place.id,
                estate_id=estate,
                number=f"2026-{number:04d}",
                title=f"第{number}件",
                category=chance.choice(("", "照明", "停车")),
                severity=chance.choice(GRAVEST),
                route=chance.choice(list(Route)),
                status=chance.choice(list(IssueStatus)),
                reported_at=chance.choice(at),
            )
        )
        session.add(Visit(community_id=place.id, estate_id=estate, number=f"V{number}", visited_at=chance.choice(at)))
        session.add(
            Action(
                community_id=place.id,
                number=f"A{number}",
                what=f"第{number}件",
                due_on=chance.choice((None, DAY, DAY - timedelta(days=1), DAY + timedelta(days=1))),
                status=chance.choice(list(ActionStatus)),
                assigned_at=START,
            )
        )
        session.add(
            Paper(
                community_id=place.id,
                kind=chance.choice(list(PaperKind)),
                language="en",
                version=number,
                snapshot="{}",
                sha256="",
                file_name="",
                made_at=chance.choice(at),
            )
        )
    for ordinal in range(1, 12):
        session.add(
            Meeting(
                community_id=place.id,
                ordinal=ordinal,
                title=f"第{ordinal}次",
                starts_at=chance.choice(at),
                status=chance.choice(list(MeetingStatus)),
            )
        )


def an_office(db: Database, count: int = 40) -> tuple[Place, UUID]:
    """A community with two estates and so many rows of each kind."""
    place = a_community(db)
    other = db.run(add_estate, place.id, EstateBase(name="湖畔里")).id
    db.run(many, place, other, count)
    return place, other


def listings(community_id: UUID, other: UUID) -> list[Listing[Any]]:
    """Every sort with every filter that the stations offer, and those that may be put together."""
    found: list[Listing[Any]] = [pool_list(community_id)]
    estates, kinds, routes = (None, other), ("", "照明"), (None, Route.NONE, Route.OWNERS)
    for estate, category, route, standing in itertools.product(estates, kinds, routes, ("open", "ended", "all")):
        where = IssueFilter(estate_id=estate, category=category, route=route, standing=standing)
        found += [issue_list(community_id, where, sort) for sort in ISSUE_SORTS]
    found += [issue_list(community_id, IssueFilter(text="第1"), sort) for sort in ISSUE_SORTS]
    found += [visit_list(community_id, estate, sort) for estate in estates for sort in VISIT_SORTS]
    found += [paper_list(community_id, kind, sort) for kind in (None, PaperKind.MINUTES) for sort in PAPER_SORTS]
    standings = ("all", "coming", "draft", "final")
    found += [meeting_list(community_id, standing, sort) for standing in standings for sort in MEETING_SORTS]
    found += [
        action_list(community_id, standing, sort) for standing in ("open", "ended", "all") for sort in ACTION_SORTS
    ]
    found += [action_list(community_id, "open", sort, before=DAY) for sort in ACTION_SORTS]
    return found


def in_order(listing: Listing[Any], everything: list[Any]) -> list[Any]:
    """The lines as the list must have them, sorted here."""
    name: Any = listing.name
    kind, _community, *how = name
    by: Callable[[Any], Any]
    if kind == "pool":
        waiting = (IssueStatus.REPORTED, IssueStatus.ACCEPTED)
        routes = (Route.JOINT_MEETING, Route.OWNERS)
        lines = [line for line in everything if line.status in waiting and line.route in routes]
        return sorted(lines, key=lambda line: (line.reported_at, line.id))
    *where, sort = how if kind != "actions" else (how[0], how[2], how[1])
    if kind == "issues":
        asked = where[0]
        lines = [
            line
            for line in everything
            if (asked.standing == "all" or (line.status in ENDED) == (asked.standing == "ended"))
            and (asked.estate_id is None or line.estate == "湖畔里")
            and asked.category in ("", line.category)
            and asked.route in (None, line.route)
            and asked.text in line.title
        ]
        lines.sort(key=lambda line: (line.reported_at, line.id), reverse=sort != "oldest")
        if sort == "severity":
            lines.sort(key=lambda line: GRAVEST.index(line.severity))
        if sort == "status":
            lines.sort(key=lambda line: list(IssueStatus).index(line.status))
        return lines
    if kind == "actions":
        standing, before = where
        lines = [
            line
            for line in everything
            if (standing == "all" or (line.status in FINISHED) == (standing == "ended"))
            and (before is None or (line.due_on is not None and line.due_on < before))
        ]
        if sort != "due":
            return sorted(lines, key=lambda line: line.id, reverse=sort == "newest")
        runs = [line for line in lines if line.status not in FINISHED]
        ended = sorted((line for line in lines if line.status in FINISHED), key=lambda line: line.id, reverse=True)
        return [*sorted(runs, key=lambda line: (line.due_on is None, line.due_on or DAY, line.id)), *ended]
    if kind == "visits":
        lines = [line for line in everything if where[0] is None or line.estate == "湖畔里"]
        by = lambda line: (line.visited_at, line.id)  # noqa: E731
    elif kind == "papers":
        lines = [line for line in everything if where[0] in (None, line.kind)]
        by = lambda line: (line.made_at, line.id)  # noqa: E731
    else:
        over = (MeetingStatus.CLOSED, MeetingStatus.FINAL)
        standing = {MeetingStatus.CLOSED: "draft", MeetingStatus.FINAL: "final"}
        lines = [
            line
            for line in everything
            if where[0] == "all" or where[0] == (standing[line.status] if line.status in over else "coming")
        ]
        by = lambda line: line.ordinal  # noqa: E731
    return sorted(lines, key=by, reverse=sort != "oldest")


def all_of(session: Session, listing: Listing[Any]) -> list[Any]:
    """Every line of the kind, in no order, without the list's own conditions."""
    query = sa.select(*listing.columns).select_from(listing.model)
    return [listing.line(*row) for row in session.execute(query)]


def walked(session: Session, listing: Listing[Any], size: int, *, back: bool = False) -> list[Any]:
    """The list read page by page from one end to the other."""
    seen: list[Any] = []
    place = None
    while True:
        page = page_beyond(session, listing, place, size, back=back)
        if not page.lines:
            return seen
        seen = [*page.lines, *seen] if back else [*seen, *page.lines]
        end = 0 if back else -1
        place = listing.place(page.lines[end], page.stretches[end])


def test_every_way_through_every_list_is_the_sorted_list(db: Database) -> None:
    place, other = an_office(db)

    def look(session: Session) -> None:
        for listing in listings(place.id, other):
            right = in_order(listing, all_of(session, listing))
            assert walked(session, listing, 9) == right, listing.name
            assert walked(session, listing, 9, back=True) == right, listing.name
            counts = counts_of(session, listing)
            assert sum(counts) == len(right), listing.name
            for offset in (0, 3, len(right) // 2, max(0, len(right) - 4), len(right)):
                page = page_at(session, listing, counts, offset, 6)
                assert list(page.lines) == right[offset : offset + 6], (listing.name, offset)
                keys = keys_at(session, listing, counts, offset, 6)
                assert keys == [line.id for line in right[offset : offset + 6]]
            for number in {0, len(right) // 3, len(right) - 1} & set(range(len(right))):
                found = place_of(session, listing, right[number].id)
                assert found is not None
                assert rank(session, listing, found, counts) == number
            assert lines_of(session, listing, [new_id(), *(line.id for line in right[:3])]) == right[:3]
            assert place_of(session, listing, new_id()) is None

    db.read(look)


def test_another_communitys_rows_are_in_no_list(db: Database) -> None:
    an_office(db, 3)
    nobody = new_id()
    lists: list[Listing[Any]] = [issue_list(nobody), issue_list(nobody, sort="severity"), pool_list(nobody)]
    for listing in (*lists, visit_list(nobody), action_list(nobody), meeting_list(nobody), paper_list(nobody)):
        assert db.read(page_beyond, listing, None, 9).lines == ()
        assert sum(db.read(counts_of, listing)) == 0


def test_what_is_due_is_counted(db: Database) -> None:
    place, _other = an_office(db)
    lines = [line for line in db.read(all_of, action_list(place.id)) if line.status not in FINISHED and line.due_on]
    late, soon = db.read(due_counts, place.id, DAY, DAY + timedelta(days=1))
    assert late == sum(line.due_on < DAY for line in lines) > 0
    assert soon == sum(line.due_on >= DAY for line in lines) > 0


def test_counts_are_kept_until_something_changes(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    place = a_community(db)
    an_issue(db, place)
    counted: list[Hashable] = []

    def counting(session: Session, listing: Listing[Any]) -> tuple[int, ...]:
        counted.append(listing.name)
        return counts_of(session, listing)

    monkeypatch.setattr(paging, "counts_of", counting)
    tally, listing = Tally(), issue_list(place.id)
    assert db.read(tally.counts, listing) == db.read(tally.counts, listing) == (1,)
    assert len(counted) == 1
    an_issue(db, place)
    assert db.read(tally.counts, listing) == (2,)
    assert db.read(tally.counts, issue_list(place.id, sort="oldest")) == (2,)
    assert len(counted) == 3


def test_categories_are_those_in_use(db: Database) -> None:
    place, _other = an_office(db)
    assert db.read(categories, place.id) == ["停车", "照明"]


def plans(db: Database, work: Callable[..., Any], *args: Any) -> list[list[str]]:
    """How SQLite goes about each statement of some work."""
    seen: list[list[str]] = []

    def ask(connection: sa.Connection, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            seen.append([row[3] for row in cursor.fetchall()])

    event.listen(db._reading, "before_cursor_execute", ask)
    try:
        db.read(work, *args)
    finally:
        event.remove(db._reading, "before_cursor_execute", ask)
    return seen


def test_an_index_answers_every_page_on_sqlite(one_file: Database) -> None:
    for listing in listings(UUID(int=1), UUID(int=2)):
        name: Any = listing.name
        model: Any = listing.model
        table = model.__tablename__
        for steps in plans(one_file, page_beyond, listing, None, 200):
            assert not any("TEMP B-TREE" in step for step in steps), (listing.name, steps)
            assert steps[0].startswith(f"SEARCH {table} USING"), (listing.name, steps)
            if name[0] == "issues" and name[2].standing == "open":
                assert "ix_issue_open" in steps[0] or "ix_issue_status" in steps[0], (listing.name, steps)
        if table != "meeting":  # of which there are never many
            for steps in plans(one_file, page_at, listing, [1_000] * len(listing.stretches), 900, 200):
                assert steps[0].startswith(f"SEARCH {table} USING INDEX sqlite_autoindex"), (listing.name, steps)
                if name[0] == "issues" and not name[2].text:
                    assert f"SEARCH {table} USING COVERING INDEX" in " ".join(steps), (listing.name, steps)
