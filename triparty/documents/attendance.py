"""Who was invited, came, was excused or stayed away, for whom and for which items, as a paper says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from meetings_db.models import (
    THREE_PARTIES,
    AgendaItem,
    Meeting,
    Participant,
    Party,
    PresenceEvent,
    PresenceKind,
    Standing,
    Substitute,
)
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents.wording import Words
from triparty.rules.attendance import Extent, comings_and_goings, runs, spans
from triparty.rules.presence import Place, in_force, place_at
from triparty.services.sittings import extents
from triparty.words import PARTIES_IN_FULL

_ORDER = {party: place for place, party in enumerate(PARTIES_IN_FULL)}


@dataclass(frozen=True)
class Attendance:
    """One participant: first arrival and last leaving, and whether excused or marked absent; nothing when unmarked.

    `place` is the seat taken in the end; `substitute` came in the participant's place, `in_person` is whether the
    participant came too; `counts` whether anybody who came could use the seat's vote.
    """

    who: Participant
    place: Place
    arrived: datetime | None
    left: datetime | None
    excused: bool
    absent: bool
    substitute: Substitute | None = None
    in_person: bool = True
    counts: bool = True

    @property
    def voting(self) -> bool:
        """Whether this person counts for the quorum."""
        return self.place.standing is Standing.VOTING

    @property
    def came(self) -> bool:
        """Whether the seat was taken by somebody who counts for the quorum."""
        return self.arrived is not None and self.counts


def attendances(room: MeetingRoom) -> list[Attendance]:
    """Everybody invited, by party, then voting members first, then as invited."""
    people = [_attendance(room, who) for who in room.participants]
    return sorted(people, key=lambda one: (_ORDER[one.place.party], not one.voting, one.who.position))


def marked(people: Sequence[Attendance]) -> bool:
    """Whether anybody's presence was recorded at all."""
    return any(one.arrived or one.excused or one.absent for one in people)


def units(words: Words, people: Sequence[Attendance]) -> str:
    """Names under their organisation, one organisation to a line (GB/T 9704-2012, 10.3)."""
    by_unit: dict[str, list[str]] = {}
    for one in people:
        by_unit.setdefault(words.given(one.place.organisation), []).append(named(words, one))
    gap = "\u3000" if words.chinese else ": "
    return "\n".join(f"{unit}{gap}{words.listed(names)}" for unit, names in by_unit.items())


def named(words: Words, one: Attendance) -> str:
    """Somebody who came, with whom they stood in for: 李乙二（代张甲一）."""
    name = words.given(one.who.name)
    if one.substitute is None or one.arrived is None:
        return name
    other = words.given(one.substitute.name)
    if one.in_person:
        return words.say("{name} ({other} for a part)").format(name=name, other=other)
    if not one.counts:
        return words.say("{other} (for {name}, without written authority)").format(name=name, other=other)
    return words.say("{other} (for {name})").format(name=name, other=other)


def stayed_away(words: Words, people: Sequence[Attendance]) -> str:
    """The names of people who did not come, under their organisations."""
    return units(words, [_without_substitute(one) for one in people])


def lists(words: Words, people: list[Attendance]) -> dict[str, str]:
    """Who is on the lists 出席, 请假, 缺席, 列席; nobody is called absent where presence was never recorded.

    Who was excused and sent somebody is in both: a substitute sits without a vote where no written authority was seen.
    """
    voting = [one for one in people if one.voting]
    missing = [one for one in voting if not one.came and not one.excused] if marked(people) else []
    beside = [one for one in people if one.arrived and not (one.voting and one.came)]
    return {
        "voting": units(words, [one for one in voting if one.came]) or words.missing,
        "excused": stayed_away(words, [one for one in people if one.excused]),
        "absent": stayed_away(words, missing),
        "observing": units(words, beside),
    }


def parties_present(words: Words, people: Sequence[Attendance]) -> str:
    """How many voting members of each of the three parties came, of how many."""
    said = []
    for party in THREE_PARTIES:
        own = [one for one in people if one.voting and one.place.party is party]
        said.append(
            words.say("{party} {present} of {expected}").format(
                party=words.say(PARTIES_IN_FULL[party]), present=sum(one.came for one in own), expected=len(own)
            )
        )
    return words.in_turn(*said)


def organisations(room: MeetingRoom, party: Party | None = None) -> list[str]:
    """The organisations invited, each once, in the order of the parties."""
    people = sorted(room.participants, key=lambda who: (_ORDER[who.party], who.position))
    return list(dict.fromkeys(who.organisation for who in people if party is None or who.party is party))


def movements(room: MeetingRoom, words: Words) -> str:
    """Who came late or left early and what they were there for, who stood in with what authority, who sat for whom.

    A line for each person of whom there is something to tell; nothing where everybody was there from the beginning
    to the end in their own place.
    """
    lines = []
    for one in attendances(room):
        parts = [*_comings(room, one, words), *_substitutes(room, one, words), *_seats(room, one, words)]
        if parts:
            lines.append(words.given(one.who.name) + ("：" if words.chinese else ": ") + words.in_turn(*parts))
    return "\n".join(lines)


def recusals(room: MeetingRoom, item: AgendaItem, words: Words) -> str:
    """Who withdrew from an item, and why."""
    said = []
    for who in room.participants:
        for each in room.recusals.get(who.id, []):
            if each.item_id == item.id:
                told = words.say("{name} ({reason})").format(
                    name=words.given(who.name), reason=words.given(each.reason)
                )
                if each.ended_at is not None:
                    told += words.say(", until {time}").format(time=words.clock(each.ended_at))
                said.append(told)
    return words.in_turn(*said)


def _comings(room: MeetingRoom, one: Attendance, words: Words) -> list[str]:
    """When somebody came and went otherwise than everybody, and the items they were there for."""
    meeting = room.meeting
    there = spans(room.presence.get(one.who.id, ()))
    told = comings_and_goings(there, meeting.opened_at, meeting.closed_at)
    if not told:
        return []
    times = [
        words.say("arrived {time}").format(time=_time(words, at, meeting))
        if came
        else words.say("left {time}").format(time=_time(words, at, meeting))
        for at, came in told
    ]
    found = extents(room, one.who, meeting.closed_at or datetime.now(UTC), grace=True)
    whole = [number for number, extent in found.items() if extent is Extent.WHOLE]
    part = [number for number, extent in found.items() if extent is Extent.PART]
    items = []
    if whole and len(whole) < len(found):
        items.append(words.say("items attended: {numbers}").format(numbers=_runs(whole, words)))
    if part:
        items.append(words.say("in part: {numbers}").format(numbers=_runs(part, words)))
    if found and not whole and not part:
        items.append(words.say("there for no item"))
    return [words.listed(times), *items]


def _substitutes(room: MeetingRoom, one: Attendance, words: Words) -> list[str]:
    """Who stood in from when on, with what written authority (Civil Code, Article 165)."""
    said = []
    for each in room.substitutes.get(one.who.id, []):
        since = words.say("from {time} {name} in this place").format(
            time=_time(words, each.at, room.meeting), name=words.given(each.name)
        )
        if each.signed_at is None:
            authority = words.say("without written authority, without a vote")
        else:
            authority = words.say("authority in writing, signature seen: {terms}").format(
                terms=words.in_turn(*(words.given(text) for text in (each.matter, each.scope, each.term)))
            )
        said.append(since + ("，" if words.chinese else ", ") + authority)
    return said


def _seats(room: MeetingRoom, one: Attendance, words: Words) -> list[str]:
    """For which party somebody with several posts sat, and for which items otherwise."""
    choices = room.choices.get(one.who.id, [])
    if not choices:
        return []
    said = [words.say("sat for {party}").format(party=words.say(PARTIES_IN_FULL[one.place.party]))]
    for item in room.items:
        at = item.ended_at or _END
        place = place_at(one.who, choices, item.id, at)
        if place.party is not one.place.party:
            said.append(
                words.say("on item {number} for {party}").format(
                    number=item.position, party=words.say(PARTIES_IN_FULL[place.party])
                )
            )
    return said if len(said) > 1 or one.place.party is not one.who.party else []


def _runs(numbers: Iterable[int], words: Words) -> str:
    """Numbers with what lies in a row drawn together: 1–4、7."""
    return words.listed(str(first) if first == last else f"{first}–{last}" for first, last in runs(numbers))


def _time(words: Words, at: datetime, meeting: Meeting) -> str:
    """A time of day, with the day where that is not the one on which the meeting was opened: it may be reopened."""
    opened = meeting.opened_at or at
    day = "" if at.astimezone().date() == opened.astimezone().date() else f"{words.day_short(at)} "
    return day + words.clock(at)


_END = datetime.max.replace(tzinfo=UTC)
"""Behind everything that was recorded."""


def _attendance(room: MeetingRoom, who: Participant) -> Attendance:
    """What the record comes to for one participant."""
    events = room.presence.get(who.id, [])
    arrivals = [event for event in events if event.kind is PresenceKind.ARRIVE]
    last = events[-1] if events else None
    gone = last is not None and last.kind is PresenceKind.LEAVE
    stood_in = [_standing_in(room, who, event) for event in arrivals]
    in_person = any(each is None for each in stood_in)
    # Whose signature was seen after they came counts from then on, and has come with a vote.
    counts = any(each is None or each.signed_at is not None for each in stood_in)
    away = [event.kind for event in events if event.kind in (PresenceKind.EXCUSE, PresenceKind.ABSENT)]
    said = away[-1] if away and not in_person else None
    return Attendance(
        who,
        place_at(who, room.choices.get(who.id, ()), None, _END),
        arrivals[0].at if arrivals else None,
        last.at if last is not None and gone and arrivals else None,
        said is PresenceKind.EXCUSE,
        said is PresenceKind.ABSENT,
        next((each for each in reversed(stood_in) if each is not None), None),
        in_person,
        counts,
    )


def _standing_in(room: MeetingRoom, who: Participant, event: PresenceEvent) -> Substitute | None:
    """Who it was that came with an arrival, None for the participant."""
    return next((each for each in reversed(room.substitutes.get(who.id, [])) if in_force(each, event.at)), None)


def _without_substitute(one: Attendance) -> Attendance:
    """The participant alone."""
    return Attendance(one.who, one.place, None, None, one.excused, one.absent)
