"""What was filed, and what of a year can be."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import ArchiveItem, Meeting, Paper, PaperKind, Visit


def sealed_items(
    session: Session, community_id: UUID, *, year: int | None = None, meeting_id: UUID | None = None
) -> list[ArchiveItem]:
    """The items of a year, of a meeting, or all, by record number."""
    query = select(ArchiveItem).where(ArchiveItem.community_id == community_id)
    if year is not None:
        query = query.where(ArchiveItem.year == year)
    if meeting_id is not None:
        query = query.where(ArchiveItem.meeting_id == meeting_id)
    order = (col(ArchiveItem.series), col(ArchiveItem.sequence))
    return list(session.exec(query.order_by(*order)))


def last_sequence(session: Session, community_id: UUID, series: str) -> int:
    """The last number given in a series, 0 before the first."""
    where = (ArchiveItem.community_id == community_id, ArchiveItem.series == series)
    return session.exec(select(func.max(ArchiveItem.sequence)).where(*where)).one() or 0


def last_fonds(session: Session, community_id: UUID) -> str:
    """The fonds of the item sealed last; empty before the first."""
    query = select(ArchiveItem.fonds).where(ArchiveItem.community_id == community_id)
    newest = query.order_by(col(ArchiveItem.sealed_at).desc(), col(ArchiveItem.id).desc()).limit(1)
    return session.exec(newest).first() or ""


def meetings_between(session: Session, community_id: UUID, start: datetime, end: datetime) -> list[Meeting]:
    """The meetings called for a time from `start` to before `end`, oldest first."""
    where = (Meeting.community_id == community_id, Meeting.starts_at >= start, Meeting.starts_at < end)
    return list(session.exec(select(Meeting).where(*where).order_by(col(Meeting.starts_at), col(Meeting.ordinal))))


def visits_between(session: Session, community_id: UUID, start: datetime, end: datetime) -> list[Visit]:
    """The visits from `start` to before `end`, oldest first."""
    where = (Visit.community_id == community_id, Visit.visited_at >= start, Visit.visited_at < end)
    return list(session.exec(select(Visit).where(*where).order_by(col(Visit.visited_at), col(Visit.id))))


def last_written(session: Session, meeting_id: UUID, kind: PaperKind, language: str) -> list[Paper]:
    """The last version of each paper of a kind that was written of a meeting, by what it is about."""
    return _newest(session, Paper.meeting_id == meeting_id, Paper.kind == kind, Paper.language == language)


def last_of(
    session: Session, community_id: UUID, kinds: Collection[PaperKind], language: str, start: datetime, end: datetime
) -> list[Paper]:
    """The last version of each paper of these kinds that was written from `start` to before `end`."""
    when = (Paper.made_at >= start, Paper.made_at < end)
    return _newest(
        session, Paper.community_id == community_id, col(Paper.kind).in_(kinds), Paper.language == language, *when
    )


def _newest(session: Session, *where: Any) -> list[Paper]:
    """The last version of each paper, by kind, meeting and what it is about."""
    newest: dict[tuple[PaperKind, UUID | None, str], Paper] = {}
    order = (col(Paper.kind), col(Paper.meeting_id), col(Paper.subject), col(Paper.version))
    for paper in session.exec(select(Paper).where(*where).order_by(*order)):
        newest[paper.kind, paper.meeting_id, paper.subject] = paper
    return list(newest.values())
