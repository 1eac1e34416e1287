"""Slips for a secret vote (表决票), one for each voter, each with its stub (存根).

Only the stub bears a number and a signature: a slip that could be told from the others would not be secret.
"""

from datetime import date
from typing import Any

from meetings_db.models import THREE_PARTIES, AgendaItem
from meetings_db.queries.meetings import BallotSheet, MeetingRoom
from triparty.documents.attendance import attendances
from triparty.documents.ballots import party_called
from triparty.documents.fields import Schema, group, many, text
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.ballots import electorate_of

SCHEMA = Schema(
    (
        *PAPER,
        group("item", "议题", text("number", "序号"), text("title", "标题")),
        text("motion", "动议"),
        text("count", "票数"),
        many("slips", "表决票", text("number", "编号"), text("party", "方别")),
    )
)


def values(room: MeetingRoom, item: AgendaItem, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with: slips for the item's open ballot, else for everybody expected to vote.

    Before a ballot is open nobody knows whether its rule counts by party: then every slip bears its party.
    Raises RuleError where nobody may vote.
    """
    words = Words(language)
    ballot = next((sheet for sheet in room.ballots.get(item.id, []) if sheet.ballot.closed_at is None), None)
    voters = _expected(room) if ballot is None else _entitled(ballot)
    parties = [party_called(party, words) for party, count in voters.items() for _one in range(count)]
    if not parties:
        raise RuleError(_("Nobody may vote on this item: there is no slip to print."))
    return {
        **paper_values(room, words, made_on, draft=False, held=True),
        "item": {"number": str(item.position), "title": words.given(item.title)},
        "motion": words.given(item.title if ballot is None else ballot.ballot.motion),
        "count": str(len(parties)),
        "slips": [{"number": f"{place:03d}", "party": party} for place, party in enumerate(parties, 1)],
    }


def _expected(room: MeetingRoom) -> dict[str, int]:
    """How many of each party are expected to vote."""
    voting = [one.place.party for one in attendances(room) if one.voting]
    return {party.value: voting.count(party) for party in THREE_PARTIES}


def _entitled(ballot: BallotSheet) -> dict[str, int]:
    """How many of each group may vote in an open ballot."""
    return {group: here.votes for group, here in electorate_of(ballot).items()}
