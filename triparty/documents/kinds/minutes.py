"""The minutes (纪要, GB/T 9704-2012, 10.3): what the meeting agreed, item by item, in words it has the power to say."""

from datetime import date
from typing import Any

from meetings_db.models import AgendaItem, Issue, ItemStatus
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.attendance import (
    attendances,
    lists,
    marked,
    movements,
    organisations,
    parties_present,
    recusals,
)
from triparty.documents.ballots import BALLOTS, ballot_values
from triparty.documents.fields import Schema, group, many, prose, text
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.photos import PHOTOS, photo_values, photos_of_item
from triparty.documents.signing import AMENDMENTS, SIGNERS, signers
from triparty.documents.tasks import task_fields, task_values
from triparty.documents.wording import Words
from triparty.i18n import mark
from triparty.rules.authority import outcome
from triparty.rules.authority_presets import basis_said
from triparty.rules.carrying import why_carried
from triparty.words import AUTHORITIES, CHANNELS_IN_SENTENCES, ITEM_STATUSES, KINDS

ITEM = (
    text("ordinal", "序数"),
    text("number", "序号"),
    text("title", "标题"),
    text("kind", "类型"),
    text("authority", "权限"),
    text("presenter", "汇报单位"),
    text("source", "来源"),
    text("why", "缘由"),
    prose("notes", "讨论"),
    text("recusals", "回避情况"),
    BALLOTS,
    text("conclusion", "结论"),
    text("status", "状态"),
    task_fields("actions", "行动"),
    PHOTOS,
)
"""What the minutes say of one item."""
ATTENDANCE = (
    group(
        "attendance",
        "到会",
        text("expected", "应到"),
        text("present", "实到"),
        text("parties", "各方"),
    ),
    text("voting", "出席"),
    text("excused", "请假"),
    text("absent", "缺席"),
    text("observing", "列席"),
)
"""How many came, and the four lists of names."""
SCHEMA = Schema(
    (
        *PAPER,
        *ATTENDANCE,
        text("movements", "到会变动"),
        text("item_count", "议题数"),
        many("items", "议题", *ITEM),
        task_fields("other_actions", "其他行动"),
        SIGNERS,
        text("copies", "抄送"),
        AMENDMENTS,
    )
)

_UNDECIDED = {
    ItemStatus.NOTED: mark("The meeting took note."),
    ItemStatus.DEFERRED: mark("The item was put off to a later meeting."),
}


def values(room: MeetingRoom, language: str, *, made_on: date, draft: bool = True) -> dict[str, Any]:
    """What the template of the minutes is filled with."""
    words = Words(language)
    people = attendances(room)
    voting = [one for one in people if one.voting]
    return {
        **paper_values(room, words, made_on, draft=draft, held=True),
        "attendance": {
            "expected": str(len(voting)),
            "present": str(sum(one.came for one in voting)) if marked(people) else words.missing,
            "parties": parties_present(words, people),
        },
        **lists(words, people),
        "movements": movements(room, words),
        "item_count": str(sum(_considered(item) for item in room.items)),
        "items": [_item(room, item, words) for item in room.items],
        "other_actions": [task_values(action, words) for action in room.actions.get(None, [])],
        "signatures": signers(room, words),
        "amendments": [],  # until they are final; what is in force is added as they are printed
        "copies": words.listed([words.given(room.community.street), *organisations(room)]),
    }


def _considered(item: AgendaItem) -> bool:
    """Whether the meeting took an item up: one that was not reached stands on the agenda alone."""
    return item.started_at is not None or item.status not in (ItemStatus.WAITING, ItemStatus.DEFERRED)


def _item(room: MeetingRoom, item: AgendaItem, words: Words) -> dict[str, Any]:
    issue = room.issues.get(item.issue_id) if item.issue_id else None
    sheets = [sheet for sheet in room.ballots.get(item.id, []) if sheet.ballot.closed_at is not None]
    why = why_carried(room, item, words.say)
    return {
        "ordinal": words.numeral(item.position),
        "number": str(item.position),
        "title": words.given(item.title),
        "kind": words.say(KINDS[item.kind]),
        "authority": _authority(item, words),
        "why": why,
        "presenter": words.given(item.presenter),
        "source": words.in_turn(_source(room, item, issue, words) if issue else "", why),
        "notes": words.prose(item.notes),
        "recusals": recusals(room, item, words),
        "ballots": [ballot_values(sheet, item.authority, words, alone=len(sheets) == 1) for sheet in sheets],
        "conclusion": conclusion(item, words),
        "status": words.say(ITEM_STATUSES[item.status]),
        "actions": [task_values(action, words) for action in room.actions.get(item.id, [])],
        "photos": photo_values(photos_of_item(room, item), words),
    }


def _authority(item: AgendaItem, words: Words) -> str:
    """Who may decide it, and on what ground of law."""
    said, basis = words.say(AUTHORITIES[item.authority]), basis_said(item.legal_basis, words.language)
    return words.say("{said} ({basis})").format(said=said, basis=basis) if basis else said


def _source(room: MeetingRoom, item: AgendaItem, issue: Issue, words: Words) -> str:
    """Where the item comes from: the issue, its estate and channel, never who reported it."""
    estate = room.estates.get(issue.estate_id)
    said = words.say("Issue {number} ({estate}, {channel} on {day}; reports: {count})").format(
        number=issue.number,
        estate=words.given(estate.name if estate else ""),
        channel=words.say(CHANNELS_IN_SENTENCES[issue.channel]),
        day=words.day(issue.reported_at),
        count=issue.reporters,
    )
    if issue.title == item.title:
        return said
    return said + ("：" if words.chinese else ": ") + words.given(issue.title)


def conclusion(item: AgendaItem, words: Words) -> str:
    """What became of the item, in the paper's own language and the words its authority permits.

    The words of an item that was put off are its reason: that it was put off is said before them.
    """
    written = outcome(item.status, item.authority, item.conclusion.strip(), words.say)
    said = words.say(_UNDECIDED[item.status]) if item.status in _UNDECIDED else words.missing
    if item.status is ItemStatus.DEFERRED:
        return words.sentences([said, written])
    return written or said
