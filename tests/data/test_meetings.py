"""The meeting itself: opened, who is there, from item to item, closed."""

from datetime import datetime, timedelta

import pytest

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    AgendaItem,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    MeetingStatus,
    PresenceKind,
    new_id,
)
from meetings_db.queries.history import last_deed
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.visits import issue_life, pool
from tests.data.builders import (
    START,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    an_issue,
    in_session,
    items_of,
    life_of,
    refused,
    room_of,
    typed_meeting,
)
from tests.data.deeds import last_turn
from triparty.rules.attendance import elapsed
from triparty.rules.presence import present_at
from triparty.services.agendas import call_meeting, freeze_agenda, put_on_agenda
from triparty.services.meetings import (
    close_meeting,
    go_to_item,
    open_meeting,
    settle_item,
    write_notes,
)
from triparty.services.presence import mark_presence
from triparty.services.sittings import on_the_table
from triparty.services.undoing import undo

ARRIVE, LEAVE, EXCUSE, ABSENT = PresenceKind


def test_a_meeting_opens_once_its_agenda_is_frozen(db: Database) -> None:
    meeting = a_meeting(db, a_community(db), "停车秩序")
    assert "Freeze the agenda" in refused(db, open_meeting, meeting.id)
    assert "not in session" in refused(db, close_meeting, meeting.id)
    opened = in_session(db, meeting)
    assert (opened.status, opened.opened_at) == (MeetingStatus.IN_SESSION, START)
    assert "opened already" in refused(db, open_meeting, meeting.id)


def test_opening_and_taking_up_the_first_item_are_one_deed(db: Database) -> None:
    meeting = a_meeting(db, a_community(db), "停车秩序")
    db.run(freeze_agenda, meeting.id, override_reason="x")
    (item,) = items_of(db, meeting.id)
    db.run(open_meeting, meeting.id, START, item_id=item.id)
    assert [each.status for each in items_of(db, meeting.id)] == [ItemStatus.OPEN]
    db.run(undo, last_turn(db))
    assert (room_of(db, meeting.id).meeting.status, items_of(db, meeting.id)[0].status) == (
        MeetingStatus.FROZEN,
        ItemStatus.WAITING,
    )


def test_the_presence_clock(db: Database) -> None:
    meeting = a_meeting(db, a_community(db), "停车秩序")
    who = room_of(db, meeting.id).participants[0].id
    assert "between freezing" in refused(db, mark_presence, who, ARRIVE)
    db.run(freeze_agenda, meeting.id, override_reason="x")
    db.run(mark_presence, who, EXCUSE, after(-60))
    db.run(mark_presence, who, ARRIVE, after(-5))
    db.run(open_meeting, meeting.id, START)
    assert refused(db, mark_presence, who, ARRIVE) == "顾晨光 is here already."
    assert "mark the leaving" in refused(db, mark_presence, who, ABSENT)
    assert "before 顾晨光's last entry" in refused(db, mark_presence, who, LEAVE, after(-6))
    db.run(mark_presence, who, LEAVE, after(30))
    assert refused(db, mark_presence, who, LEAVE) == "顾晨光 is not here."
    events = room_of(db, meeting.id).presence[who]
    assert [event.kind for event in events] == [EXCUSE, ARRIVE, LEAVE]
    assert [present_at(events, after(minute)) for minute in (-6, -5, 0, 29, 30)] == [False, True, True, True, False]


Clock = tuple[ItemStatus, int | None, int | None, list[tuple[int | None, int | None]]]


def clocks(db: Database, room: MeetingRoom) -> list[Clock]:
    """Each item's status, the minutes at which it began and ended, and those of its stretches on the table."""
    room = room_of(db, room.meeting.id)
    return [
        (
            item.status,
            _minute(item.started_at),
            _minute(item.ended_at),
            [(_minute(span.at), _minute(span.ended_at)) for span in room.spans.get(item.id, [])],
        )
        for item in room.items
    ]


def _minute(at: datetime | None) -> int | None:
    """So many minutes into the meeting."""
    return None if at is None else round((at - START).total_seconds() / 60)


def test_one_item_is_open_at_a_time_and_each_has_its_clock(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    first, second = (item.id for item in room.items)
    db.run(go_to_item, first, after(1))
    db.run(go_to_item, second, after(5))
    assert clocks(db, room) == [
        (ItemStatus.WAITING, 1, 5, [(1, 5)]),
        (ItemStatus.OPEN, 5, None, [(5, None)]),
    ]
    db.run(go_to_item, first, after(8))
    db.run(settle_item, first, ItemStatus.AGREED, "同意", after(12))
    db.run(go_to_item, first, after(13))
    db.run(settle_item, second, ItemStatus.NOTED, at=after(15))
    assert clocks(db, room) == [
        (ItemStatus.AGREED, 1, 12, [(1, 5), (8, 12)]),
        (ItemStatus.NOTED, 5, 15, [(5, 8), (15, 15)]),
    ]


def test_an_items_clock_stands_still_while_another_is_on_the_table(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    first, second = (item.id for item in room.items)
    db.run(go_to_item, first, after(0))
    db.run(go_to_item, second, after(2))
    db.run(go_to_item, first, after(24))
    db.run(go_to_item, first, after(26))  # it is on the table already
    assert clocks(db, room)[0] == (ItemStatus.OPEN, 0, None, [(0, 2), (24, None)])
    now = room_of(db, room.meeting.id)
    assert elapsed(on_the_table(now, now.items[0], after(26))) == timedelta(minutes=4)
    db.run(settle_item, first, ItemStatus.NOTED, at=after(27))
    db.run(settle_item, first, ItemStatus.AGREED, "同意", after(60))
    assert clocks(db, room)[0] == (ItemStatus.AGREED, 0, 60, [(0, 2), (24, 27), (60, 60)])


def test_an_item_taken_up_is_put_aside_again_by_an_undo(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    first, second = (item.id for item in room.items)
    db.run(go_to_item, first, after(0))
    before = clocks(db, room)
    db.run(go_to_item, second, after(2))
    line = db.read(last_deed, "tester")
    assert line is not None
    db.run(undo, line.seq)
    assert clocks(db, room) == before == [(ItemStatus.OPEN, 0, None, [(0, None)]), (ItemStatus.WAITING, None, None, [])]


def test_an_item_that_0_1_0_took_up_keeps_its_time(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    first, second = (item.id for item in room.items)
    begun = {"started_at": after(1), "status": ItemStatus.OPEN}
    db.run(lambda session: session.get_one(AgendaItem, first).sqlmodel_update(begun))
    now = room_of(db, room.meeting.id)
    assert on_the_table(now, now.items[0], after(4)) == [(after(1), after(4))]
    db.run(go_to_item, second, after(5))
    db.run(go_to_item, first, after(9))
    assert clocks(db, room)[0] == (ItemStatus.OPEN, 1, None, [(1, 5), (9, None)])


def test_items_are_settled_in_a_running_meeting_and_with_words(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place, "停车秩序")
    item = items_of(db, meeting.id)[0].id
    for deed in (go_to_item, lambda session, key: settle_item(session, key, ItemStatus.NOTED)):
        assert refused(db, deed, item) == "The meeting is not in session."
    in_session(db, meeting)
    assert "what became of" in refused(db, settle_item, item, ItemStatus.OPEN)
    assert "Write down what was agreed" in refused(db, settle_item, item, ItemStatus.AGREED, " \x00")
    assert db.run(settle_item, item, ItemStatus.AGREED, "划线\x07三十个").conclusion == "划线三十个"
    assert db.run(settle_item, item, ItemStatus.NOT_AGREED).conclusion == "划线三十个"
    for told in (
        refused(db, go_to_item, new_id()),
        refused(db, write_notes, new_id(), 1, ""),
        refused(db, close_meeting, new_id()),
        refused(db, mark_presence, new_id(), ARRIVE),
    ):
        assert "no longer there" in told


def test_notes_are_kept_with_their_version_until_the_minutes_are_final(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db))
    item = room.items[0]
    assert db.run(write_notes, item.id, item.version, "- 一\n- 二").notes == "- 一\n- 二"
    with pytest.raises(StaleSave) as told:
        db.run(write_notes, item.id, item.version, "晚了")
    assert isinstance(told.value.theirs, AgendaItem)
    assert told.value.theirs.notes == "- 一\n- 二"


def test_an_items_outcome_shows_in_its_issue(db: Database) -> None:
    place = a_community(db)
    issues = tuple(an_issue(db, place, title) for title in "甲乙丙丁")
    room = a_meeting_in_session(db, place, issues=issues)
    outcomes = (ItemStatus.AGREED, ItemStatus.NOT_AGREED, ItemStatus.NOTED, ItemStatus.DEFERRED)
    for item, outcome in zip(room.items, outcomes, strict=True):
        db.run(settle_item, item.id, outcome, "如此", after(5))
    told = [life_of(db, issue)[-1] for issue in issues]
    assert [(event.kind, event.subject, event.note, event.at) for event in told] == [
        (IssueEventKind.DECIDED, "1", "如此", after(5)),
        *[(IssueEventKind.DISCUSSED, "1", "如此", after(5))] * 3,
    ]
    assert room_of(db, room.meeting.id).issues[issues[0].id].status is IssueStatus.DECIDED
    assert [line.title for line in db.read(pool, place.id)] == ["乙", "丙", "丁"]


def test_an_issue_put_off_goes_on_the_next_agenda(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    first = a_meeting_in_session(db, place, issues=(issue,))
    db.run(settle_item, first.items[0].id, ItemStatus.DEFERRED, at=after(5))
    db.run(close_meeting, first.meeting.id, after(9))
    assert [line.number for line in db.read(pool, place.id)] == [issue.number]
    second = db.run(call_meeting, place.id, typed_meeting())
    item = db.run(put_on_agenda, second.id, issue.id, after(10))
    in_session(db, second)
    db.run(settle_item, item.id, ItemStatus.AGREED, "换灯", after(20))
    assert [(event.kind, event.subject) for event in life_of(db, issue)][2:] == [
        (IssueEventKind.ON_AGENDA, "1"),
        (IssueEventKind.DISCUSSED, "1"),
        (IssueEventKind.ON_AGENDA, "2"),
        (IssueEventKind.DECIDED, "2"),
    ]
    assert [(listed.status, meeting.ordinal) for listed, meeting in db.read(issue_life, issue.id).agenda] == [
        (ItemStatus.DEFERRED, 1),
        (ItemStatus.AGREED, 2),
    ]
    assert db.read(pool, place.id) == []


def test_a_meeting_closes_when_every_item_is_settled(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙", "丙")
    db.run(settle_item, room.items[1].id, ItemStatus.DEFERRED)
    assert refused(db, close_meeting, room.meeting.id).splitlines() == [
        "Item 1 is not settled: 甲",
        "Item 3 is not settled: 丙",
    ]
    for item in (room.items[0], room.items[2]):
        db.run(settle_item, item.id, ItemStatus.NOTED)
    for who in room.participants:
        db.run(mark_presence, who.id, LEAVE, after(90))
    closed = db.run(close_meeting, room.meeting.id, after(91))
    assert (closed.status, closed.closed_at) == (MeetingStatus.CLOSED, after(91))
    assert "not in session" in refused(db, close_meeting, room.meeting.id)
