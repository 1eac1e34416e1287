"""A follow-up order (督办单): what one owner still has to do, what is late, and a slip to answer on.

It reminds and changes nothing: a due date is moved by an extension with its reason, never by a paper.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from meetings_db.models import FINISHED, Community
from meetings_db.queries.actions import TrackerLine
from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds.tracker import FIELDS, row
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.actions import answerable, overdue
from triparty.words import PARTIES_IN_FULL

SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        text("owner", "责任人"),
        text("party", "责任单位"),
        text("count", "任务数"),
        text("late", "逾期数"),
        many("lines", "任务", text("until", "时限"), text("last", "最近进展"), text("done_means", "完成标准"), *FIELDS),
    )
)


def owners(lines: Sequence[TrackerLine], *, late_on: date | None = None) -> list[str]:
    """Everybody who has something open, in the order of its number; with `late_on` only who is late on that day."""
    late = (line for line in lines if late_on is None or overdue(line.action.status, line.action.due_on, late_on) > 0)
    return list(dict.fromkeys(_asked(line) for line in late if line.action.status not in FINISHED))


def values(
    lines: Sequence[TrackerLine], owner: str, community: Community, language: str, *, today: date
) -> dict[str, Any]:
    """What the template is filled with: what `owner` has open on the day `today`, what is due first at the top.

    Raises RuleError where that is nothing.
    """
    words = Words(language)
    own = [line for line in lines if _asked(line) == owner and line.action.status not in FINISHED]
    if not own:
        raise RuleError(_("{owner} has nothing open.").format(owner=owner or "—"))
    own.sort(key=lambda line: (line.action.due_on or date.max, line.action.number))
    parties = dict.fromkeys(words.say(PARTIES_IN_FULL[line.action.party]) for line in own)
    named = own[0].action.owner.strip() or next(iter(parties))
    days = [overdue(line.action.status, line.action.due_on, today) for line in own]
    return {
        "community": community_values(community, words),
        "title": words.say("Follow-up order"),
        "date": words.day(today),
        "owner": named,
        "party": words.listed(parties),
        "count": str(len(own)),
        "late": str(sum(late > 0 for late in days)),
        "lines": [
            {
                **told,
                "until": _until(told, late, words),
                "last": _last(told["progress"], words),
                "done_means": _done(line, words),
            }
            for line, late, told in zip(own, days, (row(line, words, today) for line in own), strict=True)
        ],
    }


def _until(told: Mapping[str, str], late: int, words: Words) -> str:
    """When it was due, until when it was extended, and by how much it is late."""
    extended = words.say("extended to {day}").format(day=told["extended"]) if told["extended"] else ""
    overran = words.say("{count} days late").format(count=late) if late > 0 else ""
    return "\n".join(filter(None, (told["due"], extended, overran)))


def _asked(line: TrackerLine) -> str:
    """Whom an order about this action goes to."""
    return answerable(line.action.owner, line.action.party)


def _last(progress: str, words: Words) -> str:
    """The newest line of progress."""
    return progress.splitlines()[-1] if progress else words.say("Nothing heard yet")


def _done(line: TrackerLine, words: Words) -> str:
    """What counts as done."""
    return words.given(line.action.done_means)
