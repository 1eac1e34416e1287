"""The record of a visit (走访记录表), and the same form blank, to take along.

It stays in the office; still it names whom the officer met and not who reported what, nor anybody's number.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from meetings_db.models import Community, Issue, Photo
from meetings_db.queries.visits import VisitLife
from triparty.documents.fields import Field, Schema, flag, group, many, prose, text
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.photos import PHOTOS, photo_values
from triparty.documents.wording import Words
from triparty.words import ISSUE_STATUSES, ROUTES, SEVERITIES

_LINES = 6
"""Empty lines for issues on the blank form, as many as an afternoon brings."""
_VISIT: tuple[Field, ...] = (
    text("number", "编号"),
    text("time", "时间"),
    text("estate", "小区"),
    text("officer", "走访人"),
    text("met", "走访对象"),
    prose("notes", "走访情况"),
    prose("settled", "现场处理"),
)
_ISSUE: tuple[Field, ...] = (
    text("place", "序号"),
    text("number", "编号"),
    text("title", "问题"),
    text("where", "位置"),
    text("category", "类别"),
    text("severity", "等级"),
    text("route", "去向"),
    text("status", "状态"),
)
SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        flag("blank", "空白"),
        group("visit", "走访", *_VISIT),
        many("issues", "问题", *_ISSUE),
        PHOTOS,
    )
)


def values(
    seen: VisitLife, photos: Sequence[Photo], community: Community, language: str, *, made_on: date
) -> dict[str, Any]:
    """What the template of a visit's record is filled with."""
    words, visit = Words(language), seen.visit
    return {
        **_paper(community, words, made_on, blank=False),
        "visit": {
            "number": visit.number,
            "time": words.moment(visit.visited_at),
            "estate": words.given(seen.estate.name),
            "officer": words.given(visit.officer),
            "met": words.given(visit.met),
            "notes": words.prose(visit.notes),
            "settled": words.prose(visit.settled),
        },
        "issues": [_issue(place, issue, words) for place, issue in enumerate(seen.issues, 1)],
        "photos": photo_values(photos, words),
    }


def blank(community: Community, language: str, *, made_on: date) -> dict[str, Any]:
    """The same, to be filled in by hand."""
    empty = {field.name_en: "" for field in _ISSUE}
    return {
        **_paper(community, Words(language), made_on, blank=True),
        "visit": {field.name_en: "" for field in _VISIT},
        "issues": [{**empty, "place": str(place)} for place in range(1, _LINES + 1)],
        "photos": [],
    }


def _paper(community: Community, words: Words, made_on: date, *, blank: bool) -> dict[str, Any]:
    """Whose paper it is."""
    return {
        "community": community_values(community, words),
        "title": words.say("Visit record"),
        "date": words.day(made_on),
        "blank": blank,
    }


def _issue(place: int, issue: Issue, words: Words) -> dict[str, str]:
    """An issue heard on the visit, without who reported it."""
    return {
        "place": str(place),
        "number": issue.number,
        "title": words.given(issue.title),
        "where": issue.place,
        "category": issue.category,
        "severity": words.say(SEVERITIES[issue.severity]),
        "route": words.say(ROUTES[issue.route]),
        "status": words.say(ISSUE_STATUSES[issue.status]),
    }
