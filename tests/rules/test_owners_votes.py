"""The owners' vote: its rules, second slips, proxies, and the count of what the slips say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings_db.models import Answer, Flaw, LegalItem, SecondSlip
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballots import decide
from triparty.rules.owners_votes import Share, Slip, after_second, counted, proxy_reasons, rule_for

YES, NO, VOID = Slip(Answer.YES), Slip(Answer.NO), Slip(Answer.INVALID, Flaw.TWICE)
NOTHING, LATE = Slip(Answer.NONE), Slip(Answer.INVALID, Flaw.LATE)
REPLACES, VOIDS = SecondSlip


def test_each_matter_goes_by_the_rule_of_the_law() -> None:
    assert {item: rule_for(item) for item in LegalItem} == {
        **dict.fromkeys(LegalItem, "owners-ordinary"),
        LegalItem.FUND_RAISING: "owners-special",
        LegalItem.REBUILDING: "owners-special",
        LegalItem.COMMON_PARTS: "owners-special",
        LegalItem.BUSINESS_USE: "interested-owners",
    }
    assert all(load_rule(rule_for(item)).name for item in LegalItem)


@pytest.mark.parametrize(
    ("preset", "first", "second", "units", "stands"),
    [
        (REPLACES, NOTHING, YES, 1, YES),
        (REPLACES, YES, NO, 1, NO),
        (VOIDS, NOTHING, YES, 1, YES),
        (VOIDS, YES, NO, 1, VOID),
        (VOIDS, YES, YES, 1, VOID),
        (VOIDS, YES, YES, 3, YES),
        (VOIDS, YES, NO, 3, VOID),
        (VOIDS, VOID, YES, 3, VOID),
        (REPLACES, YES, LATE, 1, YES),
        (REPLACES, NOTHING, LATE, 1, LATE),
        (VOIDS, YES, LATE, 1, YES),
        (VOIDS, LATE, NO, 1, NO),
    ],
)
def test_a_second_slip_does_what_the_rules_say(
    preset: SecondSlip, first: Slip, second: Slip, units: int, stands: Slip
) -> None:
    assert after_second(preset, first, second, units) == stands


def test_a_proxy_is_refused_with_every_reason() -> None:
    assert proxy_reasons("王一", cap=1, voted_for=0, of_property=False) == []
    assert "allow no proxies" in proxy_reasons("王一", cap=0, voted_for=0, of_property=False)[0]
    both = proxy_reasons("王一", cap=2, voted_for=2, of_property=True)
    assert ("allow 2" in both[0], "property company" in both[1]) == (True, True)


slips = st.lists(st.tuples(st.sampled_from(Answer), st.integers(1, 20_000)), max_size=30)


def sums(drawn: list[tuple[Answer, int]]) -> dict[Answer, Share]:
    """Heads and area by answer."""
    return {
        answer: Share(len(areas), sum(areas))
        for answer in {each for each, _area in drawn}
        for areas in [[area for each, area in drawn if each is answer]]
    }


@given(slips)
def test_a_count_holds_everybody_once_and_can_always_be_decided(drawn: list[tuple[Answer, int]]) -> None:
    count = counted(sums(drawn))
    assert (count.entitled, count.entitled_area) == (len(drawn), sum(area for _answer, area in drawn))
    silent = [area for answer, area in drawn if answer is Answer.NONE]
    assert (count.entitled - count.present, (count.entitled_area or 0) - (count.present_area or 0)) == (
        len(silent),
        sum(silent),
    )
    for rule in ("owners-ordinary", "owners-special", "interested-owners"):
        result = decide(load_rule(rule), [count])
        assert not (result.passed and not count.yes)


@given(slips, st.sampled_from(["owners-ordinary", "owners-special", "interested-owners"]), st.data())
def test_a_slip_that_turns_to_yes_never_makes_a_vote_fail(
    drawn: list[tuple[Answer, int]], rule: str, data: st.DataObject
) -> None:
    before = decide(load_rule(rule), [counted(sums(drawn))]).passed
    if drawn:
        place = data.draw(st.integers(0, len(drawn) - 1))
        drawn = [(Answer.YES, area) if at == place else (answer, area) for at, (answer, area) in enumerate(drawn)]
    assert decide(load_rule(rule), [counted(sums(drawn))]).passed >= before
