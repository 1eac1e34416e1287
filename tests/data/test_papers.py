"""Papers are recorded version by version; minutes become final once, with their number."""

import hashlib
from uuid import UUID

import pytest

from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    CommunityBase,
    EstateBase,
    ItemStatus,
    MeetingStatus,
    OrganisationBase,
    Paper,
    PaperKind,
    Party,
    PersonBase,
    PostBase,
    new_id,
)
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.papers import final_minutes, papers
from tests.data.builders import (
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    refused,
    room_of,
    typed_meeting,
    unsaid,
)
from triparty.services.actions import assign_action
from triparty.services.agendas import call_meeting
from triparty.services.directory import add_estate, enrol, found_community
from triparty.services.final import missing_in
from triparty.services.meetings import close_meeting, settle_item, write_notes
from triparty.services.papers import finalise_minutes, record_paper


def a_paper(
    db: Database, place: Place, kind: PaperKind, language: str = "zh_CN", meeting: UUID | None = None, said: str = ""
) -> Paper:
    """A paper that was written; `said` makes its content another."""
    return db.run(
        record_paper,
        place.id,
        kind,
        language,
        meeting_id=meeting,
        snapshot='{"标题":"纪要"}',
        sha256=hashlib.sha256(said.encode()).hexdigest(),
        file_name="纪要.docx",
        made_at=after(100),
    )


def test_every_kind_language_and_meeting_counts_its_own_versions(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place).id
    made = [
        a_paper(db, place, PaperKind.AGENDA, meeting=meeting),
        a_paper(db, place, PaperKind.AGENDA, meeting=meeting, said="more"),
        a_paper(db, place, PaperKind.AGENDA, "en", meeting=meeting),
        a_paper(db, place, PaperKind.TRACKER),
        a_paper(db, place, PaperKind.TRACKER, said="more"),
        a_paper(db, place, PaperKind.TRACKER, meeting=meeting),
    ]
    assert [paper.version for paper in made] == [1, 2, 1, 1, 2, 1]
    assert [paper.id for paper in db.read(papers, place.id)] == [paper.id for paper in reversed(made)]
    assert db.read(papers, place.id)[0].snapshot == '{"标题":"纪要"}'


def test_the_same_paper_once_more_is_no_new_version(db: Database) -> None:
    place = a_community(db)
    first, more = (a_paper(db, place, PaperKind.TRACKER, said=said) for said in ("", "more"))
    assert a_paper(db, place, PaperKind.TRACKER, said="more").id == more.id
    assert a_paper(db, place, PaperKind.TRACKER).version == 3, "what it said before the last time is said anew"
    assert first.version == 1


def finalised(db: Database, place: Place) -> str | None:
    """The reference of a meeting held, closed and made final."""
    room = a_meeting_in_session(db, place)
    for item in room.items:
        db.run(settle_item, item.id, ItemStatus.NOTED)
    db.run(close_meeting, room.meeting.id, after(60))
    return db.run(finalise_minutes, room.meeting.id, unsaid, after(99)).reference


def test_minutes_are_numbered_in_the_year_of_their_meeting(db: Database) -> None:
    place = a_community(db)
    assert [finalised(db, place), finalised(db, place)] == ["晨三方联纪〔2026〕1号", "晨三方联纪〔2026〕2号"]


def test_minutes_become_final_once_and_only_of_a_closed_meeting(db: Database) -> None:
    place = a_community(db)
    called = db.run(call_meeting, place.id, typed_meeting())
    assert "Close the meeting" in refused(db, finalise_minutes, called.id, unsaid)
    room = a_meeting_in_session(db, place)
    assert "Close the meeting" in refused(db, finalise_minutes, room.meeting.id, unsaid)
    db.run(settle_item, room.items[0].id, ItemStatus.NOTED)
    db.run(close_meeting, room.meeting.id)
    final = db.run(finalise_minutes, room.meeting.id, unsaid, after(99))
    assert (final.status, final.finalised_at) == (MeetingStatus.FINAL, after(99))
    assert "晨三方联纪〔2026〕1号" in refused(db, finalise_minutes, room.meeting.id, unsaid)
    assert "no longer there" in refused(db, finalise_minutes, new_id(), unsaid)


@pytest.mark.parametrize("mark", ["", "联" * 40])
def test_any_mark_gives_a_reference_that_fits(db: Database, mark: str) -> None:
    community = db.run(found_community, CommunityBase(name="湖畔社区", mark=mark))
    estate = db.run(add_estate, community.id, EstateBase(name="云杉苑"))
    for party in (Party.COMMUNITY, Party.PROPERTY, Party.RESIDENTS):
        body = OrganisationBase(name=party.value, party=party)
        db.run(enrol, community.id, PersonBase(name=party.value), body, PostBase(party=party))
    assert finalised(db, Place(community, estate, [])) == f"{mark or '三方联'}纪〔2026〕1号"


def test_what_final_minutes_say_is_kept_with_its_hash(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place)
    db.run(settle_item, room.items[0].id, ItemStatus.NOTED)
    db.run(close_meeting, room.meeting.id, after(60))
    assert db.read(final_minutes, room.meeting.id, "en") is None

    def said(shown: MeetingRoom) -> dict[str, str]:
        return {"en": f"{shown.meeting.reference} {shown.meeting.status}", "zh_CN": "纪要"}

    db.run(finalise_minutes, room.meeting.id, said, after(99))
    kept = db.read(final_minutes, room.meeting.id, "en")
    assert kept is not None
    assert kept.snapshot == "晨三方联纪〔2026〕1号 final"
    assert kept.sha256 == hashlib.sha256(kept.snapshot.encode()).hexdigest()


def test_what_minutes_lack_is_said_before_they_are_final(db: Database) -> None:
    room = a_meeting_in_session(db, a_community(db), "修灯", "停车")
    first = room.items[0]
    db.run(write_notes, first.id, first.version, "- 14:05 赵丁四（物业）：\n- 14:06 赵丁四（物业）：好")
    db.run(assign_action, room.community.id, ActionBase(what="修灯"), item_id=first.id)
    assert missing_in(room_of(db, room.meeting.id)) == [
        "Somebody had the floor, and no words: item 1",
        "1 action has no owner",
        "1 action has no date",
    ]
