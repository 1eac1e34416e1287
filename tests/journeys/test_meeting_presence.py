"""The panel of arrivals: who withdraws, who stands in, which seat, a wrong time, and letters that stay with people."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session
from textual.widgets import Static

from meetings_db.models import ItemStatus, OrganisationBase, Party, PersonBase, PostBase, PresenceKind, Standing
from tests.journeys.desk import toasts
from tests.journeys.hands import press, write
from tests.journeys.meeting_desk import WIDE, app_of, everybody_there, kept
from tests.journeys.meeting_setup import PEOPLE, Setting, ready
from triparty.screens.meeting_room import presence
from triparty.screens.meeting_room.presence import PresencePanel
from triparty.services import agendas, directory, presence_corrections
from triparty.widgets.prompt import PromptLine

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """Three items on a frozen agenda, nobody there yet."""
    return ready(tmp_path)


def second_hat(session: Session, setting: Setting) -> None:
    """Zhang Jia manages the property company's branch too."""
    body = OrganisationBase(name="Anju", party=Party.PROPERTY)
    manager = PostBase(title="Branch manager", party=Party.PROPERTY)
    directory.enrol(session, setting.community_id, PersonBase(name=PEOPLE[0][0]), body, manager)


def a_newcomer(session: Session, setting: Setting) -> None:
    """Another desk invites a second member of the property company."""
    body = OrganisationBase(name="Anju", party=Party.PROPERTY)
    engineer = PostBase(title="Engineer", party=Party.PROPERTY, standing=Standing.VOTING)
    post = directory.enrol(session, setting.community_id, PersonBase(name="Qian Wu"), body, engineer)
    agendas.invite(session, setting.meeting_id, post.id)


async def test_hats_withdrawals_substitutes_and_wrong_times(setting: Setting) -> None:
    setting.db.run(second_hat, setting)
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "a", "a", "b", "c", "d", "e")
        people = pilot.app.screen.query_one("#presence Static", Static)
        assert "1 Community  2 Property" in str(people.content)  # asked, and nobody else waited
        await press(pilot, "2", "escape", "o")
        room = kept(setting)
        zhang, _li, zhao, sun = (who.id for who in room.participants[:4])
        assert [choice.party for choice in room.choices[zhang]] == [Party.PROPERTY]
        assert "for Property" in str(people.content)

        await press(pilot, "a", "minus", "d")
        await write(pilot, "rents a stall [/b]")
        await press(pilot, "enter")
        assert [each.reason for each in kept(setting).recusals[sun]] == ["rents a stall [/b]"]
        await press(pilot, "minus", "e")
        await write(pilot, "a relative")
        await press(pilot, "enter", "y")
        item = kept(setting).items[0]
        assert item.status is ItemStatus.DEFERRED
        assert item.conclusion.endswith("is left who may vote on it. a relative")

        await press(pilot, "down", "up", "up", "up", "enter", "s")
        await write(pilot, "Duan Dai")
        await press(pilot, "ctrl+s")
        (substitute,) = kept(setting).substitutes[zhao]
        assert (substitute.name, substitute.signed_at is not None) == ("Duan Dai", True)
        assert "by Duan Dai" in str(people.content)

        before = kept(setting).presence[zhao][0].at
        await press(pilot, "enter", "1", "ctrl+u")
        await write(pilot, "0:00")
        await press(pilot, "enter")
        moved = kept(setting).presence[zhao][0].at
        assert moved < before or f"{before.astimezone():%H:%M}" == "00:00"


async def test_letters_stay_with_people_and_two_letters_of_a_name_will_do(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "a", "a")
        setting.db.run(a_newcomer, setting)
        await pilot.app.screen.others_changed(frozenset(("participant",)))  # type: ignore[attr-defined]
        await press(pilot, "d", "g")
        room = kept(setting)
        here = {who.name for who in room.participants if room.presence.get(who.id)}
        assert here == {"Zhang Jia", "Sun Ji", "Qian Wu"}
        await press(pilot, "full_stop", "z", "d")
        panel = pilot.app.screen.query_one(PresencePanel)
        assert "name: __" in str(panel.border_subtitle)
        zhao = next(who.id for who in room.participants if who.name == "Zhao Ding")
        assert [event.kind for event in kept(setting).presence[zhao]] == [PresenceKind.ARRIVE]


async def test_a_time_under_a_ballot_is_told_and_not_saved(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await everybody_there(pilot)
        await press(pilot, "right_square_bracket", "v", "u")
        room = kept(setting)
        who = room.participants[2]
        (event,) = room.presence[who.id]
        late = presence_corrections.moved(room, event, datetime.now(UTC), datetime.now(UTC))
        assert "Zhao Ding was counted and would not be" in late.reasons[0]
        monkeypatch.setattr(presence_corrections, "moved", lambda *_: late)
        await press(pilot, "a", "down", "down", "down", "enter", "1", "enter")
        assert pilot.app.screen.query_one(PromptLine).is_open  # to type another
        await press(pilot, "ctrl+u", "enter")
        assert any("was counted and would not be" in told for told in toasts(pilot))
        assert [each.id for each in kept(setting).presence[who.id]] == [event.id]


async def test_presence_goes_both_ways_and_can_be_taken_back(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    def kinds() -> list[PresenceKind]:
        room = kept(setting)
        return [event.kind for event in room.presence.get(room.participants[0].id, [])]

    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "a", "a", "a")
        assert kinds() == [PresenceKind.ARRIVE], "a finger that bounced"
        assert "came just now" in toasts(pilot)[-1]
        monkeypatch.setattr(presence, "BOUNCE", timedelta(0))
        await press(pilot, "a")
        assert kinds() == [PresenceKind.ARRIVE, PresenceKind.LEAVE]
        await press(pilot, "backspace", "escape")
        assert kinds() == [PresenceKind.ARRIVE, PresenceKind.LEAVE], "the difference was shown, and left"
        await press(pilot, "backspace", "enter")
        assert kinds() == [PresenceKind.ARRIVE]
        await press(pilot, "escape", "u", "enter")
        assert kinds() == []
        await press(pilot, "a", "A")
        assert kinds() == [PresenceKind.EXCUSE]
        await press(pilot, "space", "space", "b")
        room = kept(setting)
        assert room.presence[room.participants[1].id][-1].kind is PresenceKind.ABSENT
