"""The owners' slips (业主表决票): one for each head of an owners' vote, each with the stub that proves its delivery.

An owners' vote is signed and not secret: the law counts each owner's area, so every slip bears its owner.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from meetings_db.models import Community, Estate, OwnersVote, SecondSlip
from meetings_db.queries.owners_votes import SlipLine
from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds.owners_result import VOTE, vote_values
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.owners import area_said

SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        VOTE,
        text("count", "票数"),
        text("instructions", "填写说明"),
        text("proxy", "委托"),
        many(
            "slips",
            "表决票",
            text("number", "编号"),
            text("owner", "业主"),
            text("rooms", "房号"),
            text("area", "面积"),
        ),
    )
)


def values(
    vote: OwnersVote,
    voters: Iterable[SlipLine],
    community: Community,
    estate: Estate,
    language: str,
    *,
    made_on: date,
) -> dict[str, Any]:
    """What the template is filled with: a slip for each voter, in the order of their rooms.

    Raises RuleError for a vote that is over.
    """
    if vote.closed_at is not None or vote.annulled_reason:
        raise RuleError(_("The vote is over: no slip of it can be handed in any more."))
    words = Words(language)
    slips = [
        {
            "number": f"{place:05d}",
            "owner": words.given(voter.name),
            "rooms": words.given(voter.rooms),
            "area": area_said(voter.area),
        }
        for place, voter in enumerate(voters, 1)
    ]
    return {
        "community": community_values(community, words),
        "title": words.say("Slips for the owners' vote of {estate}").format(estate=words.given(estate.name)),
        "date": words.day(made_on),
        "vote": vote_values(vote, estate, words),
        "count": f"{len(slips):,}",
        "instructions": _instructions(vote, words),
        "proxy": words.say("Proxy (name, and the owner's written authority):") if vote.proxy_cap else "",
        "slips": slips,
    }


def _instructions(vote: OwnersVote, words: Words) -> str:
    """What makes a slip count, as the rules frozen in the vote say."""
    second = {
        SecondSlip.REPLACES: words.say("Of two slips of one owner the later counts."),
        SecondSlip.VOIDS: words.say("Two slips of one owner that differ are both void."),
    }
    return words.sentences(
        (
            words.say("Tick one answer. It speaks for every room on the slip."),
            words.say("A slip with none or several, that cannot be read, is not signed or comes late is void."),
            second[vote.second_slip],
            words.say("Nobody may vote for another owner.") if not vote.proxy_cap else "",
            words.prose(vote.notice) if vote.notice else "",
        )
    )
