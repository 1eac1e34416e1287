"""The votes of a ballot while they are taken: numbers in a grid, or a roll of names that is walked along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from meetings_db.models import THREE_PARTIES, BallotMethod, Choice, ItemKind
from meetings_db.queries.meetings import BallotSheet
from triparty.i18n import mark
from triparty.rules.ballot_rule import BallotRule, Body
from triparty.rules.presence import Counted, Sitting
from triparty.services.weighing import Votes

ANSWERS = ("yes", "no", "abstain", "invalid", "recused")
SLIPS = ("handed_out", "returned")
COLUMNS = {BallotMethod.SECRET: (*SLIPS, *ANSWERS[:4])}
"""What is typed of each group; anything but secret slips has the answers alone."""
ANSWER_WORDS = {
    "handed_out": mark("out"),
    "returned": mark("back"),
    "yes": mark("yes"),
    "no": mark("no"),
    "abstain": mark("abstain"),
    "invalid": mark("void"),
    "recused": mark("recused"),
}
USUAL = {ItemKind.VOTE: "each-party-majority-present"}
"""The rule an item of a kind starts with; consensus for any other."""
_MOST = 999


def offered(known: Iterable[BallotRule], kind: ItemKind) -> tuple[BallotRule, ...]:
    """The rules that fit a joint meeting, which has no roll of areas: the usual first, then in their own order."""
    usual = USUAL.get(kind, "consensus")
    fitting = [rule for rule in known if rule.body is Body.JOINT_MEETING and not rule.measures_area]
    return tuple(sorted(fitting, key=lambda rule: rule.name != usual))


@dataclass
class VoteGrid:
    """Group by answer; the cursor's first digit replaces, the next ones follow."""

    groups: tuple[str, ...] = tuple(party.value for party in THREE_PARTIES)
    answers: tuple[str, ...] = ANSWERS
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    fresh: bool = True

    @classmethod
    def of(cls, sheet: BallotSheet) -> "VoteGrid":
        """What was counted so far in an open ballot."""
        answers = COLUMNS.get(sheet.ballot.method, ANSWERS)
        grid = cls(tuple(count.group for count in sheet.counts), answers)
        wanted = {*answers, "recused"}
        grid.cells = {(row.group, name): getattr(row, name) or 0 for row in sheet.counts for name in wanted}
        return grid

    @property
    def here(self) -> tuple[str, str]:
        """The cell under the cursor."""
        return self.groups[self.row], self.answers[self.column]

    @property
    def empty(self) -> bool:
        """Whether no answer was typed; who withdrew stands there without."""
        return not any(count for (_group, answer), count in self.cells.items() if answer != "recused")

    def move(self, by: int) -> None:
        """So many cells on, in reading order, around the ends."""
        place = (self.row * len(self.answers) + self.column + by) % (len(self.groups) * len(self.answers))
        self.row, self.column = divmod(place, len(self.answers))
        self.fresh = True

    def down(self, by: int) -> None:
        """To the same answer of another group."""
        self.row, self.fresh = (self.row + by) % len(self.groups), True

    def to(self, answer: str) -> None:
        """To an answer of the same group."""
        self.column, self.fresh = self.answers.index(answer), True

    def digit(self, digit: int) -> None:
        """Type a digit."""
        old = 0 if self.fresh else self.cells.get(self.here, 0)
        self.cells[self.here] = min(_MOST, old * 10 + digit)
        self.fresh = False

    def rub_out(self) -> None:
        """Take a digit away."""
        self.cells[self.here] = self.cells.get(self.here, 0) // 10
        self.fresh = False

    def withdraw(self, voters: Mapping[str, Counted]) -> None:
        """Who is on record as having withdrawn is recused."""
        for group, here in voters.items():
            self.cells[(group, "recused")] = max(self.cells.get((group, "recused"), 0), here.recused)

    def rest_yes(self, voters: Mapping[str, Counted], hands: Mapping[str, int]) -> None:
        """Everybody of so many hands in each group who gave no other answer says yes."""
        self.withdraw(voters)
        for group in voters:
            others = sum(self.cells.get((group, answer), 0) for answer in ANSWERS[1:4])
            self.cells[(group, "yes")] = max(0, hands[group] - others)

    def fill(self, votes: Mapping[str, Votes]) -> None:
        """Take these votes over."""
        self.cells = {(group, answer): getattr(own, answer) for group, own in votes.items() for answer in ANSWERS}

    def votes(self) -> dict[str, Votes]:
        """What was typed, group by group."""
        return {
            group: Votes(**{answer: self.cells.get((group, answer), 0) for answer in ANSWERS}) for group in self.groups
        }

    def slips(self, group: str) -> tuple[int, int] | None:
        """How many slips of a group were handed out, and how many came back; None where hands are counted."""
        if SLIPS[0] not in self.answers:
            return None
        handed_out, returned = (self.cells.get((group, name), 0) for name in SLIPS)
        return handed_out, returned


@dataclass(frozen=True)
class Voter:
    """One name on the roll; `asked` only who may still vote, and who answered."""

    id: UUID
    name: str
    group: str
    choice: Choice
    asked: bool


@dataclass
class Roll:
    """The voters, party by party; the cursor is on who is asked now, behind the last when all were."""

    voters: list[Voter] = field(default_factory=list)
    at: int = 0

    @classmethod
    def of(cls, sheet: BallotSheet, sittings: Iterable[Sitting]) -> "Roll":
        """The roll of an open ballot, at the first who did not answer yet and, as everybody sits now, still may.

        Who withdrew is not called: the answer of whoever comes next would be taken for theirs.
        """
        here = {one.who.id for one in sittings if one.votes}
        asked = {Choice.ABSENT: set[UUID](), Choice.RECUSED: set[UUID](), Choice.SILENT: here}
        roll = cls(
            [
                Voter(voter, vote.name, vote.group, vote.choice, voter in asked.get(vote.choice, {voter}))
                for vote in sheet.votes
                for voter in [vote.participant_id]
            ]
        )
        roll.at = roll._next(-1, Choice.SILENT)
        return roll

    @classmethod
    def called(cls, sittings: Iterable[Sitting]) -> "Roll":
        """The roll as it would be called now."""
        seats = [one for one in sittings if one.entitled]
        voters = [
            Voter(
                one.who.id,
                one.substitute.name if one.substitute else one.who.name,
                party.value,
                Choice.ABSENT if not one.counts else Choice.RECUSED if one.recused else Choice.SILENT,
                one.votes,
            )
            for party in THREE_PARTIES
            for one in seats
            if one.party is party
        ]
        roll = cls(voters)
        roll.at = roll._next(-1)
        return roll

    @property
    def now(self) -> Voter | None:
        """Who is asked now."""
        return self.voters[self.at] if self.at < len(self.voters) else None

    @property
    def waiting(self) -> list[Voter]:
        """Who has not answered yet."""
        return [voter for voter in self.voters if voter.asked and voter.choice is Choice.SILENT]

    def give(self, choice: Choice) -> Voter | None:
        """The answer of who is asked, and on to the next; None where all were asked."""
        voter = self.now
        if voter is None:
            return None
        self.voters[self.at] = voter = replace(voter, choice=choice)
        self.at = self._next(self.at)
        return voter

    def fill(self, answers: Mapping[UUID, Choice]) -> None:
        """Take these answers over; everybody was asked then."""
        self.voters = [replace(voter, choice=answers.get(voter.id, voter.choice)) for voter in self.voters]
        self.at = len(self.voters)

    def back(self) -> None:
        """To who was asked before, to answer again."""
        self.at = next((at for at in range(self.at - 1, -1, -1) if self.voters[at].asked), self.at)

    def on(self) -> None:
        """Past somebody, who keeps the answer there is."""
        self.at = self._next(self.at)

    def go_on(self, at: int) -> None:
        """At that place, or with the next who is asked."""
        self.at = self._next(at - 1)

    def votes(self) -> dict[str, Votes]:
        """What they come to, party by party."""
        said = {party.value: [voter.choice for voter in self.voters if voter.group == party] for party in THREE_PARTIES}
        return {group: Votes(*(choices.count(Choice(answer)) for answer in ANSWERS)) for group, choices in said.items()}

    def _next(self, at: int, choice: Choice | None = None) -> int:
        """The place of the next who is asked, and has made this choice where one is named."""
        places = range(at + 1, len(self.voters))
        fits = (i for i in places if self.voters[i].asked and choice in (None, self.voters[i].choice))
        return next(fits, len(self.voters))
