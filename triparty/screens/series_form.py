"""The fields of a meeting and of a series, and what was typed into them."""

from datetime import datetime
from typing import Any

from meetings_db.models import MeetingBase, MeetingSeriesBase
from triparty.i18n import _
from triparty.rules.recurrence import months_said, said, weekdays, weeks
from triparty.screens import typed
from triparty.widgets.form import Field

_EVERY = (1, 2, 3, 4, 6, 12)


def meeting_fields(old: MeetingBase, series: MeetingSeriesBase | None = None) -> list[Field]:
    """The fields of a meeting as it is or as it is proposed, with when its series recurs."""
    notice = _("The notice goes out three days ahead at least")
    return [
        Field("title", _("Title"), old.title),
        Field("starts_at", _("When"), typed.moment_text(old.starts_at), hint=said(series) if series else notice),
        Field("minutes_planned", _("Planned minutes"), str(old.minutes_planned), hint=_("How long it is planned")),
        *_people(old),
    ]


def typed_meeting(values: dict[str, Any], now: datetime, before: datetime) -> MeetingBase:
    """What was typed, checked; a day without a time keeps the time `before`."""
    starts_at = typed.moment("starts_at", values["starts_at"], now, before)
    length = typed.whole("minutes_planned", values["minutes_planned"])
    return MeetingBase.model_validate({**values, "starts_at": starts_at, "minutes_planned": length})


def series_fields(old: MeetingSeriesBase) -> list[Field]:
    """The fields of a series."""
    months = [(each, months_said(each)) for each in sorted({*_EVERY, old.every})]
    return [
        Field("name", _("Name"), old.name),
        Field("every", _("Recurs"), old.every, months),
        Field("week", _("In the month"), old.week, weeks()),
        Field("weekday", _("On"), old.weekday, weekdays()),
        Field("hour", _("At"), old.hour, hint=_("Such as 14:30")),
        Field("minutes_planned", _("Planned minutes"), str(old.minutes_planned), hint=_("How long it is planned")),
        *_people(old),
    ]


def typed_series(values: dict[str, Any]) -> MeetingSeriesBase:
    """What was typed, checked."""
    length = typed.whole("minutes_planned", values["minutes_planned"])
    return MeetingSeriesBase.model_validate({**values, "minutes_planned": length})


def _people(old: MeetingBase | MeetingSeriesBase) -> list[Field]:
    """Where, and who."""
    return [
        Field("place", _("Venue"), old.place),
        Field("chair", _("Chair"), old.chair),
        Field("recorder", _("Recorder"), old.recorder),
        Field("contact", _("Contact"), old.contact, hint=_("Name and phone for questions, printed on the notice")),
    ]
