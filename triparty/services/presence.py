"""The presence clock: who comes and goes, who stands in for whom, who withdraws, for which party somebody sits.

Every deed is done now, or at a time that has passed and belongs to the meeting (`sittings.when`).
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    SETTLED,
    THREE_PARTIES,
    AgendaItem,
    Meeting,
    MeetingStatus,
    Participant,
    Post,
    PresenceEvent,
    PresenceKind,
    Recusal,
    SeatChoice,
    Standing,
    Substitute,
    SubstituteBase,
)
from meetings_db.queries.directory import Seat, register
from meetings_db.queries.meetings import meeting_room
from meetings_db.text import clean, fold
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.presence import in_force
from triparty.services.kept import change, find, find_version
from triparty.services.sittings import refuse_under_ballots, seats_to_choose, when
from triparty.services.votes import ask_again, recuse_in_roll
from triparty.words import PARTIES_IN_SENTENCES

_LIVE = (MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)


def mark_presence(
    session: Session, participant_id: UUID, kind: PresenceKind, at: datetime | None = None, *, seat: UUID | None = None
) -> PresenceEvent:
    """Record that somebody arrived, left, is excused or absent. People may arrive before the meeting opens.

    `seat` is the post somebody with several sits for; who has a vote in several parties must say it once.
    """
    participant, meeting = _of_a_live_meeting(session, participant_id)
    last = _last_presence(session, participant_id)
    here = last is not None and last.kind is PresenceKind.ARRIVE
    if kind is PresenceKind.ARRIVE and here:
        raise RuleError(_("{name} is here already.").format(name=participant.name))
    if kind is PresenceKind.LEAVE and not here:
        raise RuleError(_("{name} is not here.").format(name=participant.name))
    if kind in (PresenceKind.EXCUSE, PresenceKind.ABSENT) and here:
        raise RuleError(_("{name} is here; mark the leaving instead.").format(name=participant.name))
    event = PresenceEvent(participant_id=participant_id, kind=kind, at=when(meeting, at))
    if last is not None and event.at < last.at:
        raise RuleError(_("The time lies before {name}'s last entry.").format(name=participant.name))
    chosen = coming_in(session, participant, meeting, event.at, seat) if kind is PresenceKind.ARRIVE else []
    refuse_under_ballots(session, meeting, event.at, having=[event, *chosen])
    session.add_all([event, *chosen])
    session.flush()
    return event


def choose_seat(
    session: Session, participant_id: UUID, post_id: UUID, item_id: UUID | None = None, at: datetime | None = None
) -> SeatChoice:
    """Record for which of their posts somebody sits from `at` on: in the meeting, or for one item of it.

    One person votes for one party only. Raises RuleError for a post of somebody else, for one that has no vote in a
    party here on the day, and under a ballot that counted the person for another party.
    """
    participant = find(session, Participant, participant_id)
    meeting = find(session, Meeting, participant.meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.FINAL):
        raise RuleError(_("The meeting is over."))
    if item_id is not None:
        _refuse_unless_on_the_table(session, item_id, meeting)
    chosen = choice_of(participant, _seat(session, participant, post_id, meeting), when(meeting, at), item_id)
    refuse_under_ballots(session, meeting, chosen.at, having=[chosen])
    session.add(chosen)
    session.flush()
    return chosen


def stand_in(
    session: Session, participant_id: UUID, typed: SubstituteBase, at: datetime | None = None, *, signed: bool = False
) -> Substitute:
    """Somebody comes in a participant's place, and sits there from now on.

    With a vote only where the signature under the written authority was seen, which must name matter, scope and term
    (Civil Code, Article 165). Nobody votes twice, and nobody stands in for another party than their own.
    """
    participant, meeting = _of_a_live_meeting(session, participant_id)
    now = when(meeting, at)
    _refuse_second_voice(session, participant, typed.name, now)
    _refuse_incomplete(typed, signed=signed)
    substitute = Substitute.model_validate(
        typed, update={"participant_id": participant_id, "at": now, "signed_at": now if signed else None}
    )
    former = _standing_in(session, participant_id, now)
    coming = _hand_over(session, participant, now)
    refuse_under_ballots(session, meeting, now, having=[substitute, *coming])
    if former is not None:
        former.ended_at = now
    session.add_all([substitute, *coming])
    session.flush()
    return substitute


def see_authority(
    session: Session, substitute_id: UUID, version: int, typed: SubstituteBase, at: datetime | None = None
) -> Substitute:
    """The written authority was brought and its signature seen: from now on whoever stands in has the vote."""
    substitute = find_version(session, Substitute, substitute_id, version)
    _participant, meeting = _of_a_live_meeting(session, substitute.participant_id)
    if substitute.signed_at is not None:
        raise RuleError(_("The written authority of {name} was seen already.").format(name=substitute.name))
    _refuse_incomplete(typed, signed=True)
    now = when(meeting, at)
    would = Substitute.model_validate(substitute, update={**typed.model_dump(), "signed_at": now})
    refuse_under_ballots(session, meeting, now, having=[would])
    change(substitute, typed)
    substitute.signed_at = now
    session.flush()
    return substitute


def come_in_person(
    session: Session, participant_id: UUID, at: datetime | None = None, *, seat: UUID | None = None
) -> PresenceEvent:
    """The participant comes after all, in this `seat` of theirs: whoever stood in leaves the place to them."""
    participant, meeting = _of_a_live_meeting(session, participant_id)
    now = when(meeting, at)
    substitute = _standing_in(session, participant_id, now)
    if substitute is None:
        raise RuleError(_("Nobody stands in for {name}.").format(name=participant.name))
    would = Substitute.model_validate(substitute, update={"ended_at": now})
    chosen = coming_in(session, participant, meeting, now, seat)
    coming = _hand_over(session, participant, now)
    refuse_under_ballots(session, meeting, now, having=[would, *coming, *chosen])
    substitute.ended_at = now
    session.add_all([*coming, *chosen])
    session.flush()
    return coming[-1]


def coming_in(
    session: Session, participant: Participant, meeting: Meeting, at: datetime, seat: UUID | None
) -> list[SeatChoice]:
    """The seat somebody takes who comes in at `at`, not recorded yet; nothing where none is to be chosen.

    Raises RuleError for who has a vote in several parties and never said for which, and for who sits here already.
    """
    if participant.standing is Standing.VOTING:
        _refuse_elsewhere(session, participant, participant.name, at)
    if seat is not None:
        return [choice_of(participant, _seat(session, participant, seat, meeting), at)]
    _refuse_two_hats(session, participant, meeting)
    return []


def choice_of(participant: Participant, seat: Seat, at: datetime, item_id: UUID | None = None) -> SeatChoice:
    """That somebody sits for a post of theirs from `at` on: in the meeting, or for one item."""
    return SeatChoice(
        participant_id=participant.id,
        item_id=item_id,
        post_id=seat.post.id,
        party=seat.post.party,
        standing=seat.post.standing,
        organisation=seat.organisation.name,
        title=seat.post.title,
        at=at,
    )


def recuse(session: Session, participant_id: UUID, item_id: UUID, reason: str, at: datetime | None = None) -> Recusal:
    """Somebody withdraws from an item (回避), with the reason: how that counts, the rule of its ballot says.

    In a roll that is being called they are recused, unless they voted already.
    """
    participant, meeting = _of_a_live_meeting(session, participant_id)
    _refuse_unless_on_the_table(session, item_id, meeting)
    reason, now = clean(reason).strip(), when(meeting, at)
    if not reason:
        raise RuleError(_("Say why: the reason stays on record."))
    if withdrawn(session, participant_id, item_id, now) is not None:
        raise RuleError(_("{name} withdrew from this item already.").format(name=participant.name))
    recusal = Recusal(participant_id=participant_id, item_id=item_id, reason=reason, at=now)
    refuse_under_ballots(session, meeting, now, having=[recusal])
    session.add(recusal)
    session.flush()
    recuse_in_roll(session, participant_id, item_id, now)
    return recusal


def rejoin(session: Session, participant_id: UUID, item_id: UUID, at: datetime | None = None) -> Recusal:
    """Whoever withdrew from an item takes part in it again."""
    participant, meeting = _of_a_live_meeting(session, participant_id)
    _refuse_unless_on_the_table(session, item_id, meeting)
    now = when(meeting, at)
    recusal = withdrawn(session, participant_id, item_id, now)
    if recusal is None:
        raise RuleError(_("{name} did not withdraw from this item.").format(name=participant.name))
    would = Recusal.model_validate(recusal, update={"ended_at": now})
    refuse_under_ballots(session, meeting, now, having=[would])
    recusal.ended_at = now
    session.flush()
    ask_again(session, participant_id, item_id, now)
    return recusal


def withdrawn(session: Session, participant_id: UUID, item_id: UUID, at: datetime) -> Recusal | None:
    """The recusal in force at `at`."""
    query = select(Recusal).where(Recusal.participant_id == participant_id, Recusal.item_id == item_id)
    return next((each for each in session.exec(query) if in_force(each, at)), None)


def _of_a_live_meeting(session: Session, participant_id: UUID) -> tuple[Participant, Meeting]:
    """A participant and the meeting, which is frozen or in session."""
    participant = find(session, Participant, participant_id)
    meeting = find(session, Meeting, participant.meeting_id)
    if meeting.status not in _LIVE:
        raise RuleError(_("Presence is recorded between freezing the agenda and closing the meeting."))
    return participant, meeting


def _refuse_two_hats(session: Session, participant: Participant, meeting: Meeting) -> None:
    """Refuse an arrival of somebody with a vote in several parties who never said for which."""
    others = select(Post.id).where(
        Post.person_id == participant.person_id,
        Post.id != participant.post_id,
        Post.standing == Standing.VOTING,
        Post.party != participant.party,
    )
    if session.exec(others.limit(1)).first() is None:
        return
    with session.no_autoflush:
        seats = seats_to_choose(meeting_room(session, meeting.id), participant)
    if seats:
        raise RuleError(
            _("{name} votes for one party only. Say for which: {parties}.").format(
                name=participant.name, parties=_(", ").join(_said(seat) for seat in seats)
            )
        )


def _seat(session: Session, participant: Participant, post_id: UUID, meeting: Meeting) -> Seat:
    """The seat of a post; refused where it is another's, none of this community on the day, or has no vote here."""
    post = find(session, Post, post_id)
    if post.person_id != participant.person_id:
        raise RuleError(_("That is not a post of {name}.").format(name=participant.name))
    day, people = meeting.starts_at.astimezone().date(), [participant.person_id]
    held = {seat.post.id: seat for seat in register(session, meeting.community_id, on=day, people=people)}
    if post.id not in held or post.standing is not Standing.VOTING or post.party not in THREE_PARTIES:
        raise RuleError(
            _("As {title} {name} has no vote in any of the three parties here.").format(
                title=post.title or _(PARTIES_IN_SENTENCES[post.party]), name=participant.name
            )
        )
    return held[post.id]


def _said(seat: Seat) -> str:
    """A seat by its party and organisation."""
    return f"{_(PARTIES_IN_SENTENCES[seat.post.party])} ({seat.organisation.name})"


def _refuse_unless_on_the_table(session: Session, item_id: UUID, meeting: Meeting) -> None:
    """Refuse what is about an item of another meeting, one that is settled, or before the meeting opens."""
    item = find(session, AgendaItem, item_id)
    if item.meeting_id != meeting.id or meeting.status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    if item.status in SETTLED:
        raise RuleError(_("Item {number} is settled.").format(number=item.position))


def _refuse_incomplete(typed: SubstituteBase, *, signed: bool) -> None:
    """Refuse a signed authority that does not say what it must."""
    asked = {_("for what"): typed.matter, _("with what powers"): typed.scope, _("until when"): typed.term}
    lacking = [name for name, said in asked.items() if not said.strip()]
    if signed and lacking:
        raise RuleError(
            _("A written authority must say {lacking}. Without that {name} sits in without a vote.").format(
                lacking=_(", ").join(lacking), name=typed.name
            )
        )


def _refuse_second_voice(session: Session, participant: Participant, name: str, now: datetime) -> None:
    """Refuse a substitute who has a vote here already, stands in for somebody else, or sits for another party."""
    _refuse_elsewhere(session, participant, name, now)
    for other in session.exec(select(Participant).where(Participant.meeting_id == participant.meeting_id)):
        if fold(other.name) == fold(name) and (reason := _why_not(participant, other)):
            raise RuleError(reason.format(name=name, party=_(PARTIES_IN_SENTENCES[other.party])))


def _refuse_elsewhere(session: Session, participant: Participant, name: str, now: datetime) -> None:
    """Refuse somebody of a name who sits here in somebody else's place: one person, one vote."""
    there = (Participant.meeting_id == participant.meeting_id, Participant.id != participant.id)
    in_place_of = select(Participant, Substitute).join(Substitute, col(Substitute.participant_id) == Participant.id)
    for other, one in session.exec(in_place_of.where(*there)):
        if in_force(one, now) and fold(one.name) == fold(name):
            raise RuleError(
                _("{name} stands in for {other} already: one person, one vote.").format(name=name, other=other.name)
            )


def _why_not(participant: Participant, other: Participant) -> str:
    """Why one invited cannot stand in for another; nothing where they can."""
    if other.id == participant.id:
        return _("{name} cannot stand in for themselves.")
    if other.standing is Standing.VOTING:
        return _("{name} has a vote here already: one person, one vote.")
    if other.party is not participant.party and other.party in THREE_PARTIES:
        return _("{name} sits for {party}: nobody stands in for another party.")
    return ""


def _standing_in(session: Session, participant_id: UUID, at: datetime) -> Substitute | None:
    """Who stands in for a participant at `at`."""
    query = select(Substitute).where(Substitute.participant_id == participant_id)
    return next((each for each in session.exec(query) if in_force(each, at)), None)


def _hand_over(session: Session, participant: Participant, at: datetime) -> list[PresenceEvent]:
    """The entries by which another comes to sit in the place: who sits there goes, and the other comes."""
    last = _last_presence(session, participant.id)
    if last is not None and at < last.at:
        raise RuleError(_("The time lies before {name}'s last entry.").format(name=participant.name))
    kinds = [PresenceKind.ARRIVE]
    if last is not None and last.kind is PresenceKind.ARRIVE:
        kinds.insert(0, PresenceKind.LEAVE)
    return [PresenceEvent(participant_id=participant.id, kind=kind, at=at) for kind in kinds]


def _last_presence(session: Session, participant_id: UUID) -> PresenceEvent | None:
    """Somebody's latest entry."""
    query = select(PresenceEvent).where(PresenceEvent.participant_id == participant_id)
    return session.exec(query.order_by(col(PresenceEvent.at).desc(), col(PresenceEvent.id).desc())).first()
