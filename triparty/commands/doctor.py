"""`triparty doctor`: what is where, whether it is well, and what to do where it is not."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from triparty.commands.desk import Json, answer_json, desk_of
from triparty.commands.opening import named_database
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.i18n import _

if TYPE_CHECKING:
    from triparty.services.health import Finding
    from triparty.settings import Settings


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("doctor", help=_("Say what is where and whether it is well; change nothing."))(doctor)


def doctor(ctx: typer.Context, json: Json = False) -> None:
    """Look everything over; exit 1 when something is wrong."""
    from triparty.services.health import look_over

    settings = desk_of(ctx).settings
    database = named_database(settings)
    try:
        with progress_of(_("Looking")) as progress:
            kept = list(look_over(database, database.file or settings.database_file, progress))
    finally:
        database.close()
    findings = [*_program(settings), *kept, *_around()]
    if json:
        answer_json({"well": all(each.well for each in findings), "findings": findings})
    else:
        _tell(findings)
    if not all(each.well for each in findings):
        raise typer.Exit(1)


def _tell(findings: "list[Finding]") -> None:
    """One line for each finding, and under what is wrong what to do."""
    from rich.cells import cell_len

    width = max(cell_len(each.name) for each in findings)
    for each in findings:
        speak(f"{'✓' if each.well else '✗'} {each.name}{' ' * (width - cell_len(each.name))}  {each.says}")
        if each.remedy:
            speak(f"  {' ' * width}  → {each.remedy}")
    wrong = sum(not each.well for each in findings)
    speak()
    speak(_("Everything is well.") if not wrong else _("Wrong: {count}. Each says what to do.").format(count=wrong))


def _program(settings: "Settings") -> "Iterator[Finding]":
    """The program and its settings."""
    import platform
    import sqlite3
    from importlib.metadata import version

    from triparty.services.health import Finding

    said = f"{version('triparty')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Finding("program", _("Program"), said)
    there = str(settings.file) if settings.file.exists() else _("{file} (not there: nothing is set)")
    yield Finding("settings", _("Settings"), there.format(file=settings.file))


def _around() -> "Iterator[Finding]":
    """What the program finds around it: LibreOffice to print PDF with, and a terminal that speaks UTF-8."""
    from triparty.documents.pdf import libreoffice
    from triparty.services.health import Finding

    found = libreoffice() or _("not found; papers are written without it, but no PDF")
    yield Finding("libreoffice", "LibreOffice", found)
    encoding = (sys.stdout.encoding or "").lower() if sys.stdout else ""
    well = encoding.replace("-", "") == "utf8"
    said = f"{encoding or '?'}, TERM={os.environ.get('TERM', '')}"
    yield Finding("terminal", _("Terminal"), said, well, "" if well else _("Start with LANG=C.UTF-8 triparty."))
