"""Decisions by rule: the checked vectors of the owners' vote, tables of cases for every preset."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from triparty.rules import RuleError
from triparty.rules.ballot_presets import load_rule, load_rules
from triparty.rules.ballots import (
    POOLED_GROUP,
    BallotRule,
    Base,
    Count,
    Groups,
    Measure,
    Participation,
    Recusal,
    Tie,
    decide,
)

MAJORITY = BallotRule("majority", Groups.POOLED, Measure.PEOPLE, Base.PRESENT, Fraction(1, 2), strict=True)


def owners(
    all_area: int, all_heads: int, part: tuple[int, int], yes: tuple[int, int], abstaining: bool = False
) -> Count:
    """An owners' vote in which all who took part said yes, or no, or abstained; areas before heads."""
    rest_area, rest_heads = part[0] - yes[0], part[1] - yes[1]
    return Count(
        "owners",
        entitled=all_heads,
        present=part[1],
        yes=yes[1],
        no=0 if abstaining else rest_heads,
        abstain=rest_heads if abstaining else 0,
        entitled_area=all_area,
        present_area=part[0],
        yes_area=yes[0],
        no_area=0 if abstaining else rest_area,
        abstain_area=rest_area if abstaining else 0,
    )


# number, roll (area, heads), took part, yes, rule, participation, passed
VECTORS = [
    (1, (3000000, 300), (2400000, 240), (1500000, 150), "owners-ordinary", True, True),
    (2, (3000000, 300), (2000000, 200), (1100000, 110), "owners-ordinary", True, True),
    (3, (3000000, 300), (1999999, 200), (1999999, 200), "owners-ordinary", False, False),
    (4, (3000000, 300), (2400000, 199), (2400000, 199), "owners-ordinary", False, False),
    (5, (3000000, 300), (2400000, 240), (1200000, 120), "owners-ordinary", True, False),
    (6, (3000000, 300), (2400000, 240), (1200001, 120), "owners-ordinary", True, False),
    (7, (3000000, 300), (2400000, 240), (1800000, 180), "owners-special", True, True),
    (8, (3000000, 300), (2400000, 240), (1800000, 179), "owners-special", True, False),
    (9, (3000000, 300), (0, 0), (0, 0), "owners-ordinary", False, False),
    (10, (3000000, 300), (2400000, 240), (0, 0), "owners-ordinary", True, False),
    (11, (1000000, 100), (700000, 66), (700000, 66), "owners-ordinary", False, False),
    (12, (1000000, 100), (700000, 67), (700000, 67), "owners-ordinary", True, True),
    (13, (0, 0), (0, 0), (0, 0), "owners-ordinary", False, False),
    (14, (2000000, 186), (1500000, 130), (760000, 61), "owners-ordinary", True, False),
    (15, (2000000, 200), (1500000, 144), (760000, 75), "owners-ordinary", True, True),
]


@pytest.mark.parametrize(("number", "roll", "part", "yes", "rule", "participation", "passed"), VECTORS)
def test_vector(
    number: int,
    roll: tuple[int, int],
    part: tuple[int, int],
    yes: tuple[int, int],
    rule: str,
    participation: bool,
    passed: bool,
) -> None:
    """Participation and approval come out as worked by hand, whether the others said no or abstained."""
    for abstaining in (False, True):
        result = decide(load_rule(rule), [owners(*roll, part, yes, abstaining=abstaining)])
        turnouts = [tally.turnout for tally in result.groups[0].tallies]
        assert all(turnout is not None and turnout.passed for turnout in turnouts) == participation, number
        assert result.passed == passed, number


def test_empty_roll_fails_under_every_rule() -> None:
    """No roll, no division by zero, no pass."""
    for rule in load_rules().values():
        result = decide(rule, [owners(0, 0, (0, 0), (0, 0))])
        assert not result.passed
        assert result.groups[0].needed == 1
        assert result.reasons


def people(text: str) -> list[Count]:
    """Counts from `entitled present yes no abstain invalid recused` per group, groups divided by `/`."""
    names = ("community", "property", "residents")
    return [Count(names[place], *(int(number) for number in row.split())) for place, row in enumerate(text.split("/"))]


CASES = [
    # rule, groups, passed
    ("consensus", "2 2 2 0 0 0 0 / 2 2 2 0 0 0 0 / 2 2 2 0 0 0 0", True),
    ("consensus", "2 2 1 0 1 0 0 / 2 1 1 0 0 0 0 / 9 3 1 0 2 0 0", True),
    ("consensus", "2 2 2 0 0 0 0 / 2 2 1 1 0 0 0 / 2 2 2 0 0 0 0", False),
    ("consensus", "2 2 2 0 0 0 0 / 2 2 0 0 2 0 0 / 2 2 2 0 0 0 0", False),
    ("consensus", "2 2 2 0 0 0 0 / 2 0 0 0 0 0 0 / 2 2 2 0 0 0 0", False),
    ("consensus", "2 2 2 0 0 0 0 / 2 2 0 0 0 2 0 / 2 2 2 0 0 0 0", False),
    ("each-party-majority-present", "3 3 2 1 0 0 0 / 2 2 2 0 0 0 0 / 9 5 3 2 0 0 0", True),
    ("each-party-majority-present", "3 3 2 1 0 0 0 / 2 2 1 1 0 0 0 / 9 5 5 0 0 0 0", False),
    ("each-party-majority-present", "3 3 3 0 0 0 0 / 2 0 0 0 0 0 0 / 9 5 5 0 0 0 0", False),
    ("each-party-majority-present", "3 3 3 0 0 0 0 / 2 2 1 0 0 0 1 / 9 5 5 0 0 0 0", True),
    ("each-party-majority-present", "3 3 3 0 0 0 0 / 2 2 0 0 0 0 2 / 9 5 5 0 0 0 0", False),
    ("each-party-majority-present", "4 4 2 0 0 2 0", False),
    ("one-party-one-vote", "5 5 3 2 0 0 0 / 1 1 1 0 0 0 0 / 9 9 0 9 0 0 0", True),
    ("one-party-one-vote", "5 5 3 2 0 0 0 / 2 2 1 1 0 0 0 / 9 9 0 9 0 0 0", False),
    ("one-party-one-vote", "5 5 3 2 0 0 0 / 2 2 2 0 0 0 0 / 9 0 0 0 0 0 0", False),
    ("one-party-one-vote", "5 5 2 1 1 0 0 / 2 2 2 0 0 0 0 / 9 9 0 9 0 0 0", False),
    ("one-party-one-vote", "5 5 2 1 0 2 0 / 2 2 2 0 0 0 0 / 9 9 0 9 0 0 0", True),
    ("one-party-one-vote-all", "5 5 5 0 0 0 0 / 2 2 2 0 0 0 0 / 9 9 5 4 0 0 0", True),
    ("one-party-one-vote-all", "5 5 5 0 0 0 0 / 2 2 2 0 0 0 0 / 9 9 4 5 0 0 0", False),
    ("majority-present", "3 3 0 3 0 0 0 / 4 4 4 0 0 0 0", True),
    ("majority-present", "4 4 4 0 0 0 0 / 4 4 0 4 0 0 0", False),
    ("majority-present", "9 8 4 0 0 0 0", False),
    ("majority-present", "9 8 4 0 0 0 1", True),
    ("majority-present", "9 8 4 0 0 1 0", False),
    ("majority-present-chair", "3 3 0 3 0 0 0 / 4 4 4 0 0 0 0", True),
    ("majority-present-chair", "4 4 4 0 0 0 0 / 4 4 0 4 0 0 0", False),
    ("majority-cast", "9 9 2 1 6 0 0", True),
    ("majority-cast", "9 9 4 4 1 0 0", False),
    ("majority-cast", "9 9 0 0 9 0 0", False),
    ("majority-cast", "9 9 1 0 0 8 0", True),
    ("majority-all", "9 5 5 0 0 0 0", True),
    ("majority-all", "10 5 5 0 0 0 0", False),
    ("majority-all", "10 7 5 0 0 0 2", False),
    ("interested-owners", "4 4 4 0 0 0 0", True),
    ("interested-owners", "4 3 3 0 0 0 0", False),
    ("committee", "5 3 3 0 0 0 0", True),
    ("committee", "4 4 2 0 2 0 0", False),
    ("committee", "5 2 2 0 0 0 0", False),
    ("committee", "7 4 3 1 0 0 0", False),
    ("committee-half", "4 4 2 0 2 0 0", True),
    ("committee-half", "4 2 2 0 0 0 0", False),
    ("residents-meeting", "100 51 26 25 0 0 0", True),
    ("residents-meeting", "100 50 50 0 0 0 0", False),
    ("residents-meeting", "100 52 26 26 0 0 0", False),
    ("village-meeting", "100 51 26 25 0 0 0", True),
    ("village-meeting", "100 50 50 0 0 0 0", False),
    ("village-meeting", "100 60 30 0 30 0 0", False),
    ("village-households", "99 66 34 32 0 0 0", True),
    ("village-households", "100 66 66 0 0 0 0", False),
    ("village-representatives", "30 20 11 9 0 0 0", True),
    ("village-representatives", "30 19 19 0 0 0 0", False),
    ("village-representatives", "30 20 10 10 0 0 0", False),
]


@pytest.mark.parametrize(("rule", "groups", "passed"), CASES)
def test_preset(rule: str, groups: str, passed: bool) -> None:
    """Each preset on the edge, on either side of it."""
    assert decide(load_rule(rule), people(groups)).passed is passed


def test_every_preset_has_a_passing_and_a_failing_case() -> None:
    """No preset goes untried."""
    tried = {(rule, passed) for rule, _groups, passed in CASES}
    tried |= {(rule, passed) for _number, _roll, _part, _yes, rule, _participation, passed in VECTORS}
    assert tried == {(name, passed) for name in load_rules() for passed in (True, False)}


def test_answer_as_json() -> None:
    """The answer has exactly the keys that programs read, and plain values."""
    answer = decide(load_rule("each-party-majority-present"), people("3 3 2 1 0 0 0 / 2 2 1 1 0 0 0")).as_dict()
    assert json.loads(json.dumps(answer)) == {
        "passed": False,
        "rule": "each-party-majority-present",
        "groups": [
            {"group": "community", "passed": True, "needed": 2, "obtained": 2, "short_by": 0},
            {"group": "property", "passed": False, "needed": 2, "obtained": 1, "short_by": 1},
        ],
        "reasons": [
            "community: 2 people in favour, 2 people needed (more than 1/2 of 3 people present): enough.",
            "property: 1 person in favour, 2 people needed (more than 1/2 of 2 people present): 1 person more needed.",
        ],
    }


def test_answer_by_area_and_heads() -> None:
    """Where area is measured a second trio stands beside the heads, in 0.01 m²."""
    result = decide(load_rule("owners-ordinary"), [owners(3000000, 300, (2400000, 240), (1200001, 120))])
    assert result.as_dict()["groups"] == [
        {
            "group": "owners",
            "passed": False,
            "needed": 121,
            "obtained": 120,
            "short_by": 1,
            "needed_area": 1200001,
            "obtained_area": 1200001,
            "short_by_area": 0,
        }
    ]
    assert (
        "owners, by heads: 240 people took part, 200 people needed (at least 2/3 of 300 people entitled): enough."
        in (result.reasons)
    )
    assert any("12000.01 m² needed (more than 1/2 of 24000.00 m² voting): enough" in line for line in result.reasons)


def test_area_alone() -> None:
    """A rule by area only answers in 0.01 m²."""
    rule = BallotRule("area", Groups.POOLED, Measure.AREA, Base.CAST, Fraction(1, 2), strict=True)
    (group,) = decide(rule, [owners(1000, 10, (800, 8), (401, 1))]).groups
    assert (group.passed, group.needed, group.obtained, group.short_by) == (True, 401, 401, 0)
    assert group.as_dict()["needed_area"] == 401


def test_missing_participation_is_told_though_approval_is_reached() -> None:
    """Nothing is short in favour, yet the answer is no, and the reason says how many more had to take part."""
    result = decide(load_rule("owners-ordinary"), [owners(1000000, 100, (700000, 66), (700000, 66))])
    assert not result.passed
    assert result.groups[0].short_by == 0
    assert any("66 people took part, 67 people needed" in line and "1 person more" in line for line in result.reasons)


def test_several_groups_pooled_are_one() -> None:
    """Buildings counted apart give the same answer as together, under the name of all."""
    one = owners(1500000, 150, (1200000, 120), (750000, 75))
    result = decide(load_rule("owners-ordinary"), [replace(one, group="1"), replace(one, group="2")])
    assert result.passed
    assert [group.group for group in result.groups] == [POOLED_GROUP]
    assert (
        result.groups[0].tallies
        == decide(load_rule("owners-ordinary"), [owners(3000000, 300, (2400000, 240), (1500000, 150))])
        .groups[0]
        .tallies
    )


def test_consensus_records_reservations_and_objections() -> None:
    """Abstaining is a reservation that stops nothing; a no is an objection that does."""
    reasons = decide(load_rule("consensus"), people("3 3 1 0 2 0 0 / 2 2 1 1 0 0 0 / 2 0 0 0 0 0 0")).reasons
    assert "community: 2 reservations recorded." in reasons
    assert "property: 1 person objects." in reasons
    assert "residents: nobody is present, and every party must have somebody present." in reasons


def test_parties_vote_as_parties() -> None:
    """Each party's own answer is shown, and the parties are counted besides."""
    result = decide(load_rule("one-party-one-vote"), people("5 5 3 2 0 0 0 / 2 2 1 1 0 0 0 / 9 9 0 9 0 0 0"))
    assert [group.passed for group in result.groups] == [True, False, False]
    assert result.parties is not None
    assert (result.parties.base, result.parties.needed, result.parties.obtained) == (3, 2, 1)
    assert result.reasons[0] == "community votes in favour (3 yes, 2 no, 0 abstained)."
    assert result.reasons[1].startswith("property abstains")
    assert result.reasons[2].startswith("residents votes against")
    assert result.reasons[-1].startswith("Parties: 1 party in favour, 2 parties needed")


def test_party_that_is_there_but_silent_has_not_voted() -> None:
    """Present without voting is neither absent nor abstaining."""
    result = decide(load_rule("one-party-one-vote"), people("5 5 5 0 0 0 0 / 2 2 2 0 0 0 0 / 9 9 0 0 0 0 0"))
    assert result.passed
    assert "residents has not voted." in result.reasons


# Ten entitled, eight present: three yes, one no, one abstained, one invalid, one recused, one silent; two absent.
STATES = Count("all of them", 10, 8, 3, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("base", "recused", "invalid_counts", "abstain_counts", "expected"),
    [
        (Base.PRESENT, Recusal.PRESENT_ONLY, False, True, 7),
        (Base.PRESENT, Recusal.IN_BASE, False, True, 8),
        (Base.PRESENT, Recusal.NOT_COUNTED, False, True, 7),
        (Base.CAST, Recusal.PRESENT_ONLY, False, True, 5),
        (Base.CAST, Recusal.PRESENT_ONLY, True, True, 6),
        (Base.CAST, Recusal.PRESENT_ONLY, False, False, 4),
        (Base.CAST, Recusal.IN_BASE, False, True, 6),
        (Base.YES_NO, Recusal.IN_BASE, True, True, 4),
        (Base.MEMBERS, Recusal.PRESENT_ONLY, False, True, 10),
        (Base.MEMBERS, Recusal.NOT_COUNTED, False, True, 10),
        (Base.ENTITLED, Recusal.PRESENT_ONLY, False, True, 9),
        (Base.ENTITLED, Recusal.IN_BASE, False, True, 10),
    ],
)
def test_states_are_kept_apart(
    base: Base, recused: Recusal, invalid_counts: bool, abstain_counts: bool, expected: int
) -> None:
    """Abstained, absent, silent, recused and invalid each count just where the rule says."""
    rule = replace(MAJORITY, base=base, recused=recused, invalid_counts=invalid_counts, abstain_counts=abstain_counts)
    assert decide(rule, [STATES]).groups[0].tallies[0].base == expected


@pytest.mark.parametrize(
    ("by", "recused", "invalid_counts", "entitled", "obtained"),
    [
        (Base.PRESENT, Recusal.PRESENT_ONLY, False, 10, 8),
        (Base.PRESENT, Recusal.NOT_COUNTED, False, 9, 7),
        (Base.CAST, Recusal.PRESENT_ONLY, False, 10, 5),
        (Base.CAST, Recusal.PRESENT_ONLY, True, 10, 6),
    ],
)
def test_who_takes_part(by: Base, recused: Recusal, invalid_counts: bool, entitled: int, obtained: int) -> None:
    """The quorum counts those in the room or the ballots, as the rule says."""
    quorum = Participation(Fraction(1, 2), strict=True, by=by)
    rule = replace(MAJORITY, participation=quorum, recused=recused, invalid_counts=invalid_counts)
    turnout = decide(rule, [STATES]).groups[0].tallies[0].turnout
    assert turnout is not None
    assert (turnout.entitled, turnout.obtained) == (entitled, obtained)


def test_pooled_rule_may_need_every_party() -> None:
    """A pooled majority fails for want of a party where the rule asks for every party."""
    counts = people("5 5 5 0 0 0 0 / 2 0 0 0 0 0 0")
    assert decide(MAJORITY, counts).passed
    result = decide(replace(MAJORITY, every_party_present=True), counts)
    assert not result.passed
    assert result.reasons[0].startswith("property: nobody is present")


@pytest.mark.parametrize(
    ("yes", "no", "vote", "passed", "told"),
    [
        (2, 2, True, True, "casting vote is in favour"),
        (2, 2, False, False, "casting vote is against"),
        (2, 2, None, False, "has not given the casting vote"),
        (1, 3, True, False, ""),
        (3, 1, False, True, ""),
    ],
)
def test_casting_vote(yes: int, no: int, vote: bool | None, passed: bool, told: str) -> None:
    """The chair decides a tie, and nothing but a tie."""
    rule = replace(MAJORITY, tie=Tie.CHAIR)
    result = decide(rule, [Count("committee", 4, 4, yes, no)], casting_vote=vote)
    assert result.passed is passed
    assert ("tie" in " ".join(result.reasons)) is bool(told)
    assert told in " ".join(result.reasons)


def test_no_casting_vote_without_a_rule() -> None:
    """There is no casting vote unless the rules say so."""
    with pytest.raises(RuleError, match="no casting vote"):
        decide(MAJORITY, [Count("committee", 4, 4, 2, 2)], casting_vote=True)


@pytest.mark.parametrize("rule", ["consensus", "each-party-majority-present", "majority-present", "majority-all"])
def test_a_group_is_named_in_the_reasons_and_kept_as_it_was_counted(rule: str) -> None:
    """Whatever a group is called, the result knows it by its own word."""
    counts = [Count("a", 3, 3, 2, 1, 0), Count("b", 3, 0, 0, 0), Count("c", 3, 3, 1, 0, 1)]
    result = decide(load_rule(rule), counts, called=lambda group: f"<{group}>")
    plain = decide(load_rule(rule), counts)
    assert result.groups == plain.groups
    assert [reason.replace("<", "").replace(">", "") for reason in result.reasons] == list(plain.reasons)
    assert any("<" in reason for reason in result.reasons) == any(
        reason.startswith(("a:", "b:", "c:")) for reason in plain.reasons
    )
    with pytest.raises(RuleError, match="<a> is counted 2 times"):
        decide(load_rule(rule), [counts[0], counts[0]], called=lambda group: f"<{group}>")
