"""Deeds at random taken back, in turn and out of turn: every row is as it was, and nobody's work is lost."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from meetings_db.engine import Database
from meetings_db.models import (
    Action,
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Ballot,
    EstateBase,
    Issue,
    ItemStatus,
    Meeting,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    PresenceKind,
    Route,
    Visit,
    VisitBase,
)
from meetings_db.queries.history import changes
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting_in_session,
    an_issue,
    room_of,
    typed_issue,
    typed_meeting,
)
from tests.data.deeds import Tables, last_turn, refused, tables, whole
from triparty.rules import RuleError
from triparty.rules.actions import STEPS
from triparty.services import actions, agendas, ballots, carrying, directory, issues, meetings, photos, presence, visits
from triparty.services.undoing import undo, weigh


class Hand:
    """Somebody who does this and that."""

    def __init__(self, db: Database, place: Place, chance: random.Random) -> None:
        self.db, self.place, self.chance = db, place, chance

    def some(self, kind: type[Any]) -> Any:
        """Any row of a kind, None where there is none."""
        rows = self.db.read(lambda session: session.exec(select(kind)).all())
        return self.chance.choice(rows) if rows else None

    def on(self, kind: type[Any], do: Callable[[Any], object]) -> Callable[[], object]:
        """A deed on any row of a kind."""
        return lambda: do(row) if (row := self.some(kind)) is not None else None

    def title(self) -> str:
        """Words nobody wrote before, mostly."""
        return f"第{self.chance.randrange(10_000)}件"


Deeds = dict[str, Callable[[], object]]


def deeds_at_random(db: Database, place: Place, meeting: Meeting, chance: random.Random) -> Deeds:
    """What somebody may do next, each with whatever it needs."""
    hand = Hand(db, place, chance)
    return {**desk_deeds(hand), **meeting_deeds(hand, meeting)}


def desk_deeds(hand: Hand) -> Deeds:
    """At the desk: issues, visits, the register, actions."""
    db, place, chance, some, on, title = hand.db, hand.place, hand.chance, hand.some, hand.on, hand.title
    seat = (PersonBase(name=title()), OrganisationBase(name="晨光社区居委会", party=Party.COMMUNITY))
    route = chance.choice([Route.JOINT_MEETING, Route.OWNERS, Route.SOLVE_NOW])
    return {
        "raise": lambda: db.run(issues.raise_issue, place.id, place.estate.id, typed_issue(title()), route=route),
        "edit": on(
            Issue, lambda row: db.run(issues.edit_issue, row.id, row.version, typed_issue(title()), place.estate.id)
        ),
        "triage": on(Issue, lambda row: db.run(issues.triage, row.id, route)),
        "merge": on(Issue, lambda row: db.run(issues.merge_issues, row.id, some(Issue).id)),
        "close": on(Issue, lambda row: db.run(issues.close_issue, row.id, "好了")),
        "reopen": on(Issue, lambda row: db.run(issues.reopen_issue, row.id, "又来了")),
        "visit": lambda: db.run(
            visits.record_visit, place.id, place.estate.id, VisitBase(visited_at=START, met=title())
        ),
        "revisit": on(
            Visit,
            lambda row: db.run(visits.edit_visit, row.id, row.version, VisitBase(visited_at=START, notes=title())),
        ),
        "estate": lambda: db.run(directory.add_estate, place.id, EstateBase(name=title())),
        "enrol": lambda: db.run(directory.enrol, place.id, *seat, PostBase(party=Party.COMMUNITY)),
        "assign": on(
            AgendaItem,
            lambda row: db.run(actions.assign_action, place.id, ActionBase(what=title(), owner="赵"), item_id=row.id),
        ),
        "step": on(
            Action,
            lambda row: db.run(actions.take_step, row.id, row.version, chance.choice(list(STEPS)), "好", owner="钱"),
        ),
        "photo": on(
            Issue,
            lambda row: db.run(photos.attach_photo, Issue, row.id, photos.Picture("a.jpg", title().encode(), 4, 3)),
        ),
    }


def meeting_deeds(hand: Hand, meeting: Meeting) -> Deeds:
    """Around meetings, and in the one that is in session."""
    db, place, chance, some, on, title = hand.db, hand.place, hand.chance, hand.some, hand.on, hand.title
    room = room_of(db, meeting.id)
    who = chance.choice(room.participants)
    votes = ballots.unanimous(room, datetime.now(UTC))
    return {
        "call": lambda: db.run(agendas.call_meeting, place.id, typed_meeting()),
        "add": on(Meeting, lambda row: db.run(agendas.add_item, row.id, AgendaItemBase(title=title()))),
        "put": on(Issue, lambda row: db.run(agendas.put_on_agenda, some(Meeting).id, row.id)),
        "off": on(AgendaItem, lambda row: db.run(agendas.take_off_agenda, row.id)),
        "move": on(AgendaItem, lambda row: db.run(agendas.move_item, row.id, chance.choice([-1, 1, 2]))),
        "freeze": on(Meeting, lambda row: db.run(agendas.freeze_agenda, row.id, override_reason="x")),
        "thaw": on(Meeting, lambda row: db.run(carrying.thaw_agenda, row.id)),
        "presence": lambda: db.run(presence.mark_presence, who.id, chance.choice(list(PresenceKind))),
        "go": on(AgendaItem, lambda row: db.run(meetings.go_to_item, row.id)),
        "notes": on(AgendaItem, lambda row: db.run(meetings.write_notes, row.id, row.version, title())),
        "ballot": lambda: db.run(ballots.hold_ballot, chance.choice(room.items).id, "consensus", title(), votes),
        "annul": on(Ballot, lambda row: db.run(ballots.annul_ballot, row.id, "弄错了")),
        "settle": on(AgendaItem, lambda row: db.run(meetings.settle_item, row.id, ItemStatus.AGREED, title())),
        "shut": on(Meeting, lambda row: db.run(meetings.close_meeting, row.id)),
    }


def some_deeds(db: Database, seed: int, count: int) -> tuple[Tables, list[tuple[int, Tables]]]:
    """How it was at first, and so many deeds, each by its turn with the tables as they were before it."""
    place = a_community(db)
    room = a_meeting_in_session(db, place, "停车", issues=(an_issue(db, place),))
    first = tables(db)
    chance = random.Random(seed)
    done: list[tuple[int, Tables]] = []
    before = first
    while len(done) < count:
        choices = deeds_at_random(db, place, room.meeting, chance)
        try:
            choices[chance.choice(list(choices))]()
        except RuleError:
            continue
        turn = last_turn(db)
        if not done or turn != done[-1][0]:
            done.append((turn, before))
            before = tables(db)
    return first, done


@pytest.mark.parametrize("seed", range(2))
def test_deeds_taken_back_one_after_the_other_leave_everything_as_it_was(db: Database, seed: int) -> None:
    first, done = some_deeds(db, seed, 18)
    for turn, before in reversed(done):
        db.run(undo, turn)
        assert tables(db) == before
    assert tables(db) == first
    assert whole(db)


def rows_of(db: Database, turn: int) -> set[tuple[str, str]]:
    """The rows a deed changed."""
    return db.read(lambda session: {(change.kind, change.row_id) for change in changes(session, turn)})


@pytest.mark.parametrize("seed", range(4, 6))
def test_a_deed_taken_back_out_of_turn_leaves_every_other_or_is_refused(db: Database, seed: int) -> None:
    _first, done = some_deeds(db, seed, 18)
    chance = random.Random(seed)
    taken = 0
    for turn, _before in chance.sample(done, len(done)):
        before = tables(db)
        own = rows_of(db, turn)
        if db.read(weigh, turn).reasons:
            assert refused(db, turn)
            continue
        db.run(undo, turn)
        taken += 1
        after = tables(db)
        changed = {
            (name, key)
            for name in before
            for key in before[name].keys() | after[name].keys()
            if before[name].get(key) != after[name].get(key)
        }
        assert changed <= own, "nothing but its own rows"
    assert taken
    assert whole(db)
