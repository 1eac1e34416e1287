"""Search: one line over everything that was ever written, and what it finds while it is typed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import WorkerCancelled

from meetings_db import search
from meetings_db.engine import Database
from meetings_db.models import EntryKind
from meetings_db.queries.visits import IssueFilter
from meetings_db.text import clean_line
from triparty.i18n import _, language
from triparty.problems import say
from triparty.widgets.cells import Words
from triparty.widgets.frame import Framed, refusable, toned
from triparty.widgets.framework import Line
from triparty.widgets.hit_list import HitList

PAGE = 50
LISTED = 2_000
"""So many issues at most are shown in their list."""

_PAUSE = 0.06
"""Seconds without a key before the database is asked."""

STATION_OF = {
    EntryKind.ISSUE: "issues",
    EntryKind.VISIT: "visits",
    EntryKind.MEETING: "meetings",
    EntryKind.ITEM: "meetings",
    EntryKind.ACTION: "follow_up",
    EntryKind.PERSON: "register",
    EntryKind.ORGANISATION: "register",
    EntryKind.ESTATE: "register",
    EntryKind.PAPER: "papers",
}
"""Where each kind of thing is at home."""

SEARCH = Binding(
    "slash",
    "search",
    _("Search everything"),
    show=False,
    id="search.open",
    tooltip=_("Issues, visits, meetings, actions, people, estates and papers"),
)
"""The key that opens it, on every station and in the meeting."""


class Sought(NamedTuple):
    """A search as it was left: what was typed, and the `seq` of the hit that was opened."""

    typed: str
    seq: int


class MeetingItem(NamedTuple):
    """An item of a meeting."""

    meeting_id: UUID
    item_id: UUID


class Place(NamedTuple):
    """A station, there the key of a row, a `MeetingItem` or the filter of the list, and the search that led there."""

    station: str
    key: object
    sought: Sought | None = None


async def searched(
    here: Framed[Any],
    db: Database,
    community_id: UUID,
    clock: Callable[[], datetime],
    sought: Sought | None = None,
) -> Place | None:
    """Search over the screen `here`: where to go with what was chosen, None when nothing was.

    `sought` begins where another search was left. Call it from a worker.
    """
    screen = SearchScreen(db, community_id, clock, sought)
    screen.crumbs, screen.who = (*here.crumbs[:2], _("Search")), here.who
    return await here.app.push_screen_wait(screen)


class SearchScreen(Framed[Place | None]):
    """Dismisses with where to go, or None; `sought` is what it begins with. `shown` is what the hits were asked by."""

    RAIL = False
    FIVE: ClassVar[tuple[str, ...]] = ("line.done", "search.down", "search.list", "frame.back")
    DEFAULT_CSS = """
    SearchScreen #typed { height: 1; background: $surface; }
    SearchScreen #slash { width: 3; padding: 0 1; color: $primary; text-style: bold; }
    SearchScreen Line { border: none; height: 1; padding: 0; width: 1fr; background: $surface; }
    SearchScreen Line:focus { border: none; background-tint: $foreground 0%; }
    SearchScreen #hint { height: auto; padding: 0 1; margin-bottom: 1; color: $secondary; }
    SearchScreen #teaching { height: auto; padding: 0 3; color: $secondary; display: none; }
    SearchScreen.-teaching #teaching { display: block; }
    SearchScreen.-teaching HitList { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('up')", _("Up"), show=False, id="search.up", tooltip=_("The hit above")),
        Binding("down,tab", "move('down')", _("Down"), show=False, id="search.down", tooltip=_("The hit below")),
        Binding(
            "pageup", "move('page_up')", _("Page up"), show=False, id="search.page_up", tooltip=_("One page of hits up")
        ),
        Binding(
            "pagedown",
            "move('page_down')",
            _("Page down"),
            show=False,
            id="search.page_down",
            tooltip=_("One page of hits down"),
        ),
        Binding(
            "ctrl+l",
            "list",
            _("In the list"),
            show=False,
            id="search.list",
            tooltip=_("Show the issues among them in the list of issues"),
        ),
    ]

    def __init__(
        self, db: Database, community_id: UUID, clock: Callable[[], datetime], sought: Sought | None = None
    ) -> None:
        super().__init__()
        self._sought = sought or Sought("", 0)
        self.db = db
        self.community_id = community_id
        self.clock = clock
        self._asked = search.Asked(clock().date())
        self._whole = True
        self._outdated = False
        self.shown = ""

    def compose_body(self) -> ComposeResult:
        """The line, what is said of it, and the hits."""
        with Horizontal(id="typed"):
            yield Static("/", id="slash")
            yield Line(self._sought.typed, id="line")
        yield Static(id="hint")
        yield Static(_teaching(), id="teaching")
        yield HitList(id="hits")

    def on_mount(self) -> None:
        """Begin with the line."""
        self.query_one(Line).focus()
        self._ask(self._sought.typed)
        self._look_at_index()

    @property
    def hits(self) -> HitList:
        """The hits."""
        return self.query_one(HitList)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._ask(event.value)

    def _ask(self, typed: str) -> None:
        """Understand what is typed so far; what is not understood yet leaves the hits as they are."""
        try:
            self._asked = search.parse(typed, self.clock().date())
        except search.AskedWrong as wrong:
            self.workers.cancel_group(self, "search")  # what was asked before has nothing more to say
            self._hint(Words(say(wrong), "amber"))
            return
        self.set_class(not self._asked, "-teaching")
        self._hint(self._usual)
        self._find(typed, self._asked)

    @work
    async def _look_at_index(self) -> None:
        """Say so when another release made the index: what is missing in it would look as if it were not kept."""
        self._outdated = await self.db.read_async(search.is_outdated)
        if self._outdated:
            self._hint(self._usual)

    @property
    def _usual(self) -> Words:
        """What stands under the line when there is nothing to say of the search itself."""
        if self._outdated:
            told = _("Another release made the index: it may miss things. `triparty search --rebuild` makes it anew.")
            return Words(told, "amber")
        return Words(_("Names may be typed in pinyin too: dtty or dianti."))

    @work(exclusive=True, group="search")
    async def _find(self, typed: str, asked: search.Asked) -> None:
        """Read the first hits, when no key follows at once; of a search that was left, as far as where it was."""
        await asyncio.sleep(_PAUSE)
        found = await self._page(asked, None)
        opened = self._sought.seq if typed == self._sought.typed else 0
        while opened and not self._whole and found[-1].seq > opened:
            found += await self._page(asked, found[-1].seq)
        self.hits.show(found, self.clock().date(), opened)
        self.shown = typed
        self._tell_found()

    def _tell_found(self) -> None:
        """Say what helps when nothing was found, and otherwise what may be typed."""
        if self._asked and not self.hits.hits:
            self._hint(Words(_("Nothing has all of this. Leave a word out, or look only at a part of it.")))
        else:
            self._hint(self._usual)

    async def others_changed(self, kinds: frozenset[str]) -> None:
        """Find again what is shown; what is typed meanwhile is found as it is then."""
        with suppress(WorkerCancelled):
            for under_way in [each for each in self.workers if each.node is self]:
                await under_way.wait()
            await self._find_again(self._asked).wait()

    @work(exclusive=True, group="search")
    async def _find_again(self, asked: search.Asked) -> None:
        """Read anew as many hits as are shown, nothing moving."""
        found = await self._page(asked, None)
        while not self._whole and len(found) < len(self.hits.hits):
            found += await self._page(asked, found[-1].seq)
        self.hits.change(found)
        if self.query_one(Line).value == self.shown:
            self._tell_found()

    @on(HitList.NearEnd)
    def _near_end(self) -> None:
        """Read on before the last hit is reached."""
        if not self._whole:
            self._whole = True  # until this page says otherwise
            self._read_on(self._asked)

    @work(exclusive=True, group="search")
    async def _read_on(self, asked: search.Asked) -> None:
        """The next page of hits."""
        self.hits.add(await self._page(asked, self.hits.hits[-1].seq))

    async def _page(self, asked: search.Asked, after: int | None) -> list[search.Hit]:
        """The hits behind `after`; whether there are more is known then."""
        found = await self.db.read_async(search.find, self.community_id, asked, limit=PAGE, after=after)
        self._whole = len(found) < PAGE
        return found

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """Open the hit under the cursor."""
        self._open()

    @on(HitList.OptionSelected)
    def _selected(self) -> None:
        """A hit was clicked."""
        self._open()

    def _open(self) -> None:
        """Go to the hit under the cursor."""
        hit = self.hits.hit
        if hit is not None:
            key: object = hit.opens
            if hit.kind is EntryKind.ITEM and hit.opens is not None:
                key = MeetingItem(hit.opens, hit.id)
            self.dismiss(Place(STATION_OF[hit.kind], key, Sought(self.shown, hit.seq)))

    def why_not(self, action: str) -> str | None:
        """A list needs something to be asked for."""
        if action == "list" and not self._asked:
            return _("Type what to look for first.")
        return None

    @refusable
    @work
    async def action_list(self) -> None:
        """Show the issues among the hits in their own list."""
        found = await self.db.read_async(search.find_issues, self.community_id, self._asked, limit=LISTED)
        if found:
            asked = clean_line(self.query_one(Line).value)
            self.dismiss(Place("issues", IssueFilter(asked=asked, found=tuple(found), standing="all")))
        else:
            self._hint(Words(_("There is no issue among these.")))

    def action_move(self, way: str) -> None:
        """Go through the hits."""
        moves: dict[str, Callable[[], None]] = {
            "up": self.hits.action_cursor_up,
            "down": self.hits.action_cursor_down,
            "page_up": self.hits.action_page_up,
            "page_down": self.hits.action_page_down,
        }
        if self.hits.hits:
            moves[way]()

    def _hint(self, sentence: Words) -> None:
        """Say something under the line."""
        self.query_one("#hint", Static).update(toned(sentence))


def _teaching() -> Content:
    """What may be typed, by examples."""
    examples = (
        (_("lift stairs"), _("both words, wherever they were written: issues, visits, meetings, actions, people")),
        (_("is:open estate:Fengle lift"), _("open issues of an estate; -lift leaves those out")),
        (_("owner:property due:<3d"), _("what the property company owes within three days; due:overdue what is late")),
    )
    lines = [Content.assemble((f"{typed}\n", "bold $primary"), (f"  {meaning}\n", "")) for typed, meaning in examples]
    place = 1 if language() == "zh_CN" else 0
    more = _("Keys: {keys}").format(keys=_(", ").join(f"{pair[place]}:" for pair in search.spelt_keys()))
    return Content("\n").join([*lines, Content(more)])
