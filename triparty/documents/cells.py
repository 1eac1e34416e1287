"""Text on its way into a cell of Excel: cleaned, as much of it as a cell holds, and never anything but text."""

from typing import TYPE_CHECKING

from meetings_db.text import clean

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST = 32_767
"""So many code units of UTF-16 a cell holds."""


def put_text(sheet: "Worksheet", row: int, column: int, text: str, look: "Format") -> None:
    """Write `text` as it is; what is longer than a cell can be ends in `…`."""
    said = _fitting(clean(text))
    if said.startswith("<r>") and said.endswith("</r>"):
        # XlsxWriter takes such a text for the XML of a rich string that is made already, and writes it unescaped.
        sheet.write_rich_string(row, column, said[0], look, said[1:], look)
    else:
        sheet.write_string(row, column, said, look)


def _fitting(text: str) -> str:
    """The text, or its beginning where a cell cannot hold it."""
    if 2 * len(text) <= _MOST or len(units := text.encode("utf-16-le")) <= 2 * _MOST:
        return text
    return units[: 2 * (_MOST - 1)].decode("utf-16-le", "ignore") + "…"
