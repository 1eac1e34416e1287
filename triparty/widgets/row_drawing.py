"""How a line of a list is drawn: cells side by side in the widths there are."""

from collections.abc import Callable, Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from triparty.widgets.cells import Words, fit
from triparty.widgets.row_source import Column

_GAP = 2
_LEAD = 2
_UP, _DOWN = "▲", "▼"


def widths_of(columns: Sequence[Column], width: int) -> list[int]:
    """The cells of each column in a list `width` wide, 0 for a column that has no room."""
    shown = [column for column in columns if width >= column.from_width]
    spare = width - _LEAD - sum(column.width + _GAP for column in shown)
    shares = sum(column.share for column in shown)
    widths = []
    for column in columns:
        grown = max(0, spare) * column.share // shares if shares else 0
        widths.append(column.width + grown if column in shown else 0)
    return widths


def line_of(
    columns: Sequence[Column],
    cells: Iterable[Words],
    widths: Sequence[int],
    lead: str,
    ground: Style,
    ink: Callable[[str], Style],
) -> Strip:
    """Cells laid side by side behind a `lead` of two cells; `ink` is the style of a tone on that ground."""
    segments = [Segment(lead, ground)]
    for column, cell, width in zip(columns, cells, widths, strict=True):
        if width:
            style = ink(cell.tone) if cell.tone else ground
            segments.append(Segment(fit(cell.text, width, right=column.right), style))
            segments.append(Segment(" " * _GAP, ground))
    return Strip(segments)


def titles_of(columns: Sequence[Column], sorted_by: tuple[int, bool] | None) -> Iterable[Words]:
    """The heads of the columns, with an arrow at the one the list is sorted by: (its place, downwards)."""
    for place, column in enumerate(columns):
        arrow = "" if sorted_by is None or sorted_by[0] != place else _DOWN if sorted_by[1] else _UP
        yield Words(f"{column.title}{arrow}")


def column_at(x: int, widths: Sequence[int]) -> int | None:
    """The column that stands at the cell `x` of a line."""
    left = _LEAD
    for place, width in enumerate(widths):
        if width and left <= x < left + width + _GAP:
            return place
        left += width + _GAP if width else 0
    return None
