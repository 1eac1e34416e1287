"""How papers are filed: rules as data, record numbers that make file names, gaps."""

from pathlib import Path

import pytest

from triparty.rules import RuleError
from triparty.rules.archive import FILE, file_name_of, gaps, read_rules, record_number, series_of


def test_a_record_number_is_as_the_rule_for_filing_has_it() -> None:
    series = series_of(read_rules().number, "Z109", 2026, "D30")
    number = record_number(series, 12)
    assert number == "Z109-WS·2026-D30-LXH-0012"
    assert file_name_of(number) == "Z109-WS.2026-D30-LXH-0012"
    assert gaps([1, 2, 5]) == [3, 4]
    assert gaps([]) == []


def test_an_office_has_its_own_form_of_the_number_and_its_own_items(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        '[number]\ntemplate = "{fonds}-{category}·{year}·{retention}·{matter}-{item}"\nfonds = "A001"\n'
        '[item.notice]\ntitle = "N"\ntitle_zh = "通知"\nof = "meeting"\npapers = ["notice"]\nretention = "D10"\n'
        'basis = ""\nbasis_zh = ""\nversion = 2026-01-01\n',
        encoding="utf-8",
    )
    rules = read_rules(tmp_path)
    assert record_number(series_of(rules.number, rules.number.fonds, 2026, "Y"), 1) == "A001-WS·2026·Y·LXH-0001"
    assert rules.number.matter_in("zh_CN") == "三方联席会议"
    assert rules.item["notice"].retention == "D10"
    assert rules.item["minutes"].retention == "Y"


def test_an_offices_own_code_is_not_called_by_the_shipped_title(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[number]\nmatter = "BGS"\nmatter_title_zh = "办公室"\n', encoding="utf-8")
    number = read_rules(tmp_path).number
    assert (number.matter_in("zh_CN"), number.matter_in("en")) == ("办公室", "BGS")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[number]\ntemplate = "{fonds}/{year}{retention}{item}"', "number.template: Name each of {fonds}"),
        ('[number]\ntemplate = "{fonds}-{year}-{item}"', "It must name {retention}"),
        ('[number]\nfonds = "Z 1"', "number.fonds"),
        ("[number]\nfond = 1", "number.fond"),
        ('[item.a]\ntitle = ""', "item.a.papers: Please fill this in."),
        ("[number", "is not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        read_rules(tmp_path)
    assert any(FILE in reason and told in reason for reason in refused.value.reasons), refused.value.reasons


def test_a_paper_and_a_retention_that_are_not_there_are_named(tmp_path: Path) -> None:
    item = (
        '[item.x]\ntitle = ""\ntitle_zh = ""\nof = "meeting"\npapers = ["minute"]\nretention = "D5"\n'
        'basis = ""\nbasis_zh = ""\nversion = 2026-01-01\n'
    )
    (tmp_path / FILE).write_text(item, encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        read_rules(tmp_path)
    assert "D5" in refused.value.reasons[0]
    assert "minute. There are: notice" in refused.value.reasons[1]


def test_no_number_is_given_without_a_fonds_or_beyond_what_a_disk_takes() -> None:
    number = read_rules().number
    for fonds in ("", "Z/1", "Z" * 11):
        with pytest.raises(RuleError):
            series_of(number, fonds, 2026, "Y")
    with pytest.raises(RuleError, match="too long"):
        record_number("Z" * 60 + "{item}", 1)
