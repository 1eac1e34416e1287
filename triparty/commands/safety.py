"""`triparty backup|restore`: a safety copy of everything, and one put in the place of the database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.opening import named_database
from triparty.commands.progress import progress_of
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import COPIES

if TYPE_CHECKING:
    from triparty.settings import Settings


def add_to(parser: typer.Typer) -> None:
    """Add the commands to the parser."""
    parser.command("backup", help=_("Make a safety copy of everything, and check it."))(backup)
    parser.command("restore", help=_("Put a safety copy in the place of the database."))(restore)


def backup(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help=_("Where to; among the other safety copies unless told."))
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help=_("List the safety copies there are."))] = False,
    json: Json = False,
) -> None:
    """Make a safety copy while everybody goes on working, or list those there are."""
    from triparty.services import safety

    desk = desk_of(ctx)
    if listed:
        return _list(desk.settings, json=json)
    beside = desk.db.file or desk.settings.database_file
    with progress_of(_("Copying"), in_lines=not json) as progress:
        told = None if progress is None else lambda table, done, total: progress(done, total, table)
        if file is None:
            path = safety.keep_copy(desk.db, beside, told)
        else:
            path = safety.write_copy(desk.db, file.absolute(), told)
    sentence = _("Safety copy made and checked: {file}").format(file=path)
    answer({"file": str(path), "size": path.stat().st_size}, sentence, json=json)


def restore(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("The safety copy; `triparty backup --list` has them."))
    ],
    json: Json = False,
) -> None:
    """Examine the copy, keep what it replaces as a safety copy, and put it in the place of the database."""
    from triparty.services import safety

    place = _file_of(desk_of(ctx).settings)
    if place is None:
        raise RuleError(
            _(
                "The records are on a server, where no file can be put. Make an empty database there, and then: "
                "triparty copy --from {file} --to postgresql://USER@SERVER/NAME"
            ).format(file=file)
        )
    restored = safety.restore(file.absolute(), place)
    sentence = _("{copy} is now the database {file}.").format(copy=file, file=place)
    sentence += " " + safety.say_restored(restored, datetime.now(UTC))
    facts = {"database": str(place), "restored": str(file.absolute()), **restored._asdict()}
    answer(facts, sentence, json=json)


def _list(settings: "Settings", *, json: bool) -> None:
    """The safety copies, the newest first."""
    from meetings_db.backup import copies, folder_of

    file = _file_of(settings) or settings.database_file
    there = copies(file)
    if json:
        return answer_json([{**each._asdict(), "path": str(each.path)} for each in there])
    rows = [
        (f"{each.made_at.astimezone():%Y-%m-%d %H:%M}", _(COPIES[each.why]), f"{each.size / 1e6:.1f} MB", each.path)
        for each in there
    ]
    empty = _("There is no safety copy in {folder} yet. `triparty backup` makes one.").format(folder=folder_of(file))
    answer_rows((_("Made"), _("Why"), _("Size"), _("File")), rows, empty=empty)


def _file_of(settings: "Settings") -> Path | None:
    """The database file, None for a server."""
    database = named_database(settings)
    database.close()
    return database.file
