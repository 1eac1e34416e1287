"""The parts every screen is made of: cells, the list, the line, the choice, the rail, and bytes that are no text."""

import codecs
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.widgets import Static

from tests.journeys.desk import NARROW, WIDE, a_desk, app_of
from tests.journeys.hands import press, settle
from tests.journeys.meeting_setup import ready
from triparty.screens.follow_up import FollowUpScreen
from triparty.screens.issues import IssuesScreen
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.widgets.cells import Words, cut, fit
from triparty.widgets.choice import Choice
from triparty.widgets.frame import Framed, KeyLine, Rail, TopLine
from triparty.widgets.framework import Line, mend_reading
from triparty.widgets.prompt import PromptLine
from triparty.widgets.row_list import Column, Row, RowList

HOSTILE = "[/b]\x1b]0;x\x07[@click=app.quit]电梯\u202e停运\x00"


@given(st.text(max_size=40), st.integers(0, 30), st.booleans())
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, right=right)) == width
    assert cell_len(cut(text, width)) <= width


def test_what_is_cut_says_so() -> None:
    assert cut("电梯停运两天", 7) == "电梯停…"
    assert cut("电梯停运两天", 6) == "电梯…"
    assert cut("lift", 4) == "lift"
    assert "\x1b" not in fit(HOSTILE, 60)


class Lists(App[None]):
    """A list, a line and a choice."""

    def compose(self) -> ComposeResult:
        """One of each."""
        columns = [Column("Number", 6), Column("What", 8, share=1), Column("Wide", 8, from_width=60)]
        yield RowList(columns, teaching="Press n to enter the first.", marking=True)
        yield Line(id="line")
        yield Choice([(number, f"way {number} with many words") for number in range(12)], 3)
        yield Static()


def row(number: int, text: str = "") -> Row:
    """A row of the list."""
    return Row(number, (str(number), text or f"row {number}", Words("open", "green")))


def key_of(rows: RowList) -> object:
    """The key under the cursor."""
    return rows.key


def drawn(rows: RowList) -> str:
    """What the list shows."""
    return "\n".join(rows.render_line(y).text for y in range(rows.size.height))


async def test_the_cursor_stays_on_its_row(tmp_path: Path) -> None:
    async with Lists().run_test(size=(80, 24)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.focus()
        await pilot.pause()
        assert "Press n" in drawn(rows)
        rows.rows = tuple(row(number) for number in range(100))
        await pilot.press("end", "up", "space")
        assert key_of(rows) == 99
        assert rows.marked == (98,)
        await rows.move_to(98)
        rows.rows = (row(-2), row(-1), *rows.rows)
        assert key_of(rows) == 98
        assert rows.cursor == 100
        rows.rows = tuple(row(number) for number in range(3))
        assert key_of(rows) == 2
        assert not rows.marked
        await pilot.pause()
        assert "▸ 2" in drawn(rows)


async def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    async with Lists().run_test(size=(80, 24)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.rows = (row(1, HOSTILE),)
        await pilot.pause()
        shown = drawn(rows)
        assert "[/b]" in shown
        assert not set(shown) & set("\x1b\x07\x00\u202e")
        assert all(cell_len(line) == rows.scrollable_content_region.width for line in shown.splitlines())


async def test_columns_without_room_are_left_out() -> None:
    async with Lists().run_test(size=(40, 24)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.rows = (row(1),)
        await pilot.pause()
        assert "open" not in drawn(rows)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "open" in drawn(rows)


async def test_a_paste_keeps_every_line() -> None:
    async with Lists().run_test() as pilot:
        line = pilot.app.query_one(Line)
        line.focus()
        await pilot.pause()
        line.post_message(events.Paste("电梯停运\r\n3-2\x00\n\n  13800000000"))
        await pilot.pause()
        assert line.value == "电梯停运 3-2 13800000000"


async def test_a_choice_turns_and_knows_its_words() -> None:
    async with Lists().run_test() as pilot:
        choice = pilot.app.query_one(Choice)
        choice.focus()
        await pilot.press("left")
        assert choice.value == 2
        await pilot.press("7")
        assert choice.value == 7
        await pilot.press("right", "right", "right", "right", "right")
        assert choice.value == 0
        await pilot.press("语")
        assert choice.value == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such driver")
def test_bytes_of_another_encoding_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from textual.drivers import linux_driver

    monkeypatch.setattr(linux_driver, "getincrementaldecoder", codecs.getincrementaldecoder)
    mend_reading()
    make = vars(linux_driver)["getincrementaldecoder"]("utf-8")
    assert "\ufffd" in make().decode("电梯".encode("gbk"))
    decoder = make()
    assert decoder.decode("电".encode()[:2]) + decoder.decode("电".encode()[2:]) == "电"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_mouse_goes_the_same_ways(tmp_path: Path, size: tuple[int, int]) -> None:
    async with app_of(a_desk(tmp_path)).run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        spot = (5, 3) if size is WIDE else (23, 0)
        await pilot.click(Rail, offset=spot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, IssuesScreen)
        await press(pilot, "5")
        assert isinstance(pilot.app.screen, FollowUpScreen)
        await pilot.click(RowList, offset=(4, 3))
        assert pilot.app.screen.query_one(RowList).cursor == 2
        await pilot.click(KeyLine, offset=(size[0] - 3, 0))
        await settle(pilot)
        assert len(pilot.app.screen_stack) == 3


def at_once(pilot: Pilot[Any], *keys: str) -> None:
    """Keys that came in one piece, as from a slow line: none waits for the one before."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_keys_typed_ahead_reach_what_the_keys_before_them_opened(tmp_path: Path) -> None:
    setting = ready(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "o", "o")
        screen = pilot.app.screen
        assert isinstance(screen, MeetingRoomScreen)
        at_once(pilot, "t", "x", "t", "v")
        await settle(pilot)
        assert screen.query_one(PromptLine).query_one(Line).value == "xtv"
        await press(pilot, "escape")
        at_once(pilot, "v", "e", "v", "t", "n")
        await settle(pilot)
        line = screen.query_one(PromptLine).query_one(Line)
        assert line.value.endswith("vtn")
        assert screen.query_one(PromptLine).is_open
        await press(pilot, "escape", "escape")
        at_once(pilot, "x", "a", "x", "Q")
        await settle(pilot)
        assert line.value.endswith("xQ")
        assert screen.query_one(PromptLine).is_open


async def test_what_the_top_line_says_paints_the_top_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    app: App[None] = App()
    async with app.run_test(size=(160, 48)) as pilot:
        framed: Framed[None] = Framed()
        await app.push_screen(framed)
        await pilot.pause()
        painted: list[object] = []
        monkeypatch.setattr(framed, "refresh", lambda *regions, **_how: painted.append(regions))
        framed.running_out = Words("● 12:34")
        await pilot.pause()
        assert "12:34" in framed.query_one(TopLine).render().plain
        assert painted == []


async def test_what_a_screen_still_reads_when_it_was_left_is_no_trouble() -> None:
    app: App[None] = App()
    async with app.run_test():
        screen: Framed[None] = Framed()

        async def shows_what_was_read() -> None:
            screen.query_one("#nothing", Static).update("")

        await app.push_screen(screen)
        with pytest.raises(NoMatches):
            await screen._guarded(shows_what_was_read)
        await app.pop_screen()
        await screen._guarded(shows_what_was_read)
