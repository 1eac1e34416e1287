"""The ballot in the meeting room: the rule, the grid of votes, and the result as it stands."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from meetings_db.models import THREE_PARTIES, AgendaItem, Party
from meetings_db.queries.meetings import BallotSheet
from triparty.i18n import _, language
from triparty.rules import RuleError
from triparty.rules.authority import conclusion
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballots import BallotRule, Groups, Result
from triparty.screens.meeting_room.scene import Scene
from triparty.screens.meeting_room.votes import ANSWER_WORDS, ANSWERS, LETTERS, PRESETS, VoteGrid, usual_rule
from triparty.services.ballots import Votes, present_by_party, preview, unanimous
from triparty.widgets.cells import fit
from triparty.words import PARTIES

_PARTY = 15
_LEAST = 5


class BallotSummary(Static):
    """The item's ballots that were held, round by round."""

    scene: reactive[Scene | None] = reactive(None)

    def watch_scene(self) -> None:
        """Show what was counted."""
        sheets = self.scene.sheets if self.scene else []
        lines = [_held(sheet) for sheet in sheets]
        self.border_title = Content(_("Ballots"))
        self.border_subtitle = Content(_("yes-no-abstained")) if lines else None
        self.update(Content("\n").join(lines or [Content.styled(_("No ballot yet. v opens one."), "$foreground 65%")]))


class BallotPanel(Static, can_focus=True):
    """An open ballot. Numbers go into the cell under the cursor; the result as it stands is worked out at each."""

    FIVE: ClassVar[tuple[str, ...]] = (
        "ballot.unanimous",
        "ballot.record",
        "ballot.rest",
        "ballot.rule.next",
        "ballot.motion",
        "ballot.reservations",
        "ballot.leave",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "u", "unanimous", _("Unanimous"), id="ballot.unanimous", tooltip=_("Everybody here says yes: record it")
        ),
        Binding("enter", "record", _("Record"), id="ballot.record", tooltip=_("Record the votes as they stand")),
        Binding(
            "y", "rest_yes", _("The rest yes"), id="ballot.rest", tooltip=_("Whoever gave no other answer says yes")
        ),
        Binding("left", "rule(-1)", _("Rule before"), id="ballot.rule.before", tooltip=_("The rule before")),
        Binding("right", "rule(1)", _("Rule"), id="ballot.rule.next", tooltip=_("The next rule")),
        Binding("e", "motion", _("Motion"), id="ballot.motion", tooltip=_("Put other words to the vote")),
        Binding(
            "r",
            "reserve",
            _("Reservations"),
            id="ballot.reservations",
            tooltip=_("Record who has reservations, and which"),
        ),
        Binding("escape", "leave", _("Back"), id="ballot.leave", tooltip=_("Close the ballot without recording it")),
        Binding("tab", "move(1)", show=False, id="ballot.cell.next", tooltip=_("The next number")),
        Binding("shift+tab", "move(-1)", show=False, id="ballot.cell.before", tooltip=_("The number before")),
        Binding("down", "down(1)", show=False, id="ballot.cell.down", tooltip=_("The next party")),
        Binding("up", "down(-1)", show=False, id="ballot.cell.up", tooltip=_("The party before")),
        Binding("backspace", "rub_out", show=False, id="ballot.erase", tooltip=_("Take the last digit away")),
        *(
            Binding(str(digit), f"digit({digit})", show=False, id=f"ballot.digit.{digit}", tooltip=_("Type a number"))
            for digit in range(10)
        ),
        *(
            Binding(letter, f"choose({place})", show=False, id=f"ballot.rule.{letter}", tooltip=_("Choose this rule"))
            for place, letter in enumerate(LETTERS)
        ),
    ]

    scene: reactive[Scene | None] = reactive(None)

    @dataclass
    class Recorded(Message):
        """The votes on an item, as it was shown when the ballot was opened, are to be recorded."""

        item: AgendaItem
        rule: str
        motion: str
        votes: dict[Party, Votes]
        reservations: str

    class WordsWanted(Message):
        """The motion or the reservations are to be typed."""

        def __init__(self, of: str) -> None:
            super().__init__()
            self.of = of

    @dataclass
    class Refused(Message):
        """Why nothing was recorded."""

        sentence: str

    class Closed(Message):
        """The ballot is no longer wanted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.grid = VoteGrid()
        self.motion = self.reservations = ""
        self._place = 0
        self._handed_over = False

    @property
    def rule(self) -> BallotRule:
        """The rule chosen."""
        return load_rule(PRESETS[self._place])

    def start(self) -> None:
        """Open a ballot on the item on the table, with the rule that suits it."""
        if self.scene is None or self.scene.item is None:
            return
        self._item = self.scene.item
        self.grid, self.motion, self.reservations = VoteGrid(), self.scene.item.title, ""
        self._place = usual_rule(self.scene.item.kind)
        self.screen.add_class("-ballot")
        self.show()
        self.screen.set_focus(self)

    def close(self) -> None:
        """Put the ballot away."""
        self.screen.remove_class("-ballot")

    def word(self, of: str, typed: str) -> None:
        """Take over the motion or the reservations; an empty motion is the item's title."""
        if of == "motion":
            self.motion = typed or (self.scene.item.title if self.scene and self.scene.item else "")
        else:
            self.reservations = typed
        self.show()

    def watch_scene(self) -> None:
        """Somebody came or went: the result as it stands may be another."""
        if self.screen.has_class("-ballot"):
            self.show()

    def action_digit(self, digit: int) -> None:
        """A number."""
        self.grid.digit(digit)
        self.show()

    def action_rub_out(self) -> None:
        """A wrong number."""
        self.grid.rub_out()
        self.show()

    def action_move(self, by: int) -> None:
        """Another cell."""
        self.grid.move(by)
        self.show()

    def action_down(self, by: int) -> None:
        """Another party."""
        self.grid.down(by)
        self.show()

    def action_rule(self, by: int) -> None:
        """Another rule."""
        self.action_choose((self._place + by) % len(PRESETS))

    def action_choose(self, place: int) -> None:
        """A rule's own letter."""
        self._place = place
        self.show()

    def action_rest_yes(self) -> None:
        """Fill in the yes votes."""
        if self.scene is not None:
            self.grid.rest_yes(present_by_party(self.scene.room, datetime.now(UTC)))
            self.show()

    def action_unanimous(self) -> None:
        """Everybody present says yes; recorded at once when that carries, else shown with what is missing."""
        if self.scene is None:
            return
        votes = unanimous(self.scene.room, datetime.now(UTC))
        self.grid.fill(votes)
        result = preview(self.scene.room, self.rule, votes, datetime.now(UTC))
        self.show()
        if result.passed:
            self._record(votes)
        else:
            refusal = _("Not recorded: even with everybody here in favour it is not enough. See what is needed.")
            self.post_message(self.Refused(refusal))

    def action_record(self) -> None:
        """Record what was typed; the counts that cannot be are refused with their reasons."""
        if self.scene is None:
            return
        if self.grid.empty:
            self.post_message(self.Refused(_("No votes yet. Type the numbers, or press u when everybody says yes.")))
            return
        try:
            preview(self.scene.room, self.rule, self.grid.votes(), datetime.now(UTC))
        except RuleError as refusal:
            self.post_message(self.Refused("\n".join(refusal.reasons)))
            return
        self._record(self.grid.votes())

    def action_motion(self) -> None:
        """Ask for the words put to the vote."""
        self.post_message(self.WordsWanted("motion"))

    def action_reserve(self) -> None:
        """Ask for the reservations."""
        self.post_message(self.WordsWanted("reservations"))

    def action_leave(self) -> None:
        """Put the ballot away unrecorded."""
        self.close()
        self.post_message(self.Closed())

    def release(self) -> None:
        """The votes handed over were recorded or refused: others may follow."""
        self._handed_over = False

    def _record(self, votes: dict[Party, Votes]) -> None:
        """Hand the votes over once, however often the key is pressed."""
        if self._handed_over:
            return
        self._handed_over = True
        self.post_message(self.Recorded(self._item, self.rule.name, self.motion, votes, self.reservations))

    def show(self) -> None:
        """Draw rule, grid and result."""
        if self.scene is None or self.scene.item is None:
            return
        now = datetime.now(UTC)
        present = present_by_party(self.scene.room, now)
        result: Result | None = None
        refusal: tuple[str, ...] = ()
        try:
            result = preview(self.scene.room, self.rule, self.grid.votes(), now)
        except RuleError as error:
            refusal = error.reasons
        title = self.rule.title_in(language())
        self.border_title = Content(_("Ballot"))
        lines = [
            Content.assemble(
                ("◂ ", "$primary"), (title, "bold"), (" ▸", "$primary"), f"  {self._place + 1}/{len(PRESETS)}"
            ),
            Content(_("Motion: {motion}").format(motion=self.motion)),
        ]
        if self.scene.issue is not None and self.motion == self.scene.item.title:
            bare = _("the motion is still the issue's title: e says what is decided")
            lines.append(Content.styled(f"! {bare}", "$warning"))
        if self.reservations:
            lines.append(Content(_("Reservations: {words}").format(words=self.reservations)))
        lines.append(_heading())
        lines += [self._row(place, party, present[party], result) for place, party in enumerate(THREE_PARTIES)]
        if result is not None and self.rule.groups is Groups.POOLED:
            lines.append(Content(_("All together: ")) + _standing(result, 0))
        lines += self._outcome(result, refusal)
        self.update(Content("\n").join(lines))

    def _row(self, place: int, party: Party, present: tuple[int, int], result: Result | None) -> Content:
        """One party's cells, and under a rule for each party what it needs."""
        here = f"{present[1]}/{present[0]}"
        name = fit(_(PARTIES[party]), _PARTY - len(here))
        parts: list[Content | str | tuple[str, str]] = [name, (here, "$foreground 65%")]
        for column, answer in enumerate(ANSWERS):
            number = str(self.grid.cells.get((party, answer), 0))
            width = _width(answer)
            if (place, column) == (self.grid.row, self.grid.column):
                parts += [" " * (width - 1 - len(number)), (f"[{number}]", "reverse bold")]
            else:
                parts.append((number.rjust(width) + " ", "" if number != "0" else "$foreground 50%"))
        if result is not None and self.rule.groups is Groups.EACH:
            parts += ["  ", _standing(result, place)]
        return Content.assemble(*parts)

    def _outcome(self, result: Result | None, refusal: tuple[str, ...]) -> list[Content]:
        """The result as it stands, in the words the item's authority permits."""
        if result is None:
            return [Content.styled("✗ " + reason, "$error") for reason in refusal]
        assert self.scene is not None
        assert self.scene.item is not None
        sentence = conclusion(self.scene.item.authority, result.passed, self.motion, _)
        if self.grid.empty:
            return [
                Content.styled(
                    _("u everybody says yes   digits and tab: the numbers   y the rest yes"), "$foreground 65%"
                )
            ]
        sign, tone = ("✓", "$success") if result.passed else ("✗", "$warning")
        return [Content.styled(f"{sign} {sentence}", f"bold {tone}")]


def _width(answer: str) -> int:
    """How wide the column of an answer is, without the cell for the cursor's bracket."""
    return max(_LEAST, cell_len(_(ANSWER_WORDS[answer])) + 1)


def _heading() -> Content:
    """The names of the columns."""
    names = "".join(fit(_(ANSWER_WORDS[answer]), _width(answer), right=True) + " " for answer in ANSWERS)
    return Content.styled(fit(_("here"), _PARTY, right=True) + names + "  " + _("needed"), "$foreground 65%")


def _standing(result: Result, place: int) -> Content:
    """What a group needs, and how many more."""
    group = result.groups[place]
    if group.passed:
        return Content.styled(f"{group.needed} ✓", "$success")
    short = _("{count} short").format(count=group.short_by) if group.short_by else ""
    return Content.styled(f"{group.needed} ✗ {short}".rstrip(), "$warning")


def _held(sheet: BallotSheet) -> Content:
    """A ballot held: round, rule, result, and each party's yes, no and abstentions."""
    ballot = sheet.ballot
    title = load_rule(ballot.rule).title_in(language()) if ballot.rule in PRESETS else ballot.rule
    words = {party.value: _(PARTIES[party]) for party in THREE_PARTIES}
    counts = (f"{words.get(count.group, count.group)} {count.yes}-{count.no}-{count.abstain}" for count in sheet.counts)
    outcome = "✓ " + _("agreed") if ballot.passed else "✗ " + _("not agreed")
    round_ = _("Ballot {round}").format(round=ballot.round)
    line = Content.assemble(f"{round_} ", (outcome, "bold"), f" · {title}\n  " + "  ".join(counts))
    if ballot.reservations:
        line += Content("\n  " + _("Reservations: {words}").format(words=ballot.reservations))
    if ballot.annulled_reason:
        annulled = _("annulled: {reason}").format(reason=ballot.annulled_reason)
        return line.stylize("strike $foreground 65%") + Content("\n  " + annulled)
    return line
