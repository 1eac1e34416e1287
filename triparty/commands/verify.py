"""`triparty verify`: whether the history is whole and unchanged, and the tables are what it says."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer_json, desk_of
from triparty.commands.plain import plain
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.i18n import _, mark, ngettext

if TYPE_CHECKING:
    from sqlmodel import Session

    from meetings_db.journal import Verified
    from meetings_db.replay import Difference
    from triparty.commands.progress import Progress

_NAMED = 100

_FLAWS = {
    "missing": mark("Entry {number} is missing: it was taken out."),
    "cut": mark("The history ends before entry {number}, without the one that bears that head: its end was cut off."),
    "chain": mark("Entry {number} does not follow the one before it: one of the two was made anew."),
    "content": mark("Entry {number} was changed: it does not give its own digest."),
}
_MISMATCHES = {
    "changed": mark("{table} {row} was changed past the history: {fields}"),
    "entered": mark("{table} {row} was entered past the history."),
    "removed": mark("{table} {row} was removed past the history."),
    "unreadable": mark("{table} holds a value that cannot be read: it was changed past the program."),
}


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("verify", help=_("Check that the history of every change is whole and unchanged."))(verify)


def verify(
    ctx: typer.Context,
    head: Annotated[
        str, typer.Option(metavar="DIGEST", help=_("The head written down earlier: an end cut off since is found."))
    ] = "",
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write the history to a file that proves itself."))
    ] = None,
    json: Json = False,
) -> None:
    """Walk the journal's chain and compare the tables with it; exit 1 when something does not fit."""
    from meetings_db.journal import verify as walk
    from triparty.services.history import export_history

    desk = desk_of(ctx)
    with progress_of(_("Verifying the history")) as progress:
        chain = desk.db.read(walk, head.strip().lower(), progress)
    with progress_of(_("Comparing the tables with it")) as progress:
        found = desk.db.read(_first_differences, progress) if chain.whole else []
    if export is not None:
        with progress_of(_("Writing {file}").format(file=export.name)) as progress:
            desk.db.read(export_history, export, progress)
    if json:
        answer_json({**_facts(chain), "differences": found, "database": desk.db.place, "exported": export})
    else:
        _tell(chain, found, export)
    if found or not chain.whole:
        raise typer.Exit(1)


def _first_differences(session: "Session", progress: "Progress | None") -> "list[Difference]":
    """As many rows that are not what their history says as a person would read."""
    from meetings_db.replay import differences

    return list(islice(differences(session, progress), _NAMED))


def _facts(chain: "Verified") -> dict[str, object]:
    """What the walk found, as JSON has it."""
    return {"whole": chain.whole, **plain(chain)}


def _tell(chain: "Verified", found: "list[Difference]", export: Path | None) -> None:
    """Say what was found in words."""
    count = ngettext("{count} entry", "{count} entries", chain.entries).format(count=chain.entries)
    if chain.why is None:
        speak(_("The history is whole and unchanged: {entries}.").format(entries=count))
        speak(_("Head: {digest}").format(digest=chain.head))
    else:
        said = _(_FLAWS[chain.why]).format(number=chain.broken_at)
        speak(said + (" " + _("The column is {field}.").format(field=chain.field) if chain.field else ""))
        speak(_("Whole up to there: {entries}. Take a safety copy from before, and compare.").format(entries=count))
    for each in found:
        fields = ", ".join(each.fields)
        speak(_(_MISMATCHES[each.how]).format(table=each.kind, row=each.row_id, fields=fields))
    if len(found) == _NAMED:
        speak(_("There may be more: these are the first {count}.").format(count=_NAMED))
    elif chain.whole and not found:
        speak(_("The tables are what the history says."))
    if export is not None:
        speak(_("Written: {file}").format(file=export))
