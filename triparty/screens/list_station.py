"""What the stations with a list share: any number of rows read page by page, sorts, and the life of one row."""

from collections.abc import Callable, Hashable
from typing import Any, ClassVar, Concatenate, NamedTuple, ParamSpec
from uuid import UUID

from sqlmodel import Session
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from meetings_db.queries.paging import Listing, Tally
from triparty.i18n import _, ngettext
from triparty.screens.station import Station
from triparty.screens.undoing import Thing
from triparty.services.several import Several
from triparty.widgets.cells import ELLIPSIS
from triparty.widgets.dialogs import Offer
from triparty.widgets.frame import refusable
from triparty.widgets.paged import Paged
from triparty.widgets.prompt import PromptLine
from triparty.widgets.row_list import Column, Row, RowList, Source
from triparty.widgets.timeline import Life

P = ParamSpec("P")


def said_count(count: int | None, sentence: str) -> str:
    """A sentence with its {count} filled in; a number that is not known yet is an ellipsis."""
    return sentence.format(count=ELLIPSIS if count is None else f"{count:,}")


class Sort(NamedTuple):
    """A way to sort a list: by which column, downwards or not; `key` chooses it in the menu."""

    name: str
    title: str
    column: int
    down: bool
    key: str


class ListStation(Station):
    """A list and the life of the row under the cursor; where the screen is narrow each is a page of its own.

    `SORTS` are the orders it may be in, the first of them to begin with; `KIND` is the table its rows are of.
    """

    AUTO_FOCUS = "#rows"
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    SORTS: ClassVar[tuple[Sort, ...]] = ()
    MARKING: ClassVar[bool] = False
    KIND: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", _("Sort"), show=False, id="station.sort", tooltip=_("By what the list is sorted")),
        Binding(
            "right", "life", _("Its life"), show=False, id="station.life", tooltip=_("Read the whole life of the row")
        ),
        Binding("left", "back_to_list", _("To the list"), show=False, id="station.list", tooltip=_("Back to the list")),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sort = self.SORTS[0].name if self.SORTS else ""
        self._tally = Tally()
        self._about = ""

    def compose_body(self) -> ComposeResult:
        """The list left, the life right, and the line under both."""
        yield Static(id="about")
        with Container(id="split"):
            yield RowList(self.COLUMNS, marking=self.MARKING, teaching=_("Reading …"), id="rows")
            yield Life()
        yield PromptLine()

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def life(self) -> Life:
        """The life beside it."""
        return self.query_one(Life)

    @property
    def prompt(self) -> PromptLine:
        """The line that opens in place."""
        return self.query_one(PromptLine)

    def about(self, *told: str) -> None:
        """Say above the list what it shows, and how many rows are selected."""
        self._about = " · ".join(filter(None, told)) or self._about
        marks = len(self.rows.marked)
        selected = ngettext("{count} selected", "{count} selected", marks).format(count=marks) if marks else ""
        sentence = " · ".join(filter(None, (f"● {selected}" if selected else "", self._about)))
        self.query_one("#about", Static).update(Content(sentence))

    def listing(self) -> Listing[Any]:
        """What the list shows, by the sort and the filter that are chosen."""
        raise NotImplementedError

    def pages(self) -> Paged[Any]:
        """The listing, read page by page."""
        return Paged(self.db, self.listing(), self.row_of, self._tally)

    def row_of(self, line: Any) -> Row:
        """A line of the listing as a row."""
        raise NotImplementedError

    def counted(self, count: int | None) -> None:
        """Say above the list what it shows; None stands for a number that is not known yet."""

    def widen(self) -> bool:
        """Take the filter away that hides the row that was asked for; whether there was one."""
        return False

    async def load(self) -> None:
        """Show the listing: its first page at once, or the page where the cursor is, and then how many there are."""
        pages = await self.pages().open()
        if self.wanted is not None and await pages.find(self.wanted) is None and self.widen():
            pages = await self.pages().open()
        await self.show(pages)
        self.counted(pages.total if pages.counted else None)
        if not pages.counted:
            self.counted(await self.rows.count())

    async def show(self, source: Source) -> None:
        """Show a source, its cursor on the row that was asked for when the station was opened, else where it was."""
        sort = next((each for each in self.SORTS if each.name == self.sort), None)
        self.rows.sorted_by = (sort.column, sort.down) if sort else None
        if self.wanted is not None:
            self.query_one("#split").remove_class("-life")
        await self.rows.show(source, self.wanted)
        self.wanted = None

    async def chosen(self) -> list[Any]:
        """The lines that are selected, in the order in which they were, else the one under the cursor."""
        source = self.rows.source
        if self.rows.marked and isinstance(source, Paged):
            return await source.lines(self.rows.marked)
        return [] if self.rows.line is None else [self.rows.line]

    async def do_with_each(
        self,
        told: Callable[[int], str],
        service: Callable[Concatenate[Session, list[Any], P], Several[Any]],
        lines: list[Any],
        *more: P.args,
        **also: P.kwargs,
    ) -> None:
        """Have a service do one deed upon several lines; say with how many it was done, and why not with the others."""
        done = await self.do("", service, lines, *more, **also)
        if done is None:
            return
        shown = {line.id: line for line in lines}
        for row in done.done:
            self.amend(shown[row.id]._replace(version=row.version, status=row.status))
        self.rows.marked = ()
        self.tell_done(told(len(done.done)))
        self.tell_refused(done.refused)

    def amend(self, line: Any) -> None:
        """Show what a deed made of a line: the next key may come before the list is read again."""
        source = self.rows.source
        if isinstance(source, Paged):
            source.put(line)

    @refusable
    @work
    async def action_sort(self) -> None:
        """Choose by what the list is sorted; of two ways, turn to the other."""
        names = [each.name for each in self.SORTS]
        if len(names) > 2:
            offers = [Offer(each.name, each.title, key=each.key) for each in self.SORTS]
            chosen = await self.choose(_("Sort"), offers, self.sort)
        else:
            chosen = names[1 - names.index(self.sort)]
        if chosen:
            self.sort = chosen
            self.reload()

    @on(RowList.HeadClicked, "#rows")
    def _head_clicked(self, message: RowList.HeadClicked) -> None:
        """Sort by the column; when it is sorted so already, the other way round."""
        ways = [each.name for each in self.SORTS if each.column == message.column]
        if ways:
            self.sort = ways[(ways.index(self.sort) + 1) % len(ways)] if self.sort in ways else ways[0]
            self.reload()

    @on(RowList.Marked, "#rows")
    def _marked(self) -> None:
        self.about()
        self.tell_keys()

    def why_not(self, action: str) -> str | None:
        """A list without another order cannot be sorted."""
        if action == "sort" and len(self.SORTS) < 2:
            return _("This list has one order.")
        return super().why_not(action)

    def thing(self) -> Thing | None:
        """The row under the cursor."""
        return (self.KIND, self.rows.key) if self.KIND and isinstance(self.rows.key, UUID) else None

    async def show_life(self, key: Hashable | None) -> None:
        """Read and show the life of the row with `key`."""

    @on(RowList.Highlighted, "#rows")
    def _highlighted(self, message: RowList.Highlighted) -> None:
        self.tell_keys()
        self._show_life(message.key)

    @work(exclusive=True, group="life")
    async def _show_life(self, key: Hashable | None) -> None:
        await self.show_life(key)

    @on(RowList.Chosen, "#rows")
    def _chosen(self, message: RowList.Chosen) -> None:
        self.open_row(message.key)

    def open_row(self, key: Hashable) -> None:
        """`enter`: turn to the life."""
        self.action_life()

    def action_life(self) -> None:
        """Turn to the life of the row."""
        if self.rows.key is not None:
            self.query_one("#split").add_class("-life")
            self.call_after_refresh(self.life.focus)

    def action_back_to_list(self) -> None:
        """Turn back to the list."""
        self.query_one("#split").remove_class("-life")
        self.call_after_refresh(self.rows.focus)

    def action_back(self) -> None:
        """From the life to the list, from marks to none, from what was found to the hits, from the list to Today."""
        if self.life.has_focus or self.query_one("#split").has_class("-life"):
            self.action_back_to_list()
        elif self.rows.marked:
            self.rows.marked = ()
        elif not self.step_back() and not self.step_out():
            super().action_back()

    def step_out(self) -> bool:
        """Take a filter or a search away, if there is one: one step back before Today."""
        if not self.widen():
            return False
        self.reload()
        return True
