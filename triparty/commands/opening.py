"""Opening what a command or the program works on."""

import os
import sys
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
    from meetings_db.engine import Database

    database = _shared(chosen) if chosen.url else Database.in_file(chosen.database_file, actor=chosen.officer)
    database.upgrade()
    return database


def _shared(chosen: Settings) -> "Database":
    """The shared database; refused with an example when its URL is none."""
    from sqlalchemy.exc import ArgumentError

    from meetings_db.engine import Database

    url = chosen.url or ""
    scheme, colon, _rest = url.partition("://")
    if colon and scheme.partition("+")[0] not in _KINDS:
        raise SettingsError(
            _(
                "The database of the settings is of the kind {kind}, which this program does not know. "
                "Write it like {example}, or leave it out to keep everything in a file."
            ).format(kind=scheme, example=_EXAMPLE)
        )
    try:
        return Database(url, actor=chosen.officer)
    except (ArgumentError, ImportError) as problem:
        raise SettingsError(
            _("The database of the settings cannot be used: {problem}. Write it like {example}.").format(
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
