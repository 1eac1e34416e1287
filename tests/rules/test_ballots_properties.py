"""What holds for every ballot: monotone, indifferent to order, never empty, and equal to a plain oracle."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triparty.rules.ballot_presets import load_rules
from triparty.rules.ballots import BallotRule, Base, Count, Groups, Measure, Participation, Recusal, Tie, decide

modest = settings(deadline=None, max_examples=100)


@st.composite
def a_count(draw: st.DrawFn, group: str = "owners") -> Count:
    """A possible count, with an area for every head."""
    heads = draw(st.lists(st.integers(0, 6), min_size=7, max_size=7))
    yes, no, abstain, invalid, recused, _silent, absent = heads
    areas = [draw(st.integers(number, 9 * number)) for number in heads]
    return Count(
        group,
        entitled=sum(heads),
        present=sum(heads) - absent,
        yes=yes,
        no=no,
        abstain=abstain,
        invalid=invalid,
        recused=recused,
        entitled_area=sum(areas),
        present_area=sum(areas[:-1]),
        yes_area=areas[0],
        no_area=areas[1],
        abstain_area=areas[2],
        invalid_area=areas[3],
        recused_area=areas[4],
    )


@st.composite
def a_rule(draw: st.DrawFn) -> BallotRule:
    """Any rule that does not contradict itself."""
    measure = draw(st.sampled_from(Measure))
    groups = Groups.POOLED if measure is Measure.PARTIES else draw(st.sampled_from(Groups))
    low = draw(st.integers(1, 9))
    fraction = Fraction(low, draw(st.integers(low, 9)))
    quorum = st.builds(
        Participation,
        st.sampled_from([Fraction(1, 2), Fraction(2, 3)]),
        strict=st.booleans(),
        by=st.sampled_from([Base.PRESENT, Base.CAST]),
    )
    return BallotRule(
        "any",
        groups,
        measure,
        draw(st.sampled_from(Base)),
        fraction,
        strict=fraction < 1 and draw(st.booleans()),
        participation=draw(st.none() | quorum),
        invalid_counts=draw(st.booleans()),
        abstain_counts=draw(st.booleans()),
        recused=draw(st.sampled_from(Recusal)),
        every_party_present=draw(st.booleans()),
    )


rules = st.sampled_from(list(load_rules().values())) | a_rule()
three = st.tuples(a_count("community"), a_count("property"), a_count("residents"))


def more_yes(count: Count, area: int, source: str) -> Count:
    """One yes more, with its area: from nobody known before, or from those who said no, abstained or kept silent."""
    assert count.yes_area is not None
    yes = replace(count, yes=count.yes + 1, yes_area=count.yes_area + area)
    assert count.entitled_area is not None
    assert count.present_area is not None
    if source == "newcomer":
        return replace(
            yes,
            entitled=count.entitled + 1,
            present=count.present + 1,
            entitled_area=count.entitled_area + area,
            present_area=count.present_area + area,
        )
    taken = f"{source}_area"
    return replace(yes, **{source: getattr(count, source) - 1, taken: getattr(count, taken) - area})


@modest
@given(rules, three, st.integers(0, 2), st.sampled_from(["newcomer", "no", "abstain"]))
def test_more_yes_never_turns_a_pass_into_a_fail(
    rule: BallotRule, counts: tuple[Count, Count, Count], place: int, source: str
) -> None:
    """One yes more never hurts, wherever it comes from."""
    count = counts[place]
    area = 5
    if source != "newcomer":
        heads, has = getattr(count, source), getattr(count, f"{source}_area")
        if heads == 0:
            source = "newcomer"
        else:
            area = has if heads == 1 else 1 + (has - heads) // heads
    changed = [more_yes(count, area, source) if row is count else row for row in counts]
    assert decide(rule, changed).passed or not decide(rule, counts).passed


@modest
@given(rules, three, st.permutations(range(3)))
def test_order_of_groups_does_not_matter(
    rule: BallotRule, counts: tuple[Count, Count, Count], order: list[int]
) -> None:
    """The same rows in another order are the same result."""
    one, other = decide(rule, counts), decide(rule, [counts[place] for place in order])
    assert one.passed == other.passed
    assert sorted(one.reasons) == sorted(other.reasons)
    assert {group.group: group for group in one.groups} == {group.group: group for group in other.groups}


@modest
@given(rules, three)
def test_without_a_yes_nothing_passes(rule: BallotRule, counts: tuple[Count, Count, Count]) -> None:
    """Nobody in favour, nothing carried: an empty ballot never passes."""
    silent = [replace(count, yes=0, yes_area=0) for count in counts]
    assert not decide(rule, silent).passed


@modest
@given(rules, three)
def test_numbers_agree_with_the_answer(rule: BallotRule, counts: tuple[Count, Count, Count]) -> None:
    """Short by the difference, and passed only when nothing is short."""
    result = decide(rule, counts)
    for group in result.groups:
        assert group.short_by == max(0, group.needed - group.obtained)
        assert group.needed >= 1
        assert not group.passed or group.short_by == 0
    assert result.reasons
    if rule.measure is not Measure.PARTIES and not rule.every_party_present:
        assert result.passed == all(group.passed for group in result.groups)


def every_count(most: int, group: str) -> Iterator[Count]:
    """All possible counts of at most so many entitled, and some of them silent or absent."""
    for entitled in range(most + 1):
        for present in range(entitled + 1):
            for answers in product(range(present + 1), repeat=5):
                if sum(answers) <= present:
                    yield Count(group, entitled, present, *answers)


def carried(name: str, rows: list[Count]) -> bool:
    """The presets by people again, in plain multiplication, written without a look at the engine."""
    entitled, present, yes, no, recused = (
        sum(getattr(row, column) for row in rows) for column in ("entitled", "present", "yes", "no", "recused")
    )
    if name == "consensus":
        return all(row.yes > 0 and row.no == 0 for row in rows)
    if name == "each-party-majority-present":
        return all(2 * row.yes > row.present - row.recused for row in rows)
    if name.startswith("one-party-one-vote"):
        said_yes = sum(2 * row.yes > row.yes + row.no + row.abstain for row in rows)
        enough = said_yes == len(rows) if name.endswith("all") else 3 * said_yes >= 2 * len(rows)
        return enough and all(row.present > 0 for row in rows)
    majority = yes > 0 and 2 * yes > present - recused
    answers: dict[str, bool] = {
        "majority-present": majority,
        "majority-cast": yes > no,
        "majority-all": 2 * yes > entitled,
        "interested-owners": yes == entitled > 0,
        "committee": 2 * present > entitled and 2 * yes > entitled,
        "committee-half": 2 * present > entitled > 0 and 2 * yes >= entitled,
        "residents-meeting": 2 * present > entitled and majority,
        "village-meeting": 2 * present > entitled and majority,
        "village-households": 3 * present >= 2 * entitled and majority,
        "village-representatives": 3 * present >= 2 * entitled and majority,
    }
    return answers[name]


BY_PEOPLE = [name for name, rule in load_rules().items() if not rule.measures_area]


@pytest.mark.parametrize("name", BY_PEOPLE)
def test_oracle(name: str) -> None:
    """Every small ballot of one group, and every smaller one of two, comes out as plain multiplication says."""
    rule = load_rules()[name]
    ballots = [[count] for count in every_count(4, "one")]
    ballots += [[one, two] for one in every_count(2, "one") for two in every_count(2, "two")]
    assert len(ballots) > 1000
    wrong = [rows for rows in ballots if decide(rule, rows).passed != carried(name, rows)]
    assert not wrong[:3]


@modest
@given(a_count(), st.sampled_from(["owners-ordinary", "owners-special"]))
def test_oracle_of_the_owners(count: Count, name: str) -> None:
    """The four inequalities of Article 278, cross-multiplied."""
    areas = (count.entitled_area, count.yes_area, count.no_area, count.abstain_area)
    all_area, yes_area, no_area, abstain_area = (area or 0 for area in areas)
    part_area, part = yes_area + no_area + abstain_area, count.yes + count.no + count.abstain
    took_part = part > 0 and 3 * part_area >= 2 * all_area and 3 * part >= 2 * count.entitled
    if name == "owners-ordinary":
        agreed = 2 * yes_area > part_area and 2 * count.yes > part
    else:
        agreed = 4 * yes_area >= 3 * part_area and 4 * count.yes >= 3 * part
    assert decide(load_rules()[name], [count]).passed == (took_part and agreed)


@modest
@given(st.integers(0, 40), st.integers(1, 9), st.integers(0, 8), st.booleans())
def test_needed_is_the_smallest_that_passes(cast: int, low: int, more: int, strict: bool) -> None:
    """One fewer than needed fails, needed passes, with the base as it is."""
    fraction = Fraction(low, low + more + strict)
    rule = BallotRule("any", Groups.POOLED, Measure.PEOPLE, Base.CAST, fraction, strict)
    passing = [yes for yes in range(cast + 1) if decide(rule, [Count("g", cast, cast, yes, cast - yes)]).passed]
    needed = decide(rule, [Count("g", cast, cast, 0, cast)]).groups[0].needed
    assert needed == (passing[0] if passing else cast + 1)
    assert passing == list(range(needed, cast + 1))


@modest
@given(three)
def test_casting_vote_only_decides_ties(counts: tuple[Count, Count, Count]) -> None:
    """Without a tie the chair's vote changes nothing; with one it is the answer."""
    rule = replace(load_rules()["majority-cast"], tie=Tie.CHAIR)
    yes, no = sum(count.yes for count in counts), sum(count.no for count in counts)
    for vote in (True, False):
        assert decide(rule, counts, casting_vote=vote).passed == (yes > no or (vote and yes == no > 0))
