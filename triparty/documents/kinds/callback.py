"""The callback record (回访记录): what an issue came to, and the questions its reporter is asked, to be ticked.

It is taken along to the door or the telephone, so it says who reported the matter and how to reach them; it stays
in the office.
"""

from datetime import date
from typing import Any

from meetings_db.models import FINISHED, IssueEvent, IssueEventKind
from meetings_db.queries.visits import IssueLife
from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds.minutes import conclusion
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words
from triparty.words import ACTION_STATUSES, CHANNELS, ISSUE_STATUSES, PARTIES_IN_FULL

SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        text("number", "编号"),
        text("matter", "问题"),
        text("where", "位置"),
        text("reported", "反映时间"),
        text("channel", "来源"),
        text("reporter", "反映人"),
        text("phone", "电话"),
        text("status", "状态"),
        text("outcome", "处理结果"),
        many(
            "actions",
            "任务",
            text("number", "编号"),
            text("what", "事项"),
            text("owner", "责任人"),
            text("due", "完成时限"),
            text("status", "状态"),
        ),
    )
)


def values(seen: IssueLife, community: Any, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with."""
    words, issue = Words(language), seen.issue
    return {
        "community": community_values(community, words),
        "title": words.say("Callback record"),
        "date": words.day(made_on),
        "number": issue.number,
        "matter": words.given(issue.title),
        "where": " ".join(filter(None, (seen.estate.name, issue.place))),
        "reported": words.day(issue.reported_at),
        "channel": words.say(CHANNELS[issue.channel]),
        "reporter": issue.reporter,
        "phone": issue.phone,
        "status": words.say(ISSUE_STATUSES[issue.status]),
        "outcome": _outcome(seen, words),
        "actions": [
            {
                "number": action.number,
                "what": words.given(action.what),
                "owner": action.owner.strip() or words.say(PARTIES_IN_FULL[action.party]),
                "due": words.day_short(action.due_on),
                "status": words.say(ACTION_STATUSES[action.status]),
            }
            for action in seen.actions
        ],
    }


def _outcome(seen: IssueLife, words: Words) -> str:
    """What was said when it was closed, else what the last meeting that settled it concluded, else how far it is."""
    if ended := _closing(seen.events):
        return ended.note
    settled = [conclusion(item, words) for item, _meeting in seen.agenda if item.conclusion.strip()]
    if settled:
        return settled[-1]
    done = sum(action.status in FINISHED for action in seen.actions)
    if seen.actions:
        return words.say("{done} of {count} tasks are finished").format(done=done, count=len(seen.actions))
    return words.missing


def _closing(events: list[IssueEvent]) -> IssueEvent | None:
    """The last step of the issue, where that ended it with a word."""
    last = events[-1] if events else None
    return last if last and last.kind is IssueEventKind.CLOSED and last.note.strip() else None
