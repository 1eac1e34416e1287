"""Putting a wrong entry of the presence clock right: moved, taken out, or put in; what that changes is said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    Meeting,
    MeetingStatus,
    Participant,
    PresenceEvent,
    PresenceKind,
    Recusal,
    SeatChoice,
    Substitute,
)
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from triparty.i18n import _, mark
from triparty.rules import RuleError
from triparty.rules.attendance import Extent
from triparty.rules.presence import misfits, quorum, why_not_then
from triparty.services.clock import moment
from triparty.services.kept import find, find_version
from triparty.services.presence import coming_in
from triparty.services.sittings import (
    Entry,
    altered,
    at_once,
    ballots_against,
    counted_at,
    earliest_of,
    extents,
    twice_here,
)
from triparty.words import PARTIES_IN_SENTENCES

EXTENTS = {
    Extent.WHOLE: mark("there"),
    Extent.PART: mark("there for a part"),
    Extent.NONE: mark("not there"),
    Extent.RECUSED: mark("withdrew"),
}
"""How much of an item somebody was there for, in a word."""


@dataclass(frozen=True)
class Correction:
    """A correction that was thought out and not made: the meeting as it would be, what that changes, what is against.

    `without` are the entries that would go, `having` those that would be there, new or as they would be.
    """

    room: MeetingRoom
    without: tuple[UUID, ...]
    having: tuple[Entry, ...]
    changes: tuple[str, ...]
    reasons: tuple[str, ...]


def moved(room: MeetingRoom, event: PresenceEvent, at: datetime, now: datetime) -> Correction:
    """What another time of an entry would change. What was recorded with it moves with it: which seat was taken, and
    where one came in another's place who stood in, who went, and until when whoever was there before stood in.
    """
    at = moment(at)
    having: list[Entry] = [_at(event, at), *(_at(went, at) for went in _handed_over(room, event))]
    for each in _beside(room, event):
        signed = {"signed_at": at} if isinstance(each, Substitute) and each.signed_at == event.at else {}
        having.append(type(each).model_validate(each, update={"at": at, **signed}))
    having += [Substitute.model_validate(left, update={"ended_at": at}) for left in _until_then(room, event)]
    return _weighed(room, event.participant_id, (), having, now, at)


def taken_out(room: MeetingRoom, event: PresenceEvent, now: datetime) -> Correction:
    """What taking an entry out would change, with who stood in from then on and which seat was taken with it.

    Whoever left the place to who came in it is there again, and stands in again.
    """
    gone = (event.id, *(each.id for each in (*_handed_over(room, event), *_beside(room, event))))
    back = [Substitute.model_validate(left, update={"ended_at": None}) for left in _until_then(room, event)]
    return _weighed(room, event.participant_id, gone, back, now)


def put_in(
    room: MeetingRoom, who: UUID, kind: PresenceKind, at: datetime, now: datetime, chosen: Sequence[SeatChoice] = ()
) -> Correction:
    """What an entry that was forgotten would change, with the seat `chosen` at that time."""
    event = PresenceEvent(participant_id=who, kind=kind, at=moment(at))
    return _weighed(room, who, (), [event, *chosen], now, event.at)


def move_entry(session: Session, event_id: UUID, version: int, at: datetime) -> None:
    """Give an entry of the presence clock another time. Refused where it cannot have been, and under a ballot."""
    room, event = _of_a_meeting(session, event_id, version)
    _make(session, moved(room, event, at, moment()))


def remove_entry(session: Session, event_id: UUID, version: int) -> None:
    """Take an entry of the presence clock out. Refused where the others need it, and under a ballot."""
    room, event = _of_a_meeting(session, event_id, version)
    _make(session, taken_out(room, event, moment()))


def put_entry(
    session: Session, participant_id: UUID, kind: PresenceKind, at: datetime, *, seat: UUID | None = None
) -> None:
    """Put in an entry that was forgotten. Refused where it cannot have been, and under a ballot.

    Who arrived and has a vote in several parties sat in one `seat`, which must have been said once.
    """
    who = find(session, Participant, participant_id)
    room = _correctable(session, who)
    arrived = kind is PresenceKind.ARRIVE
    chosen = coming_in(session, who, room.meeting, moment(at), seat) if arrived else []
    _make(session, put_in(room, participant_id, kind, at, moment(), chosen))


def _of_a_meeting(session: Session, event_id: UUID, version: int) -> tuple[MeetingRoom, PresenceEvent]:
    """An entry as the caller saw it, with its meeting."""
    event = find_version(session, PresenceEvent, event_id, version)
    return _correctable(session, find(session, Participant, event.participant_id)), event


def _correctable(session: Session, who: Participant) -> MeetingRoom:
    """The meeting, whose minutes are not final yet."""
    meeting = find(session, Meeting, who.meeting_id)
    if meeting.status is MeetingStatus.FINAL:
        raise RuleError(_("The minutes are final."))
    if meeting.status is MeetingStatus.PREPARING:
        raise RuleError(_("Presence is recorded once the agenda is frozen."))
    return meeting_room(session, meeting.id)


def _make(session: Session, correction: Correction) -> None:
    """Make a correction nothing speaks against."""
    if correction.reasons:
        raise RuleError(*correction.reasons)
    for kind in (PresenceEvent, Substitute, Recusal, SeatChoice):
        for key in correction.without:
            row = session.get(kind, key)
            if row is not None:
                session.delete(row)
    for would in correction.having:
        kept = session.get(type(would), would.id)
        if kept is None:
            session.add(would)
        else:
            kept.sqlmodel_update(would.model_dump(exclude={"version"}))
    session.flush()


def _beside(room: MeetingRoom, event: PresenceEvent) -> list[Substitute | SeatChoice]:
    """What was recorded together with an arrival: that somebody stood in, that a seat was chosen."""
    if event.kind is not PresenceKind.ARRIVE:
        return []
    who = event.participant_id
    beside: list[Substitute | SeatChoice] = [*room.substitutes.get(who, []), *room.choices.get(who, [])]
    return [each for each in beside if each.at == event.at]


def _at(event: PresenceEvent, at: datetime) -> PresenceEvent:
    """An entry at another time."""
    return PresenceEvent(id=event.id, participant_id=event.participant_id, kind=event.kind, at=at)


def _handed_over(room: MeetingRoom, event: PresenceEvent) -> list[PresenceEvent]:
    """Who left the place at the moment of an arrival by which another came to sit in it."""
    if not _until_then(room, event) and not any(isinstance(each, Substitute) for each in _beside(room, event)):
        return []
    own = room.presence.get(event.participant_id, [])
    return [each for each in own if each.kind is PresenceKind.LEAVE and each.at == event.at and each.id != event.id]


def _until_then(room: MeetingRoom, event: PresenceEvent) -> list[Substitute]:
    """Who stood in until an arrival in the same place."""
    own = room.substitutes.get(event.participant_id, []) if event.kind is PresenceKind.ARRIVE else []
    return [each for each in own if each.ended_at == event.at]


def _weighed(
    room: MeetingRoom,
    who_id: UUID,
    without: Sequence[UUID],
    having: Sequence[Entry],
    now: datetime,
    at: datetime | None = None,
) -> Correction:
    """What a correction of one person's entries changes, and what speaks against it; `at` is a new time it gives."""
    would = altered(room, without=without, having=having)
    who = next(each for each in room.participants if each.id == who_id)
    untimely = at and why_not_then(at, earliest_of(room.meeting), now, room.meeting.closed_at)
    impossible = [untimely] if untimely else misfits(who.name, would.presence.get(who_id, []))
    already = (*twice_here(room), *at_once(room))
    twice = [each for each in (*twice_here(would), *at_once(would)) if each not in already]
    reasons = impossible or [*ballots_against(room, would), *twice]
    changes = () if impossible else tuple(_changes(room, would, who, now))
    return Correction(would, tuple(without), tuple(having), changes, tuple(reasons))


def _changes(room: MeetingRoom, would: MeetingRoom, who: Participant, now: datetime) -> list[str]:
    """Item by item how much of it the person was there for, and which party was represented, before and after."""
    said = []
    before, after = extents(room, who, now), extents(would, who, now)
    for number, was in before.items():
        if after[number] is not was:
            said.append(
                _("Item {number}: {before} → {after}").format(
                    number=number, before=_(EXTENTS[was]), after=_(EXTENTS[after[number]])
                )
            )
    for item in room.items:
        if item.started_at is None:
            continue
        ended = item.ended_at or room.meeting.closed_at or now
        was_missing = quorum(counted_at(room, ended, item.id)).missing
        now_missing = quorum(counted_at(would, ended, item.id)).missing
        for party in sorted(set(was_missing) ^ set(now_missing)):
            sentence = (
                _("Item {number}: {party} would not be represented any more")
                if party in now_missing
                else _("Item {number}: {party} would be represented")
            )
            said.append(sentence.format(number=item.position, party=_(PARTIES_IN_SENTENCES[party])))
    return said
