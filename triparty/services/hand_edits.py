"""What was changed by hand in a paper, taken over into the record: all that was accepted in one deed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from meetings_db.models.base import Edited
from triparty.services.kept import find, find_version


@dataclass(frozen=True)
class Edit:
    """A deed upon a row: `version` of it was compared with the paper, `deed` is given the version it finds."""

    kind: type[Edited]
    key: UUID
    version: int
    deed: Callable[[Session, UUID, int], object]


def take_over(session: Session, edits: Sequence[Edit]) -> None:
    """Carry out every edit, or none. Raises StaleSave where a row is no longer what the paper was compared with."""
    for kind, key, seen in dict.fromkeys((edit.kind, edit.key, edit.version) for edit in edits):
        find_version(session, kind, key, seen)
    for edit in edits:
        edit.deed(session, edit.key, find(session, edit.kind, edit.key).version)
        session.flush()
