"""The sign-in sheet: empty before the meeting, with the times of the presence clock after it."""

from datetime import date
from typing import Any

from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.attendance import Attendance, attendances, marked, named
from triparty.documents.fields import Schema, many, text
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.wording import Words
from triparty.words import PARTIES_IN_FULL, STANDINGS

SCHEMA = Schema(
    (
        *PAPER,
        text("expected", "应到"),
        text("present", "实到"),
        many(
            "people",
            "人员",
            text("number", "序号"),
            text("name", "姓名"),
            text("organisation", "单位"),
            text("title", "职务"),
            text("party", "代表方"),
            text("standing", "身份"),
            text("phone", "联系电话"),
            text("arrived", "到会"),
            text("left", "离会"),
            text("remark", "备注"),
        ),
    )
)


def values(room: MeetingRoom, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template of a sign-in sheet is filled with; times and signatures are left to write in by hand."""
    words = Words(language)
    people = attendances(room)
    voting = [one for one in people if one.voting]
    came = sum(one.came for one in voting)
    return {
        **paper_values(room, words, made_on, draft=False, held=True),
        "expected": str(len(voting)),
        "present": str(came) if marked(people) else "____",
        "people": [_row(place, one, words) for place, one in enumerate(people, 1)],
    }


def _row(place: int, one: Attendance, words: Words) -> dict[str, str]:
    return {
        "number": str(place),
        "name": words.given(one.who.name),
        "organisation": words.given(one.place.organisation),
        "title": one.place.title,
        "party": words.say(PARTIES_IN_FULL[one.place.party]),
        "standing": words.say(STANDINGS[one.place.standing]),
        "phone": one.who.phone,
        "arrived": words.clock(one.arrived),
        "left": words.clock(one.left),
        "remark": words.in_turn(*_remarks(one, words)),
    }


def _remarks(one: Attendance, words: Words) -> list[str]:
    """Excused or absent, and who came in the place."""
    said = [words.say("Excused")] if one.excused else [words.say("Absent")] if one.absent else []
    if one.substitute is not None:
        said.append(named(words, one))
    return said
