"""Two invented views of a fire lane, drawn: what a phone would have sent before the work and after it."""

import io
from datetime import datetime

from PIL import Image, ImageDraw

_SIZE = (1600, 1200)
_SKY, _WALL, _ROAD, _GROUND = (176, 196, 214), (208, 196, 178), (112, 114, 118), (150, 160, 138)
_WINDOW, _CAR, _TYRE = (120, 140, 158), (150, 42, 46), (34, 34, 36)
_LINE, _POST = (232, 196, 60), (206, 52, 44)
_DETAILS, _TAKEN = 0x8769, 0x9003


def fire_lane(*, cleared: bool, taken_at: datetime) -> bytes:
    """The lane with a car parked in it, or cleared and marked with lines and posts, as a JPEG of that local time."""
    picture = Image.new("RGB", _SIZE, _SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 180, 1600, 640), _WALL)
    draw.rectangle((0, 640, 1600, 1200), _GROUND)
    for x in range(120, 1500, 280):
        draw.rectangle((x, 280, x + 140, 440), _WINDOW)
    draw.polygon(((500, 640), (1100, 640), (1600, 1200), (0, 1200)), _ROAD)
    if cleared:
        _mark(draw)
    else:
        _park(draw)
    told = Image.Exif()
    told.get_ifd(_DETAILS)[_TAKEN] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=85, exif=told)
    return jpeg.getvalue()


def _park(draw: ImageDraw.ImageDraw) -> None:
    """A car in the middle of the lane."""
    draw.polygon(((600, 760), (680, 640), (940, 640), (1020, 760)), _CAR)
    draw.rectangle((540, 760, 1080, 920), _CAR)
    for x in (580, 920):
        draw.ellipse((x, 860, x + 120, 980), _TYRE)


def _mark(draw: ImageDraw.ImageDraw) -> None:
    """Lines along the lane, bars across it, and posts beside it."""
    for top, bottom in ((560, 160), (1040, 1440)):
        draw.line(((top, 640), (bottom, 1200)), _LINE, 18)
    for y in range(720, 1180, 130):
        spread = (y - 640) * 400 // 560
        draw.line(((580 - spread, y), (1020 + spread, y + 60)), _LINE, 14)
    for x, y in ((470, 700), (1130, 700), (250, 940), (1350, 940)):
        draw.rectangle((x - 14, y - 150, x + 14, y), _POST)
