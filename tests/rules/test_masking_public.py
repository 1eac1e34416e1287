"""What a public notice does not carry: found by its shape or by the roster, and masked as far as it must."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triparty.rules.masking import IN_OFFICE, Names, basis, card_fits, hits, identity_fits, patterns, refused, without

ROSTER = Names(["张小明", "欧阳明", "欧阳明月", "王建", "Mrs Lin", "居民", "李四、赵六"], ["王建国", "陈子一"])


def masked(text: str, names: Names = ROSTER) -> str:
    """The text as it is proposed: those in office stay."""
    return without(text, [hit for hit in hits(text, names) if not hit.stays])


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("张小明反映", "张**反映"),
        ("欧阳明月与欧阳明", "欧阳**与欧阳*"),
        ("李四和赵六", "李*和赵*"),
        ("told by mrs lin, not by mrs linden", "told by m**, not by mrs linden"),
        ("身份证11010519491231002X。", "身份证***。"),
        ("身份证110105 19491231 002x", "身份证***"),
        ("卡号6222 0212 3456 7890 128", "卡号***"),
        ("电话１３８ 0013－8000", "电话***"),
        ("1 3 8 0 0 1 3 8 0 0 0", "***"),
        ("+86 138-0013-8000", "***"),
        ("**13800138000**", "*******"),
        ("027-85001234", "027-8*******"),
        ("电话：85001234", "电话:8*******"),
        ("鄂A12345和鄂AD12345", "鄂A*****和鄂A*****"),
        ("3栋2单元501室漏水", "3栋*单元**漏水"),
        ("三栋二单元五楼", "三栋二单元五楼"),
        ("3-2-501住户", "3-*-**住户"),
        ("12号楼1203", "12号楼**"),
        ("Room 501 and Flat No. 12B", "Room ** and Flat **"),
        ("邮箱a.b@c.example.org", "邮箱***"),
        ("微信号：abc_12345", "微信号:***"),
        ("QQ 123456789", "QQ ***"),
    ],
)
def test_what_leads_to_a_person_is_shown_as_far_as_it_may(text: str, public: str) -> None:
    assert masked(text) == public


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-15 – 2026-11-18 14:00",
        "问题2026-0142，3栋120户，100-200元",
        "居民反映2号楼污水井外溢，5号楼屋面",
        "12345热线转办，三方联纪〔2026〕3号",
    ],
)
def test_matters_numbers_of_papers_and_days_stay(text: str) -> None:
    assert not hits(text, ROSTER)


def test_who_acts_in_office_stays_and_is_shown_to_the_reviewer() -> None:
    found = hits("王建国请王建找陈子一", ROSTER)
    assert [(hit.kind, hit.stays) for hit in found] == [(IN_OFFICE, True), ("name", False), (IN_OFFICE, True)]


def test_names_that_overlap_are_one_hit() -> None:
    assert masked("甲乙丙丁戊", Names(["甲乙", "乙丙丁戊"])) == "甲****"


def test_the_check_digit_tells_an_identity_number_from_a_long_one() -> None:
    assert identity_fits("11010519491231002X")
    assert not identity_fits("110105194912310021")
    assert [hit.kind for hit in hits("110105194912310021")] == ["number"]
    assert not refused("110105194912310021")


def test_luhn_tells_a_bank_card_from_a_long_number() -> None:
    assert card_fits("6222021234567890128")
    assert not card_fits("6222021234567890129")
    assert [hit.kind for hit in refused("6222021234567890128")] == ["bank_card"]


def test_every_pattern_has_its_ground_in_both_languages() -> None:
    for pattern in patterns():
        assert basis(pattern.kind, "en")
        assert basis(pattern.kind, "zh_CN")


_HAN = "张王欧阳明月小建国甲乙"
_NAMES = st.lists(st.text(_HAN, min_size=2, max_size=4), min_size=1, max_size=6)
_PIECES = st.one_of(
    st.text(_HAN + "，。 的", max_size=6),
    st.sampled_from(
        ["13800138000", "１３８ 0013 8000", "11010519491231002X", "3-2-501", "027-85001234", "鄂A12345", "**"]
    ),
)
_TEXTS = st.lists(_PIECES, max_size=8).map("".join)


@given(_TEXTS, _NAMES)
def test_no_name_of_the_roster_survives(text: str, names: list[str]) -> None:
    public = masked(text, Names(names))
    assert not [name for name in names if name in public]


@given(_TEXTS, _NAMES)
def test_no_number_that_is_refused_survives(text: str, names: list[str]) -> None:
    assert not refused(masked(text, Names(names)))


@given(_TEXTS, _NAMES)
def test_masking_twice_is_masking_once(text: str, names: list[str]) -> None:
    once = masked(text, Names(names))
    assert masked(once, Names(names)) == once


@given(st.text("的路灯在夜间不亮，。 abc0123456789-", max_size=30), _NAMES)
def test_a_text_without_hits_is_as_it_was(text: str, names: list[str]) -> None:
    if not hits(text, Names(names)):
        assert masked(text, Names(names)) == text


@given(_TEXTS, _NAMES, _NAMES)
def test_hits_never_overlap(text: str, names: list[str], in_office: list[str]) -> None:
    found = hits(text, Names(names, in_office))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_no_pattern_begins_with_a_run_of_any_length() -> None:
    """Else a long line without a hit is read once from each of its letters."""
    for pattern in patterns():
        assert not re.match(r"\[[^]]*\][+*]", pattern.finds.pattern), pattern.finds.pattern
