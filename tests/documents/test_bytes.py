"""The same records written twice on one day are the same bytes, whatever the paper."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from meetings_db.engine import Database
from meetings_db.models import Ballot, Meeting, PaperKind
from tests.documents.samples import PUBLISHED
from tests.documents.test_papers_door import AT, db, kept, make, meeting, subject_of
from triparty.documents.kinds import KINDS

__all__ = ["db", "kept", "meeting"]


def test_every_kind_is_the_same_bytes_twice(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    for kind in KINDS:
        if kind in (PaperKind.ARCHIVE_DIRECTORY, PaperKind.HANDOVER):
            continue  # in a package, which is tested; and a list with the head of the history, which its record moves
        subject = subject_of(db, meeting, kind)
        if kind is PaperKind.BALLOT_SLIP:
            _open(db, UUID(subject))
        for suffix in (".docx", ".xlsx") if kind is PaperKind.TRACKER else (".docx",):
            papers = []
            for hours in (0, 1):
                path = tmp_path / f"{kind.value}{hours}{suffix}"
                how = {"publication": PUBLISHED} if kind is PaperKind.PUBLICATION else {}
                make(db, meeting, kind, path, subject=subject, at=AT + timedelta(hours=hours), **how)
                papers.append(path.read_bytes())
            assert papers[0] == papers[1], f"{kind.value}{suffix}"


def _open(db: Database, item_id: UUID) -> None:
    """Slips are for those who may vote in an open ballot."""

    def change(session: Session) -> None:
        session.exec(select(Ballot).where(Ballot.item_id == item_id)).one().closed_at = None

    db.run(change)
