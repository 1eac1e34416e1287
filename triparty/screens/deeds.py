"""Doing: a screen's deeds, one after the other, each saved before the next begins; a refusal is told, not thrown."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import BindingType

from meetings_db.engine import Database
from meetings_db.models import AgendaItem, Meeting, MeetingStatus, PaperKind
from triparty.i18n import _
from triparty.problems import say
from triparty.rules.presence import on_its_day
from triparty.screens.paper_file import About, of_item
from triparty.screens.publishing import ask_and_publish
from triparty.screens.read_back import write_asking
from triparty.screens.search import SEARCH, searched
from triparty.screens.station import Station
from triparty.screens.undoing import DeedScreen, Thing, take_back_last
from triparty.screens.write_paper import OF_AN_ITEM, papers_of
from triparty.services.kept import find
from triparty.settings import Settings
from triparty.widgets import moments
from triparty.widgets.dialogs import Confirm, Menu
from triparty.widgets.frame import refusable
from triparty.widgets.prompt import Accept, PromptLine


@contextmanager
def told(tell: Callable[[str], None]) -> Iterator[None]:
    """What refuses the block is told, and the rest of the block is not done; a fault of the program goes on."""
    try:
        yield
    except Exception as error:
        tell(say(error))  # raises again what has no sentence


class MeetingScreen(DeedScreen):
    """A screen about one meeting. Deeds wait for their turn, so that two quick keys never save over each other.

    `begins_at` is the item to begin with.
    """

    STATION = "meetings"
    RAIL = False
    BINDINGS: ClassVar[list[BindingType]] = [SEARCH]

    def __init__(self, db: Database, settings: Settings, meeting_id: UUID) -> None:
        super().__init__()
        self.db = db
        self.settings = settings
        self.meeting_id = meeting_id
        self.begins_at: UUID | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def deed(self) -> AsyncIterator[None]:
        """One deed in its turn; what refuses it is shown, and what would follow in the block is not done."""
        async with self._turn:
            with told(partial(self.tell, wrong=True)):
                yield

    async def ask_for(self, question: str, deed: Accept, **more: Any) -> str | None:
        """Ask for a line and do the deed with it, in its turn; refused, the line stays and says why."""

        async def in_turn(typed: str) -> None:
            async with self._turn:
                await deed(typed)

        return await self.query_one(PromptLine).ask(question, accept=in_turn, **more)

    async def load(self) -> None:
        """Read the meeting again."""

    @work
    async def action_undo(self) -> None:
        """Take back the last deed of whoever sits here, the difference shown first."""
        async with self.deed():
            await self.keep_draft()
            if await take_back_last(self, self.db):
                await self.load()

    def thing(self) -> Thing:
        """The meeting."""
        return "meeting", self.meeting_id

    async def sure_to_open(self, meeting: Meeting) -> bool:
        """Ask before a meeting is opened on another day than it was called for."""
        if on_its_day(meeting.starts_at, datetime.now(UTC)):
            return True
        called = f"{meeting.starts_at.astimezone():%Y-%m-%d %H:%M}"
        question = _("This meeting was called for {time}. Open it now?").format(time=called)
        return await self.app.push_screen_wait(Confirm(question, _("Open the meeting")))

    async def keep_draft(self) -> None:
        """Save what is being typed, where something is."""

    @refusable
    @work
    async def action_search(self) -> None:
        """Search everything; where something was chosen, leave for where it is at home, and come back from there."""
        meeting = await self.db.read_async(find, Meeting, self.meeting_id)
        found = await searched(self, self.db, meeting.community_id, moments.now)
        if found is not None:
            async with self.deed():
                await self.keep_draft()
                again = type(self)(self.db, self.settings, self.meeting_id)
                self.post_message(
                    Station.Wanted(found.station, found.key, lambda station: station.app.push_screen(again))
                )

    async def ask_paper(self, meeting: Meeting, item: AgendaItem | None = None) -> None:
        """Ask which paper, of those that make sense at the meeting's hour, and write it. Call it from a worker.

        `item` is the one on the table or under the cursor: there are papers of that alone.
        """
        chosen = await self.app.push_screen_wait(Menu(_("Which paper?"), papers_of(meeting.status, item)))
        if chosen is not None:
            kind = PaperKind(chosen)
            if kind is PaperKind.PUBLICATION:
                await self.publish(meeting)
                return
            final = kind is PaperKind.MINUTES and meeting.status is MeetingStatus.FINAL
            self.write(meeting, kind, final=final, about=of_item(item) if item and kind in OF_AN_ITEM else ("", ""))

    async def publish(self, meeting: Meeting) -> None:
        """Make public what the meeting agreed. Call it from a worker."""
        async with self.deed():
            today = datetime.now().astimezone().date()
            language = self.settings.written
            written = await ask_and_publish(self.app, self.db, self.settings, meeting, language, today)
            if written is not None:
                self.tell(_("Written: {file}").format(file=written.path))

    @work
    async def write(self, meeting: Meeting, kind: PaperKind, *, final: bool = False, about: About = ("", "")) -> None:
        """Write a paper of the meeting, or of what it is about, into the office's folder, and say where it is."""
        async with self.deed():
            written = await write_asking(
                self.app, self.db, self.settings, meeting.community_id, kind, meeting, final=final, about=about
            )
            if written is not None:
                self.tell(_("Written: {file}").format(file=written.path))
