"""When a series meets next."""

from datetime import date, datetime, timedelta

import pytest

from meetings_db.models import MeetingSeriesBase
from triparty.rules.recurrence import day_in, four_weeks_on, next_start, said


def monthly(**changes: int) -> MeetingSeriesBase:
    """The third Thursday of every month at half past two, unless changed."""
    return MeetingSeriesBase(name="联席会议", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("week", "weekday", "month", "day"),
    [
        (3, 4, (2026, 10), date(2026, 10, 15)),
        (1, 4, (2026, 10), date(2026, 10, 1)),
        (1, 3, (2026, 10), date(2026, 10, 7)),
        (5, 4, (2026, 10), date(2026, 10, 29)),
        (5, 4, (2026, 11), date(2026, 11, 26)),
        (5, 6, (2026, 2), date(2026, 2, 28)),
        (4, 7, (2026, 2), date(2026, 2, 22)),
    ],
)
def test_a_week_of_a_month_has_its_day(week: int, weekday: int, month: tuple[int, int], day: date) -> None:
    assert day_in(monthly(week=week, weekday=weekday), *month) == day


def local(day: date, hour: int = 14, minute: int = 30) -> datetime:
    """A local moment."""
    return datetime(day.year, day.month, day.day, hour, minute).astimezone()


@pytest.mark.parametrize(
    ("every", "last", "soonest", "start"),
    [
        (1, date(2026, 10, 15), date(2026, 10, 20), date(2026, 11, 19)),
        (1, date(2026, 10, 20), date(2026, 10, 21), date(2026, 11, 19)),
        (3, date(2026, 10, 15), date(2026, 10, 20), date(2027, 1, 21)),
        (1, date(2026, 12, 17), date(2026, 12, 18), date(2027, 1, 21)),
        (3, date(2026, 1, 15), date(2026, 6, 1), date(2026, 7, 16)),
        (1, None, date(2026, 10, 16), date(2026, 11, 19)),
        (1, None, date(2026, 10, 15), date(2026, 10, 15)),
    ],
    ids=["next month", "moved within its month", "a quarter", "over the year", "in step", "the first", "just in time"],
)
def test_the_next_one_is_due(every: int, last: date | None, soonest: date, start: date) -> None:
    assert next_start(monthly(every=every), last, local(soonest)) == local(start)


def test_without_a_series_it_is_four_weeks_on_and_never_sooner_than_its_notice() -> None:
    now, notice = local(date(2026, 10, 20)), timedelta(days=3)
    assert four_weeks_on(local(date(2026, 10, 15), 9, 0), now, notice) == local(date(2026, 11, 12), 9, 0)
    assert four_weeks_on(local(date(2026, 9, 24), 9, 0), now, notice) == local(date(2026, 10, 29), 9, 0)
    assert four_weeks_on(None, now, notice) == local(date(2026, 10, 27))


def test_it_is_said_in_words() -> None:
    assert said(monthly()) == "every month: the third Thursday, 14:30"
    assert said(monthly(every=3, week=5, weekday=1)) == "every 3 months: the last Monday, 14:30"
