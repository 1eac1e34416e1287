"""Days as a search asks for them: `<3d`, `>2026-10-01`, `2026-10`, `今天`, `10月1日..10月15日`.

A span of time counts from today, ahead for what falls due and back for what happened: `due:<3d` is due in less than
three days, `reported:<3d` was reported less than three days ago; without a sign, `3d` means within three days.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_ONE = timedelta(days=1)
_SIGNED = re.compile(r"(<=|>=|<|>|=|≤|≥)?\s*(.+)")
_COUNT = re.compile(r"\+?(\d{1,5})\s*(d|days?|w|weeks?|m|months?|天|周|个?星期|个月)(?:内|以内)?")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{1,2})月")
_YEAR = re.compile(r"(\d{4})年?")
_NAMED = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}


@dataclass(frozen=True)
class Days:
    """From one day to another, both included and each perhaps open; `late` asks for what is overdue, `none` for what
    has no day at all.
    """

    first: date | None = None
    last: date | None = None
    late: bool = False
    none: bool = False


def days_of(typed: str, today: date, *, ahead: bool) -> Days | None:
    """The days a folded text asks for, None when it is not understood; `ahead` for what falls due."""
    if ahead and typed in ("overdue", "逾期", "超期"):
        return Days(last=today - _ONE, late=True)
    if ahead and typed in ("none", "无"):
        return Days(none=True)
    try:
        return _days(typed, today, ahead)
    except (ValueError, OverflowError):  # a 30th of February, a year that no calendar has
        return None


def _days(typed: str, today: date, ahead: bool) -> Days | None:
    """As `days_of`; raises for a day that no calendar has."""
    if ".." in typed:
        begin, _dots, end = typed.partition("..")
        begins, ends = _span(begin, today), _span(end, today)
        return Days(begins[0], ends[1]) if begins and ends else None
    signed = _SIGNED.fullmatch(typed)
    if signed is None:
        return None
    sign = {"≤": "<=", "≥": ">="}.get(signed[1] or "", signed[1] or "")
    if counted := _COUNT.fullmatch(signed[2]):
        return _counted(sign, int(counted[1]), counted[2], today, ahead)
    span = _span(signed[2], today)
    if span is None:
        return None
    first, last = span
    match sign:
        case "<":
            return Days(last=first - _ONE)
        case "<=":
            return Days(last=last)
        case ">":
            return Days(first=last + _ONE)
        case ">=":
            return Days(first=first)
    return Days(first, last)


def _counted(sign: str, count: int, unit: str, today: date, ahead: bool) -> Days:
    """So many days, weeks or months from today."""
    day = _moved(today, count if ahead else -count, unit)
    nearer, farther = (day - _ONE, day + _ONE) if ahead else (day + _ONE, day - _ONE)
    near = nearer if sign == "<" else day
    far = farther if sign == ">" else day
    if sign in (">", ">="):
        return Days(first=far) if ahead else Days(last=far)
    if sign == "=":
        return Days(day, day)
    return Days(last=near) if ahead else Days(first=near)


def _moved(day: date, count: int, unit: str) -> date:
    """The day so many days, weeks or months later, or earlier with a negative count."""
    if unit.startswith("m") or unit.endswith("月"):
        years, month = divmod(day.month - 1 + count, 12)
        year = day.year + years
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    weeks = unit.startswith("w") or unit.endswith(("周", "星期"))
    return day + timedelta(days=count * (7 if weeks else 1))


def _span(typed: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a day, a month or a year."""
    if typed in _NAMED:
        day = today + timedelta(days=_NAMED[typed])
        return day, day
    if found := _DAY.fullmatch(typed):
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
        return day, day
    if found := _MONTH.fullmatch(typed):
        year, month = int(found[1] or today.year), int(found[2] or found[3])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if found := _YEAR.fullmatch(typed):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    return None
