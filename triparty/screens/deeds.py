"""Doing: a screen's deeds, one after the other, each saved before the next begins; a refusal is told, not thrown."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from textual import work

from meetings_db.engine import Database
from meetings_db.errors import DatabaseProblem, StaleSave
from meetings_db.models import Meeting, PaperKind
from triparty.i18n import _
from triparty.problems import say
from triparty.rules import RuleError
from triparty.settings import Settings
from triparty.widgets.frame import Framed

EXPECTED = (RuleError, ValidationError, StaleSave, DatabaseProblem, OSError)
"""What may go wrong without a fault of the program: it has a sentence."""


class MeetingScreen(Framed[None]):
    """A screen about one meeting. Deeds wait for their turn, so that two quick keys never save over each other."""

    STATION = "meetings"
    RAIL = False

    def __init__(self, db: Database, settings: Settings, meeting_id: UUID) -> None:
        super().__init__()
        self.db = db
        self.settings = settings
        self.meeting_id = meeting_id
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def deed(self) -> AsyncIterator[None]:
        """One deed in its turn; what refuses it is shown, and what would follow in the block is not done."""
        async with self._turn:
            try:
                yield
            except EXPECTED as error:
                self.tell(say(error), wrong=True)

    @work
    async def write(self, meeting: Meeting, kind: PaperKind, *, final: bool = False) -> None:
        """Write a paper of the meeting into the office's folder, and say where it is."""
        async with self.deed():
            path = (
                self.settings.papers / f"{meeting.starts_at.astimezone():%Y-%m-%d}-{meeting.ordinal}-{kind.value}.docx"
            )
            await asyncio.to_thread(self._write, path, meeting, kind, final)
            self.tell(_("Written: {file}").format(file=path))

    def _write(self, path: Any, meeting: Meeting, kind: PaperKind, final: bool) -> None:
        """In a thread: Word is loaded when the first paper is written."""
        from triparty.documents.papers import write_paper

        path.parent.mkdir(parents=True, exist_ok=True)
        write_paper(
            self.db,
            kind,
            path,
            meeting_id=meeting.id,
            community_id=meeting.community_id,
            language=self.settings.written,
            templates=self.settings.templates,
            final=final,
        )
