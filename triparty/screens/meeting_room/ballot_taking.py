"""The ballot as it is taken: by which rule, who could vote, and what they answered so far."""

from datetime import UTC, datetime

from textual.reactive import reactive

from meetings_db.models import BallotMethod
from meetings_db.queries.meetings import BallotSheet
from triparty.rules.ballots import BallotRule, Result
from triparty.rules.presence import Counted
from triparty.screens.meeting_room.as_shown import Seen
from triparty.screens.meeting_room.ballot_keys import BallotMessages
from triparty.screens.meeting_room.scene import Scene
from triparty.screens.meeting_room.votes import ANSWERS, COLUMNS, Roll, VoteGrid
from triparty.services.ballots import electorate, electorate_of, rule_of
from triparty.services.sittings import sittings, voting_still
from triparty.services.votes import refuse_slips
from triparty.services.weighing import Votes, refuse_unrecorded, weigh


class BallotTaking(BallotMessages):
    """What of a ballot stands at this desk, before its first vote and after: drawn and asked for by its panel."""

    scene: reactive[Scene | None] = reactive(None)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.motion = self.reservations = ""
        self.rules: tuple[BallotRule, ...] = ()
        self._place = 0
        self._frozen: BallotRule | None = None
        self._method: BallotMethod | None = None
        self._voters: dict[str, Counted] = {}
        self._grid, self._roll = VoteGrid(), Roll()
        self._seen = Seen()

    @property
    def rule(self) -> BallotRule:
        """The rule chosen, or the one frozen."""
        return self._frozen or self.rules[self._place]

    def _prepare(self) -> None:
        """Who could vote now, before the first vote freezes it."""
        if self.scene is None:
            return
        now, item_id = datetime.now(UTC), self.scene.item_id
        self._voters = electorate(self.scene.room, self.rule, self._method or BallotMethod.HANDS, now, item_id)
        self._grid = VoteGrid(tuple(self._voters), COLUMNS.get(self._method or BallotMethod.HANDS, ANSWERS))
        self._grid.withdraw(self._voters)
        self._roll = Roll.called(sittings(self.scene.room, now, item_id))

    def _prepare_again(self) -> None:
        """Somebody came or went before the first vote is kept: the electorate is another, numbers typed stay."""
        typed = self._grid
        self._prepare()
        if self._method is not None and typed.groups == self._grid.groups:
            self._grid = typed
            self._grid.withdraw(self._voters)

    def _take_up(self, sheet: BallotSheet) -> None:
        """The open ballot with every vote that was given."""
        self._seen = Seen(sheet.ballot)
        self._frozen, self._method, self.motion = rule_of(sheet.ballot), sheet.ballot.method, sheet.ballot.motion
        self.reservations = sheet.ballot.reservations
        self._voters = electorate_of(sheet)
        self._grid = VoteGrid.of(sheet)
        self._call(sheet)

    def _call(self, sheet: BallotSheet) -> None:
        """The roll of an open ballot: who left or withdrew since is not asked any more."""
        assert self.scene is not None
        self._roll = Roll.of(sheet, sittings(self.scene.room, datetime.now(UTC), self.scene.item_id))

    @property
    def _empty(self) -> bool:
        """Whether nobody answered yet."""
        return not any(vars(own)[answer] for own in self._votes().values() for answer in ANSWERS[:4])

    @property
    def _unanswered(self) -> int:
        """How many of those here gave no answer yet; of secret slips those of parties whose slips nobody counted."""
        if self._method is BallotMethod.SECRET:
            uncounted = (here.votes for group, here in self._voters.items() if not any(self._grid.slips(group) or ()))
            return sum(uncounted)
        answered = sum(sum(vars(own).values()) for own in self._votes().values())
        return sum(here.present for here in self._voters.values()) - answered

    def _votes(self) -> dict[str, Votes]:
        """What was answered so far."""
        return self._roll.votes() if self._method is BallotMethod.ROLL_CALL else self._grid.votes()

    def _result(self) -> Result:
        """What the votes come to as they stand; raises `RuleError` for votes that cannot be."""
        votes = self._votes()
        if self._method is not BallotMethod.ROLL_CALL:
            refuse_unrecorded(self._voters, votes)
        result = weigh(self.rule, self._voters, votes)
        for group, here in self._voters.items():
            if self._method is BallotMethod.SECRET and (slips := self._grid.slips(group)):
                refuse_slips(here.votes, slips)
        return result

    def _hands(self) -> dict[str, int]:
        """How many of each group can have raised a hand: who was counted already, and who is here yet."""
        assert self.scene is not None
        sheet, now = self.scene.open_sheet, datetime.now(UTC)
        if sheet is None:
            return {group: here.votes for group, here in self._voters.items()}
        cast = {count.group: count.cast for count in sheet.counts}
        room = self.scene.room
        return {group: max(cast[group], voting_still(room, sheet.ballot, group, now)) for group in self._voters}
