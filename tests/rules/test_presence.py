"""Presence derived from the clock, and the quorum derived from presence."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings_db.models import Party
from triparty.rules.presence import held_at, present_at, quorum

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
    assert quorum({COMMUNITY: (2, 1), PROPERTY: (3, 1), RESIDENTS: (5, 1)}).reached
    missing = quorum({COMMUNITY: (2, 2), PROPERTY: (3, 0), RESIDENTS: (5, 5)})
    assert not missing.reached
    assert [(own.party, own.expected, own.present, own.reached) for own in missing.parties] == [
        (COMMUNITY, 2, 2, True),
        (PROPERTY, 3, 0, False),
        (RESIDENTS, 5, 5, True),
    ]


def test_nothing_is_never_a_quorum() -> None:
    """No parties, or parties with nobody due, never decide."""
    assert not quorum({}).reached
    assert not quorum({COMMUNITY: (0, 0)}).reached
