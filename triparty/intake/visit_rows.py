"""A table of visits or complaints as typed candidates, each with what is wrong or doubtful in it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from meetings_db.text import clean_line, fold
from triparty.i18n import _
from triparty.intake.columns import VISITS, Vocabulary
from triparty.intake.spreadsheet import Row, Skipped, Table, read_table
from triparty.intake.values import (
    CellValue,
    Unreadable,
    YearHint,
    parse_date,
    parse_phone,
    parse_place,
    parse_time,
    text_of,
    year_hint,
)

Progress = Callable[[int, int], None]

_SEVERITIES = {
    "ordinary": ("普通", "一般", "日常", "较低", "低", "不急", "ordinary", "normal", "minor", "low"),
    "major": ("重大", "紧急", "特急", "加急", "严重", "较急", "急", "高", "重要", "major", "urgent", "high", "serious"),
    "complex": ("特殊复杂", "特殊", "复杂", "疑难", "难点", "complex", "special", "difficult"),
}
_ROUTES = {
    "joint_meeting": ("联席", "上会", "jointmeeting"),
    "owners": ("业主", "owners"),
    "department": ("移交", "部门", "转办", "department"),
    "solve_now": ("现场", "交办", "物业", "直接派单", "派单", "solvenow", "solve", "dispatch"),
}
_NO_ROUTE = {"", "无", "暂无", "没有", "未定", "待定", "none", "no", "n/a", "-", "/"}
_NEGATION = re.compile(r"[不无未没勿非]|\b(?:no|not|never|without)\b|n['’]t\b", re.I)
_LONGEST_TITLE = 30
_TITLE_END = re.compile(r"[：。，；\n]|: |\. |; ")
_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|累计|本页(?:小计|合计)|total|subtotal|sum)[:,]?(?:共?\d*[件条户项人]?)?"
    r"|共\d+[件条户项人]"
)
_NOTE = re.compile(r"(?:注|备注|说明|填表人|制表人|填报人|审核人|负责人|填表说明|note|notes|preparedby)[:].*", re.S)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell: the column's header, the value as text, the reason as a sentence."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One candidate: what a row says, in this program's words. `errors` stop it, `warnings` do not."""

    number: int
    visited_on: date | None
    visited_at: time | None
    estate: str
    place: str
    reporter: str
    phone: str
    title: str
    details: str
    category: str
    severity: str
    """`ordinary`, `major` or `complex`."""
    route: str
    """`solve_now`, `joint_meeting`, `owners`, `department` or `none`."""
    remark: str
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]
    raw: dict[str, str]
    """Header → the cell as text."""


@dataclass(frozen=True)
class VisitTable:
    """The candidates of one table and what became of the rest of it."""

    table: Table
    columns: dict[str, str]
    """Field → header it was read from."""
    rows: tuple[VisitRow, ...]
    skipped: tuple[Skipped, ...]
    unknown_columns: tuple[str, ...] = field(default=())
    """Headers with something under them that name none of our fields."""


def read_visits(
    path: Path,
    *,
    today: date,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    estate: str = "",
    progress: Progress | None = None,
) -> VisitTable:
    """The visits in the table at `path`; rows that name no estate are of `estate`, when one is given.

    `columns` maps headers to field names (or `ignored`) and wins over what is recognised; `today` gives the
    year where nothing in the file does; `progress(done, total)` is called now and then. Raises RuleError when
    the file cannot be read or has no column for the date, the estate or the problem.
    """
    vocabulary = VISITS.mapped(columns)
    if estate:
        vocabulary = replace(
            vocabulary, needed={name: each for name, each in vocabulary.needed.items() if name != "estate"}
        )
    table = read_table(path, header_hints=vocabulary, sheet=sheet)
    taken, unknown = assigned(table, vocabulary)
    if "visited_at" in taken and "visited_on" not in taken:
        taken["visited_on"] = taken.pop("visited_at")
    reader = _Reader(table, taken, _year_of(table, taken, today), today, clean_line(estate))
    rows: list[VisitRow] = []
    skipped = [*blank_runs(table)]
    for done, row in enumerate(table.rows, 1):
        if reason := skip_reason(row, table):
            skipped.append(Skipped(row.number, reason))
        else:
            rows.append(reader.visit(row))
        if progress and (done % 500 == 0 or done == len(table.rows)):
            progress(done, len(table.rows))
    return VisitTable(
        table=table,
        columns={name: table.headers[index] for name, index in taken.items()},
        rows=tuple(rows),
        skipped=tuple(sorted(skipped, key=lambda skip: skip.number)),
        unknown_columns=unknown,
    )


def assigned(table: Table, vocabulary: Vocabulary) -> tuple[dict[str, int], tuple[str, ...]]:
    """(field → column index, unknown headers with something under them).

    Raises RuleError when a needed column is missing.
    """
    taken, unknown = vocabulary.assign(table.headers)
    vocabulary.require(taken, table.headers, table.source.name)
    at = {header: index for index, header in enumerate(table.headers)}
    return taken, tuple(h for h in unknown if any(text_of(row.cells[at[h]]) for row in table.rows))


def blank_runs(table: Table) -> list[Skipped]:
    """The table's runs of blank rows as skipped."""
    return [Skipped(first, _("blank row"), last - first + 1) for first, last in table.blanks]


def raw_of(row: Row, table: Table) -> dict[str, str]:
    """Header → the cell as text."""
    return dict(zip(table.headers, map(text_of, row.cells), strict=True))


def broken_text(raw: Mapping[str, str]) -> list[RowError]:
    """An error for each cell in which bytes of the file could not be read as characters."""
    return [
        RowError(header, text, _("some characters are damaged; type this cell again"))
        for header, text in raw.items()
        if "\ufffd" in text
    ]


def skip_reason(row: Row, table: Table) -> str:
    """Why a row is no record: a total, a note below the table, the header printed again; '' when it is one."""
    first, others = "", 0
    for cell in row.cells:
        if cell is None or cell == "":
            continue
        if not first:
            if not isinstance(cell, str):
                return ""
            first = cell
        others += 1
    key = fold(first)
    if _TOTAL.fullmatch(key):
        return _("total row")
    if others <= 2 and _NOTE.fullmatch(key):
        return _("note below the table")
    if others > 2 and key == fold(table.headers[0]) and _repeats_header(row, table):
        return _("the header again")
    return ""


def _repeats_header(row: Row, table: Table) -> bool:
    return all(
        cell is None or fold(text_of(cell)) == fold(header)
        for cell, header in zip(row.cells, table.headers, strict=True)
    )


def _year_of(table: Table, taken: Mapping[str, int], today: date) -> YearHint:
    """The year of dates without one: from the title lines, the file's name, the other rows, else today."""
    for text in (table.preamble, table.source.stem, table.sheet):
        if hint := year_hint(text):
            return hint
    index = taken["visited_on"]
    years: Counter[int] = Counter()
    for row in table.rows:
        try:
            years[parse_date(row.cells[index], None, table.date_base)[0].year] += 1
        except Unreadable:
            continue
    if years:
        return YearHint(years.most_common(1)[0][0])
    # Nothing else is known: a day far in the future is meant to be last year's.
    return YearHint(today.year, today)


class _Reader:
    """Turns the rows of one table into candidates."""

    def __init__(self, table: Table, taken: Mapping[str, int], hint: YearHint, today: date, estate: str) -> None:
        self._table, self._taken, self._hint, self._today, self._estate = table, taken, hint, today, estate

    def visit(self, row: Row) -> VisitRow:
        """The candidate that `row` holds."""
        raw = raw_of(row, self._table)
        errors = broken_text(raw)
        warnings: list[RowError] = []
        visited_on, visited_at = self._moment(row, errors, warnings)
        estate = clean_line(self._text(row, "estate")) or self._estate
        if not estate:
            errors.append(self._note("estate", "", _("the estate is empty; write its name")))
        title, details = self._matter(row)
        if not title:
            errors.append(self._note("problem", "", _("the problem is empty; write what was reported")))
        phone, doubt = parse_phone(self._text(row, "phone"))
        if doubt:
            warnings.append(self._note("phone", self._text(row, "phone"), doubt))
        return VisitRow(
            number=row.number,
            visited_on=visited_on,
            visited_at=visited_at,
            estate=estate,
            place=self._place(row, warnings),
            reporter=clean_line(self._text(row, "reporter")),
            phone=phone,
            title=title,
            details=details,
            category=clean_line(self._text(row, "category")),
            severity=self._severity(row, warnings),
            route=self._route(row, warnings),
            remark=self._text(row, "remark"),
            errors=tuple(errors),
            warnings=tuple(warnings),
            raw=raw,
        )

    def _cell(self, row: Row, name: str) -> CellValue:
        index = self._taken.get(name)
        return None if index is None else row.cells[index]

    def _text(self, row: Row, name: str) -> str:
        return text_of(self._cell(row, name))

    def _note(self, name: str, value: str, reason: str) -> RowError:
        index = self._taken.get(name, self._taken.get("title", self._taken.get("details")))
        return RowError("" if index is None else self._table.headers[index], value, reason)

    def _moment(self, row: Row, errors: list[RowError], warnings: list[RowError]) -> tuple[date | None, time | None]:
        """(day, time) of the visit; what cannot be read is noted and left out."""
        cell = self._cell(row, "visited_on")
        text = text_of(cell)
        if not text:
            errors.append(self._note("visited_on", "", _("the date is empty; write it as 2026-10-09")))
            return None, None
        try:
            day, moment = parse_date(cell, self._hint, self._table.date_base)
        except Unreadable as error:
            errors.append(self._note("visited_on", text, str(error)))
            return None, None
        if day > self._today:
            warnings.append(self._note("visited_on", text, _("{day} is in the future").format(day=day)))
        clock = self._cell(row, "visited_at")
        if text_of(clock):
            try:
                moment = parse_time(clock)
            except Unreadable as error:
                warnings.append(self._note("visited_at", text_of(clock), str(error)))
        return day, moment

    def _place(self, row: Row, warnings: list[RowError]) -> str:
        """Building, unit and room from their one column or their three."""
        cell = self._cell(row, "place")
        text = text_of(cell)
        if isinstance(cell, datetime | date):
            # Typing 9-1 into a cell makes Excel keep the first of September.
            text = f"{cell.month}-{cell.day}"
            reason = _("Excel had made a date of it; it is read as {place}").format(place=text)
            warnings.append(self._note("place", text_of(cell), reason))
        building, unit, room = (self._text(row, name) for name in ("building", "unit", "room"))
        if text or not (building or unit or room):
            return parse_place(text)
        return parse_place(_ending(building, "栋") + _ending(unit, "单元") + room)

    def _matter(self, row: Row) -> tuple[str, str]:
        """(title, details) of what was reported, from one column or from two."""
        problem, title, details = (self._text(row, name) for name in ("problem", "title", "details"))
        if title:
            return clean_line(title), "\n".join(filter(None, (problem, details)))
        if problem:
            first, rest = split_matter(problem)
            return first, "\n".join(filter(None, (rest, details)))
        return split_matter(details)

    def _severity(self, row: Row, warnings: list[RowError]) -> str:
        text = self._text(row, "severity")
        found = _severity(text)
        if text and not found:
            reason = _("“{value}” is no known severity; it is taken as ordinary").format(value=text)
            warnings.append(self._note("severity", text, reason))
        return found or "ordinary"

    def _route(self, row: Row, warnings: list[RowError]) -> str:
        text = self._text(row, "route")
        if fold(text) not in _NO_ROUTE and _NEGATION.search(text):
            reason = _("“{value}” says what is not to be done; the way is left open").format(value=text)
            warnings.append(self._note("route", text, reason))
            return "none"
        found = _route(text)
        if not found and fold(text) not in _NO_ROUTE:
            reason = _("“{value}” is no known way of handling; it is left open").format(value=text)
            warnings.append(self._note("route", text, reason))
        return found or "none"


def split_matter(text: str) -> tuple[str, str]:
    """(title, details): the title ends at the first mark when it is short; a long text is kept whole below."""
    text = text.strip()
    if m := _TITLE_END.search(text, 1):
        title, details = clean_line(text[: m.start()]), text[m.end() :].strip()
        if title and len(title) <= _LONGEST_TITLE:
            return title, details
    line = clean_line(text)
    if line == text and len(line) <= 2 * _LONGEST_TITLE:
        return line, ""
    return line[: _LONGEST_TITLE - 1] + "…" if len(line) > _LONGEST_TITLE else line, text


def _ending(text: str, word: str) -> str:
    """`text` with `word` behind it when it is a bare number or letter: `6` → `6栋`."""
    return f"{text}{word}" if text and text.isalnum() and (text.isdecimal() or len(text) == 1) else text


@lru_cache(maxsize=1024)
def _severity(text: str) -> str:
    key = fold(text)
    for name, words in _SEVERITIES.items():
        if key in words:
            return name
    if _NEGATION.search(text):
        return ""
    matches = [name for name, words in _SEVERITIES.items() if any(len(w) > 1 and w in key for w in words)]
    return matches[0] if len(matches) == 1 else ""


@lru_cache(maxsize=1024)
def _route(text: str) -> str:
    key = fold(text)
    return next((name for name, words in _ROUTES.items() if any(word in key for word in words)), "")
