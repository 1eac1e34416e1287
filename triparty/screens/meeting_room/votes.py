"""The numbers of a ballot while they are typed: a cell for each party and answer, and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meetings_db.models import THREE_PARTIES, ItemKind, Party
from triparty.i18n import mark
from triparty.services.ballots import Votes

PRESETS = ("consensus", "each-party-majority-present", "majority-present", "majority-cast", "majority-all")
"""The rules offered in the room, by name."""
LETTERS = ("c", "p", "m", "k", "l")
"""The letter that chooses each."""
ANSWERS = ("yes", "no", "abstain", "invalid", "recused")
ANSWER_WORDS = {
    "yes": mark("yes"),
    "no": mark("no"),
    "abstain": mark("abstain"),
    "invalid": mark("void"),
    "recused": mark("recused"),
}
_MOST = 999


def usual_rule(kind: ItemKind) -> int:
    """Which preset an item starts with: a vote by parties for a vote, else consensus."""
    return 1 if kind is ItemKind.VOTE else 0


@dataclass
class VoteGrid:
    """Party by answer; the cursor's first digit replaces, the next ones follow."""

    cells: dict[tuple[Party, str], int] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    fresh: bool = True

    @property
    def here(self) -> tuple[Party, str]:
        """The cell under the cursor."""
        return THREE_PARTIES[self.row], ANSWERS[self.column]

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.cells.values())

    def move(self, by: int) -> None:
        """So many cells on, in reading order, around the ends."""
        place = (self.row * len(ANSWERS) + self.column + by) % (len(THREE_PARTIES) * len(ANSWERS))
        self.row, self.column = divmod(place, len(ANSWERS))
        self.fresh = True

    def down(self, by: int) -> None:
        """To the same answer of another party."""
        self.row, self.fresh = (self.row + by) % len(THREE_PARTIES), True

    def digit(self, digit: int) -> None:
        """Type a digit."""
        old = 0 if self.fresh else self.cells.get(self.here, 0)
        self.cells[self.here] = min(_MOST, old * 10 + digit)
        self.fresh = False

    def rub_out(self) -> None:
        """Take a digit away."""
        self.cells[self.here] = self.cells.get(self.here, 0) // 10
        self.fresh = False

    def rest_yes(self, present: Mapping[Party, tuple[int, int]]) -> None:
        """Everybody present who gave no other answer says yes."""
        for party, (_entitled, here) in present.items():
            others = sum(self.cells.get((party, answer), 0) for answer in ANSWERS[1:])
            self.cells[(party, "yes")] = max(0, here - others)

    def fill(self, votes: Mapping[Party, Votes]) -> None:
        """Take these votes over."""
        self.cells = {(party, answer): getattr(own, answer) for party, own in votes.items() for answer in ANSWERS}

    def votes(self) -> dict[Party, Votes]:
        """What was typed, party by party."""
        return {
            party: Votes(**{answer: self.cells.get((party, answer), 0) for answer in ANSWERS})
            for party in THREE_PARTIES
        }
