"""The ballot in the meeting room: opened by its first vote, each vote kept as it is given, closed by one key.

The first key says how: a digit counts hands, y n b call the roll, s counts secret slips, u needs no more than that.
"""

from pathlib import Path
from typing import ClassVar
from uuid import UUID

from textual.binding import BindingType
from textual.content import Content

from meetings_db.models import BallotMethod, Choice
from meetings_db.queries.meetings import BallotSheet
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_presets import known_rules
from triparty.rules.ballots import Result, Tie
from triparty.screens.meeting_room.as_shown import Seen
from triparty.screens.meeting_room.ballot_keys import BEFORE_THE_FIRST_VOTE, FOOT, KEYS
from triparty.screens.meeting_room.ballot_lines import absent_lines, grid_lines, roll_lines, rule_line, word_lines
from triparty.screens.meeting_room.ballot_outcome import how_to_vote, outcome_line, unanswered_said
from triparty.screens.meeting_room.ballot_taking import BallotTaking
from triparty.screens.meeting_room.votes import offered
from triparty.services.weighing import Votes, all_in_favour, weigh
from triparty.words import BALLOT_METHODS


class BallotPanel(BallotTaking):
    """The ballot on the item on the table: what it comes to is worked out at each key."""

    FIVE: ClassVar[tuple[str, ...]] = FOOT
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, rules: Path, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._folder = rules
        self._handed_over = self._sure = False

    # --- begin and end ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Go on with the open ballot, or prepare one with the rule that suits the item."""
        if self.scene is None or self.scene.item is None:
            return
        self._item = self.scene.item
        self.reservations, self._seen, self._handed_over, self._sure = "", Seen(), False, False
        if sheet := self.scene.open_sheet:
            self._take_up(sheet)
        else:
            self.rules = offered(known_rules(self._folder).values(), self._item.kind)
            self.motion, self._place, self._frozen, self._method = self.scene.last_motion, 0, None, None
            self._prepare()
        self.screen.add_class("-ballot")
        self.show()
        self.screen.set_focus(self)

    def close(self) -> None:
        """Put the ballot away."""
        self.screen.remove_class("-ballot")

    def word(self, of: str, typed: str) -> None:
        """Take over the motion or the reservations; an empty motion is the item's title."""
        if of == "motion":
            self.motion = typed or self._item.title
        else:
            self.reservations = typed
        self.show()

    def choose(self, name: str) -> None:
        """The rule of that name."""
        self._place = next(place for place, rule in enumerate(self.rules) if rule.name == name)
        self._prepare()
        self.show()

    def kept(self, seen: Seen) -> None:
        """Votes handed over were kept, or refused: then what is kept is shown again."""
        seen.waiting -= 1
        if seen is self._seen and self.screen.has_class("-ballot"):
            if seen.refused:
                self.start()
            else:
                self.watch_scene()

    def release(self) -> None:
        """The ballot handed over was recorded or refused: another may follow."""
        self._handed_over = False

    def watch_scene(self) -> None:
        """Somebody came or went; or another desk voted, closed or annulled the ballot."""
        if not self.screen.has_class("-ballot") or self.scene is None or self._seen.waiting:
            return
        sheet = self.scene.open_sheet
        if (sheet is None) is not (self._frozen is None):
            self.start()
        elif sheet is None:
            self._prepare_again()
        elif sheet is not None and sheet.ballot != self._seen.ballot:
            self._look_again(sheet)
        elif sheet is not None and self._method is BallotMethod.ROLL_CALL:
            at = self._roll.at
            self._call(sheet)
            self._roll.go_on(at)
        self.show()

    def _look_again(self, sheet: BallotSheet) -> None:
        """Another desk counted, or asked voters: that is shown, and where it takes the place of numbers it is told."""
        at, typed = self._roll.at, self._grid.votes()
        self._take_up(sheet)
        if self._method is BallotMethod.ROLL_CALL:
            self._roll.go_on(at)
        elif self._grid.votes() != typed:
            self._refuse(_("Another desk counted meanwhile: its numbers are shown."))

    # --- the keys ---------------------------------------------------------------------------------------

    def action_digit(self, digit: int) -> None:
        """A number; the first counts hands."""
        if self._method is BallotMethod.ROLL_CALL:
            self._refuse(_("The roll is being called: y, n, b, x, i or - for each voter."))
            return
        self._grid.digit(digit)
        self._count()

    def action_answer(self, word: str) -> None:
        """An answer of the voter asked; the first calls the roll. Where numbers are typed, its column."""
        choice = Choice(word)
        if self._method is BallotMethod.ROLL_CALL or (self._method is None and self._grid.empty):
            self._answer({}, choice)
        elif word in self._grid.answers:
            self._grid.to(word)
            self.show()

    def action_rub_out(self) -> None:
        """A wrong number; or back to the voter before."""
        if self._method is BallotMethod.ROLL_CALL:
            self.action_move(-1)
            return
        self._grid.rub_out()
        self._count()

    def action_move(self, by: int) -> None:
        """Another cell, or another voter."""
        if self._method is not BallotMethod.ROLL_CALL:
            self._grid.move(by)
        elif by > 0:
            self._roll.on()
        else:
            self._roll.back()
        self.show()

    def action_down(self, by: int) -> None:
        """Another party; in a roll another voter."""
        if self._method is BallotMethod.ROLL_CALL:
            self.action_move(by)
            return
        self._grid.down(by)
        self.show()

    def action_rule(self, by: int) -> None:
        """Another rule; once the first vote has frozen it another cell, or voter."""
        if self._frozen is not None:
            self.action_move(by)
        else:
            self.choose(self.rules[(self._place + by) % len(self.rules)].name)

    def action_rules(self) -> None:
        """All rules."""
        if self._changeable():
            self.post_message(self.RuleWanted())

    def action_secret(self) -> None:
        """Secret slips instead of hands, or back."""
        if self._changeable():
            self._method = None if self._method else BallotMethod.SECRET
            self._prepare()
            self.show()

    def action_rest(self) -> None:
        """Whoever gave no other answer says yes."""
        if self._method is BallotMethod.SECRET:
            self._refuse(_("Secret slips are counted; nobody's answer is known."))
        elif self._method is BallotMethod.ROLL_CALL:
            if waiting := self._roll.waiting:
                self._answer({voter.id: Choice.YES for voter in waiting})
            else:
                self._refuse(_("Everybody was asked: enter records, backspace goes back."))
        else:
            self._grid.rest_yes(self._voters, self._hands())
            self._count()

    def action_unanimous(self) -> None:
        """Everybody present says yes; recorded at once when that carries, else shown with what is missing."""
        if self.scene is None or not self._changeable():
            return
        if self._method is BallotMethod.SECRET:
            self._refuse(_("Secret slips are counted; nobody's answer is known."))
            return
        self._prepare()
        votes = all_in_favour(self._voters)
        result = weigh(self.rule, self._voters, votes)
        self._grid.fill(votes)
        self.show()
        if not result.passed:
            self._refuse(_("Not recorded: even with everybody here in favour it is not enough. See what is needed."))
        elif not self._handed_over:
            self._handed_over = True
            self.post_message(self.Unanimous(self._item, self.rule, self.motion, votes, self.reservations))

    def action_record(self) -> None:
        """Close the ballot; votes that cannot be are refused with their reasons."""
        if self._empty:
            self._refuse(_("No votes yet. Type the numbers, call the roll, or press u when everybody says yes."))
            return
        try:
            result = self._result()
        except RuleError as refusal:
            self._refuse("\n".join(refusal.reasons))
            return
        if (left := self._unanswered) and not self._sure:
            self._sure = True
            again = _("{waiting}. enter once more records that they did not vote.")
            self._refuse(again.format(waiting=unanswered_said(left)))
        elif not self._handed_over:
            self._handed_over = True
            if self._frozen is None:  # what was filled in by `u` and is not enough: recorded after all
                self._count()
            self.post_message(self.Ended(self.rule.tie is Tie.CHAIR and result.tied, self.reservations, self._seen))

    def action_motion(self) -> None:
        """Ask for the words put to the vote."""
        if self._changeable():
            self.post_message(self.WordsWanted("motion", self._seen))

    def action_reserve(self) -> None:
        """Ask for the reservations."""
        self.post_message(self.WordsWanted("reservations", self._seen))

    def action_annul(self) -> None:
        """Ask why the open ballot is annulled."""
        if self._frozen is None:
            self._refuse(_("No ballot is open yet. esc leaves."))
        else:
            self.post_message(self.WordsWanted("annulment", self._seen))

    def action_leave(self) -> None:
        """Put the ballot away; one that was opened stays open."""
        self.close()
        self.post_message(self.Closed(self._frozen is not None))

    def why_not(self, action: str) -> str | None:
        """Why a key of the bottom line can do nothing now: the first vote froze what it would change."""
        if self._frozen is None or action not in BEFORE_THE_FIRST_VOTE:
            return None
        return _("Rule, motion and who may vote were frozen by the first vote. w annuls the ballot.")

    def _changeable(self) -> bool:
        """Whether rule, motion and method can still be chosen; said why not."""
        if reason := self.why_not("rules"):
            self._refuse(reason)
        return not reason

    def _refuse(self, sentence: str) -> None:
        """Say why a key did nothing."""
        self.post_message(self.Refused(sentence))

    def _answer(self, answers: dict[UUID, Choice], choice: Choice | None = None) -> None:
        """Take down answers of voters: of the one asked, or of several."""
        self._method = BallotMethod.ROLL_CALL
        if choice is not None:
            voter = self._roll.give(choice)
            if voter is None:
                self._refuse(_("Everybody was asked: enter records, backspace goes back."))
                return
            answers = {voter.id: choice}
        else:
            self._roll.fill(answers)
        self._hand_over(answers, {})

    def _count(self) -> None:
        """Keep the numbers as they stand; what cannot be, or is nothing yet, is only shown."""
        if self._frozen is None and self._grid.empty:  # nothing was counted yet: a finger slipped
            self.show()
            return
        self._method = self._method or BallotMethod.HANDS
        try:
            self._result()
        except RuleError:
            self.show()
            return
        votes = self._grid.votes()
        self._hand_over({}, {group: (votes[group], self._grid.slips(group)) for group in self._grid.groups})

    def _hand_over(self, answers: dict[UUID, Choice], counts: dict[str, tuple[Votes, tuple[int, int] | None]]) -> None:
        """Let votes be kept; from the first of them on everything else is frozen."""
        assert self._method is not None
        rule, self._frozen, self._sure = self.rule, self.rule, False
        self._seen.waiting += 1
        self.post_message(
            self.Voted(self._item, rule, self.motion, self.reservations, self._method, answers, counts, self._seen)
        )
        self.show()

    def show(self) -> None:
        """Draw rule, votes and result."""
        if self.scene is None or self.scene.item is None:
            return
        result: Result | None = None
        refusal: tuple[str, ...] = ()
        try:
            result = self._result()
        except RuleError as error:
            refusal = error.reasons
        self.border_title = Content(_("Ballot"))
        self.border_subtitle = Content(_(BALLOT_METHODS[self._method])) if self._method else None
        lines = [rule_line(self.rule, None if self._frozen else self._place, len(self.rules))]
        lines += word_lines(self.scene, self.motion, self.reservations, frozen=self._frozen is not None)
        lines += absent_lines(self._voters)
        if self._method is BallotMethod.ROLL_CALL:
            lines += roll_lines(self._roll, self._voters, result, self.rule)
        else:
            lines += grid_lines(self._grid, self._voters, result, self.rule)
        if result is None:
            lines += [Content.styled("✗ " + reason, "$error") for reason in refusal]
        elif self._empty:
            lines += how_to_vote(self._method, frozen=self._frozen is not None)
        else:
            item, motion = self._item, self.scene.shown(self.motion)
            lines.append(outcome_line(item.authority, motion, self.rule, result, self._unanswered))
        self.update(Content("\n").join(lines))
        self.refresh_bindings()
