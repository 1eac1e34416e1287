"""Every kind of paper the program writes: what a template of it may name, and how what it says is read.

A new kind is a module here with its `SCHEMA` and `values`, a line in `KINDS`, and a template in `shipped`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import AgendaItem, Community, Estate, MeetingStatus, OwnersVote, PaperKind, Visit
from meetings_db.queries.actions import tracker as tracker_lines
from meetings_db.queries.bulletin import month
from meetings_db.queries.handover import handover as handed_over
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from meetings_db.queries.names import names_in_office, private_names
from meetings_db.queries.owners_votes import issued, slip_lines
from meetings_db.queries.photos import photos_of
from meetings_db.queries.signing import in_force, signatures
from meetings_db.queries.visits import issue_life, visit_life
from triparty.documents.fields import Schema
from triparty.documents.kinds import (
    agenda,
    archive_directory,
    ballot_slip,
    bulletin,
    calculation,
    callback,
    excerpt,
    handover,
    minutes,
    notice,
    order,
    owners_result,
    owners_slip,
    publication,
    record,
    sign_in,
    sign_off,
    tasks,
    tracker,
    visit,
)
from triparty.documents.kinds.handover import Places
from triparty.documents.kinds.publication import Publication
from triparty.documents.public import published
from triparty.documents.signing import amendment_values
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.masking import Names
from triparty.rules.owners_votes import Share
from triparty.services.kept import find
from triparty.services.owners_votes import count_of, standing_of
from triparty.services.papers import kept_minutes


@dataclass(frozen=True)
class Asked:
    """A paper that was asked for, as of the day `on`.

    `subject` is what of the meeting or the community it is about, where there are several: the key of an item, say.
    """

    kind: PaperKind
    language: str
    community_id: UUID
    on: date
    meeting_id: UUID | None = None
    subject: str = ""
    final: bool = False
    open_only: bool = False
    publication: Publication | None = None
    places: Places | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of paper: the fields of its template, and what fills them, read in one go."""

    schema: Schema
    said: Callable[[Session, Asked], dict[str, Any]]


def room_of(session: Session, asked: Asked) -> MeetingRoom:
    """The meeting the paper is of. Raises RuleError where none was named."""
    if asked.meeting_id is None:
        raise RuleError(_("Say which meeting the paper is for."))
    return meeting_room(session, asked.meeting_id)


def _of_meeting(values: Callable[..., dict[str, Any]]) -> Callable[[Session, Asked], dict[str, Any]]:
    """A paper that is of a whole meeting and of nothing else."""
    return lambda session, asked: values(room_of(session, asked), asked.language, made_on=asked.on)


def _tracker(session: Session, asked: Asked) -> dict[str, Any]:
    """The follow-up tracker of a meeting, or of the whole community."""
    lines = tracker_lines(session, asked.community_id, meeting_id=asked.meeting_id, open_only=asked.open_only)
    return tracker.values(lines, find(session, Community, asked.community_id), asked.language, today=asked.on)


def _calculation(session: Session, asked: Asked) -> dict[str, Any]:
    """The calculation sheet of one item, or of every ballot of the meeting."""
    item_id = UUID(asked.subject) if asked.subject else None
    return calculation.values(room_of(session, asked), asked.language, made_on=asked.on, item_id=item_id)


def _tasks(session: Session, asked: Asked) -> dict[str, Any]:
    """The task list of a meeting, or of the whole community."""
    lines = tracker_lines(session, asked.community_id, meeting_id=asked.meeting_id, open_only=asked.open_only)
    return tasks.values(lines, find(session, Community, asked.community_id), asked.language, today=asked.on)


def _item_of(room: MeetingRoom, asked: Asked) -> AgendaItem:
    """The item the paper is about. Raises RuleError where none of this meeting was named."""
    found = next((item for item in room.items if item.id.hex == asked.subject), None)
    if found is None:
        raise RuleError(_("Say which item of the meeting the paper is for."))
    return found


def final_values(session: Session, meeting_id: UUID, language: str) -> tuple[dict[str, Any], date]:
    """What was kept of final minutes, as it was, with the amendments in force; and the day they became final."""
    kept, day = kept_minutes(session, meeting_id, language)
    amended = amendment_values(in_force(session, meeting_id), Words(language))
    return {**json.loads(kept), "amendments": amended}, day


def _in_the_minutes(session: Session, room: MeetingRoom, asked: Asked) -> dict[str, Any]:
    """What the minutes say: of final ones what was kept, of a draft what stands there now."""
    if room.meeting.status is MeetingStatus.FINAL:
        return final_values(session, room.meeting.id, asked.language)[0]
    return minutes.values(room, asked.language, made_on=asked.on)


def _excerpt(session: Session, asked: Asked) -> dict[str, Any]:
    """One item in the words of the minutes."""
    room = room_of(session, asked)
    number = _item_of(room, asked).position
    return excerpt.values(_in_the_minutes(session, room, asked), number, asked.language, made_on=asked.on)


def _sign_off(session: Session, asked: Asked) -> dict[str, Any]:
    """What the three parties sign to, in the words of the minutes."""
    room = room_of(session, asked)
    known = signatures(session, room.meeting.id)
    return sign_off.values(_in_the_minutes(session, room, asked), known, asked.language, made_on=asked.on)


def _record(session: Session, asked: Asked) -> dict[str, Any]:
    """What was said, and what became of final minutes since."""
    room = room_of(session, asked)
    if room.meeting.status is not MeetingStatus.FINAL:
        return record.values(room, asked.language, made_on=asked.on)
    known, amended = signatures(session, room.meeting.id), in_force(session, room.meeting.id)
    return record.values(room, asked.language, made_on=asked.on, known=known, amended=amended)


def _ballot_slip(session: Session, asked: Asked) -> dict[str, Any]:
    """Slips for the vote on one item."""
    room = room_of(session, asked)
    return ballot_slip.values(room, _item_of(room, asked), asked.language, made_on=asked.on)


def _order(session: Session, asked: Asked) -> dict[str, Any]:
    """What one owner has open."""
    lines = tracker_lines(session, asked.community_id, open_only=True)
    community = find(session, Community, asked.community_id)
    return order.values(lines, asked.subject, community, asked.language, today=asked.on)


def _visit_record(session: Session, asked: Asked) -> dict[str, Any]:
    """One visit."""
    seen = visit_life(session, UUID(asked.subject))
    photos = photos_of(session, Visit, seen.visit.id)
    community = find(session, Community, asked.community_id)
    return visit.values(seen, photos, community, asked.language, made_on=asked.on)


def _visit_form(session: Session, asked: Asked) -> dict[str, Any]:
    """The form to take along."""
    return visit.blank(find(session, Community, asked.community_id), asked.language, made_on=asked.on)


def _callback(session: Session, asked: Asked) -> dict[str, Any]:
    """What is asked about one issue."""
    community = find(session, Community, asked.community_id)
    return callback.values(issue_life(session, UUID(asked.subject)), community, asked.language, made_on=asked.on)


def _bulletin(session: Session, asked: Asked) -> dict[str, Any]:
    """A month, written 2026-10."""
    begins, ends = bulletin.month_of(asked.subject, asked.on)
    told = month(session, asked.community_id, begins, ends, asked.on)
    return bulletin.values(told, begins, asked.language, made_on=asked.on)


def _owners_result(session: Session, asked: Asked) -> dict[str, Any]:
    """What a closed vote of owners came to."""
    vote, standing = standing_of(session, UUID(asked.subject))
    delivered = Share(*issued(session, vote.id))
    estate, community = find(session, Estate, vote.estate_id), find(session, Community, asked.community_id)
    held = owners_result.Held(vote, estate, standing, count_of(session, vote), delivered)
    return owners_result.values(held, community, asked.language, made_on=asked.on)


def _owners_slip(session: Session, asked: Asked) -> dict[str, Any]:
    """A slip for every owner of an open vote."""
    vote = find(session, OwnersVote, UUID(asked.subject))
    estate, community = find(session, Estate, vote.estate_id), find(session, Community, asked.community_id)
    voters = slip_lines(session, vote.id)
    return owners_slip.values(vote, voters, community, estate, asked.language, made_on=asked.on)


def unmasked(session: Session, asked: Asked) -> tuple[dict[str, Any], Names]:
    """What a public notice would say of an ended meeting, or of one item of it, and the names to look for in it.

    Raises RuleError where how it is published was not said, or the meeting has not ended.
    """
    room = room_of(session, asked)
    if asked.publication is None:
        raise RuleError(_("A public notice is written when every place was looked at: with “triparty publish”."))
    if room.meeting.status not in (MeetingStatus.CLOSED, MeetingStatus.FINAL):
        raise RuleError(_("What a meeting agreed is made public when it has ended."))
    number = _item_of(room, asked).position if asked.subject else None
    said = publication.values(
        _in_the_minutes(session, room, asked), asked.publication, asked.language, made_on=asked.on, number=number
    )
    private = private_names(session, asked.community_id)
    in_office = names_in_office(session, asked.community_id, room.meeting.id)
    return said, Names({*private, *asked.publication.also}, in_office - set(asked.publication.also))


def _publication(session: Session, asked: Asked) -> dict[str, Any]:
    """What may be made public, masked as decided."""
    said, names = unmasked(session, asked)
    assert asked.publication is not None
    return publication.laid_out(published(said, names, asked.publication.decided), asked.language)


def _archive_directory(session: Session, asked: Asked) -> dict[str, Any]:
    """Refused: what stands in a directory is counted while its package is made."""
    raise RuleError(_("The directory is a part of the archive package, which “triparty archive make” writes."))


def _handover(session: Session, asked: Asked) -> dict[str, Any]:
    """What is handed over; where things are on the desk no database knows."""
    if asked.places is None:
        raise RuleError(_("The handover list is written beside its workbook: with “triparty handover”."))
    told = handed_over(session, asked.community_id, asked.on)
    return handover.values(told, asked.places, asked.language, on=asked.on)


KINDS: dict[PaperKind, Kind] = {
    PaperKind.NOTICE: Kind(notice.SCHEMA, _of_meeting(notice.values)),
    PaperKind.AGENDA: Kind(agenda.SCHEMA, _of_meeting(agenda.values)),
    PaperKind.SIGN_IN: Kind(sign_in.SCHEMA, _of_meeting(sign_in.values)),
    PaperKind.MINUTES: Kind(minutes.SCHEMA, _of_meeting(minutes.values)),
    PaperKind.TRACKER: Kind(tracker.SCHEMA, _tracker),
    PaperKind.CALCULATION: Kind(calculation.SCHEMA, _calculation),
    PaperKind.RECORD: Kind(record.SCHEMA, _record),
    PaperKind.EXCERPT: Kind(excerpt.SCHEMA, _excerpt),
    PaperKind.SIGN_OFF: Kind(sign_off.SCHEMA, _sign_off),
    PaperKind.TASKS: Kind(tasks.SCHEMA, _tasks),
    PaperKind.BALLOT_SLIP: Kind(ballot_slip.SCHEMA, _ballot_slip),
    PaperKind.ORDER: Kind(order.SCHEMA, _order),
    PaperKind.VISIT_RECORD: Kind(visit.SCHEMA, _visit_record),
    PaperKind.VISIT_FORM: Kind(visit.SCHEMA, _visit_form),
    PaperKind.PUBLICATION: Kind(publication.SCHEMA, _publication),
    PaperKind.CALLBACK: Kind(callback.SCHEMA, _callback),
    PaperKind.BULLETIN: Kind(bulletin.SCHEMA, _bulletin),
    PaperKind.OWNERS_RESULT: Kind(owners_result.SCHEMA, _owners_result),
    PaperKind.OWNERS_SLIP: Kind(owners_slip.SCHEMA, _owners_slip),
    PaperKind.ARCHIVE_DIRECTORY: Kind(archive_directory.SCHEMA, _archive_directory),
    PaperKind.HANDOVER: Kind(handover.SCHEMA, _handover),
}
"""The shipped templates are in this order too."""
