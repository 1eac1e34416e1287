"""`triparty verify`: whether the history is whole and unchanged."""

import typer

from triparty.commands.desk import Json, answer_json, desk_of
from triparty.commands.speaking import speak
from triparty.i18n import _


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("verify", help=_("Check that the history of every change is whole and unchanged."))(verify)


def verify(ctx: typer.Context, json: Json = False) -> None:
    """Walk the journal's chain; exit 1 when an entry does not fit."""
    from meetings_db.journal import verify as walk

    desk = desk_of(ctx)
    broken_at = desk.db.read(walk)
    if json:
        answer_json({"whole": broken_at is None, "broken_at": broken_at, "database": desk.db.place})
    elif broken_at is None:
        speak(_("The history is whole and unchanged."))
    else:
        speak(_("The history does not fit at entry {number}: it was changed or cut there.").format(number=broken_at))
    if broken_at is not None:
        raise typer.Exit(1)
