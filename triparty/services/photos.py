"""Photos of visits, issues and actions: attached, told what they show, removed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, insert, select

from meetings_db.models import Action, Issue, Photo, PhotoBase, PhotoData, PhotoPhase, Visit
from meetings_db.queries.photos import Pictured, photos_of
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.clock import moment
from triparty.services.kept import change, find, find_version

_KEYS = {Visit: "visit_id", Issue: "issue_id", Action: "action_id"}


@dataclass(frozen=True)
class Picture:
    """A photo made ready to be kept: the JPEG, its size in pixels, the file it came from, and when it was taken."""

    file_name: str
    jpeg: bytes
    width: int
    height: int
    taken_at: datetime | None = None


def attach_photo(
    session: Session,
    kind: Pictured,
    key: UUID,
    picture: Picture,
    *,
    caption: str = "",
    phase: PhotoPhase = PhotoPhase.NONE,
    at: datetime | None = None,
) -> Photo:
    """Attach a photo to the visit, issue or action `key`; the same picture twice is refused."""
    find(session, kind, key)
    sha256 = hashlib.sha256(picture.jpeg).hexdigest()
    for photo in photos_of(session, kind, key):
        if photo.sha256 == sha256:
            raise RuleError(
                _("{file} is attached already, as {name}. It was not attached again.").format(
                    file=picture.file_name, name=photo.file_name
                )
            )
    typed = PhotoBase.model_validate(
        {"file_name": picture.file_name, "caption": caption, "phase": phase, "taken_at": picture.taken_at}
    )
    keep_picture(session, sha256, picture.jpeg)
    photo = Photo.model_validate(
        typed,
        update={
            _KEYS[kind]: key,
            "sha256": sha256,
            "width": picture.width,
            "height": picture.height,
            "added_at": moment(at),
        },
    )
    session.add(photo)
    session.flush()
    return photo


def edit_photo(session: Session, photo_id: UUID, version: int, typed: PhotoBase) -> Photo:
    """Change what is said of a photo."""
    photo = find_version(session, Photo, photo_id, version)
    change(photo, typed)
    session.flush()
    return photo


def remove_photo(session: Session, photo_id: UUID, version: int) -> Photo:
    """Take a photo off the thing it shows. Its picture stays in the database, so that this can be taken back."""
    photo = find_version(session, Photo, photo_id, version)
    session.delete(photo)
    session.flush()
    return photo


def keep_picture(session: Session, sha256: str, jpeg: bytes) -> None:
    """Keep a picture once, past the journal: the entry of what shows it names its SHA-256."""
    if session.exec(select(PhotoData.sha256).where(PhotoData.sha256 == sha256)).first() is None:
        session.execute(insert(PhotoData).values(sha256=sha256, jpeg=jpeg))
