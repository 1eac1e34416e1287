"""Pictures for tests, drawn by Pillow: red on the left, green on the right."""

import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

RED, GREEN = (200, 30, 30), (30, 160, 30)
Colour = tuple[int, ...]


def halves(size: tuple[int, int] = (120, 60), mode: str = "RGB") -> Image.Image:
    """A picture that tells its left from its right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(GREEN, (size[0] // 2, 0, *size))
    if mode == "1":
        return picture.convert("L").point(lambda level: 255 * (level > 90)).convert("1")
    if mode == "I;16":
        return picture.convert("L").convert("I").point(lambda level: level * 256).convert("I;16")
    return picture.convert(mode)


def saved(path: Path, picture: Image.Image, **options: Any) -> Path:
    """The picture as a file of the kind its name says."""
    picture.save(path, **options)
    return path


def claiming(path: Path, width: int, height: int) -> Path:
    """A small PNG whose head says that it is that large."""
    content = bytearray(saved(path, halves()).read_bytes())
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    path.write_bytes(content)
    return path


def exif(*, orientation: int = 1, taken: str = "", zone: str = "", maker: str = "", place: bool = False) -> Image.Exif:
    """What a camera writes about a picture."""
    told = Image.Exif()
    told[0x0112] = orientation
    if maker:
        told[0x010F] = maker
    details = told.get_ifd(0x8769)
    if taken:
        details[0x9003] = taken
    if zone:
        details[0x9011] = zone
    if place:
        told.get_ifd(0x8825).update({1: "N", 2: (30.0, 35.0, 12.0)})
    return told


def red_for_green() -> bytes:
    """A colour profile like sRGB, but for a device that calls green what others call red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    tags = bytearray(profile[:1024])
    red, green = tags.index(b"rXYZ"), tags.index(b"gXYZ")
    tags[red : red + 4], tags[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(tags) + profile[1024:]


def corners(picture: Image.Image) -> tuple[Colour, Colour]:
    """The colours a little inside the left and the right of a picture."""
    width, height = picture.size
    inside = [picture.getpixel((x, height // 2)) for x in (width // 8, width - 1 - width // 8)]
    left, right = (each if isinstance(each, tuple) else (int(each or 0),) for each in inside)
    return left, right


def near(colour: Colour, meant: Colour) -> bool:
    """Whether a colour is what was meant, as nearly as a JPEG keeps it."""
    return all(abs(one - other) < 40 for one, other in zip(colour, meant, strict=True))
