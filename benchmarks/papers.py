"""The tracker of very many actions: as Word against raw XML strings, as Excel against plain XlsxWriter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from benchmarks.measure import Figure, Given, cpu_seconds, in_turns
from meetings_db.engine import Database
from meetings_db.models import PaperKind
from meetings_db.queries.actions import tracker
from meetings_db.queries.directory import the_community
from triparty.documents import excel
from triparty.documents.kinds import KINDS
from triparty.documents.kinds.tracker import values
from triparty.documents.papers import template_path
from triparty.documents.template import PaperProperties, compile_template, write

FEW, MANY = 1_000, 10_000
_AT = datetime(2026, 3, 20, 6, tzinfo=UTC)
_OFFICE = 1_000


def figures(given: Given) -> Iterator[Figure]:
    """Both trackers, of the actions of an invented office told again and again; and that twice the rows take twice."""
    told = tracker_values(given)
    few, many = (_measured(given, told, rows) for rows in (FEW, MANY))
    yield Figure(f"Word tracker of {MANY:,} rows", many["word"], "raw XML strings", many["raw"], 2)
    yield Figure(f"Excel tracker of {MANY:,} rows", many["sheet"], "plain XlsxWriter", many["plain"], 1.2)
    for name, kind in (("word", "Word"), ("sheet", "Excel")):
        row = many[name] / MANY * 1_000
        yield Figure(f"a row of {MANY:,} in {kind}", row, f"one of {FEW:,}", few[name] / FEW * 1_000, 1.2, "ms")


def _measured(given: Given, told: dict[str, Any], rows: int) -> dict[str, float]:
    """CPU seconds of trackers of so many rows, ours and what they are compared to."""
    lines = (told["lines"] * (rows // len(told["lines"]) + 1))[:rows]
    said = {**told, "lines": lines}
    cells = [[str(value) for value in line.values()] for line in lines]
    properties = PaperProperties(title=str(told["title"]), author="", made_at=_AT)
    file = given.folder / "tracker.docx"

    def word() -> None:
        template = compile_template(template_path(PaperKind.TRACKER, "zh_CN"))
        write(template, said, file, schema=KINDS[PaperKind.TRACKER].schema, properties=properties)

    return in_turns(
        given.runs,
        {
            "word": cpu_seconds(word),
            "raw": cpu_seconds(lambda: _raw_word(cells)),
            "sheet": cpu_seconds(lambda: excel.workbook_bytes(said, "zh_CN", made_at=_AT)),
            "plain": cpu_seconds(lambda: _plain_sheet(cells)),
        },
    )


def tracker_values(given: Given) -> dict[str, Any]:
    """What the tracker of an invented office says."""
    database = Database.in_file(given.office(_OFFICE))
    community = database.read(the_community)
    if community is None:
        raise LookupError("the invented office has no community")
    lines = database.read(tracker, community.id)
    database.close()
    return values(lines, community, "zh_CN", today=date(2026, 3, 20))


def _raw_word(rows: list[list[str]]) -> None:
    """The least that makes a table in Word: strings, joined and packed."""
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    with ZipFile(BytesIO(), "w", ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document><w:body><w:tbl>{body}</w:tbl></w:body></w:document>")


def _plain_sheet(rows: list[list[str]]) -> None:
    """The same cells through XlsxWriter with no look at all."""
    from xlsxwriter import Workbook

    book = Workbook(BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    book.close()
