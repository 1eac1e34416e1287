"""The forms in which people write a day, each with how it is read and how far it is to be trusted in a line."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache

from triparty.intake.festivals import NAMES, next_festival


class Trust(IntEnum):
    """Where in a line such a phrase means a day, and not a room, a share or an address."""

    MARKED = 0
    """Only where the line says so: `3-2` is a building and its unit, `by 3-2` is a day."""
    LAST = 1
    """Also as the last words of a line: `12-05`, `5号`."""
    ANYWHERE = 2


Reader = Callable[[re.Match[str], date], date | None]
"""From a match and today to the day; raises ValueError or OverflowError for one that no calendar has."""

_UNITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ENGLISH_NUMBERS = {word: number for number, word in enumerate(_COUNTED, 1)} | {"a": 1, "an": 1}
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_ENGLISH_WEEKDAYS = {c: i for i, c in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_NAMED = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMED, 1)}
_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_YEARS = {"今": 0, "本": 0, "明": 1, "后": 2}


def _number(words: str) -> int:
    """A number below one hundred in Chinese or English words, or any number in digits."""
    if words.isdigit():
        return int(words)
    if words in _ENGLISH_NUMBERS:
        return _ENGLISH_NUMBERS[words]
    tens, ten, units = words.replace("两", "二").rpartition("十")
    return (_UNITS.get(tens, 1) * 10 if ten else 0) + _UNITS.get(units, 0)


def _months_on(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _later(today: date, count: int, unit: str) -> date:
    """`count` days, weeks, months or years after today; `unit` as written in either language."""
    kind = unit.removeprefix("个")
    if kind.startswith(("年", "y")):
        return _months_on(today, 12 * count)
    if kind.startswith(("月", "m")):
        return _months_on(today, count)
    return today + timedelta(days=count * (7 if kind.startswith(("周", "星", "礼", "w")) else 1))


def _in_week(today: date, weeks: int, weekday: int) -> date:
    """A day of this week or of a later one; weeks begin on Monday."""
    return today + timedelta(days=weeks * 7 + weekday - today.weekday())


def _coming(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _next_such(today: date, month: int, day: int) -> date:
    return date(today.year + ((month, day) < (today.month, today.day)), month, day)


def _year(words: str | None, today: date) -> int:
    """The year of `2026年`, `26年`, `明年`; without words this year."""
    if not words:
        return today.year
    digits = words.removesuffix("年")
    if digits.isdigit():
        return int(digits) + (2000 if len(digits) == 2 else 0)
    return today.year + _YEARS[digits]


def _ahead(prefix: str | None) -> int:
    """How many weeks or months ahead: `下下个` two, `下` and `next` one, `本` none."""
    return 1 if prefix == "next" else (prefix or "").count("下")


def _none(_match: re.Match[str], _today: date) -> None:
    """What is no day ahead, though its words hold one."""


def _weekday(match: re.Match[str], today: date) -> date:
    prefix, day = match["prefix"], _WEEKDAYS[match["day"]]
    return _in_week(today, _ahead(prefix), day) if prefix else _coming(today, day)


def _english_weekday(match: re.Match[str], today: date) -> date:
    day = _ENGLISH_WEEKDAYS[match["day"][:3]]
    return _in_week(today, 1, day) if match["prefix"] == "next" else _coming(today, day)


def _whole(match: re.Match[str], today: date) -> date:
    """The last day of this or a later week, month or year."""
    ahead, unit = _ahead(match["prefix"]), match["unit"]
    if unit in ("week", "周", "星期", "礼拜"):
        return _in_week(today, ahead, 6)
    if unit == "year":
        return date(today.year + ahead, 12, 31)
    day = _months_on(today, ahead)
    return _last_of_month(day.year, day.month)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """The next such day, or that of the month named."""
    day = _number(match["day"])
    if match["prefix"]:
        return _months_on(today.replace(day=1), _ahead(match["prefix"])).replace(day=day)
    months = (_months_on(today.replace(day=1), ahead) for ahead in range(3))
    days = (month.replace(day=day) for month in months if 1 <= day <= monthrange(month.year, month.month)[1])
    return next((found for found in days if found >= today), None)


def _month_and_day(match: re.Match[str], today: date) -> date:
    month, day = _number(match["month"]), _number(match["day"])
    year = match.groupdict().get("year")
    return date(_year(year, today), month, day) if year else _next_such(today, month, day)


def _english_month_and_day(match: re.Match[str], today: date) -> date:
    month, day = _MONTHS[match["month"][:3]], int(match["day"])
    return date(int(match["year"]), month, day) if match["year"] else _next_such(today, month, day)


def _end_of_month(match: re.Match[str], today: date) -> date:
    month = _number(match["month"])
    ahead = 0 if match["year"] else month < today.month
    return _last_of_month(_year(match["year"], today) + ahead, month)


@lru_cache(maxsize=1)
def forms() -> tuple[tuple[re.Pattern[str], Reader, Trust], ...]:
    """Every form of a date; compiled when first needed, so that the module costs nothing at the start."""
    return tuple(
        (re.compile(pattern), reader, trust) for pattern, reader, trust in (*_chinese(), *_figures(), *_english())
    )


_N = "(?:[0-9]{1,4}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_FREE = "(?<![0-9]:)(?<![0-9a-z一二两三四五六七八九十百千第.#/¥$-])"
_SPAN = "(?P<unit>天|日|周|个?星期|个?礼拜|个月|年)"
_WEEK = "(?:周|星期|礼拜)"
_AHEAD = "(?P<prefix>下下个?|下个?|本|这个?)"
_THE_YEAR = "(?P<year>(?:[0-9]{4}|[0-9]{2}|今|明|后)年)"


def _chinese() -> Iterator[tuple[str, Reader, Trust]]:
    sure, last = Trust.ANYWHERE, Trust.LAST
    yield (
        f"(?:上上?|每|单|双|隔|[0-9一两几]){_WEEK}[一二三四五六日天末]?|(?:上上?|每)个{_WEEK}[一二三四五六日天末]?",
        _none,
        sure,
    )
    yield f"(?:上个?|每个?)月(?:{_N}[日号]|底|末)?", _none, sure
    yield f"(?:去|前|每)年(?:年?[底末]|{_N}月(?:{_N}[日号]|[底末])?)?", _none, sure
    yield f"(?:{_N}|半)个?(?:天|周|星期|礼拜|月|年)(?:之前|以前|前)", _none, sure
    yield "(?:大|(?<![以之雨今日午大]))后天(?![气晴冷热黑亮花性])|[今明]天|(?<![0-9])[今明]日", _word, sure
    # 三方 is what this program is about, 日常 and 一次 what its people write: no weekdays.
    yield f"{_AHEAD}?{_WEEK}(?P<day>[一二三四五六日天末])(?![次方常])", _weekday, sure
    yield f"{_AHEAD}(?P<unit>周|星期|礼拜|月)(?:之?内)?", _whole, last
    yield f"{_AHEAD}(?P<unit>月)[底末]", _whole, sure
    yield "(?<![0-9一二三四五六七八九十每上])(?P<prefix>)(?P<unit>月)底", _whole, sure
    yield f"(?P<prefix>下下个?|下个?|本|这个?|当)月\\s?(?P<day>{_N})[日号]", _day_of_month, sure
    yield (
        f"{_FREE}(?<![月路街巷弄道村院栋楼座])(?P<prefix>)(?P<day>{_N})\\s?[日号]",
        _day_of_month,
        last,
    )
    yield f"{_FREE}{_THE_YEAR}\\s?(?P<month>{_N})月\\s?(?P<day>{_N})[日号]", _month_and_day, sure
    yield f"(?<!年)(?<!年 ){_FREE}(?P<month>{_N})月\\s?(?P<day>{_N})[日号]", _month_and_day, sure
    yield f"{_FREE}{_THE_YEAR}?(?P<month>{_N})月份?[底末]", _end_of_month, sure
    yield f"{_FREE}(?P<year>(?:[0-9]{{4}}|今|本|明|后)年)?年?[底末](?<=年[底末])", _end_of_year, sure
    yield f"{_FREE}过?(?P<count>{_N}){_SPAN}(?:之后|以后|过后|后|之内|以内|内)", _span, sure
    yield f"限期?(?P<count>{_N}){_SPAN}(?:之内|以内|内)?", _span, sure
    # 春节慰问 is a matter, 春节前 a day.
    name = f"(?P<name>{'|'.join(NAMES)})节?"
    yield f"\\A\\s*{name}\\s*\\Z|{name.replace('name', 'by')}(?=\\s?(?:之前|以前|前))", _festival, sure
    yield "半(?:个(?P<month>月)|年)(?:之后|以后|后|之内|以内|内)", _half, sure


def _figures() -> Iterator[tuple[str, Reader, Trust]]:
    alone, ends = (
        r"(?<![0-9]:)(?<![0-9a-z.#/¥$+-])",
        r"(?![0-9a-z]|[-/.:][0-9a-z]|\s?(?:室|栋|幢|号|楼|单元|层|户|房|座|%))",
    )
    yield (
        rf"{alone}(?P<year>[0-9]{{4}})([-/.])(?P<month>[0-9]{{1,2}})\2(?P<day>[0-9]{{1,2}}){ends}",
        _month_and_day,
        Trust.ANYWHERE,
    )
    month_day = r"(?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})"
    yield rf"{alone}(?![0-9]-[0-9](?![0-9])){month_day}{ends}", _month_and_day, Trust.LAST
    yield rf"{alone}(?P<month>[0-9])-(?P<day>[0-9]){ends}", _month_and_day, Trust.MARKED
    yield rf"{alone}(?P<month>[0-9]{{1,2}})\.(?P<day>[0-9]{{1,2}}){ends}", _month_and_day, Trust.MARKED
    unit = "d|days?|w|weeks?|m|months?|天|日|周|个?星期|个?礼拜|个?月"
    yield rf"(?<![0-9a-z+])\+\s?(?P<count>[0-9]{{1,4}})\s?(?P<unit>{unit})(?![0-9a-z])", _span, Trust.ANYWHERE


def _english() -> Iterator[tuple[str, Reader, Trust]]:
    sure, last = Trust.ANYWHERE, Trust.LAST
    starts, ends = "(?<![0-9a-z_'-])", "(?![0-9a-z_'-])"
    full = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    short = "mon|tues?|wed|thu|thurs?|fri|sat|sun"
    count = f"(?P<count>[0-9]{{1,4}}|{'|'.join(_ENGLISH_NUMBERS)})"
    unit = "(?P<unit>days?|weeks?|months?|years?)"
    yield f"{starts}(?:last|past|every|each) (?:{full}|{short}|week|month|year){ends}", _none, sure
    yield f"{starts}{count} {unit} ago{ends}", _none, sure
    yield f"{starts}(?:today|tomorrow){ends}", _word, sure
    yield f"{starts}(?:the )?day after tomorrow{ends}", lambda _match, today: today + timedelta(days=2), sure
    yield f"{starts}(?:(?P<prefix>this|next|coming) )?(?P<day>{full}){ends}", _english_weekday, sure
    yield f"{starts}(?P<prefix>this|next|coming) (?P<day>{short}){ends}", _english_weekday, sure
    yield f"{starts}(?P<prefix>)(?P<day>tues?|thu|thurs?|fri){ends}", _english_weekday, last
    yield f"{starts}(?P<prefix>)(?P<day>mon|wed|sat|sun){ends}", _english_weekday, Trust.MARKED
    yield f"{starts}(?P<prefix>this|next) (?P<unit>week|month|year){ends}", _whole, last
    yield f"{starts}(?:the )?end of (?:(?P<prefix>the|this|next) )?(?P<unit>week|month|year){ends}", _whole, sure
    yield f"{starts}(?:in|within) {count} {unit}{ends}", _span, sure
    yield f"{starts}{count} {unit} from (?:now|today){ends}", _span, sure
    yield f"{starts}the (?P<prefix>)(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){ends}", _day_of_month, last
    month = (
        "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
        "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?"
    )
    year = "(?:,? (?P<year>[0-9]{4}))?"
    yield f"{starts}{month} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{year}{ends}", _english_month_and_day, sure
    yield (
        f"{starts}(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{month}{year}{ends}",
        _english_month_and_day,
        sure,
    )


def _festival(match: re.Match[str], today: date) -> date | None:
    return next_festival(match["name"] or match["by"], today)


def _word(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_WORDS[match[0]])


def _end_of_year(match: re.Match[str], today: date) -> date:
    return date(_year(match["year"], today), 12, 31)


def _span(match: re.Match[str], today: date) -> date:
    return _later(today, _number(match["count"]), match["unit"])


def _half(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=15) if match["month"] else _months_on(today, 6)
