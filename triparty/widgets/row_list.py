"""The list of every station: rows in columns of terminal cells, drawn line by line."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from triparty.i18n import _
from triparty.widgets.cells import Words, fit

_GAP = 2
_NEAR = 50


@dataclass(frozen=True)
class Column:
    """A column: `width` in cells, grown by its `share` of what is left; not shown in a list below `from_width`."""

    title: str
    width: int
    share: int = 0
    right: bool = False
    from_width: int = 0


@dataclass(frozen=True)
class Row:
    """A row: one cell for each column; `tone` colours the cells that have no colour of their own."""

    key: Hashable
    cells: tuple[Words | str, ...]
    tone: str = ""


class RowList(ScrollView, can_focus=True):
    """Rows under a header. The cursor stays on its row by key when the rows change.

    `marking` lets `space` mark rows; `titled` shows the header. What is typed by people may stand in any cell: it is
    cut to its column, control characters are dropped, and nothing in it is markup.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--header",
        "row-list--cursor",
        "row-list--cursor-blurred",
        "row-list--empty",
        "row-list--red",
        "row-list--amber",
        "row-list--green",
        "row-list--blue",
        "row-list--grey",
    }
    DEFAULT_CSS = """
    RowList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        height: 1fr;
        & > .row-list--header { color: $secondary; }
        & > .row-list--cursor { background: $primary-muted; text-style: bold; }
        & > .row-list--cursor-blurred { background: $panel; }
        & > .row-list--empty { color: $secondary; }
        & > .row-list--red { color: $error; }
        & > .row-list--amber { color: $warning; }
        & > .row-list--green { color: $success; }
        & > .row-list--blue { color: $primary; }
        & > .row-list--grey { color: $secondary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", _("Up"), show=False, id="list.up", tooltip=_("The row above")),
        Binding("down", "move(1)", _("Down"), show=False, id="list.down", tooltip=_("The row below")),
        Binding("pageup", "page(-1)", _("Page up"), show=False, id="list.page_up", tooltip=_("One page up")),
        Binding("pagedown", "page(1)", _("Page down"), show=False, id="list.page_down", tooltip=_("One page down")),
        Binding("home", "to(0)", _("First"), show=False, id="list.first", tooltip=_("The first row")),
        Binding("end", "to(-1)", _("Last"), show=False, id="list.last", tooltip=_("The last row")),
        Binding("enter", "choose", _("Open"), show=False, id="list.open", tooltip=_("Open what the cursor is on")),
        Binding("space", "mark", _("Select"), show=False, id="list.mark", tooltip=_("Select or unselect the row")),
    ]

    rows: reactive[tuple[Row, ...]] = reactive(())
    cursor: reactive[int] = reactive(0)
    marked: reactive[tuple[Hashable, ...]] = reactive(())
    teaching: reactive[str] = reactive("")

    @dataclass
    class Highlighted(Message):
        """The cursor came to a row, or its row was refreshed; `key` is None in an empty list."""

        row_list: "RowList"
        key: Hashable | None

        @property
        def control(self) -> "RowList":
            """The list it happened in."""
            return self.row_list

    @dataclass
    class Chosen(Message):
        """A row was opened."""

        row_list: "RowList"
        key: Hashable

        @property
        def control(self) -> "RowList":
            """The list it happened in."""
            return self.row_list

    @dataclass
    class Marked(Message):
        """Rows were selected or unselected; `keys` in the order they were selected."""

        row_list: "RowList"
        keys: tuple[Hashable, ...]

    @dataclass
    class NearEnd(Message):
        """The cursor came near the last row: the moment to read on."""

        row_list: "RowList"

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        teaching: str = "",
        marking: bool = False,
        titled: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.marking = marking
        self.titled = titled
        self.set_reactive(RowList.teaching, teaching)

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the cursor, None in an empty list."""
        return self.rows[self.cursor].key if self.rows else None

    def move_to(self, key: Hashable) -> None:
        """Put the cursor on the row with `key`, if it is there."""
        for index, row in enumerate(self.rows):
            if row.key == key:
                self.cursor = index
                return

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self.rows) - 1))

    def watch_rows(self, old: tuple[Row, ...], new: tuple[Row, ...]) -> None:
        """Keep the cursor on its row and the marks on rows that are still there."""
        before = old[self.cursor].key if self.cursor < len(old) else None
        keys = [row.key for row in new]
        if self.marked:
            there = set(keys)
            self.marked = tuple(key for key in self.marked if key in there)
        self._measure()
        place = keys.index(before) if before in keys else self.cursor
        if place == self.cursor and place < len(new):
            self.refresh()
        self.cursor = place
        self.post_message(self.Highlighted(self, self.key))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the cursor's row and tell where it is."""
        top = 1 if self.titled else 0
        self.scroll_to_region(Region(0, new, 1, 1 + top), animate=False, force=True)
        self.refresh()
        if old != new:
            self.post_message(self.Highlighted(self, self.key))
            if len(self.rows) - new < _NEAR:
                self.post_message(self.NearEnd(self))

    def watch_teaching(self) -> None:
        """Say it anew."""
        self.refresh()

    def watch_marked(self) -> None:
        """Draw the marks and tell of them."""
        self.refresh()
        if self.is_mounted:
            self.post_message(self.Marked(self, self.marked))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor is bold only where keys go."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def on_mount(self) -> None:
        """Measure what there is."""
        self._measure()

    def _measure(self) -> None:
        """Tell the scroll bar how long the list is."""
        self.virtual_size = Size(0, len(self.rows) + (1 if self.titled else 0))

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in view."""
        self.call_after_refresh(self.watch_cursor, self.cursor, self.cursor)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        if not self.rows:
            return self._teach(y, width)
        widths = self._widths(width)
        if self.titled and y == 0:
            style = self.get_component_rich_style("row-list--header")
            titles = (Words(column.title) for column in self.columns)
            return self._strip(titles, widths, "  ", style, style)
        index = y - (1 if self.titled else 0) + round(self.scroll_y)
        if index >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        return self._row(index, widths)

    def _row(self, index: int, widths: list[int]) -> Strip:
        """One row, with the cursor's ground and its mark."""
        row = self.rows[index]
        ground = self.rich_style
        if index == self.cursor:
            name = "row-list--cursor" if self.has_focus else "row-list--cursor-blurred"
            ground += self.get_component_rich_style(name, partial=True)
        tone = row.tone
        cells = (
            Words(cell, tone) if isinstance(cell, str) else Words(cell.text, cell.tone or tone) for cell in row.cells
        )
        marked = row.key in self.marked
        lead = ("●" if marked else "▸" if index == self.cursor else " ") + " "
        return self._strip(cells, widths, lead, ground, ground)

    def _strip(self, cells: Iterable[Words], widths: list[int], lead: str, style: Style, ground: Style) -> Strip:
        """Cells laid side by side in their widths."""
        segments = [Segment(lead, style)]
        for column, cell, width in zip(self.columns, cells, widths, strict=True):
            if width:
                ink = style
                if cell.tone:
                    ink += self.get_component_rich_style(f"row-list--{cell.tone}", partial=True)
                segments.append(Segment(fit(cell.text, width, right=column.right), ink))
                segments.append(Segment(" " * _GAP, ground))
        return Strip(segments).adjust_cell_length(self.scrollable_content_region.width, ground)

    def _widths(self, width: int) -> list[int]:
        """The cells of each column in a list `width` wide, 0 for a column that has no room."""
        shown = [column for column in self.columns if width >= column.from_width]
        spare = width - 2 - sum(column.width + _GAP for column in shown)
        shares = sum(column.share for column in shown)
        widths = []
        for column in self.columns:
            grown = max(0, spare) * column.share // shares if shares else 0
            widths.append(column.width + grown if column in shown else 0)
        return widths

    def _teach(self, y: int, width: int) -> Strip:
        """A line of what belongs into an empty list."""
        style = self.get_component_rich_style("row-list--empty")
        lines = Text(self.teaching).wrap(self.app.console, max(10, width - 4))
        line = lines[y - 1].plain if 1 <= y <= len(lines) else ""
        return Strip([Segment("  " + line, style)]).adjust_cell_length(max(width, cell_len(line)), self.rich_style)

    def action_move(self, by: int) -> None:
        """Go up or down by rows."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Go up or down by what the list shows at once."""
        self.cursor += by * max(1, self.scrollable_content_region.height - (2 if self.titled else 1))

    def action_to(self, place: int) -> None:
        """Go to the first row, or with -1 to the last."""
        self.cursor = len(self.rows) - 1 if place < 0 else place

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.rows:
            self.post_message(self.Chosen(self, self.rows[self.cursor].key))

    def action_mark(self) -> None:
        """Select or unselect the row and go on to the next."""
        if not (self.marking and self.rows):
            return
        key = self.rows[self.cursor].key
        self.marked = (
            tuple(other for other in self.marked if other != key) if key in self.marked else (*self.marked, key)
        )
        self.cursor += 1

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row; a click on its row opens it."""
        index = event.y - (1 if self.titled else 0) + round(self.scroll_y)
        if 0 <= index < len(self.rows) and not (self.titled and event.y == 0):
            if index == self.cursor and event.chain > 1:
                self.action_choose()
            self.cursor = index
