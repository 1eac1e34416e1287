"""What is hidden on the projector, and what is not."""

import pytest

from triparty.rules.masking import masked


@pytest.mark.parametrize(
    "number",
    [
        "13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "+86 13800000000",
        "１３８００００００００",
        "027-85000000",
        "(027)85000000",
        "0713 8500000",
        "110101199003070000",
        "11010119900307000X",
        "6222020000000000000",
    ],
)
def test_a_number_that_leads_to_somebody_is_hidden_wherever_it_stands(number: str) -> None:
    assert masked(f"电梯停运，电话{number}。") == "电梯停运，电话•••••。"
    assert masked(number) == "•••••"


@pytest.mark.parametrize(
    "text", ["2026-0147", "2026-11-22 14:30", "3-2-501", "￥5000", "160万元", "第1028号", "12345热线", "20261122"]
)
def test_days_rooms_sums_and_the_numbers_of_records_stay(text: str) -> None:
    assert masked(text) == text


def test_names_are_hidden_the_longest_first() -> None:
    assert masked("欧阳明月反映，欧阳明也在", ["欧阳明", "欧阳明月"]) == "••••反映，•••也在"
    assert masked("Told by mrs lin", ["Mrs Lin"]) == "Told by •••••••"


def test_what_could_be_any_word_is_no_name() -> None:
    assert masked("王府花园的门", ["王", " ", ""]) == "王府花园的门"
