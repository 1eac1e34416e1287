"""Single values: what people write and what it means."""

from datetime import date, datetime, time

import pytest

from triparty.intake.values import (
    EXCEL_1904,
    CellValue,
    Unreadable,
    YearHint,
    parse_date,
    parse_phone,
    parse_place,
    parse_time,
    text_of,
    year_hint,
)

OCTOBER = YearHint(2026, date(2026, 10, 31))


@pytest.mark.parametrize(
    ("value", "day", "clock"),
    [
        ("２０２６年１０月９日", date(2026, 10, 9), None),
        ("二〇二六年十月九日", date(2026, 10, 9), None),
        ("十二月二十一日", date(2025, 12, 21), None),
        ("26年10月9日", date(2026, 10, 9), None),
        ("2026年10月9日（周五）", date(2026, 10, 9), None),
        ("2026-10-09T09:30:00", date(2026, 10, 9), time(9, 30)),
        ("2026年10月9日 下午3点半", date(2026, 10, 9), time(15, 30)),
        ("2026年10月9日上午9时05分", date(2026, 10, 9), time(9, 5)),
        ("20261009", date(2026, 10, 9), None),
        (20261009, date(2026, 10, 9), None),
        ("46305", date(2026, 10, 10), None),
        (46305.5, date(2026, 10, 10), time(12)),
        ("10/9", date(2026, 10, 9), None),
        ("10月9号", date(2026, 10, 9), None),
        ("12月30日", date(2025, 12, 30), None),
        ("9 October 2026", date(2026, 10, 9), None),
        ("Oct 9, 2026 9:30 pm", date(2026, 10, 9), time(21, 30)),
        ("25/12/2026", date(2026, 12, 25), None),
        (datetime(2026, 10, 9, 8, 15), date(2026, 10, 9), time(8, 15)),
        (date(2026, 10, 9), date(2026, 10, 9), None),
    ],
)
def test_dates_are_read(value: CellValue, day: date, clock: time | None) -> None:
    assert parse_date(value, OCTOBER) == (day, clock)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("10月40日", "not a day in the calendar"),
        ("2026-02-30", "not a day in the calendar"),
        ("去年", "is not a date"),
        ("2026-10-9 25:00", "is not a date"),
        ("10/9/2026", "either of two days"),
        ("=TODAY()", "is a formula"),
        ("1026-10-09", "cannot be right"),
        (300, "cannot be right"),
        (True, "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(value: CellValue, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_date(value, OCTOBER)


def test_a_date_without_a_year_needs_a_hint() -> None:
    with pytest.raises(Unreadable, match="has no year"):
        parse_date("10月9日")


def test_serial_numbers_count_from_the_workbooks_own_first_day() -> None:
    assert parse_date(46305 - 1462, base=EXCEL_1904) == (date(2026, 10, 10), None)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("填报时间：２０２６年１０月３１日", OCTOBER),
        ("2025—2026年度，填报时间 2026-01-05", YearHint(2026, date(2026, 1, 5))),
        ("visits-2026-10", YearHint(2026, date(2026, 10, 28))),
        ("2026年走访", YearHint(2026)),
        ("走访汇总表 13800002026", None),
        ("2026年13月40日", YearHint(2026)),
    ],
)
def test_the_year_is_taken_from_what_the_table_says_of_itself(text: str, hint: YearHint | None) -> None:
    assert year_hint(text) == hint


@pytest.mark.parametrize(
    ("value", "clock"), [("9:30", time(9, 30)), (0.5, time(12)), (time(8), time(8)), ("下午2点", time(14))]
)
def test_times_are_read(value: CellValue, clock: time) -> None:
    assert parse_time(value) == clock


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(Unreadable, match="not a time of day"):
        parse_time("傍晚")


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("138 0000 0001", "13800000001"),
        ("１３８０００００００２", "13800000002"),
        ("+86 138-0000-0001", "13800000001"),
        ("(027)8300 0003", "027-83000003"),
        ("027-83000003转801", "027-83000003-801"),
        ("13800000001/13800000002", "13800000001 / 13800000002"),
        ("13800000001（女儿）", "13800000001"),
        ("83000003", "83000003"),
        ("12345", "12345"),
        ("无", ""),
        ("", ""),
    ],
)
def test_phones_are_read(text: str, phone: str) -> None:
    assert parse_phone(text) == (phone, "")


def test_doubtful_phones_are_kept_and_words_are_not() -> None:
    phone, warning = parse_phone("1.38E+10")
    assert phone == "1.38E+10"
    assert "kept as written" in warning
    phone, warning = parse_phone("见群")
    assert phone == ""
    assert "left out" in warning


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("6号楼1-1102", "6栋1单元1102"),
        ("9－1－501", "9栋1单元501"),
        ("10栋1单元202", "10栋1单元202"),
        ("六号楼一单元502室", "6栋1单元502"),
        ("6#1-1102", "6栋1单元1102"),
        ("6号1-1102", "6栋1单元1102"),
        ("A座1203", "A栋1203"),
        ("3-501", "3栋501"),
        ("9-1", "9栋1单元"),
        (" 11幢 ", "11栋"),
        ("12栋 2单元 501", "12栋2单元501"),
        ("5号楼3楼", "5栋3楼"),
        ("2号楼楼道", "2栋楼道"),
        ("6栋东侧", "6栋东侧"),
        ("丰乐路6号", "丰乐路6号"),
        ("东门", "东门"),
        ("", ""),
    ],
)
def test_places_have_one_spelling(text: str, place: str) -> None:
    assert parse_place(text) == place
    assert parse_place(place) == place


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (13800000001.0, "13800000001"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (datetime(2026, 10, 9), "2026-10-09"),
        (datetime(2026, 10, 9, 9, 30), "2026-10-09 09:30"),
        (" a\x00\x1b[31m\u202eb\r\nc ", "a[31mb\nc"),
    ],
)
def test_cells_become_plain_clean_text(value: CellValue, text: str) -> None:
    assert text_of(value) == text
