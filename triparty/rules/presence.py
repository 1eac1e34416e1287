"""Who is in the room, and whether every party is: derived from arrivals and leavings, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from meetings_db.models import Party

_KINDS = ("arrive", "leave", "excuse", "absent")


class PresenceEvent(Protocol):
    """One press of the presence clock: `kind` is arrive, leave, excuse or absent; `at` is an aware time."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def at(self) -> datetime:
        """When."""


def held_at(announced: datetime, opened: datetime | None) -> datetime:
    """When the record says a meeting was held: as announced, unless it was opened on another local day."""
    moved = opened is not None and opened.astimezone().date() != announced.astimezone().date()
    return opened if opened is not None and moved else announced


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


@dataclass(frozen=True)
class PartyQuorum:
    """One party's people with a vote: how many are expected, and how many are here."""

    party: Party
    expected: int
    present: int

    @property
    def reached(self) -> bool:
        """Whether the party is represented."""
        return self.present > 0


@dataclass(frozen=True)
class Quorum:
    """The quorum of a meeting at one moment, party by party."""

    parties: tuple[PartyQuorum, ...]

    @property
    def reached(self) -> bool:
        """Whether the meeting may decide; never without parties."""
        return bool(self.parties) and all(party.reached for party in self.parties)


def quorum(counted: Mapping[Party, tuple[int, int]]) -> Quorum:
    """Whether the people with a vote suffice, (expected, present) by party: every party needs one (house rule)."""
    return Quorum(tuple(PartyQuorum(party, *numbers) for party, numbers in counted.items()))
