"""Safety copies in the program: one a day by itself, one when asked for, and one put in the place of a damaged file.

Needs Textual alone until something is done.
"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Any

from textual.app import App

from triparty import problems
from triparty.i18n import _
from triparty.settings import Settings
from triparty.widgets.dialogs import Confirm, Menu, Offer
from triparty.words import COPIES

if TYPE_CHECKING:
    from meetings_db.engine import Database

_LONG = 60
"""Seconds for which trouble with what is kept stays on the screen."""

_SHOWN = 15
"""How many copies are listed: the newest."""


async def keep_daily(app: App[Any], db: "Database") -> None:
    """Make the copy of the day behind what is shown; damage that is found meanwhile is told."""
    from triparty.services import safety

    try:
        await asyncio.to_thread(safety.keep_daily, db)
    except Exception as problem:
        app.notify(problems.say(problem), severity="error", timeout=_LONG, markup=False)


async def copy_now(app: App[Any], db: "Database", settings: Settings) -> None:
    """Make a safety copy now and say where it is."""
    from triparty.services import safety

    app.notify(_("Making a safety copy …"), markup=False)
    try:
        path = await asyncio.to_thread(safety.keep_copy, db, db.file or settings.database_file)
    except Exception as problem:
        app.notify(problems.say(problem), severity="error", timeout=_LONG, markup=False)
    else:
        app.notify(_("Safety copy made and checked: {file}").format(file=path), timeout=8, markup=False)


async def show_copies(app: App[Any], db: "Database", settings: Settings) -> None:
    """List the newest safety copies; choosing one tells how it is put in the place of the database."""
    from meetings_db.backup import folder_of, whole_copies

    file = db.file or settings.database_file
    there = (await asyncio.to_thread(whole_copies, file))[:_SHOWN]
    if not there:
        said = _("There is no safety copy in {folder} yet. `triparty backup` makes one.")
        app.notify(said.format(folder=folder_of(file)), markup=False)
        return
    offers = [
        Offer(
            str(each.path), f"{each.made_at.astimezone():%Y-%m-%d %H:%M}", f"{_(COPIES[each.why])}  {_size(each.size)}"
        )
        for each in there
    ]
    chosen = await app.push_screen_wait(Menu(_("Safety copies in {folder}").format(folder=folder_of(file)), offers))
    if chosen is not None:
        command = join(["triparty", "--data", str(settings.data), "restore", chosen])
        said = _("To go back to this copy, leave the program (ctrl+q) and type: {command}")
        app.notify(said.format(command=command), timeout=_LONG, markup=False)


async def put_back(app: App[Any], copy: Path, file: Path) -> bool:
    """Put a copy in the place of a damaged file when the person says so; whether it is there now."""
    from triparty.services import safety

    question = _("Put the safety copy {copy} in the place of {file}? What is there now is kept beside the copies.")
    asked = Confirm(question.format(copy=copy.name, file=file), _("Put it in place"))
    if not await app.push_screen_wait(asked):
        return False
    try:
        restored = await asyncio.to_thread(safety.restore, copy, file)
    except Exception as problem:
        app.notify(problems.say(problem), severity="error", timeout=_LONG, markup=False)
        return False
    told = safety.say_restored(restored, datetime.now(UTC))
    app.notify(told, severity="warning", timeout=_LONG, markup=False)
    return True


def _size(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1e6:.1f} MB"
