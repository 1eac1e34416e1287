"""A roll of owners as offices make it: areas, rooms, owners, and what is told of each row."""

from collections import Counter
from pathlib import Path

import pytest

from meetings_db.models import AreaSource, OwnerKind, UnitState, UnitUse
from tests.intake.make import SAMPLES, workbook
from triparty.intake.owner_rows import UnitRow, parse_area, parts_of, read_owners

HEADER = ("小区", "房号", "建筑面积", "产权人", "身份证号", "电话", "面积来源", "状态", "用途", "备注")


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("89.5", 8_950),
        ("８９．５０㎡", 8_950),
        ("1,020.5 平方米", 102_050),
        ("96.80999999999999", 9_681),
        ("144", 14_400),
    ],
)
def test_an_area_is_read_however_it_is_written(written: str, area: int) -> None:
    assert parse_area(written) == (area, "")


@pytest.mark.parametrize("written", ["", "0", "0.00", "-5", "约90", "96,5", "nan", "1e99", "待测"])
def test_what_is_no_area_is_none_and_told(written: str) -> None:
    area, warning = parse_area(written)
    assert area == 0
    assert "counted" in warning


def test_a_third_decimal_is_told() -> None:
    area, warning = parse_area("89.506")
    assert (area, "89.51" in warning) == (8_951, True)


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("3-2-501", ("3", "2", "501")),
        ("６栋１单元１１０２室", ("6", "1", "1102")),
        ("3-501", ("3", "", "501")),
        ("501", ("", "", "501")),
    ],
)
def test_a_place_has_its_parts(place: str, parts: tuple[str, str, str]) -> None:
    assert parts_of(place) == parts


def test_the_sample_is_read_whole() -> None:
    roll = read_owners(SAMPLES / "owners.xlsx")
    assert (len(roll.rows), roll.skipped, roll.unknown_columns) == (241, (), ())
    assert roll.table.preamble == "晨曦花苑业主清册（用于共同决定事项）"
    assert Counter(row.state for row in roll.rows) == {UnitState.DELIVERED: 228, UnitState.UNSOLD: 13}
    assert Counter(row.area_source for row in roll.rows) == {
        AreaSource.REGISTER: 180,
        AreaSource.SURVEY: 60,
        AreaSource.CONTRACT: 1,
    }
    assert [row.number for row in roll.rows if row.warnings] == [52, 123]
    assert [row.number for row in roll.rows if row.errors] == []
    assert {owner.kind for row in roll.rows for owner in row.owners} == {OwnerKind.PERSON, OwnerKind.DEVELOPER}


def only(tmp_path: Path, *cells: object) -> UnitRow:
    """The one row of a roll."""
    path = workbook(tmp_path / "roll.xlsx", [HEADER, cells], title="清册")
    (row,) = read_owners(path).rows
    return row


def test_several_owners_stand_in_one_cell(tmp_path: Path) -> None:
    row = only(
        tmp_path, "晨曦花苑", "3栋2单元501", 89.5, "王一、李二", "420101199001011033、42010119920202104x", "", "合同"
    )
    assert [(owner.name, owner.id_tail) for owner in row.owners] == [("王一", "1033"), ("李二", "104X")]
    assert [warning.reason for warning in row.warnings] == [
        "several owners: 王一 votes for the unit until another is named"
    ]
    assert (row.building, row.entrance, row.room, row.area) == ("3", "2", "501", 8_950)


def test_states_uses_and_companies_are_recognised(tmp_path: Path) -> None:
    row = only(tmp_path, "", "S1-101", "50㎡", "江城商贸有限公司", "", "027-81234567", "测绘报告", "已售未交房", "商铺")
    assert (row.state, row.use, row.area_source) == (UnitState.UNDELIVERED, UnitUse.BUSINESS, AreaSource.SURVEY)
    assert [(owner.kind, owner.phone) for owner in row.owners] == [(OwnerKind.COMPANY, "027-81234567")]


def test_what_is_not_understood_is_told_and_what_is_missing_stops_the_row(tmp_path: Path) -> None:
    row = only(tmp_path, "", "", 50, "", "", "", "听说", "", "")
    assert [error.reason for error in row.errors] == ["the room is empty; write its number"]
    assert {warning.column for warning in row.warnings} == {"面积来源", "产权人"}
