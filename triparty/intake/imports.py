"""An office's file from preview to record: read, judged row by row, taken in, rejects written beside.

Nothing is kept before `take_in`, which is one transaction; a row that cannot be used never stops the others.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from pydantic import ValidationError

from meetings_db.engine import Database
from meetings_db.models import (
    Channel,
    IssueBase,
    OrganisationBase,
    OwnerBase,
    Party,
    PersonBase,
    PostBase,
    Route,
    Severity,
    Standing,
    UnitBase,
)
from meetings_db.queries.directory import estates
from meetings_db.text import fold
from triparty.i18n import _
from triparty.intake.owner_rows import UnitRow, read_owners
from triparty.intake.people_rows import PersonRow, read_people
from triparty.intake.rejects import rejects_path, write_rejects
from triparty.intake.spreadsheet import Skipped, Table
from triparty.intake.visit_rows import RowError, VisitRow, read_visits
from triparty.problems import typing_error_at
from triparty.rules import RuleError
from triparty.rules.owners import area_said, room_called
from triparty.services.incoming import (
    IncomingIssue,
    IncomingSeat,
    Progress,
    Verdict,
    VerdictKind,
    judge_issues,
    judge_seats,
    no_such_estate,
    take_in_issues,
    take_in_seats,
)
from triparty.services.owners_incoming import IncomingUnit, judge_units, take_in_units
from triparty.words import PARTIES_IN_SENTENCES

Incoming = IncomingIssue | IncomingSeat | IncomingUnit


class Kind(StrEnum):
    """What a file holds."""

    VISITS = "visits"
    PEOPLE = "people"
    OWNERS = "owners"


@dataclass(frozen=True)
class PreviewRow:
    """A row as it will be taken, or why it will not: `cells` answer to the preview's headings."""

    number: int
    verdict: VerdictKind
    cells: tuple[str, ...]
    reasons: tuple[str, ...]
    incoming: Incoming | None = None


@dataclass(frozen=True)
class Preview:
    """A file read and judged; `skipped` are blank rows, totals and notes, `unknown_columns` headers not used."""

    path: Path
    kind: Kind
    headings: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    skipped: tuple[Skipped, ...]
    unknown_columns: tuple[str, ...]
    table: Table

    @property
    def counts(self) -> dict[VerdictKind, int]:
        """How many rows have each verdict."""
        found = Counter(row.verdict for row in self.rows)
        return {kind: found[kind] for kind in VerdictKind}


@dataclass(frozen=True)
class TakenIn:
    """What an import did: rows by verdict, and where the rejects are or why they could not be written.

    `kept` is an older file of rejects that says something else: somebody may have corrected it, so it stays.
    """

    counts: dict[VerdictKind, int]
    rejects: Path | None
    problem: str = ""
    kept: Path | None = None


def preview(
    db: Database,
    community_id: UUID,
    path: Path,
    kind: Kind,
    *,
    today: date,
    officer: str = "",
    estate: str = "",
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read and judge a file; changes nothing. Raises `RuleError` for a file that cannot be read at all.

    Visits and units whose row names no estate are of `estate`, when one is given; a roll of owners else of the estate
    its title names, or of the only one there is.
    """
    if kind is Kind.VISITS:
        visits = read_visits(path, today=today, columns=columns, estate=estate, progress=progress)
        rows = tuple(_row(row, _issue_cells(row), lambda row=row: _issue(row, officer)) for row in visits.rows)  # type: ignore[misc]
        rows = _with_unknown_estates(db, community_id, rows)
        issues = [row.incoming for row in rows if isinstance(row.incoming, IncomingIssue)]
        verdicts = db.read(judge_issues, community_id, issues)
        headings = (_("Date"), _("Estate"), _("Place"), _("Problem"))
        table, skipped, unknown = visits.table, visits.skipped, visits.unknown_columns
    elif kind is Kind.OWNERS:
        roll = read_owners(path, columns=columns, progress=progress)
        home = estate or _home(db, community_id, f"{roll.table.preamble} {path.stem} {roll.table.sheet}")
        rows = tuple(_row(row, _unit_cells(row, home), lambda row=row: _unit(row, home)) for row in roll.rows)  # type: ignore[misc]
        units = [row.incoming for row in rows if isinstance(row.incoming, IncomingUnit)]
        verdicts = db.read(judge_units, community_id, units)
        headings = (_("Room"), _("Estate"), _("Area"), _("Owner(s)"))
        table, skipped, unknown = roll.table, roll.skipped, roll.unknown_columns
    else:
        people = read_people(path, columns=columns)
        rows = tuple(_row(row, _seat_cells(row), lambda row=row: _seat(row)) for row in people.rows)  # type: ignore[misc]
        seats = [row.incoming for row in rows if isinstance(row.incoming, IncomingSeat)]
        verdicts = db.read(judge_seats, community_id, seats)
        headings = (_("Party"), _("Organisation"), _("Full name"), _("Post"))
        table, skipped, unknown = people.table, people.skipped, people.unknown_columns
    return Preview(path, kind, headings, _judged(rows, verdicts), skipped, unknown, table)


def take_in(db: Database, community_id: UUID, seen: Preview, *, progress: Progress | None = None) -> TakenIn:
    """Take in the new rows of a preview in one transaction, and write what was rejected beside the file."""
    if seen.kind is Kind.VISITS:
        issues = [row.incoming for row in seen.rows if isinstance(row.incoming, IncomingIssue)]
        verdicts = db.run(take_in_issues, community_id, issues, progress=progress)
    elif seen.kind is Kind.OWNERS:
        units = [row.incoming for row in seen.rows if isinstance(row.incoming, IncomingUnit)]
        verdicts = db.run(take_in_units, community_id, units, progress=progress)
    else:
        seats = [row.incoming for row in seen.rows if isinstance(row.incoming, IncomingSeat)]
        verdicts = db.run(take_in_seats, community_id, seats, progress=progress)
    rows = _judged(seen.rows, verdicts)
    found = Counter(row.verdict for row in rows)
    counts = {kind: found[kind] for kind in VerdictKind}
    rejected = [row for row in rows if row.verdict in (VerdictKind.ERROR, VerdictKind.CONFLICT)]
    if not rejected:
        return TakenIn(counts, None)
    by_number = {row.number: row for row in seen.table.rows}
    lines = [(by_number[row.number], row.reasons) for row in rejected]
    place = rejects_path(seen.path)
    try:
        written = write_rejects(seen.table, lines, place)
        return TakenIn(counts, written, kept=place if written != place else None)
    except RuleError as problem:
        return TakenIn(counts, None, "\n".join(problem.reasons))


def _row(row: VisitRow | PersonRow | UnitRow, cells: tuple[str, ...], make: Callable[[], Incoming]) -> PreviewRow:
    """A row that was read: with what it brings in, or with the reasons why it cannot."""
    if row.errors:
        return PreviewRow(row.number, VerdictKind.ERROR, cells, _reasons(row.errors))
    try:
        return PreviewRow(row.number, VerdictKind.NEW, cells, _reasons(row.warnings), make())
    except ValidationError as problem:
        reasons = tuple(typing_error_at(each) for each in problem.errors())
        return PreviewRow(row.number, VerdictKind.ERROR, cells, reasons)


def _with_unknown_estates(db: Database, community_id: UUID, rows: tuple[PreviewRow, ...]) -> tuple[PreviewRow, ...]:
    """The rows, those rejected for another reason also told that their estate is not known: one mending, not two."""
    known = {estate.key for estate in db.read(estates, community_id)}
    return tuple(
        replace(row, reasons=(*row.reasons, no_such_estate(row.cells[1])))
        if row.incoming is None and row.cells[1] and fold(row.cells[1]) not in known
        else row
        for row in rows
    )


def _judged(rows: tuple[PreviewRow, ...], verdicts: list[Verdict]) -> tuple[PreviewRow, ...]:
    """The rows with the verdicts of those that could be judged; a reason known from the preview is said once."""
    by_number = {verdict.number: verdict for verdict in verdicts}
    return tuple(
        replace(row, verdict=found.kind, reasons=tuple(dict.fromkeys((*row.reasons, *found.reasons))))
        if (found := by_number.get(row.number)) and (found.kind is not row.verdict or found.reasons)
        else row
        for row in rows
    )


def _reasons(errors: tuple[RowError, ...]) -> tuple[str, ...]:
    """Each error as `column: reason`."""
    return tuple(f"{error.column}: {error.reason}" if error.column else error.reason for error in errors)


def _issue_cells(row: VisitRow) -> tuple[str, ...]:
    """What the preview shows of a visit record."""
    return (row.visited_on.isoformat() if row.visited_on else "", row.estate, row.place, row.title)


def _seat_cells(row: PersonRow) -> tuple[str, ...]:
    """What the preview shows of a person."""
    party = _(PARTIES_IN_SENTENCES[Party(row.party)]) if row.party else ""
    return (party, row.organisation, row.name, row.title)


def _unit_cells(row: UnitRow, home: str) -> tuple[str, ...]:
    """What the preview shows of a unit."""
    room = room_called(row.building, row.entrance, row.room)
    owners = "、".join(owner.name for owner in row.owners)
    return (room, row.estate or home, area_said(row.area) if row.area else "", owners)


def _home(db: Database, community_id: UUID, said: str) -> str:
    """The estate a roll is of: the one its title names, or the only one there is; '' where that cannot be told."""
    known = db.read(estates, community_id)
    named = [estate.name for estate in known if estate.key in fold(said)]
    if len(named) == 1:
        return named[0]
    return known[0].name if len(known) == 1 else ""


def _issue(row: VisitRow, officer: str) -> IncomingIssue:
    """A visit record as an issue heard at the doorstep; a day without a time begins at midnight."""
    if row.visited_on is None:
        raise ValueError("a row without a date passed as good")
    visited_at = datetime.combine(row.visited_on, row.visited_at or time()).astimezone()
    details = "\n".join(part for part in (row.details, row.remark) if part)
    typed = IssueBase.model_validate(
        {
            "title": row.title,
            "details": details,
            "place": row.place,
            "category": row.category,
            "severity": Severity(row.severity),
            "channel": Channel.VISIT,
            "reporter": row.reporter,
            "phone": row.phone,
            "reported_at": visited_at.astimezone(UTC),
        }
    )
    return IncomingIssue(row.number, row.estate, visited_at, officer, typed, Route(row.route))


def _seat(row: PersonRow) -> IncomingSeat:
    """A row of people as somebody in a post."""
    party = Party(row.party)
    return IncomingSeat(
        row.number,
        PersonBase.model_validate({"name": row.name, "note": row.remark}),
        OrganisationBase.model_validate({"name": row.organisation, "party": party}),
        PostBase.model_validate(
            {"title": row.title, "party": party, "standing": Standing(row.standing), "phone": row.phone}
        ),
    )


def _unit(row: UnitRow, home: str) -> IncomingUnit:
    """A row of a roll as a unit with its owners."""
    typed = {
        name: getattr(row, name) for name in ("building", "entrance", "room", "use", "area", "area_source", "state")
    }
    owners = tuple(OwnerBase.model_validate(asdict(owner)) for owner in row.owners)
    return IncomingUnit(row.number, row.estate or home, UnitBase.model_validate(typed), owners)
