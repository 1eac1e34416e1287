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
    """What `service` gives for the item; refused with both versions where another desk settled it, or took it up again.

    `mine` is what would have stood on record.
    """
    version = shown.version
    while True:
        try:
            return await db.run_async(service, shown.id, *args, version=version, **more)
        except StaleSave as stale:
            theirs = stale.theirs
            if not isinstance(theirs, AgendaItem) or _became(theirs) != _became(shown):
                raise RuleError(_said(theirs, mine)) from stale
            version = theirs.version


def _became(item: AgendaItem) -> tuple[str, str] | None:
    """What became of an item, None while it is not settled."""
    return (item.status, item.conclusion) if item.status in SETTLED else None


def _said(theirs: Any, mine: str) -> str:
    """Both versions, and what to do."""
    said = outcome(theirs.status, theirs.authority, theirs.conclusion, _)
    return _(
        "Another desk was faster with item {number}. There: {theirs}. Not recorded here: {mine}. "
        "Look again, then settle it anew if it must be."
    ).format(number=theirs.position, theirs=said, mine=mine)
