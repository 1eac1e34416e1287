"""How everybody of a meeting stood at a moment, and what a change to the record of that would do to its ballots."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, or_, select

from meetings_db.models import (
    AgendaItem,
    Ballot,
    BallotCount,
    Choice,
    Meeting,
    Participant,
    Party,
    PresenceEvent,
    PresenceKind,
    Recusal,
    SeatChoice,
    Standing,
    Substitute,
    Vote,
)
from meetings_db.queries.directory import Seat
from meetings_db.queries.meetings import BallotSheet, MeetingRoom, meeting_room
from meetings_db.text import fold
from triparty.i18n import _
from triparty.rules import RuleError, attendance
from triparty.rules.attendance import Extent, Span, Stretch
from triparty.rules.presence import Counted, Sitting, counted, earliest, sitting, why_not_then
from triparty.services.clock import moment
from triparty.words import PARTIES_IN_SENTENCES

Entry = PresenceEvent | Substitute | Recusal | SeatChoice
"""What presence is derived from."""

E = TypeVar("E", PresenceEvent, Substitute, Recusal, SeatChoice)
P = TypeVar("P", Substitute, Recusal)


def sittings(room: MeetingRoom, at: datetime, item_id: UUID | None = None) -> list[Sitting]:
    """How every participant stands at `at`, in the order invited: present, for which party, withdrawn from the item."""
    return [sitting_of(room, who, at, item_id) for who in room.participants]


def sitting_of(room: MeetingRoom, who: Participant, at: datetime, item_id: UUID | None = None) -> Sitting:
    """How one participant stands at `at`, as to the item."""
    recorded = (recorded.get(who.id, ()) for recorded in (room.presence, room.substitutes, room.recusals, room.choices))
    events, substitutes, recusals, choices = recorded
    return sitting(who, events, substitutes, recusals, choices, item_id, at)  # type: ignore[arg-type]


def counted_at(room: MeetingRoom, at: datetime, item_id: UUID | None = None) -> dict[Party, Counted]:
    """The people with a vote of each of the three parties: expected, here at `at`, and withdrawn from the item."""
    return counted(sittings(room, at, item_id))


def voiceless(room: MeetingRoom, at: datetime, item_id: UUID) -> list[Party]:
    """The parties that have people with a vote here, of whom each withdrew from the item."""
    return [party for party, own in counted(sittings(room, at, item_id)).items() if own.present and not own.votes]


def nobody_left(parties: Iterable[Party], say: Callable[[str], str]) -> str:
    """That nobody of these parties may vote on an item any more, in the words of `say`."""
    named = say(", ").join(say(PARTIES_IN_SENTENCES[party]) for party in parties)
    return say("Nobody of {parties} is left who may vote on it.").format(parties=named)


def voting_still(room: MeetingRoom, ballot: Ballot, group: str, at: datetime) -> int:
    """How many of a party could vote when the ballot opened and may still at `at`, in the same seat."""
    moments = (ballot.opened_at, at)
    both = zip(*(sittings(room, each, ballot.item_id) for each in moments), strict=True)
    return sum(
        then.votes and now.votes and then.party == now.party == group and then.speaker == now.speaker
        for then, now in both
    )


def seats_to_choose(room: MeetingRoom, who: Participant) -> list[Seat]:
    """The posts of somebody who has a vote in several parties and never said for which; nothing where there is one."""
    hats = room.hats.get(who.id, [])
    several = len({seat.post.party for seat in hats}) > 1
    return hats if several and not room.choices.get(who.id) else []


def extents(room: MeetingRoom, who: Participant, now: datetime, *, grace: bool = False) -> dict[int, Extent]:
    """How much of each item that was on the table somebody was there for, by the item's place.

    With `grace` a little late at the beginning of the meeting, or early at its end, is not told, as on paper.
    """
    there = attendance.spans(room.presence.get(who.id, ()))
    if grace:
        there = attendance.graced(there, room.meeting.opened_at, room.meeting.closed_at)
    withdrawn = room.recusals.get(who.id, [])
    return {
        item.position: attendance.extent(there, [each for each in withdrawn if each.item_id == item.id], table)
        for item in room.items
        if (table := on_the_table(room, item, now))
    }


def on_the_table(room: MeetingRoom, item: AgendaItem, now: datetime) -> list[Stretch]:
    """When an item was on the table, oldest first, until now where it still is; nothing where it never was."""
    kept: list[Span] = [(span.at, span.ended_at) for span in room.spans.get(item.id, [])]
    if not kept and item.started_at is not None:  # 0.1.0 kept no pauses
        kept = [(item.started_at, item.ended_at)]
    return [(begun, ended or room.meeting.closed_at or max(now, begun)) for begun, ended in kept]


def when(meeting: Meeting, at: datetime | None) -> datetime:
    """`at` in UTC, or now; raises RuleError for a time at which nothing of the meeting's presence can have been."""
    then, now = moment(at), moment()
    if reason := why_not_then(then, earliest_of(meeting), now, meeting.closed_at):
        raise RuleError(reason)
    return then


def earliest_of(meeting: Meeting) -> datetime | None:
    """From when on presence of a meeting may have been recorded."""
    return earliest(meeting.starts_at, meeting.frozen_at, meeting.opened_at)


def altered(room: MeetingRoom, *, without: Iterable[UUID] = (), having: Iterable[Entry] = ()) -> MeetingRoom:
    """The meeting as it would be: entries with these keys gone, and these entries there, each in its place in time."""
    gone, rows = set(without), list(having)
    gone |= {row.id for row in rows}
    return replace(
        room,
        presence=_altered(room.presence, gone, [row for row in rows if isinstance(row, PresenceEvent)]),
        substitutes=_altered(room.substitutes, gone, [row for row in rows if isinstance(row, Substitute)]),
        recusals=_altered(room.recusals, gone, [row for row in rows if isinstance(row, Recusal)]),
        choices=_altered(room.choices, gone, [row for row in rows if isinstance(row, SeatChoice)]),
    )


def ballots_against(before: MeetingRoom, after: MeetingRoom) -> list[str]:
    """The ballots in force that counted people otherwise than `after` would have it, a sentence each.

    A ballot counted everybody when it opened, and each voter of a roll call, or the hands of a group, once more at the
    moment the vote was given: nobody absent has voted, and nobody who voted goes away under it.
    """
    reasons = []
    for item in before.items:
        for sheet in before.ballots.get(item.id, []):
            ballot = sheet.ballot
            if not ballot.annulled_reason and (people := counted_otherwise(before, after, sheet)):
                reasons.append(
                    _(
                        "Ballot {round} on item {number} ({time}) stands on who was there: {people}. Annul it first."
                    ).format(
                        round=ballot.round,
                        number=item.position,
                        time=f"{ballot.opened_at.astimezone():%H:%M}",
                        people=_(", ").join(people),
                    )
                )
    return reasons


def counted_otherwise(before: MeetingRoom, after: MeetingRoom, sheet: BallotSheet) -> list[str]:
    """Whom a ballot would have counted otherwise, or of which party fewer than it counted."""
    return _people_otherwise(before, after, sheet) or _hands_without(before, after, sheet)


def twice_here(room: MeetingRoom) -> list[str]:
    """Who ever sits in two seats at once, in one of them in somebody else's place: a sentence each."""
    said = _("{name} stands in for {other} already: one person, one vote.")
    found: dict[str, None] = {}
    for name, own in _seats_by_name(room).items():
        came = {event.at for who in own for event in room.presence.get(who.id, ()) if event.kind is PresenceKind.ARRIVE}
        for at in sorted(came) if len(own) > 1 else ():
            there = (one for one in (sitting_of(room, who, at) for who in own) if one.present)
            here = [one for one in there if fold((one.substitute or one.who).name) == name]
            standing_in = [one for one in here if one.substitute is not None]
            if len(here) > 1 and standing_in:
                found[said.format(name=(here[0].substitute or here[0].who).name, other=standing_in[0].who.name)] = None
    return list(found)


def at_once(room: MeetingRoom) -> list[str]:
    """Who would stand in for somebody while another still does, or withdraw twice from an item: a sentence each."""
    numbers = {item.id: item.position for item in room.items}
    found = []
    for who in room.participants:
        for one, other in _overlapping(room.substitutes.get(who.id, [])):
            said = _("{name} would stand in for {who} at once with {other}.")
            found.append(said.format(name=one.name, who=who.name, other=other.name))
        own = room.recusals.get(who.id, [])
        for item_id in dict.fromkeys(each.item_id for each in own):
            for _pair in _overlapping([each for each in own if each.item_id == item_id]):
                said = _("{name} would have withdrawn from item {number} twice at once.")
                found.append(said.format(name=who.name, number=numbers[item_id]))
    return found


def _overlapping(entries: Sequence[P]) -> Iterator[tuple[P, P]]:
    """Entries of one seat, oldest first, of which the earlier lasts when the later begins."""
    return ((one, other) for one, other in pairwise(entries) if one.ended_at is None or one.ended_at > other.at)


def _seats_by_name(room: MeetingRoom) -> dict[str, list[Participant]]:
    """The seats that somebody of a name has a vote in, or ever stood in for."""
    names: dict[str, list[Participant]] = {}
    for who in room.participants:
        own = {fold(each.name) for each in room.substitutes.get(who.id, ())}
        for name in own | ({fold(who.name)} if who.standing is Standing.VOTING else set()):
            names.setdefault(name, []).append(who)
    return names


def refuse_under_ballots(
    session: Session,
    meeting: Meeting,
    since: datetime,
    *,
    without: Sequence[UUID] = (),
    having: Sequence[Entry] = (),
) -> None:
    """Refuse a change from `since` on under which a ballot in force would have counted other people.

    Nobody absent has voted, and nobody a ballot counted goes away under it. What is not in the past of any ballot, nor
    of a vote given in it, is not looked into.
    """
    given = select(Vote.id).where(Vote.ballot_id == Ballot.id, col(Vote.given_at) >= since).exists()
    hands = select(BallotCount.id).where(BallotCount.ballot_id == Ballot.id, col(BallotCount.counted_at) >= since)
    later = or_(Ballot.opened_at >= since, given, hands.exists())
    where = (AgendaItem.meeting_id == meeting.id, Ballot.annulled_reason == "", later)
    query = select(Ballot.id).join(AgendaItem, col(Ballot.item_id) == AgendaItem.id).where(*where)
    if session.exec(query.limit(1)).first() is None:
        return
    with session.no_autoflush:
        room = meeting_room(session, meeting.id)
    if reasons := ballots_against(room, altered(room, without=without, having=having)):
        raise RuleError(*reasons)


def _altered(recorded: dict[UUID, list[E]], gone: set[UUID], rows: Sequence[E]) -> dict[UUID, list[E]]:
    """One kind of entries, each participant's oldest first."""
    found = {key: [each for each in own if each.id not in gone] for key, own in recorded.items()}
    for row in rows:
        found.setdefault(row.participant_id, []).append(row)
    return {key: sorted(own, key=lambda each: (each.at, each.id)) for key, own in found.items()}


def _people_otherwise(before: MeetingRoom, after: MeetingRoom, sheet: BallotSheet) -> list[str]:
    """Whom a ballot would have counted otherwise as it opened or as they voted, and how; each once."""
    item_id, given = sheet.ballot.item_id, {vote.participant_id: vote for vote in sheet.votes if vote.given_at}
    found = {}
    for who in before.participants:
        vote = given.get(who.id)
        recused = vote is not None and vote.choice is Choice.RECUSED
        for at, withdrew in ((sheet.ballot.opened_at, False), (vote.given_at if vote else None, recused)):
            if at is None or who.id in found:
                continue
            was, would = (sitting_of(room, who, at, item_id) for room in (before, after))
            if said := _withdrawn_otherwise(was, would) if withdrew else _otherwise(was, would):
                found[who.id] = said.format(name=who.name)
    return list(found.values())


def _hands_without(before: MeetingRoom, after: MeetingRoom, sheet: BallotSheet) -> list[str]:
    """The parties of which more hands were counted than people would have been there to raise one."""
    said = []
    for count in sheet.counts:
        if count.counted_at is None:
            continue
        was, would = (voting_still(room, sheet.ballot, count.group, count.counted_at) for room in (before, after))
        if would < min(was, count.cast):
            said.append(
                _("of {party} {hands} voted at {time}, and {here} would be there").format(
                    party=_(PARTIES_IN_SENTENCES[Party(count.group)]),
                    hands=count.cast,
                    time=f"{count.counted_at.astimezone():%H:%M}",
                    here=would,
                )
            )
    return said


def _otherwise(was: Sitting, would: Sitting) -> str:
    """How somebody would have been counted otherwise; empty where they would not."""
    if was.counts and not would.counts:
        return _("{name} was counted and would not be")
    if would.counts and not was.counts:
        return _("{name} was not counted and would be")
    if was.counts and was.party is not would.party:
        return _("{name} would sit for another party")
    if was.counts and was.recused is not would.recused:
        return _withdrawn_otherwise(was, would)
    if was.counts and was.speaker != would.speaker:
        return _("somebody else would have voted in the place of {name}")
    if was.entitled is not would.entitled or (was.entitled and was.party is not would.party):
        return _("{name} was expected otherwise")
    return ""


def _withdrawn_otherwise(was: Sitting, would: Sitting) -> str:
    """Whether somebody would have withdrawn who did not, or the other way round; empty where neither."""
    if was.recused is would.recused:
        return ""
    return _("{name} would have withdrawn") if would.recused else _("{name} would not have withdrawn")
