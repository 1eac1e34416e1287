"""Minutes somebody edited are not written over: asked first, read back, and taken over change by change."""

from pathlib import Path

from docx import Document
from sqlmodel import Session
from textual.app import App

from meetings_db.models import AgendaItem, ItemStatus, Meeting, MeetingStatus, PaperKind
from meetings_db.queries.meetings import meeting_room
from tests.journeys.desk import NARROW, a_desk
from tests.journeys.hands import press
from tests.journeys.meeting_setup import Setting
from triparty.screens.paper_file import Written, write_file
from triparty.screens.read_back import ReadBackScreen, write_asking
from triparty.widgets.dialogs import Menu
from triparty.widgets.row_list import RowList


class Writing(App[None]):
    """Writes the minutes once more, as any screen does."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.meeting = setting.db.read(meeting_room, setting.meeting_id).meeting
        self.written: list[Written | None] = []

    def again(self) -> None:
        """Begin to write."""
        self.run_worker(self._write())

    async def _write(self) -> None:
        of = self.setting
        self.written.append(
            await write_asking(self, of.db, of.settings, of.community_id, PaperKind.MINUTES, self.meeting)
        )


def conclusion(setting: Setting) -> str:
    """What was concluded of the first item."""
    return setting.db.read(meeting_room, setting.meeting_id).items[0].conclusion


async def test_an_edited_paper_is_kept_written_beside_or_read_back(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    setting.db.run(lambda session: end(session, setting))
    desk = Writing(setting)
    path = write_file(setting.db, setting.settings, setting.community_id, PaperKind.MINUTES, desk.meeting).path
    document = Document(str(path))
    document.paragraphs[0].runs[0].text = "Another head"
    said = next(each for each in document.paragraphs if "As agreed [/b]" in each.text)
    said.runs[0].text = said.text.replace("As agreed", "As was agreed")
    document.save(str(path))
    edited = path.read_bytes()
    async with desk.run_test(size=NARROW) as pilot:
        desk.again()
        await press(pilot, "k")
        assert desk.written == [None]
        desk.again()
        await press(pilot, "r")
        assert isinstance(desk.screen, ReadBackScreen)
        await press(pilot, "enter", "space", "enter")
        assert conclusion(setting) == "As agreed [/b]", "what no field says is not selected"
        await press(pilot, "ctrl+a", "enter")
        assert conclusion(setting) == "As was agreed [/b]"
        assert desk.screen.query_one(RowList).marked == ()
        await press(pilot, "escape")
        assert isinstance(desk.screen, Menu), "asked again, for the record says more now than the file it had written"
        await press(pilot, "enter")
    beside = desk.written[-1]
    assert beside is not None
    assert beside.path.stem == f"{path.stem} (2)"
    assert path.read_bytes() == edited
    setting.db.close()


def end(session: Session, setting: Setting) -> None:
    """Put the meeting at its end, with one item that was settled by word."""
    meeting = session.get_one(Meeting, setting.meeting_id)
    session.add(
        AgendaItem(
            meeting_id=meeting.id, position=1, title="Stalls", status=ItemStatus.NOTED, conclusion="As agreed [/b]"
        )
    )
    meeting.status = MeetingStatus.CLOSED
