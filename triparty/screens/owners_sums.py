"""What the slips of an owners' vote come to, by heads and by area, in two lines."""

from collections.abc import Mapping

from textual.content import Content

from meetings_db.models import Answer
from triparty.i18n import _
from triparty.rules.ballots import Measure, Result, Tally
from triparty.rules.owners import area_said
from triparty.rules.owners_votes import Share
from triparty.widgets.cells import Words
from triparty.widgets.frame import toned


def sums_of(result: Result, shares: Mapping[Answer, Share]) -> Content:
    """For heads and for area: who took part, who is in favour, what is needed; then whether it carries as it stands."""
    verdict = (
        Words(_("✓ carries as it stands"), "green") if result.passed else Words(_("✗ does not carry yet"), "amber")
    )
    lines = [_line(tally, shares) for group in result.groups for tally in group.tallies]
    return Content("\n").join([*lines, toned(verdict, bold=True)])


def _line(tally: Tally, shares: Mapping[Answer, Share]) -> Content:
    """One measure: part and yes against what is needed, the rest for the eye."""
    area = tally.measure is Measure.AREA
    name = _("By area, m²") if area else _("By heads")
    parts: list[Content] = []
    if tally.turnout is not None:
        part = (tally.turnout.obtained, tally.turnout.needed, tally.turnout.passed)
        parts.append(_against(_("took part"), *part, area=area))
    parts.append(_against(_("in favour"), tally.obtained, tally.needed, tally.short_by == 0, area=area))
    others = ((Answer.NO, _("against")), (Answer.ABSTAIN, _("abstained")), (Answer.INVALID, _("void")))
    for answer, word in others:
        amount = shares[answer].area if area else shares[answer].heads
        parts.append(Content.assemble((f"{word} ", "$secondary"), _amount(amount, area=area)))
    return Content.assemble((f"{name}  ", "bold"), Content("  ").join(parts))


def _against(word: str, there: int, needed: int, enough: bool, *, area: bool) -> Content:
    """An amount against what is needed."""
    said = _("{there} of {needed} needed").format(there=_amount(there, area=area), needed=_amount(needed, area=area))
    mark = Words(f"{'✓' if enough else '○'} {said}", "green" if enough else "amber")
    return Content.assemble((f"{word} ", "$secondary"), toned(mark))


def _amount(amount: int, *, area: bool) -> str:
    """Heads, or an area in 0.01 m² as people read it; the line's name has the unit."""
    return area_said(amount).removesuffix(" m²") if area else f"{amount:,}"
