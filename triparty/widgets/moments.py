"""Moments as a desk says them: short and relative in lists, in full where they are looked up."""

from datetime import UTC, date, datetime, time, timedelta

from triparty.i18n import _, language, ngettext
from triparty.widgets.cells import Words

SOON = timedelta(days=3)
_MANY_DAYS = 1_000


def now() -> datetime:
    """The moment it is, in local time."""
    return datetime.now(UTC).astimezone()


def weekday(day: date) -> str:
    """The short name of a day of the week."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def short_date(day: date, today: date) -> str:
    """A day without its year when that is this year: 11月27日, 27 Nov."""
    if language() == "zh_CN":
        return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.day} {months[day.month - 1]}" + ("" if day.year == today.year else f" {day.year}")


def relative_day(day: date, today: date) -> str:
    """今天, 明天, 周五 within the week, else the date."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return (_("yesterday"), _("today"), _("tomorrow"))[away + 1]
    return weekday(day) if 1 < away < 7 else short_date(day, today)


def when(moment: datetime, today: date) -> str:
    """A moment in a list: 今天 16:00, 周五 14:30, 11月2日; past days and days of which no hour was told without one."""
    local = moment.astimezone()
    day = relative_day(local.date(), today)
    return f"{day} {local:%H:%M}" if local.date() >= today and not _whole_day(local) else day


def full(moment: datetime) -> str:
    """A moment to look up: 2026-11-22 16:00; 2026-11-22 where no hour was told."""
    local = moment.astimezone()
    return f"{local:%Y-%m-%d}" if _whole_day(local) else f"{local:%Y-%m-%d %H:%M}"


def _whole_day(local: datetime) -> bool:
    """Whether it is midnight itself, to the microsecond: a day of which no hour was told."""
    return local.time() == time()


def ago(moment: datetime, today: date) -> str:
    """How long ago in days: 今天, 3天前."""
    days = (today - moment.astimezone().date()).days
    if days <= 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def age(moment: datetime, today: date) -> str:
    """The age in days, from a thousand on in full years, for a narrow column: 3天, 3 d, 4年, 4 y."""
    days = max(0, (today - moment.astimezone().date()).days)
    return _("{count} d").format(count=days) if days < _MANY_DAYS else _("{count} y").format(count=days * 4 // 1461)


def due(day: date | None, today: date) -> Words:
    """A due date with what it means: overdue red, due within three days amber."""
    if day is None:
        return Words(_("no date"), "grey")
    if day < today:
        return Words(_("overdue {count} d").format(count=(today - day).days), "red")
    if day - today <= SOON:
        return Words(_("due {day}").format(day=relative_day(day, today)), "amber")
    return Words(relative_day(day, today))
