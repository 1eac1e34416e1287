"""The follow-up tracker (督办台账): every action with its source, owner, dates, progress, warning and closure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from meetings_db.models import ActionStatus, ActionUpdate, Community, UpdateKind
from meetings_db.queries.actions import TrackerLine
from triparty.documents.fields import Schema, many, text
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.tasks import budget
from triparty.documents.wording import Words
from triparty.i18n import mark
from triparty.rules.actions import overdue
from triparty.rules.alerts import Alert, alert
from triparty.words import ACTION_STATUSES, PARTIES_IN_FULL, STEPS

FIELDS = (
    text("number", "编号"),
    text("what", "事项"),
    text("source", "来源"),
    text("party", "责任单位"),
    text("owner", "责任人"),
    text("assigned", "交办时间"),
    text("due", "完成时限"),
    text("extended", "延期至"),
    text("progress", "进展"),
    text("status", "完成情况"),
    text("warning", "预警"),
    text("verified", "核验情况"),
    text("closed", "销号时间"),
    text("closed_by", "销号人"),
    text("remark", "备注"),
)
"""What is said of an action, by the names a template may use."""
SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        text("summary", "统计"),
        many("lines", "台账", *FIELDS),
    )
)

ALERTS = {
    Alert.NONE: "",
    Alert.BLUE: mark("Blue: due soon"),
    Alert.YELLOW: mark("Yellow: no progress"),
    Alert.RED: mark("Red: overdue"),
}
_PROGRESS = (
    UpdateKind.PROGRESS,
    UpdateKind.STARTED,
    UpdateKind.BLOCKED,
    UpdateKind.EXTENDED,
    UpdateKind.PASSED_ON,
    UpdateKind.SUBMITTED,
    UpdateKind.RETURNED,
    UpdateKind.CANCELLED,
)


def values(lines: Sequence[TrackerLine], community: Community, language: str, *, today: date) -> dict[str, Any]:
    """What the tracker's template is filled with, as things stand on the day `today`."""
    words = Words(language)
    return {
        "community": community_values(community, words),
        "title": words.say("Follow-up tracker of {community}").format(community=words.given(community.name)),
        "date": words.day(today),
        "summary": _summary(lines, words, today),
        "lines": [row(line, words, today) for line in lines],
    }


def warning(line: TrackerLine, today: date) -> Alert:
    """The warning of one line."""
    action = line.action
    heard_of = any(step.kind in _PROGRESS for step in line.updates)
    assigned_on = action.assigned_at.astimezone().date()
    return alert(action.status, assigned_on, action.due_on, heard_of=heard_of, today=today)


def _warning(line: TrackerLine, words: Words, today: date) -> str:
    """The warning in words; empty when there is none."""
    told = ALERTS[warning(line, today)]
    return words.say(told) if told else ""


def _summary(lines: Sequence[TrackerLine], words: Words, today: date) -> str:
    """The counts as a bulletin says them; cancelled actions are told but are no part of the rate."""
    statuses = Counter(line.action.status for line in lines)
    cancelled, closed = statuses[ActionStatus.CANCELLED], statuses[ActionStatus.CLOSED]
    counted = len(lines) - cancelled
    late = sum(overdue(line.action.status, line.action.due_on, today) > 0 for line in lines)
    rate = f"{100 * closed // counted}%" if counted else "—"
    said = words.say("{total} actions, {closed} closed ({rate}), {open} open, of these {late} overdue").format(
        total=counted, closed=closed, rate=rate, open=counted - closed, late=late
    )
    more = words.say("; {count} cancelled").format(count=cancelled) if cancelled else ""
    return said + more + ("。" if words.chinese else ".")


def row(line: TrackerLine, words: Words, today: date) -> dict[str, str]:
    """One action as it stands on the day `today`."""
    action = line.action
    extended = action.due_on if action.due_on != action.first_due_on and action.first_due_on else None
    ended = next((step for step in reversed(line.updates) if step.kind is UpdateKind.CLOSED), None)
    closing = ended if action.status is ActionStatus.CLOSED else None
    return {
        "number": action.number,
        "what": words.given(action.what),
        "source": came_from(line, words),
        "party": words.say(PARTIES_IN_FULL[action.party]),
        "owner": _owner(line, words),
        "assigned": words.day_short(action.assigned_at),
        "due": words.day_short(action.first_due_on or action.due_on) or words.missing,
        "extended": words.day_short(extended),
        "progress": "\n".join(_step(step, words) for step in line.updates if step.kind in _PROGRESS),
        "status": words.say(ACTION_STATUSES[action.status]),
        "warning": _warning(line, words, today),
        "verified": (closing.note.strip() or words.missing) if closing else "",
        "closed": words.day_short(action.closed_at if closing else None),
        "closed_by": words.given(closing.actor) if closing else "",
        "remark": _remark(line, words),
    }


def came_from(line: TrackerLine, words: Words) -> str:
    """The meeting, by its number once it has one, and the item."""
    if line.meeting is None:
        return words.say("Outside a meeting")
    name = line.meeting.reference or words.given(line.meeting.title)
    if line.item is None:
        return name
    return words.say("{meeting}, item {number}").format(meeting=name, number=line.item.position)


def _owner(line: TrackerLine, words: Words) -> str:
    """Who does it now, and who took it on first when that was somebody else."""
    action = line.action
    now = words.given(action.owner)
    if action.first_owner and action.first_owner != action.owner:
        return words.say("{owner} (first {first})").format(owner=now, first=action.first_owner)
    return now


def _step(step: ActionUpdate, words: Words) -> str:
    """One dated line of progress."""
    what = words.say(STEPS[step.kind])
    if step.before and step.after:
        what = words.say("{what} from {before} to {after}").format(what=what, before=step.before, after=step.after)
    note = step.note.strip()
    colon = "：" if words.chinese else ": "
    return f"{words.day_short(step.at)} {what}{colon + note if note else ''}"


def _remark(line: TrackerLine, words: Words) -> str:
    """What counts as done, and the money."""
    action = line.action
    parts = []
    if action.done_means:
        parts.append(words.say("Done when: {standard}").format(standard=action.done_means))
    if action.budget is not None:
        parts.append(words.say("Budget: {money}").format(money=budget(action.budget, action.funding, words)))
    return "\n".join(parts)
