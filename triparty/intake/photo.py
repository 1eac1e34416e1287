"""A photo as phones, cameras and chats hand it over → the JPEG that is kept: turned upright, in sRGB, downscaled once,
and with nothing in it but the picture: no place, no device, no comment, no preview.
"""

import io
import struct
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import Photo, PhotoPhase
from meetings_db.queries.photos import Pictured
from meetings_db.text import clean_line
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.photos import KEPT, Preset
from triparty.services.files import reading
from triparty.services.photos import Picture, attach_photo

if TYPE_CHECKING:
    from PIL.Image import Exif, Image
    from PIL.ImageFile import ImageFile

ENDINGS = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".gif")
"""What the names of pictures end with; a file that is named is read whatever its name."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What is read, by content. Pillow knows more, and starts other programs for some of it."""

_IN_BOXES = ("HEIF", "AVIF")
"""What is read of the files whose first box says what they are, as those of iPhones."""

_SEVERAL = ("GIF", "PNG", "WEBP", "TIFF", "AVIF")
"""The formats in which several pictures make a film or a booklet; elsewhere the others are a camera's by-products."""

_SHRINKING = ("JPEG", "MPO")
"""The formats that are decoded at a smaller size, so that even the largest camera's picture fits the memory."""

_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What sets a picture upright, by the orientation EXIF tells."""

_ORIENTATION, _DETAILS, _TAKEN, _ZONE = 0x0112, 0x8769, 0x9003, 0x9011
_CONVERTED = ("RGB", "L", "CMYK")


class Taken(NamedTuple):
    """What became of a file: the photo it is now, or why it was refused."""

    file: Path
    photo: Photo | None
    problem: str = ""


def pictures_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and for each folder the pictures that lie in it, by name. Raises RuleError for an empty one."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        with reading(path):
            inside = sorted(each for each in path.iterdir() if _looks_like_a_picture(each))
        if not inside:
            raise RuleError(_("There is no picture in the folder {folder}.").format(folder=path))
        found += inside
    return found


def attach_files(
    db: Database,
    kind: Pictured,
    key: UUID,
    files: Sequence[Path],
    *,
    caption: str = "",
    phase: PhotoPhase = PhotoPhase.NONE,
    progress: Callable[[int, int], None] | None = None,
) -> list[Taken]:
    """Attach each file to the visit, issue or action `key`; one that is refused stops no other."""
    taken = []
    for count, file in enumerate(files, 1):
        try:
            photo = db.run(attach_photo, kind, key, prepare(file), caption=caption, phase=phase)
            taken.append(Taken(file, photo))
        except RuleError as refusal:
            taken.append(Taken(file, None, "\n".join(refusal.reasons)))
        if progress is not None:
            progress(count, len(files))
    return taken


def _looks_like_a_picture(path: Path) -> bool:
    """Whether a file of a folder is to be read; what a system hides is not."""
    return path.suffix.lower() in ENDINGS and not path.name.startswith(".") and path.is_file()


def prepare(path: Path, preset: Preset = KEPT) -> Picture:
    """Read the photo at `path` and make it ready to be kept: the same file gives the same bytes.

    A time of day without a zone is the office's own. Raises RuleError for what is no picture, or none that is whole.
    """
    content = _content(path, preset)
    with warnings.catch_warnings():  # what Pillow finds odd in a file is no news to whoever attaches it
        warnings.simplefilter("ignore")
        with _opened(path, content) as opened:
            size = preset.fitted(*opened.size)
            exif = _decoded(path, opened, size)
            picture = _turned(_in_colour(opened, size), exif.get(_ORIENTATION, 1))
            return _written(path, picture, preset, _taken_at(exif))


def _content(path: Path, preset: Preset) -> bytes:
    """The bytes of the file."""
    with reading(path):
        size = path.stat().st_size
        if size == 0:
            raise RuleError(
                _("{file} is empty. Copy it again from the phone or the camera, then attach it.").format(file=path.name)
            )
        if size > preset.most_bytes:
            raise RuleError(
                _("{file} is too large for a photo ({size} MB). Save it smaller, then attach it.").format(
                    file=path.name, size=size // 1024**2
                )
            )
        return path.read_bytes()


def _opened(path: Path, content: bytes) -> "ImageFile":
    """The picture, its size and kind read and no more; refused are several in one, and what would fill the memory."""
    from PIL import Image

    formats: tuple[str, ...] = _FORMATS
    if content[4:8] == b"ftyp":
        from pillow_heif import register_heif_opener

        register_heif_opener()
        formats = _IN_BOXES
    try:
        opened = Image.open(io.BytesIO(content), formats=formats)
        count = getattr(opened, "n_frames", 1)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(path) from error
    except Exception as error:  # a decoder may trip over anything in a strange file
        raise RuleError(
            _("{file} is no picture this program can read. Save it as JPEG or PNG, then attach that.").format(
                file=path.name
            )
        ) from error
    if count > 1 and opened.format in _SEVERAL:
        raise RuleError(
            _("{file} holds {count} pictures, not one. Save the one you mean as JPEG, then attach that.").format(
                file=path.name, count=count
            )
        )
    if opened.width * opened.height > (Image.MAX_IMAGE_PIXELS or 0) and opened.format not in _SHRINKING:
        raise _too_many_pixels(path)
    return opened


def _too_many_pixels(path: Path) -> RuleError:
    """The refusal of a picture that is larger than any camera's."""
    return RuleError(
        _("{file} has too many pixels for a photo. Save it smaller, then attach it.").format(file=path.name)
    )


def _decoded(path: Path, opened: "ImageFile", size: tuple[int, int]) -> "Exif":
    """Decode the picture, a JPEG not much larger than `size`, and give what the camera wrote about it."""
    opened.draft("RGB", size)
    try:
        opened.load()
    except Exception as error:  # as above
        raise RuleError(
            _("{file} is cut off or damaged. Copy it again from the phone or the camera, then attach it.").format(
                file=path.name
            )
        ) from error
    return _exif(opened)


def _exif(opened: "Image") -> "Exif":
    """What the camera wrote; nothing where that is garbled."""
    from PIL.Image import Exif

    try:
        return opened.getexif()
    except (SyntaxError, ValueError, TypeError, KeyError, IndexError, OSError, struct.error):
        return Exif()


def _taken_at(exif: "Exif") -> datetime | None:
    """When the photo was taken, in UTC; None where the camera does not say or has no clock."""
    try:
        details = exif.get_ifd(_DETAILS)
        taken, zone = str(details.get(_TAKEN, "")), str(details.get(_ZONE, "")).strip("\0 ")
        at = datetime.strptime(taken.strip("\0 "), "%Y:%m:%d %H:%M:%S")
        if zone:
            at = datetime.strptime(f"{at:%Y-%m-%d %H:%M:%S}{zone}", "%Y-%m-%d %H:%M:%S%z")
        return at.astimezone(UTC)
    except (SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, OSError, struct.error):
        return None


def _in_colour(opened: "Image", size: tuple[int, int]) -> "Image":
    """The picture at its size, on white where it is transparent, 8 bits a colour, in sRGB."""
    from PIL.Image import Resampling

    profile = opened.info.get("icc_profile")
    picture = opened
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N"):
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    if picture.has_transparency_data:
        picture = _on_white(picture)
    if picture.mode not in _CONVERTED:
        picture = picture.convert("RGB")
    picture = picture.resize(size, Resampling.LANCZOS)
    return _in_srgb(picture, profile).convert("RGB")


def _on_white(picture: "Image") -> "Image":
    """The picture on paper."""
    from PIL.Image import new

    seen = picture.convert("RGBA")
    paper = new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _in_srgb(picture: "Image", profile: bytes | None) -> "Image":
    """The picture in the colours every screen and printer means; as it is where its profile is none or none of its."""
    if not profile:
        return picture
    from PIL import ImageCms

    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _turned(picture: "Image", orientation: int) -> "Image":
    """The picture upright."""
    from PIL.Image import Transpose

    turn = _UPRIGHT.get(orientation)
    return picture.transpose(Transpose[turn]) if turn else picture


def _written(path: Path, picture: "Image", preset: Preset, taken_at: datetime | None) -> Picture:
    """The picture as a JPEG that holds nothing else."""
    picture.info.clear()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=preset.quality, optimize=True)
    return Picture(clean_line(path.name), jpeg.getvalue(), picture.width, picture.height, taken_at)
