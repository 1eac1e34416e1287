"""The monthly bulletin (工作月报): what came in, what was visited, what was agreed, and what is late.

It goes to the street and to the three parties, and names nobody who reported anything.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from meetings_db.models import SETTLED
from meetings_db.queries.actions import ActionLine
from meetings_db.queries.bulletin import Month, Moved
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds.minutes import conclusion
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.actions import overdue
from triparty.rules.presence import held_at
from triparty.words import PARTIES_IN_FULL

_NAMED = 12
"""So many categories are named."""
_COUNTS = (text("reported", "新增"), text("closed", "办结"), text("open", "未办结"))
SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("month", "月份"),
        text("issue", "期号"),
        text("date", "成文日期"),
        text("reported", "新增数"),
        text("closed", "办结数"),
        text("open", "未办结数"),
        text("visits", "走访数"),
        text("held", "会议数"),
        text("assigned", "交办数"),
        text("finished", "销号数"),
        text("running", "在办数"),
        text("late_count", "逾期数"),
        many("estates", "小区", text("name", "名称"), *_COUNTS, text("visits", "走访")),
        many("categories", "类别", text("name", "名称"), *_COUNTS),
        many(
            "meetings",
            "会议",
            text("name", "名称"),
            text("date", "日期"),
            text("place", "地点"),
            many("items", "议题", text("number", "序号"), text("title", "标题"), text("conclusion", "结论")),
        ),
        many(
            "late",
            "逾期",
            text("number", "编号"),
            text("what", "事项"),
            text("owner", "责任人"),
            text("due", "完成时限"),
            text("days", "天数"),
        ),
    )
)


def month_of(said: str, today: date) -> tuple[datetime, datetime]:
    """The bounds of a month written 2026-10, local and aware. Raises RuleError for what is none or lies ahead."""
    try:
        first = date.fromisoformat(f"{said.strip()}-01")
    except ValueError:
        raise RuleError(_("“{text}” is no month. Write it like 2026-10.").format(text=said)) from None
    if first > today:
        raise RuleError(_("{month} has not begun yet.").format(month=said.strip()))
    return tuple(datetime.combine(day, time()).astimezone() for day in (first, _following(first)))  # type: ignore[return-value]


def last_month(today: date) -> str:
    """The month before this one, as `month_of` takes it."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{month:02d}"


def values(told: Month, begins: datetime, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with."""
    words, local = Words(language), begins.astimezone()
    sums = [sum(each) for each in zip(*((one.reported, one.closed, one.open) for one in told.estates), strict=True)]
    reported, closed, still_open = sums or (0, 0, 0)
    return {
        "community": community_values(told.community, words),
        "title": words.say("Monthly bulletin"),
        "month": words.month(local),
        "issue": words.say("No. {number}").format(number=local.month),
        "date": words.day(made_on),
        "reported": str(reported),
        "closed": str(closed),
        "open": str(still_open),
        "visits": str(told.visits.total()),
        "held": str(len(told.meetings)),
        "assigned": str(told.assigned),
        "finished": str(told.finished),
        "running": str(told.running),
        "late_count": str(told.late_count),
        "estates": [{**_moved(one, words), "visits": str(told.visits[one.name])} for one in told.estates],
        "categories": [_moved(one, words) for one in _together(told.categories, words)],
        "meetings": [_meeting(room, words) for room in told.meetings],
        "late": _late(told.late, made_on, words),
    }


def _together(categories: Sequence[Moved], words: Words) -> list[Moved]:
    """The categories of which most came in, and all others in one row."""
    few, others = list(categories[:_NAMED]), categories[_NAMED:]
    if len(others) < 2:
        return list(categories)
    sums = [sum(each) for each in zip(*(other[1:] for other in others), strict=True)]
    return [*few, Moved(words.say("Others"), *sums)]


def _following(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _moved(one: Moved, words: Words) -> dict[str, str]:
    """One row of numbers."""
    counts = {name: str(getattr(one, name)) for name in ("reported", "closed", "open")}
    return {"name": words.given(one.name), **counts}


def _meeting(room: MeetingRoom, words: Words) -> dict[str, Any]:
    """A meeting with what it settled, in the words of its minutes."""
    settled = [item for item in room.items if item.status in SETTLED]
    return {
        "name": words.given(room.meeting.title),
        "date": words.day(held_at(room.meeting.starts_at, room.meeting.opened_at)),
        "place": words.given(room.meeting.place),
        "items": [
            {"number": str(item.position), "title": words.given(item.title), "conclusion": conclusion(item, words)}
            for item in settled
        ],
    }


def _late(lines: Sequence[ActionLine], today: date, words: Words) -> list[dict[str, str]]:
    """What is overdue, late longest first."""
    return [
        {
            "number": line.number,
            "what": words.given(line.what),
            "owner": line.owner.strip() or words.say(PARTIES_IN_FULL[line.party]),
            "due": words.day_short(line.due_on),
            "days": str(overdue(line.status, line.due_on, today)),
        }
        for line in lines
    ]
