"""When a meeting of a series is due: a weekday of a week of the month, every so many months."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from meetings_db.models import LAST_WEEK, MeetingSeriesBase
from triparty.i18n import _, mark

_WEEKS = (mark("the first"), mark("the second"), mark("the third"), mark("the fourth"), mark("the last"))
_WEEKDAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)


def day_in(series: MeetingSeriesBase, year: int, month: int) -> date:
    """The day on which the series meets in a month, whether or not that month is its turn."""
    first, length = monthrange(year, month)
    day = 1 + (series.weekday - 1 - first) % 7
    weeks = (length - day) // 7 if series.week == LAST_WEEK else series.week - 1
    return date(year, month, day + 7 * weeks)


def next_start(series: MeetingSeriesBase, last: date | None, soonest: datetime) -> datetime:
    """When the series meets next after its meeting on `last`, at its local hour and not before `soonest`.

    A meeting that was moved within its month moves no other; months in which nobody met are passed over in step.
    """
    hour = time.fromisoformat(series.hour)
    month = (
        (soonest.year * 12 + soonest.month - 1) if last is None else (last.year * 12 + last.month - 1 + series.every)
    )
    while True:
        start = datetime.combine(day_in(series, *_called(month)), hour).astimezone()
        if start >= soonest:
            return start
        month += 1 if last is None else series.every


def weeks() -> list[tuple[int, str]]:
    """The weeks of a month to choose from."""
    return list(enumerate(map(_, _WEEKS), 1))


def weekdays() -> list[tuple[int, str]]:
    """The days of a week to choose from."""
    return list(enumerate(map(_, _WEEKDAYS), 1))


def said(series: MeetingSeriesBase) -> str:
    """When it recurs, in words."""
    months = months_said(series.every)
    return _("{months}: {week} {weekday}, {hour}").format(
        months=months, week=_(_WEEKS[series.week - 1]), weekday=_(_WEEKDAYS[series.weekday - 1]), hour=series.hour
    )


def months_said(every: int) -> str:
    """How often, in words."""
    return _("every month") if every == 1 else _("every {count} months").format(count=every)


def four_weeks_on(last: datetime | None, now: datetime, notice: timedelta) -> datetime:
    """When a meeting without a series is due: four weeks after the last at its hour, else in a week, half past two."""
    if last is None:
        return datetime.combine(now.date() + timedelta(days=7), time(14, 30)).astimezone()
    start = last.astimezone() + timedelta(days=28)
    while start < now + notice:
        start += timedelta(days=7)
    return start


def _called(month: int) -> tuple[int, int]:
    """Year and month of a running number of months."""
    return month // 12, month % 12 + 1
