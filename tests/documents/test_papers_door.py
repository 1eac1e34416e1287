"""Writing a paper: read from the database, put on the disk whole, recorded with its snapshot and hash."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from meetings_db.engine import Database
from meetings_db.errors import Locked
from meetings_db.models import (
    Action,
    AgendaItem,
    Ballot,
    Community,
    Estate,
    FinalMinutes,
    IssueBase,
    LegalItem,
    Meeting,
    OwnerBase,
    OwnersVoteBase,
    Paper,
    PaperKind,
    UnitBase,
    VisitBase,
)
from meetings_db.queries.actions import tracker
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.papers import papers
from tests.documents.papers import docx, entry, p, texts
from tests.documents.rooms import keep_room, make_lines, make_room
from tests.documents.samples import OF_AN_ITEM, PLACES, PUBLISHED
from triparty.documents.kinds import order
from triparty.documents.papers import finalise, template_path, write_paper
from triparty.documents.shipped import BUILDERS, write_all
from triparty.i18n import LANGUAGES
from triparty.rules import RuleError
from triparty.services.issues import raise_issue
from triparty.services.owners import enter_unit
from triparty.services.owners_votes import close_vote, open_vote
from triparty.services.visits import record_visit

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(blank_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample meeting without its people, made once."""
    path = tmp_path_factory.mktemp("kept") / "triparty.db"
    shutil.copy(blank_file, path)
    database = Database.in_file(path, actor="tester")
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


@pytest.fixture
def meeting(db: Database) -> Meeting:
    """The sample meeting."""
    return db.read(lambda session: session.exec(select(Meeting)).one())


def make(db: Database, meeting: Meeting, kind: PaperKind, path: Path, **more: Any) -> Paper:
    """Write one paper of the sample."""
    asked = {"language": "zh_CN", "at": AT, "meeting_id": meeting.id, "community_id": meeting.community_id, **more}
    return write_paper(db, kind, path, **asked)


def second_item(db: Database, meeting: Meeting) -> str:
    """The key of the meeting's second item."""
    return next(item.id.hex for item in db.read(meeting_room, meeting.id).items if item.position == 2)


def subject_of(db: Database, meeting: Meeting, kind: PaperKind) -> str:
    """What a paper of this kind is about: an item, an owner, a visit, an issue, a month, or nothing more."""
    if kind is PaperKind.ORDER:
        return order.owners(db.read(tracker, meeting.community_id))[0]
    estate = db.read(lambda session: session.exec(select(Estate)).one())
    if kind is PaperKind.VISIT_RECORD:
        typed = VisitBase(visited_at=AT, officer="许联")
        return db.run(record_visit, meeting.community_id, estate.id, typed).id.hex
    if kind is PaperKind.CALLBACK:
        heard = IssueBase(title="东门路灯不亮", reported_at=AT)
        return db.run(raise_issue, meeting.community_id, estate.id, heard).id.hex
    if kind is PaperKind.BULLETIN:
        return f"{AT:%Y-%m}"
    if kind in (PaperKind.OWNERS_RESULT, PaperKind.OWNERS_SLIP):
        unit = UnitBase(building="1", entrance="1", room=kind.value, area=9_000)
        db.run(enter_unit, estate.id, unit, [OwnerBase(name="业主甲")])
        asked = OwnersVoteBase(motion="续聘物业", legal_item=LegalItem.MANAGER, closes_on=AT.date())
        vote = db.run(open_vote, estate.id, asked, at=AT)
        if kind is PaperKind.OWNERS_RESULT:
            db.run(close_vote, vote.id, at=AT)
        return vote.id.hex
    return second_item(db, meeting) if kind in OF_AN_ITEM else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in BUILDERS if kind is not PaperKind.ARCHIVE_DIRECTORY])
def test_every_kind_is_written_and_recorded(
    db: Database, meeting: Meeting, tmp_path: Path, kind: PaperKind, language: str
) -> None:
    path = tmp_path / "paper.docx"
    subject = subject_of(db, meeting, kind)
    if kind is PaperKind.BALLOT_SLIP:  # nobody is invited here: slips are for who may vote in an open ballot
        db.run(
            lambda session: setattr(
                session.exec(select(Ballot).where(Ballot.item_id == UUID(subject))).first(), "closed_at", None
            )
        )
    how: dict[str, Any] = {"publication": PUBLISHED} if kind is PaperKind.PUBLICATION else {}
    how |= {"places": PLACES} if kind is PaperKind.HANDOVER else {}
    paper = make(db, meeting, kind, path, language=language, subject=subject, **how)
    assert paper.subject == subject
    assert (paper.kind, paper.language, paper.version, paper.final) == (kind, language, 1, False)
    assert paper.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert paper.file_name == "paper.docx"
    snapshot = json.loads(paper.snapshot)
    assert snapshot["community"]["name"] == "晨曦社区"
    assert [row.id for row in db.read(papers, meeting.community_id)] == [paper.id]
    assert "晨曦社区" in entry(path, "word/document.xml")


def test_written_twice_the_bytes_are_the_same_and_the_version_goes_up(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    first = make(db, meeting, PaperKind.MINUTES, tmp_path / "a.docx")
    second = make(db, meeting, PaperKind.MINUTES, tmp_path / "b.docx")
    assert first.sha256 == second.sha256
    assert first.snapshot == second.snapshot
    assert (first.version, second.version) == (1, 2)


def test_the_tracker_comes_in_excel_when_the_name_says_so(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    paper = make(db, meeting, PaperKind.TRACKER, tmp_path / "tracker.XLSX", meeting_id=None)
    assert len(json.loads(paper.snapshot)["lines"]) == 9
    assert paper.meeting_id is None
    assert entry(tmp_path / "tracker.XLSX", "xl/workbook.xml")


def test_only_the_tracker_comes_in_excel(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="Only the tracker"):
        make(db, meeting, PaperKind.MINUTES, tmp_path / "minutes.xlsx")


def test_minutes_are_final_only_once_they_were_made_so(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    path = tmp_path / "minutes.docx"
    with pytest.raises(RuleError, match="not final yet"):
        make(db, meeting, PaperKind.MINUTES, path, final=True)
    assert not path.exists()
    assert db.read(papers, meeting.community_id) == []
    done = db.run(finalise, meeting.id, AT)
    paper = make(db, meeting, PaperKind.MINUTES, path, final=True)
    assert paper.final
    assert texts(entry(path, "word/document.xml"))[1] == done.reference
    assert texts(entry(path, "word/header1.xml")) == []


def test_a_paper_of_a_meeting_needs_one(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="which meeting"):
        make(db, meeting, PaperKind.NOTICE, tmp_path / "notice.docx", meeting_id=None)


def test_an_office_uses_its_own_template_and_the_shipped_ones_for_the_rest(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    write_all(own)
    (own / "zh_CN" / "notice.docx").unlink()
    assert template_path(PaperKind.MINUTES, "zh_CN", own) == own / "zh_CN" / "minutes.docx"
    assert template_path(PaperKind.NOTICE, "zh_CN", own) == template_path(PaperKind.NOTICE, "zh_CN")
    assert make(db, meeting, PaperKind.MINUTES, tmp_path / "m.docx", templates=own).version == 1


def test_a_mistake_in_a_template_is_told_with_its_file(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    own = tmp_path / "own" / "zh_CN" / "minutes.docx"
    own.parent.mkdir(parents=True)
    for content, said in (
        (p("【会议.标提】") + p("【甲】"), "body, paragraph"),
        (None, "cannot be read as a Word document"),
    ):
        docx(own, content) if content else own.write_bytes(b"PK damaged")
        with pytest.raises(RuleError, match=said) as refused:
            make(db, meeting, PaperKind.MINUTES, tmp_path / "m.docx", templates=tmp_path / "own")
        assert all(reason.startswith(str(own)) for reason in refused.value.reasons)
        assert len(refused.value.reasons) == (2 if content else 1)
    assert not (tmp_path / "m.docx").exists()


def test_a_folder_of_templates_that_is_not_there_is_told(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="nowhere, but there is no such folder"):
        make(db, meeting, PaperKind.MINUTES, tmp_path / "m.docx", templates=tmp_path / "nowhere")
    assert not (tmp_path / "m.docx").exists()


def test_a_paper_that_cannot_be_written_is_not_recorded(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        make(db, meeting, PaperKind.MINUTES, tmp_path / "nowhere" / "minutes.docx")
    assert db.read(papers, meeting.community_id) == []


@pytest.mark.parametrize(
    ("kind", "said"), [(PaperKind.ARCHIVE_DIRECTORY, "archive make"), (PaperKind.HANDOVER, "triparty handover")]
)
def test_what_another_command_writes_is_named_with_it(
    db: Database, meeting: Meeting, tmp_path: Path, kind: PaperKind, said: str
) -> None:
    with pytest.raises(RuleError, match=said):
        make(db, meeting, kind, tmp_path / "paper.docx")


def test_an_excerpt_and_the_sign_off_sheet_say_what_final_minutes_say(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    """In the words that were kept, whatever was changed since."""
    wanted = second_item(db, meeting)
    draft = json.loads(make(db, meeting, PaperKind.EXCERPT, tmp_path / "e.docx", subject=wanted).snapshot)
    assert draft["draft"]
    done = db.run(finalise, meeting.id, AT)
    kept = json.loads(make(db, meeting, PaperKind.MINUTES, tmp_path / "m.docx", final=True).snapshot)

    def change(session: Session) -> None:
        for item in session.exec(select(AgendaItem)):
            item.conclusion = item.title = "改了"

    db.run(change)
    excerpt = json.loads(make(db, meeting, PaperKind.EXCERPT, tmp_path / "e.docx", subject=wanted).snapshot)
    assert excerpt["item"] == kept["items"][1]
    assert (excerpt["draft"], excerpt["meeting"]["number"]) == (False, done.reference)
    sheet = json.loads(make(db, meeting, PaperKind.SIGN_OFF, tmp_path / "s.docx").snapshot)
    assert [item["conclusion"] for item in sheet["items"]] == [item["conclusion"] for item in kept["items"]]
    assert [each["party"] for each in sheet["signatures"]] == [each["party"] for each in kept["signatures"]]


def test_a_paper_of_an_item_needs_one(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    for subject in ("", meeting.id.hex):
        with pytest.raises(RuleError, match="which item"):
            make(db, meeting, PaperKind.EXCERPT, tmp_path / "e.docx", subject=subject)


def test_nothing_that_changes_later_changes_a_byte_of_final_minutes(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    db.run(finalise, meeting.id, AT)
    before = {
        language: make(db, meeting, PaperKind.MINUTES, tmp_path / "m.docx", final=True, language=language).sha256
        for language in LANGUAGES
    }

    def change(session: Session) -> None:
        for community in session.exec(select(Community)):
            community.name = community.street = community.office = "改名"
        for estate in session.exec(select(Estate)):
            estate.name = "改名苑"
        for action in session.exec(select(Action)):
            action.owner = action.first_owner = action.what = "换人"

    db.run(change)
    later = AT + timedelta(days=400)
    for language, sha256 in before.items():
        path = tmp_path / "m.docx"
        assert make(db, meeting, PaperKind.MINUTES, path, final=True, language=language, at=later).sha256 == sha256
        assert "改名" not in entry(path, "word/document.xml")
    assert make(db, meeting, PaperKind.MINUTES, tmp_path / "draft.docx").sha256 not in before.values()


def test_final_minutes_that_were_tampered_with_are_not_printed(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    db.run(finalise, meeting.id, AT)
    db.run(lambda session: session.execute(update(FinalMinutes).values(snapshot="{}")))
    with pytest.raises(RuleError, match="from outside the program"):
        make(db, meeting, PaperKind.MINUTES, tmp_path / "m.docx", final=True)


def test_a_paper_the_database_refuses_leaves_the_old_file_as_it_was(
    db: Database, meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "minutes.docx"
    make(db, meeting, PaperKind.MINUTES, path)
    path.write_bytes(b"edited by hand")
    monkeypatch.setattr("meetings_db.engine._PRAGMAS", ("busy_timeout=1", "foreign_keys=ON"))
    impatient = Database(db.url)
    holder = sqlite3.connect(db.place)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked):
        make(impatient, meeting, PaperKind.MINUTES, path)
    holder.close()
    impatient.close()
    assert path.read_bytes() == b"edited by hand"
    assert sorted(file.name for file in tmp_path.iterdir() if not file.name.startswith("triparty.db")) == [path.name]
    assert len(db.read(papers, meeting.community_id)) == 1


def test_a_file_that_cannot_be_replaced_is_not_recorded(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    (tmp_path / "minutes.docx").mkdir()
    with pytest.raises(RuleError, match="a folder has that name"):
        make(db, meeting, PaperKind.MINUTES, tmp_path / "minutes.docx")
    assert db.read(papers, meeting.community_id) == []
