"""Papers: what was written is recorded, and minutes are made final."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import Community, FinalMinutes, Meeting, MeetingStatus, Paper, PaperKind
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from meetings_db.queries.papers import final_minutes
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.numbering import minutes_reference
from triparty.services.clock import local_year, moment
from triparty.services.final import why_shut
from triparty.services.kept import find
from triparty.services.meetings import refuse_open_ballots
from triparty.services.numbers import next_number

Snapshots = Callable[[MeetingRoom], Mapping[str, str]]
"""What the minutes of a meeting say, as JSON by language."""


def record_paper(
    session: Session,
    community_id: UUID,
    kind: PaperKind,
    language: str,
    *,
    meeting_id: UUID | None,
    subject: str = "",
    snapshot: str,
    sha256: str,
    file_name: str,
    made_at: datetime | None = None,
    final: bool = False,
) -> Paper:
    """Record a paper as the next version of its kind, with the snapshot it was filled from.

    The last version written once more, the same bytes under the same name, is no new version.
    """
    same_kind = select(Paper).where(
        Paper.community_id == community_id,
        Paper.meeting_id == meeting_id,
        Paper.kind == kind,
        Paper.subject == subject,
        Paper.language == language,
    )
    last = session.exec(same_kind.order_by(col(Paper.version).desc()).limit(1)).first()
    if last is not None and (last.sha256, last.file_name, last.final) == (sha256, file_name, final):
        return last
    paper = Paper(
        community_id=community_id,
        meeting_id=meeting_id,
        kind=kind,
        subject=subject,
        language=language,
        version=last.version + 1 if last else 1,
        final=final,
        snapshot=snapshot,
        sha256=sha256,
        file_name=file_name,
        made_at=moment(made_at),
    )
    session.add(paper)
    session.flush()
    return paper


def record_print(session: Session, paper_id: UUID, sha256: str) -> Paper:
    """Record the PDF that was printed of a paper, in place of one printed before."""
    paper = find(session, Paper, paper_id)
    paper.pdf_sha256 = sha256
    session.flush()
    return paper


def finalise_minutes(session: Session, meeting_id: UUID, snapshots: Snapshots, at: datetime | None = None) -> Meeting:
    """Make the minutes of a closed meeting final: they get their reference number, and its record is shut.

    What they say then is kept with its hash, from `snapshots`: that is printed ever after, whatever changes.
    """
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is MeetingStatus.FINAL:
        raise RuleError(_("The minutes are final already: {reference}").format(reference=meeting.reference))
    if meeting.status is not MeetingStatus.CLOSED:
        raise RuleError(_("Close the meeting before its minutes are made final."))
    refuse_open_ballots(session, meeting)
    if meeting.reference is None:  # else they were final before: minutes that were reopened keep their number
        year = local_year(meeting.starts_at)
        community = find(session, Community, meeting.community_id)
        value = next_number(session, community.id, "minutes", year)
        meeting.reference = minutes_reference(community.mark, year, value)
    meeting.status, meeting.finalised_at = MeetingStatus.FINAL, moment(at)
    session.flush()
    for language, snapshot in snapshots(meeting_room(session, meeting_id)).items():
        sha256 = hashlib.sha256(snapshot.encode()).hexdigest()
        session.add(FinalMinutes(meeting_id=meeting_id, language=language, snapshot=snapshot, sha256=sha256))
    session.flush()
    return meeting


def kept_minutes(session: Session, meeting_id: UUID, language: str) -> tuple[str, date]:
    """What final minutes say as JSON, and the day they became final.

    Raises RuleError where they are not final, or what was kept is not there or no longer what it was.
    """
    meeting = find(session, Meeting, meeting_id)
    if meeting.finalised_at is None:
        raise RuleError(_("The minutes are not final yet. Make them final first; until then they are a draft."))
    kept = final_minutes(session, meeting_id, language)
    if kept is None:
        raise RuleError(_("These minutes are final, but what they say was not kept."), _instead(session, meeting))
    if hashlib.sha256(kept.snapshot.encode()).hexdigest() != kept.sha256:
        raise RuleError(
            _(
                "What these final minutes say was changed from outside the program. Nothing was written. "
                "Put a safety copy of the database in its place."
            )
        )
    return kept.snapshot, meeting.finalised_at.astimezone().date()


def _instead(session: Session, meeting: Meeting) -> str:
    """What is done where nothing says what final minutes say."""
    if why_shut(session, meeting):
        return _("Note where the paper is that the parties signed.")
    return _("Reopen the meeting and make its minutes final again: then it is kept.")
