"""What every paper of a meeting says about its community, its meeting and itself."""

from datetime import date
from typing import Any

from meetings_db.models import Community, MeetingStatus
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.fields import flag, group, text
from triparty.documents.wording import Words
from triparty.rules.presence import held_at

_LONG_NAME = 6

COMMUNITY = group(
    "community",
    "社区",
    text("name", "名称"),
    text("street", "街道"),
    text("office", "单位"),
    text("heading", "抬头"),
)
_MEETING = group(
    "meeting",
    "会议",
    text("title", "标题"),
    text("name", "名称"),
    text("ordinal", "期号"),
    text("number", "编号"),
    text("reference", "文号"),
    text("date", "日期"),
    text("time", "时间"),
    text("duration", "时长"),
    text("place", "地点"),
    text("chair", "主持人"),
    text("recorder", "记录人"),
    text("contact", "联系人"),
)
PAPER = (COMMUNITY, _MEETING, text("date", "成文日期"), flag("draft", "草稿"))
"""What every paper of a meeting says, by the names a template may use."""


def community_values(community: Community, words: Words) -> dict[str, Any]:
    """The community; a long name gets a line of its own in a letterhead."""
    name = words.given(community.name)
    long = words.chinese and len(name) > _LONG_NAME
    return {
        "name": name,
        "street": words.given(community.street),
        "office": words.given(community.office or community.name),
        "heading": name + "\n" if long else name,
    }


def paper_values(room: MeetingRoom, words: Words, made_on: date, *, draft: bool, held: bool = False) -> dict[str, Any]:
    """Community, meeting, date of the paper, and whether it is a draft; `held` when it tells of a meeting that was."""
    meeting = room.meeting
    begins = held_at(meeting.starts_at, meeting.opened_at) if held else meeting.starts_at
    ordinal = words.say("No. {number}").format(number=meeting.ordinal)
    number = meeting.reference if meeting.status is MeetingStatus.FINAL else None
    return {
        "community": community_values(room.community, words),
        "meeting": {
            "title": words.in_lines(meeting.title),
            "name": words.given(meeting.title),
            "ordinal": ordinal,
            "number": number or ordinal,
            "reference": number or words.say("(number given when final)"),
            "date": words.day(begins),
            "time": words.moment(begins),
            "duration": words.say("{count} minutes").format(count=meeting.minutes_planned),
            "place": words.given(meeting.place),
            "chair": words.given(meeting.chair),
            "recorder": words.given(meeting.recorder),
            "contact": words.given(meeting.contact),
        },
        "date": words.day(made_on),
        "draft": draft,
    }
