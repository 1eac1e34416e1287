"""Who was invited, came, was excused or stayed away, as a paper lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from meetings_db.models import THREE_PARTIES, Participant, Party, PresenceEvent, PresenceKind, Standing
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.wording import Words
from triparty.words import PARTIES_IN_FULL

_ORDER = {party: place for place, party in enumerate(PARTIES_IN_FULL)}


@dataclass(frozen=True)
class Attendance:
    """One participant: first arrival and last leaving, and whether excused or marked absent; nothing when unmarked."""

    who: Participant
    arrived: datetime | None
    left: datetime | None
    excused: bool
    absent: bool

    @property
    def voting(self) -> bool:
        """Whether this person counts for the quorum."""
        return self.who.standing is Standing.VOTING


def attendances(room: MeetingRoom) -> list[Attendance]:
    """Everybody invited, by party, then voting members first, then as invited."""
    people = [_attendance(who, room.presence.get(who.id, [])) for who in room.participants]
    return sorted(people, key=lambda one: (_ORDER[one.who.party], not one.voting, one.who.position))


def marked(people: Sequence[Attendance]) -> bool:
    """Whether anybody's presence was recorded at all."""
    return any(one.arrived or one.excused or one.absent for one in people)


def units(words: Words, people: Sequence[Attendance]) -> str:
    """Names under their organisation, one organisation to a line (GB/T 9704-2012, 10.3)."""
    by_unit: dict[str, list[str]] = {}
    for one in people:
        by_unit.setdefault(words.given(one.who.organisation), []).append(words.given(one.who.name))
    gap = "\u3000" if words.chinese else ": "
    return "\n".join(f"{unit}{gap}{words.listed(names)}" for unit, names in by_unit.items())


def parties_present(words: Words, people: Sequence[Attendance]) -> str:
    """How many voting members of each of the three parties came, of how many."""
    said = []
    for party in THREE_PARTIES:
        own = [one for one in people if one.voting and one.who.party is party]
        came = sum(one.arrived is not None for one in own)
        said.append(
            words.say("{party} {present} of {expected}").format(
                party=words.say(PARTIES_IN_FULL[party]), present=came, expected=len(own)
            )
        )
    return ("；" if words.chinese else "; ").join(said)


def organisations(room: MeetingRoom, party: Party | None = None) -> list[str]:
    """The organisations invited, each once, in the order of the parties."""
    people = sorted(room.participants, key=lambda who: (_ORDER[who.party], who.position))
    return list(dict.fromkeys(who.organisation for who in people if party is None or who.party is party))


def _attendance(who: Participant, events: list[PresenceEvent]) -> Attendance:
    arrivals = [event.at for event in events if event.kind is PresenceKind.ARRIVE]
    last = events[-1] if events else None
    gone = last is not None and last.kind is PresenceKind.LEAVE
    never = last is not None and not arrivals
    return Attendance(
        who,
        arrivals[0] if arrivals else None,
        last.at if last is not None and gone and arrivals else None,
        never and last is not None and last.kind is PresenceKind.EXCUSE,
        never and last is not None and last.kind is PresenceKind.ABSENT,
    )
