"""The record (记录): what was said, by whom and when, with everybody's presence, and the votes appended.

It is filed and not circulated; what the meeting agreed stands in the minutes (纪要), in the same words.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from meetings_db.models import AgendaItem, Authority, MeetingStatus, Party, Signature
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.signing import Amended
from meetings_db.text import clean_line, fold
from triparty.documents.attendance import attendances, lists, movements, recusals
from triparty.documents.fields import Schema, many, prose, text
from triparty.documents.kinds import calculation
from triparty.documents.kinds.minutes import conclusion
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.photos import PHOTOS, photo_values, photos_of_item
from triparty.documents.signing import AMENDMENTS, SIGNED, amendment_values, signed, signers
from triparty.documents.speeches import Part, Speech, parts_of
from triparty.documents.tasks import task_fields, task_values
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.authority_presets import basis_said
from triparty.services.sittings import on_the_table
from triparty.words import AUTHORITIES, KINDS, PARTIES

SCHEMA = Schema(
    (
        *PAPER,
        text("opened", "开会"),
        text("closed", "散会"),
        text("voting", "出席"),
        text("excused", "请假"),
        text("absent", "缺席"),
        text("observing", "列席"),
        text("movements", "到会变动"),
        many(
            "items",
            "议题",
            text("ordinal", "序数"),
            text("number", "序号"),
            text("title", "标题"),
            text("kind", "类型"),
            text("presenter", "汇报单位"),
            text("slot", "时间"),
            text("guard", "决定权"),
            text("recusals", "回避情况"),
            many(
                "discussion",
                "讨论",
                prose("text", "文字"),
                many("speeches", "发言", text("time", "时间"), text("speaker", "发言人"), prose("said", "要点")),
            ),
            PHOTOS,
            text("conclusion", "结论"),
            task_fields("actions", "行动"),
        ),
        task_fields("other_actions", "其他行动"),
        calculation.BALLOTS,
        SIGNED,
        AMENDMENTS,
    )
)


def values(
    room: MeetingRoom,
    language: str,
    *,
    made_on: date,
    known: Mapping[Party, Signature] | None = None,
    amended: Sequence[Amended] = (),
) -> dict[str, Any]:
    """What the template of a record is filled with: a draft until the meeting is closed.

    Of final minutes `known` is who signed them, `amended` which amendments are in force.

    Raises RuleError for a meeting that was not opened.
    """
    meeting, words = room.meeting, Words(language)
    if meeting.status in (MeetingStatus.PREPARING, MeetingStatus.FROZEN):
        raise RuleError(_("The meeting has not been opened yet: there is nothing on record."))
    return {
        **paper_values(room, words, made_on, draft=meeting.status is MeetingStatus.IN_SESSION, held=True),
        "opened": words.clock(meeting.opened_at) or words.missing,
        "closed": words.clock(meeting.closed_at) or words.missing,
        **lists(words, attendances(room)),
        "movements": movements(room, words),
        "items": [_item(room, item, words) for item in room.items],
        "other_actions": [task_values(action, words) for action in room.actions.get(None, [])],
        "ballots": calculation.ballots(room, words),
        "signatures": [] if known is None else signed(signers(room, words), known, words),
        "amendments": amendment_values(amended, words),
    }


def _item(room: MeetingRoom, item: AgendaItem, words: Words) -> dict[str, Any]:
    """One item: when it was on the table, what was said, what came of it."""
    table = on_the_table(room, item, item.ended_at or room.meeting.closed_at or room.meeting.starts_at)
    return {
        "ordinal": words.numeral(item.position),
        "number": str(item.position),
        "title": words.given(item.title),
        "kind": words.say(KINDS[item.kind]),
        "presenter": words.given(item.presenter),
        "slot": words.listed(f"{words.clock(begun)}–{words.clock(ended)}" for begun, ended in table),
        "guard": _guard(item, words),
        "recusals": recusals(room, item, words),
        "discussion": [_part(room, part, words) for part in parts_of(words.prose(item.notes))],
        "photos": photo_values(photos_of_item(room, item), words),
        "conclusion": conclusion(item, words),
        "actions": [task_values(action, words) for action in room.actions.get(item.id, [])],
    }


def _guard(item: AgendaItem, words: Words) -> str:
    """Who may decide and on what ground, where the three parties may not or the meeting changed it; and why it did."""
    if item.authority is Authority.WITHIN and not item.guard_reason:
        return ""
    said, basis = words.say(AUTHORITIES[item.authority]), basis_said(item.legal_basis, words.language)
    said = words.say("{said} ({basis})").format(said=said, basis=basis) if basis else said
    changed = words.say("changed in the meeting, because: {reason}").format(reason=clean_line(item.guard_reason))
    return words.in_turn(said, changed if item.guard_reason else "")


def _part(room: MeetingRoom, part: Part, words: Words) -> dict[str, Any]:
    """Speeches one after the other, or what is nobody's."""
    if isinstance(part, str):
        return {"text": part, "speeches": []}
    return {
        "text": "",
        "speeches": [
            {"time": each.time, "speaker": _speaker(room, each, words), "said": words.prose(each.said)} for each in part
        ],
    }


def _speaker(room: MeetingRoom, speech: Speech, words: Words) -> str:
    """The name with the party, in the paper's language where somebody of that name was invited."""
    known = next((who for who in room.participants if fold(who.name) == fold(speech.name)), None)
    party = words.say(PARTIES[known.party]) if known else speech.party
    return words.say("{name} ({party})").format(name=speech.name, party=party) if party else speech.name
