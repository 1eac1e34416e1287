"""The result of the official e-vote: a file is named, its differences are shown, and then it is taken in."""

import asyncio
from pathlib import Path

from meetings_db.models import OwnersVote
from triparty.i18n import _, ngettext
from triparty.intake.evote_rows import EVoteTable, read_evotes
from triparty.rules.owners_votes import late_said
from triparty.screens.path_line import PathSuggester, file_chip
from triparty.screens.station import Station
from triparty.services.owners_evotes import Checked, check_votes, take_in_votes
from triparty.widgets.dialogs import Confirm
from triparty.widgets.prompt import PromptLine

_SHOWN = 12
"""So many differences are shown before the question; `triparty owner vote import --dry-run` lists all."""


async def take_in_evote(station: Station, prompt: PromptLine, vote: OwnersVote) -> bool:
    """Ask for a file, show what it says otherwise than the roll, and take it in; whether it was. Call from a worker."""
    hint = _("Excel or CSV with rooms and answers. Nothing is kept before you have seen its differences.")
    answer = await prompt.ask(_("File"), hint=hint, understand=file_chip, suggester=PathSuggester())
    if not answer:
        return False
    path = Path(answer.strip().strip("'\"")).expanduser()
    table = await asyncio.to_thread(read_evotes, path)
    checked = await station.read(check_votes, vote.id, table.votes)
    late = late_said(vote.closes_on, station.today)
    question = Confirm("\n\n".join(filter(None, (late, _question(table, checked)))), _("Take in"))
    if not await station.app.push_screen_wait(question):
        return False
    done = await station.do("", take_in_votes, vote.id, table.votes, seen=checked, in_time=True)
    if done is None:
        return False
    told = ngettext("{count} owner has an answer from it.", "{count} owners have an answer from it.", done.new)
    station.tell_done(told.format(count=done.new))
    return True


def _question(table: EVoteTable, checked: Checked) -> str:
    """What the file would do, with the first of its differences."""
    told = ngettext("{count} owner would get an answer.", "{count} owners would get an answer.", checked.new)
    lines = [told.format(count=checked.new)]
    found = [*table.unreadable, *checked.differences]
    if found:
        lines += ["", *found[:_SHOWN]]
    if len(found) > _SHOWN:
        more = len(found) - _SHOWN
        lines.append(ngettext("… and {count} more", "… and {count} more", more).format(count=more))
    return "\n".join([*lines, "", _("Take it in?")])
