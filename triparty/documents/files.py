"""How a file reaches the disk: written beside its place and renamed over it, whole or not at all."""

import errno
import os
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from triparty.i18n import _
from triparty.rules import RuleError

_STORED = (".jpg", ".jpeg", ".png", ".gif")
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Content = bytes | Callable[[Callable[[bytes], object]], None]
"""What an entry holds: its bytes, or a function that is given the place to write them to, piece by piece."""


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A new file name in the folder of `path`; when the block ends well that file takes the place of `path`.

    A failure leaves `path` as it was. What the disk refuses is told as a RuleError that says what to do.
    """
    beside = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise RuleError(_refusal(path, error)) from error
    finally:
        # When the folder itself is gone or read-only there is nothing left to clear away.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


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


def _refusal(path: Path, error: OSError) -> str:
    """What stood in the way of writing `path`, and what to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        said = _("{file} was not written: the disk is full. Free some space or choose another disk.")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY):
        said = _(
            "{file} was not written: the folder or the file may not be changed. "
            "Close it where it is open, or choose another folder."
        )
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        said = _("{file} was not written: there is no such folder. Make the folder or choose another one.")
    elif error.errno == errno.EISDIR:
        said = _("{file} was not written: a folder has that name. Choose another name.")
    elif error.errno == errno.ENAMETOOLONG:
        said = _("{file} was not written: the name is too long. Choose a shorter one.")
    else:
        said = _("{file} was not written: {why}. Choose another folder and try again.")
    return said.format(file=path, why=error.strerror or error)
