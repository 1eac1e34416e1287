"""Seats: one person sits for one party, once, and says for which."""

from datetime import timedelta
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import (
    ItemStatus,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    PresenceKind,
    Standing,
    SubstituteBase,
)
from meetings_db.queries.meetings import MeetingRoom
from tests.data.builders import (
    START,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    called,
    in_session,
    refused,
    room_of,
    somebody,
    voted,
)
from triparty.services.agendas import invite, uninvite
from triparty.services.ballots import present_by_party
from triparty.services.directory import enrol
from triparty.services.meetings import close_meeting, settle_item
from triparty.services.presence import choose_seat, come_in_person, mark_presence, stand_in
from triparty.services.presence_corrections import put_entry
from triparty.services.sittings import seats_to_choose, sitting_of

ARRIVE, LEAVE, _EXCUSE, _ABSENT = PresenceKind
COMMUNITY, PROPERTY, _RESIDENTS, _OTHER = Party


def two_hats(db: Database) -> tuple[MeetingRoom, UUID, list[UUID]]:
    """A meeting where 顾晨光 also sits for the property company, before it opens; the posts of both hats."""
    place = a_community(db)
    body = OrganisationBase(name="安和物业公司", party=PROPERTY)
    manager = db.run(enrol, place.id, PersonBase(name="顾晨光"), body, PostBase(title="分公司经理", party=PROPERTY))
    meeting = a_meeting(db, place, "甲", "乙")
    assert "says on arrival" in refused(db, invite, meeting.id, manager.id)
    in_session(db, meeting, absent=("顾晨光",))
    return room_of(db, meeting.id), called(room_of(db, meeting.id), "顾晨光"), [place.posts[0].id, manager.id]


def test_two_hats_vote_for_one_party_and_say_which(db: Database) -> None:
    room, who, (secretary, manager) = two_hats(db)
    participant = somebody(room, "顾晨光")
    assert [seat.post.id for seat in seats_to_choose(room, participant)] == [secretary, manager]
    assert "votes for one party only" in refused(db, mark_presence, who, ARRIVE, after(1))
    db.run(mark_presence, who, ARRIVE, after(1), seat=manager)
    room = room_of(db, room.meeting.id)
    assert seats_to_choose(room, participant) == []
    first, second = (item.id for item in room.items)
    numbers = present_by_party(room, after(2), first)
    assert (numbers[COMMUNITY][:2], numbers[PROPERTY][:2]) == ((1, 1), (3, 3))
    db.run(choose_seat, who, secretary, second, after(3))
    room = room_of(db, room.meeting.id)
    assert [present_by_party(room, after(4), item)[COMMUNITY][:2] for item in (first, second)] == [(1, 1), (2, 2)]
    assert "not a post of" in refused(db, choose_seat, called(room, "赵丁四"), manager, first)
    voted(db, room, 5)
    assert "would sit for another party" in refused(db, choose_seat, who, secretary, None, after(4))
    db.run(choose_seat, who, secretary, None, after(6))
    db.run(mark_presence, who, LEAVE, after(7))
    db.run(mark_presence, who, ARRIVE, after(8))  # it was said before


def test_nobody_sits_for_a_post_without_a_vote_in_a_party_here(db: Database) -> None:
    room, who, (_secretary, manager) = two_hats(db)
    bodies = [OrganisationBase(name=party.value, party=party) for party in (PROPERTY, Party.OTHER)]
    posts = [
        PostBase(title="顾问", party=PROPERTY, standing=Standing.ATTENDING),
        PostBase(title="民警", party=Party.OTHER),
        PostBase(title="前经理", party=PROPERTY, ends_on=(START - timedelta(days=9)).date()),
    ]
    person = PersonBase(name="顾晨光")
    for body, typed in zip((bodies[0], bodies[1], bodies[0]), posts, strict=True):
        post = db.run(enrol, room.community.id, person, body, typed)
        assert f"As {typed.title}" in refused(db, choose_seat, who, post.id, None, after(1))
    assert db.run(choose_seat, who, manager, None, after(1)).party is PROPERTY


def test_somebody_uninvited_takes_their_choice_of_seat_along(db: Database) -> None:
    place = a_community(db)
    body = OrganisationBase(name="安和物业公司", party=PROPERTY)
    post = db.run(enrol, place.id, PersonBase(name="顾晨光"), body, PostBase(title="分公司经理", party=PROPERTY))
    meeting = a_meeting(db, place, "甲")
    who = called(room_of(db, meeting.id), "顾晨光")
    db.run(choose_seat, who, post.id)
    db.run(uninvite, who)
    assert "顾晨光" not in [each.name for each in room_of(db, meeting.id).participants]


def test_who_comes_in_the_place_of_a_substitute_says_for_which_party(db: Database) -> None:
    room, who, (secretary, manager) = two_hats(db)
    db.run(stand_in, who, SubstituteBase(name="郑壬九"), after(1))
    assert "Say for which" in refused(db, come_in_person, who, after(2))
    db.run(come_in_person, who, after(2), seat=manager)
    room = room_of(db, room.meeting.id)
    assert sitting_of(room, somebody(room, "顾晨光"), after(3)).party is PROPERTY
    db.run(choose_seat, who, secretary, None, after(4))


def test_a_forgotten_arrival_is_put_in_with_its_seat_also_after_the_meeting(db: Database) -> None:
    room, who, (_secretary, manager) = two_hats(db)
    for item in room.items:
        db.run(settle_item, item.id, ItemStatus.NOTED, at=after(5))
    db.run(close_meeting, room.meeting.id, after(9))
    assert "Say for which" in refused(db, put_entry, who, ARRIVE, after(2))
    db.run(put_entry, who, ARRIVE, after(2), seat=manager)
    room = room_of(db, room.meeting.id)
    assert sitting_of(room, somebody(room, "顾晨光"), after(3)).party is PROPERTY
    (kept,) = room.choices[who]
    assert kept.at == after(2)


def test_nobody_sits_twice(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, "甲")
    zhao = called(room, "赵丁四")
    db.run(mark_presence, zhao, LEAVE, after(1))
    written = SubstituteBase(name="冯癸十", matter="本次会议", scope="发言和表决", term="当日")
    db.run(stand_in, zhao, written, after(2), signed=True)
    body = OrganisationBase(name="安和物业公司", party=PROPERTY)
    post = db.run(enrol, place.id, PersonBase(name="冯癸十"), body, PostBase(title="主管", party=PROPERTY))
    db.run(invite, room.meeting.id, post.id)
    feng = called(room_of(db, room.meeting.id), "冯癸十")
    twice = "冯癸十 stands in for 赵丁四 already: one person, one vote."
    assert refused(db, mark_presence, feng, ARRIVE, after(3)) == twice
    assert refused(db, put_entry, feng, ARRIVE, after(3)) == twice
    db.run(come_in_person, zhao, after(4))
    db.run(mark_presence, feng, ARRIVE, after(5))
