"""Visits and people from tables made by hand: columns, years, doubts, and what is not a record."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.intake.make import HEADER, text, workbook
from triparty.intake.people_rows import read_people
from triparty.intake.visit_rows import VisitRow, read_visits, split_matter
from triparty.rules import RuleError

TODAY = date(2026, 11, 22)


def one(tmp_path: Path, **cells: object) -> VisitRow:
    """The candidate of a table with a single row, good but for `cells`."""
    good: dict[str, object] = {"走访日期": "2026-10-09", "小区": "丰乐小区", "楼栋房号": "1-1-101", "反映问题": "漏水"}
    row = good | cells
    path = workbook(tmp_path / "one.xlsx", [HEADER, [row.get(header) for header in HEADER]])
    return read_visits(path, today=TODAY).rows[0]


def test_english_headers_are_recognised(tmp_path: Path) -> None:
    path = text(
        tmp_path / "t.csv",
        "Date,Estate,Place/Building,Reporter,Phone,Problem/Issue,Category,Severity,Route,Remarks\n"
        "2026-11-02,Fengle,3-501,Resident A,13800000001,Lift stopped: for two days,lifts,Major,Joint meeting,again\n",
    )
    found = read_visits(path, today=TODAY)
    row = found.rows[0]
    assert found.unknown_columns == ()
    assert (row.estate, row.place, row.reporter, row.phone) == ("Fengle", "3栋501", "Resident A", "13800000001")
    assert (row.title, row.details) == ("Lift stopped", "for two days")
    assert (row.category, row.severity, row.route, row.remark) == ("lifts", "major", "joint_meeting", "again")


def test_unknown_columns_are_told_and_can_be_mapped(tmp_path: Path) -> None:
    path = text(tmp_path / "t.csv", "何时,小区,老百姓说,积分,空列\n2026-11-02,丰乐小区,漏水,5,\n")
    with pytest.raises(RuleError, match=r"何时, 小区, 老百姓说, 积分, 空列"):
        read_visits(path, today=TODAY, columns={"何时": "visited_on"})
    found = read_visits(path, today=TODAY, columns={"何时": "visited_on", "老百姓说": "problem"})
    assert found.unknown_columns == ("积分",)
    assert (found.rows[0].visited_on, found.rows[0].title) == (date(2026, 11, 2), "漏水")
    with pytest.raises(RuleError, match="no field named colour"):
        read_visits(path, today=TODAY, columns={"何时": "colour"})


def test_an_own_mapping_wins_over_what_is_recognised(tmp_path: Path) -> None:
    path = text(tmp_path / "t.csv", "日期,小区,问题,备注\n2026-11-02,丰乐小区,编号7,漏水\n")
    found = read_visits(path, today=TODAY, columns={"备注": "problem", "问题": "ignored"})
    assert (found.rows[0].title, found.rows[0].remark) == ("漏水", "")


def test_deadline_columns_are_not_taken_for_the_date_of_the_visit(tmp_path: Path) -> None:
    path = text(tmp_path / "t.csv", "办结日期,走访日期,小区,问题,问题数量\n2026-12-01,2026-11-02,丰乐小区,漏水,3\n")
    found = read_visits(path, today=TODAY)
    assert found.columns["visited_on"] == "走访日期"
    assert found.unknown_columns == ("办结日期", "问题数量")


@pytest.mark.parametrize(
    ("name", "rows", "day"),
    [
        ("t.csv", "填报时间：2025年1月5日,,\n日期,小区,问题\n12月30日,甲,乙\n", date(2024, 12, 30)),
        ("visits-2025-10.csv", "日期,小区,问题\n10月9日,甲,乙\n", date(2025, 10, 9)),
        ("t.csv", "日期,小区,问题\n10月9日,甲,乙\n2025-10-10,甲,乙\n", date(2025, 10, 9)),
        ("t.csv", "日期,小区,问题\n10月9日,甲,乙\n", date(2026, 10, 9)),
        ("t.csv", "日期,小区,问题\n12月30日,甲,乙\n", date(2025, 12, 30)),
    ],
    ids=["title line", "file name", "other rows", "today", "today, but not in the future"],
)
def test_the_year_of_a_day_without_one(tmp_path: Path, name: str, rows: str, day: date) -> None:
    assert read_visits(text(tmp_path / name, rows), today=TODAY).rows[0].visited_on == day


def test_totals_notes_blank_rows_and_repeated_headers_are_skipped(tmp_path: Path) -> None:
    path = text(
        tmp_path / "t.csv",
        "日期,小区,问题\n2026-11-02,丰乐小区,漏水\n,,\n小 计,,1件\n日期,小区,问题\n2026-11-03,银桦里,停电\n"
        "合计：,,共2件\n注：以上属实,,\n填表人：居民甲,,审核人：居民乙\n",
    )
    found = read_visits(path, today=TODAY)
    assert [row.number for row in found.rows] == [2, 6]
    assert [(s.number, s.reason) for s in found.skipped] == [
        (3, "blank row"),
        (4, "total row"),
        (5, "the header again"),
        (7, "total row"),
        (8, "note below the table"),
        (9, "note below the table"),
    ]


def test_an_estate_that_begins_like_a_total_is_still_a_row(tmp_path: Path) -> None:
    path = text(tmp_path / "t.csv", "小区,日期,问题\n合计小区,2026-11-02,漏水\n")
    assert len(read_visits(path, today=TODAY).rows) == 1


def test_doubts_are_warnings_and_the_row_stays_good(tmp_path: Path) -> None:
    row = one(
        tmp_path, 电话="见群", 等级="三颗星", 处理方式="以后再说", 走访日期="2027-01-01", 楼栋房号=datetime(2026, 9, 1)
    )
    assert row.errors == ()
    assert [(w.column, w.value) for w in row.warnings] == [
        ("走访日期", "2027-01-01"),
        ("电话", "见群"),
        ("楼栋房号", "2026-09-01"),
        ("等级", "三颗星"),
        ("处理方式", "以后再说"),
    ]
    assert (row.phone, row.severity, row.route, row.place) == ("", "ordinary", "none", "9栋1单元")


def test_an_empty_date_and_an_empty_estate_are_errors_with_a_reason(tmp_path: Path) -> None:
    row = one(tmp_path, 走访日期=None, 小区="  ")
    assert row.warnings == ()
    assert [(e.column, e.reason) for e in row.errors] == [
        ("走访日期", "the date is empty; write it as 2026-10-09"),
        ("小区", "the estate is empty; write its name"),
    ]


def test_a_table_without_a_date_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"no column for “visited_on” \(走访日期/日期"):
        read_visits(text(tmp_path / "t.csv", "小区,问题\n丰乐小区,漏水\n"), today=TODAY)


@pytest.mark.parametrize("word", ["不紧急", "not urgent", "并非重大"])
def test_a_negated_severity_is_told_and_not_taken_for_its_contrary(tmp_path: Path, word: str) -> None:
    row = one(tmp_path, 等级=word)
    assert (row.severity, [w.value for w in row.warnings]) == ("ordinary", [word])


@pytest.mark.parametrize(("word", "told"), [("无需上会", 1), ("不移交", 1), ("Not a joint meeting", 1), ("暂无", 0)])
def test_a_negated_way_of_handling_is_no_way(tmp_path: Path, word: str, told: int) -> None:
    row = one(tmp_path, 处理方式=word)
    assert (row.route, len(row.warnings)) == ("none", told)


def test_control_characters_never_arrive(tmp_path: Path) -> None:
    path = text(tmp_path / "t.csv", "日期,小区,问题\n2026-11-02,丰乐\x1b[2J小区,漏\x07水\u202e：夜\u200b里\x9b\n")
    row = read_visits(path, today=TODAY).rows[0]
    assert (row.estate, row.title, row.details) == ("丰乐[2J小区", "漏水", "夜里")
    assert row.raw == {"日期": "2026-11-02", "小区": "丰乐[2J小区", "问题": "漏水：夜里"}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_damaged_byte_stops_its_own_row_only(tmp_path: Path, encoding: str) -> None:
    rows = "日期,小区,问题\n2026-11-02,丰乐小区,漏!水\n" + "2026-11-03,银桦里,停电\n" * 9
    path = tmp_path / "t.csv"
    path.write_bytes(rows.encode(encoding).replace(b"!", b"\xff"))
    found = read_visits(path, today=TODAY)
    assert [bool(row.errors) for row in found.rows] == [True] + [False] * 9
    assert (found.rows[0].errors[0].column, found.rows[0].estate) == ("问题", "丰乐小区")


def test_building_unit_and_room_in_columns_of_their_own(tmp_path: Path) -> None:
    path = text(
        tmp_path / "t.csv", "日期,小区,楼栋,单元,房号,问题\n11-2,丰乐小区,6,1,1102,漏水\n11-2,丰乐小区,7号楼,,,停电\n"
    )
    assert [row.place for row in read_visits(path, today=TODAY).rows] == ["6栋1单元1102", "7栋"]


@pytest.mark.parametrize(
    ("matter", "title", "details"),
    [
        ("漏水", "漏水", ""),
        ("  漏水。 ", "漏水", ""),
        ("漏水，夜里更甚，无人管", "漏水", "夜里更甚，无人管"),
        ("一" * 40 + "。漏水", "一" * 40 + "。漏水", ""),
        ("一" * 70, "一" * 29 + "…", "一" * 70),
        ("3.5吨垃圾未清", "3.5吨垃圾未清", ""),
        ("", "", ""),
    ],
)
def test_a_short_first_part_is_the_title(matter: str, title: str, details: str) -> None:
    assert split_matter(matter) == (title, details)


def test_ten_thousand_messy_rows_arrive_and_progress_is_told(tmp_path: Path) -> None:
    days = ["2026/10/9", "10月9日", "2026.10.10", "2026-10-10 9:30", 46305, datetime(2026, 10, 11), "10月40日"]
    rows = [
        (
            days[n % 7],
            None if n % 8 else "丰乐小区",
            f"{n % 30 + 1}号楼{n % 4 + 1}-{n % 900 + 100}",
            "居民甲",
            f"138{n:08d}",
            f"第{n}件：漏水",
        )
        for n in range(10_000)
    ]
    merges = [f"B{first}:B{first + 7}" for first in range(3, 10_000, 8)]
    path = workbook(tmp_path / "big.xlsx", [("填报时间：2026年10月31日",), HEADER[:6], *rows], merges)
    told: list[tuple[int, int]] = []
    found = read_visits(path, today=TODAY, progress=lambda done, total: told.append((done, total)))
    assert len(found.rows) == 10_000
    assert sum(bool(row.errors) for row in found.rows) == len(range(6, 10_000, 7))
    assert {row.estate for row in found.rows} == {"丰乐小区"}
    assert found.rows[-1].title == "第9999件"
    assert told[-1] == (10_000, 10_000)
    assert len(told) == 20


def test_people_with_english_headers_and_broken_rows(tmp_path: Path) -> None:
    path = text(
        tmp_path / "p.csv",
        "Party,Organisation,Name,Post/Title,Phone,Remarks\n"
        "Community,Committee,A,Head,13900000000,\nproperty,Company,B,Manager,none,attending\n"
        "Residents,,C,,,\nsecretary,Office,D,Officer,call me,\naliens,,E,,,\nCommunity,,,,,no name\n",
    )
    found = read_people(path)
    assert [(row.name, row.party, row.standing) for row in found.rows] == [
        ("A", "community", "voting"),
        ("B", "property", "attending"),
        ("C", "residents", "voting"),
        ("D", "other", "recording"),
        ("E", "", "voting"),
        ("", "community", "voting"),
    ]
    assert [[e.column for e in row.errors] for row in found.rows] == [[], [], [], [], ["Party"], ["Name"]]
    assert [w.value for row in found.rows for w in row.warnings] == ["call me"]


def test_people_without_a_party_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"“party” \(方别"):
        read_people(text(tmp_path / "p.csv", "姓名,手机\n张甲一,13900000000\n"))
