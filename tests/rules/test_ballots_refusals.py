"""Counts that cannot be true and rules that contradict themselves are refused, with the numbers named."""

from dataclasses import replace
from fractions import Fraction

import pytest

from triparty.rules import RuleError
from triparty.rules.ballot_presets import load_rule, load_rules
from triparty.rules.ballots import BallotRule, Base, Count, Groups, Measure, Participation, Tie, decide

MAJORITY = BallotRule("majority", Groups.POOLED, Measure.PEOPLE, Base.PRESENT, Fraction(1, 2), strict=True)

REFUSED = [
    ([], ("not one group",)),
    ([Count("property", 3, 4, 0, 0)], ("property", "4 present", "3 entitled")),
    ([Count("property", 5, 4, 2, 1, 1, 1, 1)], ("property", "2 yes", "make 6", "4 present")),
    ([Count("property", 5, 4, -1, 0)], ("property", "yes is -1")),
    ([Count("property", -5, 0, 0, 0)], ("property", "entitled is -5")),
    ([Count("property", 5, 4, 1, 0), Count("property", 5, 4, 1, 0)], ("property", "2 times")),
    ([Count(" ", 5, 4, 1, 0)], ("no name",)),
]


@pytest.mark.parametrize(("counts", "words"), REFUSED)
def test_impossible_counts_are_refused(counts: list[Count], words: tuple[str, ...]) -> None:
    """A refusal names the group and the numbers, under any rule."""
    for rule in load_rules().values():
        with pytest.raises(RuleError) as refused:
            decide(rule, counts)
        assert all(word in str(refused.value) for word in words)


GOOD = Count(
    "owners",
    entitled=10,
    present=8,
    yes=5,
    no=3,
    entitled_area=1000,
    present_area=800,
    yes_area=500,
    no_area=300,
    abstain_area=0,
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"yes_area": None}, ("owners", "yes_area is missing", "5 people")),
        ({"entitled_area": None}, ("entitled_area is missing",)),
        ({"yes_area": -1}, ("yes_area is -1",)),
        ({"yes_area": 0}, ("yes_area is 0 for 5 people",)),
        ({"abstain_area": 7}, ("abstain_area is 7", "0 such people")),
        ({"present_area": 1001}, ("present_area is 1001", "only 1000")),
        ({"yes_area": 501}, ("make 801", "only 800")),
    ],
)
def test_impossible_areas_are_refused(change: dict[str, int | None], words: tuple[str, ...]) -> None:
    """Areas that are missing, nothing, or too many stop a count by area, and only that."""
    count = replace(GOOD, **change)  # type: ignore[arg-type]  # only areas are changed
    with pytest.raises(RuleError) as refused:
        decide(load_rule("owners-ordinary"), [count])
    assert all(word in str(refused.value) for word in words)
    assert decide(load_rule("majority-cast"), [count]).passed


def test_area_nobody_has_may_be_left_out() -> None:
    """Nobody abstained: their area is nothing, written or not."""
    assert decide(load_rule("owners-ordinary"), [replace(GOOD, abstain_area=None)]) == decide(
        load_rule("owners-ordinary"), [GOOD]
    )


def test_area_of_the_recused_is_asked_for_only_where_it_counts() -> None:
    """A base of those present cannot be told without it; a base of votes cast can."""
    count = replace(GOOD, recused=1, no=2, no_area=200)
    by_cast = load_rule("owners-ordinary")
    assert decide(by_cast, [count]).passed
    by_present = replace(by_cast, base=Base.PRESENT)
    with pytest.raises(RuleError, match="recused_area is missing"):
        decide(by_present, [count])
    result = decide(by_present, [replace(count, recused_area=100)])
    assert [tally.base for tally in result.groups[0].tallies] == [7, 700]
    with pytest.raises(RuleError, match="invalid_area is missing"):
        decide(replace(by_cast, invalid_counts=True), [replace(GOOD, invalid=1, no=2, no_area=200)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fraction": Fraction(0)}, "not above 0"),
        ({"fraction": Fraction(3, 2)}, "at most 1"),
        ({"fraction": Fraction(1)}, "never be reached"),
        ({"measure": Measure.PARTIES, "groups": Groups.EACH}, "use groups = pooled"),
        ({"tie": Tie.CHAIR, "groups": Groups.EACH}, "casting vote"),
        ({"tie": Tie.CHAIR, "measure": Measure.AREA}, "casting vote"),
        ({"tie": Tie.CHAIR, "strict": False}, "casting vote"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(change: dict[str, object], words: str) -> None:
    """A rule that nothing or everything would pass is no rule."""
    with pytest.raises(RuleError, match=words):
        replace(MAJORITY, **change)  # type: ignore[arg-type]  # each value fits its own field


def test_participation_is_of_people_present_or_voting() -> None:
    """No other way of taking part can be counted."""
    with pytest.raises(RuleError, match="not by members"):
        Participation(Fraction(1, 2), strict=True, by=Base.MEMBERS)
