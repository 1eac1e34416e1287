"""Whether a file of a package opens, each by its form; what may start or fetch something is told apart."""

import io
import zipfile
from pathlib import Path
from typing import NamedTuple

from triparty.documents.archive.xml import parsed
from triparty.documents.template.package import open_package
from triparty.i18n import _
from triparty.rules import RuleError

LARGEST = 200 * 2**20
"""The largest document that is looked into, in bytes."""

_SQLITE = b"SQLite format 3\x00"
_SCRIPTS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


class Trouble(NamedTuple):
    """Why a file is not well: it does not open, or it may start or fetch something."""

    why: str
    unsafe: bool = False


def opens(name: str, path: Path) -> Trouble | None:
    """What is wrong with a file of that name; None where it is well."""
    ending = path.suffix.lower()
    if ending == ".db":
        with path.open("rb") as file:
            return None if file.read(len(_SQLITE)) == _SQLITE else Trouble(_("no database"))
    if ending == ".jsonl":
        return None  # read line by line where the history is verified
    if ending not in (".docx", ".xlsx", ".pdf", ".xml", ".xsd", ".txt"):
        return Trouble(_("no form that archives take"), unsafe=True)
    if path.stat().st_size > LARGEST:
        return Trouble(_("too large to be looked into"))
    data = path.read_bytes()
    if ending in (".docx", ".xlsx"):
        return _office(name, data)
    return _pdf(data) if ending == ".pdf" else _text(data, marked_up=ending != ".txt")


def _office(name: str, data: bytes) -> Trouble | None:
    """A Word or Excel file: whole, under no password, and nothing in it runs, fetches or embeds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(entry.flag_bits & 1 for entry in package.infolist()):
                return Trouble(_("under a password"))
    except (zipfile.BadZipFile, OSError, ValueError):
        return Trouble(_("damaged, or under a password"))
    try:
        open_package(name.rpartition("/")[2], data)
    except RuleError as problem:
        return Trouble(" ".join(problem.reasons), unsafe=True)
    return None


def _pdf(data: bytes) -> Trouble | None:
    """A PDF: from its first line to its last, not encrypted, without programs."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:
        return Trouble(_("damaged"))
    if b"/Encrypt" in data:
        return Trouble(_("under a password"))
    return Trouble(_("holds a program or a file"), unsafe=True) if any(each in data for each in _SCRIPTS) else None


def _text(data: bytes, *, marked_up: bool) -> Trouble | None:
    """Text in UTF-8; XML also by its form."""
    try:
        data.decode("utf-8-sig")
        if marked_up:
            parsed(data)
    except UnicodeDecodeError:
        return Trouble(_("no text in UTF-8"))
    except RuleError as problem:
        return Trouble(" ".join(problem.reasons))
    return None
