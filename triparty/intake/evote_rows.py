"""The result of the official e-vote as typed candidates: one row for each room, and what its owner answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from meetings_db.models import Answer
from meetings_db.text import fold
from triparty.i18n import _
from triparty.intake.columns import EVOTES
from triparty.intake.owner_rows import parse_area, place_in
from triparty.intake.spreadsheet import Skipped, Table, read_table
from triparty.intake.values import text_of
from triparty.intake.visit_rows import assigned, blank_runs, skip_reason
from triparty.rules.owners import place_key, room_called
from triparty.services.owners_evotes import EVote

_ANSWERS = (
    # What denies before what it denies: 不同意 holds 同意.
    (Answer.NONE, ("未投", "未表决", "未参与", "未参加", "没有投", "not voted", "no vote", "none")),
    (Answer.INVALID, ("无效", "废票", "invalid", "void")),
    (Answer.NO, ("不同意", "不赞成", "反对", "no", "against")),
    (Answer.ABSTAIN, ("弃权", "abstain")),
    (Answer.YES, ("同意", "赞成", "yes", "for", "agree")),
)
_WHOLE = frozenset(("no", "yes", "for", "none"))
"""Words that mean an answer only when nothing stands beside them."""


@dataclass(frozen=True)
class EVoteTable:
    """The answers of one table, what could not be read in it, and what became of the rest."""

    table: Table
    votes: tuple[EVote, ...]
    unreadable: tuple[str, ...]
    """Sentences naming the row."""
    skipped: tuple[Skipped, ...]
    unknown_columns: tuple[str, ...] = field(default=())


def read_evotes(path: Path, *, columns: Mapping[str, str] | None = None) -> EVoteTable:
    """The answers in the table at `path`; `columns` maps headers to field names and wins.

    Raises RuleError when the file cannot be read or has no column for the room or the answer.
    """
    vocabulary = EVOTES.mapped(columns)
    table = read_table(path, header_hints=vocabulary)
    taken, unknown = assigned(table, vocabulary)
    votes: list[EVote] = []
    unreadable: list[str] = []
    skipped = blank_runs(table)
    for row in table.rows:
        if reason := skip_reason(row, table):
            skipped.append(Skipped(row.number, reason))
            continue
        texts = {name: text_of(row.cells[index]) for name, index in taken.items()}
        cells = {name: texts.get(name, "") for name in ("building", "entrance", "room", "place")}
        building, entrance, room = place_in(cells)
        answer = parse_answer(texts["answer"])
        if answer is None:
            told = _("Row {number}: “{value}” is no answer. Write yes, no, abstained, void, or leave it empty.")
            unreadable.append(told.format(number=row.number, value=texts["answer"]))
        elif not room:
            unreadable.append(_("Row {number}: the room is empty.").format(number=row.number))
        else:
            area = parse_area(texts["area"])[0] if texts.get("area") else None
            called = room_called(building, entrance, room)
            votes.append(EVote(row.number, place_key(building, entrance, room), called, answer, area))
    return EVoteTable(table, tuple(votes), tuple(unreadable), tuple(skipped), unknown)


def parse_answer(text: str) -> Answer | None:
    """What a cell says; an empty one that nobody voted, None where it cannot be told."""
    key = fold(text)
    if not key or key in ("-", "—", "/", "无"):
        return Answer.NONE
    for answer, words in _ANSWERS:
        if any(key == fold(word) if word in _WHOLE else fold(word) in key for word in words):
            return answer
    return None
