"""The words of a paper in its own language: names of things, dates, lists, and what is said when nothing was given."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property

from meetings_db.models import (
    Party,
)
from meetings_db.text import clean, clean_line
from triparty.i18n import in_language, normalise

_DIGITS = "〇一二三四五六七八九"
_TITLE_WIDTH = 20
_BREAKS_AFTER = "议的和及与、，：于期区"


class Words:
    """Says things in one language; every text that comes out is cleaned of control characters."""

    def __init__(self, language: str) -> None:
        self.language = normalise(language)
        self.say = in_language(self.language)

    @property
    def chinese(self) -> bool:
        """Whether the paper is Chinese."""
        return self.language == "zh_CN"

    @cached_property
    def missing(self) -> str:
        """What stands where a person would look for something nobody gave."""
        return self.say("(not given)")

    def given(self, text: str | None) -> str:
        """One line as it was typed, or that it was not given."""
        return clean_line(text or "") or self.missing

    def prose(self, text: str | None) -> str:
        """Markdown as it was typed, or that it was not given."""
        return clean(text or "").strip() or self.missing

    def day(self, moment: date | None) -> str:
        """A day in full: 2026年3月5日, no leading zero (GB/T 9704-2012, 7.3.5)."""
        if moment is None:
            return self.missing
        local = _local(moment)
        if self.chinese:
            return f"{local.year}年{local.month}月{local.day}日"
        return self._english(local, "d MMMM y")

    def month(self, moment: date) -> str:
        """A month: 2026年3月."""
        local = _local(moment)
        return f"{local.year}年{local.month}月" if self.chinese else self._english(local, "MMMM y")

    def day_short(self, moment: date | None) -> str:
        """A day for a narrow column, 2026-03-05; empty for None."""
        return "" if moment is None else _local(moment).strftime("%Y-%m-%d")

    def clock(self, moment: datetime | None) -> str:
        """The local time of day, 14:30; empty for None."""
        return "" if moment is None else moment.astimezone().strftime("%H:%M")

    def moment(self, moment: datetime) -> str:
        """A day with its weekday and the local time."""
        local = moment.astimezone()
        if self.chinese:
            weekday = "一二三四五六日"[local.weekday()]
            return f"{self.day(local)}（星期{weekday}）{local:%H:%M}"
        return f"{self._english(local, 'EEEE d MMMM y')}, {local:%H:%M}"

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return ("、" if self.chinese else ", ").join(names)

    def in_turn(self, *parts: str) -> str:
        """What there is of these, one after the other."""
        return ("；" if self.chinese else "; ").join(part for part in parts if part)

    def sentences(self, parts: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.chinese else " ").join(part for part in parts if part)

    def numeral(self, number: int) -> str:
        """The number of a heading: 一, 二, … 二十一 in Chinese, else 1, 2, …"""
        if not self.chinese or not 0 < number < 100:
            return str(number)
        tens, ones = divmod(number, 10)
        ten = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
        return ten + (_DIGITS[ones] if ones else "")

    def money(self, fen: int | None) -> str:
        """An amount in fen as yuan; empty for None."""
        if fen is None:
            return ""
        return self.say("{yuan} yuan").format(yuan=f"{fen // 100:,}.{fen % 100:02d}")

    def in_lines(self, title: str) -> str:
        """A title in lines of at most 20 characters, broken at a phrase and the longer line first (梯形)."""
        title = clean_line(title)
        if not self.chinese or len(title) <= _TITLE_WIDTH:
            return title
        lines = -(-len(title) // _TITLE_WIDTH)
        wanted = -(-len(title) // lines)
        cuts = [place for place in range(2, len(title) - 1) if title[place - 1] in _BREAKS_AFTER] or [wanted]
        cut = min(cuts, key=lambda place: (place > _TITLE_WIDTH, abs(place - wanted), -place))
        return title[:cut] + "\n" + self.in_lines(title[cut:])

    @staticmethod
    def _english(moment: date, pattern: str) -> str:
        from babel.dates import format_date

        return str(format_date(moment, pattern, locale="en_GB"))


def by_party(words: Words, people: Sequence[tuple[Party, str]]) -> list[tuple[Party, str]]:
    """For each party that has somebody, its people in a row."""
    return [
        (party, words.listed(name for own, name in people if own is party))
        for party in Party
        if any(own is party for own, _name in people)
    ]


def _local(moment: date) -> date:
    """The local day of a moment; a day is one already."""
    return moment.astimezone() if isinstance(moment, datetime) else moment
