"""The register by keyboard: who stands for whom, estates and organisations."""

from pathlib import Path

import pytest

from meetings_db.models import Party
from meetings_db.queries.directory import estates, organisations, register
from tests.journeys.desk import WIDE, a_desk, app_of, shown, text_of, toasts
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.screens.register import RegisterScreen
from triparty.services.directory import edit_seat
from triparty.widgets.form import Form
from triparty.widgets.frame import TopLine

pytestmark = pytest.mark.usefixtures("on_both")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk in the middle of its week."""
    return a_desk(tmp_path)


async def test_the_register_by_party_and_the_history_of_who_stands_there(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await press(pilot, "7", "f", "down", "down", "down", "enter")
        parties = {row.split("|")[0] for row in shown(pilot)}
        assert parties == {"Property"}, parties
        await press(pilot, "s", "H")
        assert "Person Zhao Ding" in text_of(pilot, "#about")
        assert [row.split("|")[2] for row in shown(pilot)] == ["Person Zhao Ding"]
        await press(pilot, "escape", "v", "H")
        assert "Estate Willow [/b] Bay" in text_of(pilot, "#about")
        await press(pilot, "escape", "f")
        assert "shown whole" in toasts(pilot)[-1]
        await press(pilot, "space")
        assert "several rows" in toasts(pilot)[-1]


async def test_the_register_refuses_a_stale_save(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "7", "e")
        seat = setting.db.read(register, setting.community_id)[0]
        post = seat.post.model_copy(update={"title": "Somebody else's"})
        setting.db.run(edit_seat, post.id, post.version, seat.person, seat.organisation, post)
        await press(pilot, "enter", "tab", "tab")
        await write(pilot, " (mine)")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Form), "the form stays open, nothing typed is lost"
        assert "Somebody else" in text_of(pilot, "#trouble")
        assert "theirs: Somebody else's" in text_of(pilot, "#error-title")
        assert "theirs" not in text_of(pilot, "#error-name"), "only what differs is shown"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, RegisterScreen), "their version was shown, so it can be saved over"
        assert setting.db.read(register, setting.community_id)[0].post.title == "Secretary (mine)"


async def test_the_community_and_its_organisations_are_corrected(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert await press(pilot, "7", "c", "ctrl+u") == 3
        await write(pilot, "Evening [x] Glow")
        await press(pilot, "ctrl+s")
        assert "Evening [x] Glow" in pilot.app.screen.query_one(TopLine).crumbs
        await press(pilot, "1")
        assert "Evening [x] Glow" in pilot.app.screen.query_one(TopLine).crumbs, "every station knows"
        await press(pilot, "7", "v", "v", "e")
        await write(pilot, " East")
        await press(pilot, "tab", "right", "ctrl+s")
        bodies = {each.name: each.party for each in setting.db.read(organisations, setting.community_id)}
        assert bodies["Body of community East"] is Party.PROPERTY


async def test_people_and_estates_are_entered(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "7", "n")
        await write(pilot, "Qian [x] Wu")
        await press(pilot, "tab", "right", "ctrl+s")
        assert "fill this in" in text_of(pilot, "#error-organisation")
        await write(pilot, "Safe Homes")
        await press(pilot, "ctrl+s")
        seats = {seat.person.name: seat for seat in setting.db.read(register, setting.community_id)}
        assert seats["Qian [x] Wu"].post.party is Party.PROPERTY
        await press(pilot, "v", "n")
        await write(pilot, "Old Mill")
        await press(pilot, "ctrl+s")
        assert "Old Mill" in {estate.name for estate in setting.db.read(estates, setting.community_id)}
        await press(pilot, "v", "n")
        assert "first person" in toasts(pilot)[-1]
