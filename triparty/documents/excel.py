"""The follow-up tracker in Excel: the same columns as in Word, dates as real dates, and no text ever a formula."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from meetings_db.text import clean
from triparty.documents.cells import put_text
from triparty.documents.kinds.tracker import ALERTS, SCHEMA
from triparty.documents.shipped.tracker import COLUMNS
from triparty.documents.wording import Words
from triparty.i18n import mark
from triparty.rules.alerts import Alert
from triparty.services.files import written_beside

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_DATES = frozenset(("assigned", "due", "extended", "closed"))
_COLOURED = frozenset(("status", "warning"))
_CENTRED = frozenset(("number", *_COLOURED, *_DATES))
_WIDTHS = {
    "number": 12, "what": 24, "source": 18, "party": 9, "owner": 10, "assigned": 11, "due": 11, "extended": 11,
    "progress": 30, "status": 9, "warning": 11, "verified": 15, "closed": 11, "closed_by": 9, "remark": 20,
}  # fmt: skip
_HEAD_ROW = 2
_HIGHEST_ROW = 409.0
_DAY_ZERO = date(1899, 12, 30).toordinal()
"""Excel counts days from here."""
# Dark letters on a pale ground, so that a black-and-white print still reads; the words say the same.
_COLOURS = {
    mark("Verified and closed"): ("E2EFDA", "375623"),
    mark("To be verified"): ("DDEBF7", "1F4E78"),
    mark("Blocked"): ("F8CBAD", "833C0B"),
    mark("Cancelled"): ("EDEDED", "525252"),
}
_ALERT_COLOURS = {
    Alert.RED: ("FFC7CE", "9C0006"),
    Alert.YELLOW: ("FFEB9C", "7F6000"),
    Alert.BLUE: ("BDD7EE", "1F4E78"),
}


class _Looks(NamedTuple):
    """The cell formats of a workbook."""

    title: "Format"
    note: "Format"
    head: "Format"
    text: "Format"
    centre: "Format"
    day: "Format"
    coloured: "dict[str, Format]"


class _Column(NamedTuple):
    """What is in a column, how many digits fit beside each other, and how its cells look, some by what they say."""

    field: str
    width: int
    dated: bool
    look: "Format"
    coloured: "dict[str, Format]"


def write_tracker(values: dict[str, Any], path: Path, language: str, *, made_at: datetime) -> None:
    """Write the tracker's values (`tracker.values`) as .xlsx, whole or not at all; the same values, the same bytes."""
    content = workbook_bytes(values, language, made_at=made_at)
    with written_beside(path) as beside:
        beside.write_bytes(content)


def workbook_bytes(values: dict[str, Any], language: str, *, made_at: datetime) -> bytes:
    """The workbook as bytes."""
    from xlsxwriter import Workbook

    words = Words(language)
    file = BytesIO()
    # Whatever a person typed stays text: no formula, no link, no number guessed from letters.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(file, options)
    created = made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": clean(values["title"]), "author": "triparty", "created": created})
    sheet = book.add_worksheet("督办台账" if words.chinese else "Tracker")
    looks = _looks(book, words)
    heads = [chinese if words.chinese else english for chinese, english, *_rest in COLUMNS]
    columns = [_column(_field(name), looks) for *_rest, name in COLUMNS]
    _head(sheet, values, heads, columns, looks)
    for row, line in enumerate(values["lines"], _HEAD_ROW + 1):
        _line(sheet, row, line, columns, looks)
        sheet.set_row(row, _height(line, columns))
    _page(sheet, len(values["lines"]), len(columns), words)
    book.close()
    return file.getvalue()


def _field(chinese: str) -> str:
    """The key of the value behind a column."""
    chain = SCHEMA.resolve(f"台账.{chinese}")
    if chain is None:
        raise LookupError(chinese)
    return chain[-1].name_en


def _column(field: str, looks: _Looks) -> _Column:
    look = looks.centre if field in _CENTRED else looks.text
    return _Column(field, _WIDTHS[field] - 1, field in _DATES, look, looks.coloured if field in _COLOURED else {})


def _looks(book: "Workbook", words: Words) -> _Looks:
    font = {"font_name": "宋体" if words.chinese else "Calibri", "font_size": 10, "valign": "vcenter"}
    cell = {**font, "border": 1, "text_wrap": True}
    coloured = {
        words.say(text): book.add_format({**cell, "align": "center", "bg_color": f"#{ground}", "font_color": f"#{ink}"})
        for text, (ground, ink) in [
            *_COLOURS.items(),
            *((ALERTS[alert], colours) for alert, colours in _ALERT_COLOURS.items()),
        ]
    }
    head = {**cell, "bold": True, "align": "center", "bg_color": "#D9E1F2"}
    return _Looks(
        book.add_format({**font, "font_size": 16, "bold": True}),
        book.add_format(font),
        book.add_format(head),
        book.add_format(cell),
        book.add_format({**cell, "align": "center"}),
        book.add_format({**cell, "align": "center", "num_format": "yyyy-mm-dd"}),
        coloured,
    )


def _head(
    sheet: "Worksheet", values: dict[str, Any], heads: Sequence[str], columns: Sequence[_Column], looks: _Looks
) -> None:
    put_text(sheet, 0, 0, values["title"], looks.title)
    put_text(sheet, 1, 0, f"{values['date']}  {values['summary']}", looks.note)
    for place, (head, column) in enumerate(zip(heads, columns, strict=True)):
        put_text(sheet, _HEAD_ROW, place, head, looks.head)
        sheet.set_column(place, place, _WIDTHS[column.field])
    sheet.set_row(0, 26)
    sheet.set_row(_HEAD_ROW, 30)


def _line(sheet: "Worksheet", row: int, line: dict[str, str], columns: Sequence[_Column], looks: _Looks) -> None:
    """One action: a date where there is a date, else text."""
    for place, column in enumerate(columns):
        text = line[column.field].strip()
        if not text:
            sheet.write_blank(row, place, None, column.look)
        elif column.dated and (day := _day(text)) is not None:
            sheet.write_number(row, place, day, looks.day)
        else:
            put_text(sheet, row, place, text, column.coloured.get(text, column.look))


def _height(line: dict[str, str], columns: Sequence[_Column]) -> float:
    """A row's height in points, by its longest cell: not every program makes room for wrapped text by itself."""
    lines = 1
    for column in columns:
        text, width = line[column.field], column.width
        if 2 * len(text) > width or "\n" in text:
            lines = max(lines, sum(-(-_cell_width(part) // width) or 1 for part in text.split("\n")))
    return min(6 + 13.5 * lines, _HIGHEST_ROW)


def _cell_width(text: str) -> int:
    """How many digits' widths a text takes; a Chinese character takes two, as it takes two bytes of GBK."""
    return len(text.encode("gbk", "replace"))


@lru_cache(maxsize=4096)
def _day(text: str) -> int | None:
    """The day a value names as Excel counts it, None for words."""
    try:
        return date.fromisoformat(text).toordinal() - _DAY_ZERO
    except ValueError:
        return None


def _page(sheet: "Worksheet", rows: int, columns: int, words: Words) -> None:
    """Frozen and filtered heading; landscape A4, as wide as one page, the heading on each."""
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(rows, 1), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer("&C第 &P 页，共 &N 页" if words.chinese else "&CPage &P of &N")
