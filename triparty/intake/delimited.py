"""Text tables: comma, semicolon or tab between the cells; UTF-8, GBK or UTF-16."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from triparty.i18n import _
from triparty.intake.formats import NumberedCells, Sheet, not_a_table
from triparty.rules import RuleError
from triparty.services.files import reading

_DELIMITERS = (",", ";", "\t")
_SHIELDED = re.compile(r"'(?=\s*[=+\-@\t＝＋－＠])")


def text_sheets(path: Path) -> list[Sheet]:
    """One candidate sheet for each possible delimiter; the one whose header is recognised best is meant.

    Raises RuleError when the file is not text, or not in a known encoding.
    """
    text = _decoded(path)
    if text.lower().startswith("sep=") and "\n" in text:
        first, _newline, text = text.partition("\n")
        return [Sheet("", _records(path, text, first[4:5], 2))]
    return [Sheet("", _records(path, text, mark, 1)) for mark in _DELIMITERS]


def _decoded(path: Path) -> str:
    with reading(path):
        content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise not_a_table(path, _("a file of another program"))
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    # A few broken bytes must not stop the good rows: they stay visible as U+FFFD, and their rows are errors.
    guesses = [content.decode(encoding, errors="replace") for encoding in encodings]
    best = min(guesses, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") * 100 <= len(best):
        return best
    raise RuleError(
        _("{file} is neither UTF-8 nor GBK text; save it as “CSV UTF-8” and try again.").format(file=path.name)
    )


def _records(path: Path, text: str, delimiter: str, first: int) -> Callable[[], Iterator[NumberedCells]]:
    """The reader of the rows, numbered from `first` as a spreadsheet program numbers them."""

    def rows() -> Iterator[NumberedCells]:
        taken: list[str] = []
        spanned: list[str] = []
        reader = csv.reader(_noting(io.StringIO(text, newline=""), taken), delimiter=delimiter)
        number = first - 1
        try:
            for record in reader:
                number += 1
                spanned, taken[:] = taken[:], []
                yield number, [_SHIELDED.sub("", cell, count=1) or None for cell in record]
        except csv.Error as error:
            raise _quotes(path, number + 1) from error
        # An opening quotation mark without its partner would swallow the rest of the file in silence.
        if len(spanned) > 1 and "".join(spanned).count('"') % 2:
            raise _quotes(path, number)

    return rows


def _noting(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


def _quotes(path: Path, row: int) -> RuleError:
    return RuleError(
        _(
            "{file}, row {row}: a quotation mark is opened and never closed; correct that row, or save the table "
            "as .xlsx."
        ).format(file=path.name, row=row)
    )
