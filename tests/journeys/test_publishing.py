"""What leads to a person is looked at place by place before anything is made public."""

from textual.app import App
from textual.content import Content
from textual.widgets import OptionList, Static

from tests.journeys.hands import press
from triparty.documents.public import Found, found
from triparty.rules.masking import Names
from triparty.screens.publishing import Review

SAID = "王一鸣答复张小明，电话13800138000"


class Desk(App[None]):
    """The places of one sentence, and what was decided of them."""

    def __init__(self, places: list[Found]) -> None:
        super().__init__()
        self.places = places
        self.decided: list[dict[str, bool] | None] = []

    def on_mount(self) -> None:
        """Show them."""
        self.push_screen(Review(self.places), self.decided.append)


def foot(desk: Desk) -> str:
    """What stands under the places."""
    shown = desk.screen.query_one("#foot", Static).content
    return shown.plain if isinstance(shown, Content) else str(shown)


async def test_every_place_is_masked_or_kept_by_one_key_before_it_is_written() -> None:
    places = found({"items": [{"conclusion": SAID}]}, Names(["张小明"], ["王一鸣"]))
    desk = Desk(places)
    async with desk.run_test() as pilot:
        rows = desk.screen.query_one(OptionList)
        assert "3 places" in foot(desk)
        await press(pilot, "k", "m", "k", "ctrl+s")
        assert desk.decided == [], "a mobile number cannot be kept, and what was not looked at is not written"
        assert rows.highlighted == 2
        assert "1 place" in foot(desk)
        await press(pilot, "m")
        assert "ctrl+s" in foot(desk)
        await press(pilot, "ctrl+s")
    assert desk.decided == [dict(zip([place.key for place in places], [False, True, True], strict=True))]


async def test_leaving_decides_nothing() -> None:
    desk = Desk(found({"items": [{"conclusion": SAID}]}, Names()))
    async with desk.run_test() as pilot:
        await press(pilot, "m", "escape")
    assert desk.decided == [None]
