"""How a ballot reads: the lines of one that is being taken, and of those that were held."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from meetings_db.models import Ballot, BallotCount, BallotMethod, Choice
from meetings_db.queries.meetings import BallotSheet, MeetingRoom
from triparty.i18n import _, language
from triparty.rules.ballot_result import POOLED_GROUP, Result, Tally
from triparty.rules.ballot_rule import BallotRule, Groups, Measure
from triparty.rules.presence import Counted
from triparty.screens.meeting_room.scene import Scene
from triparty.screens.meeting_room.votes import ANSWER_WORDS, Roll, VoteGrid
from triparty.services.ballots import rule_of
from triparty.services.weighing import Votes
from triparty.widgets.cells import fit
from triparty.words import BALLOT_METHODS, CHOICES, PARTIES

_PARTY = 15
_LEAST = 5
CHOICE_MARKS = {
    Choice.YES: ("✓", "$success"),
    Choice.NO: ("✗", "$error"),
    Choice.ABSTAIN: ("○", "$warning"),
    Choice.INVALID: ("∅", "$warning"),
    Choice.RECUSED: ("⊘", "$foreground 65%"),
    Choice.SILENT: ("·", ""),
    Choice.ABSENT: ("–", "$foreground 50%"),
}
"""A sign beside every name, so that nothing hangs on a colour."""


class BallotSummary(Static):
    """The item's ballots that were held, round by round, and the one that is open."""

    scene: reactive[Scene | None] = reactive(None)

    def watch_scene(self) -> None:
        """Show what was counted."""
        sheets = self.scene.sheets if self.scene else []
        lines = [held(sheet) for sheet in sheets]
        self.border_title = Content(_("Ballots"))
        self.border_subtitle = Content(_("yes-no-abstained")) if lines else None
        self.update(Content("\n").join(lines or [Content.styled(_("No ballot yet. v opens one."), "$foreground 65%")]))


def rule_line(rule: BallotRule, place: int | None, count: int) -> Content:
    """The rule, and its place among those offered while it can still be changed."""
    title = rule.title_in(language())
    if place is None:
        return Content.assemble((title, "bold"), "  ", (_("frozen"), "$foreground 65%"))
    return Content.assemble(("◂ ", "$primary"), (title, "bold"), (" ▸", "$primary"), f"  {place + 1}/{count}")


def word_lines(scene: Scene, motion: str, reservations: str, *, frozen: bool) -> list[Content]:
    """What is put to the vote, a warning while that decides nothing yet, and the reservations."""
    lines = [Content(_("Motion: {motion}").format(motion=scene.shown(motion)))]
    item = scene.item
    if not frozen and item is not None and (item.issue_id or item.carried_from_id) and motion == item.title:
        bare = _("the motion is still the issue's title: e says what is decided")
        lines.append(Content.styled(f"! {bare}", "$warning"))
    if reservations:
        lines.append(Content(_("Reservations: {words}").format(words=scene.shown(reservations))))
    return lines


def absent_lines(voters: Mapping[str, Counted]) -> list[Content]:
    """A warning where a party has nobody here to vote: what is decided now is decided without it."""
    without = [group_in_a_word(group) for group, here in voters.items() if not here.votes]
    if not without or len(without) == len(voters):
        return []
    said = _("nobody who may vote is here of: {parties}").format(parties=_(", ").join(without))
    return [Content.styled(f"! {said}", "$warning")]


def grid_lines(grid: VoteGrid, voters: Mapping[str, Counted], result: Result | None, rule: BallotRule) -> list[Content]:
    """The names of the columns, a row of cells for each group, and what each needs."""
    names = "".join(fit(_(ANSWER_WORDS[answer]), _width(answer), right=True) + " " for answer in grid.answers)
    head = fit(_("here"), _PARTY, right=True) + names + "  " + _("needed")
    lines = [Content.styled(head, "$foreground 65%")]
    for place, group in enumerate(grid.groups):
        here = f" {voters[group].present}/{voters[group].expected}"
        cells = [_cell(grid, place, column) for column in range(len(grid.answers))]
        own = _of_group(result, rule, place)
        name = fit(group_in_a_word(group), _PARTY - len(here))
        lines.append(Content.assemble(name, (here, "$foreground 65%"), *cells, "  ", own))
    return [*lines, *_together(result, rule)]


def roll_lines(roll: Roll, voters: Mapping[str, Counted], result: Result | None, rule: BallotRule) -> list[Content]:
    """The names party by party, each with its answer, and what each party needs."""
    lines = []
    for place, group in enumerate(voters):
        parts: list[Content | str | tuple[str, str]] = [fit(group_in_a_word(group), _PARTY - 2), "  "]
        for at, voter in enumerate(roll.voters):
            if voter.group == group:
                sign, tone = CHOICE_MARKS[voter.choice]
                asked = at == roll.at
                parts.append((f"{'▶' if asked else sign}{voter.name}", "reverse bold" if asked else tone))
                parts.append("  ")
        lines.append(Content.assemble(*parts, _of_group(result, rule, place)))
    lines += _together(result, rule)
    now = roll.now
    counts = "  ".join(
        f"{CHOICE_MARKS[choice][0]} {_(CHOICES[choice])} {number}"
        for choice in Choice
        if (number := sum(voter.choice is choice for voter in roll.voters))
    )
    lines.append(Content.styled(counts, "$foreground 65%"))
    if now is not None:
        question = _("{name}?  y yes  n no  b abstain  x recused  i void  - no answer").format(name=now.name)
        lines.append(Content.styled(question, "bold"))
    return lines


def group_in_a_word(group: str) -> str:
    """A party in one word; everybody together."""
    return _("All together") if group == POOLED_GROUP else _(PARTIES[group]) if group in PARTIES else group


def held(sheet: BallotSheet) -> Content:
    """A ballot held: round, rule, how, result, and each group's yes, no and abstentions."""
    ballot = sheet.ballot
    counts = counted({count.group: count for count in sheet.counts})
    if ballot.closed_at is None:
        outcome = "… " + _("open: v goes on with it")
    else:
        outcome = "✓ " + _("agreed") if ballot.passed else "✗ " + _("not agreed")
    facts = [rule_of(ballot).title_in(language())]
    if ballot.method is not BallotMethod.HANDS:
        facts.append(_(BALLOT_METHODS[ballot.method]))
    if ballot.casting_vote is not None:
        cast = _("in favour") if ballot.casting_vote else _("against")
        facts.append(_("the chair's casting vote: {vote}").format(vote=cast))
    line = Content.assemble(
        _("Ballot {round}").format(round=ballot.round) + " ",
        (outcome, "bold"),
        f" · {' · '.join(facts)}\n  " + counts,
    )
    if ballot.reservations:
        line += Content("\n  " + _("Reservations: {words}").format(words=ballot.reservations))
    if ballot.annulled_reason:
        annulled = _("annulled: {reason}").format(reason=ballot.annulled_reason)
        return line.stylize("strike $foreground 65%") + Content("\n  " + annulled)
    return line


def another_was_faster(room: MeetingRoom, shown: Ballot, mine: str) -> str:
    """Both versions of a ballot that another desk changed since it was `shown`, and what to do."""
    there = next(sheet for sheet in room.ballots[shown.item_id] if sheet.ballot.id == shown.id)
    item = next(item for item in room.items if item.id == shown.item_id)
    return _(
        "Another desk was faster with the ballot on item {number}. There: {theirs}. Not recorded here: {mine}. "
        "Look again, then give it anew if it must be."
    ).format(number=item.position, theirs=" ".join(held(there).plain.split()), mine=mine)


def counted(answers: Mapping[str, BallotCount | Votes]) -> str:
    """Yes, no and abstentions of each group."""
    return "  ".join(f"{group_in_a_word(group)} {own.yes}-{own.no}-{own.abstain}" for group, own in answers.items())


def standing(tallies: Sequence[Tally], passed: bool) -> Content:
    """What is needed, and how many more; what still has to take part."""
    needed = " / ".join(str(tally.needed) for tally in tallies)
    if passed:
        return Content.styled(f"{needed} ✓", "$success")
    told = [needed + " ✗"]
    if short := max(tally.short_by for tally in tallies):
        told.append(_("{count} short").format(count=short))
    turnouts = [tally.turnout for tally in tallies if tally.turnout is not None and not tally.turnout.passed]
    if turnouts:
        told.append(_("{count} more must take part").format(count=turnouts[0].short_by))
    return Content.styled(" ".join(told), "$warning")


def _of_group(result: Result | None, rule: BallotRule, place: int) -> Content:
    """What one group needs where each is weighed, or what its one vote says."""
    if result is None:
        return Content("")
    if rule.measure is Measure.PARTIES:
        return Content.styled("→ " + _("yes"), "$success") if result.groups[place].passed else Content("→ –")
    if rule.groups is Groups.EACH:
        return standing(result.groups[place].tallies, result.groups[place].passed)
    return Content("")


def _together(result: Result | None, rule: BallotRule) -> list[Content]:
    """What all need together, where they are weighed together."""
    if result is None or rule.groups is Groups.EACH:
        return []
    if result.parties is not None:
        said = _("Parties in favour: {count}").format(count=result.parties.obtained)
        return [Content(said + "  " + _("needed") + " ") + standing([result.parties], result.parties.passed)]
    (group,) = result.groups
    said = _("All together: {count} in favour").format(count=group.obtained)
    return [Content(said + "  " + _("needed") + " ") + standing(group.tallies, group.passed)]


def _cell(grid: VoteGrid, row: int, column: int) -> Content:
    """One number, in brackets under the cursor."""
    answer = grid.answers[column]
    number, width = str(grid.cells.get((grid.groups[row], answer), 0)), _width(answer)
    if (row, column) == (grid.row, grid.column):
        return Content(" " * (width - 1 - len(number))) + Content.styled(f"[{number}]", "reverse bold")
    return Content.styled(number.rjust(width) + " ", "" if number != "0" else "$foreground 50%")


def _width(answer: str) -> int:
    """How wide the column of an answer is, without the cell for the cursor's bracket."""
    return max(_LEAST, cell_len(_(ANSWER_WORDS[answer])) + 1)
