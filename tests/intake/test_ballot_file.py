"""Files of votes as offices make them, and what is wrong with the others."""

import json
from pathlib import Path
from typing import Any

import pytest

from triparty.intake.ballot_file import BallotSheet, check_ballots, read_ballots
from triparty.rules import RuleError
from triparty.rules.ballots import Count

HEAD = "group,entitled,present,yes,no,abstain,invalid,recused"
AREAS = ",entitled_area,present_area,yes_area,no_area,abstain_area"
THREE = f"{HEAD}\ncommunity,3,3,2,1,0,0,0\nproperty,2,2,2,0,0,0,0\nresidents,9,5,3,1,1,0,0\n"


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file of votes."""
    path = folder / "votes.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_plain_file(tmp_path: Path) -> None:
    """One ballot, rows in order, areas not known."""
    assert read_ballots(saved(tmp_path, THREE)) == [
        BallotSheet(
            None,
            (
                Count("community", 3, 3, 2, 1),
                Count("property", 2, 2, 2, 0),
                Count("residents", 9, 5, 3, 1, 1),
            ),
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ending: str) -> None:
    """However the office's program saves it, the names arrive whole."""
    text = f"{HEAD}\n社区,3,3,2,1,0,0,0\n\n物业,2,2,2,0,0,0,0".replace("\n", ending)
    (sheet,) = read_ballots(saved(tmp_path, text, encoding))
    assert [count.group for count in sheet.counts] == ["社区", "物业"]


def test_untidy_cells(tmp_path: Path) -> None:
    """Full-width digits, spaces, capitals, quotes, another order, blanks and strange columns are all understood."""
    text = (
        "备注, YES ,group,present,entitled,no,Abstain,invalid,recused,entitled_area\n"
        '"多人,迟到",\u3000１２ ,"  居民 代表 ", 20,30,3 ,,,\u3000\n'
        ",,,,,,,,,\n"
    )
    (sheet,) = read_ballots(saved(tmp_path, text))
    assert sheet.counts == (Count("居民 代表", 30, 20, 12, 3),)


def test_short_rows_are_blank_at_the_end(tmp_path: Path) -> None:
    """A row that stops after the no votes has nothing in the columns that may be blank."""
    (sheet,) = read_ballots(saved(tmp_path, f"{HEAD}\ncommunity,3,3,2,1\n"))
    assert sheet.counts == (Count("community", 3, 3, 2, 1),)


def test_many_ballots_in_order_of_first_appearance(tmp_path: Path) -> None:
    """Rows of one ballot need not stand together."""
    text = f"ballot,{HEAD}\nroof,a,3,3,2,1,0,0,0\ngate,a,3,3,1,2,0,0,0\nroof,b,1,1,1,0,0,0,0\n"
    path = saved(tmp_path, text)
    assert [(sheet.ballot, len(sheet.counts)) for sheet in read_ballots(path)] == [("roof", 2), ("gate", 1)]
    answers = check_ballots(path, "majority-present")
    assert isinstance(answers, list)
    assert [(answer["ballot"], answer["passed"]) for answer in answers] == [("roof", True), ("gate", False)]


def test_one_ballot_with_a_name_is_still_a_list(tmp_path: Path) -> None:
    """The column decides the shape of the answer, not the number of ballots."""
    answers = check_ballots(saved(tmp_path, f"ballot,{HEAD}\nroof,a,3,3,2,1,0,0,0\n"), "majority-present")
    assert isinstance(answers, list)
    assert len(answers) == 1


def test_answer(tmp_path: Path) -> None:
    """The answer of a file is the engine's, ready for JSON."""
    answer = check_ballots(saved(tmp_path, THREE), "each-party-majority-present")
    assert isinstance(answer, dict)
    assert json.loads(json.dumps(answer))["groups"][2] == {
        "group": "residents",
        "passed": True,
        "needed": 3,
        "obtained": 3,
        "short_by": 0,
    }
    assert list(answer) == ["passed", "rule", "groups", "reasons"]


def test_owners_by_area(tmp_path: Path) -> None:
    """The areas of an official result are read, in 0.01 m²."""
    row = "owners,300,240,120,120,0,0,0,3000000,2400000,1200001,1199999,"
    answer = check_ballots(saved(tmp_path, f"{HEAD}{AREAS}\n{row}\n"), "owners-ordinary")
    assert isinstance(answer, dict)
    assert answer["groups"] == [
        {
            "group": "owners",
            "passed": False,
            "needed": 121,
            "obtained": 120,
            "short_by": 1,
            "needed_area": 1200001,
            "obtained_area": 1200001,
            "short_by_area": 0,
        }
    ]


def test_rule_from_a_file(tmp_path: Path) -> None:
    """An office's own rule serves as well as a preset."""
    rule = tmp_path / "ours.toml"
    rule.write_text(
        '[ours]\ngroups = "pooled"\nmeasure = "people"\nbase = "cast"\nfraction = "9/10"\nstrict = false\n',
        encoding="utf-8",
    )
    answer = check_ballots(saved(tmp_path, THREE), rule)
    assert isinstance(answer, dict)
    assert (answer["rule"], answer["passed"]) == ("ours", False)


WRONG = [
    ("", ("is empty",)),
    ("\n \n", ("is empty",)),
    (f"{HEAD}\n", ("has no votes",)),
    ("group,entitled,yes,abstain\na,1,1,0\n", ("line 1", "no column present, no.", "needs group, entitled")),
    (f"{HEAD},yes\na,1,1,1,0,0,0,0,1\n", ("line 1", "column yes is there twice")),
    (f"{HEAD}\na,1,1,1,0,0,0,0\nb,1,1,one,0,0,0,0\n", ("line 3", "column yes", "one is not a whole number")),
    (f"{HEAD}\n\na,1,1,1.5,0,0,0,0\n", ("line 3", "column yes", "1.5")),
    (f"{HEAD}\na,,1,1,0,0,0,0\n", ("line 2", "column entitled", "write 0")),
    (f"{HEAD}\n,1,1,1,0,0,0,0\n", ("line 2", "column group", "name is missing")),
    (f"ballot,{HEAD}\n,a,1,1,1,0,0,0,0\n", ("line 2", "column ballot", "name is missing")),
    (f"{HEAD}{AREAS}\na,1,1,1,0,0,0,0,89.50,,,,\n", ("line 2", "column entitled_area", "8950")),
    (f"{HEAD}\na,{'9' * 5000},1,1,0,0,0,0\n", ("line 2", "column entitled")),
    (f'{HEAD}\n"a"b,1,1,1,0,0,0,0\n', ("line 2", "not CSV")),
    (f'{HEAD}\n"a,1,1,1,0,0,0,0\n', ("line 2", "not CSV")),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_wrong_file(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    """The file, the line and the column are named."""
    path = saved(tmp_path, text)
    with pytest.raises(RuleError) as refused:
        read_ballots(path)
    assert str(path) in str(refused.value)
    assert all(word in str(refused.value) for word in words)


def test_line_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    """The line named is the line in the file, not the row's number."""
    with pytest.raises(RuleError, match="line 4, column yes"):
        read_ballots(saved(tmp_path, f'{HEAD}\n"a\nb",1,1,1,0,0,0,0\nc,1,1,x,0,0,0,0\n'))


def test_everything_wrong_at_once_but_not_without_end(tmp_path: Path) -> None:
    """All wrong cells are told, up to what a person reads."""
    with pytest.raises(RuleError) as two:
        read_ballots(saved(tmp_path, f"{HEAD}\na,x,1,y,0,0,0,0\n"))
    assert len(two.value.reasons) == 2
    with pytest.raises(RuleError) as many:
        read_ballots(saved(tmp_path, f"{HEAD}\n" + "a,x,1,y,0,0,0,0\n" * 500))
    assert len(many.value.reasons) == 20


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04\x14\x00\x06\x00", b"\xff\xfeg\x00r\x00", b"\x89PNG\r\n\x1a\n", b"\xff\xff\xff"]
)
def test_not_a_text_file(tmp_path: Path, raw: bytes) -> None:
    """A workbook or a picture is not taken for votes."""
    path = tmp_path / "votes.csv"
    path.write_bytes(raw)
    with pytest.raises(RuleError, match=r"votes\.csv is not a text file"):
        read_ballots(path)


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing or a folder: one sentence."""
    for path, words in ((tmp_path / "nowhere.csv", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(RuleError, match=words) as refused:
            read_ballots(path)
        assert str(path) in str(refused.value)


def test_columns_that_may_be_left_out(tmp_path: Path) -> None:
    """Who was neither there to abstain nor barred needs no column."""
    (sheet,) = read_ballots(saved(tmp_path, "group,entitled,present,yes,no\ncommunity,3,3,2,1\n"))
    assert sheet.counts == (Count("community", 3, 3, 2, 1),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_chinese_headings(tmp_path: Path, encoding: str) -> None:
    """The words an office heads its own tally with, with areas in 0.01 m²."""
    head = "事项,方别,应到,实到,赞成,反对,弃权,无效,回避,应到面积,赞成面积（0.01平方米）,反对面积（平方米）"
    (sheet,) = read_ballots(saved(tmp_path, f"{head}\n门禁,社区,5,5,1,1,1,1,1,900,800,7\n", encoding))
    assert sheet == BallotSheet(
        "门禁", (Count("社区", 5, 5, 1, 1, 1, 1, 1, entitled_area=900, yes_area=800, no_area=700),)
    )


def test_two_words_for_one_column(tmp_path: Path) -> None:
    """Votes in favour can be counted in one column only."""
    with pytest.raises(RuleError, match="column yes is there twice"):
        read_ballots(saved(tmp_path, "表决方,应到,实到,同意,赞成,反对\na,1,1,1,1,0\n"))


def test_all_missing_columns_in_one_sentence(tmp_path: Path) -> None:
    """A file that is something else gets one sentence, not one for each column."""
    with pytest.raises(RuleError) as refused:
        read_ballots(saved(tmp_path, "姓名,电话\n赵丁四,1\n"))
    (reason,) = refused.value.reasons
    assert "no column group, entitled, present, yes, no." in reason
    assert "abstain, invalid, recused may be left out" in reason


def test_impossible_count_names_file_ballot_and_group(tmp_path: Path) -> None:
    """A count that cannot be true is found in a file of many."""
    path = saved(tmp_path, f"ballot,{HEAD}\nroof,a,3,3,2,1,0,0,0\ngate,b,3,2,2,1,0,0,0\n")
    with pytest.raises(RuleError, match=r"votes\.csv, ballot gate: b: 2 yes, 1 no.*only 2 present"):
        check_ballots(path, "majority-present")
    single = saved(tmp_path, f"{HEAD}\nb,3,4,2,1,0,0,0\n")
    with pytest.raises(RuleError, match=r"votes\.csv: b: 4 present, but only 3 entitled"):
        check_ballots(single, "majority-present")


def test_unknown_rule(tmp_path: Path) -> None:
    """The rule's name is checked before the file is."""
    with pytest.raises(RuleError, match="Did you mean consensus"):
        check_ballots(tmp_path / "nowhere.csv", "concensus")


def test_missing_areas_are_named(tmp_path: Path) -> None:
    """A rule by area refuses a file without areas."""
    with pytest.raises(RuleError, match="community: entitled_area is missing"):
        check_ballots(saved(tmp_path, THREE), "owners-special")


def test_the_result_of_an_official_e_vote_is_taken_as_it_is(tmp_path: Path) -> None:
    """Its own headings, areas in m², no column of groups: the owners; the calculation is done anew."""
    path = tmp_path / "evote.csv"
    head = "表决议题,业主总人数,专有部分总面积（㎡）,参与表决人数,参与表决面积（㎡）"
    head += ",同意人数,同意面积（㎡）,反对人数,反对面积（㎡）"
    path.write_text(f'{head}\n续聘物业,300,30000.00,240,"24,000",150,15000.5,90,8999.50\n', encoding="utf-8")
    found: Any = check_ballots(path, "owners-ordinary")
    (answer,) = found
    assert answer["passed"] is True
    (group,) = answer["groups"]
    assert (group["group"], group["obtained_area"], group["needed_area"]) == ("Owners", 1500050, 1200001)
    path.write_text(f"{head}\n续聘物业,300,30000,240,24000,150,15000.505,90,8999\n", encoding="utf-8")
    with pytest.raises(RuleError, match="not an area in m²"):
        check_ballots(path, "owners-ordinary")
    path.write_text(f"{head}\n续聘物业,300,30000,240,24000,160,15000,90,9000\n", encoding="utf-8")
    with pytest.raises(RuleError, match="make 250, but only 240 present"):
        check_ballots(path, "owners-ordinary")
