"""Opening what a command or the program works on."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from triparty.commands.speaking import speak
from triparty.i18n import _
from triparty.settings import Settings, SettingsError

if TYPE_CHECKING:
    from meetings_db.engine import Database

_KINDS = ("postgresql", "sqlite")
_EXAMPLE = "postgresql://user:password@server/triparty"


def open_database(chosen: Settings) -> "Database":
    """The database the settings name, its schema brought up to date."""
    from triparty.rules.authority_presets import use_folder

    use_folder(chosen.file.parent if chosen.file.name else None)
    database = named_database(chosen)
    try:
        database.upgrade()
    except BaseException:
        database.close()  # a safety copy may be put in its place meanwhile
        raise
    return database


def named_database(chosen: Settings) -> "Database":
    """The database the settings name, as it is."""
    from meetings_db.engine import Database

    if chosen.url:
        return _at_url(chosen.url, chosen.officer)
    return Database.in_file(chosen.database_file, actor=chosen.officer)


def database_at(address: str) -> "Database":
    """The database a URL or the path of a file names, as it is."""
    from meetings_db.engine import Database

    return _at_url(address) if "://" in address else Database.in_file(Path(address).expanduser().absolute())


def _at_url(url: str, actor: str = "") -> "Database":
    """The database of a URL; refused with an example when it is none."""
    from sqlalchemy.exc import ArgumentError

    from meetings_db.engine import Database

    scheme, colon, _rest = url.partition("://")
    if colon and scheme.partition("+")[0] not in _KINDS:
        raise SettingsError(
            _(
                "This database is of the kind {kind}, which this program does not know. "
                "Write it like {example}, or leave it out to keep everything in a file."
            ).format(kind=scheme, example=_EXAMPLE)
        )
    try:
        return Database(url, actor=actor)
    except (ArgumentError, ImportError) as problem:
        raise SettingsError(
            _("The database cannot be used: {problem}. Write it like {example}.").format(
                problem=problem, example=_EXAMPLE
            )
        ) from problem


def in_terminal() -> bool:
    """Whether there is a terminal that can show the screens."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in (None, "", "dumb")


def open_program(chosen: Settings) -> int:
    """Open the screens; returns the exit code."""
    if not in_terminal():
        speak(_("This is no terminal that can show the program. `triparty --help` lists the commands."), wrong=True)
        return 1
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        speak("triparty: 终端编码不是 UTF-8 / this terminal is not UTF-8: LANG=C.UTF-8 triparty", wrong=True)
        return 2
    from triparty.app import TripartyApp

    TripartyApp(lambda: open_database(chosen), chosen).run()
    return 0
