"""Taking deeds back: every row is as it was, nobody's work is lost, and what must stand is refused with reasons."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Issue,
    ItemStatus,
    MeetingStatus,
    PaperKind,
    PresenceKind,
    Route,
    UpdateKind,
    VisitBase,
)
from meetings_db.queries.history import deed
from tests.data.builders import (
    START,
    a_community,
    a_meeting,
    a_meeting_in_session,
    an_issue,
    items_of,
    room_of,
    typed_issue,
    typed_meeting,
)
from tests.data.deeds import last_turn, last_undo, refused, tables, whole
from triparty.rules import RuleError
from triparty.services import actions, agendas, ballots, issues, meetings, papers, presence, visits
from triparty.services.undoing import undo, weigh


def test_an_issue_taken_back_gives_its_number_back(db: Database) -> None:
    place = a_community(db)
    before = tables(db)
    first = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("弄错了"))
    db.run(undo, last_turn(db))
    assert tables(db) == before
    again = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("这才对"))
    assert (first.number, again.number) == ("2026-0001", "2026-0001")
    assert whole(db)


def test_a_number_that_others_followed_is_not_given_twice(db: Database) -> None:
    place = a_community(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("弄错了"))
    turn = last_turn(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("第二件"))
    db.run(undo, turn)
    third = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("第三件"))
    assert third.number == "2026-0003"
    assert [issue.number for issue in db.read(lambda session: session.exec(select(Issue)).all())] == [
        "2026-0002",
        "2026-0003",
    ]


def test_what_was_taken_back_can_be_had_again_until_its_place_is_taken(db: Database) -> None:
    place = a_community(db)
    issue = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("路灯不亮"))
    there, first = tables(db), last_turn(db)
    db.run(undo, first)
    undone = last_turn(db)
    assert "taken back already by tester" in refused(db, first)
    db.run(undo, undone)
    assert tables(db) == there
    again = last_turn(db)
    assert db.read(deed, again).again  # type: ignore[union-attr]
    assert "Take that one back instead" in refused(db, again)
    assert "taken back already" in refused(db, undone)
    db.run(undo, first)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("井盖松动"))
    assert f"Issue {issue.number} 井盖松动 has its number" in refused(db, last_undo(db, first))
    assert whole(db)


def test_versions_count_on_so_that_an_old_page_is_never_saved_over(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    edited = db.run(issues.edit_issue, issue.id, issue.version, typed_issue("改了"), place.estate.id)
    version = edited.version
    db.run(undo, last_turn(db))
    now = db.read(lambda session: session.get_one(Issue, issue.id))
    assert (now.title, now.version) == (issue.title, version + 1)
    item = db.run(agendas.add_item, a_meeting(db, place).id, AgendaItemBase(title="其他"))
    db.run(agendas.take_off_agenda, item.id)
    db.run(undo, last_turn(db))
    back = db.read(lambda session: session.get_one(AgendaItem, item.id))
    assert (back.title, back.version) == ("其他", item.version + 1)


def test_a_row_changed_later_is_named_with_who_and_when(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    turn = last_turn(db)
    other = Database(db.url, actor="沈晓露")
    other.run(issues.triage, issue.id, Route.OWNERS)
    other.close()
    said = refused(db, turn)
    assert f"Issue {issue.number} {issue.title} was changed later: Sent an issue on its way (沈晓露, 20" in said
    db.run(undo, last_turn(db))
    db.run(undo, turn)
    assert db.read(lambda session: session.exec(select(Issue)).all()) == []


def test_a_row_that_others_depend_on_stays(db: Database) -> None:
    place = a_community(db)
    visit = db.run(visits.record_visit, place.id, place.estate.id, VisitBase(visited_at=START, officer="李"))
    turn = last_turn(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("路灯不亮"), visit_id=visit.id)
    assert "Issue 2026-0001 路灯不亮 depends on it: Entered an issue" in refused(db, turn)


def test_a_row_does_not_come_back_without_what_it_belongs_to(db: Database) -> None:
    place = a_community(db)
    meeting = db.run(agendas.call_meeting, place.id, typed_meeting())
    called = last_turn(db)
    item = db.run(agendas.add_item, meeting.id, AgendaItemBase(title="停车"))
    added = last_turn(db)
    db.run(undo, added)
    db.run(undo, called)
    assert "Agenda item 停车 belongs to Meeting 1 第一季度三方联席会议, which is no longer there" in refused(
        db, last_undo(db, added)
    )
    db.run(undo, last_undo(db, called))
    db.run(undo, last_undo(db, added))
    assert items_of(db, meeting.id)[0].id == item.id


def test_what_was_changed_past_the_program_is_left_alone(db: Database) -> None:
    place = a_community(db)
    an_issue(db, place, route=Route.NONE)
    turn = last_turn(db)
    with db._writing.begin() as connection:
        connection.execute(sa.update(Issue).values(place="西门"))
    assert "is not as the history says" in refused(db, turn)


def test_a_ballot_taken_back_leaves_the_item_on_the_table(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, issues=(an_issue(db, place),))
    before = tables(db)
    votes = ballots.unanimous(room, datetime.now(UTC))
    db.run(ballots.hold_ballot, room.items[0].id, "consensus", "安装路灯", votes)
    db.run(undo, last_turn(db))
    assert tables(db) == before
    assert whole(db)


def test_a_session_is_shut_when_the_meeting_is_closed(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place)
    db.run(meetings.settle_item, room.items[0].id, ItemStatus.NOTED)
    settled = last_turn(db)
    db.run(presence.mark_presence, room.participants[0].id, PresenceKind.LEAVE)
    left = last_turn(db)
    db.run(meetings.close_meeting, room.meeting.id)
    closed = last_turn(db)
    for turn in (settled, left):
        assert "Meeting 1 第一季度三方联席会议 was changed later: Closed the meeting" in refused(db, turn)
    db.run(undo, closed)
    db.run(undo, left)
    db.run(undo, settled)
    assert items_of(db, room.meeting.id)[0].status is ItemStatus.WAITING


def test_opening_is_not_taken_back_from_under_what_was_done(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place, "停车")
    db.run(agendas.freeze_agenda, meeting.id, override_reason="for a test")
    db.run(presence.mark_presence, room_of(db, meeting.id).participants[0].id, PresenceKind.ARRIVE)
    arrival = last_turn(db)
    db.run(meetings.open_meeting, meeting.id)
    opened = last_turn(db)
    db.run(meetings.go_to_item, items_of(db, meeting.id)[0].id)
    assert "Agenda item 停车 was changed later: Took up an item" in refused(db, opened)
    db.run(undo, last_turn(db))
    db.run(undo, opened)
    assert room_of(db, meeting.id).meeting.status is MeetingStatus.FROZEN
    db.run(undo, arrival)


def test_final_minutes_papers_and_the_founding_stand(db: Database) -> None:
    place = a_community(db)
    founded = last_turn(db)
    room = a_meeting_in_session(db, place, issues=(an_issue(db, place),))
    action = db.run(actions.assign_action, place.id, ActionBase(what="修灯", owner="赵"), item_id=room.items[0].id)
    assigned = last_turn(db)
    db.run(meetings.settle_item, room.items[0].id, ItemStatus.AGREED, "安装路灯")
    settled = last_turn(db)
    db.run(meetings.close_meeting, room.meeting.id)
    db.run(papers.finalise_minutes, room.meeting.id, lambda _room: {"en": "{}"})
    finalised = last_turn(db)
    db.run(
        papers.record_paper,
        place.id,
        PaperKind.AGENDA,
        "en",
        meeting_id=room.meeting.id,
        snapshot="{}",
        sha256="0" * 64,
        file_name="a",
    )
    assert "Write it anew" in refused(db, last_turn(db))
    assert "recorded by the next meeting" in refused(db, finalised)
    assert "belongs to the community" in refused(db, founded)
    for turn in (settled, assigned):
        assert "Made the minutes final" in refused(db, turn)
    db.run(actions.take_step, action.id, action.version, UpdateKind.STARTED)
    db.run(undo, last_turn(db))


def test_an_unknown_deed_is_said(db: Database) -> None:
    with pytest.raises(RuleError, match="no deed 7"):
        db.run(undo, 7)


def test_what_a_unique_index_keeps_apart_is_named_too(db: Database) -> None:
    place = a_community(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("路灯不亮"))
    turn = last_turn(db)
    kept = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("井盖松动"))
    db.run(undo, turn)
    table = SQLModel.metadata.tables["issue"]
    index = sa.Index("ux_issue_status", table.c.status, unique=True)
    try:
        assert f"Issue {kept.number} 井盖松动 has its number" in refused(db, last_undo(db, turn))
    finally:
        table.indexes.discard(index)
    assert db.read(weigh, last_undo(db, turn)).reasons == ()


def statements(db: Database, work: Callable[[], object]) -> int:
    """How many statements the database is asked to do something."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engines = {db._reading, db._writing}
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_a_large_deed_needs_no_more_statements_than_a_small_one(db: Database) -> None:
    place = a_community(db)

    def raise_some(session: Session, count: int) -> None:
        for number in range(count):
            issues.raise_issue(session, place.id, place.estate.id, typed_issue(f"第{number}件"))

    db.run(raise_some, 1)
    needed = []
    for count in (2, 30):
        db.run(raise_some, count)
        turn = last_turn(db)
        undone = statements(db, lambda: db.run(undo, turn))  # noqa: B023
        again = last_undo(db, turn)
        needed.append((undone, statements(db, lambda: db.run(undo, again))))  # noqa: B023
    assert needed[0] == needed[1]
    assert whole(db)
