"""Lists page by page, filters, and what a desk looks at first in the morning."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import ActionBase, EstateBase, MeetingBase, Party, Route, VisitBase, new_id
from meetings_db.queries.actions import tracker
from meetings_db.queries.meetings import meeting_lines, meeting_room
from meetings_db.queries.today import today
from meetings_db.queries.visits import (
    IssueFilter,
    categories,
    count_issues,
    issue_life,
    issue_lines,
    visit_life,
    visit_lines,
)
from tests.data.builders import START, Place, a_community, a_meeting_in_session, an_issue, typed_issue, typed_meeting
from triparty.services.actions import assign_action
from triparty.services.agendas import call_meeting
from triparty.services.directory import add_estate
from triparty.services.issues import close_issue, raise_issue
from triparty.services.visits import record_visit


def many(session: Session, place: Place, count: int) -> list[UUID]:
    """So many issues, three and three reported in the same second."""
    return [
        raise_issue(
            session,
            place.id,
            place.estate.id,
            typed_issue(f"第{number}件", reported_at=START + timedelta(seconds=number // 3)),
        ).id
        for number in range(count)
    ]


def test_issues_are_listed_newest_first(db: Database) -> None:
    place = a_community(db)
    made = db.run(many, place, 20)
    seen = db.read(issue_lines, place.id)
    assert [line.id for line in seen] == made[::-1]
    assert seen[0].reported_at.tzinfo is UTC
    assert db.read(issue_lines, place.id, limit=7) == seen[:7]


def test_issues_are_found_by_what_is_asked(db: Database) -> None:
    place = a_community(db)
    other = db.run(add_estate, place.id, EstateBase(name="湖畔里"))
    lamp = db.run(raise_issue, place.id, place.estate.id, typed_issue("东门 LED 路灯", category="照明"))
    odd = db.run(raise_issue, place.id, other.id, typed_issue("100%_堵塞", place="地下室", details="雨后积水"))
    ended = an_issue(db, place, "旧事")
    db.run(close_issue, ended.id, "办结")

    def found(**where: object) -> list[UUID]:
        asked = IssueFilter(**where)  # type: ignore[arg-type]
        lines = db.read(issue_lines, place.id, asked)
        assert db.read(count_issues, place.id, asked) == len(lines)
        return [line.id for line in lines]

    assert set(found()) == {lamp.id, odd.id}
    assert found(standing="ended") == [ended.id]
    assert len(found(standing="all")) == 3
    assert found(estate_id=other.id) == [odd.id]
    assert found(category="照明") == [lamp.id]
    assert found(route=Route.JOINT_MEETING, standing="all") == [ended.id]
    assert found(text="led 东门") == [lamp.id]
    assert found(text="0%_") == found(text="积水") == found(text="地下") == [odd.id]
    assert found(text="%") == [odd.id]
    assert found(text="' OR 1=1 --") == []
    assert found(text=lamp.number) == [lamp.id]
    assert db.read(categories, place.id) == ["照明"]


def test_the_morning_shows_what_runs_out_and_what_waits(db: Database) -> None:
    place = a_community(db)
    never = db.run(add_estate, place.id, EstateBase(name="湖畔里"))
    db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=START))
    db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=START - timedelta(days=9)))
    an_issue(db, place, route=Route.NONE)
    an_issue(db, place)
    for day in (9, 10, 13, 14, None):
        due = date(2026, 3, day) if day else None
        db.run(assign_action, place.id, ActionBase(what=f"到{day}日", party=Party.PROPERTY, due_on=due))
    later = db.run(call_meeting, place.id, typed_meeting(starts_at=START + timedelta(days=30)))
    sooner = db.run(call_meeting, place.id, MeetingBase(title="临时会议", starts_at=START))
    seen = db.read(today, place.id, date(2026, 3, 10))
    assert (seen.open_issues, seen.untriaged) == (2, 1)
    assert [line.what for line in seen.overdue] == ["到9日"]
    assert [line.what for line in seen.due_soon] == ["到10日", "到13日"]
    assert (seen.overdue_count, seen.due_soon_count) == (1, 2)
    assert seen.next_meeting is not None
    assert (seen.next_meeting.id, later.ordinal, sooner.ordinal) == (sooner.id, 1, 2)
    assert [(row.estate.id, row.last) for row in seen.visits] == [(never.id, None), (place.estate.id, START)]


def test_lists_of_another_community_are_empty(db: Database) -> None:
    place, elsewhere = a_community(db), new_id()
    an_issue(db, place)
    db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=datetime.now(UTC)))
    room = a_meeting_in_session(db, place)
    db.run(assign_action, place.id, ActionBase(what="修灯"), item_id=room.items[0].id)
    assert db.read(issue_lines, elsewhere) == []
    assert db.read(visit_lines, elsewhere) == []
    assert db.read(meeting_lines, elsewhere) == []
    assert db.read(tracker, elsewhere) == []
    assert len(db.read(tracker, place.id, meeting_id=room.meeting.id)) == 1
    assert db.read(tracker, place.id, meeting_id=elsewhere) == []


def test_what_is_not_there_is_not_found(db: Database) -> None:
    for query in (issue_life, visit_life, meeting_room):
        with pytest.raises(NoResultFound):
            db.read(query, new_id())
