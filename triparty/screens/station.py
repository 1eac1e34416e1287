"""What the stations share: loads that may be superseded, saves that never are, a list and the life of one thing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session
from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import WorkerCancelled

from meetings_db.engine import Database
from meetings_db.queries.actions import due_counts
from meetings_db.queries.directory import the_community
from triparty.i18n import _
from triparty.screens.last_known import GO
from triparty.screens.search import SEARCH, Sought, searched
from triparty.screens.undoing import DeedScreen, take_back_last
from triparty.widgets import moments
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Menu, Offer
from triparty.widgets.form import Field, Form
from triparty.widgets.frame import STATIONS, Desk
from triparty.widgets.row_list import RowList

P = ParamSpec("P")
T = TypeVar("T")


class Station(DeedScreen):
    """A station of the road. `clock` gives the moment it is, in local time; `wanted` the row to stand on next.

    `back` leads once to where one came from, instead of Today; `read_through` says that what it shows has been read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        SEARCH,
        Binding("f5", "reload", _("Read again"), show=False, id="station.reload", tooltip=_("Read everything again")),
        *GO,
    ]

    @dataclass
    class Wanted(Message):
        """Another station shall be opened, and there the row with `key`; `back` is what leads back from there."""

        name: str
        key: object = None
        back: "Back | None" = None

    @dataclass
    class DeskChanged(Message):
        """What every station says of the desk, or what was set, is another."""

        desk: Desk

    def __init__(self, db: Database, desk: Desk, *, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.db = db
        self.desk = desk
        self.clock = clock or moments.now
        self.wanted: object = None
        self.back: Back | None = None
        self.read_through = asyncio.Event()

    @property
    def today(self) -> date:
        """The local day it is."""
        return self.clock().date()

    def on_mount(self) -> None:
        """Say where you are."""
        self.sit_at(self.desk)

    def sit_at(self, desk: Desk) -> None:
        """Work at this desk from now on."""
        self.desk = desk
        self.crumbs = tuple(filter(None, (desk.office, desk.community, self.place())))
        self.who = desk.who

    def place(self) -> str:
        """The name of the station, last of the crumbs."""
        return dict(STATIONS)[self.STATION]

    def on_screen_resume(self) -> None:
        """What others changed meanwhile is shown on coming back."""
        self.reload()

    async def load(self) -> None:
        """Read what the station shows."""

    def teaching(self) -> str:
        """What belongs into the list, and the key that makes the first."""
        return ""

    def say_when_empty(self, sentence: str) -> None:
        """What an empty list says: never that there is nothing before it was read."""
        self.query_one("#rows", RowList).teaching = sentence

    @work(exclusive=True, group="load")
    async def reload(self) -> None:
        """Read everything again; a newer load supersedes this one."""
        try:
            await self.load()
            self.read_through.set()
            self.say_when_empty(self.teaching())
            late, due = await self.read(due_counts, self.desk.community_id, self.today, self.today)
            self.running_out = _running_out(late, due)
        except Exception:
            self.say_when_empty(_("This could not be read. Press f5 to try again."))
            self.read_through.set()
            raise

    async def others_changed(self, kinds: frozenset[str]) -> None:
        """Show what other desks changed; a newer load than this shows it too."""
        if "community" in kinds and (community := await self.read(the_community)) is not None:
            desk = replace(self.desk, community=community.name, office=community.office)
            self.post_message(self.DeskChanged(desk))
        with suppress(WorkerCancelled):
            await self.reload().wait()

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a query returns, read in a thread."""
        return await self.db.read_async(query, *args, **kwargs)

    async def do(
        self, told: str, service: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Have a service do its deed, say `told`, and read again; None when it was refused, which is said too."""
        try:
            return await self.done(told, service, *args, **kwargs)
        except Exception as problem:
            self.refuse(problem)
            return None

    async def done(
        self, told: str, service: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same, for a line that stays while its deed is refused: what refuses it is raised."""
        try:
            done = await self.db.run_async(service, *args, **kwargs)
        finally:
            self.reload()  # a stale save has something new to show too
        if told:
            self.tell_done(told)
        return done

    async def fill(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, Any]], Awaitable[T]],
        told: str = "",
        against: Callable[[Any], Awaitable[Sequence[Field]]] | None = None,
    ) -> T | None:
        """Show a form and wait for what it saved; `against` as in `Form`. Call it from a worker."""
        saved: T | None = await self.app.push_screen_wait(Form(title, fields, save, against))
        if saved is not None and told:
            self.tell_done(told)
        return saved

    @work
    async def action_undo(self) -> None:
        """Take back the last deed of whoever sits here, the difference shown first."""
        if await take_back_last(self, self.db):
            self.reload()

    async def choose(self, title: str, offers: Sequence[Offer], chosen: str = "") -> str | None:
        """Show a menu and wait for the choice. Call it from a worker."""
        return await self.app.push_screen_wait(Menu(title, offers, chosen))

    def action_go(self, name: str) -> None:
        """Go to another station."""
        if name != self.STATION:
            self.post_message(self.Wanted(name))

    def action_search(self) -> None:
        """Search everything."""
        self.search()

    @work
    async def search(self, sought: Sought | None = None) -> None:
        """Search, and go where the thing chosen is at home; from there `escape` leads back to the hits."""
        found = await searched(self, self.db, self.desk.community_id, self.clock, sought)
        if found is not None:
            left = found.sought
            back = None if left is None else lambda station: station.search(left)
            self.post_message(self.Wanted(found.station, found.key, back))

    def action_reload(self) -> None:
        """Read everything again."""
        self.reload()

    def action_back(self) -> None:
        """From a station back to where one came from, else to Today."""
        if not self.step_back():
            self.action_go("today")

    def step_back(self) -> bool:
        """Go back to where one came from, if it was from somewhere."""
        back, self.back = self.back, None
        if back is None:
            return False
        back(self)
        return True


Back = Callable[[Station], object]
"""Leads back from a station that was opened from somewhere."""


def _running_out(late: int, due: int) -> Words:
    """What is overdue or falls due today, for the top line."""
    said = []
    if late:
        said.append(_("! overdue {count}").format(count=late))
    if due:
        said.append(_("due today {count}").format(count=due))
    return Words(" · ".join(said), "red" if late else "amber")
