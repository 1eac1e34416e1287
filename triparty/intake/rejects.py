"""The rows that were not taken, written as a table to correct and bring back."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from triparty.i18n import _
from triparty.intake.spreadsheet import Row, Table
from triparty.intake.values import text_of
from triparty.services.files import written_beside

# Spreadsheet programs of East Asia take the full-width signs for a formula's beginning as well.
_EXECUTABLE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")

_TABLES = (".xlsx", ".xlsm", ".xls", ".csv", ".txt")


def rejects_path(source: Path) -> Path:
    """Where the rejects of `source` belong: beside it, as `<stem>.rejects.csv`.

    The source's ending is kept in the name where another table of the same stem lies beside it.
    """
    others = (source.with_suffix(ending) for ending in _TABLES if ending != source.suffix.lower())
    shared = any(other.exists() for other in others)
    return source.with_name(f"{source.name if shared else source.stem}.rejects.csv")


def write_rejects(source: Table, rejected: Iterable[tuple[Row, Sequence[str]]], path: Path) -> Path:
    """Write the rejected rows with their reasons to `path` (see `rejects_path`), whole or not at all.

    UTF-8 with BOM, the columns of the source and one for the reason; no cell is one a spreadsheet program
    would execute. A file that is there with other content may hold somebody's corrections: it stays, and
    ` (2)`, ` (3)` … goes behind the name. Returns where the rows are; raises RuleError when they cannot be written.
    """
    content = io.StringIO(newline="")
    writer = csv.writer(content, quoting=csv.QUOTE_ALL)
    writer.writerow([*map(_inert, source.headers), _("Reason")])
    for row, reasons in rejected:
        writer.writerow([*(_inert(text_of(cell)) for cell in row.cells), _inert("; ".join(reasons))])
    written = content.getvalue().encode("utf-8-sig")
    for count in itertools.count(1):
        place = path if count == 1 else path.with_stem(f"{path.stem} ({count})")
        if not place.exists():
            break
        if _holds(place, written):
            return place
    with written_beside(place) as beside:
        beside.write_bytes(written)
    return place


def _holds(path: Path, content: bytes) -> bool:
    """Whether the file holds just this; one that cannot be read does not."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _inert(text: str) -> str:
    """`text` that a spreadsheet program shows and does not execute."""
    return f"'{text}" if _EXECUTABLE.match(text) else text
