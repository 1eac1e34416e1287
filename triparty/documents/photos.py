"""Photos in papers, and as files: each picture under a name that says what it shows."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from meetings_db.engine import Database
from meetings_db.models import AgendaItem, Photo, PhotoPhase
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.photos import picture
from triparty.documents.fields import many, text
from triparty.documents.fields import picture as picture_field
from triparty.documents.wording import Words
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.files import free_place, safe_name, written_beside
from triparty.words import PHASES

_LONGEST = 80
PHOTOS = many(
    "photos",
    "照片",
    text("place", "序号"),
    text("name", "名称"),
    text("phase", "阶段"),
    picture_field("picture", "图"),
)
"""What a paper says and shows of the photos of one thing."""


def photos_of_item(room: MeetingRoom, item: AgendaItem) -> list[Photo]:
    """The photos of the issue an item is about, and of what was agreed on it."""
    things = [item.issue_id, *(action.id for action in room.actions.get(item.id, []))]
    return [photo for thing in things if thing for photo in room.photos.get(thing, [])]


def photo_values(photos: Sequence[Photo], words: Words) -> list[dict[str, Any]]:
    """What `PHOTOS` are filled with."""
    return [_photo(place, photo, words) for place, photo in enumerate(photos, 1)]


def _photo(place: int, photo: Photo, words: Words) -> dict[str, Any]:
    """One photo, with the picture by its SHA-256."""
    name = words.given(photo.caption or photo.file_name)
    return {
        "place": str(place),
        "name": name,
        "phase": words.say(PHASES[photo.phase]) if photo.phase is not PhotoPhase.NONE else "",
        "picture": {"sha256": photo.sha256, "width": photo.width, "height": photo.height, "name": name},
    }


def kept_picture(db: Database, sha256: str, name: str) -> bytes:
    """The JPEG of that SHA-256. Raises RuleError, which tells its `name`, for one that is not as it was attached."""
    jpeg = db.read(picture, sha256)
    if hashlib.sha256(jpeg).hexdigest() != sha256:
        raise RuleError(
            _(
                "The photo {name} was changed from outside the program. Nothing was written. "
                "Put a safety copy of the database in its place."
            ).format(name=name)
        )
    return jpeg


def export_photos(
    db: Database,
    photos: Sequence[Photo],
    folder: Path,
    title: str,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write the pictures into `folder`, which is made when it is missing, and give the path of each.

    Their names begin with `title`, such as an issue's number. A file that is there and holds another picture stays.
    Raises RuleError for what cannot be written, and for a picture that is not the one that was attached.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for count, photo in enumerate(photos, 1):
        paths.append(_export(db, photo, folder / _name(photo, title)))
        if progress is not None:
            progress(count, len(photos))
    return paths


def _export(db: Database, photo: Photo, path: Path) -> Path:
    """Write one picture."""
    jpeg = kept_picture(db, photo.sha256, photo.caption or photo.file_name)
    place = free_place(path, jpeg)
    if not place.exists():
        with written_beside(place) as beside:
            beside.write_bytes(jpeg)
    return place


def _name(photo: Photo, title: str) -> str:
    """`2026-0147 Before the change lamp at the east gate.jpg`."""
    phase = _(PHASES[photo.phase]) if photo.phase is not PhotoPhase.NONE else ""
    said = " ".join(filter(None, (title, phase, photo.caption or Path(photo.file_name).stem)))
    return safe_name(said)[:_LONGEST].rstrip(". ") + ".jpg"
