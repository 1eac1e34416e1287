"""How a file reaches the disk, written beside its place and renamed over it, whole or not at all; the name it
gets there; and why a file can be neither written nor read.
"""

import errno
import itertools
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from meetings_db.text import clean_line
from triparty.i18n import _
from triparty.rules import RuleError


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
        raise RuleError(refusal(path, error)) from error
    finally:
        # When the folder itself is gone or read-only there is nothing left to clear away.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def free_place(path: Path, content: bytes) -> Path:
    """`path`, or that with a count behind the name: the first where no file is, or one with the same content."""
    for count in itertools.count(1):
        place = path if count == 1 else path.with_stem(f"{path.stem} ({count})")
        if not place.exists() or (place.is_file() and place.read_bytes() == content):
            break
    return place


def safe_name(text: str) -> str:
    """The text on one line, without the signs no file name may have."""
    return "".join("_" if sign in '<>:"/\\|?*' else sign for sign in clean_line(text))


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell what stands in the way of reading `path` inside the block as a RuleError that says what to do."""
    try:
        yield
    except OSError as error:
        raise RuleError(_unread(path, error)) from error


def _unread(path: Path, error: OSError) -> str:
    """Why `path` cannot be read; what is rare is told by the system's own short name for it."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        said = _("There is no file {file}; check the name.")
    elif error.errno == errno.ENAMETOOLONG:
        said = _("There is no file {file}: the name is too long.")
    elif error.errno == errno.EISDIR or path.is_dir():
        said = _("{file} is a folder; choose one file in it.")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EBUSY):
        said = _("{file} may not be read. Close it where it is open, or ask for the right to read it.")
    else:
        said = _("{file} cannot be read ({why}). Copy it to this computer's own disk and try again.")
    return said.format(file=path, why=errno.errorcode.get(error.errno or 0, type(error).__name__))


def refusal(path: Path, error: OSError) -> str:
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
