"""Safety copies thin out: each day of a week, each week of a month, each month of a year."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from meetings_db.backup import SafetyCopy, Why
from triparty.rules.safety_copies import PRESET, Keeping, to_keep

TODAY = date(2026, 11, 22)


def made(day: date, why: Why = Why.DAILY, hour: int = 9) -> SafetyCopy:
    """A copy of that local day and hour."""
    at = datetime.combine(day, time(hour)).astimezone()
    return SafetyCopy(Path(f"{at:%Y%m%d%H}-{why}"), at, why, 1)


def ago(days: int, why: Why = Why.DAILY, hour: int = 9) -> SafetyCopy:
    """A copy so many days old."""
    return made(TODAY - timedelta(days=days), why, hour)


def days(copies: list[SafetyCopy]) -> list[date]:
    """The days of the copies."""
    return [each.made_at.date() for each in copies]


def test_two_years_of_daily_copies_become_a_few() -> None:
    kept = days(to_keep([ago(each) for each in range(730)], TODAY))
    assert kept[:7] == [TODAY - timedelta(days=each) for each in range(7)]
    assert len(kept) <= PRESET.days + PRESET.weeks + PRESET.months
    assert {(day.year, day.month) for day in kept} == {
        *((2026, month) for month in range(1, 12)),
        (2025, 12),
    }
    assert date(2026, 10, 31) in kept, "the last of each month"
    assert date(2026, 11, 8) in kept, "the last of each week"


def test_the_last_of_a_day_stands_for_it() -> None:
    assert to_keep([ago(1, hour=8), ago(1, hour=17), ago(0)], TODAY) == [ago(0), ago(1, hour=17)]


def test_copies_of_other_kinds_are_counted_and_not_dated() -> None:
    others = [ago(400 + each, Why.UPGRADE) for each in range(12)]
    assert to_keep([*others, ago(0)], TODAY) == [ago(0), *others[:10]]


def test_the_newest_is_kept_however_old() -> None:
    assert to_keep([ago(900), ago(901)], TODAY) == [ago(900)]
    assert to_keep([ago(900)], TODAY, Keeping(0, 0, 0, 0)) == [ago(900)]
    assert to_keep([], TODAY) == []


def test_copies_of_a_wrong_clock_are_not_lost() -> None:
    assert to_keep([ago(-400), ago(0)], TODAY) == [ago(-400), ago(0)]


@given(st.lists(st.builds(ago, st.integers(0, 1000), st.sampled_from(Why), st.integers(0, 23)), unique=True))
def test_keeping_again_loses_nothing_more(copies: list[SafetyCopy]) -> None:
    kept = to_keep(copies, TODAY)
    assert to_keep(kept, TODAY) == kept
    assert set(kept) <= set(copies)
    assert {each for each in copies if each.made_at.date() == TODAY and each.why is Why.DAILY} == set() or any(
        each.made_at.date() == TODAY for each in kept
    )
