"""Which safety copies are kept: the fewer the older they are."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meetings_db.backup import SafetyCopy, Why


@dataclass(frozen=True)
class Keeping:
    """Of the daily copies: the last one of so many days, weeks and months. Of all others: the newest."""

    days: int = 7
    weeks: int = 4
    months: int = 12
    others: int = 10


PRESET = Keeping()
"""What is kept unless an office says otherwise."""


def to_keep(copies: Sequence[SafetyCopy], today: date, keeping: Keeping = PRESET) -> list[SafetyCopy]:
    """Those of `copies` to keep on the local day `today`, the newest first; the newest of all is always among them."""
    newest_first = sorted(copies, key=lambda each: each.made_at, reverse=True)
    kept: list[SafetyCopy] = []
    spans: set[Hashable] = set()
    others = 0
    for each in newest_first:
        if each.why is Why.DAILY:
            fresh = _spans(each.made_at.astimezone().date(), today, keeping) - spans
            spans |= fresh
            wanted = bool(fresh)
        else:
            others += 1
            wanted = others <= keeping.others
        if wanted or each is newest_first[0]:
            kept.append(each)
    return kept


def _spans(day: date, today: date, keeping: Keeping) -> set[Hashable]:
    """The day, week and month that a copy of `day` can stand for, as far as they are kept still."""
    found: set[Hashable] = set()
    if (today - day).days < keeping.days:
        found.add(("day", day))
    if (_monday(today) - _monday(day)).days < 7 * keeping.weeks:
        found.add(("week", _monday(day)))
    if 12 * (today.year - day.year) + today.month - day.month < keeping.months:
        found.add(("month", day.year, day.month))
    return found


def _monday(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())
