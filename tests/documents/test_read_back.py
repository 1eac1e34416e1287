"""Papers edited by hand: read back change by change, and nothing else of them becomes part of the record."""

import copy
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordFile
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from openpyxl import load_workbook
from sqlmodel import Session, select

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    Action,
    ActionStatus,
    AgendaItem,
    Ballot,
    Meeting,
    PaperKind,
    Party,
    SignatureBase,
    UpdateKind,
)
from meetings_db.queries.actions import tracker
from meetings_db.queries.journal import journal_head
from meetings_db.queries.meetings import meeting_room
from tests.documents.rooms import keep_room, make_lines, make_room
from triparty.documents.papers import finalise, write_paper
from triparty.documents.read_back import Reading, accept, counts, read_back
from triparty.i18n import LANGUAGES
from triparty.intake.tracker_rows import tracker_rows
from triparty.rules import RuleError
from triparty.services.actions import take_step
from triparty.services.incoming import VerdictKind
from triparty.services.signing import note_signature

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample meeting, made once."""
    path = tmp_path_factory.mktemp("kept") / "triparty.db"
    database = Database.in_file(path, actor="tester")
    database.upgrade()
    room = make_room()
    database.run(keep_room, room, make_lines(room))
    database.close()
    return path


@pytest.fixture
def db(kept: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of one's own, with the sample meeting."""
    shutil.copy(kept, tmp_path / "triparty.db")
    database = Database.in_file(tmp_path / "triparty.db", actor="tester")
    yield database
    database.close()


def the_meeting(db: Database) -> Meeting:
    """The sample meeting."""
    return db.read(lambda session: session.exec(select(Meeting)).one())


def written(db: Database, kind: PaperKind, path: Path, **more: Any) -> Path:
    """A paper of the sample in a file."""
    meeting = the_meeting(db)
    asked = {"language": "zh_CN", "at": AT, "meeting_id": meeting.id, "community_id": meeting.community_id, **more}
    write_paper(db, kind, path, **asked)
    return path


def again(db: Database, path: Path, **more: Any) -> Reading:
    """The file, read back."""
    return read_back(db, path, the_meeting(db).community_id, rows_of=tracker_rows, at=AT, **more)


def edited(path: Path, edit: Callable[[WordFile], None]) -> Path:
    """The file after somebody edited it in Word."""
    document = Document(str(path))
    edit(document)
    document.save(str(path))
    return path


def say(document: WordFile, was: str, now: str) -> None:
    """Put other words into every paragraph that says these, of cells too."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in [*document.paragraphs, *(each for cell in cells for each in cell.paragraphs)]:
        if was in paragraph.text:
            text = paragraph.text.replace(was, now)
            for run in paragraph.runs[1:]:
                run._r.getparent().remove(run._r)
            paragraph.runs[0].text = text


def told(reading: Reading) -> list[tuple[str, str, str, VerdictKind]]:
    """The changes in short."""
    return [(change.place, change.was, change.now, change.verdict) for change in reading.changes]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["minutes.docx", "tracker.docx", "tracker.xlsx"])
def test_a_paper_nobody_edited_shows_no_difference(db: Database, tmp_path: Path, name: str, language: str) -> None:
    kind = PaperKind(name.partition(".")[0])
    other = next(each for each in LANGUAGES if each != language)
    path = written(db, kind, tmp_path / name, language=language)
    written(db, kind, tmp_path / "other.docx", language=other)
    reading = again(db, path)
    assert (reading.kind, reading.language, reading.changes) == (kind, language, ())


def test_what_has_a_home_in_the_record_is_taken_over_change_by_change(db: Database, tmp_path: Path) -> None:
    room = db.read(meeting_room, the_meeting(db).id)
    voted = {item.id for item in room.items if room.ballots.get(item.id)}
    item = next(item for item in room.items if item.id not in voted and item.conclusion and room.actions.get(item.id))
    action = next(action for action in room.actions[item.id] if action.done_means)
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx")

    def edit(document: WordFile) -> None:
        document.paragraphs[0].runs[0].text = "改了的版头"
        say(document, item.conclusion, "措辞改了")
        say(document, action.done_means, "完成标准改了")

    reading = again(db, edited(path, edit))
    head, *rest = reading.changes
    assert (head.verdict, head.edit, head.now) == (VerdictKind.ERROR, None, "改了的版头")
    assert {change.verdict for change in rest} == {VerdictKind.NEW}
    assert [change.place for change in rest] == [f"item {item.position} · conclusion", f"{action.number} · done means"]
    before = db.read(journal_head)
    with pytest.raises(RuleError, match="Change 1 cannot"):
        accept(db, reading, [1, 2])
    assert db.read(journal_head) == before
    assert accept(db, reading, [2]) == 1
    assert db.read(lambda session: session.get_one(AgendaItem, item.id).conclusion) == "措辞改了"
    assert db.read(lambda session: session.get_one(Action, action.id).done_means) == action.done_means
    with pytest.raises(StaleSave):
        accept(db, reading, [2, 3])
    assert [change.verdict for change in again(db, path).changes] == [
        VerdictKind.ERROR,
        VerdictKind.SAME,
        VerdictKind.NEW,
    ]


def test_notes_are_taken_over_as_they_read_and_keep_their_marks(db: Database, tmp_path: Path) -> None:
    item = db.read(meeting_room, the_meeting(db).id).items[0]

    def note(session: Session) -> None:
        session.get_one(AgendaItem, item.id).notes = "先谈**路灯**。\n\n- 甲说修\n- 乙说等\n\n最后谈停车。"

    db.run(note)
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx")

    def edit(document: WordFile) -> None:
        say(document, "乙说等", "乙说*不*等")
        last = next(each for each in document.paragraphs if each.text == "最后谈停车。")
        added = copy.deepcopy(last._p)
        last._p.addnext(added)
        next(each for each in document.paragraphs if each._p is added).runs[0].text = "1. 散会"

    reading = again(db, edited(path, edit))
    assert [(change.was, change.now) for change in reading.changes] == [("乙说等", "乙说*不*等\n1. 散会")]
    accept(db, reading, reading.acceptable)
    notes = db.read(lambda session: session.get_one(AgendaItem, item.id).notes)
    assert notes.startswith("先谈**路灯**。\n\n- 甲说修\n- ")
    assert again(db, path).changes[0].verdict is VerdictKind.SAME
    marked = again(db, edited(path, lambda document: say(document, "先谈路灯", "先谈水管")))
    assert marked.changes[0].verdict is VerdictKind.CONFLICT


def test_tracked_changes_are_read_as_accepted_and_merged_cells_as_one(db: Database, tmp_path: Path) -> None:
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx")
    actions = [action for actions in db.read(meeting_room, the_meeting(db).id).actions.values() for action in actions]
    number = actions[0].number

    def edit(document: WordFile) -> None:
        table = next(t for t in document.tables if any(number in cell.text for row in t.rows for cell in row.cells))
        row = next(row for row in table.rows if row.cells[0].text == number)
        run = row.cells[3].paragraphs[0].runs[0]._r
        for name, text in (("del", None), ("ins", "新人")):
            tracked = OxmlElement(f"w:{name}")
            made = copy.deepcopy(run)
            letters = made.find(qn("w:t"))
            letters.text = text or letters.text
            letters.tag = qn("w:t" if text else "w:delText")
            tracked.append(made)
            run.addprevious(tracked)
        run.getparent().remove(run)

    reading = again(db, edited(path, edit))
    assert [(change.place, change.now) for change in reading.changes] == [(f"{number} · owner", "新人")]
    accept(db, reading, [1])
    action = db.read(lambda session: session.exec(select(Action).where(Action.number == number)).one())
    assert (action.first_owner, action.owner) == ("新人", "新人")


def test_what_was_changed_around_the_text_is_told_and_not_taken_over(db: Database, tmp_path: Path) -> None:
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx", language="en")
    main, kind = (
        f'xmlns:w="{nsmap["w"]}"',
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    )
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    note = f'<w:footnotes {main}><w:footnote w:id="2">{said.format("Noted")}</w:footnote></w:footnotes>'
    box = f"<w:r {main}><w:pict><w:txbxContent>{said.format('Boxed')}</w:txbxContent></w:pict></w:r>"

    def edit(document: WordFile) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].runs[0].text = section.even_page_header.paragraphs[0].runs[0].text = "SECRET"
        section.footer.paragraphs[-1].add_run(" of many")
        document.paragraphs[3]._p.append(parse_xml(box))
        part = Part(PackURI("/word/footnotes.xml"), kind, note.encode(), document.part.package)
        document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")

    reading = again(db, edited(path, edit))
    assert told(reading) == [
        ("Header", "DRAFT", "SECRET", VerdictKind.ERROR),
        ("Footer", "", "of many", VerdictKind.ERROR),
        ("Footnote", "", "Noted", VerdictKind.ERROR),
        ("Text box", "", "Boxed", VerdictKind.ERROR),
    ]
    assert {change.reasons for change in reading.changes} == {
        ("What stands around the text of a paper is shown here, and never taken over.",)
    }


def filled_in(path: Path, cells: dict[tuple[str, str], Any]) -> None:
    """An Excel tracker after others filled it in: by the action's number and the heading; rows in another order."""
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heads = {str(cell.value): place for place, cell in enumerate(sheet[3])}
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for row in rows:
        for (number, head), value in cells.items():
            if row[0] == number:
                row[heads[head]] = value
    for place, row in enumerate([*reversed(rows[1:]), ["X-1", "unknown"]], 4):
        for column in range(1, len(heads) + 1):
            sheet.cell(place, column).value = row[column - 1] if column <= len(row) else None
    book.save(path)


def test_a_tracker_others_filled_in_becomes_steps(db: Database, tmp_path: Path) -> None:
    path = written(db, PaperKind.TRACKER, tmp_path / "tracker.xlsx", language="en")
    lines = db.read(tracker, the_meeting(db).community_id)
    open_one = next(line for line in lines[1:] if line.action.status is ActionStatus.TODO)
    closed = next(line for line in lines[1:] if line.action.status is ActionStatus.CLOSED)
    number = open_one.action.number
    filled_in(
        path,
        {
            (number, "Extended to"): datetime(2027, 1, 31),
            (number, "Status"): "To be verified",
            (number, "Progress"): "Half is painted",
            (number, "Warning"): "none",
            (closed.action.number, "Progress"): "again",
        },
    )
    reading = again(db, path)
    places = [change.place for change in reading.changes if change.verdict is VerdictKind.NEW]
    assert places == [f"{number} · progress", f"{number} · extended", f"{number} · status"]
    assert counts(reading)[VerdictKind.ERROR] == 4  # a warning, a finished action, an unknown row, a row left out
    accept(db, reading, reading.acceptable)
    found = next(line for line in db.read(tracker, the_meeting(db).community_id) if line.action.number == number)
    assert (found.action.due_on, found.action.status) == (date(2027, 1, 31), ActionStatus.VERIFYING)
    assert [step.kind for step in found.updates[1:]] == [UpdateKind.PROGRESS, UpdateKind.EXTENDED, UpdateKind.SUBMITTED]
    with pytest.raises(StaleSave):
        accept(db, reading, reading.acceptable)


def test_what_the_record_says_otherwise_meanwhile_is_a_conflict(db: Database, tmp_path: Path) -> None:
    path = written(db, PaperKind.TRACKER, tmp_path / "tracker.docx")
    lines = db.read(tracker, the_meeting(db).community_id)
    action = next(line.action for line in lines if line.action.status is ActionStatus.TODO and line.action.owner)
    passed = partial(take_step, step=UpdateKind.PASSED_ON, note="换人", owner="别人", at=AT)
    db.run(lambda session: passed(session, action.id, action.version))
    reading = again(db, edited(path, lambda document: say(document, action.what, "事项改了")))
    assert [change.verdict for change in reading.changes if change.place.startswith(action.number)] == [VerdictKind.NEW]

    def hand_on(document: WordFile) -> None:
        row = next(row for row in document.tables[0].rows if row.cells[0].text == action.number)
        row.cells[4].paragraphs[0].runs[0].text = "第三人"

    reading = again(db, edited(path, hand_on))
    found = next(change for change in reading.changes if change.now == "第三人")
    assert (found.verdict, found.edit) == (VerdictKind.CONFLICT, None)
    passed = partial(take_step, step=UpdateKind.PASSED_ON, note="再换", owner="第三人", at=AT)
    db.run(lambda session: passed(session, action.id, action.version + 1))
    found = next(change for change in again(db, path).changes if change.now == "第三人")
    assert found.verdict is VerdictKind.SAME, "though the tracker names the first owner beside it"


def test_final_minutes_show_what_differs_and_take_nothing_over(db: Database, tmp_path: Path) -> None:
    meeting = the_meeting(db)
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx")
    item = next(item for item in db.read(meeting_room, meeting.id).items if item.conclusion)

    def end(session: Session) -> None:
        held = session.get_one(Meeting, meeting.id)
        held.opened_at = held.starts_at
        finalise(session, meeting.id, AT)

    db.run(end)
    reading = again(db, edited(path, lambda document: say(document, item.conclusion, "改了")))
    assert not reading.acceptable
    (reasons,) = {change.reasons for change in reading.changes if change.place != "The paper"}
    assert "nobody has signed them, reopen" in reasons[0]
    typed = SignatureBase(name="李乙一", signed_on=AT.date())
    db.run(partial(note_signature, today=AT.date()), meeting.id, Party.COMMUNITY, typed, "zh_CN")
    (reasons,) = {change.reasons for change in again(db, path).changes if change.place != "The paper"}
    assert (reasons[0].startswith("李乙一 signed"), "is amended" in reasons[1]) == (True, True)
    (action, *_others) = (line.action for line in db.read(tracker, meeting.community_id) if line.action.meeting_id)
    path = written(db, PaperKind.TRACKER, tmp_path / "tracker.docx")
    (change,) = again(db, edited(path, lambda document: say(document, action.what, "事项改了"))).changes
    assert (change.edit, change.reasons) == (None, reasons)


def test_words_a_ballot_settled_stand(db: Database, tmp_path: Path) -> None:
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx")
    room = db.read(meeting_room, the_meeting(db).id)
    stands = {ballot.item_id for ballot in db.read(lambda session: session.exec(select(Ballot)).all())}
    item = next(item for item in room.items if item.id in stands and item.conclusion)
    reading = again(db, edited(path, lambda document: say(document, item.conclusion, "改了")))
    assert VerdictKind.NEW not in {change.verdict for change in reading.changes if "conclusion" in change.place}


@pytest.mark.parametrize(
    ("made", "refused"),
    [
        ("nothing", "no file"),
        ("text", "cannot be read as a Word document"),
        ("zip", "not a Word document"),
        ("macro", "holds macros"),
        ("bomb", "unpacks to far more"),
        ("stranger", "none of the last papers"),
        ("another", "another meeting"),
    ],
)
def test_a_file_that_is_not_the_paper_is_refused(db: Database, tmp_path: Path, made: str, refused: str) -> None:
    path = written(db, PaperKind.MINUTES, tmp_path / "minutes.docx")
    more: dict[str, Any] = {"meeting_id": the_meeting(db).community_id} if made == "another" else {}
    if made == "nothing":
        path.unlink()
    elif made == "text":
        path.write_bytes(b"PK nonsense")
    elif made == "stranger":
        Document().save(str(path))
    elif made != "another":
        if made == "zip":
            path.unlink()
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            content = b" " * 2**24 if made == "bomb" else b"x"
            package.writestr("word/vbaProject.bin" if made == "macro" else "other.bin", content)
    before = db.read(journal_head)
    with pytest.raises(RuleError, match=refused):
        again(db, path, **more)
    assert db.read(journal_head) == before


def test_the_same_file_under_another_name_is_known(db: Database, tmp_path: Path) -> None:
    path = written(db, PaperKind.TRACKER, tmp_path / "tracker.xlsx")
    copied = shutil.copy(path, tmp_path / "received from the street.xlsx")
    assert again(db, Path(copied)).changes == ()
