"""Two desks in one meeting, each doing this and that at random and taking its last deed back: the record holds."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest

from meetings_db.engine import Database
from meetings_db.models import SETTLED, Authority, BallotMethod, ItemStatus, PresenceKind, SubstituteBase
from meetings_db.queries.meetings import MeetingRoom
from tests.data.builders import a_community, a_meeting_in_session, an_issue, room_of
from tests.data.deeds import whole
from triparty.rules import RuleError
from triparty.rules.presence import misfits
from triparty.services import agendas, ballots, meetings, presence, votes
from triparty.services.sittings import twice_here
from triparty.services.undoing import undo, weigh_last
from triparty.services.weighing import Votes

_RULE = "majority-present"


@contextmanager
def desks(db: Database) -> Iterator[list[Database]]:
    """The same database at two desks."""
    found = [Database(db.url, actor=name) for name in ("顾晨光", "沈晓露")]
    yield found
    for desk in found:
        desk.close()


def a_deed(desk: Database, room: MeetingRoom, chance: random.Random) -> Callable[[], object]:
    """What a desk may do next; half of what it does is to take its last deed back."""
    item = chance.choice(room.items)
    held = [sheet.ballot for own in room.ballots.values() for sheet in own if not sheet.ballot.annulled_reason]
    yes = chance.choice([Votes(2), Votes(0, 2)])
    said = dict.fromkeys(("community", "property"), (yes, None))
    who = chance.choice(room.participants[:4])
    some = [
        lambda: desk.run(presence.mark_presence, who.id, chance.choice([PresenceKind.ARRIVE, PresenceKind.LEAVE])),
        lambda: desk.run(presence.stand_in, who.id, SubstituteBase(name="郑壬九")),
        lambda: desk.run(presence.come_in_person, who.id),
        lambda: desk.run(meetings.go_to_item, item.id),
        lambda: desk.run(meetings.settle_item, item.id, chance.choice([ItemStatus.AGREED, ItemStatus.NOTED]), "议"),
        lambda: desk.run(ballots.hold_ballot, item.id, _RULE, "", {party: own for party, (own, _) in said.items()}),
        lambda: desk.run(votes.begin_ballot, item.id, _RULE, "", BallotMethod.HANDS, counts=said),
        lambda: desk.run(ballots.annul_ballot, chance.choice(held).id, "弄错了", take_up=chance.random() < 0.5),
        lambda: desk.run(ballots.close_ballot, chance.choice(held).id),
        lambda: desk.run(agendas.guard_item, item.id, chance.choice(list(Authority)), reason="改"),
    ]
    return chance.choice(some)


def take_back(desk: Database) -> None:
    """The last deed of a desk, where nothing speaks against it."""
    last = desk.read(weigh_last, desk.actor)
    if last is not None:
        desk.run(undo, last.deed.seq)


def check(room: MeetingRoom) -> None:
    """One item on the table; ballots of which none contradicts another, nor its item; nobody in two seats."""
    assert not twice_here(room)
    assert not [reason for who in room.participants for reason in misfits(who.name, room.presence.get(who.id, []))]
    assert sum(item.status is ItemStatus.OPEN for item in room.items) <= 1
    for item in room.items:
        standing = [sheet.ballot for sheet in room.ballots.get(item.id, []) if not sheet.ballot.annulled_reason]
        assert all(ballot.passed is False for ballot in standing[:-1])
        assert not any(ballot.closed_at is None for ballot in standing) or item.status not in SETTLED
        if standing and standing[-1].passed:
            assert (item.status, item.conclusion) == (ItemStatus.AGREED, standing[-1].motion)
        if standing and standing[-1].passed is False:
            assert item.status is not ItemStatus.AGREED


@pytest.mark.parametrize("seed", [11, 23])
def test_whatever_two_desks_do_and_take_back_the_record_does_not_contradict_itself(db: Database, seed: int) -> None:
    place = a_community(db)
    meeting_id: UUID = a_meeting_in_session(db, place, "停车", issues=(an_issue(db, place),)).meeting.id
    chance = random.Random(seed)
    with desks(db) as both:
        for _step in range(20):
            desk, room = chance.choice(both), room_of(db, meeting_id)
            with suppress(RuleError, IndexError):
                if chance.random() < 0.45:
                    take_back(desk)
                else:
                    a_deed(desk, room, chance)()
            check(room_of(db, meeting_id))
    assert whole(db)
