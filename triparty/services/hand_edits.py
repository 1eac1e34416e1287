"""What was changed by hand in a paper, taken over into the record: all that was accepted in one deed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from meetings_db.models.base import Edited
from meetings_db.queries.papers import is_written
from triparty.services.files import reading
from triparty.services.kept import find, find_version


@dataclass(frozen=True)
class Edit:
    """A deed upon a row: `version` of it was compared with the paper, `deed` is given the version it finds."""

    kind: type[Edited]
    key: UUID
    version: int
    deed: Callable[[Session, UUID, int], object]


class FileState(StrEnum):
    """How the file of a paper is: not there, as it was written, as another paper was written, or changed since."""

    GONE = "gone"
    AS_WRITTEN = "as_written"
    ANOTHER = "another"
    CHANGED = "changed"


def state_of(session: Session, community_id: UUID, path: Path, sha256: str = "") -> FileState:
    """How the file there is that was written with that SHA-256. Raises RuleError where it cannot be read."""
    if not path.is_file():
        return FileState.GONE
    with reading(path):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest == sha256:
        return FileState.AS_WRITTEN
    return FileState.ANOTHER if is_written(session, community_id, digest) else FileState.CHANGED


def edited_by_hand(session: Session, community_id: UUID, path: Path) -> bool:
    """Whether the file there is not as the program wrote it, and not empty: somebody's work is in it. Raises RuleError
    where it cannot be read.
    """
    return state_of(session, community_id, path) is FileState.CHANGED and path.stat().st_size > 0


def take_over(session: Session, edits: Sequence[Edit]) -> None:
    """Carry out every edit, or none. Raises StaleSave where a row is no longer what the paper was compared with."""
    for kind, key, seen in dict.fromkeys((edit.kind, edit.key, edit.version) for edit in edits):
        find_version(session, kind, key, seen)
    for edit in edits:
        edit.deed(session, edit.key, find(session, edit.kind, edit.key).version)
        session.flush()
