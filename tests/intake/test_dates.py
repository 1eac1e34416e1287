"""Days as people say them: tables of cases in both languages, and any text at all."""

import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triparty.intake.dates import date_phrases, find_date, find_deadline, read_date

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)

CHINESE = {
    "今天": (11, 22),
    "明天": (11, 23),
    "后天": (11, 24),
    "大后天": (11, 25),
    "周五": (11, 27),
    "星期五": (11, 27),
    "礼拜天": (11, 22),
    "周日": (11, 22),
    "周末": (11, 22),
    "本周五": (11, 20),
    "这周五": (11, 20),
    "下周五": (11, 27),
    "下个星期五": (11, 27),
    "下下周一": (11, 30),
    "本周": (11, 22),
    "下周": (11, 29),
    "月底": (11, 30),
    "本月底": (11, 30),
    "下月底": (12, 31),
    "12月底": (12, 31),
    "年底": (12, 31),
    "今年年底": (12, 31),
    "下个月": (12, 31),
    "下个月5号": (12, 5),
    "下月5日": (12, 5),
    "本月30日": (11, 30),
    "5号": (12, 5),
    "25日": (11, 25),
    "31号": (12, 31),
    "12月5日": (12, 5),
    "12月5号": (12, 5),
    "十二月五日": (12, 5),
    "12月5日（周六）": (12, 5),
    "１２月５日": (12, 5),
    "12-05": (12, 5),
    "12/5": (12, 5),
    "２０２６－１２－０５": (12, 5),
    "2026-12-05": (12, 5),
    "2026/12/5": (12, 5),
    "2026.12.5": (12, 5),
    "2026年12月5日": (12, 5),
    "26年12月5日": (12, 5),
    "+3d": (11, 25),
    "+3天": (11, 25),
    "+2w": (12, 6),
    "3天后": (11, 25),
    "三天后": (11, 25),
    "十天内": (12, 2),
    "二十天之内": (12, 12),
    "两周内": (12, 6),
    "一个月内": (12, 22),
    "半个月内": (12, 7),
    "12.5": (12, 5),
    "12.5前": (12, 5),
    "月底前": (11, 30),
    "下周五之前": (11, 27),
    "12.05": (12, 5),
}
ENGLISH = {
    "today": (11, 22),
    "Tomorrow": (11, 23),
    "the day after tomorrow": (11, 24),
    "friday": (11, 27),
    "Fri": (11, 27),
    "this Friday": (11, 27),
    "next friday": (11, 27),
    "next week": (11, 29),
    "end of month": (11, 30),
    "end of the year": (12, 31),
    "end of next month": (12, 31),
    "in 3 days": (11, 25),
    "in two weeks": (12, 6),
    "within a month": (12, 22),
    "10 days from now": (12, 2),
    "dec 5": (12, 5),
    "5 december": (12, 5),
    "December 5th": (12, 5),
    "the 5th of December": (12, 5),
    "Dec. 5, 2026": (12, 5),
    "the 5th": (12, 5),
    "by friday": (11, 27),
}


@pytest.mark.parametrize(("text", "day"), [*CHINESE.items(), *ENGLISH.items()])
def test_a_day_is_read_as_people_say_it(text: str, day: tuple[int, int]) -> None:
    assert read_date(text, SUNDAY) == date(2026, *day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周五", date(2026, 11, 27)),
        ("本周五", date(2026, 11, 27)),
        ("friday", date(2026, 11, 27)),
        ("下周五", date(2026, 12, 4)),
        ("next friday", date(2026, 12, 4)),
        ("周四", date(2026, 12, 3)),
        ("本周四", date(2026, 11, 26)),
        ("11月27日", date(2026, 11, 27)),
        ("11月26日", date(2027, 11, 26)),
        ("1-5", date(2027, 1, 5)),
        ("27号", date(2026, 11, 27)),
        ("明年3月5日", date(2027, 3, 5)),
        ("明年底", date(2027, 12, 31)),
        ("一年内", date(2027, 11, 27)),
        ("半年内", date(2027, 5, 27)),
        ("3月底", date(2027, 3, 31)),
    ],
)
def test_today_counts_and_what_is_past_means_the_next(text: str, day: date) -> None:
    assert read_date(text, FRIDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("元旦", date(2027, 1, 1)),
        ("春节", date(2027, 2, 6)),
        ("五一", date(2027, 5, 1)),
        ("劳动节", date(2027, 5, 1)),
        ("端午节", date(2027, 6, 9)),
        ("中秋", date(2027, 9, 15)),
        ("国庆节", date(2027, 10, 1)),
    ],
)
def test_a_holiday_is_the_next_one(text: str, day: date) -> None:
    assert read_date(text, SUNDAY) == day
    assert read_date(f"{text}前", SUNDAY) == day
    assert find_deadline(f"{text}前修好门禁", SUNDAY) == (day, 0, len(text) + 1)
    assert find_deadline(f"修好门禁，{text}之前", SUNDAY) == (day, 5, 5 + len(text) + 2)
    assert find_deadline(f"{text}慰问老人", SUNDAY) is None


def test_holidays_beyond_the_table_are_no_day() -> None:
    assert read_date("春节", date(2036, 1, 1)) is None
    assert read_date("元旦", date(9999, 6, 1)) is None
    assert read_date("春节", date(2027, 2, 6)) == date(2027, 2, 6)


def test_a_month_later_ends_with_a_shorter_month() -> None:
    assert read_date("一个月内", date(2027, 1, 31)) == date(2027, 2, 28)
    assert read_date("31号", date(2027, 2, 1)) == date(2027, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "路灯", "5", "2月30日", "2月29日", "13月1日", "2026-02-30", "0号", "32号", "下月32日", "13-40"),
        *(
            "三天前",
            "两周前",
            "3 days ago",
            "上周五",
            "每周五",
            "每月5号",
            "去年12月5日",
            "last friday",
            "every friday",
        ),
        *("三个工作日内", "周一至周五", "12月1日-12月5日", "周三三方会", "一周三次", "雨后天晴", "yesterday"),
        *("13800000000", "12-05-1", "3栋2单元", "1.5万元", "+99999天", "9999年13月1日"),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_date(text, SUNDAY) is None


def test_the_end_of_time_is_no_error() -> None:
    assert read_date("下周五", date.max) is None
    assert read_date("一个月内", date.max) is None
    assert read_date("next year", date.max) is None


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("修好东门路灯 下周五", "下周五"),
        ("修好东门路灯下周五", "下周五"),
        ("今天反映的漏水 12-05", "12-05"),
        ("12月5日和12月8日各巡查一次", "12月8日"),
        ("fix the lamp next friday", "next friday"),
        ("修好路灯，明天下午5点", "明天"),
        ("修好路灯（12月5日）", "12月5日"),
        ("＠物业　修灯　１２月５日", "１２月５日"),
    ],
)
def test_a_day_is_found_in_a_line(line: str, phrase: str) -> None:
    found = find_date(line, SUNDAY)
    assert found is not None
    assert line[found[1] : found[2]] == phrase


@pytest.mark.parametrize(
    "line",
    [
        *(
            "3栋2单元电梯停运",
            "13800000000 回电",
            "12-05-1 漏水",
            "检查3-2",
            "清理 3-2",
            "幸福路5号",
            "5号楼电梯",
            "幸福路5号前清理",
        ),
        *(
            "3-2 电梯停运",
            "12-05室漏水",
            "完成 12-05%",
            "下周三方会议",
            "027-88001234",
            "每周五巡查",
            "本周日常保洁",
            "v2026.12.51",
        ),
        *(
            "周一至周五值守",
            "值守 周一至周五",
            "以后天冷再说",
            "the dog sat",
            "friday's market",
            "Fridays",
            "三个工作日内答复",
        ),
    ],
)
def test_what_only_looks_like_a_day_is_left(line: str) -> None:
    assert find_date(line, SUNDAY) is None
    assert find_deadline(line, SUNDAY) is None


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("修好路灯 下周五", "下周五"),
        ("修好路灯，12月5日前完成", "12月5日前完成"),
        ("修好路灯，12月5日前。", "12月5日前。"),
        ("下周五之前修好路灯", "下周五之前"),
        ("在下周五之前修好路灯", "在下周五之前"),
        ("截止日期：12-05 修好路灯", "截止日期：12-05"),
        ("路灯三天内修好", "三天内"),
        ("今天反映的漏水，三天内答复", "三天内"),
        ("复查12月5日反映的漏水 12月8日", "12月8日"),
        ("明天修好路灯", "明天"),
        ("整改门禁 限三天内", "限三天内"),
        ("整改门禁，限12月5日前", "限12月5日前"),
        ("Friday: fix the lamp", "Friday"),
        ("fix the lamp by Friday", "by Friday"),
        ("by Friday fix the lamp", "by Friday"),
        ("fix the lamp before 3-2", "before 3-2"),
        ("fix the lamp on Dec 5", "on Dec 5"),
        ("fix the lamp until next week, please", "until next week"),
        ("修好路灯 5号前", "5号前"),
        ("修好路灯，明天下午5点前", "明天"),
    ],
)
def test_a_deadline_is_cut_with_its_words(line: str, cut: str) -> None:
    found = find_deadline(line, SUNDAY)
    assert found is not None
    assert line[found[1] : found[2]] == cut


@pytest.mark.parametrize(
    "line", ["复查12月5日反映的漏水", "Friday market stalls", "remind the Friday market of the rules", "清理3-2前通道"]
)
def test_a_day_of_the_matter_is_no_deadline(line: str) -> None:
    assert find_deadline(line, SUNDAY) is None


_PIECES = [*CHINESE, *ENGLISH, "前", "截止", "by ", "（", "）", "完成", " ", "@", "¥", "5", "年", "İ", "：", "-"]
LINES = st.text() | st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=8).map("".join)


@given(LINES, st.dates())
def test_any_text_is_read_without_an_error_and_spans_lie_within(line: str, today: date) -> None:
    read_date(line, today)
    spans = [(phrase.start, phrase.end) for phrase in date_phrases(line, today)]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for found in (find_date(line, today), find_deadline(line, today)):
        spans += [found[1:]] if found else []
    assert all(0 <= start < end <= len(line) for start, end in spans)


@given(st.dates(date(1000, 1, 1)), st.dates())
def test_every_written_day_is_read_back(day: date, today: date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"):
        assert read_date(text, today) == day


def test_long_blanks_and_many_words_do_no_harm() -> None:
    line = "明天" + " " * 20_000 + "x" + " by 前 1" * 2_000
    assert find_deadline(line, SUNDAY) == (date(2026, 11, 23), 0, 2)


def test_the_import_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, triparty.intake.dates; print([n for n in ('sqlmodel', 'pydantic', 'babel') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
