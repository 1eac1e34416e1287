"""Papers: what was written, and what final minutes say."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, or_, select

from meetings_db.models import FinalMinutes, Meeting, Paper, PaperKind, Posting
from meetings_db.queries.paging import Listing, Stretch

PAPER_SORTS = ("newest", "oldest")
"""By the time they were written, from either end."""


class PaperLine(NamedTuple):
    """A paper in a list, with the title of its meeting."""

    id: UUID
    kind: PaperKind
    meeting: str | None
    language: str
    version: int
    final: bool
    sha256: str
    file_name: str
    made_at: datetime
    pdf_sha256: str | None


_COLUMNS = (
    Paper.id,
    Paper.kind,
    select(Meeting.title).where(Meeting.id == Paper.meeting_id).correlate(Paper).scalar_subquery(),
    Paper.language,
    Paper.version,
    Paper.final,
    Paper.sha256,
    Paper.file_name,
    Paper.made_at,
    Paper.pdf_sha256,
)


def paper_list(community_id: UUID, kind: PaperKind | None = None, sort: str = "newest") -> Listing[PaperLine]:
    """The papers of a kind or of all, by one of `PAPER_SORTS`."""
    where = [col(Paper.community_id) == community_id]
    if kind is not None:
        where.append(col(Paper.kind) == kind)
    stretch = Stretch(tuple(where), ("made_at", "id"), sort != "oldest")
    return Listing(("papers", community_id, kind, sort), Paper, PaperLine, _COLUMNS, (stretch,))


def papers(session: Session, community_id: UUID) -> list[Paper]:
    """Every paper written for the community, newest first."""
    query = select(Paper).where(Paper.community_id == community_id).order_by(col(Paper.made_at).desc())
    return list(session.exec(query.order_by(col(Paper.id).desc())))


def papers_of_kinds(session: Session, community_id: UUID, kinds: Sequence[PaperKind], count: int) -> list[Paper]:
    """The newest papers of these kinds, newest first."""
    query = select(Paper).where(Paper.community_id == community_id, col(Paper.kind).in_(kinds))
    return list(session.exec(query.order_by(col(Paper.made_at).desc(), col(Paper.id).desc()).limit(count)))


def is_written(session: Session, community_id: UUID, sha256: str) -> bool:
    """Whether a file of that SHA-256 is one that was written for the community, or printed."""
    same = or_(col(Paper.sha256) == sha256, col(Paper.pdf_sha256) == sha256)
    where = (Paper.community_id == community_id, same)
    return session.exec(select(Paper.id).where(*where).limit(1)).first() is not None


def postings(session: Session, paper_ids: Sequence[UUID]) -> list[Posting]:
    """Where these public notices were put up, in the order of time."""
    query = select(Posting).where(col(Posting.paper_id).in_(paper_ids))
    return list(session.exec(query.order_by(col(Posting.posted_at), col(Posting.id))))


def notices(session: Session, meeting_id: UUID, subject: str | None = None) -> list[Paper]:
    """The public notices of a meeting, or those of one subject, the newest first."""
    query = select(Paper).where(Paper.meeting_id == meeting_id, Paper.kind == PaperKind.PUBLICATION)
    if subject is not None:
        query = query.where(Paper.subject == subject)
    return list(session.exec(query.order_by(col(Paper.made_at).desc(), col(Paper.id).desc())))


def final_minutes(session: Session, meeting_id: UUID, language: str) -> FinalMinutes | None:
    """What the meeting's minutes say for good in that language, None until they are final."""
    where = (FinalMinutes.meeting_id == meeting_id, FinalMinutes.language == language)
    return session.exec(select(FinalMinutes).where(*where)).first()
