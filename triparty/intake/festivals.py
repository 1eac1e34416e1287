"""The days of the public holidays by which people set a date: `春节前`, `国庆节前`.

Fixed ones by the Regulation on Public Holidays (全国年节及纪念日放假办法); those of the lunar calendar by GB/T
33661-2017, year by year, as no rule that fits in a line gives them. A holiday of a year not listed is no day.
"""

from datetime import date

_FIXED = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1)}
_FIRST_YEAR = 2024
_LUNAR = {
    "春节": "0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208",
    "端午": "0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610",
    "中秋": "0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916",
}
"""Month and day of each year from the first on."""
NAMES = (*_FIXED, *_LUNAR)


def next_festival(name: str, today: date) -> date | None:
    """The next day of that holiday, today included; None beyond the table."""
    days = (_day(name, year) for year in (today.year, today.year + 1))
    return next((day for day in days if day is not None and day >= today), None)


def _day(name: str, year: int) -> date | None:
    """The holiday's day in a year."""
    if name in _FIXED:
        return date(year, *_FIXED[name]) if year <= date.max.year else None
    days = _LUNAR[name].split()
    if not 0 <= year - _FIRST_YEAR < len(days):
        return None
    said = days[year - _FIRST_YEAR]
    return date(year, int(said[:2]), int(said[2:]))
