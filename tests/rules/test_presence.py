"""Presence derived from the clock, and the quorum derived from presence."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triparty.rules import RuleError
from triparty.rules.presence import present_at, present_ids, quorum

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


def test_present_ids() -> None:
    """Everybody's presses mixed, each person by themselves."""
    events = [
        *pressed("liu", ("arrive", 0), ("leave", 30)),
        *pressed("chen", ("arrive", 5)),
        *pressed("wu", ("excuse", 0)),
    ]
    assert present_ids(events, START + timedelta(minutes=10)) == {"liu", "chen"}
    assert present_ids(reversed(events), START + timedelta(minutes=40)) == {"chen"}
    assert present_ids([], START) == frozenset()


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


DUE = {"community": 2, "property": 3, "residents": 5}


def test_every_party_needs_somebody() -> None:
    """One of each is enough; a party without one is named."""
    reached = quorum(DUE, {"community": 1, "property": 1, "residents": 1})
    assert reached.reached
    assert reached.reasons == ()
    assert (reached.expected, reached.present, reached.needed) == (10, 3, 3)
    missing = quorum(DUE, {"community": 2, "residents": 5})
    assert not missing.reached
    assert missing.reasons == ("property: nobody with a vote is present.",)
    assert [(party.party, party.present, party.needed, party.reached) for party in missing.parties] == [
        ("community", 2, 1, True),
        ("property", 0, 1, False),
        ("residents", 5, 1, True),
    ]


@pytest.mark.parametrize(
    ("residents", "strict", "reached"), [(3, False, True), (3, True, False), (4, True, True), (2, False, False)]
)
def test_minimum_fraction(residents: int, strict: bool, reached: bool) -> None:
    """Half of ten is five, more than half is six."""
    found = quorum(
        DUE, {"community": 1, "property": 1, "residents": residents}, minimum_fraction=Fraction(1, 2), strict=strict
    )
    assert found.reached is reached
    assert found.needed == 5 + strict
    assert bool(found.reasons) is not reached


def test_nothing_is_never_a_quorum() -> None:
    """No parties, or parties with nobody due, never decide."""
    assert not quorum({}, {}).reached
    assert quorum({}, {}).reasons == ("No party has been invited.",)
    assert not quorum({"community": 0}, {}).reached


@pytest.mark.parametrize("present", [{"community": 3}, {"community": -1}, {"guests": 1}])
def test_impossible_presence_is_refused(present: dict[str, int]) -> None:
    """More than were expected, fewer than none, or a party that was not invited."""
    with pytest.raises(RuleError, match=next(iter(present))):
        quorum(DUE, present)
