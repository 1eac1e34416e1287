"""Rules as data: the presets are complete, and a wrong rule file is told what is wrong and where."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from triparty.rules import RuleError
from triparty.rules.ballot_presets import as_file, known_rules, load_rule, load_rules, own_rules, rule_from_table
from triparty.rules.ballots import BallotRule, Base, Count, Groups, Measure, Participation, decide

NAMES = {
    "consensus",
    "each-party-majority-present",
    "majority-present",
    "majority-cast",
    "majority-all",
    "one-party-one-vote",
    "owners-ordinary",
    "owners-special",
    "committee",
    "village-meeting",
}

GOOD = """
[our-house]
groups = "each"
measure = "people"
base = "cast"
fraction = "2/3"
strict = false
title = "Ours"
version = 2026-05-01
participation = { fraction = "1/2", strict = true, by = "present" }
"""


def test_presets_are_there_and_each_says_what_it_goes_by() -> None:
    """Every preset has a title, a basis and a date, in both languages."""
    rules = load_rules()
    assert set(rules) >= NAMES
    for name, rule in rules.items():
        assert rule.name == name
        assert rule.version is not None
        assert rule.title_in("en").isascii()
        assert rule.basis_in("en").isascii()
        assert rule.title_in("zh_CN") != rule.title_in("en")
        assert rule.basis_in("zh_CN") != rule.basis_in("en")
        assert "unconfirmed" not in rule.basis


def test_what_other_cities_do_is_not_given_as_law() -> None:
    """The committee follows other cities, and the residents' meeting sends its reader to the new law."""
    assert "参考其他城市" in load_rule("committee").basis_zh
    assert "请核对新法" in load_rule("residents-meeting").title_zh


def test_presets_cannot_be_changed_by_a_reader() -> None:
    """Each caller gets a dictionary of its own."""
    load_rules().clear()
    assert set(load_rules()) >= NAMES


@pytest.mark.parametrize("name", sorted(load_rules()))
def test_frozen_rule_comes_back_the_same(name: str) -> None:
    """What is stored when a ballot opens is the whole rule."""
    rule = load_rule(name)
    assert rule_from_table(name, json.loads(json.dumps(rule.as_table())), "snapshot") == rule


def test_unknown_name_suggests_the_nearest() -> None:
    """A slip of the finger gets its answer, and the list."""
    with pytest.raises(RuleError, match="Did you mean owners-ordinary") as refused:
        load_rule("owner-ordinary")
    assert "each-party-majority-present" in str(refused.value)
    with pytest.raises(RuleError, match="no rule called qqq") as refused:
        load_rule("qqq")
    assert "Did you mean" not in str(refused.value)


def test_rule_file(tmp_path: Path) -> None:
    """An office's own rule, with a BOM as an editor may leave it."""
    path = tmp_path / "rule.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    expected = BallotRule(
        "our-house",
        Groups.EACH,
        Measure.PEOPLE,
        Base.CAST,
        Fraction(2, 3),
        strict=False,
        participation=Participation(Fraction(1, 2), strict=True, by=Base.PRESENT),
        title="Ours",
        version=date(2026, 5, 1),
    )
    assert load_rule(path) == load_rule(str(path)) == expected
    assert expected.title_in("zh_CN") == "Ours"
    assert expected.basis_in("zh_CN") == ""
    assert decide(expected, [Count("g", 3, 3, 2, 1)]).passed


WRONG = [
    ('groups = "each"', 'groups = "every"', ("[our-house]", "groups is every", "each, pooled")),
    ('base = "cast"', 'base = "casts"', ("base is casts", "Did you mean cast?")),
    ('base = "cast"', "", ("base is missing",)),
    ('title = "Ours"', 'titel = "Ours"', ("no setting titel", "Did you mean title?")),
    ('title = "Ours"', "title = 3", ("title must be text",)),
    ('fraction = "2/3"\n', "fraction = 0.6667\n", ("fraction is 0.6667", "2/3")),
    ('fraction = "2/3"\n', 'fraction = "2/0"\n', ("fraction is 2/0",)),
    ('fraction = "2/3"\n', 'fraction = "3/2"\n', ("[our-house]", "3/2", "at most 1")),
    ("strict = false\n", 'strict = "no"\n', ("strict is no", "true or false")),
    ("version = 2026-05-01", 'version = "May"', ("version is May", "2026-01-31")),
    ('by = "present"', 'by = "members"', ("participation", "not by members")),
    (', by = "present"', "", ("participation", "by is missing")),
    ('by = "present"', 'by = "present", of = 1', ("participation", "no setting of")),
    ('fraction = "1/2"', 'fraction = "1/1"', ("participation", "never be reached")),
    ('{ fraction = "1/2", strict = true, by = "present" }', '"1/2"', ("participation", "write it like {")),
    ("[our-house]", "[our-house", ("not TOML", "line 2")),
    ("[our-house]", "", ("must hold one rule", "holds 8")),
    (GOOD, "", ("must hold one rule", "holds 0")),
    (GOOD, 'name = "x"', ("[name]", "a rule is a table")),
    ("strict = false\n", "strict = true\ntie = 'chair'\n", ("casting vote", "groups = pooled")),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_wrong_rule_file(tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    """The file, the place and the way out are named."""
    assert old in GOOD
    path = tmp_path / "rule.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_rule(path)
    assert str(path) in str(refused.value)
    assert all(word in str(refused.value) for word in words)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Everything wrong is told in one go."""
    path = tmp_path / "rule.toml"
    path.write_text('[r]\nstrict = 1\nbase = "x"\n', encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_rule(path)
    assert len(refused.value.reasons) == 5


def test_rule_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, a folder, or not text: one sentence with the name."""
    with pytest.raises(RuleError, match=r"nowhere\.toml cannot be read: No such file"):
        load_rule(str(tmp_path / "nowhere.toml"))
    with pytest.raises(RuleError, match="cannot be read"):
        load_rule(tmp_path)
    gbk = tmp_path / "gbk.toml"
    gbk.write_bytes('[r]\ntitle = "规则"'.encode("gbk"))
    with pytest.raises(RuleError, match="not UTF-8"):
        load_rule(gbk)


@pytest.mark.parametrize("name", sorted(load_rules()))
def test_a_copy_is_understood_and_is_the_same_rule(tmp_path: Path, name: str) -> None:
    """A preset written as an office's own file comes back the same, under the file's name."""
    path = tmp_path / "ours.toml"
    path.write_text(as_file(load_rule(name), "ours"), encoding="utf-8")
    assert load_rule(path) == replace(load_rule(name), name="ours")


def test_the_offices_own_rules_stand_beside_the_presets(tmp_path: Path) -> None:
    """A name of its own is one rule more; the name of a preset goes before the preset."""
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(as_file(load_rule("majority-all"), "consensus"), encoding="utf-8")
    (tmp_path / "c.toml").write_text(as_file(load_rule("consensus"), "本院规则"), encoding="utf-8")
    known = known_rules(tmp_path)
    assert list(known)[: len(load_rules())] == list(load_rules())
    assert set(known) - set(load_rules()) == {"our-house", "本院规则"}
    assert known["consensus"].base is Base.MEMBERS
    assert load_rule("our-house", tmp_path).title == "Ours"
    assert known_rules(None) == known_rules(tmp_path / "none") == load_rules()


def test_a_spoilt_rule_is_named_and_stops_no_other(tmp_path: Path) -> None:
    """What is wrong is told with its file, also where the spoilt rule itself is asked for."""
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD.replace("our-house", "theirs").replace("each", "every"), encoding="utf-8")
    (tmp_path / "c.toml").write_text(GOOD, encoding="utf-8")
    rules, problems = own_rules(tmp_path)
    assert [path.name for path in rules] == ["a.toml"]
    assert "b.toml" in problems[0]
    assert "groups is every" in problems[0]
    assert "c.toml and a.toml both hold a rule called [our-house]" in problems[1]
    with pytest.raises(RuleError, match=r"b\.toml, \[theirs\]"):
        load_rule("theirs", tmp_path)
