"""What must be right before an agenda is frozen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meetings_db.models import (
    AgendaItem,
    Authority,
    ItemKind,
    Meeting,
    Participant,
    Party,
    Standing,
    new_id,
)
from triparty.rules.agendas import NOTICE, Finding, check

START = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
EARLY = START - timedelta(days=10)


def meeting(**changes: Any) -> Meeting:
    """A meeting with nothing to warn about."""
    fields = {"title": "联席会议", "starts_at": START, "place": "二楼", "chair": "顾晨光", "minutes_planned": 30}
    return Meeting(community_id=new_id(), ordinal=1, **{**fields, **changes})


def item(position: int = 1, **changes: Any) -> AgendaItem:
    """An item of ten minutes."""
    fields = {"title": "停车秩序", "presenter": "顾晨光", "minutes": 10}
    return AgendaItem(meeting_id=new_id(), position=position, **{**fields, **changes})


def invited(*parties: Party, standing: Standing = Standing.VOTING) -> list[Participant]:
    """One person of each party."""
    return [
        Participant(
            meeting_id=new_id(),
            post_id=new_id(),
            person_id=new_id(),
            position=place,
            party=party,
            standing=standing,
            name=party.value,
            organisation="",
        )
        for place, party in enumerate(parties, 1)
    ]


EVERYBODY = invited(Party.COMMUNITY, Party.PROPERTY, Party.RESIDENTS)


def warned(findings: list[Finding]) -> list[str]:
    """The sentences, every one of them a warning."""
    assert {finding.severity for finding in findings} <= {"warning"}
    return [finding.sentence for finding in findings]


def test_a_good_agenda_is_frozen_without_a_word() -> None:
    assert check(meeting(), [item(1), item(2), item(3)], EVERYBODY, EARLY) == []


def test_an_empty_agenda_is_an_error() -> None:
    assert check(meeting(), [], EVERYBODY, EARLY) == [
        Finding("error", "The agenda is empty. Put at least one item on it.")
    ]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (Party.COMMUNITY, "the community"),
        (Party.PROPERTY, "the property company"),
        (Party.RESIDENTS, "the residents"),
    ],
)
def test_each_of_the_three_parties_needs_somebody_with_a_vote(missing: Party, words: str) -> None:
    there = [who for who in EVERYBODY if who.party is not missing]
    for people in (there, [*there, *invited(missing, standing=Standing.ATTENDING), *invited(Party.OTHER)]):
        findings = check(meeting(), [item()], people, EARLY)
        assert findings == [Finding("error", f"Nobody with a vote is invited from {words}.")]


def test_the_notice_is_due_three_days_before_to_the_second() -> None:
    just_in_time, too_late = START - NOTICE, START - NOTICE + timedelta(seconds=1)
    assert check(meeting(), [item()], EVERYBODY, just_in_time) == []
    assert "less than three days" in warned(check(meeting(), [item()], EVERYBODY, too_late))[0]


def test_place_chair_and_length_are_warned_of() -> None:
    sentences = warned(
        check(meeting(place="", chair="", minutes_planned=29), [item(n) for n in (1, 2, 3)], EVERYBODY, EARLY)
    )
    assert sentences == [
        "The meeting has no place yet.",
        "The meeting has no chair yet.",
        "The items take 30 minutes, the meeting is planned for 29.",
    ]


def test_a_vote_on_what_belongs_to_the_owners_is_warned_of() -> None:
    items = [
        item(1, kind=ItemKind.VOTE, authority=Authority.OWNERS),
        item(2, kind=ItemKind.CONSULTATION, authority=Authority.OWNERS),
        item(3, kind=ItemKind.VOTE, authority=Authority.WITHIN),
    ]
    assert warned(check(meeting(), items, EVERYBODY, EARLY)) == [
        "Item 1 belongs to the owners together: the meeting can only agree to propose it."
    ]


def test_items_without_a_presenter_are_named_together() -> None:
    one = [item(1), item(2, presenter="")]
    assert warned(check(meeting(), one, EVERYBODY, EARLY)) == ["Item 2 has no presenter."]
    two = [item(1, presenter=""), item(2), item(3, presenter="")]
    assert warned(check(meeting(), two, EVERYBODY, EARLY)) == ["Items 1, 3 have no presenter."]


def test_errors_come_before_warnings() -> None:
    findings = check(meeting(place=""), [], [], START)
    assert [finding.severity for finding in findings] == ["error"] * 4 + ["warning"] * 2


def test_a_meeting_whose_time_is_past_is_warned_of_instead_of_its_notice() -> None:
    late = START + timedelta(minutes=1)
    assert warned(check(meeting(), [item()], EVERYBODY, late)) == ["The time of the meeting is past."]


def test_a_vote_on_a_department_s_duty_is_warned_of() -> None:
    items = [item(1, kind=ItemKind.VOTE, authority=Authority.DEPARTMENT), item(2, authority=Authority.DEPARTMENT)]
    assert warned(check(meeting(), items, EVERYBODY, EARLY)) == [
        "Item 1 is a department's duty: the meeting can only agree to refer it."
    ]


def test_a_title_that_decides_for_the_owners_must_be_mended() -> None:
    items = [item(1, title="表决通过动用维修资金", authority=Authority.OWNERS), item(2, title="表决通过停车方案")]
    assert check(meeting(), items, EVERYBODY, EARLY) == [
        Finding("error", "Item 1 says “表决通过” of a matter that the owners decide together. Word it otherwise.")
    ]


def test_items_without_minutes_are_named_together() -> None:
    items = [item(1, minutes=0), item(2), item(3, minutes=0)]
    assert warned(check(meeting(), items, EVERYBODY, EARLY)) == ["Items 1, 3 have no minutes."]
