"""The list of every station: keys and mouse move the cursor and select, and the cursor stays on its row by key."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from triparty.i18n import _
from triparty.widgets.row_drawing import column_at, widths_of
from triparty.widgets.row_source import Column, Listed, Row, Source, given
from triparty.widgets.row_view import RowView

__all__ = ["Column", "Listed", "Row", "RowList", "Source", "given"]

MOST_MARKED = 2_000
"""So many rows may be selected at once."""


class RowList(RowView, can_focus=True):
    """Rows that keys and mouse go through. `marking` lets them be selected too.

    The cursor stays on its row by key when the rows change, and that row on its line of the screen.
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
        Binding(
            "shift+up", "extend(-1)", _("Select up"), show=False, id="list.extend_up", tooltip=_("Select going up")
        ),
        Binding(
            "shift+down",
            "extend(1)",
            _("Select down"),
            show=False,
            id="list.extend_down",
            tooltip=_("Select going down"),
        ),
        Binding(
            "ctrl+a",
            "mark_all",
            _("Select all"),
            show=False,
            id="list.mark_all",
            tooltip=_("Select every row, or none when some are selected"),
        ),
    ]

    @dataclass
    class Told(Message):
        """Something happened in a list."""

        row_list: "RowList"

        @property
        def control(self) -> "RowList":
            """The list it happened in."""
            return self.row_list

    @dataclass
    class Highlighted(Told):
        """The cursor came to a row, or its row was refreshed; `key` is None in an empty list."""

        key: Hashable | None

    @dataclass
    class Chosen(Told):
        """A row was opened."""

        key: Hashable

    @dataclass
    class Marked(Told):
        """Rows were selected or unselected; `keys` in the order they were selected."""

        keys: tuple[Hashable, ...]

    @dataclass
    class HeadClicked(Told):
        """The head of a column was clicked."""

        column: int

    def __init__(self, columns: Sequence[Column], *, marking: bool = False, **more: Any) -> None:
        super().__init__(columns, **more)
        self.marking = marking
        self._filled = False
        self._opening = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are read; setting it shows these rows and no others."""
        return tuple(row for place in range(self.source.total) if (row := self.source.row(place)) is not None)

    @rows.setter
    def rows(self, rows: Sequence[Row]) -> None:
        """Show these rows and no others."""
        self.put(given(rows))

    @property
    def line(self) -> Any:
        """What the row under the cursor shows, as its source has it; None in an empty list."""
        return self.source.line(self.cursor)

    def put(self, source: Listed[Any]) -> None:
        """Show a source whose rows are all there."""
        self.marked = tuple(key for key in self.marked if source.place(key) is not None)
        self._swap(source, source.beside(self.source, self.cursor))

    async def show(self, source: Source, wanted: Hashable | None = None) -> None:
        """Show a source: the cursor goes to the row `wanted`, else stays on its row wherever that is now."""
        place = None if wanted is None else await source.find(wanted)
        while place is None:
            here = self.key
            place = await source.follow(self.source, self.cursor)
            if here != self.key:  # the cursor was moved meanwhile
                place = None
        await source.read(*self._around(place))
        marked = self.marked
        there = await source.kept(marked) if marked else ()
        self.marked = tuple(key for key in self.marked if key in there or key not in marked)
        self._swap(source, place)

    async def count(self) -> int:
        """Have the rows counted, and tell how many there are."""
        source = self.source
        await source.count()
        if source is self.source:
            self._measure()
        return source.total

    async def move_to(self, key: Hashable) -> None:
        """Put the cursor on the row with `key`, if it is in the list."""
        place = await self.source.find(key)
        if place is not None:
            await self.go(place)

    async def go(self, place: int) -> None:
        """Put the cursor on the row at `place`, or on the last with -1, when it has been read."""
        if not self.source.counted and not 0 <= place < self.source.total:
            await self._begun(self.count)
        place = self.source.total - 1 if place < 0 else min(place, self.source.total - 1)
        if not self.source.has(place, place):
            await self._begun(partial(self.source.read, *self._around(place)))
        self.cursor = place

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the cursor's row and tell where it is."""
        super().watch_cursor(old, new)
        if old != new:
            self.post_message(self.Highlighted(self, self.key))

    def watch_marked(self) -> None:
        """Draw the marks and tell of them."""
        super().watch_marked()
        if self.is_mounted:
            self.post_message(self.Marked(self, self.marked))

    def _swap(self, source: Source, place: int) -> None:
        """Show another source with the cursor there, on the line of the screen where it was."""
        moved = place - self.cursor
        self.source = source
        self._drawn.clear()
        self._measure()
        self.set_reactive(RowView.cursor, self.validate_cursor(place))
        if moved:
            self.scroll_to(y=self.scroll_y + moved * self.TALL, animate=False, force=True, immediate=True)
        self._see_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))
        self._look()
        self._filled = True
        if self._opening:
            self._opening = False
            if self.screen.is_current:
                self.action_choose()

    async def action_move(self, by: int) -> None:
        """Go up or down by rows."""
        await self.go(max(0, self.cursor + by))

    async def action_page(self, by: int) -> None:
        """Go up or down by what the list shows at once."""
        shown = (self.scrollable_content_region.height - 1 - self._top) // self.TALL
        await self.go(max(0, self.cursor + by * max(1, shown)))

    async def action_to(self, place: int) -> None:
        """Go to the first row, or with -1 to the last."""
        await self.go(place)

    def action_choose(self) -> None:
        """Open the row under the cursor; before anything was read, as soon as it is there."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))
        else:
            self._opening = not self._filled

    async def action_mark(self) -> None:
        """Select or unselect the row and go on to the next."""
        key = self.key
        if not self._may_mark() or key is None:
            return
        if key in self._marked:
            self.marked = tuple(other for other in self.marked if other != key)
        else:
            self._mark((key,))
        await self.go(self.cursor + 1)

    async def action_extend(self, by: int) -> None:
        """Select the row and the one it goes on to."""
        if self._may_mark() and self.key is not None:
            first = self.key
            await self.go(max(0, self.cursor + by))
            self._mark(key for key in (first, self.key) if key is not None)

    async def action_mark_all(self) -> None:
        """Select every row; none when some are selected."""
        if self.marked:
            self.marked = ()
        elif self._may_mark():
            await self._begun(self.count)
            await self._mark_places(0, self.source.total - 1)

    async def _mark_places(self, first: int, last: int) -> None:
        """Select the rows from `first` to `last`, when they are not too many."""
        if last - first >= MOST_MARKED:
            told = _("At most {count} rows can be selected at once. Filter first, so that fewer are shown.")
            self.notify(told.format(count=f"{MOST_MARKED:,}"), severity="warning", markup=False)
            return
        source = self.source

        async def mark() -> None:
            """Ask for the keys."""
            self._mark(await source.keys(first, last))

        await self._begun(mark)

    def _mark(self, keys: Iterable[Hashable]) -> None:
        """Select these rows too."""
        self.marked = (*self.marked, *(key for key in dict.fromkeys(keys) if key not in self._marked))

    def _may_mark(self) -> bool:
        """Whether rows are selected here now; why not is said."""
        refused = None if self.marking else _("Nothing is done here with several rows.")
        refused = refused or getattr(self.screen, "why_not", lambda _action: None)("mark")
        if refused:
            self.notify(refused, severity="warning", markup=False)
        return not refused

    async def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row; a click on its row opens it, one with shift selects all between, a head sorts."""
        at = event.get_content_offset_capture(self)
        if 0 <= at.y < self._top:
            column = column_at(at.x, widths_of(self.columns, self.scrollable_content_region.width))
            if column is not None:
                self.post_message(self.HeadClicked(self, column))
            return
        place = (at.y - self._top + round(self.scroll_y)) // self.TALL
        if at.y < 0 or place >= self.source.total:
            return
        if event.shift and self.marking:
            await self._mark_places(min(place, self.cursor), max(place, self.cursor))
        elif place == self.cursor and event.chain > 1:
            self.action_choose()
        await self.go(place)
