"""Days and moments as people type them: `2026-11-26 14:30`, `下周五 14:30`, `tomorrow 2:30 pm`, `14:30`."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.i18n import _
from triparty.rules import RuleError

if TYPE_CHECKING:
    from meetings_db.models import Meeting

At = Annotated[
    str, typer.Option(metavar="TIME", help=_("When; now unless told. An hour alone is on the day of the meeting."))
]
"""The option of what happens at a moment of a meeting."""

_CLOCK = re.compile(
    r"(?:^|(?<=[\s日天号一二三四五六末t,]))\s*(?P<half>上午|早上|下午|晚上|中午)?\s*"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::[0-9]{2})?|[点时](?:(?P<said>[0-9]{1,2})分?|(?P<mid>半))?)?"
    r"\s*(?P<english>am|pm)?\s*$"
)


def now() -> datetime:
    """The present moment with the local offset."""
    return datetime.now().astimezone()


def read_day(text: str, today: date | None = None) -> date:
    """The day somebody typed; refused with examples when it is none."""
    from triparty.intake.dates import read_date

    found = read_date(text, today or now().date())
    if found is None:
        raise RuleError(
            _("“{text}” is no day. Write it like 2026-11-26, 下周五, +3d or next friday.").format(text=text)
        )
    return found


def read_moment(text: str, *, on: date | None = None, midnight: bool = False) -> datetime:
    """The moment somebody typed, aware; without a zone it is local.

    A clock time alone is on the day `on` (today unless told); a day alone is refused, or begins it with `midnight`.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    try:
        exact = datetime.fromisoformat(typed)
    except ValueError:
        exact = None
    if exact is not None and (len(typed) > len("2026-11-26") or midnight):
        return exact.astimezone()
    clock = _CLOCK.search(typed.lower())
    at = _clock(clock) if clock else None
    if clock is None or at is None:
        if not midnight:
            raise _refused(text)
        return datetime.combine(read_day(typed), time()).astimezone()
    before = typed[: clock.start()].strip(" ,")
    day = read_day(before) if before else on or now().date()
    return datetime.combine(day, at).astimezone()


def day_of(meeting: "Meeting") -> date:
    """The local day on which a meeting is held, or was: a clock time alone is on that day."""
    from triparty.rules.presence import held_at

    return held_at(meeting.starts_at, meeting.opened_at).astimezone().date()


def moment_or_now(text: str, *, on: date | None = None) -> datetime | None:
    """The moment typed, None (which is now) when nothing was."""
    return read_moment(text, on=on) if text.strip() else None


def shown(moment: datetime | None) -> str:
    """A moment as a table shows it: local, to the minute; midnight itself is a day of which no hour was told."""
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{local:%Y-%m-%d}" if local.time() == time() else f"{local:%Y-%m-%d %H:%M}"


def _clock(match: re.Match[str]) -> time | None:
    """The time of day, None for a bare number and for an hour no clock has."""
    if not (match["minute"] or match["english"] or re.search("[点时]", match[0])):
        return None
    hour = int(match["hour"])
    minute = int(match["minute"] or match["said"] or (30 if match["mid"] else 0))
    late = match["english"] == "pm" or match["half"] in ("下午", "晚上")
    if late and hour < 12:
        hour += 12
    elif match["english"] == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _refused(text: str) -> RuleError:
    """What a moment looks like."""
    return RuleError(
        _("“{text}” is no day with a time. Write it like 2026-11-26 14:30, 下周五 14:30 or tomorrow 14:30.").format(
            text=text
        )
    )
