"""Filing: an item gets its record number as it is sealed, and both stay for ever."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from meetings_db.models import ArchiveItem
from meetings_db.queries.archive import last_fonds, last_sequence
from triparty.rules.archive import ArchiveRules, record_number, series_of
from triparty.services.clock import moment


@dataclass(frozen=True)
class Draft:
    """An item before it is sealed, as in `ArchiveItem`; `kind` is the name of its rule."""

    kind: str
    meeting_id: UUID | None
    year: int
    retention: str
    title: str
    responsible: str
    dated: date
    language: str
    snapshot: str
    reference: str = ""
    subject: str = ""


def fonds_in_force(session: Session, community_id: UUID, rules: ArchiveRules, asked: str = "") -> str:
    """The number of the fonds: as asked for, as the office's rules have it, or that of the last item; else empty."""
    return asked.strip() or rules.number.fonds or last_fonds(session, community_id)


def seal(
    session: Session,
    community_id: UUID,
    drafts: Sequence[Draft],
    rules: ArchiveRules,
    fonds: str,
    by: str,
    at: datetime | None = None,
) -> list[ArchiveItem]:
    """Give each of the drafts its record number, in their order, and keep for good what it says.

    What was sealed before, by another desk perhaps, stays as it is. Raises RuleError for a number that cannot be.
    """
    sealed_at = moment(at)
    items = []
    for draft in drafts:
        item = _sealed(session, community_id, draft)
        if item is None:
            series = series_of(rules.number, fonds, draft.year, draft.retention)
            sequence = last_sequence(session, community_id, series) + 1
            item = ArchiveItem(
                **vars(draft),
                community_id=community_id,
                number=record_number(series, sequence),
                series=series,
                sequence=sequence,
                fonds=fonds,
                sha256=sha256_of(draft),
                sealed_at=sealed_at,
                sealed_by=by,
            )
            session.add(item)
            session.flush()
        items.append(item)
    return items


def sha256_of(draft: Draft) -> str:
    """What proves an item's content."""
    return hashlib.sha256(draft.snapshot.encode()).hexdigest()


def _sealed(session: Session, community_id: UUID, draft: Draft) -> ArchiveItem | None:
    """The item a draft is, once sealed."""
    where = (
        ArchiveItem.community_id == community_id,
        ArchiveItem.kind == draft.kind,
        ArchiveItem.meeting_id == draft.meeting_id,
        ArchiveItem.subject == draft.subject,
    )
    return session.exec(select(ArchiveItem).where(*where)).first()
