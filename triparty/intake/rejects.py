"""The rows that were not taken, written as a table to correct and bring back."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from triparty.i18n import _
from triparty.intake.spreadsheet import Row, Table
from triparty.intake.values import text_of
from triparty.services.files import written_beside

# Spreadsheet programs of East Asia take the full-width signs for a formula's beginning as well.
_EXECUTABLE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")


def rejects_path(source: Path) -> Path:
    """Where the rejects of `source` belong: beside it, as `<stem>.rejects.csv`."""
    return source.with_name(f"{source.stem}.rejects.csv")


def write_rejects(source: Table, rejected: Iterable[tuple[Row, Sequence[str]]], path: Path) -> Path:
    """Write the rejected rows with their reasons to `path` (see `rejects_path`), whole or not at all.

    UTF-8 with BOM, the columns of the source and one for the reason; no cell is one a spreadsheet program
    would execute. Returns `path`; raises RuleError when it cannot be written.
    """
    with written_beside(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([*map(_inert, source.headers), _("Reason")])
        for row, reasons in rejected:
            writer.writerow([*(_inert(text_of(cell)) for cell in row.cells), _inert("; ".join(reasons))])
    return path


def _inert(text: str) -> str:
    """`text` that a spreadsheet program shows and does not execute."""
    return f"'{text}" if _EXECUTABLE.match(text) else text
