"""Keeping the notes of the item on the table: when typing pauses, before any deed, and when the program ends."""

from uuid import UUID

from rich.text import Text
from sqlmodel import Session
from textual import on, work

from meetings_db.engine import Database
from meetings_db.models import AgendaItem
from meetings_db.text import clean
from triparty.i18n import _
from triparty.rules.notes import joined
from triparty.screens.deeds import MeetingScreen, told
from triparty.screens.meeting_room.notes import Draft, Notes
from triparty.services import meetings
from triparty.services.kept import find
from triparty.settings import Settings
from triparty.widgets.framework import SHOWN


class NoteKeeping(MeetingScreen):
    """A meeting's screen with notes; nothing that was typed there is lost."""

    def __init__(self, db: Database, settings: Settings, meeting_id: UUID) -> None:
        super().__init__(db, settings, meeting_id)
        self.notes = Notes(id="notes")
        self._keep_waits = False

    @on(Notes.Written)
    @work(group=SHOWN)
    async def _write_notes(self) -> None:
        """A pause in the typing, or the focus left. Why it failed is told once; the border says it is tried again."""
        if self._keep_waits:
            return  # the one that waits for its turn keeps what was typed until then
        self._keep_waits = True
        async with self._turn:
            self._keep_waits = False
            again = self.notes.trying_again
            with told(lambda why: None if again else self.tell(why, wrong=True)):
                await self.keep_draft()

    async def keep_draft(self) -> None:
        """Keep what was typed and not kept yet, before anything else happens. Only inside a deed."""
        draft = self.notes.draft
        if draft is None:
            return
        try:
            kept = await self.db.run_async(_keep_both, draft)
        except Exception:
            self.notes.refused()
            raise
        if kept.notes != clean(draft.text):
            self.tell(_("Somebody else wrote notes on this item meanwhile. Both are kept."))
        self.notes.kept(draft, kept.notes)
        await self.load()

    def on_unmount(self) -> None:
        """The program ends in the middle of a word: keep it, and where that cannot be, leave it on the terminal."""
        draft = self.notes.draft
        if draft is not None:
            with told(lambda why: self.app.exit(return_code=1, message=Text(f"{why}\n\n{clean(draft.text)}"))):
                self.db.run(_keep_both, draft)


def _keep_both(session: Session, draft: Draft) -> AgendaItem:
    """Keep notes, and with them what somebody else wrote since what they were typed over."""
    item = find(session, AgendaItem, draft.item_id)
    mine = clean(draft.text)
    both = mine if item.notes == draft.over else joined(draft.over, item.notes, mine)
    return meetings.write_notes(session, item.id, item.version, both)
