"""What every kind of paper says of the sample meeting."""

from typing import Any

from meetings_db.models import PaperKind
from meetings_db.queries.meetings import MeetingRoom
from tests.documents.rooms import TODAY, make_lines
from triparty.documents.kinds import (
    agenda,
    ballot_slip,
    calculation,
    excerpt,
    minutes,
    notice,
    record,
    sign_in,
    sign_off,
    tasks,
    tracker,
)

OF_AN_ITEM = (PaperKind.EXCERPT, PaperKind.BALLOT_SLIP)
"""Papers that are about one item of a meeting."""
_OF_A_MEETING = {
    PaperKind.NOTICE: notice,
    PaperKind.AGENDA: agenda,
    PaperKind.SIGN_IN: sign_in,
    PaperKind.MINUTES: minutes,
    PaperKind.CALCULATION: calculation,
    PaperKind.RECORD: record,
}
_OF_ACTIONS = {PaperKind.TRACKER: tracker, PaperKind.TASKS: tasks}


def values_of(kind: PaperKind, room: MeetingRoom, language: str) -> dict[str, Any]:
    """What the template of a kind is filled with; a paper of one item is of the second."""
    if kind in _OF_A_MEETING:
        found: dict[str, Any] = _OF_A_MEETING[kind].values(room, language, made_on=TODAY)
    elif kind in _OF_ACTIONS:
        found = _OF_ACTIONS[kind].values(make_lines(room), room.community, language, today=TODAY)
    elif kind is PaperKind.BALLOT_SLIP:
        found = ballot_slip.values(room, room.items[1], language, made_on=TODAY)
    elif kind is PaperKind.EXCERPT:
        found = excerpt.values(minutes.values(room, language, made_on=TODAY), 2, language, made_on=TODAY)
    else:
        assert kind is PaperKind.SIGN_OFF
        found = sign_off.values(minutes.values(room, language, made_on=TODAY), language, made_on=TODAY)
    return found
