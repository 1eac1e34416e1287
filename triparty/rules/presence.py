"""Who is in the room, and whether every party is: derived from arrivals and leavings, never stored."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Protocol, TypeVar

from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_rule import smallest_passing

_KINDS = ("arrive", "leave", "excuse", "absent")
Who = TypeVar("Who", bound=Hashable, covariant=True)


class PresenceEvent(Protocol):
    """One press of the presence clock: `kind` is arrive, leave, excuse or absent; `at` is an aware time."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def at(self) -> datetime:
        """When."""


class ParticipantEvent(PresenceEvent, Protocol[Who]):
    """A press of the presence clock that says for whom."""

    @property
    def participant_id(self) -> Who:
        """Whose presence changed."""


def present_at(events: Iterable[PresenceEvent], moment: datetime) -> bool:
    """Whether one participant is there at `moment`: the last event until then, that moment included, decides.

    Of events at the same instant the later in `events` counts. Only an arrival makes present. Raises ValueError
    for a kind that is none of the four, and TypeError for a time without a zone.
    """
    last: PresenceEvent | None = None
    for event in events:
        if event.kind not in _KINDS:
            raise ValueError(f"not a kind of presence: {event.kind}")
        if event.at <= moment and (last is None or event.at >= last.at):
            last = event
    return last is not None and last.kind == "arrive"


def present_ids(events: Iterable[ParticipantEvent[Who]], moment: datetime) -> frozenset[Who]:
    """The participants who are there at `moment`, from everybody's events in any order."""
    by_participant: dict[Who, list[PresenceEvent]] = {}
    for event in events:
        by_participant.setdefault(event.participant_id, []).append(event)
    return frozenset(who for who, own in by_participant.items() if present_at(own, moment))


@dataclass(frozen=True)
class PartyQuorum:
    """One party's voting people: expected, present, and how many must be there."""

    party: str
    expected: int
    present: int
    needed: int

    @property
    def reached(self) -> bool:
        """Whether enough of the party are there."""
        return self.present >= self.needed


@dataclass(frozen=True)
class Quorum:
    """The quorum of a meeting at one moment, party by party and overall; `reasons` say what is missing."""

    parties: tuple[PartyQuorum, ...]
    expected: int
    present: int
    needed: int
    reasons: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether the meeting may decide; never without parties."""
        return bool(self.parties) and self.present >= self.needed and all(party.reached for party in self.parties)


def quorum(
    parties_expected: Mapping[str, int],
    parties_present: Mapping[str, int],
    *,
    minimum_fraction: Fraction | None = None,
    strict: bool = False,
) -> Quorum:
    """Whether the voting people present (by party) are enough of those expected (by party).

    By the house rule of the joint meeting every party needs one. `minimum_fraction` asks besides for that part
    of all expected, `strict` for more than it. Raises RuleError for counts that cannot be true.
    """
    if refusals := _impossible(parties_expected, parties_present):
        raise RuleError(*refusals)
    parties = tuple(
        PartyQuorum(party, expected, parties_present.get(party, 0), 1) for party, expected in parties_expected.items()
    )
    expected = sum(party.expected for party in parties)
    present = sum(party.present for party in parties)
    needed = len(parties)
    if minimum_fraction is not None:
        needed = max(needed, smallest_passing(expected, minimum_fraction, strict))
    reasons = [
        _("{party}: nobody with a vote is present.").format(party=party.party) for party in parties if not party.reached
    ]
    if minimum_fraction is not None and present < needed:
        reasons.append(
            _("{present} of {expected} people with a vote are present; {needed} are needed.").format(
                present=present, expected=expected, needed=needed
            )
        )
    if not parties:
        reasons.append(_("No party has been invited."))
    return Quorum(parties, expected, present, needed, tuple(reasons))


def _impossible(expected: Mapping[str, int], present: Mapping[str, int]) -> list[str]:
    """A sentence for every party whose numbers cannot be true."""
    refusals = []
    for party in {**expected, **present}:
        there, due = present.get(party, 0), expected.get(party, 0)
        if there < 0 or due < 0 or there > due:
            refusals.append(
                _("{party}: {present} people with a vote present of {expected} expected cannot be.").format(
                    party=party, present=there, expected=due
                )
            )
    return refusals
