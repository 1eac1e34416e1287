"""The names papers get in the office's folder."""

from pathlib import Path

import pytest
from sqlmodel import Session

from meetings_db.models import Meeting, MeetingStatus, PaperKind
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.papers import papers
from tests.journeys.desk import a_desk
from tests.journeys.meeting_setup import Setting
from triparty.documents.papers import finalise
from triparty.screens.paper_file import Written, write_file

pytestmark = pytest.mark.usefixtures("on_both")


def minutes_of(setting: Setting, *, final: bool) -> Written:
    """The minutes, written into the office's folder."""
    meeting = setting.db.read(meeting_room, setting.meeting_id).meeting
    return write_file(setting.db, setting.settings, setting.community_id, PaperKind.MINUTES, meeting, final=final)


def close(setting: Setting) -> None:
    """Put the meeting at its end."""

    def end(session: Session) -> None:
        session.get_one(Meeting, setting.meeting_id).status = MeetingStatus.CLOSED

    setting.db.run(end)


def test_draft_and_final_minutes_are_told_apart_by_their_names(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    close(setting)
    draft = minutes_of(setting, final=False)
    assert draft.path.stem.endswith(" draft")
    reference = setting.db.run(finalise, setting.meeting_id).reference
    assert reference
    final = minutes_of(setting, final=True)
    assert final.path.stem.endswith(f" {reference}")
    assert {path.name for path in setting.settings.papers.iterdir()} == {draft.path.name, final.path.name}


def test_a_paper_that_says_the_same_is_not_written_twice_and_an_edited_one_stays(tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    close(setting)
    first = minutes_of(setting, final=False)
    again = minutes_of(setting, final=False)
    assert again.path == first.path
    assert list(setting.settings.papers.iterdir()) == [first.path]
    first.path.write_bytes(b"edited by hand")
    other = minutes_of(setting, final=False)
    assert first.path.read_bytes() == b"edited by hand"
    assert other.path.stem == f"{first.path.stem} (2)"
    assert setting.db.read(papers, setting.community_id)[0].file_name == other.path.name
    assert other.path.is_file()
