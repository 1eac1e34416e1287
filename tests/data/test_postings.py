"""The proof that a public notice was put up: its places, its picture, and that it was taken down."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import ArchiveItem, Community, Paper, PaperKind, PhotoData, Posting, PostingBase
from meetings_db.queries.papers import notices, postings
from tests.data.builders import a_community, a_meeting, refused
from triparty.documents.archive.make import remark_of
from triparty.documents.archive.plan import Plan, wording
from triparty.services.papers import record_paper
from triparty.services.photos import Picture
from triparty.services.postings import put_up_notice, take_down_notice
from triparty.services.undoing import undo, weigh_last

POSTED = datetime(2026, 3, 21, 1, 0, tzinfo=UTC)
GATE = PostingBase(place="东门公告栏", posted_by="顾晨光", posted_at=POSTED)
PICTURE = Picture("IMG_1.jpg", b"a picture", 4, 3)


def a_paper(db: Database, kind: PaperKind = PaperKind.PUBLICATION) -> Paper:
    """A paper of a meeting that was written."""
    place = a_community(db)
    meeting = a_meeting(db, place, "甲")
    return db.run(
        record_paper,
        place.id,
        kind,
        "zh_CN",
        meeting_id=meeting.id,
        snapshot="{}",
        sha256="0" * 64,
        file_name="a.docx",
    )


def test_a_notice_hangs_at_places_until_it_is_taken_down(db: Database) -> None:
    paper = a_paper(db)
    row = db.run(put_up_notice, paper.id, GATE, PICTURE)
    sha256 = hashlib.sha256(PICTURE.jpeg).hexdigest()
    assert (row.photo_sha256, row.photo_name) == (sha256, "IMG_1.jpg")
    assert db.read(picture, sha256) == PICTURE.jpeg
    assert "put up there already" in refused(db, put_up_notice, paper.id, GATE)
    db.run(put_up_notice, paper.id, GATE.model_copy(update={"place": "西门"}))
    assert "cannot have been taken down before" in refused(
        db, take_down_notice, row.id, row.version, POSTED - timedelta(days=1)
    )
    down = db.run(take_down_notice, row.id, row.version, POSTED + timedelta(days=7))
    assert "taken down already, on 2026-03-28" in refused(db, take_down_notice, row.id, down.version)
    with pytest.raises(StaleSave):
        db.run(take_down_notice, row.id, row.version)
    assert [(each.place, each.taken_down_at) for each in db.read(postings, [paper.id])] == [
        ("东门公告栏", POSTED + timedelta(days=7)),
        ("西门", None),
    ]
    assert paper.meeting_id is not None
    assert [each.id for each in db.read(notices, paper.meeting_id)] == [paper.id]
    assert db.read(notices, paper.meeting_id, "another") == []


def test_a_notice_may_be_taken_down_on_the_day_it_was_put_up_without_the_hour(db: Database) -> None:
    row = db.run(put_up_notice, a_paper(db).id, GATE)
    day = POSTED.astimezone().replace(hour=0, minute=0)
    assert db.run(take_down_notice, row.id, row.version, day).taken_down_at == POSTED


def test_only_a_notice_is_put_up_and_at_no_time_to_come(db: Database) -> None:
    assert "Only a public notice" in refused(db, put_up_notice, a_paper(db, PaperKind.NOTICE).id, GATE)


def test_a_posting_can_be_taken_back(db: Database) -> None:
    paper = a_paper(db)
    later = GATE.model_copy(update={"posted_at": datetime.now(UTC) + timedelta(hours=1)})
    assert "has not come" in refused(db, put_up_notice, paper.id, later)
    db.run(put_up_notice, paper.id, GATE, PICTURE)
    seen = db.read(weigh_last, "tester")
    assert seen is not None
    db.run(undo, seen.deed.seq)
    assert db.read(postings, [paper.id]) == []
    assert db.read(picture, hashlib.sha256(PICTURE.jpeg).hexdigest()) == PICTURE.jpeg, "kept, as it may come back"


def picture(session: Session, sha256: str) -> bytes | None:
    """The picture that is kept."""
    return session.exec(select(PhotoData.jpeg).where(PhotoData.sha256 == sha256)).first()


def test_the_directory_says_where_a_notice_was_up() -> None:
    meeting = uuid4()
    item = ArchiveItem(
        community_id=meeting,
        meeting_id=meeting,
        kind="publication",
        subject="2026:publication:",
        number="1",
        series="1",
        sequence=1,
        fonds="Z109",
        year=2026,
        retention="D30",
        title="公示",
        responsible="晨光",
        dated=POSTED.date(),
        language="zh_CN",
        snapshot='[{"kind": "publication", "on": "2026-03-21", "values": {"title": "公示", "days": "7"}}]',
        sha256="0" * 64,
        sealed_at=POSTED,
    )
    there = Posting(paper_id=meeting, place="西门", posted_at=POSTED, taken_down_at=POSTED + timedelta(days=7))
    gate = Posting.model_validate(GATE, update={"paper_id": meeting})
    planned = Plan(
        Community(name="晨光"),
        None,
        postings={wording(meeting, "zh_CN", {"days": "7", "title": "公示"}): [gate, there]},
    )
    assert remark_of(planned, item, "zh_CN") == "东门公告栏：张贴于2026-03-21；西门：张贴2026-03-21至2026-03-28"
    item.snapshot = item.snapshot.replace("7", "8")  # another version: that one was put up nowhere
    assert remark_of(planned, item, "zh_CN") == ""
