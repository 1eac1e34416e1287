"""The presence clock: substitutes, recusals, two hats, wrong times, and the ballots that stand on it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, func, select

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    ItemStatus,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    PresenceKind,
    Standing,
    Substitute,
    SubstituteBase,
)
from meetings_db.queries.history import last_deed
from tests.data.builders import (
    START,
    a_community,
    a_meeting_in_session,
    after,
    called,
    refused,
    room_of,
    somebody,
    voted,
)
from triparty.rules.attendance import Extent
from triparty.rules.ballots import Recusal as Counting
from triparty.services.ballots import annul_ballot, hold_ballot, present_by_party, quorum_at, unanimous
from triparty.services.directory import enrol
from triparty.services.meetings import close_meeting, go_to_item, reopen_meeting, settle_item
from triparty.services.presence import (
    come_in_person,
    mark_presence,
    recuse,
    rejoin,
    see_authority,
    stand_in,
)
from triparty.services.presence_corrections import move_entry, moved, put_entry, put_in, remove_entry, taken_out
from triparty.services.sittings import extents, sitting_of, voiceless
from triparty.services.undoing import undo, weigh_last

ARRIVE, LEAVE, EXCUSE, ABSENT = PresenceKind
COMMUNITY, PROPERTY, RESIDENTS, _OTHER = Party
WRITTEN = {"matter": "本次会议", "scope": "发言和表决", "term": "当日"}


def test_a_substitute_votes_once_the_signature_was_seen(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲")
    who = called(room, "赵丁四")
    assert "must say for what, with what powers, until when" in refused(
        db, stand_in, who, SubstituteBase(name="郑壬九"), after(5), signed=True
    )
    substitute = db.run(stand_in, who, SubstituteBase(name="郑壬九"), after(5))
    room = room_of(db, room.meeting.id)
    assert [(event.kind, event.at) for event in room.presence[who]] == [
        (ARRIVE, START),
        (LEAVE, after(5)),
        (ARRIVE, after(5)),
    ]
    assert [present_by_party(room, after(minute))[PROPERTY][:2] for minute in (4, 5)] == [(2, 2), (2, 1)]
    db.run(see_authority, substitute.id, substitute.version, SubstituteBase(name="郑壬九", **WRITTEN), after(9))
    assert "seen already" in refused(
        db, see_authority, substitute.id, substitute.version + 1, SubstituteBase(name="郑壬九", **WRITTEN)
    )
    with pytest.raises(StaleSave):
        db.run(see_authority, substitute.id, substitute.version, SubstituteBase(name="郑壬九", **WRITTEN))
    room = room_of(db, room.meeting.id)
    assert [present_by_party(room, after(minute))[PROPERTY][1] for minute in (8, 9)] == [1, 2]
    db.run(come_in_person, who, after(20))
    assert "Nobody stands in" in refused(db, come_in_person, who)
    room = room_of(db, room.meeting.id)
    (kept,) = room.substitutes[who]
    stands = [sitting_of(room, somebody(room, "赵丁四"), after(minute)).substitute for minute in (4, 19, 20)]
    assert stands == [None, kept, None]
    assert extents(room, somebody(room, "赵丁四"), after(30)) == {}


def test_nobody_votes_twice_or_for_another_party(db: Database) -> None:
    place = a_community(db)
    guest = PostBase(title="客服", party=PROPERTY, standing=Standing.ATTENDING)
    body = OrganisationBase(name="安和物业公司", party=PROPERTY)
    db.run(enrol, place.id, PersonBase(name="冯癸十"), body, guest)
    room = a_meeting_in_session(db, place)
    zhao, sun = called(room, "赵丁四"), called(room, "孙乙二")
    for who, name, reason in (
        (zhao, "赵丁四", "for themselves"),
        (zhao, "钱丙三", "has a vote here already"),
        (sun, "冯癸十", "sits for the property company"),
    ):
        assert reason in refused(db, stand_in, who, SubstituteBase(name=name, **WRITTEN), after(1), signed=True)
    db.run(stand_in, zhao, SubstituteBase(name="冯癸十", **WRITTEN), after(1), signed=True)
    second = refused(db, stand_in, called(room, "钱丙三"), SubstituteBase(name="冯癸十", **WRITTEN), after(2))
    assert second == "冯癸十 stands in for 赵丁四 already: one person, one vote."


def test_recusal_leaves_quorum_and_base_as_the_rule_says(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    first, second = (item.id for item in room.items)
    assert "stays on record" in refused(db, recuse, called(room, "赵丁四"), first, " ", after(2))
    db.run(recuse, called(room, "赵丁四"), first, "亲属经营", after(2))
    assert "already" in refused(db, recuse, called(room, "赵丁四"), first, "又", after(3))
    room = room_of(db, room.meeting.id)
    assert present_by_party(room, after(3), first)[PROPERTY] == (2, 2, 1)
    assert present_by_party(room, after(3), second)[PROPERTY] == (2, 2, 0)
    assert unanimous(room, after(3), first)[PROPERTY].yes == 1
    assert voiceless(room, after(3), first) == []
    db.run(recuse, called(room, "钱丙三"), first, "同一公司", after(4))
    room = room_of(db, room.meeting.id)
    assert voiceless(room, after(4), first) == [PROPERTY]
    assert quorum_at(room, after(4), first).missing == (PROPERTY,)
    assert quorum_at(room, after(4), first, Counting.PRESENT_ONLY).reached
    assert quorum_at(room, after(4), second).reached
    db.run(rejoin, called(room, "钱丙三"), first, after(6))
    assert "did not withdraw" in refused(db, rejoin, called(room, "钱丙三"), first, after(7))
    room = room_of(db, room.meeting.id)
    assert [present_by_party(room, after(minute), first)[PROPERTY].recused for minute in (5, 6)] == [2, 1]
    sheet = db.run(hold_ballot, first, "majority-present", "", unanimous(room, after(8), first), after(8))
    assert {count.group: (count.present, count.yes, count.recused) for count in sheet.counts}["property"] == (2, 1, 1)
    assert "is settled" in refused(db, recuse, called(room, "孙乙二"), first, "晚了", after(9))


def test_nobody_a_ballot_counted_goes_away_under_it(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    who = called(room, "赵丁四")
    ballot = voted(db, room, 10)
    reason = refused(db, mark_presence, who, LEAVE, after(9))
    assert "Ballot 1 on item 1" in reason
    assert "赵丁四 was counted and would not be" in reason
    (event,) = room.presence[who]
    assert "was counted" in refused(db, remove_entry, event.id, 1)
    assert "was counted" in refused(db, move_entry, event.id, 1, after(11))
    assert "was counted" in refused(db, stand_in, who, SubstituteBase(name="郑壬九"), after(8))
    db.run(mark_presence, who, LEAVE, after(10) + (after(1) - after(0)))
    db.run(annul_ballot, ballot, "重新表决")
    db.run(move_entry, event.id, 1, after(11) - (after(1) - after(0)) / 2)
    assert room_of(db, room.meeting.id).presence[who][0].at > after(10)


def test_nobody_absent_has_voted(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲")
    who = called(room, "周戊五")
    db.run(mark_presence, who, LEAVE, after(3))
    voted(db, room, 10)
    leaving = room_of(db, room.meeting.id).presence[who][1]
    assert "周戊五 was not counted and would be" in refused(db, move_entry, leaving.id, 1, after(12))
    assert "was not counted" in refused(db, mark_presence, who, ARRIVE, after(10))
    db.run(move_entry, leaving.id, 1, after(6))


def test_an_undo_is_refused_under_a_ballot_too(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    who = called(room, "周戊五")
    other = Database(db.url, actor="沈晓露")
    try:
        other.run(mark_presence, who, LEAVE, after(3))
        ballot = voted(db, room, 10)
    finally:
        other.close()
    undoing = db.read(weigh_last, "沈晓露")
    assert undoing is not None
    assert "周戊五 was not counted and would be" in undoing.reasons[0]
    db.run(annul_ballot, ballot, "重新表决")
    assert [each.reasons for each in [db.read(weigh_last, "沈晓露")] if each] == [()]
    db.run(undo, undoing.deed.seq)
    assert [event.kind for event in room_of(db, room.meeting.id).presence[who]] == [ARRIVE]


def test_a_wrong_time_is_put_right_and_what_changes_is_said_before(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    for number, minute in ((0, 1), (1, 20)):
        db.run(go_to_item, room.items[number].id, after(minute))
    who, other = called(room, "赵丁四"), called(room, "钱丙三")
    db.run(mark_presence, other, LEAVE, after(2))
    db.run(mark_presence, who, LEAVE, after(30))
    room = room_of(db, room.meeting.id)
    leaving = room.presence[who][1]
    thought = moved(room, leaving, after(15), after(40))
    assert thought.changes == (
        "Item 1: there → there for a part",
        "Item 2: there for a part → not there",
        "Item 1: the property company would not be represented any more",
    )
    assert thought.reasons == ()
    assert room_of(db, room.meeting.id).presence[who][1].at == after(30)  # only thought out
    db.run(move_entry, leaving.id, 1, after(15))
    db.run(put_entry, who, ARRIVE, after(18))
    room = room_of(db, room.meeting.id)
    assert [(event.kind, event.at) for event in room.presence[who]] == [
        (ARRIVE, START),
        (LEAVE, after(15)),
        (ARRIVE, after(18)),
    ]
    assert extents(room, somebody(room, "赵丁四"), after(40)) == {1: Extent.PART, 2: Extent.WHOLE}
    assert "arrive at" in refused(db, remove_entry, leaving.id, 2)
    assert put_in(room, who, LEAVE, after(16), after(40)).reasons
    assert taken_out(room, room.presence[who][2], after(40)).changes[0] == "Item 2: there → not there"
    for item in room.items:
        db.run(settle_item, item.id, ItemStatus.NOTED, at=after(41))
    db.run(close_meeting, room.meeting.id, after(42))
    db.run(remove_entry, room.presence[who][2].id, 1)  # the record is put right until the minutes are final


def test_who_was_away_while_an_item_was_put_aside_was_there_for_it(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲", "乙")
    first, second = (item.id for item in room.items)
    for item, minute in ((first, 1), (second, 5), (first, 10), (second, 15)):
        db.run(go_to_item, item, after(minute))
    for who, left, back in (("赵丁四", 6, 9), ("钱丙三", 12, 16), ("孙乙二", 2, 30)):
        db.run(mark_presence, called(room, who), LEAVE, after(left))
        db.run(mark_presence, called(room, who), ARRIVE, after(back))
    room = room_of(db, room.meeting.id)
    found = [extents(room, somebody(room, who), after(20)) for who in ("赵丁四", "钱丙三", "孙乙二")]
    assert found == [
        {1: Extent.WHOLE, 2: Extent.PART},
        {1: Extent.PART, 2: Extent.PART},
        {1: Extent.PART, 2: Extent.NONE},
    ]


def test_what_was_recorded_with_an_arrival_moves_and_goes_with_it(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲")
    who = called(room, "赵丁四")
    db.run(mark_presence, who, LEAVE, after(2))
    db.run(stand_in, who, SubstituteBase(name="郑壬九", **WRITTEN), after(9), signed=True)
    arrival = room_of(db, room.meeting.id).presence[who][2]
    db.run(move_entry, arrival.id, 1, after(7))
    room = room_of(db, room.meeting.id)
    assert [each.at for each in room.substitutes[who]] == [after(7)]
    assert present_by_party(room, after(7))[PROPERTY][1] == 2
    db.run(remove_entry, arrival.id, 2)
    assert who not in {key for key, own in room_of(db, room.meeting.id).substitutes.items() if own}
    assert db.read(count_of_substitutes) == 0


def test_a_handing_over_moves_and_goes_as_a_whole(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲")
    who = called(room, "赵丁四")
    for name, minute in (("郑壬九", 5), ("冯癸十", 10)):
        db.run(stand_in, who, SubstituteBase(name=name, **WRITTEN), after(minute), signed=True)

    def entries() -> list[tuple[PresenceKind, int]]:
        return [(event.kind, minutes_in(event.at)) for event in room_of(db, room.meeting.id).presence[who]]

    def stood_in() -> list[tuple[str, int, int | None]]:
        found = room_of(db, room.meeting.id).substitutes.get(who, [])
        return [
            (each.name, minutes_in(each.at), minutes_in(each.ended_at) if each.ended_at else None) for each in found
        ]

    second = room_of(db, room.meeting.id).presence[who][4]
    db.run(move_entry, second.id, 1, after(8))
    assert entries()[1:] == [(LEAVE, 5), (ARRIVE, 5), (LEAVE, 8), (ARRIVE, 8)]
    assert stood_in() == [("郑壬九", 5, 8), ("冯癸十", 8, None)]
    db.run(remove_entry, second.id, 2)  # it was the first of the two who stayed
    assert (entries()[1:], stood_in()) == ([(LEAVE, 5), (ARRIVE, 5)], [("郑壬九", 5, None)])
    db.run(come_in_person, who, after(20))
    db.run(remove_entry, room_of(db, room.meeting.id).presence[who][4].id, 1)
    assert stood_in() == [("郑壬九", 5, None)]
    db.run(remove_entry, room_of(db, room.meeting.id).presence[who][2].id, 1)  # nobody stood in at all
    assert (entries(), stood_in()) == ([(ARRIVE, 0)], [])
    assert present_by_party(room_of(db, room.meeting.id), after(30))[PROPERTY][1] == 2


def minutes_in(at: datetime) -> int:
    """So many minutes into the meeting."""
    return round((at - START).total_seconds() / 60)


def test_nothing_is_recorded_of_a_time_that_cannot_be(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲")
    who, item = called(room, "赵丁四"), room.items[0].id
    (event,) = room.presence[who]
    later, before = datetime.now(UTC) + timedelta(hours=1), START - timedelta(days=8)
    typed = SubstituteBase(name="郑壬九")
    for reason, at in (("has not come yet. A time until now", later), ("before the day of the meeting", before)):
        assert reason in refused(db, move_entry, event.id, 1, at)
        assert reason in refused(db, put_entry, who, LEAVE, at)
        assert reason in refused(db, mark_presence, who, LEAVE, at)
        assert reason in refused(db, stand_in, who, typed, at)
        assert reason in refused(db, recuse, who, item, "亲属", at)
    db.run(settle_item, item, ItemStatus.NOTED, at=after(5))
    db.run(close_meeting, room.meeting.id, after(9))
    told = refused(db, put_entry, who, LEAVE, after(10))
    assert told == (
        f"{after(10).astimezone():%Y-%m-%d %H:%M} is after the meeting was closed. "
        f"A time until {after(9).astimezone():%Y-%m-%d %H:%M} is allowed."
    )
    db.run(put_entry, who, LEAVE, after(9))


@pytest.mark.parametrize(("later", "there"), [(timedelta(minutes=30), True), (timedelta(days=1), False)])
def test_nobody_stays_overnight_in_a_meeting_that_is_reopened(db: Database, later: timedelta, there: bool) -> None:
    room = a_meeting_in_session(db, a_community(db), "甲")
    gone = called(room, "赵丁四")
    db.run(mark_presence, gone, LEAVE, after(3))
    voted(db, room, 9)  # held, and the meeting closed, in the same minute
    db.run(close_meeting, room.meeting.id, after(9))
    db.run(reopen_meeting, room.meeting.id, "漏了一项", after(9) + later)
    room = room_of(db, room.meeting.id)
    assert quorum_at(room, after(9)).reached
    assert quorum_at(room, after(9) + later).reached is there
    assert len(room.presence[gone]) == 2
    line = db.read(last_deed, "tester")
    assert line is not None
    db.run(undo, line.seq)
    assert quorum_at(room_of(db, room.meeting.id), after(9) + later).reached


def count_of_substitutes(session: Session) -> int:
    """How many rows there are."""
    return session.exec(select(func.count()).select_from(Substitute)).one()
