"""`triparty archive`: what is final is filed, packed for the archive, judged on any machine, and taken in again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer_json, answer_rows, desk_of
from triparty.commands.finding import room_called
from triparty.commands.opening import database_at
from triparty.commands.papers import Language
from triparty.commands.plain import plain
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.i18n import _, language, ngettext
from triparty.rules import RuleError

if TYPE_CHECKING:
    from triparty.documents.archive.check import Checked
    from triparty.documents.archive.make import Made

Folder = Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder of the package."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("What is final, filed and packed for the archive."), no_args_is_help=True)
    noun.command("make", help=_("File what is final, and make a package of a year or of a meeting."))(make)
    noun.command("verify", help=_("Judge a package, from any machine: authentic, complete, usable, safe."))(verify)
    noun.command("list", help=_("List what was filed, by record number."))(list_items)
    noun.command("import", help=_("Make the data of a package the content of an empty database."))(import_package)
    parser.add_typer(noun, name="archive")


def make(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(metavar="[MEETING]", help=_("Of this meeting alone."))] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help=_("The new folder; among the papers unless told.")),
    ] = None,
    year: Annotated[int | None, typer.Option(help=_("Of this year; the present one unless told."))] = None,
    fonds: Annotated[str, typer.Option(help=_("The number of the fonds (全宗号); needed once."))] = "",
    spoken: Language = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help=_("With PDF, where LibreOffice is installed."))] = True,
    json: Json = False,
) -> None:
    """Give what is final its record numbers and write the package, whole or not at all."""
    from triparty.documents.archive.make import Order, make_package
    from triparty.documents.archive.plan import Scope
    from triparty.documents.pdf import libreoffice
    from triparty.rules.archive import read_rules

    desk = desk_of(ctx)
    if meeting and year is not None:
        raise RuleError(_("Name a meeting or a year, not both."))
    room = room_called(desk, meeting) if meeting else None
    of_year = None if room else year or datetime.now(UTC).astimezone().year
    scope = Scope(desk.community.id, spoken or desk.settings.written, of_year, room.meeting.id if room else None)
    if pdf and libreoffice() is None:
        speak(_("There is no LibreOffice on this computer: the package will hold Word files alone."), wrong=True)
    name = _("archive-{what}").format(what=of_year if room is None else f"meeting-{room.meeting.ordinal}")
    order = Order(
        scope,
        (output or desk.settings.papers / name).absolute(),
        read_rules(desk.settings.file.parent if desk.settings.file.name else None),
        desk.settings.officer,
        fonds,
        desk.settings.templates,
        pdf,
    )
    with progress_of(_("Making the package"), in_lines=not json) as progress:
        made = make_package(desk.db, order, told=progress)
    if json:
        answer_json(_facts(made))
    else:
        _tell(made)


def verify(
    folder: Folder,
    json: Json = False,
) -> None:
    """Judge a package without a database; exit 1 when something is wrong with it."""
    from triparty.documents.archive.check import check
    from triparty.documents.archive.make import report

    with progress_of(_("Judging the package"), in_lines=not json) as progress:
        checked = check(folder, progress)
    if json:
        answer_json(_judgement(checked))
    else:
        speak(report(checked, datetime.now(UTC), language()).rstrip())
    if not checked.well:
        raise typer.Exit(1)


def list_items(
    ctx: typer.Context,
    year: Annotated[int | None, typer.Option(help=_("Of this year alone."))] = None,
    json: Json = False,
) -> None:
    """List the items with their record numbers."""
    from meetings_db.queries.archive import sealed_items

    desk = desk_of(ctx)
    items = desk.db.read(sealed_items, desk.community.id, year=year)
    if json:
        answer_json([_item(item) for item in items])
        return
    rows = [(item.number, item.title, item.reference, f"{item.dated:%Y-%m-%d}", item.retention) for item in items]
    empty = _("Nothing was filed yet. `triparty archive make` files what is final.")
    answer_rows((_("Record number"), _("Title"), _("Reference"), _("Date"), _("Kept for")), rows, empty=empty)


def import_package(
    folder: Folder,
    target: Annotated[str, typer.Option("--to", metavar="URL", help=_("The empty database: a path, or a server's."))],
    json: Json = False,
) -> None:
    """Judge the package first, then copy its data; both are compared at the end."""
    from triparty.documents.archive.check import check
    from triparty.documents.archive.data import take_out

    with progress_of(_("Judging the package"), in_lines=not json) as progress:
        checked = check(folder, progress)
    if not checked.well:
        raise RuleError(
            _("{folder} is not whole, so nothing was taken in. `triparty archive verify` says what is wrong.").format(
                folder=folder
            )
        )
    database = database_at(target)
    try:
        with progress_of(_("Copying"), in_lines=not json) as progress:
            told = None if progress is None else lambda table, done, total: progress(done, total, table)
            done = take_out(folder, database, told)
    finally:
        database.close()
    count = sum(done.rows.values())
    if json:
        answer_json({"from": str(folder), "to": database.place, "rows": done.rows})
        return
    speak(
        ngettext(
            "Copied {count} row into {place}; its history is whole.",
            "Copied {count} rows into {place}; their history is whole.",
            count,
        ).format(count=count, place=database.place)
    )


def _item(item: object) -> dict[str, object]:
    """An item as JSON has it, without all its papers say."""
    return {name: value for name, value in plain(item).items() if name != "snapshot"}


def _facts(made: "Made") -> dict[str, object]:
    """A package as JSON has it."""
    return {
        "folder": str(made.folder),
        "items": [_item(item) for item in made.items],
        "left_out": made.left_out,
        "sha256": made.sha256,
        **_judgement(made.checked),
    }


def _judgement(checked: "Checked") -> dict[str, object]:
    """What was found, as JSON has it."""
    findings = [
        {"property": each.property.value, "well": each.well, "says": each.says(_), "places": each.places}
        for each in checked.findings
    ]
    return {"well": checked.well, "files": checked.files, "bytes": checked.size, "findings": findings}


def _tell(made: "Made") -> None:
    """Where it is, what is in it, and what is not."""
    count = len(made.items)
    told = ngettext("{count} item packed and checked: {folder}", "{count} items packed and checked: {folder}", count)
    speak(told.format(count=count, folder=made.folder))
    for item in made.items:
        speak(f"  {item.number}  {item.title}")
    if made.left_out:
        speak(_("Not in it:"))
        for reason in made.left_out:
            speak(f"  {reason}")
    speak(_("Write down the SHA-256 of its list of digests: {digest}").format(digest=made.sha256))
