"""Who is in the room, for which party, on which item: derived from what was recorded at which time, never stored.

House rules (no national rule exists): every party needs somebody there; who has several posts sits for one party at a
time; who stands in counts from when the signature under the written authority was seen (Civil Code, Article 165); who
withdrew from an item (回避) counts as the rule of its ballot says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple, Protocol
from uuid import UUID

from meetings_db.models import (
    THREE_PARTIES,
    Participant,
    Party,
    PresenceKind,
    Recusal,
    SeatChoice,
    Standing,
    Substitute,
)
from triparty.i18n import _
from triparty.rules.ballot_rule import Recusal as Counting

_ABOUT = timedelta(hours=12)
_KINDS = ("arrive", "leave", "excuse", "absent")


class PresenceEvent(Protocol):
    """One press of the presence clock: `kind` is arrive, leave, excuse or absent; `at` is an aware time."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def at(self) -> datetime:
        """When."""


class Interval(Protocol):
    """What holds from `at` until `ended_at`, that moment no longer included."""

    at: datetime
    ended_at: datetime | None


def held_at(announced: datetime, opened: datetime | None) -> datetime:
    """When the record says a meeting was held: as announced, unless it was opened on another local day."""
    moved = opened is not None and opened.astimezone().date() != announced.astimezone().date()
    return opened if opened is not None and moved else announced


def on_its_day(announced: datetime, at: datetime) -> bool:
    """Whether a meeting that is opened at `at` is opened about when it was called for, and needs no second thought."""
    return abs(announced - at) < _ABOUT


def earliest(announced: datetime, frozen: datetime | None, opened: datetime | None) -> datetime | None:
    """From when on presence may have been recorded; None before the agenda is frozen, when nothing is refused yet.

    It is the beginning of the local day on which the meeting is held, or the freezing where that came before.
    """
    if frozen is None:
        return None
    day = held_at(announced, opened).astimezone().date()
    return min(datetime.combine(day, time()).astimezone(), frozen)


def why_not_then(at: datetime, first: datetime | None, now: datetime, closed: datetime | None) -> str:
    """Why nothing of presence can have been at `at`; empty where it can.

    Nothing has been that is still to come, and a meeting's record begins (`earliest`) and ends with it.
    """
    if closed is not None and at > closed:
        return _("{time} is after the meeting was closed. A time until {last} is allowed.").format(
            time=_said(at), last=_said(closed)
        )
    if at > now:
        return _("{time} has not come yet. A time until now, {last}, is allowed.").format(
            time=_said(at), last=_said(now)
        )
    if first is not None and at < first:
        return _("{time} is before the day of the meeting. A time from {first} on is allowed.").format(
            time=_said(at), first=_said(first)
        )
    return ""


def moment_meant(clock: time, near: datetime, began: datetime, over: datetime) -> datetime:
    """The moment that a time of day stands for: of the local days from `began` to `over` the one nearest to `near`."""
    days = (over.astimezone().date() - began.astimezone().date()).days
    each = (began.astimezone().date() + timedelta(days=day) for day in range(max(days, 0) + 1))
    return min((datetime.combine(day, clock).astimezone() for day in each), key=lambda at: abs(at - near))


def _said(at: datetime) -> str:
    """A moment in a sentence."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


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


def misfits(name: str, events: Sequence[PresenceEvent]) -> list[str]:
    """Why somebody's entries, oldest first, cannot have happened so: here twice, or gone without having come."""
    reasons = []
    for before, event in pairwise((None, *events)):
        assert event is not None
        here = before is not None and before.kind == PresenceKind.ARRIVE
        said = {"name": name, "time": f"{event.at.astimezone():%H:%M}"}
        if event.kind == PresenceKind.ARRIVE and here:
            reasons.append(_("{name} would arrive at {time} and be here already.").format(**said))
        elif event.kind == PresenceKind.LEAVE and not here:
            reasons.append(_("{name} would leave at {time} and not be here.").format(**said))
        elif event.kind in (PresenceKind.EXCUSE, PresenceKind.ABSENT) and here:
            reasons.append(_("{name} would be excused or absent at {time} and be here.").format(**said))
    return reasons


class Place(NamedTuple):
    """The seat somebody takes: for which party, with a vote or without, of which organisation."""

    party: Party
    standing: Standing
    organisation: str
    title: str


@dataclass(frozen=True)
class Sitting:
    """How a participant stands at one moment, as to one item where one is named."""

    who: Participant
    place: Place
    present: bool
    recused: bool
    substitute: Substitute | None
    authorised: bool

    @property
    def party(self) -> Party:
        """The party sat for."""
        return self.place.party

    @property
    def entitled(self) -> bool:
        """Whether the seat has a vote."""
        return self.place.standing is Standing.VOTING

    @property
    def counts(self) -> bool:
        """Whether somebody who may use the seat's vote is there, withdrawn from the item or not."""
        return self.entitled and self.present and self.authorised

    @property
    def speaker(self) -> UUID:
        """Who uses the seat: the substitute, else the participant."""
        return self.substitute.id if self.substitute else self.who.id

    @property
    def votes(self) -> bool:
        """Whether there is a vote to be given on the item."""
        return self.counts and not self.recused


def sitting(
    who: Participant,
    events: Iterable[PresenceEvent],
    substitutes: Iterable[Substitute],
    recusals: Iterable[Recusal],
    choices: Iterable[SeatChoice],
    item_id: UUID | None,
    moment: datetime,
) -> Sitting:
    """How `who` stands at `moment`, as to the item; of two things at the same instant the later in the list holds."""
    stands_in = next((each for each in reversed(list(substitutes)) if in_force(each, moment)), None)
    authorised = stands_in is None or (stands_in.signed_at is not None and stands_in.signed_at <= moment)
    recused = any(each.item_id == item_id and in_force(each, moment) for each in recusals)
    place = place_at(who, choices, item_id, moment)
    return Sitting(who, place, present_at(events, moment), recused, stands_in, authorised)


def in_force(held: Interval, moment: datetime) -> bool:
    """Whether something holds at `moment`."""
    return held.at <= moment and (held.ended_at is None or moment < held.ended_at)


def place_at(who: Participant, choices: Iterable[SeatChoice], item_id: UUID | None, moment: datetime) -> Place:
    """The seat taken at `moment`: the last one chosen for the item, else for the meeting, else as invited."""
    taken = [each for each in choices if each.at <= moment]
    for wanted in (item_id, None):
        for each in reversed(taken):
            if each.item_id == wanted:
                return Place(each.party, each.standing, each.organisation, each.title)
    return Place(who.party, who.standing, who.organisation, who.title)


class Counted(NamedTuple):
    """One party's people with a vote: how many are expected, how many of them are here, how many of those withdrew."""

    expected: int
    present: int
    recused: int = 0

    @property
    def votes(self) -> int:
        """How many may vote."""
        return self.present - self.recused


def counted(sittings: Iterable[Sitting]) -> dict[Party, Counted]:
    """The people with a vote of each of the three parties."""
    entitled = [one for one in sittings if one.entitled]
    return {
        party: Counted(
            sum(one.party is party for one in entitled),
            sum(one.party is party and one.counts for one in entitled),
            sum(one.party is party and one.counts and one.recused for one in entitled),
        )
        for party in THREE_PARTIES
    }


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

    @property
    def missing(self) -> tuple[Party, ...]:
        """The parties that nobody represents."""
        return tuple(own.party for own in self.parties if not own.reached)


def quorum(numbers: Mapping[Party, Counted], recused: Counting = Counting.NOT_COUNTED) -> Quorum:
    """Whether the people with a vote suffice: every party needs one (house rule).

    Who withdrew counts as the rule's `recused` says; unless told, they represent nobody, as they can say nothing.
    """
    out = recused is Counting.NOT_COUNTED
    return Quorum(
        tuple(
            PartyQuorum(party, own.expected - own.recused * out, own.present - own.recused * out)
            for party, own in numbers.items()
        )
    )
