"""What holds for every ballot: monotone, indifferent to order, never empty."""

from dataclasses import replace
from fractions import Fraction

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
