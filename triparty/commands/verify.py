"""`triparty verify`: whether the history is whole and unchanged, and the tables are what it says."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
    from triparty.services.telling import Told

_NAMED = 100

_FLAWS = {
    "missing": mark("Entry {number} is missing: it was taken out."),
    "cut": mark("The history ends before entry {number}, without the one that bears that head: its end was cut off."),
    "chain": mark("Entry {number} does not follow the one before it: one of the two was made anew."),
    "content": mark("Entry {number} was changed: it does not give its own digest."),
}
_MISMATCHES = {
    "changed": mark("{thing} was changed past the history: {fields}"),
    "entered": mark("{thing} was entered past the history."),
    "removed": mark("{thing} was removed past the history."),
    "unreadable": mark("{thing} holds a value that cannot be read: it was changed past the program."),
}


class Named(NamedTuple):
    """A row that is not what its history says: what people call it, and what the history and the row say."""

    difference: "Difference"
    thing: str
    told: "list[Told]"


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
    differences = [each.difference for each in found]
    if export is not None:
        with progress_of(_("Writing {file}").format(file=export.name)) as progress:
            desk.db.read(export_history, export, progress)
    if json:
        answer_json({**_facts(chain), "differences": differences, "database": desk.db.place, "exported": export})
    else:
        _tell(chain, found, export)
    if found or not chain.whole:
        raise typer.Exit(1)


def _first_differences(session: "Session", progress: "Progress | None") -> list[Named]:
    """As many rows that are not what their history says as a person would read."""
    from meetings_db.replay import differences

    return [_named(session, each) for each in islice(differences(session, progress), _NAMED)]


def _named(session: "Session", found: "Difference") -> Named:
    """A row by its name, with what the history says of it (before) and what it says now (after)."""
    from meetings_db.queries.history import Change, as_it_was
    from meetings_db.replay import Mismatch
    from triparty.history_words import thing_called
    from triparty.services.telling import NOW, as_it_is, named, tell_changes

    if not found.row_id:
        return Named(found, thing_called(found.kind), [])
    if found.kind == "photodata":
        return Named(found, f"{thing_called('photo')} {found.row_id}", [])
    said = as_it_was(session, found.kind, found.row_id, NOW)
    if found.how is Mismatch.UNREADABLE:
        return Named(found, named(session, found.kind, said, NOW), [])
    now = as_it_is(session, found.kind, found.row_id)
    told, _more = tell_changes(session, [Change(NOW, found.kind, found.row_id, said, now)])
    return Named(found, named(session, found.kind, said or now, NOW), told if said and now else [])


def _facts(chain: "Verified") -> dict[str, object]:
    """What the walk found, as JSON has it."""
    return {"whole": chain.whole, **plain(chain)}


def _tell(chain: "Verified", found: list[Named], export: Path | None) -> None:
    """Say what was found in words."""
    from triparty.history_words import field_called

    count = ngettext("{count} entry", "{count} entries", chain.entries).format(count=chain.entries)
    if chain.why is None:
        speak(_("The history is whole and unchanged: {entries}.").format(entries=count))
        speak(_("Head: {digest}").format(digest=chain.head))
    else:
        said = _(_FLAWS[chain.why]).format(number=chain.broken_at)
        speak(said + (" " + _("The column is {field}.").format(field=chain.field) if chain.field else ""))
        speak(_("Whole up to there: {entries}. Take a safety copy from before, and compare.").format(entries=count))
    for each in found:
        fields = ", ".join(map(field_called, each.difference.fields))
        speak(_(_MISMATCHES[each.difference.how]).format(thing=each.thing, fields=fields))
        for told in each.told:
            values = {"field": told.field, "said": told.before or "—", "now": told.after or "—"}
            speak(_("  {field}: the history says {said}; the row says {now}").format(**values))
    if len(found) == _NAMED:
        speak(_("There may be more: these are the first {count}.").format(count=_NAMED))
    elif chain.whole and not found:
        speak(_("The tables are what the history says."))
    if export is not None:
        speak(_("Written: {file}").format(file=export))
