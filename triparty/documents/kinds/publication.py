"""The public notice (公示): what the minutes say was agreed, the matter and not the person.

Everything in it is taken from what fills the minutes, so that the two never differ. Discussions, presenters, the
people tasks were given to and items nothing was decided on are left out; the rest is masked as was decided hit by hit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from meetings_db.models import ItemStatus
from triparty.documents.fields import Schema, flag, group, many, text
from triparty.documents.letterhead import COMMUNITY
from triparty.documents.signing import AMENDMENTS
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import ITEM_STATUSES

SCHEMA = Schema(
    (
        COMMUNITY,
        group("meeting", "会议", text("name", "名称"), text("number", "编号"), text("date", "日期")),
        text("date", "成文日期"),
        flag("draft", "草稿"),
        text("title", "标题"),
        text("matter", "事由"),
        text("basis", "依据"),
        many(
            "items",
            "议题",
            text("ordinal", "序数"),
            text("title", "标题"),
            text("authority", "权限"),
            text("conclusion", "结论"),
            many(
                "ballots",
                "表决",
                text("motion", "动议"),
                text("rule", "规则"),
                text("finding", "计算"),
                text("outcome", "结论"),
            ),
            many("actions", "行动", text("what", "事项"), text("party", "责任单位"), text("due", "完成时限")),
        ),
        group("period", "公示期", text("begins", "起"), text("ends", "止"), text("days", "天数")),
        group(
            "objections",
            "异议",
            text("phone", "电话"),
            text("place", "地点"),
            text("mail", "邮箱"),
            text("hours", "时间"),
        ),
        AMENDMENTS,
        many("parties", "落款", text("units", "单位")),
    )
)
_SETTLED = (ItemStatus.AGREED, ItemStatus.NOT_AGREED)
LONGEST = 60
"""The longest time of a public notice, in days."""


@dataclass(frozen=True)
class Publication:
    """How a notice is published: from which day and for how many, where objections go, what of its hits was decided.

    `decided` says of each hit, by its key, whether it is masked; `also` are names the register does not know.
    """

    begins: date
    days: int
    phone: str = ""
    place: str = ""
    mail: str = ""
    hours: str = ""
    also: tuple[str, ...] = ()
    decided: Mapping[str, bool] = field(default_factory=dict)

    def check(self) -> None:
        """Raises RuleError for a time that is none, and where nobody could object."""
        reasons = []
        if not 1 <= self.days <= LONGEST:
            reasons.append(_("A public notice is up for 1 to {most} days.").format(most=LONGEST))
        if not (self.phone.strip() or self.place.strip() or self.mail.strip()):
            reasons.append(_("Say where objections go: a phone of the office, a place or a mail address."))
        if reasons:
            raise RuleError(*reasons)


def values(
    minutes: Mapping[str, Any], asked: Publication, language: str, *, made_on: date, number: int | None = None
) -> dict[str, Any]:
    """What the template is filled with, not yet masked: every item in the words of the minutes, or that of `number`."""
    asked.check()
    words = Words(language)
    settled = [words.say(ITEM_STATUSES[status]) for status in _SETTLED]
    wanted = [item for item in minutes["items"] if number is None or item["number"] == str(number)]
    items = [item for item in wanted if item["status"] in settled]
    if not items:
        raise RuleError(_("Nothing was agreed there that could be made public."))
    meeting = minutes["meeting"]
    ends = asked.begins + timedelta(days=asked.days - 1)
    about = items[0]["title"] if number is not None else meeting["name"]
    return {
        "community": minutes["community"],
        "meeting": {name: meeting[name] for name in ("name", "number", "date")},
        "draft": minutes["draft"],
        "date": words.day(made_on),
        "title": _titled(about, words, one=number is not None),
        "matter": _matter(meeting, items, words),
        "basis": _basis(meeting, words),
        "items": [_item(item, place, words) for place, item in enumerate(items, 1)],
        "amendments": _amendments(minutes, items, whole=number is None),
        "period": {"begins": words.day(asked.begins), "ends": words.day(ends), "days": str(asked.days)},
        "objections": {name: getattr(asked, name).strip() for name in ("phone", "place", "mail", "hours")},
        "parties": [
            {"units": sign["units"]}
            for sign in minutes["signatures"]
            if sign["units"] and sign["units"] != words.missing
        ],
    }


def laid_out(said: dict[str, Any], language: str) -> dict[str, Any]:
    """The same with its title in lines: after masking, so that no name is broken over two of them."""
    return {**said, "title": Words(language).in_lines(said["title"])}


def _titled(about: str, words: Words, *, one: bool) -> str:
    """关于…的公示."""
    said = words.say("Public notice: {item}") if one else words.say("Public notice: what was agreed at {meeting}")
    return said.format(item=about, meeting=about)


def _matter(meeting: Mapping[str, str], items: list[Mapping[str, Any]], words: Words) -> str:
    """Which meeting, and how many of its items."""
    said = words.say("{meeting} was held on {day}. What it agreed on {count} items is made public here.")
    if len(items) == 1:
        said = words.say("{meeting} was held on {day}. What it agreed on the item below is made public here.")
    return said.format(meeting=meeting["name"], day=meeting["date"], count=len(items))


def _basis(meeting: Mapping[str, str], words: Words) -> str:
    """The minutes by their number."""
    return words.say("The minutes of {meeting} ({number})").format(meeting=meeting["name"], number=meeting["number"])


def _amendments(minutes: Mapping[str, Any], items: list[Mapping[str, Any]], *, whole: bool) -> list[dict[str, str]]:
    """The amendments of the items made public, by the numbers these have here; those of the `whole` minutes only
    beside all of them.
    """
    places = {item["number"]: str(place) for place, item in enumerate(items, 1)}
    known = {item["number"] for item in minutes["items"]}
    return [
        {**each, "item": places.get(each["item"], each["item"])}
        for each in minutes["amendments"]
        if each["item"] in places or (whole and each["item"] not in known)
    ]


def _item(item: Mapping[str, Any], place: int, words: Words) -> dict[str, Any]:
    """An item without its discussion and without whoever presented it; rounds that were annulled are left out."""
    return {
        "ordinal": words.numeral(place),
        "title": item["title"],
        "authority": item["authority"],
        "conclusion": item["status"] if item["conclusion"] == words.missing else item["conclusion"],
        "ballots": [
            {name: ballot[name] for name in ("motion", "rule", "finding", "outcome")}
            for ballot in item["ballots"]
            if not ballot["annulled"]
        ],
        "actions": [{name: task[name] for name in ("what", "party", "due")} for task in item["actions"]],
    }
