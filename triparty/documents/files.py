"""A Word file as a zip whose bytes depend on nothing but what is in it."""

import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from triparty.services.files import written_beside

_STORED = (".jpg", ".jpeg", ".png", ".gif")
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Content = bytes | Callable[[Callable[[bytes], object]], None]
"""What an entry holds: its bytes, or a function that is given the place to write them to, piece by piece."""


def write_package(path: Path, entries: Iterable[tuple[str, Content]], made_at: datetime) -> None:
    """Write a zip whose bytes depend on nothing but its entries and `made_at` (aware)."""
    moment = max(_EARLIEST, made_at.astimezone(UTC).timetuple()[:6])
    with written_beside(path) as beside, zipfile.ZipFile(beside, "x") as package:
        for name, content in entries:
            info = zipfile.ZipInfo(name, moment)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            stored = name.lower().endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            with package.open(info, "w") as entry:
                _fill(entry, content)


def _fill(entry: IO[bytes], content: Content) -> None:
    if isinstance(content, bytes):
        entry.write(content)
    else:
        content(entry.write)
