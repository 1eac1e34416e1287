"""`triparty orders`: to everybody who has something open a paper of their own."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, answer_json, desk_of
from triparty.commands.papers import Language, Output, Overwrite, Pdf, made
from triparty.commands.speaking import speak
from triparty.i18n import _
from triparty.rules import RuleError


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("orders", help=_("Write a follow-up order to everybody who has something open."))(orders)


def orders(
    ctx: typer.Context,
    owner: Annotated[str, typer.Option(metavar="NAME", help=_("Only to this owner."))] = "",
    late: Annotated[bool, typer.Option("--overdue", help=_("Only to those who are late."))] = False,
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the orders, a file for each owner, into the folder of papers or another one."""
    from meetings_db.queries.actions import tracker
    from triparty.commands.times import now
    from triparty.documents.kinds.order import owners

    desk = desk_of(ctx)
    today = now().date()
    known = owners(desk.db.read(tracker, desk.community.id, open_only=True), late_on=today if late else None)
    wanted = [each for each in known if owner in ("", each)]
    if owner and not wanted:
        raise RuleError(_("{owner} has nothing open.").format(owner=owner))
    if len(wanted) > 1 and output is not None and not output.is_dir():
        raise RuleError(_("{file}: several orders are written. Name a folder that is there.").format(file=output))
    written = [
        made(desk, "order", "", output, language, about=(each, each), pdf=pdf, overwrite=overwrite) for each in wanted
    ]
    if json:
        answer_json([facts for facts, _sentence in written])
        return
    for _facts, sentence in written:
        speak(sentence)
    if not written:
        speak(_("Nobody is late.") if late else _("Nobody has anything open."))
