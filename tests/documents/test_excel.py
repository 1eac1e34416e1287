"""The tracker in Excel: real dates, text that stays text, a heading that stays in sight."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.papers import valid
from tests.documents.rooms import TODAY, make_lines, make_room
from triparty.documents.excel import write_tracker
from triparty.documents.kinds import tracker
from triparty.i18n import LANGUAGES

MADE_AT = datetime(2026, 11, 23, tzinfo=UTC)


def values(language: str, **typed: str) -> dict[str, Any]:
    """The sample's tracker; `typed` replaces fields of its first action."""
    room = make_room(language)
    lines = make_lines(room)
    for name, text in typed.items():
        setattr(lines[0].action, name, text)
    return tracker.values(lines, room.community, language, today=TODAY)


def written(path: Path, language: str = "zh_CN", **typed: str) -> Worksheet:
    """The sheet as it is read back."""
    write_tracker(values(language, **typed), path, language, made_at=MADE_AT)
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_finds_nothing_wrong(tmp_path: Path, language: str) -> None:
    path = tmp_path / "tracker.xlsx"
    written(path, language)
    valid(path)


def test_the_columns_are_those_of_the_ledger(tmp_path: Path) -> None:
    sheet = written(tmp_path / "tracker.xlsx")
    assert [cell.value for cell in sheet[3]] == [
        *("编号", "事项", "来源", "责任单位", "责任人", "交办时间", "完成时限", "延期至"),
        *("进展", "完成情况", "预警", "核验情况", "销号时间", "销号人", "备注"),
    ]
    assert sheet["A4"].value == "A2026-0031"
    assert sheet.max_row == 12


def test_dates_are_dates(tmp_path: Path) -> None:
    sheet = written(tmp_path / "tracker.xlsx")
    assert sheet["G6"].value == datetime(2026, 12, 3)
    assert sheet["H6"].value == datetime(2026, 12, 20)
    assert sheet["G6"].number_format == "yyyy-mm-dd"
    assert sheet["M4"].value in ("", None)


@pytest.mark.parametrize(
    "typed",
    [
        *("=1+1", '=HYPERLINK("http://x")', "+86 1", "@SUM(A1)", "-1", "http://x.example", "007", "{=1}"),
        *("<r>", "</r>", "<r></r>", "<r>AT&T <b>修灯</r>", "<r><t>修灯</t></r>"),
    ],
)
def test_what_was_typed_stays_text(tmp_path: Path, typed: str) -> None:
    sheet = written(tmp_path / "tracker.xlsx", what=typed)
    assert sheet["B4"].value == typed
    assert sheet["B4"].data_type == "s"
    assert sheet["B4"].hyperlink is None


def test_control_characters_and_endless_text_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    sheet = written(path, what="修\x00灯\x1b\ud800", done_means="长" * 40_000)
    assert sheet["B4"].value == "修灯"
    assert len(str(sheet["O4"].value)) == 32_767
    valid(path)


def test_the_heading_stays_in_sight_on_screen_and_paper(tmp_path: Path) -> None:
    sheet = written(tmp_path / "tracker.xlsx")
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:O12"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.paperSize == 9


def test_status_and_warning_have_words_and_colours(tmp_path: Path) -> None:
    sheet = written(tmp_path / "tracker.xlsx")
    told = {str(sheet.cell(row, 11).value): sheet.cell(row, 11).fill.fgColor.rgb for row in range(4, 13)}
    assert told["红：逾期"] == "FFFFC7CE"
    assert told["黄：无进展"] == "FFFFEB9C"
    assert sheet["J11"].value == "已销号"
    assert sheet["J11"].fill.fgColor.rgb == "FFE2EFDA"


def test_rows_are_as_high_as_their_text(tmp_path: Path) -> None:
    sheet = written(tmp_path / "tracker.xlsx", what="修" * 60)
    first, plain = sheet.row_dimensions[4].height, sheet.row_dimensions[12].height
    assert first > plain > 15


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx")
    written(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_empty_tracker_is_a_sheet_all_the_same(tmp_path: Path) -> None:
    room = make_room()
    path = tmp_path / "tracker.xlsx"
    write_tracker(tracker.values([], room.community, "zh_CN", today=TODAY), path, "zh_CN", made_at=MADE_AT)
    valid(path)
