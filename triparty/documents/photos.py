"""Photos as files: each picture under a name that says what it shows."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from meetings_db.engine import Database
from meetings_db.models import Photo, PhotoPhase
from meetings_db.queries.photos import picture
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.files import free_place, safe_name, written_beside
from triparty.words import PHASES

_LONGEST = 80


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
    jpeg = db.read(picture, photo.sha256)
    if hashlib.sha256(jpeg).hexdigest() != photo.sha256:
        raise RuleError(
            _(
                "The photo {name} was changed from outside the program. Nothing was written. "
                "Put a safety copy of the database in its place."
            ).format(name=photo.caption or photo.file_name)
        )
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
