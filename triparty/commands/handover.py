"""`triparty handover`: everything the next officer must know, as a workbook and as a list to be signed."""

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
    """Write the workbook, and the list in Word beside it; never over a file that is there."""
    from triparty.documents.handover import file_name, list_beside, write_handover
    from triparty.documents.kinds.handover import Places

    desk = desk_of(ctx)
    written = language or desk.settings.written
    path = output or desk.settings.papers / file_name(written)
    if path.suffix.lower() != ".xlsx":
        raise RuleError(_("{file}: give it the ending .xlsx.").format(file=path))
    for place in (path, list_beside(path)):
        if place.exists():
            said = _("{file} is there already. Choose another name, or move it away first.")
            raise RuleError(said.format(file=place))
    path.parent.mkdir(parents=True, exist_ok=True)
    told = write_handover(desk.db, desk.community.id, path, written, Places.of(desk.db, desk.settings))
    facts = {
        "file": str(path),
        "list": str(list_beside(path)),
        **{name: len(told[name]) for name in ("issues", "actions", "meetings", "contacts")},
        "head": told["head"],
    }
    sentence = _("Handover written: {file}, and the list to be signed: {list}")
    answer(facts, sentence.format(file=path, list=list_beside(path)), json=json)
