"""What the slips of an owners' vote come to, by heads and by area: a small table with the verdict at its head."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from meetings_db.models import Answer, OwnersVote
from triparty.i18n import _
from triparty.rules.ballots import Measure, Result, Tally
from triparty.rules.owners import area_said
from triparty.rules.owners_votes import Share
from triparty.widgets.cells import Words
from triparty.widgets.frame import toned

_REST = (Answer.NO, Answer.ABSTAIN, Answer.INVALID)


def sums_of(result: Result, shares: Mapping[Answer, Share], *, closed: bool) -> Content:
    """For heads and for area: who took part and who is in favour against what is needed, and the others."""
    tallies = [tally for group in result.groups for tally in group.tallies]
    rows = [[toned(_verdict(result, closed=closed), bold=True), *(_heading(tally) for tally in tallies)]]
    if any(tally.turnout for tally in tallies):
        rows.append([_name(_("took part")), *(_turnout(tally) for tally in tallies)])
    rows.append([_name(_("in favour")), *(_in_favour(tally) for tally in tallies)])
    rows.append([_name(_("against · abstained · void")), *(_others(tally, shares) for tally in tallies)])
    widths = [max(cell.cell_length for cell in column) + 3 for column in zip(*rows, strict=True)]
    return Content("\n").join(_padded(row, widths) for row in rows)


def state_of(vote: OwnersVote) -> str:
    """How far a vote is."""
    if vote.annulled_reason:
        return _("annulled")
    if vote.closed_at is None:
        return _("open until {day}").format(day=vote.closes_on)
    return _("carried") if vote.passed else _("not carried")


def _padded(row: Sequence[Content], widths: Sequence[int]) -> Content:
    """A row with its cells under those of the others."""
    cells = (Content.assemble(cell, " " * (width - cell.cell_length)) for cell, width in zip(row, widths, strict=True))
    return Content("").join(cells).rstrip()


def _verdict(result: Result, *, closed: bool) -> Words:
    """What it came to, or would come to as it stands."""
    if result.passed:
        return Words(_("✓ carried") if closed else _("✓ carries as it stands"), "green")
    return Words(_("✗ not carried"), "red") if closed else Words(_("✗ does not carry yet"), "amber")


def _heading(tally: Tally) -> Content:
    """What a column measures, and that the second of its numbers is what is needed."""
    name = _("Area in m² / needed") if tally.measure is Measure.AREA else _("Heads / needed")
    return Content.styled(f"  {name}", "$secondary")


def _name(word: str) -> Content:
    """What a row says."""
    return Content.styled(f"  {word}", "$secondary")


def _turnout(tally: Tally) -> Content:
    """Who took part against what is needed."""
    if tally.turnout is None:
        return Content("")
    return _against(tally, tally.turnout.obtained, tally.turnout.needed, tally.turnout.passed)


def _in_favour(tally: Tally) -> Content:
    """Who is in favour against what is needed."""
    return _against(tally, tally.obtained, tally.needed, tally.short_by == 0)


def _others(tally: Tally, shares: Mapping[Answer, Share]) -> Content:
    """The answers that nothing is needed of."""
    area = tally.measure is Measure.AREA
    amounts = (shares[each].area if area else shares[each].heads for each in _REST)
    return Content("  " + " · ".join(_amount(tally, amount) for amount in amounts))


def _against(tally: Tally, there: int, needed: int, enough: bool) -> Content:
    """An amount against what is needed."""
    said = f"{'✓' if enough else '○'} {_amount(tally, there)} / {_amount(tally, needed)}"
    return toned(Words(said, "green" if enough else "amber"))


def _amount(tally: Tally, amount: int) -> str:
    """Heads, or an area in 0.01 m² as people read it; the column's name has the unit."""
    return area_said(amount).removesuffix(" m²") if tally.measure is Measure.AREA else f"{amount:,}"
