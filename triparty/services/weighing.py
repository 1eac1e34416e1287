"""What the votes of a meeting's ballot come to: the numbers of each group, held against who could vote."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import TypeVar

from meetings_db.models import Party
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballots import POOLED_GROUP, BallotRule, Count, Result, decide
from triparty.rules.presence import Counted
from triparty.words import PARTIES_IN_SENTENCES

G = TypeVar("G", bound=str)


@dataclass(frozen=True)
class Votes:
    """What one party answered, in people, in the order of a `Count`; who is present and none of these did not vote."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    recused: int = 0


def weigh(
    rule: BallotRule,
    voters: Mapping[str, Counted],
    votes: Mapping[str, Votes],
    casting_vote: bool | None = None,
) -> Result:
    """What these votes come to; raises `RuleError` for votes that cannot be.

    Who is on record as having withdrawn from the item is recused, whether the votes say so or not.
    """
    for group in votes.keys() - voters.keys():
        if any(astuple(votes[group])):
            raise RuleError(_("{party}: only the three parties vote.").format(party=group_called(group)))
    counts = [
        Count(group, here.expected, here.present, *astuple(with_recused(votes.get(group, Votes()), here)))
        for group, here in voters.items()
    ]
    return decide(rule, counts, casting_vote=casting_vote, called=group_called)


def all_in_favour(voters: Mapping[G, Counted]) -> dict[G, Votes]:
    """Everybody who may vote says yes."""
    return {group: Votes(yes=here.votes, recused=here.recused) for group, here in voters.items()}


def with_recused(votes: Votes, here: Counted) -> Votes:
    """The votes with at least those recused who are on record as having withdrawn."""
    return replace(votes, recused=max(votes.recused, here.recused))


def refuse_unrecorded(voters: Mapping[str, Counted], votes: Mapping[str, Votes]) -> None:
    """Refuse to count more people as recused than are on record as having withdrawn, with their reasons."""
    for group, own in votes.items():
        if group in voters and own.recused > voters[group].recused:
            said = _("{group}: {count} are counted as recused, but {here} withdrew. Record who withdraws, and why.")
            raise RuleError(said.format(group=group_called(group), count=own.recused, here=voters[group].recused))


def group_called(group: str) -> str:
    """A party by its word, everybody counted in one heap, any other group by its name."""
    if group == POOLED_GROUP:
        return _("everybody")
    return _(PARTIES_IN_SENTENCES[Party(group)]) if group in list(Party) else group
