"""The agenda: each item with its time, who presents it, and what is expected of the meeting."""

from datetime import date, timedelta
from typing import Any

from meetings_db.models import AgendaItem, Authority, ItemKind
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.attendance import attendances, units
from triparty.documents.fields import Schema, many, text
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.wording import Words
from triparty.i18n import mark
from triparty.rules.authority_presets import basis_said
from triparty.rules.carrying import why_carried
from triparty.words import KINDS

SCHEMA = Schema(
    (
        *PAPER,
        many(
            "items",
            "议题",
            text("number", "序号"),
            text("slot", "时间"),
            text("minutes", "时长"),
            text("title", "标题"),
            text("issue", "问题编号"),
            text("kind", "类型"),
            text("presenter", "汇报单位"),
            text("expected", "预期结论"),
            text("why", "缘由"),
        ),
        text("total", "总时长"),
        text("voting", "出席"),
        text("observing", "列席"),
    )
)

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
        why = why_carried(room, item, words.say)
        rows.append(
            {
                "number": str(item.position),
                "slot": words.clock(begins),
                "minutes": words.say("{count} min").format(count=item.minutes),
                "title": words.given(item.title),
                "issue": words.in_turn(words.say("Issue {number}").format(number=issue.number) if issue else "", why),
                "kind": words.say(KINDS[item.kind]),
                "presenter": words.given(item.presenter),
                "expected": _with_basis(words.say(_expected(item)), item, words),
                "why": why,
            }
        )
        begins += timedelta(minutes=item.minutes)
    return rows


def _with_basis(said: str, item: AgendaItem, words: Words) -> str:
    """What is expected, with the ground of law that sets its limit."""
    basis = basis_said(item.legal_basis, words.language) if item.kind not in _WITHOUT_DECISION else ""
    return words.say("{said} ({basis})").format(said=said, basis=basis) if basis else said


def _expected(item: AgendaItem) -> str:
    """What the meeting can come to; a report or a question decides nothing."""
    return _WITHOUT_DECISION.get(item.kind) or _EXPECTED[item.authority]
