"""Presence derived from the clock, and the quorum derived from presence."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings_db.models import Participant, Party, Recusal, SeatChoice, Standing, Substitute
from triparty.rules import attendance
from triparty.rules.attendance import Extent
from triparty.rules.ballot_rule import Recusal as Counting
from triparty.rules.presence import (
    Counted,
    counted,
    earliest,
    held_at,
    misfits,
    moment_meant,
    present_at,
    quorum,
    sitting,
    why_not_then,
)

START = datetime(2026, 5, 12, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Pressed:
    """One press of the clock."""

    participant_id: str
    kind: str
    at: datetime


def pressed(who: str, *presses: tuple[str, int]) -> list[Pressed]:
    """Presses of one person at minutes after the start."""
    return [Pressed(who, kind, START + timedelta(minutes=minute)) for kind, minute in presses]


@pytest.mark.parametrize(
    ("presses", "minute", "present"),
    [
        ((), 5, False),
        ((("arrive", 0),), -1, False),
        ((("arrive", 0),), 0, True),
        ((("arrive", 0), ("leave", 10)), 9, True),
        ((("arrive", 0), ("leave", 10)), 10, False),
        ((("arrive", 0), ("leave", 10), ("arrive", 20)), 25, True),
        ((("excuse", -60),), 5, False),
        ((("excuse", -60), ("arrive", 3)), 5, True),
        ((("absent", 0),), 5, False),
        ((("arrive", 0), ("absent", 1)), 5, False),
        ((("leave", 10), ("arrive", 0)), 15, False),
        ((("leave", 10), ("arrive", 10)), 10, True),
        ((("arrive", 10), ("leave", 10)), 10, False),
    ],
)
def test_present_at(presses: tuple[tuple[str, int], ...], minute: int, present: bool) -> None:
    """The last press until the moment decides; of two at once, the later in the list."""
    assert present_at(pressed("x", *presses), START + timedelta(minutes=minute)) is present


def test_zones_are_one_clock() -> None:
    """A moment in local time is the same moment."""
    local = START.astimezone(timezone(timedelta(hours=8)))
    assert present_at(pressed("x", ("arrive", 0)), local)


def test_wrong_events_are_errors() -> None:
    """An unknown kind and a time without a zone are mistakes of the caller, not absence."""
    with pytest.raises(ValueError, match="not a kind of presence: nap"):
        present_at(pressed("x", ("nap", 0)), START)
    with pytest.raises(TypeError):
        present_at(pressed("x", ("arrive", 0)), START.replace(tzinfo=None))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(st.sampled_from(["arrive", "leave", "excuse", "absent"]), st.integers(0, 50)),
        unique_by=lambda press: press[1],
    )
)
def test_order_of_presses_does_not_matter(presses: list[tuple[str, int]]) -> None:
    """At different times, only the time orders them."""
    events = pressed("x", *presses)
    for minute in (0, 25, 50):
        moment = START + timedelta(minutes=minute)
        before = sorted((press[1], press[0]) for press in presses if press[1] <= minute)
        assert (
            present_at(events, moment) == present_at(events[::-1], moment) == bool(before and before[-1][1] == "arrive")
        )


COMMUNITY, PROPERTY, RESIDENTS, _OTHER = Party


def test_a_meeting_is_held_as_announced_unless_on_another_day() -> None:
    local = datetime(2026, 5, 12, 14, 30).astimezone()
    assert held_at(local, None) == local
    assert held_at(local, local + timedelta(minutes=7)) == local
    opened = local - timedelta(days=3)
    assert held_at(local, opened) == opened


def test_every_party_needs_somebody() -> None:
    """One of each is enough; a party without one is told apart."""
    assert quorum({COMMUNITY: Counted(2, 1), PROPERTY: Counted(3, 1), RESIDENTS: Counted(5, 1)}).reached
    missing = quorum({COMMUNITY: Counted(2, 2), PROPERTY: Counted(3, 0), RESIDENTS: Counted(5, 5)})
    assert not missing.reached
    assert [(own.party, own.expected, own.present, own.reached) for own in missing.parties] == [
        (COMMUNITY, 2, 2, True),
        (PROPERTY, 3, 0, False),
        (RESIDENTS, 5, 5, True),
    ]


def test_nothing_is_never_a_quorum() -> None:
    """No parties, or parties with nobody due, never decide."""
    assert not quorum({}).reached
    assert not quorum({COMMUNITY: Counted(0, 0)}).reached


def test_who_withdrew_represents_nobody_unless_the_rule_says_so() -> None:
    """The quorum leaves them out of those expected and those here, or counts them."""
    numbers = {COMMUNITY: Counted(2, 2), PROPERTY: Counted(2, 1, recused=1), RESIDENTS: Counted(3, 3, recused=1)}
    strict = quorum(numbers)
    assert [(own.expected, own.present) for own in strict.parties] == [(2, 2), (1, 0), (2, 2)]
    assert strict.missing == (PROPERTY,)
    for counting in (Counting.PRESENT_ONLY, Counting.IN_BASE):
        assert quorum(numbers, counting).reached
    assert [own.votes for own in numbers.values()] == [2, 0, 2]


def minute(number: int) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=number)


ITEM, OTHER_ITEM = uuid.UUID(int=1), uuid.UUID(int=2)
WHO = Participant(
    meeting_id=uuid.UUID(int=3),
    post_id=uuid.UUID(int=4),
    person_id=uuid.UUID(int=5),
    position=1,
    party=COMMUNITY,
    standing=Standing.VOTING,
    name="某甲",
    organisation="居委会",
)


def chosen(party: Party, at: int, item_id: uuid.UUID | None = None) -> SeatChoice:
    """A seat taken at a minute."""
    return SeatChoice(
        participant_id=WHO.id,
        item_id=item_id,
        post_id=uuid.UUID(int=9),
        party=party,
        standing=Standing.VOTING,
        organisation="公司",
        at=minute(at),
    )


def test_the_seat_of_an_item_goes_before_that_of_the_meeting_and_the_last_before_the_first() -> None:
    """As invited until something was said; what was said for one item holds for that item alone."""
    choices = [chosen(PROPERTY, 5), chosen(RESIDENTS, 7, ITEM), chosen(COMMUNITY, 9)]
    seats = [
        [sitting(WHO, (), (), (), choices, item, minute(at)).party for at in (4, 5, 7, 9)]
        for item in (None, ITEM, OTHER_ITEM)
    ]
    assert seats == [
        [COMMUNITY, PROPERTY, PROPERTY, COMMUNITY],
        [COMMUNITY, PROPERTY, RESIDENTS, RESIDENTS],
        [COMMUNITY, PROPERTY, PROPERTY, COMMUNITY],
    ]


def test_a_substitute_counts_from_the_signature_and_until_the_end() -> None:
    """Present without a vote before it; nobody's substitute afterwards."""
    stands = Substitute(participant_id=WHO.id, name="某乙", at=minute(2), signed_at=minute(4), ended_at=minute(8))
    events = pressed("x", ("arrive", 2), ("leave", 9))
    found = [sitting(WHO, events, [stands], (), (), ITEM, minute(at)) for at in (1, 2, 4, 8, 9)]
    assert [one.substitute is stands for one in found] == [False, True, True, False, False]
    assert [(one.present, one.counts) for one in found] == [
        (False, False),
        (True, False),
        (True, True),
        (True, True),
        (False, False),
    ]
    assert counted(found[:3])[COMMUNITY] == (3, 1, 0)


def test_a_recusal_is_of_one_item_and_has_an_end() -> None:
    """Gone from the vote of that item alone, and back at its end."""
    recusal = Recusal(participant_id=WHO.id, item_id=ITEM, reason="x", at=minute(3), ended_at=minute(6))
    events = pressed("x", ("arrive", 0))
    votes = [
        [sitting(WHO, events, (), [recusal], (), item, minute(at)).votes for at in (2, 3, 5, 6)]
        for item in (ITEM, OTHER_ITEM)
    ]
    assert votes == [[True, False, False, True], [True] * 4]


presses = st.lists(st.tuples(st.sampled_from(["arrive", "leave", "excuse", "absent"]), st.integers(0, 30)), max_size=8)


def in_order(told: Sequence[tuple[str, int]]) -> list[Pressed]:
    """Presses by their time, those of one minute as they were made."""
    return sorted(pressed("x", *told), key=lambda event: event.at)


@settings(deadline=None, max_examples=200)
@given(presses)
def test_spans_say_what_present_at_says_at_every_moment(told: list[tuple[str, int]]) -> None:
    """Both are derived from the same entries, those of the same minute in the order they were made."""
    events = in_order(told)
    there = attendance.spans(events)
    for at in range(-1, 32):
        within = any(came <= minute(at) and (left is None or minute(at) < left) for came, left in there)
        assert within is present_at(events, minute(at))
    assert all(left is None or came < left for came, left in there)
    assert all(left is not None and left < after for (_c, left), (after, _l) in pairwise(there))


@settings(deadline=None, max_examples=200)
@given(presses)
def test_entries_fit_when_each_follows_from_the_one_before(told: list[tuple[str, int]]) -> None:
    """What fits is walked through without a contradiction, by a second telling of the same rule."""
    events, here, fits = in_order(told), False, True
    for event in events:
        fits = fits and (here if event.kind == "leave" else not here)
        here = event.kind == "arrive"
    assert (misfits("某甲", events) == []) is fits


@settings(deadline=None, max_examples=200)
@given(presses, st.integers(0, 30), st.integers(0, 30), st.integers(0, 60), st.integers(0, 60))
def test_a_correction_changes_nothing_outside_what_it_moved(
    told: list[tuple[str, int]], old: int, new: int, begun: int, lasted: int
) -> None:
    """An entry moved from one minute to another leaves every moment before both and behind both as it was."""
    others = [press for press in told if press[1] not in (old, new)]
    before, after = in_order([*others, ("arrive", old)]), in_order([*others, ("arrive", new)])
    first, last = min(old, new), max(old, new)
    settled = min((at for _kind, at in others if at > last), default=61)
    for at in (*range(-1, first), *range(settled, 60)):
        assert present_at(before, minute(at)) == present_at(after, minute(at))
    if begun + lasted < first or begun >= settled:
        extents = {
            attendance.extent(attendance.spans(events), (), [(minute(begun), minute(begun + lasted))])
            for events in (before, after)
        }
        assert len(extents) == 1


@pytest.mark.parametrize(
    ("told", "begun", "ended", "found"),
    [
        ((), 5, 10, Extent.NONE),
        ((("arrive", 0),), 5, 10, Extent.WHOLE),
        ((("arrive", 5), ("leave", 10)), 5, 10, Extent.WHOLE),
        ((("arrive", 6),), 5, 10, Extent.PART),
        ((("arrive", 10),), 5, 10, Extent.PART),
        ((("arrive", 11),), 5, 10, Extent.NONE),
        ((("arrive", 0), ("leave", 5)), 5, 10, Extent.NONE),
        ((("arrive", 0), ("leave", 7)), 5, 10, Extent.PART),
        ((("arrive", 0), ("leave", 7), ("arrive", 8)), 5, 10, Extent.PART),
        ((("arrive", 0), ("leave", 5)), 5, 5, Extent.NONE),
        ((("arrive", 5),), 5, 5, Extent.WHOLE),
    ],
)
def test_how_much_of_an_item(told: tuple[tuple[str, int], ...], begun: int, ended: int, found: Extent) -> None:
    """Half-open spans against an item's own time."""
    there = attendance.spans(pressed("x", *told))
    table = [(minute(begun), minute(ended))]
    assert attendance.extent(there, (), table) is found
    withdrew = [Recusal(participant_id=WHO.id, item_id=ITEM, reason="x", at=minute(begun), ended_at=None)]
    assert attendance.extent(there, withdrew, table) is Extent.RECUSED


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ((("arrive", 0), ("leave", 10), ("arrive", 20)), Extent.WHOLE),  # away while it was put aside
        ((("arrive", 12), ("leave", 18)), Extent.NONE),  # there only while it was
        ((("arrive", 0), ("leave", 15)), Extent.PART),  # there for the first stretch alone
        ((("arrive", 20),), Extent.PART),
        ((("arrive", 0), ("leave", 8), ("arrive", 22)), Extent.PART),
        ((), Extent.NONE),
    ],
)
def test_a_pause_is_no_part_of_an_item(told: tuple[tuple[str, int], ...], found: Extent) -> None:
    """On the table from 5 to 10 and from 20 to 25."""
    table = [(minute(5), minute(10)), (minute(20), minute(25))]
    there = attendance.spans(pressed("x", *told))
    assert attendance.extent(there, (), table) is found
    aside, first = (
        [Recusal(participant_id=WHO.id, item_id=ITEM, reason="x", at=minute(at), ended_at=minute(18))] for at in (12, 6)
    )
    assert attendance.extent(there, aside, table) is found
    assert attendance.extent(there, first, table) is Extent.RECUSED
    assert attendance.extent(there, (), []) is Extent.NONE
    assert attendance.elapsed(table) == minute(10) - minute(0)


def test_a_little_late_or_early_is_not_told_on_paper() -> None:
    """Within five minutes of opening and closing; what happened between is told."""
    there = attendance.spans(pressed("x", ("arrive", 3), ("leave", 20), ("arrive", 30), ("leave", 57)))
    told = attendance.comings_and_goings(there, START, minute(60))
    assert told == [(minute(20), False), (minute(30), True)]
    late = attendance.spans(pressed("x", ("arrive", 6), ("leave", 54)))
    assert attendance.comings_and_goings(late, START, minute(60)) == [(minute(6), True), (minute(54), False)]
    assert attendance.comings_and_goings([], START, None) == []


def test_presence_is_recorded_on_the_day_or_since_the_freezing_and_not_before_it_was() -> None:
    """What lies outside is said with what is allowed."""
    day = datetime.combine(START.astimezone().date(), time()).astimezone()
    assert earliest(START, None, None) is None
    assert earliest(START, START, START) == day
    assert earliest(START, day - timedelta(days=3), START) == day - timedelta(days=3)
    next_day = day + timedelta(days=1)
    assert earliest(START, next_day + timedelta(hours=8), next_day + timedelta(hours=9)) == next_day
    assert [why_not_then(at, day, minute(9), None) for at in (day, minute(9))] == ["", ""]
    assert "before the day of the meeting" in why_not_then(day - timedelta(seconds=1), day, minute(9), None)
    assert "has not come yet" in why_not_then(minute(10), day, minute(9), None)
    assert "after the meeting was closed" in why_not_then(minute(10), day, minute(60), minute(9))


def test_a_time_of_day_means_the_day_that_is_nearest() -> None:
    """A meeting that goes on past midnight, and one that was reopened on another day."""
    evening = datetime(2026, 3, 20, 22, 0).astimezone()
    night, next_evening = evening + timedelta(hours=2, minutes=30), evening + timedelta(days=1)
    assert moment_meant(time(23, 50), night, evening, night) == evening + timedelta(hours=1, minutes=50)
    assert moment_meant(time(0, 10), night, evening, night) == evening + timedelta(hours=2, minutes=10)
    assert moment_meant(time(22, 30), evening, evening, next_evening) == evening + timedelta(minutes=30)
    assert moment_meant(time(22, 30), next_evening, evening, next_evening) == next_evening + timedelta(minutes=30)
    assert moment_meant(time(9), evening, evening, evening - timedelta(days=2)) == evening - timedelta(hours=13)


@given(st.sets(st.integers(1, 30)))
def test_runs_hold_the_same_numbers(numbers: set[int]) -> None:
    """Every number once, and no two runs touch."""
    found = attendance.runs(numbers)
    assert {number for first, last in found for number in range(first, last + 1)} == numbers
    assert all(last + 1 < first for (_f, last), (first, _l) in pairwise(found))
