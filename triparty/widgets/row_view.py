"""The part of a list that is seen: rows from a source, drawn line by line, of which only those near are read."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import Worker

from triparty.widgets.cells import ELLIPSIS, Words
from triparty.widgets.row_drawing import line_of, titles_of, widths_of
from triparty.widgets.row_source import Column, Row, Source, given

_AHEAD = 60
"""So many rows beyond what is seen are read before they are wanted."""

_DRAWN = 1_000
"""So many lines are held as they were drawn."""

_BELOW = (Column("", 0, share=1),)
"""The second line of a row is one cell, _IN further in."""
_IN = "  "


class RowView(ScrollView):
    """Rows of a `source` under a header, one of them with the cursor; a row that is not read yet is a quiet sign.

    What is typed by people may stand in any cell: it is cut to its column, control characters are dropped, and nothing
    in it is markup. `titled` shows the header. `TALL` lines are a row, the second of them its `below`.
    """

    TALL: ClassVar[int] = 1

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--header",
        "row-list--cursor",
        "row-list--cursor-blurred",
        "row-list--empty",
        "row-list--below",
        "row-list--red",
        "row-list--amber",
        "row-list--green",
        "row-list--blue",
        "row-list--grey",
    }
    DEFAULT_CSS = """
    RowView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        height: 1fr;
        & > .row-list--header { color: $secondary; }
        & > .row-list--cursor { background: $primary-muted; text-style: bold; }
        & > .row-list--cursor-blurred { background: $panel; }
        & > .row-list--empty { color: $secondary; }
        & > .row-list--below { color: $foreground 80%; }
        & > .row-list--red { color: $error; }
        & > .row-list--amber { color: $warning; }
        & > .row-list--green { color: $success; }
        & > .row-list--blue { color: $primary; }
        & > .row-list--grey { color: $secondary; }
    }
    """
    cursor: reactive[int] = reactive(0, repaint=False)
    marked: reactive[tuple[Hashable, ...]] = reactive(())
    teaching: reactive[str] = reactive("")
    sorted_by: reactive[tuple[int, bool] | None] = reactive(None)
    """(column, downwards): which head has the arrow."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        teaching: str = "",
        titled: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.titled = titled
        self.source: Source = given(())
        self.set_reactive(RowView.teaching, teaching)
        self._reading = False
        self._marked: frozenset[Hashable] = frozenset()
        self._drawn: dict[tuple[int, int, str, bool, int], tuple[Any, Strip]] = {}
        self._taught = lru_cache(1)(self._wrapped)
        self._grounds: dict[str, Style] = {}

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the cursor, None in an empty list."""
        return self.source.key(self.cursor)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.source.total - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the cursor's row."""
        before = self.scroll_y
        self._see_cursor()
        if self.scroll_y == before and abs(new - old) == 1:
            self.refresh_lines(min(old, new) * self.TALL + self._top, 2 * self.TALL)
        else:
            self.refresh()
        self._look()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Have read what came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._look()

    def watch_teaching(self) -> None:
        """Say it anew."""
        self.refresh()

    def watch_sorted_by(self) -> None:
        """Draw the arrow."""
        self.refresh()

    def watch_marked(self) -> None:
        """Draw the marks."""
        self._marked = frozenset(self.marked)
        self.refresh()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor is bold only where keys go."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def on_mount(self) -> None:
        """Measure what there is."""
        self._measure()

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in view."""
        self.call_after_refresh(self._see_cursor)

    @property
    def _top(self) -> int:
        """The lines that the header takes."""
        return 1 if self.titled else 0

    def _measure(self) -> None:
        """Tell the scroll bar how long the list is."""
        self.virtual_size = Size(0, self.source.total * self.TALL + self._top)

    def _see_cursor(self) -> None:
        """Scroll until the cursor's row is seen."""
        row = Region(0, self.cursor * self.TALL, 1, self.TALL + self._top)
        self.scroll_to_region(row, animate=False, force=True, immediate=True)

    def _seen(self) -> tuple[int, int]:
        """The first and the last place in view."""
        first = round(self.scroll_y) // self.TALL
        return first, first + self.size.height

    def _around(self, place: int) -> tuple[int, int]:
        """The places in view when that one is."""
        return place - self.size.height, place + self.size.height

    def _look(self) -> None:
        """Begin to read what is in view and a little beyond."""
        first, last = self._seen()
        if self._reading or not self.is_mounted or self.source.has(first - _AHEAD, last + _AHEAD):
            return
        self._reading = True
        self._begin(self._read_on)

    async def _read_on(self) -> None:
        """Read what is in view, and when that is there a little beyond; it may move on meanwhile."""
        try:
            while not self.source.has(*self._seen()):
                await self.source.read(*self._seen())
                self.refresh()
            first, last = self._seen()
            await self.source.read(first - _AHEAD, last + _AHEAD)
        finally:
            self._reading = False

    async def _begun(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Wait for work that the screen guards: what goes wrong with the database is told there."""
        await self._begin(work).wait()

    def _begin(self, work: Any) -> Worker[Any]:
        """Begin work that the screen guards."""
        return self.screen.run_worker(work, group="rows")

    def notify_style_update(self) -> None:
        """Draw everything in the colours there are now."""
        self._drawn.clear()
        self._grounds.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        if not self.source.total:
            return self._teach(y, width)
        if y < self._top:
            widths = widths_of(self.columns, width)
            style = self.get_component_rich_style("row-list--header")
            line = line_of(self.columns, titles_of(self.columns, self.sorted_by), widths, "  ", style, lambda _: style)
            return line.adjust_cell_length(width, style)
        place, part = divmod(y - self._top + round(self.scroll_y), self.TALL)
        if place >= self.source.total:
            return Strip.blank(width, self._ground(""))
        return self._line(place, part, width)

    def _line(self, place: int, part: int, width: int) -> Strip:
        """One line of a row as it is drawn; held until its line, its mark, the cursor or the colours are others."""
        here = place == self.cursor
        lead = ("●" if self.source.key(place) in self._marked else "▸" if here else " ") + " "
        how = place, part, lead, here and self.has_focus, width
        line = self.source.line(place)
        held = self._drawn.get(how)
        if held is not None and held[0] is line:
            return held[1]
        name = "" if not here else "row-list--cursor" if self.has_focus else "row-list--cursor-blurred"
        ground = self._ground(name)
        drawn = self._below(place, width, ground) if part else self._row(place, width, lead, ground)
        strip = drawn.adjust_cell_length(width, ground)
        if len(self._drawn) >= _DRAWN:
            self._drawn.clear()
        self._drawn[how] = line, strip
        return strip

    def _row(self, place: int, width: int, lead: str, ground: Style) -> Strip:
        """The cells of a row; a quiet sign where it is not read yet."""
        row = self.source.row(place)
        if row is None:
            row = Row(None, tuple(ELLIPSIS if column.share else "" for column in self.columns), "grey")
        cells = (_toned(cell, row.tone) for cell in row.cells)
        widths = widths_of(self.columns, width)
        return line_of(self.columns, cells, widths, lead, ground, lambda tone: ground + self._ink(tone))

    def _below(self, place: int, width: int, ground: Style) -> Strip:
        """What stands under the cells of a row, a little further in."""
        row = self.source.row(place)
        said = _toned(row.below, row.tone or "below") if row else Words("")
        widths = widths_of(_BELOW, width - len(_IN))
        return line_of(_BELOW, (said,), widths, _IN + "  ", ground, lambda tone: ground + self._ink(tone))

    def _ground(self, name: str) -> Style:
        """What a row is drawn on: the list's own ground, or with the component style `name` on it."""
        if name not in self._grounds:
            over = self.get_component_rich_style(name, partial=True) if name else Style.null()
            self._grounds[name] = self.rich_style + over
        return self._grounds[name]

    def _ink(self, tone: str) -> Style:
        """The style of a tone."""
        return self.get_component_rich_style(f"row-list--{tone}", partial=True)

    def _teach(self, y: int, width: int) -> Strip:
        """A line of what belongs into an empty list."""
        lines = self._taught(self.teaching, max(10, width - 4))
        if not 1 <= y <= len(lines):
            return Strip.blank(width, self.rich_style)
        said = "  " + lines[y - 1]
        strip = Strip([Segment(said, self.get_component_rich_style("row-list--empty"))])
        return strip.adjust_cell_length(max(width, cell_len(said)), self.rich_style)

    def _wrapped(self, text: str, width: int) -> list[str]:
        """A text in lines of so many cells."""
        return [line.plain for line in Text(text).wrap(self.app.console, width)]


def _toned(cell: Words | str, tone: str) -> Words:
    """A cell, in the row's tone where it has none of its own."""
    return Words(cell, tone) if isinstance(cell, str) else Words(cell.text, cell.tone or tone)
