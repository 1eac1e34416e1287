"""Names typed short."""

import pytest

from triparty.intake.names import whole_name

INVITED = ("孙己六", "孙可可", "赵丁四", "Ann Lee", "赵丁四")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sunj", "孙己六"),
        (" sjl ", "孙己六"),
        ("zds", "赵丁四"),  # invited twice, with two posts
        ("zhaod", "赵丁四"),
        ("ann", "Ann Lee"),
        ("al", "Ann Lee"),
        ("sun", "sun"),  # of two
        ("qw", "qw"),
        ("s", "s"),
        ("Sunj", "Sunj"),  # a name is written so
        ("物业公司", "物业公司"),
        ("", ""),
    ],
)
def test_letters_that_spell_one_name_are_it(typed: str, meant: str) -> None:
    assert whole_name(typed, INVITED) == meant
