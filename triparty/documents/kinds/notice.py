"""The notice of a meeting: when, where, about what, who is asked to come, and a reply slip."""

from datetime import date
from typing import Any

from meetings_db.models import Participant, Standing
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.attendance import organisations
from triparty.documents.fields import Schema, many, text
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.wording import Words, by_party
from triparty.words import KINDS, PARTIES_IN_FULL

SCHEMA = Schema(
    (
        *PAPER,
        text("subject", "通知标题"),
        text("recipients", "主送"),
        many("voting", "出席", text("party", "方别"), text("people", "人员")),
        many("observing", "列席", text("party", "方别"), text("people", "人员")),
        many("items", "议题", text("number", "序号"), text("title", "标题"), text("kind", "类型")),
    )
)


def values(room: MeetingRoom, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template of a notice is filled with."""
    words = Words(language)
    return {
        **paper_values(room, words, made_on, draft=room.meeting.frozen_at is None),
        "subject": words.in_lines(words.say("Notice of {meeting}").format(meeting=words.given(room.meeting.title))),
        "recipients": words.listed(organisations(room)) or words.missing,
        "voting": _invited(room, words, voting=True),
        "observing": _invited(room, words, voting=False),
        "items": [
            {"number": str(item.position), "title": words.given(item.title), "kind": words.say(KINDS[item.kind])}
            for item in room.items
        ],
    }


def _invited(room: MeetingRoom, words: Words, *, voting: bool) -> list[dict[str, str]]:
    """Those who are asked to come, in a row for each party."""
    people = [
        (who.party, _named(who, words)) for who in room.participants if (who.standing is Standing.VOTING) is voting
    ]
    return [{"party": words.say(PARTIES_IN_FULL[party]), "people": names} for party, names in by_party(words, people)]


def _named(who: Participant, words: Words) -> str:
    """A name with its post."""
    if not who.title:
        return words.given(who.name)
    return f"{who.name}（{who.title}）" if words.chinese else f"{who.name} ({who.title})"
