"""`triparty import`: office tables of visits, people or owners, previewed, judged row by row, taken in; and papers
that were edited by hand, read back.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty import problems, settings
from triparty.commands.desk import Desk, Json, answer_json, answer_rows, desk_of
from triparty.commands.finding import estate_called
from triparty.commands.plain import plain
from triparty.commands.progress import progress_of
from triparty.commands.read_back import read_back_file
from triparty.commands.speaking import speak
from triparty.commands.times import now
from triparty.commands.words import VERDICTS, FileWord, said
from triparty.i18n import _, ngettext
from triparty.rules import RuleError

if TYPE_CHECKING:
    from triparty.intake.columns import Vocabulary
    from triparty.intake.imports import Kind, Preview, PreviewRow, TakenIn


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command(
        "import",
        help=_(
            "Take in tables of visits, people or owners: .xlsx, .xls or .csv as offices make them; "
            "or minutes and trackers that were edited by hand."
        ),
    )(take_in_files)


def take_in_files(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE")],
    kind: Annotated[FileWord | None, typer.Option("--as", help=_("What the files hold."))] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would become of each row; change nothing."))
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADER=FIELD", help=_("What a column holds; remembered; repeatable.")),
    ] = None,
    estate: Annotated[
        str,
        typer.Option(
            metavar="NAME", help=_("The estate of rows that name none: visits in a merged cell, a roll of owners.")
        ),
    ] = "",
    accept: Annotated[
        str,
        typer.Option(
            metavar="N,N|all",
            help=_("Of minutes or a tracker: the changes to take over, by the numbers they are shown by."),
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Take in files. One file answers with an object in JSON, several with a list of them in order.

    Rejected rows are told and written to a file beside the source; only a file that cannot be read is a failure.
    """
    desk = desk_of(ctx)
    mapped = _mapped(column or [])
    if accept and (kind not in ("minutes", "tracker") or len(files) > 1):
        raise typer.BadParameter(_("--accept is for one file, of minutes or a tracker."))
    if estate and kind == "people":
        raise typer.BadParameter(_("--estate is for visits and owners; a list of people has no estate."))
    home = estate_called(desk, estate).name if estate else ""
    found: list[dict[str, Any]] = []
    failed = False
    for file in files:
        try:
            answered = _one(desk, file, kind, mapped, home, accept=accept, dry_run=dry_run, tell=not json)
        except Exception as problem:
            if len(files) == 1 or not problems.is_expected(problem):
                raise
            failed = True
            speak(problems.say(problem), wrong=True)
            answered = {"file": str(file), "error": problems.say(problem)}
        found.append(answered)
    if json:
        answer_json(found if len(files) > 1 else found[0])
    if failed:
        raise typer.Exit(1)


def _one(
    desk: Desk,
    file: Path,
    word: FileWord | None,
    mapped: Mapping[str, str],
    estate: str,
    *,
    accept: str,
    dry_run: bool,
    tell: bool,
) -> dict[str, Any]:
    """Preview one file, take it in unless it is a rehearsal, and tell it."""
    from triparty.intake.imports import Kind, preview, take_in

    if word in ("minutes", "tracker"):
        return read_back_file(desk, file, word, accept, dry_run=dry_run, tell=tell)
    if word is None and file.suffix.lower() == ".docx" and file.exists():
        told = _(
            "{file} is a Word file. What was changed in it by hand is taken over with --as minutes or --as tracker."
        )
        raise RuleError(told.format(file=file.name))

    community = desk.community
    kind = Kind(word) if word else _kind(file, {**desk.settings.columns, **mapped}, estate)
    columns = {**_of_kind(desk.settings.columns, kind), **mapped}
    with progress_of(_("Reading {file}").format(file=file.name)) as progress:
        seen = preview(
            desk.db,
            community.id,
            file,
            kind,
            today=now().date(),
            officer=desk.settings.officer,
            estate=estate,
            columns=columns,
            progress=progress,
        )
    if dry_run:
        if tell:
            _tell_preview(seen)
        return {**_facts(seen), "dry_run": True, "counts": plain(seen.counts), "rows": [_row(row) for row in seen.rows]}
    with progress_of(_("Taking in {file}").format(file=file.name)) as progress:
        done = take_in(desk.db, community.id, seen, progress=progress)
    if mapped:
        desk.settings = settings.save(desk.settings, columns={**desk.settings.columns, **mapped})
    if tell:
        _tell_done(seen, done)
    return {
        **_facts(seen),
        "dry_run": False,
        "counts": plain(done.counts),
        "rows": [_row(row) for row in _rejected(seen)],
        "warnings": [_row(row) for row in _doubtful(seen)],
        "rejects": plain(done.rejects),
        "kept": plain(done.kept),
        "problem": done.problem,
    }


def _mapped(columns: list[str]) -> dict[str, str]:
    """Header → field, as typed."""
    mapped = {}
    for typed in columns:
        header, equals, field = typed.rpartition("=")
        if not (header.strip() and equals and field.strip()):
            raise typer.BadParameter(_("{typed}: write it as HEADER=FIELD, such as 楼号=building.").format(typed=typed))
        mapped[header.strip()] = field.strip()
    return mapped


def _of_kind(columns: Mapping[str, str], kind: "Kind") -> dict[str, str]:
    """The remembered columns that mean something in this kind of file."""
    fields = _vocabularies()[kind].fields
    return {header: field for header, field in columns.items() if field in fields}


def _vocabularies() -> "dict[Kind, Vocabulary]":
    """The words by which each kind of file is known."""
    from triparty.intake.columns import OWNERS, PEOPLE, VISITS
    from triparty.intake.imports import Kind

    return {Kind.VISITS: VISITS, Kind.PEOPLE: PEOPLE, Kind.OWNERS: OWNERS}


def _kind(file: Path, columns: Mapping[str, str], estate: str) -> "Kind":
    """What a file holds, when its column names fit one kind only; with `estate` none need name one."""
    from triparty.intake.spreadsheet import read_table

    fitting = []
    for kind, vocabulary in _vocabularies().items():
        words = vocabulary.mapped(_of_kind(columns, kind))
        if estate:
            words = replace(words, needed={name: each for name, each in words.needed.items() if name != "estate"})
        try:
            table = read_table(file, header_hints=words)
            words.require(words.assign(table.headers)[0], table.headers, file.name)
        except RuleError:
            continue
        fitting.append(kind)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:  # says what is wrong with a file that no kind can read
        for vocabulary in _vocabularies().values():
            read_table(file, header_hints=vocabulary)
    raise RuleError(
        _("{file}: its columns do not say what it holds. Add --as visits, --as people or --as owners.").format(
            file=file
        )
    )


def _facts(seen: "Preview") -> dict[str, Any]:
    """What a file is, whatever becomes of its rows."""
    return {
        "file": str(seen.path),
        "kind": plain(seen.kind),
        "sheet": seen.table.sheet,
        "headings": list(seen.headings),
        "skipped": plain(seen.skipped),
        "unknown_columns": list(seen.unknown_columns),
    }


def _row(row: "PreviewRow") -> dict[str, Any]:
    """One row for JSON."""
    return {
        "row": row.number,
        "verdict": plain(row.verdict),
        "cells": list(row.cells),
        "reasons": list(row.reasons),
    }


def _rejected(seen: "Preview") -> "list[PreviewRow]":
    """The rows that cannot be taken in."""
    return [row for row in seen.rows if row.verdict in ("error", "conflict")]


def _doubtful(seen: "Preview") -> "list[PreviewRow]":
    """The new rows that are taken in with something a person should look at."""
    return [row for row in seen.rows if row.verdict == "new" and row.reasons]


def _tell_preview(seen: "Preview") -> None:
    """Print a rehearsal: each row with its verdict."""
    _tell_file(seen)
    lines = [(row.number, said(VERDICTS, row.verdict), *row.cells, "; ".join(row.reasons)) for row in seen.rows]
    answer_rows((_("Row"), _("Verdict"), *seen.headings, _("Reasons")), lines, empty=_("There are no rows."))
    speak(_counted(seen.counts))
    speak(_("Nothing was changed."))


def _tell_done(seen: "Preview", done: "TakenIn") -> None:
    """Print what was taken in, and why the rest was not."""
    _tell_file(seen)
    doubtful = _doubtful(seen)
    shown = sorted((*_rejected(seen), *doubtful), key=lambda row: row.number)
    lines = [(row.number, said(VERDICTS, row.verdict), "; ".join(row.reasons)) for row in shown]
    if lines:
        answer_rows((_("Row"), _("Verdict"), _("Reasons")), lines, empty="")
    speak(_counted(done.counts))
    if doubtful:
        speak(
            ngettext(
                "{count} of the new rows is doubtful: read its reason above, and edit what was entered wrong.",
                "{count} of the new rows are doubtful: read the reasons above, and edit what was entered wrong.",
                len(doubtful),
            ).format(count=len(doubtful))
        )
    if done.kept:
        speak(
            _("{file} was there with other content and stays as it is: somebody may have corrected it.").format(
                file=done.kept
            )
        )
    if done.rejects:
        speak(
            _("The rows not taken in are in {file}, with the reasons: correct them there and import it.").format(
                file=done.rejects
            )
        )
    if done.problem:
        speak(done.problem, wrong=True)


def _tell_file(seen: "Preview") -> None:
    """Print what was found around the rows."""
    speak(f"{seen.path}")
    for skip in seen.skipped:
        speak(_("Row {number}: left out, {reason}").format(number=skip.number, reason=skip.reason))
    if seen.unknown_columns:
        speak(
            _("Columns not used: {names}. Name one with --column HEADER=FIELD.").format(
                names=_(", ").join(seen.unknown_columns)
            )
        )


def _counted(counts: Mapping[Any, int]) -> str:
    """How many rows have each verdict."""
    return _(", ").join(f"{said(VERDICTS, kind)} {count}" for kind, count in counts.items()) + "."
