"""A deed upon what is shown. Of an item notes and clocks may have moved on meanwhile, what became of it may not; of a
ballot nothing may: two desks would count over each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import SETTLED, AgendaItem, Ballot
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.authority import outcome
from triparty.screens.meeting_words import guard_said

T = TypeVar("T")


@dataclass
class Seen:
    """What of a ballot this desk saw when it gave votes: nothing before it is open, and then what each of its own votes
    that was kept made of it. So many still wait to be kept; once one was refused, the others are void.
    """

    ballot: Ballot | None = None
    waiting: int = 0
    refused: bool = False


async def upon(
    db: Database, shown: AgendaItem, mine: str, service: Callable[..., T], *args: object, **more: object
) -> T:
    """What `service` gives for the item; refused with both versions where another desk settled it, took it up again, or
    said that others may decide it.

    `mine` is what would have stood on record.
    """
    version = shown.version
    while True:
        try:
            return await db.run_async(service, shown.id, *args, version=version, **more)
        except StaleSave as stale:
            theirs = stale.theirs
            if not isinstance(theirs, AgendaItem) or _stands(theirs) != _stands(shown):
                raise RuleError(_said(theirs, mine)) from stale
            version = theirs.version


def _stands(item: AgendaItem) -> tuple[str, ...]:
    """Who may decide an item, and once it is settled what became of it."""
    became = (item.status, item.conclusion) if item.status in SETTLED else ()
    return (item.authority, item.legal_basis, *became)


def _said(theirs: Any, mine: str) -> str:
    """Both versions, and what to do."""
    said = outcome(theirs.status, theirs.authority, theirs.conclusion, _) or guard_said(theirs)
    return _(
        "Another desk was faster with item {number}. There: {theirs}. Not recorded here: {mine}. "
        "Look again, then settle it anew if it must be."
    ).format(number=theirs.position, theirs=said, mine=mine)
