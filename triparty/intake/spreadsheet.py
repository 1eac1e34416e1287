"""Any office table as rows: the right sheet, its header found below title lines, merged cells filled."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from meetings_db.text import clean_line
from triparty.i18n import _
from triparty.intake.columns import Vocabulary
from triparty.intake.delimited import text_sheets
from triparty.intake.formats import Merge, NumberedCells, Sheet, kind_of
from triparty.intake.values import EXCEL_1900, CellValue, text_of
from triparty.intake.workbooks import xls_sheets, xlsx_sheets
from triparty.rules import RuleError

__all__ = ["CellValue", "Row", "Skipped", "Table", "read_table"]

_HEADER_DEPTH = 40
_WIDEST = 512


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header: its number in the file and a cell for each header."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """`count` rows from `number` on that hold no record, and why."""

    number: int
    reason: str
    count: int = 1


@dataclass(frozen=True)
class Table:
    """A table read from one sheet; headers are unique, title lines above them are `preamble`."""

    source: Path
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    preamble: str
    blanks: tuple[tuple[int, int], ...] = ()
    """Runs of blank rows between the rows: first and last number."""
    other_sheets: tuple[str, ...] = ()
    """Sheets with a header of the same kind that were not read."""
    date_base: date = EXCEL_1900
    _by_number: dict[int, Row] = field(default_factory=dict, repr=False, compare=False)

    def row(self, number: int) -> Row:
        """The row with this number in the file. Raises KeyError."""
        if not self._by_number:
            self._by_number.update((row.number, row) for row in self.rows)
        return self._by_number[number]


@dataclass(frozen=True)
class _Found:
    """A header found in a sheet."""

    sheet: Sheet
    row: int
    headers: tuple[str, ...]
    preamble: str
    score: int


def read_table(path: Path, *, header_hints: Vocabulary, sheet: str | None = None) -> Table:
    """The table in the file at `path`, whatever its ending says: .xlsx, .xls, or text in UTF-8 or GBK.

    The sheet and the row with most headers known to `header_hints` are taken, or the sheet named `sheet`.
    Formulas arrive as their text (from .xls, which keeps none readable, as their last result).
    Raises RuleError saying what is wrong, where, and what to do.
    """
    with _sheets_of(path) as sheets:
        wanted = [s for s in sheets if sheet is None or s.name == sheet]
        if not wanted:
            raise RuleError(
                _("{file} has no sheet named {sheet}; its sheets are {sheets}.").format(
                    file=path.name, sheet=sheet, sheets=_(", ").join(s.name for s in sheets)
                )
            )
        found = [header for s in wanted if (header := _find_header(s, header_hints))]
        if not found:
            raise _no_header(path, wanted, header_hints)
        # max() keeps the first of equals: the sheets' own order decides.
        best = max(found, key=lambda header: (not header.sheet.hidden, header.score, len(header.headers)))
        headers, rows, blanks = _body(best)
        others = [header.sheet.name for header in found if header is not best and header.sheet.name]
    return Table(
        source=path,
        sheet=best.sheet.name,
        header_row=best.row,
        headers=headers,
        rows=tuple(rows),
        preamble=best.preamble,
        blanks=tuple(blanks),
        other_sheets=tuple(others),
        date_base=best.sheet.date_base,
    )


def _sheets_of(path: Path) -> AbstractContextManager[list[Sheet]]:
    readers: dict[str, Callable[[Path], AbstractContextManager[list[Sheet]]]] = {
        "xlsx": xlsx_sheets,
        "xls": xls_sheets,
        "text": lambda text_file: nullcontext(text_sheets(text_file)),
    }
    return readers[kind_of(path)](path)


def _no_header(path: Path, sheets: Sequence[Sheet], hints: Vocabulary) -> RuleError:
    used = [any(_used(cells) for _number, cells in sheet.rows()) for sheet in sheets]
    # Of a text there is a candidate for each delimiter: a line of bare commas is empty by the right one only.
    one_text = not sheets[0].name
    if not any(used) or (one_text and not all(used)):
        return RuleError(_("{file} holds no cells with text; save the table again.").format(file=path.name))
    return RuleError(
        _(
            "{file}: no row with column names was found in the first {depth} rows. Looked for {columns}; "
            "write these names above the columns and try again."
        ).format(file=path.name, depth=_HEADER_DEPTH, columns=hints.sought())
    )


def _find_header(sheet: Sheet, hints: Vocabulary) -> _Found | None:
    """The row that names most fields, at least two; of two that touch and name as many, the lower one,
    because a header of two lines has its groups above and its columns below."""
    top = [(number, [clean_line(text_of(cell)) for cell in cells]) for number, cells in _head(sheet)]
    best, best_score, best_at = None, 1, -2
    for at, (number, texts) in enumerate(top):
        score = hints.count(texts)
        touches = at == best_at + 1 and any(merge.last_row >= number > merge.first_row for merge in sheet.merges)
        if score > best_score or (score == best_score and best is not None and touches):
            best, best_score, best_at = (number, texts), score, at
    if best is None:
        return None
    number, texts = best
    used = max(at for at, text in enumerate(texts) if text) + 1
    return _Found(sheet, number, tuple(texts[:used]), _preamble(top[:best_at], hints), best_score)


def _head(sheet: Sheet) -> list[NumberedCells]:
    """The first rows of a sheet, merged cells filled, blank rows left out."""
    return [row for row, blank in islice(_filled(sheet), _HEADER_DEPTH) if not blank]


def _preamble(lines: Sequence[tuple[int, list[str]]], hints: Vocabulary) -> str:
    """The title lines as text; a cell merged over many columns is told once, a line of group headers not."""
    told = (list(dict.fromkeys(filter(None, texts))) for _number, texts in lines if hints.count(texts) < 2)
    return "\n".join("  ".join(texts) for texts in told)


def _unique(texts: Sequence[str]) -> tuple[str, ...]:
    """Headers that all differ: an empty one is named by its column, a second alike is numbered."""
    seen: dict[str, int] = {}
    headers = []
    for at, text in enumerate(texts):
        name = text or _("Column {letter}").format(letter=_letter(at))
        seen[name] = seen.get(name, 0) + 1
        headers.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(headers)


def _letter(index: int) -> str:
    """A column's letters from its index: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _body(found: _Found) -> tuple[tuple[str, ...], list[Row], list[tuple[int, int]]]:
    """(headers, rows under them, runs of blank rows between those); blank rows at the end are nothing.

    Cells to the right of the last header get a header of their own: nothing is dropped unseen.
    """
    kept: list[NumberedCells] = []
    blanks: list[tuple[int, int]] = []
    last, width = found.row, len(found.headers)
    for (number, cells), blank in _filled(found.sheet):
        if blank or number <= found.row:
            continue
        if number > last + 1:
            blanks.append((last + 1, number - 1))
        while len(cells) > width and not text_of(cells[-1]):
            cells = cells[:-1]
        width = max(width, len(cells))
        kept.append((number, cells))
        last = number
    padding = (None,) * width
    headers = _unique([*found.headers, *[""] * (width - len(found.headers))])
    return headers, [Row(number, (*cells, *padding[len(cells) :])) for number, cells in kept], blanks


def _used(cells: Sequence[CellValue]) -> bool:
    """Whether any cell holds something to see."""
    return any(cell is not None and (cell.__class__ is not str or not str(cell).isspace()) for cell in cells)


def _filled(sheet: Sheet) -> Iterator[tuple[NumberedCells, bool]]:
    """(row, it was blank) with each merged area showing its top left cell everywhere.

    Blank is what has no cell of its own: a merged estate name alone makes no record.
    """
    starting: dict[int, list[Merge]] = {}
    for merge in sheet.merges:
        starting.setdefault(merge.first_row, []).append(merge)
    open_areas: list[tuple[Merge, CellValue]] = []
    for number, cells in sheet.rows():
        blank = not _used(cells)
        if not open_areas and number not in starting:
            yield (number, cells), blank
            continue
        filled = list(cells)
        for merge in starting.get(number, ()):
            at = merge.first_column - 1
            open_areas.append((merge, filled[at] if at < len(filled) else None))
        for merge, value in open_areas:
            last = min(merge.last_column, _WIDEST)
            filled.extend([None] * (last - len(filled)))
            filled[merge.first_column - 1 : last] = [value] * max(0, last - merge.first_column + 1)
        open_areas = [(merge, value) for merge, value in open_areas if merge.last_row > number]
        yield (number, filled), blank
