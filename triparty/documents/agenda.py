"""The agenda: each item with its time, who presents it, and what is expected of the meeting."""

from datetime import date, timedelta
from typing import Any

from meetings_db.models import AgendaItem, Authority, ItemKind
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.attendance import attendances, units
from triparty.documents.common import paper_values
from triparty.documents.wording import Words
from triparty.i18n import mark
from triparty.words import KINDS

_EXPECTED = {
    Authority.WITHIN: mark("An agreed decision"),
    Authority.COMMITMENT: mark("An undertaking with a date"),
    Authority.OWNERS: mark("Whether to propose it to the owners"),
    Authority.DEPARTMENT: mark("Referral to the department in charge"),
}
_WITHOUT_DECISION = {
    ItemKind.REPORT: mark("To be noted"),
    ItemKind.OPINION: mark("Views recorded, no vote"),
}


def values(room: MeetingRoom, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template of an agenda is filled with."""
    words = Words(language)
    people = attendances(room)
    return {
        **paper_values(room, words, made_on, draft=room.meeting.frozen_at is None),
        "items": _items(room, words),
        "total": words.say("{count} minutes").format(count=sum(item.minutes for item in room.items)),
        "voting": units(words, [one for one in people if one.voting]) or words.missing,
        "observing": units(words, [one for one in people if not one.voting]),
    }


def _items(room: MeetingRoom, words: Words) -> list[dict[str, str]]:
    """The items in order, each beginning when the one before it is planned to end."""
    rows = []
    begins = room.meeting.starts_at
    for item in room.items:
        issue = room.issues.get(item.issue_id) if item.issue_id else None
        rows.append(
            {
                "number": str(item.position),
                "slot": words.clock(begins),
                "minutes": words.say("{count} min").format(count=item.minutes),
                "title": words.given(item.title),
                "issue": words.say("Issue {number}").format(number=issue.number) if issue else "",
                "kind": words.say(KINDS[item.kind]),
                "presenter": words.given(item.presenter),
                "expected": words.say(_expected(item)),
            }
        )
        begins += timedelta(minutes=item.minutes)
    return rows


def _expected(item: AgendaItem) -> str:
    """What the meeting can come to; a report or a question decides nothing."""
    return _WITHOUT_DECISION.get(item.kind) or _EXPECTED[item.authority]
