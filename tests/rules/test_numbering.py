"""How numbers look."""

import pytest

from triparty.rules.numbering import action_number, issue_number, minutes_reference, visit_number


@pytest.mark.parametrize(
    ("value", "written"), [(1, "2026-0001"), (147, "2026-0147"), (9999, "2026-9999"), (10000, "2026-10000")]
)
def test_numbers_have_four_places_and_more_when_needed(value: int, written: str) -> None:
    assert issue_number(2026, value) == written
    assert visit_number(2026, value) == f"V{written}"
    assert action_number(2026, value) == f"A{written}"


def test_a_reference_has_the_year_in_full_and_no_leading_zero() -> None:
    assert minutes_reference("三方联", 2026, 4) == "三方联纪〔2026〕4号"
    assert minutes_reference("三方联纪", 2026, 4) == "三方联纪〔2026〕4号"
    assert minutes_reference("", 2026, 12) == "三方联纪〔2026〕12号"
