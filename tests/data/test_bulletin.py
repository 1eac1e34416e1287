"""A month as the bulletin tells it: what came in, what was closed, what was agreed, what is late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import Channel, IssueBase, ItemStatus, VisitBase
from meetings_db.queries.bulletin import Month, month
from tests.data.builders import START, Place, a_community, a_meeting_in_session
from triparty.documents.kinds import bulletin
from triparty.rules import RuleError
from triparty.services.issues import close_issue, raise_issue
from triparty.services.meetings import close_meeting, settle_item
from triparty.services.visits import record_visit

BEGINS, ENDS = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def told(db: Database, place: Place, on: date = date(2026, 4, 2)) -> Month:
    return db.read(month, place.id, BEGINS, ENDS, on)


def an_issue(session: Session, place: Place, at: datetime, category: str) -> None:
    raise_issue(
        session,
        place.id,
        place.estate.id,
        IssueBase(title="灯", category=category, channel=Channel.GRID, reported_at=at),
    )


def test_issues_are_counted_where_and_when_they_were_reported_and_closed(db: Database) -> None:
    place = a_community(db)

    def work(session: Session) -> None:
        for at, category in ((BEGINS, "照明"), (ENDS - timedelta(seconds=1), "停车"), (BEGINS, "停车"), (ENDS, "停车")):
            an_issue(session, place, at, category)
        early = raise_issue(
            session,
            place.id,
            place.estate.id,
            IssueBase(title="门", category="门禁", reported_at=BEGINS - timedelta(1)),
        )
        close_issue(session, early.id, "已修好", version=early.version, at=BEGINS + timedelta(2))
        record_visit(session, place.id, place.estate.id, VisitBase(visited_at=BEGINS))

    db.run(work)
    found = told(db, place)
    assert found.estates == [(place.estate.name, 3, 1, 4)]
    assert found.categories == [("停车", 2, 0, 3), ("照明", 1, 0, 1), ("门禁", 0, 1, 0)]
    assert found.visits == {place.estate.name: 1}


def test_a_meeting_is_told_with_what_it_settled_and_its_actions_with_what_is_late(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, "停车秩序")

    def end(session: Session) -> None:
        settle_item(session, room.items[0].id, ItemStatus.NOTED)
        close_meeting(session, room.meeting.id)

    db.run(end)
    begins = START.astimezone().replace(day=1, hour=0, minute=0)
    found = db.read(month, place.id, begins, begins + timedelta(31), START.date())
    values = bulletin.values(found, begins, "zh_CN", made_on=START.date())
    assert (values["held"], values["assigned"], values["late_count"]) == ("1", "0", "0")
    assert [item["title"] for item in values["meetings"][0]["items"]] == ["停车秩序"]


def test_a_month_is_written_as_in_a_calendar(db: Database) -> None:
    today = date(2026, 1, 15)
    begins, ends = bulletin.month_of(" 2025-12 ", today)
    assert (begins.day, begins.month, ends.month, ends.year) == (1, 12, 1, 2026)
    assert bulletin.last_month(today) == "2025-12"
    for wrong, says in (("2025-13", "is no month"), ("上个月", "is no month"), ("2026-02", "has not begun")):
        with pytest.raises(RuleError, match=says):
            bulletin.month_of(wrong, today)
