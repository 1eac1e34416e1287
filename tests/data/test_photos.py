"""Photos of visits, issues and actions: attached once, edited, taken off, and never in the journal."""

import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    Action,
    ActionBase,
    Issue,
    JournalEntry,
    Photo,
    PhotoBase,
    PhotoData,
    PhotoPhase,
    Visit,
    VisitBase,
    new_id,
)
from meetings_db.queries.photos import Pictured, photos_of, picture, pictured
from tests.data.builders import START, Place, a_community, an_issue, refused
from triparty.services.actions import assign_action
from triparty.services.photos import Picture, attach_photo, edit_photo, remove_photo
from triparty.services.undoing import undo
from triparty.services.visits import record_visit

LAMP = Picture("lamp.jpg", b"\xff\xd8 a lamp", 1600, 1200, START)
GATE = Picture("gate.heic", b"\xff\xd8 a gate", 1200, 1600)


@pytest.fixture
def place(db: Database) -> Place:
    """A community with an estate."""
    return a_community(db)


def things(db: Database, place: Place) -> dict[Pictured, UUID]:
    """One of each kind of thing that has photos."""
    visit = db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=START))
    action = db.run(assign_action, place.id, ActionBase(what="换灯"))
    return {Visit: visit.id, Issue: an_issue(db, place).id, Action: action.id}


def test_each_kind_of_thing_has_photos_of_its_own(db: Database, place: Place) -> None:
    there = things(db, place)
    for kind, key in there.items():
        db.run(attach_photo, kind, key, LAMP, caption="东门路灯", phase=PhotoPhase.BEFORE, at=START)
        db.run(attach_photo, kind, key, GATE)
    for kind, key in there.items():
        number, photos = db.read(pictured, kind, key)
        assert number
        assert [photo.file_name for photo in photos] == ["lamp.jpg", "gate.heic"]
        lamp, gate = photos
        assert (lamp.caption, lamp.phase, lamp.taken_at, lamp.added_at) == (
            "东门路灯",
            PhotoPhase.BEFORE,
            START,
            START,
        )
        assert (gate.caption, gate.phase, gate.taken_at) == ("", PhotoPhase.NONE, None)
        assert (gate.width, gate.height) == (1200, 1600)
        assert db.read(picture, lamp.sha256) == LAMP.jpeg
    assert db.read(lambda session: session.exec(select(sa.func.count()).select_from(PhotoData)).one()) == 2


def test_the_same_photo_twice_on_one_thing_is_told_and_not_doubled(db: Database, place: Place) -> None:
    issue, other = an_issue(db, place), an_issue(db, place)
    db.run(attach_photo, Issue, issue.id, LAMP)
    again = Picture("copy of lamp.jpg", LAMP.jpeg, LAMP.width, LAMP.height)
    assert refused(db, attach_photo, Issue, issue.id, again) == (
        "copy of lamp.jpg is attached already, as lamp.jpg. It was not attached again."
    )
    assert len(db.read(photos_of, Issue, issue.id)) == 1
    assert db.run(attach_photo, Issue, other.id, again).file_name == "copy of lamp.jpg"


def test_nothing_is_attached_to_what_is_not_there(db: Database, place: Place) -> None:
    assert "no longer there" in refused(db, attach_photo, Issue, new_id(), LAMP)
    assert db.read(lambda session: session.exec(select(PhotoData)).all()) == []


def test_what_a_photo_shows_may_be_said_anew_but_not_over_somebody_else(db: Database, place: Place) -> None:
    photo = db.run(attach_photo, Issue, an_issue(db, place).id, LAMP)
    typed = PhotoBase(file_name=photo.file_name, caption="换灯之后", phase=PhotoPhase.AFTER, taken_at=photo.taken_at)
    edited = db.run(edit_photo, photo.id, photo.version, typed)
    assert (edited.caption, edited.phase, edited.version, edited.sha256) == (
        "换灯之后",
        PhotoPhase.AFTER,
        2,
        photo.sha256,
    )
    with pytest.raises(StaleSave):
        db.run(edit_photo, photo.id, 1, typed)
    with pytest.raises(StaleSave):
        db.run(remove_photo, photo.id, 1)


def test_a_photo_taken_off_leaves_its_picture_so_that_it_may_come_back(db: Database, place: Place) -> None:
    issue = an_issue(db, place)
    photo = db.run(attach_photo, Issue, issue.id, LAMP)
    removed = db.run(remove_photo, photo.id, photo.version)
    assert db.read(photos_of, Issue, issue.id) == []
    assert db.read(picture, removed.sha256) == LAMP.jpeg
    assert "no longer there" in refused(db, remove_photo, photo.id, photo.version)
    db.run(attach_photo, Issue, issue.id, LAMP)


def test_the_journal_holds_the_sum_of_a_picture_and_never_the_picture(db: Database, place: Place) -> None:
    issue = an_issue(db, place)
    photo = db.run(attach_photo, Issue, issue.id, LAMP)
    db.run(remove_photo, photo.id, photo.version)

    def entries(session: Session) -> list[JournalEntry]:
        wanted = col(JournalEntry.kind).in_(("photo", "photodata"))
        return list(session.exec(select(JournalEntry).where(wanted).order_by(col(JournalEntry.seq))))

    added, taken_off = db.read(entries)
    assert (added.deed, taken_off.deed) == ("attach_photo", "remove_photo")
    assert json.loads(added.after)["sha256"] == hashlib.sha256(LAMP.jpeg).hexdigest()
    assert json.loads(taken_off.before) == json.loads(added.after)
    assert "lamp\\u" not in added.after
    assert len(added.after) < 1_000


@pytest.mark.parametrize(
    "changes",
    [{"issue_id": None}, {"width": 0}, {"height": -1}, {"sha256": "0" * 64}, {}],
    ids=["of nothing", "without width", "without height", "without a picture", "twice"],
)
def test_the_database_itself_refuses_a_photo_that_cannot_be(
    db: Database, place: Place, changes: dict[str, object]
) -> None:
    photo = db.run(attach_photo, Issue, an_issue(db, place).id, LAMP)
    with pytest.raises(IntegrityError):
        _insert(db, photo, changes)


def test_a_photo_is_of_one_thing_and_not_of_two(db: Database, place: Place) -> None:
    there = things(db, place)
    photo = db.run(attach_photo, Issue, there[Issue], LAMP)
    with pytest.raises(IntegrityError):
        _insert(db, photo, {"visit_id": there[Visit]})
    _insert(db, photo, {"visit_id": there[Visit], "issue_id": None})


def _insert(db: Database, photo: Photo, changes: dict[str, object]) -> None:
    """A copy of the photo with some columns changed, past the services."""
    values = {**photo.model_dump(), "id": new_id(), **changes}
    db.run(lambda session: session.execute(sa.insert(Photo), [values]))


def test_the_history_stands_with_photos_in_it(db: Database, place: Place) -> None:
    db.run(attach_photo, Issue, an_issue(db, place).id, LAMP, at=datetime(2026, 3, 20, tzinfo=UTC))
    assert db.read(journal.verify).broken_at is None


def test_attaching_and_taking_off_can_be_taken_back(db: Database, place: Place) -> None:
    issue = an_issue(db, place)
    photo = db.run(attach_photo, Issue, issue.id, LAMP, caption="东门路灯")
    other = db.run(attach_photo, Issue, an_issue(db, place).id, LAMP)
    db.run(remove_photo, photo.id, photo.version)
    db.run(undo, _last_turn(db))
    (back,) = db.read(photos_of, Issue, issue.id)
    assert (back.id, back.caption, back.sha256) == (photo.id, "东门路灯", photo.sha256)
    db.run(remove_photo, other.id, other.version)
    assert db.read(picture, back.sha256) == LAMP.jpeg
    gate = db.run(attach_photo, Issue, issue.id, GATE)
    db.run(undo, _last_turn(db))
    assert gate.id not in [each.id for each in db.read(photos_of, Issue, issue.id)]


def _last_turn(db: Database) -> int:
    """The deed done last."""
    return db.read(lambda session: session.exec(select(sa.func.max(JournalEntry.turn))).one())
