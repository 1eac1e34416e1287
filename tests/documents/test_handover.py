"""The handover: what is open, who is who and where papers are, as it stands on a day."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from meetings_db.models import (
    Estate,
    IssueStatus,
    MeetingStatus,
    Organisation,
    PaperKind,
    Party,
    Person,
    Post,
    Route,
    Severity,
    new_id,
)
from meetings_db.queries.directory import Seat
from meetings_db.queries.handover import Handover
from meetings_db.queries.journal import Head
from meetings_db.queries.meetings import MeetingLine
from meetings_db.queries.papers import PaperLine
from meetings_db.queries.today import EstateVisit
from meetings_db.queries.visits import IssueLine
from tests.documents.rooms import TODAY, make_lines, make_room
from triparty.documents.handover import Places, _write, sheets

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@pytest.fixture
def told() -> Handover:
    """A community in the middle of its work."""
    room = make_room()
    key = new_id()
    person, organisation = (
        Person(name="赵丁四", community_id=key, key="zds"),
        Organisation(name="物业项目部", community_id=key, key="wy", party=Party.PROPERTY),
    )
    post = Post(
        title="经理", party=Party.PROPERTY, phone="13900000003", person_id=person.id, organisation_id=organisation.id
    )
    issue = IssueLine(
        *(key, "2026-0001", "=1+1", "丰乐小区", "3栋", "电梯", Severity.MAJOR, Route.JOINT_MEETING),
        *(IssueStatus.ON_AGENDA, 2, AT, 1, date(2026, 12, 1)),
    )
    meeting = MeetingLine(key, 2, "第2次会议", AT, "会议室", MeetingStatus.CLOSED, 4, 4)
    papers = [
        PaperLine(new_id(), PaperKind.NOTICE, "第2次会议", "zh_CN", 1, final, "0" * 64, name, AT, None)
        for name, final in (("there.docx", True), ("gone.docx", False))
    ]
    visits = [EstateVisit(Estate(name="观澜一期", community_id=key, key="gl"), None)]
    visits.append(EstateVisit(Estate(name="丰乐小区", community_id=key, key="fl"), AT))
    seats = [Seat(post, person, organisation)]
    return Handover(room.community, [issue], make_lines(room), [meeting], visits, seats, papers, [], Head(7, "ab" * 32))


@pytest.mark.usefixtures("shanghai")
@pytest.mark.parametrize(("language", "name"), [("zh_CN", "未结问题"), ("en", "Open issues")])
def test_it_tells_everything_that_is_open(told: Handover, tmp_path: Path, language: str, name: str) -> None:
    (tmp_path / "there.docx").touch()
    places = Places("triparty.db", tmp_path, None, tmp_path / "settings.toml")
    made = sheets(told, language, places, on=TODAY)
    _write(tmp_path / "handover.xlsx", made, AT)
    book = load_workbook(tmp_path / "handover.xlsx")
    assert len(book.sheetnames) == 7
    rows = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
    assert rows[name][1][:4] == ["2026-0001", "=1+1", "丰乐小区", "3栋"]
    assert book[name].cell(2, 2).data_type == "s", "what was typed is no formula"
    overview, _issues, actions, meetings, visits, contacts, papers = made
    assert ["ab" * 32] in [row[1:] for row in overview.rows]
    assert [row[1] for row in overview.rows[-3:]] == ["", "", ""], "the three who sign"
    assert len(actions.rows) == len(told.actions)
    assert len(actions.columns) == len(actions.rows[0])
    assert meetings.rows[0][:2] == ["2", "第2次会议"]
    assert visits.rows[0][1:] == ["", ""]
    assert visits.rows[1][2] == str((TODAY - date(2026, 11, 20)).days)
    assert contacts.rows[0][2:4] == ["赵丁四", "经理"]
    assert contacts.rows[0][5] == "13900000003"
    assert [(row[3], row[-1]) for row in papers.rows] == [("✓", "✓"), ("", "")]
