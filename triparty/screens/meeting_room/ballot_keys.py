"""The keys of the ballot in the meeting room, and the messages they lead to."""

from dataclasses import dataclass
from uuid import UUID

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from meetings_db.models import AgendaItem, BallotMethod, Choice
from triparty.i18n import _
from triparty.rules.ballots import BallotRule
from triparty.screens.meeting_room.as_shown import Seen
from triparty.services.weighing import Votes

_LETTERS = (
    ("y", Choice.YES, _("Yes")),
    ("n", Choice.NO, _("No")),
    ("b", Choice.ABSTAIN, _("Abstains")),
    ("x", Choice.RECUSED, _("Recused")),
    ("i", Choice.INVALID, _("Void")),
)


KEYS: list[BindingType] = [
    Binding("u", "unanimous", _("Unanimous"), id="ballot.unanimous", tooltip=_("Everybody here says yes: record it")),
    Binding("enter", "record", _("Record"), id="ballot.record", tooltip=_("Close the ballot: the votes decide")),
    Binding("a", "rest", _("The rest yes"), id="ballot.rest", tooltip=_("Whoever gave no other answer says yes")),
    Binding("left", "rule(-1)", _("Rule before"), id="ballot.rule.before", tooltip=_("The rule before")),
    Binding("right", "rule(1)", _("Rule"), id="ballot.rule.next", tooltip=_("The next rule")),
    Binding("l", "rules", _("Rules"), show=False, id="ballot.rules", tooltip=_("All rules, each with its basis")),
    Binding("e", "motion", _("Motion"), id="ballot.motion", tooltip=_("Put other words to the vote")),
    Binding(
        "r",
        "reserve",
        _("Reservations"),
        id="ballot.reservations",
        tooltip=_("Record who has reservations, and which"),
    ),
    Binding("s", "secret", _("Secret"), show=False, id="ballot.secret", tooltip=_("Count secret slips, or hands")),
    Binding("w", "annul", _("Annul"), show=False, id="ballot.annul", tooltip=_("Annul the open ballot, saying why")),
    Binding("escape", "leave", _("Back"), id="ballot.leave", tooltip=_("Leave it; an open ballot stays open")),
    Binding("tab", "move(1)", show=False, id="ballot.cell.next", tooltip=_("The next number, or name")),
    Binding("shift+tab", "move(-1)", show=False, id="ballot.cell.before", tooltip=_("The number or name before")),
    Binding("down", "down(1)", show=False, id="ballot.cell.down", tooltip=_("The next party")),
    Binding("up", "down(-1)", show=False, id="ballot.cell.up", tooltip=_("The party before")),
    Binding("backspace", "rub_out", show=False, id="ballot.erase", tooltip=_("The last digit, or the name before")),
    Binding("minus", "answer('silent')", show=False, id="ballot.answer.silent", tooltip=_("The voter gives no answer")),
    *(
        Binding(
            letter,
            f"answer('{choice.value}')",
            said,
            show=False,
            id=f"ballot.answer.{choice.value}",
            tooltip=_("The answer of the voter asked; where numbers are typed, its column"),
        )
        for letter, choice, said in _LETTERS
    ),
    *(
        Binding(str(digit), f"digit({digit})", show=False, id=f"ballot.digit.{digit}", tooltip=_("Type a number"))
        for digit in range(10)
    ),
]
"""The keys, each with its deed."""


FOOT = (
    "ballot.unanimous",
    "ballot.record",
    "ballot.rest",
    "ballot.rule.next",
    "ballot.motion",
    "ballot.reservations",
    "ballot.leave",
)
"""What the bottom line offers."""

BEFORE_THE_FIRST_VOTE = ("unanimous", "rule", "rules", "motion", "secret")
"""What can be done until the first vote freezes it."""


class BallotMessages(Static, can_focus=True):
    """What the ballot asks of the room."""

    @dataclass
    class Voted(Message):
        """Votes of the ballot on an item are to be kept; the first of them opens it.

        `answers` are of voters by their id, or `counts` of groups: their votes, and of secret ones the slips.
        """

        item: AgendaItem
        rule: BallotRule
        motion: str
        reservations: str
        method: BallotMethod
        answers: dict[UUID, Choice]
        counts: dict[str, tuple[Votes, tuple[int, int] | None]]
        seen: Seen

    @dataclass
    class Unanimous(Message):
        """Everybody says yes: the ballot is to be held at once."""

        item: AgendaItem
        rule: BallotRule
        motion: str
        votes: dict[str, Votes]
        reservations: str

    @dataclass
    class Ended(Message):
        """The votes are in: the ballot is to be closed; `tied` where the chair must decide."""

        tied: bool
        reservations: str
        seen: Seen

    @dataclass
    class WordsWanted(Message):
        """The motion, the reservations, or why it is annulled are to be typed."""

        of: str
        seen: Seen

    class RuleWanted(Message):
        """A rule is to be chosen from all."""

    @dataclass
    class Refused(Message):
        """Why a key did nothing."""

        sentence: str

    @dataclass
    class Closed(Message):
        """The ballot is no longer shown; `open` where it stays open."""

        open: bool
