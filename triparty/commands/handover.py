"""`triparty handover`: everything the next officer must know, in one workbook."""

from pathlib import Path
from typing import Annotated

import typer

from triparty.commands.desk import Json, answer, desk_of
from triparty.commands.papers import Language
from triparty.i18n import _
from triparty.rules import RuleError


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    told = _("Write what is open, who is who and where papers are, for whoever takes over.")
    parser.command("handover", help=told)(handover)


def handover(
    ctx: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=_("A new file .xlsx; among the papers unless told.")),
    ] = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Write the handover; never over a file that is there."""
    from triparty.documents.handover import Places, file_name, write_handover

    desk = desk_of(ctx)
    written = language or desk.settings.written
    path = output or desk.settings.papers / file_name(written)
    if path.suffix.lower() != ".xlsx":
        raise RuleError(_("{file}: give it the ending .xlsx.").format(file=path))
    if path.exists():
        raise RuleError(_("{file} is there already. Choose another name, or move it away first.").format(file=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    told = write_handover(desk.db, desk.community.id, path, written, Places.of(desk.db, desk.settings))
    facts = {
        "file": str(path),
        "issues": len(told.issues),
        "actions": len(told.actions),
        "meetings": len(told.meetings),
        "contacts": len(told.contacts),
        "head": told.head.digest,
    }
    answer(facts, _("Handover written: {file}").format(file=path), json=json)
