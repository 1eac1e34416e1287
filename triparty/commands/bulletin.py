"""`triparty bulletin`: what a month brought."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, desk_of
from triparty.commands.papers import Language, Output, Overwrite, Pdf, write
from triparty.i18n import _


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("bulletin", help=_("Write the bulletin of a month."))(bulletin)


def bulletin(
    ctx: typer.Context,
    month: Annotated[str, typer.Argument(metavar="[MONTH]", help=_("Like 2026-10; last month unless told."))] = "",
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the bulletin: issues by estate and category, visits, what meetings agreed, and what is late."""
    from triparty.commands.times import now
    from triparty.documents.kinds.bulletin import last_month, month_of

    wanted = month.strip() or last_month(now().date())
    month_of(wanted, now().date())  # refused before a file is named after it
    about = wanted, wanted
    write(desk_of(ctx), "bulletin", "", output, language, about=about, pdf=pdf, overwrite=overwrite, json=json)
