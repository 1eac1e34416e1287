"""What people write in a cell, read as what they meant: text, dates, phones, places.

Nothing here guesses silently: what cannot be read raises `Unreadable` with a sentence for the person.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from meetings_db.text import clean, clean_line
from triparty.i18n import _

CellValue = str | int | float | bool | datetime | date | time | timedelta | None

EXCEL_1900 = date(1899, 12, 30)
EXCEL_1904 = date(1904, 1, 1)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)


class Unreadable(ValueError):
    """A value that is not what its column promises; its text is the reason, for the person."""


class YearHint(NamedTuple):
    """The year a date without one belongs to, and the day such a date should not lie far beyond."""

    year: int
    latest: date | None = None


def text_of(value: CellValue) -> str:
    """`value` as plain cleaned text: days as 2026-10-09, whole floats without the point, no value as ''."""
    if isinstance(value, str):
        return clean(value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


# --- numerals ---------------------------------------------------------------------------------------

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_NUMERAL_RUN = "[零〇○一二两三四五六七八九十]+"


def number_of(words: str) -> int:
    """The number written in digits or in Chinese numerals below one hundred (`12`, `十二`, `二〇二六`)."""
    if words.isdecimal():
        return int(words)
    if "十" not in words:
        return int("".join(str(_NUMERALS[c]) for c in words))
    tens, _ten, units = words.partition("十")
    return (_NUMERALS[tens[-1]] if tens else 1) * 10 + (_NUMERALS[units[0]] if units else 0)


# --- dates ------------------------------------------------------------------------------------------

_N = rf"(\d{{1,2}}|{_NUMERAL_RUN})"
_YMD = re.compile(rf"(\d{{4}}|\d{{2}}|[零〇○一二三四五六七八九]{{4}})年{_N}月{_N}(?:日|号)?")
_YMD_MARKS = re.compile(r"(\d{4})\s*([-/.、])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?:日|号)?(?!\d)")
_YMD_RUN = re.compile(r"(20\d{2})(\d{2})(\d{2})(?!\d)")
_MD = re.compile(rf"{_N}月{_N}(?:日|号)?")
_MD_MARKS = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?![-/.\d])")
_XXY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_DAY_MONTH_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.I)
_MONTH_WORD_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_CLOCK = re.compile(
    r"T?\s*(上午|早上|早晨|凌晨|中午|下午|晚上|晚|am|pm)?\s*"
    r"(\d{1,2})(?:[:时点](?:(\d{1,2})分?|(半))?)(?::(\d{1,2})(?:\.\d+)?)?\s*(am|pm)?\s*Z?",
    re.I,
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_AFTER_NOON = {"下午", "晚上", "晚", "pm"}
_Parts = tuple[int | None, int, int]


def parse_date(value: CellValue, hint: YearHint | None = None, base: date = EXCEL_1900) -> tuple[date, time | None]:
    """The day, and the time of day if there is one, that a cell means.

    `hint` gives the year of `10月9日`; `base` is day 0 of the workbook's serial numbers. Raises Unreadable.
    """
    if isinstance(value, datetime):
        moment = value.time().replace(microsecond=0)
        return _plausible(value.date(), value), moment if moment != time() else None
    if isinstance(value, date):
        return _plausible(value, value), None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, base)
    text = text_of(value)
    if text.startswith("="):
        raise Unreadable(_("“{value}” is a formula; type the date itself, as 2026-10-09").format(value=text))
    return _from_text(text, hint, base)


def parse_time(value: CellValue) -> time:
    """The time of day a cell means. Raises Unreadable."""
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0)
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        return (datetime.min + timedelta(seconds=round(value * 86400) % 86400)).time()
    text = text_of(value)
    moment = _clock(unicodedata.normalize("NFKC", text))
    if moment is None:
        raise Unreadable(_("“{value}” is not a time of day; write it as 9:30").format(value=text))
    return moment


def _from_number(number: float, base: date) -> tuple[date, time | None]:
    """A serial number of Excel: whole days since `base`, the fraction is the time; or 20261009."""
    written = text_of(number)
    if _YMD_RUN.fullmatch(written):
        return _from_text(written, None, base)
    if not 0 < number < 100_000:
        raise _not_a_date(written)
    seconds = round((number % 1) * 86400)
    moment = datetime.combine(base, time()) + timedelta(days=int(number), seconds=seconds)
    clock = moment.time()
    return _plausible(moment.date(), written), clock if clock != time() else None


@lru_cache(maxsize=8192)
def _from_text(text: str, hint: YearHint | None, base: date) -> tuple[date, time | None]:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if _SERIAL.fullmatch(plain):
        return _from_number(float(plain), base)
    if (m := _XXY.match(plain)) and int(m[1]) != int(m[3]) and int(m[1]) <= 12 and int(m[3]) <= 12:
        raise Unreadable(_("“{value}” could be either of two days; write it as 2026-10-09").format(value=text))
    for parts, rest in _readings(plain):
        rest = _WEEKDAY.sub("", rest).strip(" ,")
        moment = _clock(rest) if rest else None
        if rest and moment is None:
            continue
        return _plausible(_day(parts, hint, text), text), moment
    raise _not_a_date(text)


def _readings(plain: str) -> Iterator[tuple[_Parts, str]]:
    """Every way the beginning of `plain` reads as (year, month, day), with what follows it."""
    if m := _YMD.match(plain):
        year = number_of(m[1])
        yield (year + 2000 if year < 100 else year, number_of(m[2]), number_of(m[3])), plain[m.end() :]
    if m := _YMD_MARKS.match(plain):
        yield (int(m[1]), int(m[3]), int(m[4])), plain[m.end() :]
    if m := _YMD_RUN.match(plain):
        yield (int(m[1]), int(m[2]), int(m[3])), plain[m.end() :]
    if m := _XXY.match(plain):
        first, second = int(m[1]), int(m[3])
        month, day = (first, second) if second > 12 else (second, first)
        yield (int(m[4]), month, day), plain[m.end() :]
    if (m := _DAY_MONTH_WORD.match(plain)) and (named := _MONTHS.get(m[2][:3].lower())):
        yield (int(m[3]), named, int(m[1])), plain[m.end() :]
    if (m := _MONTH_WORD_DAY.match(plain)) and (named := _MONTHS.get(m[1][:3].lower())):
        yield (int(m[3]), named, int(m[2])), plain[m.end() :]
    if m := _MD.match(plain):
        yield (None, number_of(m[1]), number_of(m[2])), plain[m.end() :]
    if m := _MD_MARKS.match(plain):
        yield (None, int(m[1]), int(m[2])), plain[m.end() :]


def _day(parts: _Parts, hint: YearHint | None, text: str) -> date:
    year, month, day = parts
    if year is None and hint is None:
        raise Unreadable(_("“{value}” has no year; write it as 2026-10-09").format(value=text))
    try:
        if year is not None:
            return date(year, month, day)
        assert hint is not None
        found = date(hint.year, month, day)
        # A table of January also holds visits of the December before it.
        if hint.latest and found > hint.latest + timedelta(days=31):
            found = found.replace(year=hint.year - 1)
        return found
    except ValueError:
        raise Unreadable(
            _("“{value}” is not a day in the calendar; write it as 2026-10-09").format(value=text)
        ) from None


def _plausible(day: date, value: object) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise Unreadable(
            _("“{value}” would be {day}, which cannot be right; write it as 2026-10-09").format(
                value=value, day=day.isoformat()
            )
        )
    return day


def _not_a_date(text: str) -> Unreadable:
    return Unreadable(_("“{value}” is not a date; write it as 2026-10-09").format(value=text))


def _clock(plain: str) -> time | None:
    m = _CLOCK.fullmatch(plain.strip())
    if not m:
        return None
    hour, minute, second = int(m[2]), 30 if m[4] else int(m[3] or 0), int(m[5] or 0)
    word = (m[1] or m[6] or "").lower()
    if (word in _AFTER_NOON and hour < 12) or (word == "中午" and hour < 11):
        hour += 12
    if word == "am" and hour == 12:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


_ANY_DAY = re.compile(r"(20\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_ANY_MONTH = re.compile(r"(20\d{2})\s*[年./-]\s*(\d{1,2})(?!\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def year_hint(text: str) -> YearHint | None:
    """The year that a table's title lines or its file name speak of; the latest one if several."""
    plain = unicodedata.normalize("NFKC", text)
    hints = [YearHint(d.year, d) for m in _ANY_DAY.finditer(plain) if (d := _safe(m[1], m[2], m[3]))]
    if not hints:
        months = [d for m in _ANY_MONTH.finditer(plain) if (d := _safe(m[1], m[2], "1"))]
        hints = [YearHint(d.year, d.replace(day=28)) for d in months]
    if not hints:
        hints = [YearHint(int(m[1])) for m in _ANY_YEAR.finditer(plain)]
    return max(hints, key=lambda hint: (hint.year, hint.latest or date.min), default=None)


def _safe(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# --- phones -----------------------------------------------------------------------------------------

_NO_PHONE = {"", "无", "没有", "未留", "未提供", "不详", "-", "--", "/", "—", "——", "none", "n/a"}
_GAP = r"[\s\-.·]*"
_MOBILE = re.compile(rf"(?<!\d)(?:\+?{_GAP}86{_GAP}|0086{_GAP})?(1[3-9]\d(?:{_GAP}\d){{8}})(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d-])\(?(0\d{2,3})\)?[\s\-]*(\d{3,4})[\s\-]?(\d{4})(?!\d)"
    r"(?:\s*(?:转|-|ext\.?)\s*(\d{1,6}))?"
)
_SHORT = re.compile(r"[2-9]\d{6,7}|1\d{4}|1\d{2}|[48]00-?\d{3}-?\d{4}")


def parse_phone(text: str) -> tuple[str, str]:
    """(phone, warning): the numbers in one spelling, several joined by ` / `.

    Digits that are no known kind of number are kept as written, with a warning; words are not kept.
    """
    phone, known = _phone(text)
    if known:
        return phone, ""
    if phone:
        return phone, _("“{value}” does not look like a phone number; it is kept as written").format(value=text)
    return "", _("“{value}” is not a phone number; it is left out").format(value=text)


@lru_cache(maxsize=8192)
def _phone(text: str) -> tuple[str, bool]:
    """(phone, it is a known kind of number or there is none)."""
    plain = clean_line(unicodedata.normalize("NFKC", text))
    if plain.casefold() in _NO_PHONE:
        return "", True
    found = [(m.start(), re.sub(r"\D", "", m[1])) for m in _MOBILE.finditer(plain)]
    rest = _MOBILE.sub(lambda m: " " * len(m[0]), plain)
    for m in _LANDLINE.finditer(rest):
        found.append((m.start(), f"{m[1]}-{m[2]}{m[3]}" + (f"-{m[4]}" if m[4] else "")))
    if found:
        return " / ".join(number for _at, number in sorted(found)), True
    if _SHORT.fullmatch(plain.replace(" ", "")):
        return plain.replace(" ", ""), True
    return (plain if any(c.isdecimal() for c in plain) else ""), False


# --- places -----------------------------------------------------------------------------------------

_ID = rf"(\d{{1,4}}[A-Za-z]?|[A-Za-z]\d{{0,3}}|{_NUMERAL_RUN})"
_DASH = r"\s*[-—–－~_/]\s*"
_ROOM = r"(\d{1,4}[A-Za-z]?)"
_ROOM_END = r"\s*(?:号房|室|号|户|房)?"
_BUILDING = re.compile(rf"第?{_ID}\s*(?:栋|幢|号楼|座|#楼?|楼(?![层道])|号(?=\s*\d+\s*(?:单元|-)))\s*(.*)", re.S)
_UNIT = re.compile(rf"{_ID}\s*(?:单元|门(?=\s*\d)|梯(?=\s*\d))\s*(.*)", re.S)
_BARE_THREE = re.compile(rf"{_ID}{_DASH}{_ID}{_DASH}{_ROOM}{_ROOM_END}")
_BARE_TWO = re.compile(rf"{_ID}{_DASH}{_ROOM}{_ROOM_END}")
_UNIT_ROOM = re.compile(rf"(\d{{1,2}}){_DASH}{_ROOM}{_ROOM_END}")
_ONLY_ROOM = re.compile(rf"{_ROOM}{_ROOM_END}")


@lru_cache(maxsize=16384)
def parse_place(text: str) -> str:
    """Building, unit and room in one spelling, `6栋1单元1102`; other words are kept as they are."""
    plain = clean_line(unicodedata.normalize("NFKC", text))
    if m := _BARE_THREE.fullmatch(plain):
        return f"{_id(m[1])}栋{_id(m[2])}单元{m[3].upper()}"
    if m := _BARE_TWO.fullmatch(plain):
        unit = m[2].isdecimal() and len(m[2]) < 3
        return f"{_id(m[1])}栋{int(m[2])}单元" if unit else f"{_id(m[1])}栋{m[2].upper()}"
    building = ""
    if m := _BUILDING.fullmatch(plain):
        building, plain = f"{_id(m[1])}栋", m[2].lstrip("-,、 ")
    if building and (m := _UNIT_ROOM.fullmatch(plain)):
        return f"{building}{int(m[1])}单元{m[2].upper()}"
    unit_text = ""
    if m := _UNIT.fullmatch(plain):
        unit_text, plain = f"{_id(m[1])}单元", m[2].lstrip("-,、 ")
    if (building or unit_text) and (m := _ONLY_ROOM.fullmatch(plain)):
        plain = m[1].upper()
    return f"{building}{unit_text}{plain}"


def _id(words: str) -> str:
    """A building's or unit's name: `06` → `6`, `六` → `6`, `b` → `B`."""
    if words.isdecimal() or not words.isascii():
        return str(number_of(words))
    return words.upper()
