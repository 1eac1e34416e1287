"""`triparty record|excerpt|signoff|tasks`: what a meeting leaves behind beside its minutes."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, desk_of
from triparty.commands.meeting_views import Ordinal
from triparty.commands.papers import Language, Output, Overwrite, Pdf, of_actions, of_meeting, write
from triparty.i18n import _

ItemNumber = Annotated[str, typer.Argument(metavar="ITEM", help=_("The item's number on the agenda."))]


def add_to(parser: typer.Typer) -> None:
    """Add the commands to the parser."""
    parser.command("record", help=_("Write the record of a meeting: what was said, by whom, and the votes."))(
        of_meeting("record")
    )
    parser.command("excerpt", help=_("Write what the minutes say of one item, word for word."))(excerpt)
    parser.command("signoff", help=_("Write the sheet on which the three parties sign to the minutes."))(
        of_meeting("sign_off")
    )
    parser.command("tasks", help=_("Write the task list of a meeting, or of everything promised."))(of_actions("tasks"))


def excerpt(
    ctx: typer.Context,
    meeting: Ordinal,
    item: ItemNumber,
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the excerpt: a draft until the minutes are final, from then on what was kept."""
    write(desk_of(ctx), "excerpt", meeting, output, language, item=item, pdf=pdf, overwrite=overwrite, json=json)
