"""What became of final minutes: signatures, the signed original, and amendments with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from meetings_db.models import (
    THREE_PARTIES,
    AgendaItem,
    Amendment,
    ArchiveItem,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Original,
    Party,
    Signature,
    Why,
)

_ENDED = (MeetingStatus.CLOSED, MeetingStatus.FINAL)
_ITSELF = (Why.NOT_REACHED, Why.PUT_OFF)


class AmendmentState(StrEnum):
    """Only a draft; before a meeting; put off by one, and before no other yet; approved, and so in force; or turned
    down.
    """

    DRAFT = "draft"
    ON_THE_WAY = "on_the_way"
    PUT_OFF = "put_off"
    IN_FORCE = "in_force"
    TURNED_DOWN = "turned_down"


@dataclass(frozen=True)
class Amended:
    """An amendment with its item of the minutes, and where it stands: the `carrier` in the `meeting` it came to.

    `number` counts those in force of one meeting's minutes, in the order in which they were approved.
    """

    amendment: Amendment
    item: AgendaItem | None
    state: AmendmentState = AmendmentState.DRAFT
    carrier: AgendaItem | None = None
    meeting: Meeting | None = None
    number: int | None = None


class Unsigned(NamedTuple):
    """Final minutes that a party has not signed."""

    meeting: Meeting
    lacking: list[Party]


class Waiting(NamedTuple):
    """An amendment that is on no agenda, and the meeting whose minutes it amends."""

    amendment: Amendment
    meeting: Meeting


def signatures(session: Session, meeting_id: UUID) -> dict[Party, Signature]:
    """What is on record of each party, those too that were only served the minutes."""
    found = session.exec(select(Signature).where(Signature.meeting_id == meeting_id))
    return {signature.party: signature for signature in found}


def original_of(session: Session, meeting_id: UUID) -> Original | None:
    """Where the signed original is, None while nobody said."""
    return session.exec(select(Original).where(Original.meeting_id == meeting_id)).first()


def originals(session: Session) -> dict[UUID, Original]:
    """Where every signed original is, by its meeting."""
    return {original.meeting_id: original for original in session.exec(select(Original))}


def unsigned(session: Session, community_id: UUID, limit: int) -> tuple[int, list[Unsigned]]:
    """How many final minutes lack a signature, and the newest of them."""
    signed = (
        select(func.count())
        .where(Signature.meeting_id == Meeting.id, col(Signature.signed_on).is_not(None))
        .correlate(Meeting)
        .scalar_subquery()
    )
    lacking = (
        Meeting.community_id == community_id,
        Meeting.status == MeetingStatus.FINAL,
        signed < len(THREE_PARTIES),
    )
    newest = session.exec(select(Meeting).where(*lacking).order_by(col(Meeting.ordinal).desc()).limit(limit)).all()
    count = session.exec(select(func.count()).select_from(Meeting).where(*lacking)).one()
    return count, [Unsigned(meeting, lacking_of(signatures(session, meeting.id))) for meeting in newest]


def lacking_of(known: dict[Party, Signature]) -> list[Party]:
    """The parties that have not signed."""
    return [party for party in THREE_PARTIES if party not in known or known[party].signed_on is None]


def amendments(session: Session, meeting_id: UUID) -> list[Amended]:
    """The amendments of a meeting's minutes, oldest draft first, each with where it stands and its number."""
    query = select(Amendment).where(Amendment.meeting_id == meeting_id).order_by(col(Amendment.id))
    found = [_stands(session, amendment) for amendment in session.exec(query)]
    numbers = {each.amendment.id: number for number, each in enumerate(_in_force(found), 1)}
    return [replace(each, number=numbers.get(each.amendment.id)) for each in found]


def in_force(session: Session, meeting_id: UUID) -> list[Amended]:
    """The amendments in force, by their numbers."""
    return sorted((each for each in amendments(session, meeting_id) if each.number), key=lambda each: each.number or 0)


def on_no_agenda(session: Session, community_id: UUID) -> list[Waiting]:
    """The amendments that no meeting has before it: drafts, and those a meeting put off; oldest draft first."""
    query = (
        select(Amendment, Meeting)
        .join(Meeting, col(Meeting.id) == Amendment.meeting_id)
        .outerjoin(AgendaItem, col(AgendaItem.id) == Amendment.carrier_id)
        .where(Meeting.community_id == community_id)
        .where(or_(col(AgendaItem.id).is_(None), AgendaItem.status == ItemStatus.DEFERRED))
    )
    waiting = (AmendmentState.DRAFT, AmendmentState.PUT_OFF)
    found = [Waiting(*each) for each in session.exec(query.order_by(col(Amendment.id)))]
    return [each for each in found if _stands(session, each.amendment).state in waiting]


def brought_by(session: Session, item: AgendaItem) -> Amendment | None:
    """The amendment an item has brought before its meeting, where it brings one: its own, or that of the item it
    goes on with.
    """
    found = session.exec(select(Amendment).where(Amendment.carrier_id == item.id)).first()
    if found is not None or item.carried_from_id is None or item.why not in _ITSELF:
        return found
    return brought_by(session, session.get_one(AgendaItem, item.carried_from_id))


def filed(session: Session, meeting_id: UUID) -> bool:
    """Whether anything of a meeting has its record number."""
    return session.exec(select(ArchiveItem.id).where(ArchiveItem.meeting_id == meeting_id).limit(1)).first() is not None


def _in_force(found: Sequence[Amended]) -> list[Amended]:
    """Those in force, in the order in which meetings approved them."""

    def when(each: Amended) -> tuple[datetime, int]:
        closed_at = each.meeting.closed_at if each.meeting else None
        assert closed_at is not None
        return closed_at, each.carrier.position if each.carrier else 0

    return sorted((each for each in found if each.state is AmendmentState.IN_FORCE), key=when)


def _stands(session: Session, amendment: Amendment) -> Amended:
    """Where an amendment stands: what was put off goes on in the item that continues it."""
    item = session.get(AgendaItem, amendment.item_id) if amendment.item_id else None
    carrier = session.get(AgendaItem, amendment.carrier_id) if amendment.carrier_id else None
    while carrier is not None and (following := _following(session, carrier)) is not None:
        carrier = following
    if carrier is None:
        return Amended(amendment, item)
    meeting = session.get_one(Meeting, carrier.meeting_id)
    return Amended(amendment, item, _state(carrier, meeting), carrier, meeting)


def _following(session: Session, carrier: AgendaItem) -> AgendaItem | None:
    """The item of a later meeting in which the matter itself goes on."""
    where = (AgendaItem.carried_from_id == carrier.id, col(AgendaItem.why).in_(_ITSELF))
    return session.exec(select(AgendaItem).where(*where)).first()


def _state(carrier: AgendaItem, meeting: Meeting) -> AmendmentState:
    """What a meeting made of it, once that has ended."""
    if meeting.status not in _ENDED:
        return AmendmentState.ON_THE_WAY
    if carrier.status is ItemStatus.DEFERRED:
        return AmendmentState.PUT_OFF
    return AmendmentState.IN_FORCE if carrier.status is ItemStatus.AGREED else AmendmentState.TURNED_DOWN
