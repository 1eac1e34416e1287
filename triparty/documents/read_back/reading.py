"""A paper that was edited by hand, read back: which one it was, what was changed, and what is taken over."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import Meeting, Paper, PaperKind
from meetings_db.queries.papers import papers_of_kinds
from triparty.documents.kinds import Asked
from triparty.documents.read_back.differences import Difference, differences
from triparty.documents.read_back.homes import Change, judged, record_of
from triparty.documents.read_back.traced import traced, without_signs
from triparty.documents.read_back.word import lines_of, tidied
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.clock import moment
from triparty.services.hand_edits import take_over
from triparty.services.incoming import VerdictKind

TableRow = tuple[int, Mapping[str, str]]
"""A row of a tracker in Excel: its number in the file, and what it says by the names of the fields."""

_NEWEST = 50
"""Among so many papers the one is looked for that a file was."""
_ENOUGH = 0.5
"""So much of what a paper says, by its letters, must stand in a file that was it."""
_MANY_MORE = 2_000
"""So many lines more than fourfold no paper gets by editing; to compare them would take for ever."""
_RUN = re.compile(r"\w{2,}")
_CELL_LIMIT = 32_767
_ORDER = ("progress", "extended", "due", "owner", "status")
"""What is done first where several cells of a row were changed: what has ended is not extended any more."""


@dataclass(frozen=True)
class Reading:
    """What was found in a file: the paper it was, its meeting, and each change."""

    path: Path
    kind: PaperKind
    meeting: str
    language: str
    version: int
    made_at: datetime
    changes: tuple[Change, ...]

    @property
    def acceptable(self) -> list[int]:
        """The numbers, from 1, of the changes that can be taken over."""
        return [number for number, change in enumerate(self.changes, 1) if change.edit is not None]


def read_back(
    db: Database,
    path: Path,
    community_id: UUID,
    *,
    kind: PaperKind | None = None,
    templates: Path | None = None,
    rows_of: Callable[[Path], Sequence[TableRow]],
    meeting_id: UUID | None = None,
    at: datetime | None = None,
) -> Reading:
    """Compare a file with what the record wrote, and judge each difference; nothing is changed.

    `rows_of` reads a tracker that is no Word file. Of the papers written the one is taken whose words stand in the
    file; it must be of `kind` and of `meeting_id` where they are given. Raises RuleError for what is none of them.
    """
    today = moment(at).astimezone().date()
    table = None if path.suffix.lower() == ".docx" or kind is PaperKind.MINUTES else rows_of(path)
    kinds = [kind] if kind else [PaperKind.MINUTES, PaperKind.TRACKER] if table is None else [PaperKind.TRACKER]
    theirs = [without_signs(line) for line in lines_of(path)] if table is None else []
    told = [text for line in theirs for text in line.cells] or [
        text for _n, row in table or () for text in row.values()
    ]
    paper, values = _paper(path, db.read(papers_of_kinds, community_id, kinds, _NEWEST), told)
    if meeting_id is not None and paper.meeting_id != meeting_id:
        raise RuleError(_("{file} is the minutes of another meeting.").format(file=path))
    if table is None:
        asked = Asked(paper.kind, paper.language, community_id, today, paper.meeting_id, paper.subject)
        ours = traced(db, asked, values, templates)
        if len(theirs) > _MANY_MORE + 4 * len(ours):
            raise RuleError(_("{file} holds far more than the paper it was; it is not read back.").format(file=path))
        found = differences(ours, theirs)
    else:
        found = list(_of_rows(values["lines"], table))
    changes, meeting = db.read(_judged, paper, values, found, path.name, today)
    return Reading(path, paper.kind, meeting, paper.language, paper.version, paper.made_at, changes)


def accept(db: Database, reading: Reading, numbers: Collection[int]) -> int:
    """Take over the changes of these numbers in one deed, and return how many there were.

    Raises RuleError for one that cannot be taken over, and StaleSave where the record was changed since the reading.
    """
    wrong = sorted(set(numbers) - set(reading.acceptable))
    if wrong:
        raise RuleError(*(_("Change {number} cannot be taken over.").format(number=number) for number in wrong))
    edits = [edit for number in sorted(set(numbers)) if (edit := reading.changes[number - 1].edit) is not None]
    if edits:
        db.run(take_over, edits)
    return len(edits)


def _judged(
    session: Session, paper: Paper, values: Mapping[str, Any], found: Sequence[Difference], name: str, today: date
) -> tuple[tuple[Change, ...], str]:
    """The differences with their verdicts, and the title of the meeting."""
    record = record_of(session, paper, values, name, today)
    meeting = session.get(Meeting, paper.meeting_id) if paper.meeting_id else None
    return tuple(judged(record, each) for each in found), meeting.title if meeting else ""


def _paper(path: Path, written: Sequence[Paper], told: Sequence[str]) -> tuple[Paper, dict[str, Any]]:
    """The paper most of whose words stand in the file, the newest of equals, and what it said."""
    there = _runs(told)
    best, most, said = None, _ENOUGH, {}
    for paper in written:
        values = json.loads(paper.snapshot)
        runs = _runs(_texts(values))
        letters = sum(map(len, runs))
        known = sum(map(len, runs & there)) / letters if letters else 0.0
        if known > most:
            best, most, said = paper, known, values
    if best is None:
        raise RuleError(
            _(
                "{file} is none of the last papers of this kind that were written here. "
                "Read back the file that this program wrote and somebody edited."
            ).format(file=path)
        )
    return best, said


def _runs(texts: Iterable[str]) -> set[str]:
    """What stands between spaces and marks, Markdown's own too."""
    return {run for text in texts for run in _RUN.findall(text)}


def _texts(value: Any) -> Iterator[str]:
    """Every text of the values."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str) and value:
        yield value


def _of_rows(lines: Sequence[Mapping[str, str]], rows: Sequence[TableRow]) -> Iterator[Difference]:
    """What differs in a tracker's table; a row is known by the number of its action."""
    places = {line["number"]: place for place, line in enumerate(lines)}
    seen: set[str] = set()
    for number, row in rows:
        known = row.get("number", "")
        if known not in places or known in seen:
            yield Difference(None, (), (f"{number}: " + "  ".join(filter(None, row.values())),))
            continue
        seen.add(known)
        place = places[known]
        ordered = sorted(row, key=lambda field: _ORDER.index(field) if field in _ORDER else -1)
        for field in ordered:
            was, now = tidied(lines[place][field][:_CELL_LIMIT]), tidied(row[field])
            if was != now:
                yield Difference(("lines", place, field), (was,), (now,))
    for line in lines:
        if line["number"] not in seen:
            yield Difference(None, (f"{line['number']}  {line['what']}",), ())


def counts(reading: Reading) -> dict[VerdictKind, int]:
    """How many changes have each verdict."""
    return {kind: sum(change.verdict is kind for change in reading.changes) for kind in VerdictKind}
