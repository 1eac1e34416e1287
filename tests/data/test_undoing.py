"""Taking deeds back: every row is as it was, nobody's work is lost, and what must stand is refused with reasons."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from meetings_db import journal
from meetings_db.engine import Database
from meetings_db.models import (
    Action,
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Ballot,
    EstateBase,
    Issue,
    ItemStatus,
    JournalEntry,
    Meeting,
    MeetingStatus,
    OrganisationBase,
    PaperKind,
    Party,
    PersonBase,
    PostBase,
    PresenceKind,
    Route,
    UpdateKind,
    Visit,
    VisitBase,
)
from meetings_db.queries.history import changes, deed, deeds, last_deed
from meetings_db.queries.paging import page_beyond
from meetings_db.replay import differences, journalled, row_id
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    an_issue,
    items_of,
    room_of,
    typed_issue,
    typed_meeting,
)
from triparty.rules import RuleError
from triparty.rules.actions import STEPS
from triparty.services import actions, agendas, ballots, directory, issues, meetings, papers, photos, visits
from triparty.services.undoing import undo, weigh, weigh_last

Tables = dict[str, dict[str, dict[str, Any]]]


def tables(db: Database) -> Tables:
    """Every row of every table by row id, without versions."""

    def read(session: Session) -> Tables:
        return {
            table.name: {
                row_id(table, row): {name: value for name, value in row.items() if name != "version"}
                for row in session.connection().execute(sa.select(table)).mappings()
            }
            for table in journalled()
        }

    return db.read(read)


def last_turn(db: Database) -> int:
    """The deed that was done last."""
    return (
        db.read(
            lambda session: session.exec(select(col(JournalEntry.turn)).order_by(col(JournalEntry.seq).desc())).first()
        )
        or 0
    )


def refused(db: Database, turn: int) -> str:
    """Why a deed is not taken back; nothing is changed by asking."""
    before = tables(db)
    with pytest.raises(RuleError) as refusal:
        db.run(undo, turn)
    assert db.read(weigh, turn).reasons == refusal.value.reasons
    assert tables(db) == before
    return "\n".join(refusal.value.reasons)


def whole(db: Database) -> bool:
    """The chain fits and the tables are what it says."""
    return db.read(journal.verify).whole and not db.read(lambda session: list(differences(session)))


def test_an_issue_taken_back_gives_its_number_back(db: Database) -> None:
    place = a_community(db)
    before = tables(db)
    first = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("弄错了"))
    db.run(undo, last_turn(db))
    assert tables(db) == before
    again = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("这才对"))
    assert (first.number, again.number) == ("2026-0001", "2026-0001")
    assert whole(db)


def test_a_number_that_others_followed_is_not_given_twice(db: Database) -> None:
    place = a_community(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("弄错了"))
    turn = last_turn(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("第二件"))
    db.run(undo, turn)
    third = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("第三件"))
    assert third.number == "2026-0003"
    assert [issue.number for issue in db.read(lambda session: session.exec(select(Issue)).all())] == [
        "2026-0002",
        "2026-0003",
    ]


def test_what_was_taken_back_can_be_had_again_until_its_place_is_taken(db: Database) -> None:
    place = a_community(db)
    issue = db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("路灯不亮"))
    there, first = tables(db), last_turn(db)
    db.run(undo, first)
    undone = last_turn(db)
    assert "taken back already by tester" in refused(db, first)
    db.run(undo, undone)
    assert tables(db) == there
    again = last_turn(db)
    assert db.read(deed, again).again  # type: ignore[union-attr]
    assert "Take that one back instead" in refused(db, again)
    assert "taken back already" in refused(db, undone)
    db.run(undo, first)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("井盖松动"))
    assert f"Issue {issue.number} 井盖松动 has its number" in refused(db, last_undo(db, first))
    assert whole(db)


def last_undo(db: Database, turn: int) -> int:
    """The deed that took this one back last."""
    entry = JournalEntry
    statement = select(col(entry.turn)).where(entry.undoes == turn).order_by(col(entry.seq).desc())
    found = db.read(lambda session: session.exec(statement).first())
    assert found is not None
    return found


def test_versions_count_on_so_that_an_old_page_is_never_saved_over(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place)
    edited = db.run(issues.edit_issue, issue.id, issue.version, typed_issue("改了"), place.estate.id)
    version = edited.version
    db.run(undo, last_turn(db))
    now = db.read(lambda session: session.get_one(Issue, issue.id))
    assert (now.title, now.version) == (issue.title, version + 1)
    item = db.run(agendas.add_item, a_meeting(db, place).id, AgendaItemBase(title="其他"))
    db.run(agendas.take_off_agenda, item.id)
    db.run(undo, last_turn(db))
    back = db.read(lambda session: session.get_one(AgendaItem, item.id))
    assert (back.title, back.version) == ("其他", item.version + 1)


def test_a_row_changed_later_is_named_with_who_and_when(db: Database) -> None:
    place = a_community(db)
    issue = an_issue(db, place, route=Route.NONE)
    turn = last_turn(db)
    other = Database(db.url, actor="沈晓露")
    other.run(issues.triage, issue.id, Route.OWNERS)
    other.close()
    said = refused(db, turn)
    assert f"Issue {issue.number} {issue.title} was changed later: Sent an issue on its way (沈晓露, 20" in said
    db.run(undo, last_turn(db))
    db.run(undo, turn)
    assert db.read(lambda session: session.exec(select(Issue)).all()) == []


def test_a_row_that_others_depend_on_stays(db: Database) -> None:
    place = a_community(db)
    visit = db.run(visits.record_visit, place.id, place.estate.id, VisitBase(visited_at=START, officer="李"))
    turn = last_turn(db)
    db.run(issues.raise_issue, place.id, place.estate.id, typed_issue("路灯不亮"), visit_id=visit.id)
    assert "Issue 2026-0001 路灯不亮 depends on it: Entered an issue" in refused(db, turn)


def test_a_row_does_not_come_back_without_what_it_belongs_to(db: Database) -> None:
    place = a_community(db)
    meeting = db.run(agendas.call_meeting, place.id, typed_meeting())
    called = last_turn(db)
    item = db.run(agendas.add_item, meeting.id, AgendaItemBase(title="停车"))
    added = last_turn(db)
    db.run(undo, added)
    db.run(undo, called)
    assert "Agenda item 停车 belongs to Meeting 1 第一季度三方联席会议, which is no longer there" in refused(
        db, last_undo(db, added)
    )
    db.run(undo, last_undo(db, called))
    db.run(undo, last_undo(db, added))
    assert items_of(db, meeting.id)[0].id == item.id


def test_what_was_changed_past_the_program_is_left_alone(db: Database) -> None:
    place = a_community(db)
    an_issue(db, place, route=Route.NONE)
    turn = last_turn(db)
    with db._writing.begin() as connection:
        connection.execute(sa.update(Issue).values(place="西门"))
    assert "is not as the history says" in refused(db, turn)


def test_a_ballot_taken_back_leaves_the_item_on_the_table(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place, issues=(an_issue(db, place),))
    before = tables(db)
    votes = ballots.unanimous(room, datetime.now(UTC))
    db.run(ballots.hold_ballot, room.items[0].id, "consensus", "安装路灯", votes)
    db.run(undo, last_turn(db))
    assert tables(db) == before
    assert whole(db)


def test_a_session_is_shut_when_the_meeting_is_closed(db: Database) -> None:
    place = a_community(db)
    room = a_meeting_in_session(db, place)
    db.run(meetings.settle_item, room.items[0].id, ItemStatus.NOTED)
    settled = last_turn(db)
    db.run(meetings.mark_presence, room.participants[0].id, PresenceKind.LEAVE)
    left = last_turn(db)
    db.run(meetings.close_meeting, room.meeting.id)
    closed = last_turn(db)
    for turn in (settled, left):
        assert "Meeting 1 第一季度三方联席会议 was changed later: Closed the meeting" in refused(db, turn)
    db.run(undo, closed)
    db.run(undo, left)
    db.run(undo, settled)
    assert items_of(db, room.meeting.id)[0].status is ItemStatus.WAITING


def test_opening_is_not_taken_back_from_under_what_was_done(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place, "停车")
    db.run(agendas.freeze_agenda, meeting.id, override_reason="for a test")
    db.run(meetings.mark_presence, room_of(db, meeting.id).participants[0].id, PresenceKind.ARRIVE)
    arrival = last_turn(db)
    db.run(meetings.open_meeting, meeting.id)
    opened = last_turn(db)
    db.run(meetings.go_to_item, items_of(db, meeting.id)[0].id)
    assert "Agenda item 停车 was changed later: Took up an item" in refused(db, opened)
    db.run(undo, last_turn(db))
    db.run(undo, opened)
    assert room_of(db, meeting.id).meeting.status is MeetingStatus.FROZEN
    db.run(undo, arrival)


def test_final_minutes_papers_and_the_founding_stand(db: Database) -> None:
    place = a_community(db)
    founded = last_turn(db)
    room = a_meeting_in_session(db, place, issues=(an_issue(db, place),))
    action = db.run(actions.assign_action, place.id, ActionBase(what="修灯", owner="赵"), item_id=room.items[0].id)
    assigned = last_turn(db)
    db.run(meetings.settle_item, room.items[0].id, ItemStatus.AGREED, "安装路灯")
    settled = last_turn(db)
    db.run(meetings.close_meeting, room.meeting.id)
    db.run(papers.finalise_minutes, room.meeting.id, lambda _room: {"en": "{}"})
    finalised = last_turn(db)
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
    assert "Write it anew" in refused(db, last_turn(db))
    assert "recorded by the next meeting" in refused(db, finalised)
    assert "belongs to the community" in refused(db, founded)
    for turn in (settled, assigned):
        assert "Made the minutes final" in refused(db, turn)
    db.run(actions.take_step, action.id, action.version, UpdateKind.STARTED)
    db.run(undo, last_turn(db))


def test_an_unknown_deed_is_said(db: Database) -> None:
    with pytest.raises(RuleError, match="no deed 7"):
        db.run(undo, 7)


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
    db.run(meetings.mark_presence, room.participants[0].id, PresenceKind.LEAVE, START)
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


def deeds_at_random(
    db: Database, place: Place, meeting: Meeting, chance: random.Random
) -> dict[str, Callable[[], object]]:
    """What somebody may do next, each with whatever it needs."""

    def some(kind: type[Any]) -> Any:
        rows = db.read(lambda session: session.exec(select(kind)).all())
        return chance.choice(rows) if rows else None

    def on(kind: type[Any], do: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: do(row) if (row := some(kind)) is not None else None

    def title() -> str:
        return f"第{chance.randrange(10_000)}件"

    room = room_of(db, meeting.id)
    who = chance.choice(room.participants)
    votes = ballots.unanimous(room, datetime.now(UTC))
    seat = (PersonBase(name=title()), OrganisationBase(name="晨光社区居委会", party=Party.COMMUNITY))
    route = chance.choice([Route.JOINT_MEETING, Route.OWNERS, Route.SOLVE_NOW])
    return {
        "raise": lambda: db.run(issues.raise_issue, place.id, place.estate.id, typed_issue(title()), route=route),
        "edit": on(
            Issue, lambda row: db.run(issues.edit_issue, row.id, row.version, typed_issue(title()), place.estate.id)
        ),
        "triage": on(Issue, lambda row: db.run(issues.triage, row.id, route)),
        "merge": on(Issue, lambda row: db.run(issues.merge_issues, row.id, some(Issue).id)),
        "close": on(Issue, lambda row: db.run(issues.close_issue, row.id, "好了")),
        "reopen": on(Issue, lambda row: db.run(issues.reopen_issue, row.id, "又来了")),
        "visit": lambda: db.run(
            visits.record_visit, place.id, place.estate.id, VisitBase(visited_at=START, met=title())
        ),
        "revisit": on(
            Visit,
            lambda row: db.run(visits.edit_visit, row.id, row.version, VisitBase(visited_at=START, notes=title())),
        ),
        "estate": lambda: db.run(directory.add_estate, place.id, EstateBase(name=title())),
        "enrol": lambda: db.run(directory.enrol, place.id, *seat, PostBase(party=Party.COMMUNITY)),
        "call": lambda: db.run(agendas.call_meeting, place.id, typed_meeting()),
        "add": on(Meeting, lambda row: db.run(agendas.add_item, row.id, AgendaItemBase(title=title()))),
        "put": on(Issue, lambda row: db.run(agendas.put_on_agenda, some(Meeting).id, row.id)),
        "off": on(AgendaItem, lambda row: db.run(agendas.take_off_agenda, row.id)),
        "move": on(AgendaItem, lambda row: db.run(agendas.move_item, row.id, chance.choice([-1, 1, 2]))),
        "freeze": on(Meeting, lambda row: db.run(agendas.freeze_agenda, row.id, override_reason="x")),
        "thaw": on(Meeting, lambda row: db.run(agendas.thaw_agenda, row.id)),
        "presence": lambda: db.run(meetings.mark_presence, who.id, chance.choice(list(PresenceKind))),
        "go": on(AgendaItem, lambda row: db.run(meetings.go_to_item, row.id)),
        "notes": on(AgendaItem, lambda row: db.run(meetings.write_notes, row.id, row.version, title())),
        "ballot": lambda: db.run(ballots.hold_ballot, chance.choice(room.items).id, "consensus", title(), votes),
        "annul": on(Ballot, lambda row: db.run(ballots.annul_ballot, row.id, "弄错了")),
        "settle": on(AgendaItem, lambda row: db.run(meetings.settle_item, row.id, ItemStatus.AGREED, title())),
        "shut": on(Meeting, lambda row: db.run(meetings.close_meeting, row.id)),
        "assign": on(
            AgendaItem,
            lambda row: db.run(actions.assign_action, place.id, ActionBase(what=title(), owner="赵"), item_id=row.id),
        ),
        "step": on(
            Action,
            lambda row: db.run(actions.take_step, row.id, row.version, chance.choice(list(STEPS)), "好", owner="钱"),
        ),
        "photo": on(
            Issue,
            lambda row: db.run(photos.attach_photo, Issue, row.id, photos.Picture("a.jpg", title().encode(), 4, 3)),
        ),
    }


def some_deeds(db: Database, seed: int, count: int) -> tuple[Tables, list[tuple[int, Tables]]]:
    """How it was at first, and so many deeds, each by its turn with the tables as they were before it."""
    place = a_community(db)
    room = a_meeting_in_session(db, place, "停车", issues=(an_issue(db, place),))
    first = tables(db)
    chance = random.Random(seed)
    done: list[tuple[int, Tables]] = []
    before = first
    while len(done) < count:
        choices = deeds_at_random(db, place, room.meeting, chance)
        try:
            choices[chance.choice(list(choices))]()
        except RuleError:
            continue
        turn = last_turn(db)
        if not done or turn != done[-1][0]:
            done.append((turn, before))
            before = tables(db)
    return first, done


@pytest.mark.parametrize("seed", range(2))
def test_deeds_taken_back_one_after_the_other_leave_everything_as_it_was(db: Database, seed: int) -> None:
    first, done = some_deeds(db, seed, 18)
    for turn, before in reversed(done):
        db.run(undo, turn)
        assert tables(db) == before
    assert tables(db) == first
    assert whole(db)


def rows_of(db: Database, turn: int) -> set[tuple[str, str]]:
    """The rows a deed changed."""
    return db.read(lambda session: {(change.kind, change.row_id) for change in changes(session, turn)})


@pytest.mark.parametrize("seed", range(4, 6))
def test_a_deed_taken_back_out_of_turn_leaves_every_other_or_is_refused(db: Database, seed: int) -> None:
    _first, done = some_deeds(db, seed, 18)
    chance = random.Random(seed)
    taken = 0
    for turn, _before in chance.sample(done, len(done)):
        before = tables(db)
        own = rows_of(db, turn)
        if db.read(weigh, turn).reasons:
            assert refused(db, turn)
            continue
        db.run(undo, turn)
        taken += 1
        after = tables(db)
        changed = {
            (name, key)
            for name in before
            for key in before[name].keys() | after[name].keys()
            if before[name].get(key) != after[name].get(key)
        }
        assert changed <= own, "nothing but its own rows"
    assert taken
    assert whole(db)
