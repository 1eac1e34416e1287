"""The task list (任务清单): what was promised, who does it until when, and how one will know that it is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from meetings_db.models import Community
from meetings_db.queries.actions import TrackerLine
from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds.tracker import came_from
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.tasks import TASK, task_values
from triparty.documents.wording import Words

SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        text("count", "任务数"),
        many("tasks", "任务", text("place", "序号"), text("source", "来源"), *TASK),
    )
)


def values(lines: Sequence[TrackerLine], community: Community, language: str, *, today: date) -> dict[str, Any]:
    """What the template is filled with: the tasks as they were given, in the order of their numbers."""
    words = Words(language)
    return {
        "community": community_values(community, words),
        "title": words.say("Task list of {community}").format(community=words.given(community.name)),
        "date": words.day(today),
        "count": str(len(lines)),
        "tasks": [
            {"place": str(place), "source": came_from(line, words), **task_values(line.action, words)}
            for place, line in enumerate(lines, 1)
        ],
    }
