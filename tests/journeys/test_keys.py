"""How fast the hand is: the keys of a whole meeting, counted in the real app and held against the table in the guides.

Every key is counted but the letters of what is written: titles, notes, who does what until when.
"""

import re
from pathlib import Path

import pytest
from sqlmodel import Session
from textual.pilot import Pilot

from meetings_db.models import (
    AgendaItemBase,
    BallotMethod,
    Choice,
    ItemKind,
    ItemStatus,
    MeetingStatus,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    Standing,
)
from meetings_db.queries.visits import pool
from tests.journeys.desk import NARROW, app_of
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_desk import kept
from tests.journeys.meeting_setup import Setting, begin
from triparty.services import agendas, directory

ROOT = Path(__file__).parent.parent.parent
GUIDES = ("docs/guide.md", "docs/guide.zh-CN.md")

MORE = (
    ("Chen Wu", Party.COMMUNITY, Standing.VOTING),
    ("Qian Wu", Party.PROPERTY, Standing.VOTING),
    ("Feng Liu", Party.RESIDENTS, Standing.VOTING),
    ("He Qi", Party.RESIDENTS, Standing.VOTING),
    ("Gao Ba", Party.OTHER, Standing.ATTENDING),
    ("Xu Jiu", Party.OTHER, Standing.ATTENDING),
)
"""With those of every setting nine who vote, of three parties, and three who only attend."""

AT_MOST = {"arrival": 1, "unanimous": 2, "roll call": 9 + 2, "action": 4, "next item": 1, "meeting": 120}
"""How many keys a deed may take, in the order of the guides' table; of an action those besides its words."""


class Hand:
    """Presses keys and counts them; what is written into a field is prose and not counted."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> int:
        """Press keys; returns how many."""
        pressed = await press(self._pilot, *keys)
        self.keys += pressed
        return pressed

    async def write(self, words: str) -> None:
        """Write into the field that has the focus."""
        await write(self._pilot, words)

    async def action(self, words: str) -> int:
        """Take an action down; returns the keys besides its words."""
        opened = await self.press("t")
        await self.write(words)
        return opened + await self.press("enter")

    async def note(self, words: str, *speaker: str) -> None:
        """Write in the notes, where letters are given as somebody's who has the floor."""
        await self.press(*(("s", *speaker) if speaker else ("n",)))
        await self.write(words)
        await self.press("escape")


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """Twelve people invited to ten items, the first of them from an issue; the agenda is frozen."""
    setting = begin(tmp_path)
    setting.db.run(_ten_items, setting)
    return setting


def _ten_items(session: Session, setting: Setting) -> None:
    """The other people and the agenda."""
    for name, party, standing in MORE:
        body, post = OrganisationBase(name=f"Body of {name}", party=party), PostBase(title="Member", party=party)
        post.standing = standing
        agendas.invite(
            session,
            setting.meeting_id,
            directory.enrol(session, setting.community_id, PersonBase(name=name), body, post).id,
        )
    agendas.put_on_agenda(session, setting.meeting_id, pool(session, setting.community_id)[0].id)
    for number in range(2, 11):
        kind = ItemKind.VOTE if number in (4, 5) else ItemKind.CONSULTATION
        item = AgendaItemBase(title=f"Matter {number}", kind=kind, presenter="Zhao Ding", minutes=5)
        agendas.add_item(session, setting.meeting_id, item)
    agendas.freeze_agenda(session, setting.meeting_id, override_reason="A journey")


async def test_no_deed_takes_more_keys_than_the_guides_say(setting: Setting) -> None:
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await settle(pilot)
        reached = await _the_meeting(Hand(pilot))
    room = kept(setting)
    assert room.meeting.status is MeetingStatus.CLOSED
    assert len(room.presence) == 12
    assert [item.status for item in room.items] == [
        *[ItemStatus.AGREED] * 4,
        ItemStatus.NOT_AGREED,
        ItemStatus.NOTED,
        ItemStatus.AGREED,
        ItemStatus.DEFERRED,
        ItemStatus.NOTED,
        ItemStatus.NOTED,
    ]
    held = [sheet for item in room.items for sheet in room.ballots.get(item.id, ())]
    assert [sheet.ballot.method for sheet in held] == [
        BallotMethod.UNANIMOUS,
        BallotMethod.UNANIMOUS,
        BallotMethod.ROLL_CALL,
        BallotMethod.HANDS,
        BallotMethod.HANDS,
    ]
    assert held[0].ballot.motion.endswith(": moved to the wall")
    assert [vote.choice for vote in held[2].votes] == [*[Choice.YES] * 3, Choice.ABSTAIN, *[Choice.YES] * 5]
    taken = [action for item in room.items for action in room.actions.get(item.id, ())]
    assert len(taken) == 8
    assert all(action.owner and action.due_on for action in taken)
    assert "Li Yi [/b] (Community): asks why" in room.items[2].notes
    assert len(list(setting.settings.papers.glob("*.docx"))) == 1

    assert all(reached[deed] <= most for deed, most in AT_MOST.items()), reached
    figures = [(most, reached[deed]) for deed, most in AT_MOST.items()]
    assert {guide: _table(ROOT / guide) for guide in GUIDES} == dict.fromkeys(GUIDES, figures)


async def _the_meeting(hand: Hand) -> dict[str, int]:
    """From the first screen of the program to the draft of the minutes; returns the keys of each deed, and of all."""
    reached = {}
    await hand.press("4", "o", "a")
    reached["arrival"] = max([await hand.press(letter) for letter in "abcdefghijk"])
    await hand.press("escape", "o")

    await hand.note("What was said on the first matter.")
    await hand.press("v", "e")
    await hand.write(": moved to the wall")
    await hand.press("enter", "u")
    reached["action"] = await hand.action("@Zhao paint the lane by Friday")
    reached["next item"] = await hand.press("right_square_bracket")

    reached["unanimous"] = await hand.press("v", "u")
    await hand.action("@Sun ask the neighbours tomorrow")
    await hand.action("@Li write to the street in 3 days")
    await hand.press("right_square_bracket")

    await hand.press("a", "l", "escape")  # somebody comes late
    await hand.note("asks why", "l", "y")
    reached["roll call"] = await hand.press("v", *"yyybyyyyy", "enter")
    await hand.action("@Zhao put up the lamp by Friday")
    await hand.press("right_square_bracket")

    await hand.press("v", "tab", "1", "a", "enter")  # one hand against
    await hand.action("@Qian have the pump repaired by next Friday")
    await hand.press("right_square_bracket")
    await hand.press("v", "tab", "2", "a", "enter")  # two of the community's three against
    await hand.action("@Zhou count the bins tomorrow")
    await hand.press("right_square_bracket")

    await hand.press("x", "n")
    await hand.action("@He ask for three offers in 10 days")
    await hand.press("right_square_bracket", "x", "a", "enter", "right_square_bracket", "x", "d")
    await hand.press("right_square_bracket")
    await hand.note("The report was heard.")
    await hand.press("x", "n", "right_square_bracket", "x", "n")
    await hand.action("@Chen send the minutes round in 3 days")
    await hand.press("Q", "y", "p", "m")
    reached["meeting"] = hand.keys
    return reached


def _table(guide: Path) -> list[tuple[int, int]]:
    """What a guide's table says of each deed: at most so many keys, and so many it needs."""
    rows = re.findall(r"\| (\d+) \| (\d+) \|$", guide.read_text(encoding="utf-8"), re.MULTILINE)
    return [(int(most), int(needed)) for most, needed in rows]
