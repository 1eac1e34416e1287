"""The app: paints the frame, opens the database in a thread, opens stations by name, and tells the shown screen what
other desks changed. Nothing else lives here.
"""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.events import Event, Key
from textual.message import Message
from textual.screen import Screen

from triparty import problems
from triparty.i18n import _
from triparty.screens import safety
from triparty.screens.last_known import LastKnown
from triparty.settings import Settings
from triparty.widgets import themes
from triparty.widgets.frame import Desk, Framed, Rail
from triparty.widgets.framework import PATIENCE, KeysInTurn, LastWord, mend_reading

if TYPE_CHECKING:
    from meetings_db.changes import Changes
    from meetings_db.engine import Database
    from triparty.screens.first_start import FirstStart
    from triparty.screens.station import Back, Station
    from triparty.screens.undoing import HistoryWanted

_STATIONS = {
    "today": "triparty.screens.today:TodayScreen",
    "visits": "triparty.screens.visits:VisitsScreen",
    "issues": "triparty.screens.issues:IssuesScreen",
    "meetings": "triparty.screens.meetings:MeetingsScreen",
    "follow_up": "triparty.screens.follow_up:FollowUpScreen",
    "papers": "triparty.screens.papers:PapersScreen",
    "register": "triparty.screens.register:RegisterScreen",
}
"""Each station's screen by import path: loaded in a thread when it is first opened."""

_HISTORY = "triparty.screens.history:HistoryScreen"


class TripartyApp(KeysInTurn, LastWord):
    """The program on the screen. `open_database` is called in a thread and may raise what `problems` can say."""

    CSS_PATH = "app.tcss"
    TITLE = "triparty"
    BINDINGS = [  # noqa: RUF012  (Textual's own declaration)
        Binding(
            "ctrl+p",
            "command_palette",
            _("Everything by name"),
            show=False,
            priority=True,
            id="app.palette",
            tooltip=_("Type a few letters of what you want to do"),
        ),
        Binding("ctrl+q", "quit", _("Quit"), show=False, id="app.quit", tooltip=_("Everything is saved already")),
    ]

    @dataclass
    class OthersChanged(Message):
        """Another desk changed rows of these kinds."""

        kinds: frozenset[str]

    @dataclass
    class ListeningFailed(Message):
        """What is no trouble of the database went wrong while listening."""

        problem: Exception

    def __init__(self, open_database: "Callable[[], Database]", settings: Settings) -> None:
        mend_reading()  # before the driver starts to read
        super().__init__()
        self._open_database = open_database
        self._settings = settings
        self._db: Database | None = None
        self._changes: Changes | None = None
        self._over = False
        self._news: frozenset[str] = frozenset()
        self._showing_news = False
        self._desk: Desk | None = None
        self._begun = 0.0
        self._opened: dict[str, Station] = {}

    def on_mount(self) -> None:
        """Paint what is known and open the rest."""
        self.register_theme(themes.DARK)
        self.register_theme(themes.LIGHT)
        self.theme = themes.DARK.name
        self.push_screen(LastKnown(self._settings.data))
        self.open()

    @work
    async def open(self) -> None:
        """Open the database, then the station that was asked for meanwhile; ask for a community where there is none."""
        first = self.screen
        try:
            db = self._db
            if db is None:
                db = await asyncio.to_thread(self._open)
            self._desk = await asyncio.to_thread(_desk, db, self._settings)
        except Exception as problem:
            if not problems.is_expected(problem):
                raise
            known = first if isinstance(first, LastKnown) else LastKnown(self._settings.data)
            if known is not first:
                await self.switch_screen(known)
            known.fail(problems.say(problem), getattr(problem, "copy", ""), getattr(problem, "place", ""))
            return
        if self._desk is None:
            screen = await asyncio.to_thread(_first_start)
            self.switch_screen(screen(db, self._settings))
            return
        if isinstance(first, LastKnown):
            await self._go_first(first)
        else:
            await self._go("today")
        self.keep_safe(partial(safety.keep_daily, self, db))

    async def _go_first(self, known: LastKnown) -> None:
        """Go where a number key sent meanwhile; what else was typed while there was no station is no deed there."""
        name, self._begun = "", inf
        try:
            while name != known.wanted:  # it may be pressed while the station is loaded
                name = known.wanted
                await self._go(name)
        finally:
            self._begun = min(self._begun, Message().time)

    async def on_event(self, event: Event) -> None:
        """Drop keys typed before there was a station, but for those that say where to go and the program's own."""
        early = isinstance(event, Key) and event.time < self._begun and not event.key.startswith("ctrl+")
        if not early or (isinstance(event, Key) and event.key.isdigit()):
            await super().on_event(event)

    def _open(self) -> "Database":
        """Open the database and listen to what other desks change in it, in a thread that may outlive the program."""
        from meetings_db.changes import Changes

        db = self._open_database()
        changes = Changes(
            db,
            lambda kinds: self.post_message(self.OthersChanged(kinds)),
            lambda problem: self.post_message(self.ListeningFailed(problem)),
        )
        try:
            changes.start()
        except BaseException:
            changes.stop()
            db.close()
            raise
        self._db, self._changes = db, changes
        if self._over:
            self._give_back()
        return db

    def on_unmount(self) -> None:
        """Listen no longer, and give the database back."""
        self._over = True
        self._give_back()

    def _give_back(self) -> None:
        """Close what was opened; once more is no harm."""
        if self._changes is not None:
            self._changes.stop()
        if self._db is not None:
            self._db.close()

    def on_triparty_app_listening_failed(self, message: ListeningFailed) -> None:
        """A fault of the program is never swallowed."""
        raise message.problem

    def on_triparty_app_others_changed(self, message: OthersChanged) -> None:
        """Show what others changed; what comes while it is read is shown together afterwards."""
        self._news |= message.kinds
        if not self._showing_news:
            self._showing_news = True
            self._show_news()

    @work
    async def _show_news(self) -> None:
        """Have the screen that is shown, under whatever asks a question over it, read again in its place."""
        while self._news:
            kinds, self._news = self._news, frozenset()
            shown = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Framed)), None)
            if shown is not None:
                try:
                    await shown.others_changed(kinds)
                except Exception as problem:
                    shown.refuse(problem)
        self._showing_news = False

    @work
    async def keep_safe(self, keeping: Callable[[], Awaitable[None]]) -> None:
        """Do something about safety copies behind what is shown."""
        await keeping()

    @work
    async def on_last_known_put_back(self, message: LastKnown.PutBack) -> None:
        """Put a safety copy in the place of a damaged file, and open it."""
        if await safety.put_back(self, message.copy, message.file):
            self.open()

    def on_last_known_again(self) -> None:
        """Open once more."""
        self.open()

    def on_first_start_founded(self, message: "FirstStart.Founded") -> None:
        """The community is there: go on as any other morning."""
        self._settings = message.settings
        self.open()

    def on_rail_chosen(self, message: Rail.Chosen) -> None:
        """Go where the rail was clicked."""
        self.go(message.name)

    def on_station_wanted(self, message: "Station.Wanted") -> None:
        """Go to a station, and there to one thing."""
        self.go(message.name, message.key, message.back)

    def on_history_wanted(self, message: "HistoryWanted") -> None:
        """Show what was done, of a thing or of everything."""
        self._arrive(partial(self._open_history, message.thing))

    async def _open_history(self, thing: object) -> None:
        """Load the history and show it over the screen there is."""
        if self._db is None or self._desk is None:
            return
        kind = await asyncio.to_thread(_load, _HISTORY)
        history: Any = kind(self._db, self._desk)
        history.wanted = thing

        def left(_nothing: object) -> None:
            """Go on from it where that is asked for."""
            if history.onward is not None:
                self.go(*history.onward)

        self.push_screen(history, left)

    def on_station_desk_changed(self, message: "Station.DeskChanged") -> None:
        """Every station works at the changed desk."""
        self._desk, self._settings = message.desk, message.desk.settings
        for station in self._opened.values():
            station.sit_at(message.desk)

    def go(self, name: str, key: object = None, back: "Back | None" = None) -> None:
        """Go to a station, and there to the row with `key`; `back` leads back from there."""
        self._arrive(partial(self._go_and_read, name, key, back))

    def _arrive(self, show: Callable[[], Awaitable[None]]) -> None:
        """Show another screen, and hand it what is typed while it is on its way."""
        self.hold_keys()
        self._show_next(show)

    @work
    async def _show_next(self, show: Callable[[], Awaitable[None]]) -> None:
        """Show it, then hand out the keys."""
        try:
            await show()
        finally:
            self.release_keys()

    async def _go_and_read(self, name: str, key: object, back: "Back | None") -> None:
        """Go, and wait until what is there has been read, if that does not take long: the next key is about it."""
        await self._go(name, key, back)
        station = self._opened.get(name)
        if station is not None and station is self.screen:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await station.read_through.wait()

    async def _go(self, name: str, key: object = None, back: "Back | None" = None) -> None:
        """Load the station in a thread when it is new, and show it."""
        if self._db is None or self._desk is None:
            return
        station = self._opened.get(name)
        if station is None:
            kind = await asyncio.to_thread(_load, _STATIONS[name])
            station = self._opened.setdefault(name, kind(self._db, self._desk))
            if not self.is_screen_installed(name):
                self.install_screen(station, name)
        station.back = back
        if key is not None:
            station.wanted = key
            station.read_through.clear()
            while len(self.screen_stack) > 2:  # from a meeting to what was found there
                await self.pop_screen()
        if self.screen is not station and len(self.screen_stack) <= 2:
            self._begun = min(self._begun, Message().time)  # what is typed from now on is meant for the station
            await self.switch_screen(station)
        elif key is not None:
            station.reload()

    def action_help_quit(self) -> None:
        """ctrl+c copies: say in our words how one leaves."""
        self.notify(_("ctrl+q leaves the program; everything is saved."), markup=False)

    def action_command_palette(self) -> None:
        """Every deed by its name."""
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("What do you want to do?"), id="--command-palette"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The deeds of the screen under the palette, then the program's own."""
        named = {each.binding.id: each for each in reversed(screen.active_bindings.values()) if each.binding.id}
        for name, (node, binding, _enabled, _tooltip) in named.items():
            if not binding.description or name.startswith(("list.", "app.palette")):
                continue
            go = name.startswith("go.")
            title = _("Go to {station}").format(station=binding.description) if go else binding.description
            key = self.get_key_display(binding)
            yield SystemCommand(
                title, f"{key}  {binding.tooltip}", lambda action=binding.action, node=node: self._do(action, node)
            )
        if (db := self._db) is not None and len(self.screen_stack) <= 3:
            yield SystemCommand(
                _("Make a safety copy"),
                _("A checked copy of everything, while you go on"),
                lambda: self.keep_safe(partial(safety.copy_now, self, db, self._settings)),
            )
            yield SystemCommand(
                _("Where the safety copies are"),
                _("The copies there are, and how to go back to one"),
                lambda: self.keep_safe(partial(safety.show_copies, self, db, self._settings)),
            )
        yield SystemCommand(_("Light or dark"), _("Change between the two looks"), self._turn_light)

    async def _do(self, action: str, node: Any) -> None:
        """Do what a binding would do."""
        await self.run_action(action, node)

    def _turn_light(self) -> None:
        """The other look."""
        self.theme = themes.LIGHT.name if self.current_theme.dark else themes.DARK.name


def _load(path: str) -> "type[Station]":
    """The class at an import path."""
    module, _colon, name = path.partition(":")
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]


def _first_start() -> "type[FirstStart]":
    """The screen that asks for the community."""
    from triparty.screens.first_start import FirstStart

    return FirstStart


def _desk(db: "Database", settings: Settings) -> Desk | None:
    """Whose desk this is; None before a community was founded."""
    from meetings_db.queries.directory import the_community

    community = db.read(the_community)
    if community is None:
        return None
    return Desk(community.id, community.name, community.office, settings, shared=settings.url is not None)
