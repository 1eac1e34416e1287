"""The history read: the last deed of somebody, what one changed in words, and the lists of deeds."""

from typing import Any

from meetings_db.engine import Database
from meetings_db.models import (
    EstateBase,
    PaperKind,
    PresenceKind,
    Route,
)
from meetings_db.queries.history import deeds, last_deed
from meetings_db.queries.paging import page_beyond
from tests.data.builders import (
    START,
    a_community,
    a_meeting,
    a_meeting_in_session,
    an_issue,
    typed_issue,
)
from tests.data.deeds import last_turn
from triparty.services import agendas, directory, issues, papers, presence
from triparty.services.telling import about
from triparty.services.undoing import undo, weigh, weigh_last


def test_the_last_deed_is_the_actors_own_and_in_force(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    mine = last_turn(db)
    other = Database(db.url, actor="沈晓露")
    other.run(issues.raise_issue, place.id, place.estate.id, typed_issue("别人的"))
    db.run(issues.triage, issue.id, Route.OWNERS)
    sent = last_turn(db)
    assert db.read(last_deed, "tester").seq == sent  # type: ignore[union-attr]
    db.run(undo, sent)
    offered = other.read(weigh_last, "tester")
    other.close()
    assert offered is not None
    assert offered.deed.seq == mine
    assert db.read(weigh_last, "nobody") is None


def test_the_difference_is_told_in_words(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    estate = db.run(directory.add_estate, place.id, EstateBase(name="银桦里"))
    db.run(issues.edit_issue, issue.id, issue.version, typed_issue("改了", reported_at=START), estate.id)
    seen = db.read(weigh, last_turn(db))
    local = f"{START.astimezone():%Y-%m-%d %H:%M}"
    told = {each.field: (each.thing, each.before, each.after) for each in seen.differences}
    thing = f"Issue {issue.number} 改了"
    assert told["Title"] == (thing, "改了", issue.title)
    assert told["Estate"] == (thing, "银桦里", "云杉苑")
    assert told["Reported"][1] == local
    assert seen.reasons == ()
    db.run(issues.triage, issue.id, Route.OWNERS)
    sent = {each.field: (each.before, each.after) for each in db.read(weigh, last_turn(db)).differences}
    assert sent == {"Way": ("Owners decide", "To be triaged"), "Status": ("Accepted", "Reported")}
    room = a_meeting_in_session(db, place)
    db.run(presence.mark_presence, room.participants[0].id, PresenceKind.LEAVE, START)
    assert list(db.read(weigh, last_turn(db)).differences) == [("Presence 顾晨光", "", f"left · {local}", "")]


def test_the_list_of_deeds_is_newest_first_and_that_of_a_thing_its_own(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    other = an_issue(db, place, "井盖松动", Route.NONE)
    db.run(issues.triage, issue.id, Route.JOINT_MEETING)
    sent = last_turn(db)
    meeting = a_meeting(db, place)
    db.run(agendas.put_on_agenda, meeting.id, issue.id)
    db.run(undo, last_turn(db))
    db.run(issues.close_issue, other.id, "已修好")

    def listed(thing: tuple[str, Any] | None) -> list[Any]:
        return db.read(lambda session: list(page_beyond(session, deeds(session, thing), None, 99).lines))

    every, own = listed(None), listed(("issue", issue.id))
    assert [line.seq for line in every] == sorted((line.seq for line in every), reverse=True)
    assert [(line.deed, line.of, line.taken_back) for line in own] == [
        ("undo", "put_on_agenda", False),
        ("put_on_agenda", None, True),
        ("triage", None, False),
        ("raise_issue", None, False),
    ]
    assert own[2].seq == sent
    assert own[-1].subject.startswith("issue {")
    db.run(agendas.put_on_agenda, meeting.id, issue.id)
    assert [line.deed for line in listed(("meeting", meeting.id))] == ["put_on_agenda", "build"]


def test_a_paper_is_named_by_kind_and_meeting_and_presence_by_the_person(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place)
    db.run(presence.mark_presence, room.participants[0].id, PresenceKind.LEAVE, START)
    db.run(
        papers.record_paper,
        place.id,
        PaperKind.AGENDA,
        "en",
        meeting_id=room.meeting.id,
        snapshot="{}",
        sha256="0" * 64,
        file_name="a",
    )
    said = db.read(
        lambda session: [about(session, line) for line in page_beyond(session, deeds(session), None, 2).lines]
    )
    assert said == ["Paper Agenda 1 第一季度三方联席会议", "Presence 顾晨光"]
