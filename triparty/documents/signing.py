"""What is said on paper of final minutes after they became final: who signed them, and how they were amended."""

from collections.abc import Mapping, Sequence

from meetings_db.models import THREE_PARTIES, Party, Signature
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.signing import Amended
from triparty.documents.attendance import organisations
from triparty.documents.fields import many, prose, text
from triparty.documents.wording import Words
from triparty.rules.presence import held_at
from triparty.words import PARTIES_IN_FULL

_SIGNER = (text("party", "方别"), text("units", "单位"))
SIGNERS = many("signatures", "签署", *_SIGNER)
"""Who signs for each of the three parties."""
SIGNED = many("signatures", "签署", *_SIGNER, text("name", "签字人"), text("remarks", "意见"), text("date", "日期"))
"""The same with what is on record of each; empty where nothing is."""
AMENDMENTS = many(
    "amendments",
    "更正",
    text("number", "编号"),
    text("approved", "批准"),
    text("item", "序号"),
    prose("reason", "理由"),
    prose("says_now", "原文"),
    prose("shall_say", "更正为"),
)
"""The amendments in force, by their numbers."""


def signers(room: MeetingRoom, words: Words) -> list[dict[str, str]]:
    """The three parties with their organisations."""
    return [
        {
            "party": words.say(PARTIES_IN_FULL[party]),
            "units": "\n".join(organisations(room, party)) or words.missing,
        }
        for party in THREE_PARTIES
    ]


def signed(rows: Sequence[Mapping[str, str]], known: Mapping[Party, Signature], words: Words) -> list[dict[str, str]]:
    """The rows of `signers` with what is on record of each party."""
    return [{**row, **_on_record(known.get(party), words)} for row, party in zip(rows, THREE_PARTIES, strict=True)]


def amendment_values(found: Sequence[Amended], words: Words) -> list[dict[str, str]]:
    """What minutes say of the amendments in force; one that is of no item is of the whole."""
    return [
        {
            "number": words.say("Amendment no. {number}").format(number=each.number),
            "approved": words.in_turn(
                words.day(held_at(each.meeting.starts_at, each.meeting.opened_at)), words.given(each.meeting.title)
            ),
            "item": str(each.item.position) if each.item else words.say("the whole"),
            "reason": words.prose(each.amendment.reason),
            "says_now": each.amendment.says_now.strip() or "—",
            "shall_say": words.prose(each.amendment.shall_say),
        }
        for each in found
        if each.meeting is not None
    ]


def of_item(amendments: Sequence[Mapping[str, str]], number: int) -> list[dict[str, str]]:
    """The amendments of the item in that place."""
    return [dict(each) for each in amendments if each["item"] == str(number)]


def _on_record(signature: Signature | None, words: Words) -> dict[str, str]:
    """Who signed, on which day, with which reservation, and how it was served."""
    if signature is None:
        return {"name": "", "remarks": "", "date": ""}
    served = ""
    if signature.served_on is not None:
        said = words.say("Served to {name} on {day}")
        if signature.served_by:
            said = words.say("Served to {name} on {day} ({way})")
        served = said.format(name=signature.served_to, day=words.day(signature.served_on), way=signature.served_by)
    return {
        "name": signature.name,
        "remarks": "\n".join(filter(None, (signature.reservation, served))),
        "date": words.day(signature.signed_on) if signature.signed_on else "",
    }
