"""The actions of an item in the meeting room: those that fit."""

from textual.content import Content

from triparty.screens.meeting_room.tasks import _newest

LONG = "mend the gate light and the hinge " * 2


def test_the_newest_actions_are_shown_whole_and_wrapped() -> None:
    lines = [Content(f"{number} {LONG}") for number in range(6)]
    assert [line.plain[0] for line in _newest(lines, 200)] == list("012345")
    assert [line.plain[0] for line in _newest(lines, 40)] == list("345")  # two lines each, and one for the others
    assert [line.plain[0] for line in _newest(lines, 6)] == ["5"]
    assert _newest([], 40) == []
