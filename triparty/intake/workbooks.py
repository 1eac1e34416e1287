"""Excel workbooks as plain sheets: .xlsx streamed through openpyxl, .xls through xlrd."""

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from triparty.intake.formats import Merge, NumberedCells, Sheet, damaged, locked
from triparty.intake.values import EXCEL_1900, EXCEL_1904, CellValue
from triparty.rules import RuleError

_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_END_OF_DATA = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_CHUNK = 1 << 20
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""What Excel makes of a character that XML cannot hold, mostly the `\\r` of old programs; openpyxl leaves it so."""


@contextmanager
def xlsx_sheets(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of an .xlsx workbook; formulas are their own text, nothing is computed.

    Raises RuleError when the file cannot be read, also while its rows are.
    """
    from openpyxl.reader.excel import ExcelReader

    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            # Unknown extensions and odd styles are no concern of a reader of texts.
            stack.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")
            reader = ExcelReader(file, read_only=True, data_only=False, keep_links=False)
            reader.read()
            base = EXCEL_1904 if reader.wb.epoch.year == 1904 else EXCEL_1900
            members = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
            sheets = []
            for worksheet in reader.wb.worksheets:
                worksheet.reset_dimensions()
                with reader.archive.open(members[worksheet.title]) as xml:
                    merges = _merges(xml)
                sheets.append(
                    Sheet(
                        name=worksheet.title,
                        rows=_rows_of(worksheet),
                        merges=merges,
                        hidden=worksheet.sheet_state != "visible",
                        date_base=base,
                    )
                )
            yield sheets
        except RuleError:
            raise
        except Exception as error:  # openpyxl has no error class of its own: a bad file raises almost anything
            raise damaged(path, error) from error


def _rows_of(worksheet: Any) -> Callable[[], Iterator[NumberedCells]]:
    """The reader of a read-only worksheet's rows, numbered; each call reads the sheet again."""

    def rows() -> Iterator[NumberedCells]:
        for number, cells in enumerate(worksheet.iter_rows(min_row=1, values_only=True), 1):
            plain = _PLAIN.issuperset(map(type, cells)) and not any(type(v) is str and "_x" in v for v in cells)
            yield number, cells if plain else [_plain(value) for value in cells]

    return rows


_PLAIN: frozenset[type] = frozenset({str, int, float, bool, datetime, date, time, timedelta, type(None)})


def _plain(value: Any) -> CellValue:
    """Array and table formulas as their text; anything else unknown as its text."""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), value)
    if value is None or isinstance(value, int | float | date | time | timedelta):
        return value
    return str(getattr(value, "text", None) or value)


def _merges(xml: IO[bytes]) -> list[Merge]:
    """The merged areas, which follow the cells in a sheet's XML; read in pieces, the cells are not kept."""
    tail = b""
    after_data = False
    while piece := xml.read(_CHUNK):
        tail += piece
        if not after_data and (end := _END_OF_DATA.search(tail)):
            tail, after_data = tail[end.end() :], True
        elif not after_data:
            tail = tail[-32:]
    areas = []
    for first_column, first_row, last_column, last_row in _MERGE.findall(tail if after_data else b""):
        areas.append(Merge(int(first_row), _column(first_column), int(last_row), _column(last_column)))
    return areas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@contextmanager
def xls_sheets(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of an .xls workbook. The format's library knows only the last result of a formula, not
    its text. Raises RuleError when the file cannot be read."""
    import xlrd

    try:
        # Merged areas are only read together with the formatting.
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO())
        yield [_xls_sheet(sheet, book.datemode) for sheet in book.sheets()]
    except RuleError:
        raise
    except Exception as error:  # xlrd raises struct, index and assertion errors on a damaged file
        raise (locked(path) if "encrypted" in str(error).lower() else damaged(path, error)) from error


def _xls_sheet(sheet: Any, datemode: int) -> Sheet:
    rows = [(at + 1, [_xls_value(cell, datemode) for cell in sheet.row(at)]) for at in range(sheet.nrows)]
    return Sheet(
        name=sheet.name,
        rows=lambda: iter(rows),
        merges=[Merge(first + 1, left + 1, last, right) for first, last, left, right in sheet.merged_cells],
        hidden=bool(sheet.visibility),
        date_base=EXCEL_1904 if datemode else EXCEL_1900,
    )


def _xls_value(cell: Any, datemode: int) -> CellValue:
    import xlrd

    value = cell.value
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            return float(value)
        return moment.time() if 0 < value < 1 else moment.replace(microsecond=0)
    return str(value) if isinstance(value, str) else float(value)
