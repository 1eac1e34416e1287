"""What is typed into the fields of a form, read into what the services take."""

import re
from datetime import UTC, date, datetime, time, timedelta

from triparty.i18n import _
from triparty.widgets.form import FieldError

_NUMBERS = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
_BACK = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}


def names(text: str) -> list[str]:
    """The names in a line, with commas or semicolons of either width between."""
    return [name.strip() for name in re.split(r"[,，、;；]", text) if name.strip()]


def day(field: str, text: str, today: date) -> date:
    """The day of a field; a day without a year is one of this year. Raises `FieldError`."""
    said = text.strip()
    found = _NUMBERS.fullmatch(said)
    if said.casefold() in _BACK:
        return today - timedelta(days=_BACK[said.casefold()])
    if found:
        year, month, number = found.groups()
        try:
            return date(int(year or today.year), int(month), int(number))
        except ValueError:
            raise FieldError(field, _("There is no such day: {text}.").format(text=said)) from None
    from triparty.intake.dates import read_date

    coming = read_date(said, today)
    if coming is None:
        raise FieldError(field, _("Please type a date, like 12-05, 2026-12-05 or next Friday."))
    return coming


def optional_day(field: str, text: str, today: date) -> date | None:
    """The day of a field that may be empty."""
    return day(field, text, today) if text.strip() else None


def moment(field: str, text: str, now: datetime, before: datetime | None = None) -> datetime:
    """A day with or without a time of day (local), as UTC; without a time, that of `before`, else midnight.

    Raises `FieldError`.
    """
    said = text.strip()
    clock = _CLOCK.search(said)
    at = time() if before is None else before.astimezone().time()
    if clock:
        try:
            at = time(int(clock[1]), int(clock[2]))
        except ValueError:
            raise FieldError(field, _("There is no such time of day: {text}.").format(text=clock[0])) from None
        said = (said[: clock.start()] + said[clock.end() :]).strip()
    on = day(field, said, now.date()) if said else now.date()
    return datetime.combine(on, at).astimezone().astimezone(UTC)


def moment_text(at: datetime) -> str:
    """A moment as it stands in a field: 2026-11-22 16:00."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def whole(field: str, text: str) -> int:
    """A whole number. Raises `FieldError`."""
    try:
        return int(text.strip())
    except ValueError:
        raise FieldError(field, _("Please type a whole number.")) from None
