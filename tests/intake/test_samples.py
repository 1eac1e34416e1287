"""The sample tables as offices sent them: every row, every ugly value."""

from collections import Counter
from datetime import date, datetime, time

import pytest

from tests.intake.make import SAMPLES
from triparty.intake.people_rows import read_people
from triparty.intake.visit_rows import VisitRow, VisitTable, read_visits

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def october() -> VisitTable:
    return read_visits(SAMPLES / "visits-2026-10.xlsx", today=TODAY)


@pytest.fixture(scope="module")
def by_number(october: VisitTable) -> dict[int, VisitRow]:
    return {row.number: row for row in october.rows}


def test_the_sheet_the_header_and_the_title_lines_are_found(october: VisitTable) -> None:
    table = october.table
    assert (table.sheet, table.header_row) == ("10月走访", 4)
    assert table.preamble == "××街道社区物业联动走访记录汇总表\n填报单位：三方联动办公室  填报时间：2026年10月31日"
    assert table.headers[:3] == ("序号", "走访日期", "小区名称")
    assert october.unknown_columns == ()
    assert october.columns["problem"] == "反映的主要问题"
    assert table.other_sheets == ()


def test_blank_and_total_rows_are_skipped_and_all_others_are_there(october: VisitTable) -> None:
    assert [(s.number, s.reason, s.count) for s in october.skipped] == [(27, "blank row", 1), (49, "total row", 1)]
    assert [row.number for row in october.rows] == [n for n in range(5, 49) if n != 27]


def test_only_the_broken_rows_have_errors(october: VisitTable) -> None:
    errors = {row.number: [(e.column, e.value) for e in row.errors] for row in october.rows if row.errors}
    # The merged area C27:C34 begins in the blank row: nobody can know which estate rows 28 to 34 mean.
    assert errors == {
        **{number: [("小区名称", "")] for number in range(28, 35)},
        46: [("走访日期", "10月40日")],
        47: [("反映的主要问题", "")],
        48: [("小区名称", "")],
    }
    assert "not a day in the calendar" in next(row for row in october.rows if row.number == 46).errors[0].reason
    assert not any(row.warnings for row in october.rows)


@pytest.mark.parametrize(
    ("number", "as_written", "day", "clock"),
    [
        (5, "2026/10/9", date(2026, 10, 9), None),
        (6, "10月9日", date(2026, 10, 9), None),
        (7, "2026.10.10", date(2026, 10, 10), None),
        (8, "2026-10-10 9:30", date(2026, 10, 10), time(9, 30)),
        (9, 46305, date(2026, 10, 10), None),
        (10, datetime(2026, 10, 11), date(2026, 10, 11), None),
        (15, 46307, date(2026, 10, 12), None),
        (28, 46311, date(2026, 10, 16), None),
        (46, "10月40日", None, None),
    ],
)
def test_each_kind_of_date_becomes_its_day(
    october: VisitTable,
    by_number: dict[int, VisitRow],
    number: int,
    as_written: object,
    day: date | None,
    clock: time | None,
) -> None:
    assert october.table.row(number).cells[1] == as_written
    assert (by_number[number].visited_on, by_number[number].visited_at) == (day, clock)


def test_merged_estates_reach_all_their_rows(october: VisitTable) -> None:
    assert Counter(row.estate for row in october.rows) == {
        "丰乐小区": 7,
        "观澜一期": 8,
        "晨曦花苑": 8,
        "": 8,
        "禾香新居": 7,
        "柳塘湾": 4,
        "不存在的小区": 1,
    }


def test_places_and_phones_have_one_spelling(by_number: dict[int, VisitRow]) -> None:
    assert [by_number[n].place for n in (5, 6, 7, 8, 47)] == ["6栋1单元1102", "11栋", "9栋1单元501", "10栋1单元202", ""]
    assert [by_number[n].phone for n in (5, 6, 7, 8, 9)] == [
        "13800000001",
        "13800000002",
        "027-83000003",
        "",
        "13800000005",
    ]
    assert by_number[7].reporter == "居民丁"


def test_title_and_details_are_split_and_the_remark_in_brackets_stays(by_number: dict[int, VisitRow]) -> None:
    assert (by_number[5].title, by_number[5].details) == ("2号楼污水井外溢", "雨后井盖翻开,污水漫到单元门口")
    assert by_number[6].title == "流动摊贩占道经营"
    assert by_number[6].details == "东门外占用人行道,垃圾遗留。\n（居民多次反映）"
    assert by_number[13].remark == "上月已反映过"


def test_severities_and_routes_are_known(october: VisitTable, by_number: dict[int, VisitRow]) -> None:
    severities = {row.raw["紧急程度"]: row.severity for row in october.rows}
    assert severities == {
        "重大": "major",
        "普通": "ordinary",
        "特殊复杂": "complex",
        "紧急": "major",
        "疑难": "complex",
        "": "ordinary",
    }
    routes = {row.raw["拟处理方式"]: row.route for row in october.rows}
    assert routes == {
        "现场交办物业": "solve_now",
        "移交主管部门": "department",
        "提交联席会议": "joint_meeting",
        "需业主共同决定": "owners",
        "": "none",
    }


def test_a_formula_arrives_as_its_text(by_number: dict[int, VisitRow]) -> None:
    assert by_number[48].title == '=HYPERLINK("http://example.invalid","点此")'


def test_a_row_with_an_error_keeps_the_rest(by_number: dict[int, VisitRow]) -> None:
    broken = by_number[46]
    assert (broken.estate, broken.place, broken.title) == ("丰乐小区", "3栋", "日期写错的一行")
    assert broken.raw["备注"] == "日期有误"


def test_the_gbk_csv_is_read_whole() -> None:
    found = read_visits(SAMPLES / "visits-2026-11-gbk.csv", today=TODAY)
    assert len(found.rows) == 14
    assert not [e for row in found.rows for e in (*row.errors, *row.warnings)]
    first, last = found.rows[0], found.rows[-1]
    assert (first.number, first.visited_on, first.estate, first.place) == (2, date(2026, 11, 2), "丰乐小区", "1栋")
    assert (first.title, first.details) == ("2号楼污水井外溢", "雨后井盖翻开,污水漫到单元门口")
    assert (first.phone, first.severity, first.route, first.category) == ("13800010000", "major", "none", "排水")
    assert (last.number, last.visited_on, last.title) == (15, date(2026, 11, 15), "还建房办证进度")


def test_the_old_xls_is_read_with_merges_dates_and_numbers() -> None:
    found = read_visits(SAMPLES / "visits-old.xls", today=TODAY)
    assert [(r.number, r.visited_on, r.estate, r.place, r.phone, r.title, r.details, r.remark) for r in found.rows] == [
        (3, date(2026, 10, 9), "丰乐小区", "6栋1单元1102", "13800000001", "路灯不亮", "夜里摸黑", ""),
        (4, date(2026, 10, 10), "丰乐小区", "11栋", "027-83000003", "垃圾满溢", "", ""),
        # Of a formula the old format's library knows the result only.
        (5, date(2026, 10, 12), "银桦里", "3栋501", "", "水质发黄", "早晨尤甚", "2"),
    ]
    assert [s.reason for s in found.skipped] == ["total row"]


def test_the_people_have_parties_and_standings() -> None:
    found = read_people(SAMPLES / "people.xlsx")
    assert found.table.preamble == "三方联席会议成员通讯录"
    assert len(found.rows) == 12
    assert not [e for row in found.rows for e in (*row.errors, *row.warnings)]
    assert [(r.party, r.standing) for r in found.rows] == [
        ("community", "voting"),
        ("community", "voting"),
        ("community", "attending"),
        *[("property", "voting")] * 3,
        *[("residents", "voting")] * 4,
        ("other", "attending"),
        ("other", "recording"),
    ]
    first = found.rows[0]
    assert (first.number, first.name, first.phone) == (3, "张甲一", "13900000000")
    assert (first.organisation, first.title) == ("晨光社区居委会", "社区党组织书记、居委会主任")
    assert first.remark == "兼红色物业分公司经理"
