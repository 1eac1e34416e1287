"""The rows of a tracker that others filled in: by whatever their columns are called, and however their days look."""

from collections.abc import Mapping
from pathlib import Path

from triparty.intake.columns import TRACKER
from triparty.intake.spreadsheet import read_table
from triparty.intake.values import Unreadable, parse_date, text_of

_DAYS = ("assigned", "due", "extended", "closed")


def tracker_rows(path: Path, columns: Mapping[str, str] | None = None) -> list[tuple[int, dict[str, str]]]:
    """Each row with its number in the file and what it says by the names of the fields; days as 2026-12-31.

    `columns` is a person's own mapping, header → field. Raises RuleError for what is no table with actions' numbers.
    """
    words = TRACKER.mapped(columns)
    table = read_table(path, header_hints=words)
    taken, _unknown = words.assign(table.headers)
    words.require(taken, table.headers, path.name)
    rows = []
    for row in table.rows:
        said = {field: text_of(row.cells[at]) for field, at in taken.items()}
        for field in _DAYS:
            if said.get(field):
                try:
                    said[field] = parse_date(row.cells[taken[field]], base=table.date_base)[0].isoformat()
                except Unreadable:
                    continue
        rows.append((row.number, said))
    return rows
