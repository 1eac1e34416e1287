"""Who did not vote follows the majority only with everything on record, and never where heads and area disagree."""

from dataclasses import replace

import pytest

from triparty.rules import RuleError
from triparty.rules.ballot_followers import Clause, Silent, follow
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballots import Count, decide

CLAUSE = Clause("Whose ballot was delivered and who does not vote follows the majority.", "Notice of 1 November")
VOTED = Count("owners", 300, 150, 100, 50, 0, 0, 0, 3000000, 1500000, 1000000, 500000, 0)


def test_the_silent_take_part_and_stand_with_the_majority() -> None:
    """Half of the owners voted: with sixty silent ones two thirds took part, and the vote carries."""
    rule = load_rule("owners-ordinary")
    assert not decide(rule, [VOTED]).passed
    followed = follow(VOTED, CLAUSE, Silent(60, 600000))
    assert followed.side == "yes"
    assert (followed.count.present, followed.count.yes, followed.count.yes_area) == (210, 160, 1600000)
    assert decide(rule, [followed.count]).passed


@pytest.mark.parametrize(
    ("clause", "silent", "missing"),
    [
        (replace(CLAUSE, wording=" "), Silent(60, 600000), "rules of procedure"),
        (replace(CLAUSE, notice=""), Silent(60, 600000), "notice"),
        (CLAUSE, Silent(0, 0), "proven delivered"),
        (CLAUSE, Silent(151, 600000), "only 150"),
        (CLAUSE, Silent(60, 1500001), "15000.00 m²"),
    ],
)
def test_nobody_follows_without_everything_on_record(clause: Clause, silent: Silent, missing: str) -> None:
    """Each thing that is missing is named."""
    with pytest.raises(RuleError, match=missing):
        follow(VOTED, clause, silent)


@pytest.mark.parametrize(
    ("heads", "areas"),
    [
        ((100, 50, 0), (500000, 900000, 0)),
        ((75, 75, 0), (1000000, 500000, 0)),
        ((50, 50, 50), (500000, 500000, 500000)),
    ],
)
def test_a_majority_that_is_none_needs_a_ruling(heads: tuple[int, int, int], areas: tuple[int, int, int]) -> None:
    """By area another side, or none: the program asks for a ruling and counts nobody."""
    (yes, no, abstain), (yes_area, no_area, abstain_area) = heads, areas
    count = replace(VOTED, yes=yes, no=no, abstain=abstain)
    count = replace(count, yes_area=yes_area, no_area=no_area, abstain_area=abstain_area)
    with pytest.raises(RuleError, match="ruling"):
        follow(count, CLAUSE, Silent(10, 100000))
