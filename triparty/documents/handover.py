"""The handover when the officer changes: the list in Word, to be signed, and a workbook of the same values."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import PaperKind
from triparty.documents.cells import put_text
from triparty.documents.kinds import Asked
from triparty.documents.kinds.handover import SCHEMA, Places
from triparty.documents.papers import said, write_paper
from triparty.documents.shipped.handover import TABLES, Table
from triparty.documents.wording import Words
from triparty.i18n import normalise
from triparty.services.clock import moment
from triparty.services.files import written_beside

_NARROW, _LINE_HEIGHT = 13, 15
_HIGHEST_ROW = 409
"""No program shows a higher row."""
_WIDTHS = {
    **{"fact": 34, "said": 80, "what": 34, "title": 34, "progress": 34, "source": 24},
    **{"time": 34, "place": 20, "post": 24, "organisation": 34, "meeting": 34, "file": 40},
}
"""Columns that are not narrow, by their field, in digits' widths."""


class Sheet(NamedTuple):
    """A table: its name, and each column's field, heading and cells."""

    name: str
    columns: list[tuple[str, str]]
    rows: list[list[str]]


def file_name(language: str, at: datetime | None = None) -> str:
    """What the workbook of a day is called."""
    return f"{Words(language).say('Handover')} {moment(at).astimezone():%Y-%m-%d}.xlsx"


def list_beside(path: Path) -> Path:
    """Where the list stands, beside the workbook at `path`."""
    return path.with_suffix(".docx")


def write_handover(
    db: Database, community_id: UUID, path: Path, language: str, places: Places, at: datetime | None = None
) -> dict[str, Any]:
    """Write the list beside `path` and record it, and to `path` the workbook, as of now; returns what both say."""
    now, word = moment(at), list_beside(path)
    asked = Asked(PaperKind.HANDOVER, normalise(language), community_id, now.astimezone().date(), places=places)
    with written_beside(path) as beside:
        told, _day = db.read(said, asked)
        _write(beside, sheets(json.loads(told), language), now)  # what the disk refuses, it refuses before the list
        paper = write_paper(
            db,
            asked.kind,
            word,
            meeting_id=None,
            community_id=community_id,
            language=language,
            templates=places.templates,
            places=places,
            at=now,
        )
        values: dict[str, Any] = json.loads(paper.snapshot)
        if paper.snapshot != told:  # somebody did something meanwhile
            _write(beside, sheets(values, language), now)
    return values


def sheets(values: Mapping[str, Any], language: str) -> list[Sheet]:
    """What the workbook says: the overview first, then the tables of the list."""
    words = Words(language)
    facts = [[each["fact"], each["said"]] for each in values["facts"]]
    overview = Sheet(words.say("Handover"), [("fact", words.say("Matter")), ("said", "")], facts)
    return [overview, *(_sheet(table, values, chinese=words.chinese) for table in TABLES)]


def _sheet(table: Table, values: Mapping[str, Any], *, chinese: bool) -> Sheet:
    """One table of the list."""
    fields = [_key(table.name, name) for name, _english, _share in table.columns]
    rows = [[line[field] for field in fields] for line in values[_key(table.name)]]
    return Sheet(table.heading(chinese=chinese), list(zip(fields, table.heads(chinese=chinese), strict=True)), rows)


def _key(*names: str) -> str:
    """The key of the value that a template calls by these names."""
    chain = SCHEMA.resolve(".".join(names))
    if chain is None:
        raise LookupError(names)
    return chain[-1].name_en


def _write(path: Path, told: Sequence[Sheet], now: datetime) -> None:
    """The workbook: every text stays text, headings stay on the screen and on each printed page."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with path.open("wb") as file, Workbook(file, options) as book:
        book.set_properties({"created": now.astimezone(UTC).replace(tzinfo=None), "author": "triparty"})
        font = {"font_name": "宋体", "border": 1, "valign": "vcenter", "text_wrap": True}
        head, cell = book.add_format({**font, "bold": True, "bg_color": "#D9E1F2"}), book.add_format(font)
        for each in told:
            sheet = book.add_worksheet(each.name)
            for place, (field, heading) in enumerate(each.columns):
                sheet.set_column(place, place, _WIDTHS.get(field, _NARROW))
                put_text(sheet, 0, place, heading, head)
            for row, line in enumerate(each.rows, 1):
                sheet.set_row(row, _height(each, line))
                for place, text in enumerate(line):
                    put_text(sheet, row, place, text, cell)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&C&P / &N")


def _height(sheet: Sheet, line: Sequence[str]) -> int:
    """A row's height in points, by its longest cell: not every program makes room by itself."""
    from rich.cells import cell_len

    widths = (_WIDTHS.get(field, _NARROW) - 1 for field, _heading in sheet.columns)
    lines = max(
        sum(-(-max(cell_len(part), 1) // width) for part in text.split("\n"))
        for text, width in zip(line, widths, strict=True)
    )
    return min(lines * _LINE_HEIGHT, _HIGHEST_ROW)
