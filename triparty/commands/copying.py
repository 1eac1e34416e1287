"""`triparty copy`: everything from one database into another, a file or a server, either way."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer
from triparty.commands.opening import database_at
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.i18n import _, ngettext
from triparty.rules import RuleError

if TYPE_CHECKING:
    from meetings_db.engine import Database


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    told = _("Copy everything into an empty database: a path, sqlite:///PATH or postgresql://USER@SERVER/NAME.")
    parser.command("copy", help=told)(copy)


def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help=_("The database to copy."))],
    target: Annotated[str, typer.Option("--to", metavar="URL", help=_("The empty database to copy it into."))],
    again: Annotated[bool, typer.Option("--again", help=_("Begin anew when a copy was broken off."))] = False,
    json: Json = False,
) -> None:
    """Copy, or go on with a copy that was broken off; both databases are compared at the end."""
    from meetings_db.copying import copy as copy_all

    from_, to = database_at(source), database_at(target)
    try:
        _refuse_missing(from_, to)
        with progress_of(_("Copying"), in_lines=not json) as progress:
            told = None if progress is None else lambda table, done, total: progress(done, total, table)
            done = copy_all(from_, to, told, again=again)
    except KeyboardInterrupt:
        speak(_("Broken off. Give the same command once more to go on, or add --again to begin anew."), wrong=True)
        raise
    finally:
        from_.close()
        to.close()
    count = sum(done.rows.values())
    sentence = ngettext(
        "Copied {count} row into {place}; its history is whole.",
        "Copied {count} rows into {place}; their history is whole.",
        count,
    ).format(count=count, place=to.place)
    answer({"from": from_.place, "to": to.place, "rows": done.rows, "kept": done.kept}, sentence, json=json)


def _refuse_missing(source: "Database", target: "Database") -> None:
    """Refuse a source that is no file, and one that is the target itself."""
    if source.file is not None and not source.file.is_file():
        raise RuleError(_("There is no file {file}; check the name.").format(file=source.file))
    if source.url == target.url or (source.file and target.file and _same(source.file, target.file)):
        raise RuleError(_("{place} cannot be copied into itself.").format(place=source.place))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths name one file."""
    return other.exists() and one.samefile(other)
