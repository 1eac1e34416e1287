"""An agenda put together by keyboard: from the pool to a frozen agenda, its papers, and the way into the room."""

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widgets import Static

from meetings_db.errors import Unreachable
from meetings_db.models import AgendaItem, AgendaItemBase, Authority, ItemKind, ItemStatus, MeetingStatus
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from tests.journeys.desk import in_a_file
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import PEOPLE, STALLS, OneScreen, Setting, begin
from triparty.screens.agenda import AgendaScreen
from triparty.screens.agenda_lists import ItemRows, PoolList
from triparty.screens.agenda_panels import CheckPanel, InvitedPanel
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.services import agendas
from triparty.services.issues import close_issue
from triparty.widgets import themes
from triparty.widgets.framework import Line

pytestmark = pytest.mark.usefixtures("on_both")

WIDE, NARROW = (120, 40), (80, 24)


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """Two issues in the pool, nothing on the agenda."""
    return begin(tmp_path)


def app_of(setting: Setting) -> OneScreen:
    """The agenda of that meeting."""
    return OneScreen(AgendaScreen(setting.db, setting.settings, setting.meeting_id))


def agenda_of(pilot: Pilot[Any]) -> AgendaScreen:
    """The screen under test."""
    screen = pilot.app.screen
    assert isinstance(screen, AgendaScreen)
    return screen


def kept(setting: Setting) -> MeetingRoom:
    """The meeting as it is in the database."""
    return setting.db.read(meeting_room, setting.meeting_id)


def titles(setting: Setting) -> list[str]:
    """The agenda in order."""
    return [item.title for item in kept(setting).items]


def rows(pilot: Pilot[Any]) -> str:
    """What the agenda's side says."""
    items = pilot.app.screen.query_one(ItemRows)
    return "\n".join(str(items.get_option_at_index(place).prompt) for place in range(items.option_count))


def waiting(pilot: Pilot[Any]) -> str:
    """What the pool's side says."""
    pool = pilot.app.screen.query_one(PoolList)
    return "\n".join(pool.render_line(y).text.rstrip() for y in range(pool.size.height)).rstrip()


def _luminance(color: Color) -> float:
    """The relative luminance of a colour (WCAG 2)."""
    parts = (part / 255 for part in color.get_truecolor())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def item_of(setting: Setting, place: int) -> AgendaItem:
    """An item by its place, from 0."""
    return kept(setting).items[place]


async def test_from_the_pool_and_back(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        assert await press(pilot, "enter") == 1
        await press(pilot, "right")
        assert titles(setting) == [STALLS, "Roof leaks"]
        assert "From issue" in rows(pilot)
        assert "Willow [/b] Bay" in rows(pilot)
        assert "The owners decide together" in rows(pilot)
        assert "no presenter" in rows(pilot)
        await press(pilot, "tab", "left")
        assert titles(setting) == [STALLS]
        assert "Roof leaks" in waiting(pilot)
        await press(pilot, "delete")
        assert titles(setting) == []


async def test_several_of_the_pool_in_one_deed(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "space", "space")
        pool = pilot.app.screen.query_one(PoolList)
        assert str(pool.border_title) == "Pool 2 · ● 2 selected"
        assert [line[:2] for line in waiting(pilot).splitlines()] == ["● ", "  ", "● ", "  "]
        setting.db.run(close_issue, _first_issue(setting), "Gone by itself")  # a colleague was faster
        await press(pilot, "enter")
        assert titles(setting) == ["Roof leaks"]
        notes = [note.message for note in pilot.app._notifications]
        assert any("is on an agenda already" in note for note in notes), notes
        assert pool.marked == ()
        assert "The pool is empty" in waiting(pilot)
        await press(pilot, "u", "enter")
        assert titles(setting) == []
        await press(pilot, "tab", "tab", "space", "right")
        assert titles(setting) == ["Roof leaks"]


async def test_several_are_put_on_in_their_order_and_taken_back_together(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "end", "space", "home", "space", "enter")
        assert titles(setting) == ["Roof leaks", STALLS]
        assert any("2 issues are on the agenda. · u takes it back" in n.message for n in pilot.app._notifications)
        await press(pilot, "u", "enter")
        assert titles(setting) == []
        setting.db.run(agendas.put_on_agenda, setting.meeting_id, _first_issue(setting))
        setting.db.run(agendas.freeze_agenda, setting.meeting_id, override_reason="A journey")
        await agenda_of(pilot).load()
        await press(pilot, "tab", "tab", "ctrl+a")
        assert "z opens it for changes" in [*pilot.app._notifications][-1].message
        assert pilot.app.screen.query_one(PoolList).marked == ()


async def test_order_minutes_and_presenter_in_place(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "enter", "tab", "K")
        assert titles(setting) == ["Roof leaks", STALLS]
        await press(pilot, "m", "4", "5", "enter")  # the cursor went with the item
        assert item_of(setting, 0).minutes == 45
        await press(pilot, "w")
        await write(pilot, "Sun [/b] Ji")
        await press(pilot, "enter", "J")
        assert (item_of(setting, 1).presenter, item_of(setting, 1).minutes) == ("Sun [/b] Ji", 45)
        await press(pilot, "w", "z", "g", "enter")  # a name of the invited, as it is spelt
        assert item_of(setting, 1).presenter == "Zhou Geng"
        assert "55 of 60 min" in str(pilot.app.screen.query_one("#length", Static).content)
        await press(pilot, "m", "9", "9", "enter")
        assert "49 min too many" in str(pilot.app.screen.query_one("#length", Static).content)
        await press(pilot, "m", "x", "enter")
        assert item_of(setting, 1).minutes == 99
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(ItemRows).has_focus


async def test_what_a_colleague_typed_is_not_written_over_in_place(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "enter", "tab", "m", "4", "5")
        shown = item_of(setting, 0)
        theirs = AgendaItemBase(title="Stalls, moved to the wall", presenter="Sun Ji", minutes=20)
        setting.db.run(agendas.edit_item, shown.id, shown.version, theirs)
        await agenda_of(pilot).load()  # as after any deed: the screen knows theirs, the line shows the old
        await press(pilot, "enter")
        item = item_of(setting, 0)
        assert (item.title, item.presenter, item.minutes) == ("Stalls, moved to the wall", "Sun Ji", 20)
        assert any("Somebody else saved this" in note.message for note in pilot.app._notifications)
        assert "Stalls, moved to the wall" in rows(pilot)
        await press(pilot, "m", "4", "5", "enter")
        assert (item_of(setting, 0).title, item_of(setting, 0).minutes) == ("Stalls, moved to the wall", 45)


async def test_the_form_shows_what_a_colleague_saved_meanwhile(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "enter", "tab", "e")
        await write(pilot, ", mine")
        shown = item_of(setting, 0)
        theirs = AgendaItemBase(title=STALLS, presenter="Sun Ji", minutes=shown.minutes)
        setting.db.run(agendas.edit_item, shown.id, shown.version, theirs)
        await press(pilot, "ctrl+s")
        assert "taken over" in str(pilot.app.screen.query_one("#error-presenter", Static).content)
        assert str(pilot.app.screen.query_one("#error-title", Static).content) == f"theirs: {STALLS}"
        await press(pilot, "ctrl+s")  # seen, and saved nevertheless
        assert (item_of(setting, 0).title, item_of(setting, 0).presenter) == (f"{STALLS}, mine", "Sun Ji")


@pytest.mark.parametrize("theme", [themes.DARK, themes.LIGHT], ids=["dark", "light"])
@in_a_file
async def test_the_chosen_row_of_the_pool_is_read_whole_and_easily(setting: Setting, theme: Theme) -> None:
    app = app_of(setting)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        app.register_theme(theme)
        app.theme = theme.name
        await settle(pilot)
        first, second = (pilot.app.screen.query_one(PoolList).render_line(place) for place in (0, 1))
        assert STALLS in first.text
        (facts,) = (segment for segment in second if "Willow [/b] Bay" in segment.text)
        assert facts.style is not None
        assert facts.style.color is not None
        assert facts.style.bgcolor is not None
        darker, lighter = sorted((_luminance(facts.style.color), _luminance(facts.style.bgcolor)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2, success criterion 1.4.3


@in_a_file
async def test_what_a_key_means_stays_in_its_column(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "enter", "tab", "question_mark")
        about = "Title, kind, authority, presenter, minutes"
        (meaning,) = (part for part in pilot.app.screen.query(Static) if str(part.content) == about)
        assert meaning.size.height == 2  # too long for one line here: the second begins under the first


async def test_an_item_that_was_only_moved_is_saved(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "enter", "enter", "tab", "m", "4", "5")
        setting.db.run(agendas.move_item, item_of(setting, 0).id, 1)
        await press(pilot, "enter")
        assert titles(setting) == ["Roof leaks", STALLS]
        assert item_of(setting, 0).minutes == 45


async def test_an_item_that_comes_from_no_issue(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "n")
        await write(pilot, "Other [b] matters")
        await press(pilot, "tab", "right", "tab", "right", "right", "right", "ctrl+s")
        (item,) = kept(setting).items
        assert (item.title, item.kind, item.authority) == ("Other [b] matters", ItemKind.VOTE, Authority.OWNERS)
        await press(pilot, "e")
        await write(pilot, " today")
        await press(pilot, "ctrl+s")
        assert titles(setting) == ["Other [b] matters today"]


async def test_freezing_lists_what_is_missing_and_takes_a_reason(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "z")
        assert isinstance(pilot.app.screen, CheckPanel)  # an empty agenda: nothing overrides that
        assert not pilot.app.screen.query("Line")
        await press(pilot, "escape", "enter", "z")
        findings = " ".join(str(part.content) for part in pilot.app.screen.query(Static))
        assert "no presenter" in findings
        assert "three days" in findings
        await press(pilot, "enter")
        assert kept(setting).meeting.status is MeetingStatus.PREPARING  # no reason, no freezing
        await write(pilot, "It cannot wait [/b]")
        await press(pilot, "enter")
        assert kept(setting).meeting.status is MeetingStatus.FROZEN
        assert kept(setting).meeting.override_reason == "It cannot wait [/b]"
        await press(pilot, "delete")
        assert titles(setting) == [STALLS]  # frozen
        await press(pilot, "z")
        assert kept(setting).meeting.status is MeetingStatus.PREPARING


async def test_inviting(setting: Setting) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "i", "enter")
        assert len(kept(setting).participants) == len(PEOPLE) - 1
        await press(pilot, "enter", "escape")
        assert len(kept(setting).participants) == len(PEOPLE)


@in_a_file
async def test_the_line_for_the_reason_is_seen_before_anything_is_typed(setting: Setting) -> None:
    setting.db.run(agendas.put_on_agenda, setting.meeting_id, _first_issue(setting))
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "z")
        line = pilot.app.screen.query_one(Line)
        assert (line.styles.border.top[0], line.border_title, line.placeholder) == (
            "round",
            "Because",
            "why it cannot wait",
        )
        assert pilot.app.screen.region.contains_region(line.region)


@pytest.mark.parametrize("key", ["space", "i"])
@in_a_file
async def test_inviting_by_its_own_keys(setting: Setting, key: str) -> None:
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "i", key)
        assert len(kept(setting).participants) == len(PEOPLE) - 1
        await press(pilot, key, "escape")
        assert len(kept(setting).participants) == len(PEOPLE)


async def test_a_database_that_goes_away_is_told_and_the_panel_stays(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_args: object) -> None:
        raise Unreachable("the server", "no answer")

    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        monkeypatch.setattr(setting.db, "read_async", gone)
        await press(pilot, "i", "space", "c")
        assert isinstance(pilot.app.screen, InvitedPanel)
        assert any("the server" in note.message for note in pilot.app._notifications)
        monkeypatch.undo()
        await press(pilot, "escape", "i", "space")
        assert len(kept(setting).participants) == len(PEOPLE) - 1


async def test_the_notice_and_the_way_into_the_room(setting: Setting) -> None:
    setting.db.run(agendas.put_on_agenda, setting.meeting_id, _first_issue(setting))
    setting.db.run(agendas.freeze_agenda, setting.meeting_id, override_reason="A journey")
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "p", "n")
        await settle(pilot)
        assert len(list(setting.settings.papers.glob("*.docx"))) == 1
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, MeetingRoomScreen)
        assert kept(setting).meeting.status is MeetingStatus.FROZEN
        await press(pilot, "a", "a", "escape", "escape")
        assert isinstance(pilot.app.screen, AgendaScreen)
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, MeetingRoomScreen)
        assert kept(setting).meeting.status is MeetingStatus.IN_SESSION
        assert item_of(setting, 0).status is ItemStatus.OPEN
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, MeetingRoomScreen)  # back into a meeting that runs


@in_a_file
async def test_eighty_columns_show_one_side(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await settle(pilot)
        pool, items = pilot.app.screen.query_one(PoolList), pilot.app.screen.query_one(ItemRows)
        assert (pool.region.width, items.region.width) == (80, 0)
        await press(pilot, "enter", "tab")
        assert (pool.region.width, items.region.width) == (0, 80)
        await press(pilot, "m")
        first_line, cell = rows(pilot).splitlines()[0], pilot.app.screen.query_one("#cell")
        assert cell.region.right == items.region.x + 1 + cell_len(first_line)  # exactly over what it replaces
        await press(pilot, "2", "0", "enter")
        assert item_of(setting, 0).minutes == 20


def _first_issue(setting: Setting) -> Any:
    """The issue that has waited longest."""
    from meetings_db.queries.visits import pool

    return setting.db.read(pool, setting.community_id)[0].id
