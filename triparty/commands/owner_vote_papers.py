"""`triparty owner vote slips` and `result`: the papers of an owners' vote."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, desk_of
from triparty.commands.finding import vote_called
from triparty.commands.papers import Language, Output, Overwrite, Pdf, write
from triparty.i18n import _

Which = Annotated[str, typer.Option("--vote", metavar="NUMBER", help=_("Which vote; the only open one unless told."))]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to the noun `owner vote`."""
    noun.command("slips", help=_("Write a slip for every owner of an open vote, each with its stub."))(slips)
    noun.command("result", help=_("Write the result of a closed vote with its calculation."))(result)


def slips(
    ctx: typer.Context,
    vote: Which = "",
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the slips, in the order of the rooms."""
    from triparty.services.owners_votes import subject_of

    desk = desk_of(ctx)
    about = subject_of(vote_called(desk, vote))
    write(desk, "owners_slip", "", output, language, about=about, pdf=pdf, overwrite=overwrite, json=json)


def result(
    ctx: typer.Context,
    vote: Which = "",
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the result: the slips, heads and areas with their shares, every threshold, the conclusion."""
    from triparty.services.owners_votes import subject_of

    desk = desk_of(ctx)
    about = subject_of(vote_called(desk, vote))
    write(desk, "owners_result", "", output, language, about=about, pdf=pdf, overwrite=overwrite, json=json)
