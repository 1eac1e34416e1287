"""The handover: what is open, who is who and where papers are, in a list to be signed and in a workbook."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from meetings_db.engine import Database
from meetings_db.models import Meeting, PaperKind
from meetings_db.queries.papers import papers
from tests.documents.papers import entry
from tests.documents.rooms import BEGINS, TODAY, make_room
from tests.documents.samples import PLACES, make_handover
from tests.documents.test_papers_door import db, kept, meeting
from triparty.documents import handover as the_handover
from triparty.documents.handover import _write, list_beside, sheets, write_handover
from triparty.documents.kinds import handover
from triparty.rules import RuleError

__all__ = ["db", "kept", "meeting"]

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@pytest.mark.usefixtures("shanghai")
@pytest.mark.parametrize(("language", "name"), [("zh_CN", "未结问题"), ("en", "Open issues")])
def test_it_tells_everything_that_is_open(tmp_path: Path, language: str, name: str) -> None:
    (tmp_path / "there.docx").touch()
    told = make_handover(make_room())
    values = handover.values(told, PLACES._replace(papers=tmp_path), language, on=TODAY)
    made = sheets(values, language)
    _write(tmp_path / "handover.xlsx", made, AT)
    book = load_workbook(tmp_path / "handover.xlsx")
    assert len(book.sheetnames) == 7
    rows = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
    assert rows[name][1][:4] == ["2026-0001", "=1+1", "丰乐小区", "3栋"]
    assert book[name].cell(2, 2).data_type == "s", "what was typed is no formula"
    overview, _issues, actions, meetings, visits, contacts, written = made
    assert ["ab" * 32] in [row[1:] for row in overview.rows]
    assert len(actions.rows) == len(told.actions)
    assert len(actions.columns) == len(actions.rows[0])
    assert meetings.rows[0][:2] == ["2", "第2次会议"]
    assert visits.rows[0][1:] == ["", ""]
    assert visits.rows[1][2] == str((TODAY - BEGINS.astimezone().date()).days)
    assert contacts.rows[0][2:4] == ["赵丁四", "经理"]
    assert contacts.rows[0][5] == "13900000003"
    assert [(row[3], row[-1]) for row in written.rows] == [("✓", "✓"), ("", "")]


def test_every_line_has_room_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    told = make_handover(make_room())
    values = handover.values(replace(told, written=500, open_issues=1), PLACES, "zh_CN", on=TODAY)
    assert {"fact": "文书", "said": f"共500份，本清单列出最近的{len(told.papers)}份"} in values["facts"]
    assert {"fact": "未结问题", "said": "1"} in values["facts"]
    values["actions"][0]["progress"] = "11-20 办了\n11-21 又办了\n11-22 还在办\n11-23 办完"
    values["actions"][1]["progress"] = "办 " * 5000
    _write(tmp_path / "handover.xlsx", sheets(values, "zh_CN"), AT)
    heights = load_workbook(tmp_path / "handover.xlsx").worksheets[2].row_dimensions
    assert (heights[2].height, round(heights[3].height)) == (60, 409)


def test_the_list_stands_beside_the_workbook_and_is_recorded(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    path = tmp_path / "handover.xlsx"
    told = write_handover(db, meeting.community_id, path, "zh_CN", PLACES, AT)
    (paper,) = db.read(papers, meeting.community_id)
    assert (paper.kind, paper.file_name) == (PaperKind.HANDOVER, "handover.docx")
    words = entry(list_beside(path), "word/document.xml")
    assert all(said in words for said in ("晨曦社区工作移交清单", "移交人", "接收人", "监交人", told["head"]))
    assert told["actions"]
    assert all(line["what"] in words for line in told["actions"])
    assert load_workbook(path).worksheets[2].max_row == 1 + len(told["actions"])


def test_where_the_folder_is_not_neither_is_written(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        write_handover(db, meeting.community_id, tmp_path / "nowhere" / "handover.xlsx", "en", PLACES, AT)
    assert db.read(papers, meeting.community_id) == []


def test_what_stops_the_workbook_stops_the_list_too(
    db: Database, meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_about: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(the_handover, "_write", full)
    with pytest.raises(RuleError):
        write_handover(db, meeting.community_id, tmp_path / "handover.xlsx", "en", PLACES, AT)
    assert (db.read(papers, meeting.community_id), list(tmp_path.glob("handover*"))) == ([], [])
