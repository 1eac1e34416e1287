"""What kind of file it is, by its content and never by its ending, and the sheets inside it."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from triparty.i18n import _
from triparty.intake.values import EXCEL_1900, CellValue
from triparty.rules import RuleError
from triparty.services.files import reading

Kind = Literal["xlsx", "xls", "text"]
NumberedCells = tuple[int, Sequence[CellValue]]

MOST_BYTES = 300 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3", "SQLite"),
)


@dataclass(frozen=True)
class Merge:
    """One merged area; rows and columns count from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet as it lies in the file; `rows()` starts again from the top at each call."""

    name: str
    rows: Callable[[], Iterator[NumberedCells]]
    merges: Sequence[Merge] = ()
    hidden: bool = False
    date_base: date = EXCEL_1900


def kind_of(path: Path) -> Kind:
    """What the file at `path` really is. Raises RuleError when it cannot be read as a table."""
    with reading(path):
        size = path.stat().st_size
        if size == 0 and not path.is_dir():
            raise RuleError(_("{file} is empty; save the table again.").format(file=path.name))
        if size > MOST_BYTES:
            raise _too_big(path)
        with path.open("rb") as file:
            head = file.read(4096)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(_BARE_BIFF):
        return "xls"
    return _text_kind(path, head)


def not_a_table(path: Path, what: str) -> RuleError:
    """The refusal of a file that is something else than its name promises."""
    return RuleError(
        _(
            "{file} is not a table but {what}; open it in Excel or WPS and save it as .xlsx or .csv, then try again."
        ).format(file=path.name, what=what)
    )


def damaged(path: Path, reason: object) -> RuleError:
    """The refusal of a file that the reading library could not get through."""
    return RuleError(
        _(
            "{file} is damaged and cannot be read ({reason}); open it in Excel or WPS, save it under a new name "
            "and try again."
        ).format(file=path.name, reason=str(reason) or type(reason).__name__)
    )


def locked(path: Path) -> RuleError:
    """The refusal of a file that asks for a password."""
    return RuleError(
        _("{file} is protected by a password; open it, remove the password, save it and try again.").format(
            file=path.name
        )
    )


def _too_big(path: Path) -> RuleError:
    return RuleError(
        _("{file} holds more than {limit} MB; split it into smaller files.").format(
            file=path.name, limit=MOST_BYTES // 1024 // 1024
        )
    )


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise damaged(path, error) from error
    # zipfile never hands out more of a member than this declared size, so the sum is a true guard.
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _too_big(path)
    if any(member.flag_bits & 1 for member in members):
        raise locked(path)
    names = {member.filename.lower() for member in members}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise not_a_table(path, _("a binary workbook (.xlsb)"))
    if "word/document.xml" in names:
        raise not_a_table(path, _("a Word document"))
    if "content.xml" in names:
        raise not_a_table(path, _("an OpenDocument file"))
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise not_a_table(path, _("a compressed archive"))


def _ole_kind(path: Path) -> Kind:
    with reading(path):
        content = path.read_bytes()
    if _stream("EncryptedPackage") in content or _stream("EncryptionInfo") in content:
        raise locked(path)
    if _stream("Workbook") in content or _stream("Book") in content:
        return "xls"
    if _stream("WordDocument") in content:
        raise not_a_table(path, _("a Word document"))
    raise not_a_table(path, _("another kind of Office file"))


def _stream(name: str) -> bytes:
    """A stream's name as an OLE directory writes it."""
    return name.encode("utf-16-le") + b"\0\0"


def _text_kind(path: Path, head: bytes) -> Kind:
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise not_a_table(path, _("a {kind} file").format(kind=name))
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")):
        raise not_a_table(path, _("a web page (HTML)"))
    if start.startswith(b"<?xml"):
        raise not_a_table(path, _("a web page (HTML)") if b"<html" in start else _("an XML file"))
    return "text"
