"""What an item's words propose, and an office's own matters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings_db.models import Authority
from triparty.rules import RuleError
from triparty.rules.authority_presets import FILE, basis_said, fitting_basis, matters, propose, use_folder


@pytest.fixture(autouse=True)
def the_shipped_matters() -> Iterator[None]:
    """No office's own matters before a test, and none after it."""
    use_folder(None)
    yield
    use_folder(None)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("动用维修资金更换屋面", "278-5"),
        ("3栋屋面维修资金", "278-5"),
        ("续筹住宅专项维修资金", "278-6"),
        ("筹集维修资金方案", "278-6"),
        ("应急使用维修资金抢修外墙", "281-2"),
        ("加装电梯", "278-7"),
        ("电梯轿厢广告收益", "278-8"),
        ("架空层出租", "278-8"),
        ("公共绿地改停车位", "278-8"),
        ("续聘物业公司", "278-4"),
        ("业委会换届", "278-3"),
        ("修订管理规约", "278-2"),
        ("业主大会议事规则修订", "278-1"),
        ("处分共有部分", "278-9"),
        ("2栋1楼住改商", "279"),
        ("住宅改经营性用房", "279"),
        ("楼顶违建", "illegal-building"),
        ("高空抛物", "thrown-objects"),
        ("Use of the Maintenance Fund for the roof", "278-5"),
        ("维修资金余额公示", None),
        ("东门占道摊贩", None),
        ("电梯停运两天", None),
        ("垃圾清运不及时", None),
        ("", None),
    ],
)
def test_words_propose_a_matter(words: str, key: str | None) -> None:
    found = propose(words)
    assert (found.key if found else None) == key


def test_the_category_counts_as_well_as_the_title() -> None:
    found = propose("3栋屋面", "维修资金")
    assert found is not None
    assert found.key == "278-5"


def test_every_item_of_the_article_belongs_to_the_owners_and_says_its_ground_in_both_languages() -> None:
    known = matters()
    for number in range(1, 10):
        matter = known[f"278-{number}"]
        assert matter.authority is Authority.OWNERS
        assert f"item {number}" in matter.basis_in("en")
        assert f"第（{'一二三四五六七八九'[number - 1]}）项" in matter.basis_in("zh_CN")
        assert matter.title_in("zh_CN") != matter.title_in("en")


def test_a_ground_is_kept_only_under_its_own_authority() -> None:
    assert fitting_basis(Authority.OWNERS, "278-5") == "278-5"
    assert fitting_basis(Authority.WITHIN, "278-5") == ""
    assert fitting_basis(Authority.WITHIN, "街道议事办法第三条") == "街道议事办法第三条"
    assert basis_said("278-5", "zh_CN") == "《民法典》第二百七十八条第一款第（五）项"
    assert (basis_said("", "en"), basis_said("街道议事办法", "en")) == ("", "街道议事办法")


OWN = """
[pets]
authority = "commitment"
title = "Dogs"
title_zh = "养犬"
basis = "House rules, 3"
basis_zh = "小区文明养犬公约第三条"
version = 2026-01-01
when = ["养犬", "维修资金 犬"]

[278-5]
authority = "owners"
title = "Use of the maintenance fund"
title_zh = "使用维修资金"
basis = "Local rule, 7"
basis_zh = "本地办法第七条"
version = 2026-01-01
when = ["维修资金"]

[thrown-objects]
authority = "department"
title = "x"
title_zh = "x"
basis = "x"
basis_zh = "x"
version = 2026-01-01
when = []
"""


def test_an_office_adds_replaces_and_silences_matters(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(OWN, encoding="utf-8-sig")
    use_folder(tmp_path)
    assert [found.key for words in ("文明养犬", "维修资金养犬") if (found := propose(words))] == ["pets", "pets"]
    fund = propose("维修资金余额公示")
    assert fund is not None
    assert fund.basis_in("zh_CN") == "本地办法第七条"
    assert propose("高空抛物") is None
    assert basis_said("278-6", "en").endswith("item 6")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x", "is not TOML"),
        ("x = 1", "[x]: a matter is a table"),
        ("[x]\nwhen = 3", '[x]: when is a list of words in quotes, like ["…", "…"].'),
        ("[x]\nwho = 3", "[x]: there is no setting who."),
        ("[x]\nauthority = 'mayor'", "[x]: authority may be within, commitment, owners, department."),
        ("[x]\nversion = 'now'", "[x]: version is a day without quotes, like 2026-01-31."),
        ("[x]\ntitle = 3", "[x]: title must be text in quotes."),
        ("[x]", "[x]: basis_zh is missing."),
        (f"[{'x' * 41}]", "has at most 40 signs"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    use_folder(tmp_path)
    with pytest.raises(RuleError) as refusal:
        propose("维修资金")
    assert any(told in reason for reason in refusal.value.reasons)
    assert all(str(tmp_path) in reason for reason in refusal.value.reasons)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("[甲]".encode("gbk"))
    use_folder(tmp_path)
    with pytest.raises(RuleError, match="UTF-8"):
        matters()
