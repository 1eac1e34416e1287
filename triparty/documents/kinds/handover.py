"""The handover list (移交清单) when the officer changes: what is open, who is who, and where papers are.

It stays in the office: it has people's telephone numbers.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from meetings_db.engine import Database
from meetings_db.queries.directory import Seat
from meetings_db.queries.handover import Handover
from meetings_db.queries.meetings import MeetingLine
from meetings_db.queries.papers import PaperLine
from meetings_db.queries.today import EstateVisit
from meetings_db.queries.visits import IssueLine
from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds import tracker
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words
from triparty.rules.actions import overdue
from triparty.settings import Settings
from triparty.words import ISSUE_STATUSES, MEETING_STATUSES, PAPERS, PARTIES_IN_FULL, ROUTES, SEVERITIES, STANDINGS

SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        text("head", "历史校验值"),
        many("facts", "概况", text("fact", "项目"), text("said", "内容")),
        many(
            "issues",
            "未结问题",
            text("number", "编号"),
            text("title", "标题"),
            text("estate", "小区"),
            text("place", "位置"),
            text("category", "类别"),
            text("severity", "等级"),
            text("route", "处理路径"),
            text("status", "状态"),
            text("reported", "反映时间"),
            text("waits", "等到"),
        ),
        many("actions", "未办结任务", *tracker.FIELDS),
        many(
            "meetings",
            "会议",
            text("number", "期号"),
            text("title", "标题"),
            text("time", "时间"),
            text("place", "地点"),
            text("status", "状态"),
        ),
        many("visits", "走访", text("estate", "小区"), text("last", "最近走访"), text("days", "距今天数")),
        many(
            "contacts",
            "联系人",
            text("party", "方别"),
            text("organisation", "单位"),
            text("name", "姓名"),
            text("post", "职务"),
            text("standing", "参会身份"),
            text("phone", "电话"),
            text("since", "任职起"),
        ),
        many(
            "papers",
            "文书",
            text("paper", "名称"),
            text("meeting", "会议"),
            text("version", "版本"),
            text("final", "定稿"),
            text("written", "编写日期"),
            text("file", "文件"),
            text("there", "在文件夹"),
        ),
    )
)


class Places(NamedTuple):
    """Where things are on this desk."""

    database: str
    papers: Path
    templates: Path | None
    settings: Path

    @classmethod
    def of(cls, db: Database, settings: Settings) -> "Places":
        """Those of a desk."""
        return cls(db.place, settings.papers, settings.templates, settings.file)


def values(told: Handover, places: Places, language: str, *, on: date) -> dict[str, Any]:
    """What the template and the workbook are filled with, as things stand on a day."""
    words = Words(language)
    return {
        "community": community_values(told.community, words),
        "title": words.say("Handover list of {community}").format(community=words.given(told.community.name)),
        "date": words.day(on),
        "head": told.head.digest,
        "facts": [{"fact": fact, "said": said} for fact, said in _facts(told, words, places, on).items()],
        "issues": [_issue(line, words) for line in told.issues],
        "actions": tracker.values(told.actions, told.community, language, today=on)["lines"],
        "meetings": [_meeting(line, words) for line in told.meetings],
        "visits": [_visited(each, words, on) for each in told.visits],
        "contacts": [_contact(seat, words) for seat in told.contacts],
        "papers": [_paper(line, words, places.papers) for line in told.papers],
    }


def _told(count: int, total: int, a_part: str) -> str:
    """How many there are, and where the list tells only a part of them, that it does."""
    return str(total) if count == total else a_part.format(total=total, count=count)


def _facts(told: Handover, words: Words, places: Places, on: date) -> dict[str, str]:
    """The counts, and where everything is."""
    say = words.say
    late = sum(overdue(line.action.status, line.action.due_on, on) > 0 for line in told.actions)
    last = max(told.filed, key=lambda item: item.sealed_at).number if told.filed else ""
    filed = say("{count}, the last: {number}").format(count=len(told.filed), number=last)
    return {
        say("Community"): words.given(told.community.name),
        say("As of"): words.day(on),
        say("Open issues"): _told(len(told.issues), told.open_issues, say("{total}, the oldest {count} are told")),
        say("Open actions"): say("{count}, of them overdue: {late}").format(count=len(told.actions), late=late),
        say("Meetings ahead, and minutes in draft"): str(len(told.meetings)),
        say("Contacts"): str(len(told.contacts)),
        say("Filed items"): filed if told.filed else "0",
        say("Papers"): _told(len(told.papers), told.written, say("{total}, the newest {count} are told")),
        say("Database"): places.database,
        say("Folder of papers"): str(places.papers),
        say("Templates"): str(places.templates) if places.templates else say("those that come with the program"),
        say("Settings"): str(places.settings),
        say("Head of the history"): told.head.digest,
    }


def _issue(line: IssueLine, words: Words) -> dict[str, str]:
    """An issue that is open."""
    return {
        "number": line.number,
        "title": line.title,
        "estate": line.estate,
        "place": line.place,
        "category": line.category,
        "severity": words.say(SEVERITIES[line.severity]),
        "route": words.say(ROUTES[line.route]),
        "status": words.say(ISSUE_STATUSES[line.status]),
        "reported": words.day_short(line.reported_at),
        "waits": words.day_short(line.waits_until),
    }


def _meeting(line: MeetingLine, words: Words) -> dict[str, str]:
    """A meeting that is coming, or whose minutes are a draft."""
    return {
        "number": str(line.ordinal),
        "title": line.title,
        "time": words.moment(line.starts_at),
        "place": line.place,
        "status": words.say(MEETING_STATUSES[line.status]),
    }


def _visited(each: EstateVisit, words: Words, on: date) -> dict[str, str]:
    """When an estate was last visited."""
    days = str((on - each.last.astimezone().date()).days) if each.last else ""
    return {"estate": each.estate.name, "last": words.day_short(each.last), "days": days}


def _contact(seat: Seat, words: Words) -> dict[str, str]:
    """Somebody in a post, with the telephone number."""
    return {
        "party": words.say(PARTIES_IN_FULL[seat.post.party]),
        "organisation": seat.organisation.name,
        "name": seat.person.name,
        "post": seat.post.title,
        "standing": words.say(STANDINGS[seat.post.standing]),
        "phone": seat.post.phone,
        "since": words.day_short(seat.post.starts_on),
    }


def _paper(line: PaperLine, words: Words, folder: Path) -> dict[str, str]:
    """A paper, and whether it is where it was written."""
    return {
        "paper": words.say(PAPERS[line.kind]),
        "meeting": line.meeting or "",
        "version": str(line.version),
        "final": "✓" if line.final else "",
        "written": words.day_short(line.made_at),
        "file": line.file_name,
        "there": "✓" if (folder / line.file_name).is_file() else "",
    }
