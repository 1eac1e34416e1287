"""A meeting held by keyboard, from an empty room to final minutes."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from meetings_db.models import (
    AgendaItemBase,
    Authority,
    ItemStatus,
    MeetingStatus,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    Standing,
)
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.visits import pool
from tests.journeys.desk import in_a_file
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_desk import NARROW, WIDE, app_of, everybody_there, kept, room_screen, shown
from tests.journeys.meeting_setup import PEOPLE, Setting, ready
from triparty.screens.meeting_room.ballot import BallotPanel
from triparty.screens.meeting_room.presence import PresencePanel
from triparty.services import agendas, carrying, directory
from triparty.widgets.dialogs import Confirm

pytestmark = pytest.mark.usefixtures("on_both")

SPECIAL = "11:02 [/b] {{ x }} [@click=app.quit]stop[/] 已劝离"


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """Three items on a frozen agenda, nobody there yet."""
    return ready(tmp_path)


def words_of(paper: Path) -> str:
    """What a Word file's tables say."""
    import docx

    tables = docx.Document(str(paper)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def asked(pilot: Pilot[Any]) -> str:
    """The question over the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, Confirm)
    return str(screen.query_one(Static).content)


async def test_a_meeting_from_empty_room_to_final_minutes(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert "Residents✗" in room_screen(pilot).running_out.text
        await press(pilot, "a", *"abcde")
        assert "Residents✓" in room_screen(pilot).running_out.text
        await press(pilot, "escape", "o")
        assert kept(setting).items[0].status is ItemStatus.OPEN

        await press(pilot, "n")
        await write(pilot, SPECIAL)
        await press(pilot, "escape")
        assert kept(setting).items[0].notes == SPECIAL

        await press(pilot, "v", "u")
        first = kept(setting).items[0]
        assert (first.status, first.conclusion) == (ItemStatus.AGREED, "Fire lane {{ x }}")

        await press(pilot, "t")
        await write(pilot, "@Zhao mend [/b] the {{ lamp }} tomorrow")
        await press(pilot, "enter")
        (action,) = kept(setting).actions[first.id]
        assert (action.owner, action.what) == ("Zhao Ding", "mend [/b] the {{ lamp }}")
        assert action.due_on is not None

        await press(pilot, "right_square_bracket")
        assert kept(setting).items[1].status is ItemStatus.OPEN
        await press(pilot, "v", "2", "tab", "shift+tab", "down", "1", "down", "1", "tab", "1", "enter")
        second = kept(setting).items[1]
        sheet = kept(setting).ballots[second.id][0]
        assert sheet.ballot.rule == "each-party-majority-present"
        assert second.status is ItemStatus.NOT_AGREED  # one of two residents is not more than half
        assert {count.group: (count.yes, count.no) for count in sheet.counts} == {
            "community": (2, 0),
            "property": (1, 0),
            "residents": (1, 1),
        }

        await press(pilot, "Q")
        assert "These items were not reached" in asked(pilot)
        await press(pilot, "n")
        assert kept(setting).items[2].status is ItemStatus.WAITING
        await press(pilot, "right_square_bracket", "x", "n")
        assert kept(setting).items[2].status is ItemStatus.NOTED
        await _close_and_make_final(pilot, setting)


async def _close_and_make_final(pilot: Pilot[Any], setting: Setting) -> None:
    """The meeting is closed after a question, its draft written, its minutes made final."""
    await press(pilot, "Q")
    assert "3 items are settled, 1 action is taken down" in asked(pilot)
    await press(pilot, "n")
    assert kept(setting).meeting.status is MeetingStatus.IN_SESSION  # it was a slip of the finger
    await press(pilot, "Q", "y")
    assert kept(setting).meeting.status is MeetingStatus.CLOSED
    await press(pilot, "R")
    await write(pilot, "an item was forgotten")
    await press(pilot, "enter")
    assert kept(setting).meeting.status is MeetingStatus.IN_SESSION
    await press(pilot, "Q", "y")
    assert kept(setting).meeting.status is MeetingStatus.CLOSED

    await press(pilot, "p", "m")
    await settle(pilot)
    (draft,) = setting.settings.papers.glob("*.docx")
    await press(pilot, "F")
    assert "missing" not in asked(pilot)
    await press(pilot, "y")
    await settle(pilot)
    assert kept(setting).meeting.status is MeetingStatus.FINAL
    assert kept(setting).meeting.reference
    assert len(list(setting.settings.papers.glob("*.docx"))) == 2
    assert draft.exists()


@in_a_file
async def test_the_papers_of_every_hour(setting: Setting) -> None:
    def offered(pilot: Pilot[Any]) -> list[str | None]:
        options = pilot.app.screen.query_one(OptionList)
        return [options.get_option_at_index(place).id for place in range(options.option_count)]

    folder = setting.settings.papers
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "p")
        assert offered(pilot) == ["notice", "agenda", "sign_in", "ballot_slip"]
        await press(pilot, "s")
        await everybody_there(pilot)
        await press(pilot, "p")
        after = ["minutes", "record", "excerpt", "sign_off", "tasks", "tracker", "calculation"]
        assert offered(pilot) == ["sign_in", "ballot_slip", *after, "notice", "agenda"]
        await press(pilot, "s", "p", "m", "x", "n", *("right_square_bracket", "x", "n") * 2, "Q", "y", "p")
        assert offered(pilot) == [*after, "publication", "sign_in", "notice", "agenda"]
        await press(pilot, "t", "p", "e")
    names = sorted(paper.name for paper in folder.glob("*.docx"))
    assert [sum(word in name for name in names) for word in ("Sign-in", "Minutes", "tracker", "Excerpt")] == [
        2,
        1,
        1,
        1,
    ]
    here = setting.db.read(meeting_room, setting.meeting_id).presence.values()
    times = {f"{events[0].at.astimezone():%H:%M}" for events in here}
    sheets = [words_of(paper) for paper in sorted(folder.glob("*Sign-in*.docx"), key=lambda path: path.stat().st_mtime)]
    assert [any(time in sheet for time in times) for sheet in sheets] == [False, True]


@in_a_file
async def test_what_people_typed_is_shown_as_it_is(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "right_square_bracket", "v", "u")
        assert "Bins [bold]" in shown(pilot, "#head")
        assert "Li Yi [/b]" in str(pilot.app.screen.query_one("#presence Static", Static).content)
        assert "Joint meeting [/b]" in room_screen(pilot).crumbs
        assert "13800000000" not in " ".join(str(part.content) for part in pilot.app.screen.query(Static))


@in_a_file
async def test_who_is_to_speak_is_asked_under_that_name_with_whole_posts(setting: Setting) -> None:
    def title() -> str:
        return str(pilot.app.screen.query_one(PresencePanel).border_title)

    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "a")
        assert title() == "Presence 0/6"
        await press(pilot, "escape", "s")
        assert title() == "Has the floor"
        people = pilot.app.screen.query_one("#presence Static", Static)
        assert "Deputy" in people.render_line(2).text
        assert people.size.width > 70
        await press(pilot, "escape")
        assert title() == "Presence 0/6"


@in_a_file
async def test_people_beyond_the_alphabet_get_letters_on_the_next_page(setting: Setting) -> None:
    setting.db.run(_crowd, setting.community_id, setting.meeting_id)
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "a", "tab", "a")
        room = kept(setting)
        people = [who for party in Party for who in room.participants if who.party is party]
        assert list(room.presence) == [people[26].id]


def _crowd(session: Session, community_id: UUID, meeting_id: UUID) -> None:
    """Forty people invited."""
    for number in range(40 - len(PEOPLE)):
        post = directory.enrol(
            session,
            community_id,
            PersonBase(name=f"Guest {number}"),
            OrganisationBase(name="Guests", party=Party.OTHER),
            PostBase(title="Guest", party=Party.OTHER, standing=Standing.ATTENDING),
        )
        agendas.invite(session, meeting_id, post.id)


async def test_unanimous_is_not_recorded_while_a_party_is_missing(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "a", "a", "escape", "o", "v", "u")
        assert not kept(setting).ballots
        assert pilot.app.screen.query_one(BallotPanel).has_focus
        assert "short" in shown(pilot, "#ballot")
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(BallotPanel).display is False


async def test_a_ballot_without_votes_or_with_too_many_is_refused(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "enter")
        assert not kept(setting).ballots
        await press(pilot, "9", "enter")
        assert not kept(setting).ballots
        assert "only 2 present" in shown(pilot, "#ballot")


async def test_a_nervous_finger_records_one_ballot(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "1", "tab", "1")
        panel = pilot.app.screen.query_one(BallotPanel)
        panel.action_record()
        panel.action_record()  # before the first could be saved
        await settle(pilot)
        (sheets,) = kept(setting).ballots.values()
        assert len(sheets) == 1
        assert not sheets[0].ballot.passed


async def test_the_rule_the_motion_and_reservations_can_be_chosen(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "right", "left", "l", "h", "e")
        await write(pilot, " until [/b] noon")
        await press(pilot, "enter", "r")
        await write(pilot, "Sun Ji [x] has doubts")
        await press(pilot, "enter", "a", "enter")
        (sheet,) = kept(setting).ballots[kept(setting).items[0].id]
        assert (sheet.ballot.rule, sheet.ballot.passed) == ("majority-all", True)
        assert sheet.ballot.motion == "Fire lane {{ x }} until [/b] noon"
        assert sheet.ballot.reservations == "Sun Ji [x] has doubts"
        assert "Sun Ji [x] has doubts" in shown(pilot, "#held")


async def test_what_the_owners_decide_is_only_agreed_to_be_proposed(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "w", "o")
        await write(pilot, "It is the fund's [/b]")
        await press(pilot, "enter", "v", "a")
        assert kept(setting).items[0].authority is Authority.OWNERS
        assert "changed because: It is the fund's [/b]" in shown(pilot, "#head")
        assert "agreed to propose to the owners" in shown(pilot, "#ballot")
        await press(pilot, "enter")
        assert "agreed to propose to the owners" in shown(pilot, "#head")
        assert "passed" not in shown(pilot, "#held")


async def test_a_ballot_is_annulled_with_a_reason_and_held_again(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "u", "x", "b", "enter")
        first = kept(setting).items[0]
        assert not kept(setting).ballots[first.id][0].ballot.annulled_reason  # no reason, no annulment
        await press(pilot, "x", "b")
        await write(pilot, "Miscounted [/b]")
        await press(pilot, "enter")
        assert kept(setting).items[0].status is ItemStatus.OPEN
        assert "Miscounted [/b]" in shown(pilot, "#held")
        await press(pilot, "v", "u")
        assert [sheet.ballot.round for sheet in kept(setting).ballots[first.id]] == [1, 2]


async def test_a_ballot_recorded_by_mistake_is_taken_back_by_two_keys(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v", "u")
        first = kept(setting).items[0]
        assert kept(setting).ballots[first.id]
        assert await press(pilot, "u", "u") == 2
        assert first.id not in kept(setting).ballots
        assert kept(setting).items[0].status is ItemStatus.OPEN
        assert "No ballot yet" in shown(pilot, "#held")


async def test_an_agreement_without_a_ballot_has_its_sentence(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        assert await press(pilot, "x", "a", "enter") == 3
        assert kept(setting).items[0].conclusion == "Fire lane {{ x }}"
        await press(pilot, "right_square_bracket", "x", "d")
        assert kept(setting).items[1].status is ItemStatus.DEFERRED


@in_a_file
async def test_what_was_not_agreed_is_asked_by_its_name(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "x", "r")
        assert shown(pilot, "#asked") == "Not agreed on what"
        await press(pilot, "enter", "x", "a")
        assert shown(pilot, "#asked") == "Conclusion"


@in_a_file
async def test_a_motion_that_is_only_the_complaint_is_pointed_out(setting: Setting) -> None:
    setting.db.run(carrying.thaw_agenda, setting.meeting_id)
    issue = setting.db.read(pool, setting.community_id)[0]
    setting.db.run(agendas.put_on_agenda, setting.meeting_id, issue.id)
    setting.db.run(agendas.freeze_agenda, setting.meeting_id, override_reason="A journey")
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "v")
        assert "still the issue's title" not in shown(pilot, "#ballot")  # the item comes from no issue
        await press(pilot, "escape", *("right_square_bracket",) * 3, "v")
        assert "! the motion is still the issue's title" in shown(pilot, "#ballot")
        table, ballot = pilot.app.screen.query_one("#table"), pilot.app.screen.query_one(BallotPanel)
        assert table.region.contains_region(ballot.region)
        await press(pilot, "e")
        await write(pilot, ": cleared")
        await press(pilot, "enter")
        assert "still the issue's title" not in shown(pilot, "#ballot")


@in_a_file
async def test_what_is_missing_is_listed_before_the_minutes_are_final(setting: Setting) -> None:
    setting.db.run(carrying.thaw_agenda, setting.meeting_id)
    setting.db.run(agendas.add_item, setting.meeting_id, AgendaItemBase(title="Nobody's", minutes=5))
    setting.db.run(agendas.freeze_agenda, setting.meeting_id, override_reason="A journey")
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "o", "t")
        await write(pilot, "mend the gate")
        await press(pilot, "enter", "x", "n", *("right_square_bracket", "x", "n") * 3, "Q", "y", "F")
        said = asked(pilot)
    for missing in ("Nobody is marked", "No presenter: item 4", "1 action has no owner", "1 action has no date"):
        assert f"! {missing}" in said


@in_a_file
async def test_eighty_columns_keep_the_quorum_and_fold_the_rest(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await settle(pilot)
        presence = pilot.app.screen.query_one(PresencePanel)
        assert not presence.display
        assert "✗ Residents 0/2" in shown(pilot, "#fold")
        await press(pilot, "a")
        assert presence.display
        await press(pilot, "a", "b", "c", "d", "e", "escape")
        assert not presence.display
        assert "✓ Residents 2/2" in shown(pilot, "#fold")
        await press(pilot, "o", "g", "down", "enter")
        assert "item 2 of 3" in shown(pilot, "#fold")
        assert kept(setting).items[1].status is ItemStatus.OPEN
        await press(pilot, "v", "1", "r")
        await write(pilot, "Sun Ji has doubts")
        await press(pilot, "enter")
        table, ballot = pilot.app.screen.query_one("#table"), pilot.app.screen.query_one(BallotPanel)
        assert table.region.contains_region(ballot.region)  # every line of the ballot is seen


@in_a_file
async def test_a_key_before_its_hour_says_why(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "v")
        assert pilot.app.screen.query_one(BallotPanel).display is False
        assert [each.message for each in pilot.app._notifications] == ["The meeting is not open yet: o opens it."]
