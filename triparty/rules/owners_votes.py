"""The owners' vote: which rule a matter goes by, what a second slip does, who may vote for others, what was counted.

Sources: Civil Code, Articles 278 and 279. An owner is one head with one will: a slip for any of their units speaks for
all of them. Who votes for whom, and what becomes of a second slip, is for the rules of procedure to say.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from meetings_db.models import Answer, Flaw, LegalItem, SecondSlip
from triparty.i18n import _, ngettext
from triparty.rules.ballot_count import Count

ORDINARY, SPECIAL, INTERESTED = "owners-ordinary", "owners-special", "interested-owners"

_SPECIAL = (LegalItem.FUND_RAISING, LegalItem.REBUILDING, LegalItem.COMMON_PARTS)

GROUP = "owners"
"""The one group of an owners' vote."""


class Share(NamedTuple):
    """Heads, and their area in 0.01 m²."""

    heads: int = 0
    area: int = 0


class Slip(NamedTuple):
    """What an owner is on record with."""

    answer: Answer
    flaw: Flaw = Flaw.NONE


def group_said(_group: str) -> str:
    """The one group in a sentence."""
    return _("the owners")


def rule_for(item: LegalItem) -> str:
    """The preset a matter goes by: items 6 to 8 need three quarters, Article 279 everybody it concerns."""
    if item is LegalItem.BUSINESS_USE:
        return INTERESTED
    return SPECIAL if item in _SPECIAL else ORDINARY


def after_second(preset: SecondSlip, first: Slip, second: Slip, units: int) -> Slip:
    """What counts when another slip of the same owner comes in.

    Of an owner of several units one slip for each is no contradiction as long as they say the same. A slip that came
    too late does nothing to one that came in time.
    """
    if second.flaw is Flaw.LATE and first.answer is not Answer.NONE:
        return first
    if first.answer is Answer.NONE or first.flaw is Flaw.LATE or preset is SecondSlip.REPLACES:
        return second
    if first == second and units > 1:
        return first
    return Slip(Answer.INVALID, Flaw.TWICE)


def late_said(closes_on: date, today: date) -> str:
    """What to heed with slips that are entered after the last day; '' while it has not passed."""
    if today <= closes_on:
        return ""
    told = _(
        "The last day for slips was {day}. What was handed in by then still counts; what came later is void as late."
    )
    return told.format(day=closes_on)


def entry_reasons(flaw: Flaw, closes_on: date, today: date, *, in_time: bool) -> list[str]:
    """Why a slip cannot be entered so: after the last day somebody has to say that it was handed in by then."""
    late = late_said(closes_on, today)
    if flaw is Flaw.LATE:
        return [] if late else [_("The last day for slips is {day}: none is late yet.").format(day=closes_on)]
    return [late, _("Say that it was handed in by then, or enter it as late.")] if late and not in_time else []


def close_reasons(closes_on: date, today: date, *, missing: int, followers: bool, why: str) -> list[str]:
    """Why a vote cannot be closed yet: its last day has not come, `missing` owners may still vote, no reason is given.

    Before that day nobody has failed to vote, so that nobody may be counted with the majority.
    """
    if today >= closes_on:
        return []
    reasons = []
    if followers:
        told = _("Nobody who did not vote follows the majority before the last day for slips, {day}.")
        reasons.append(told.format(day=closes_on))
    if missing and not why:
        told = ngettext(
            "{count} owner may still vote until {day}. To close before, say why: the reason stays on record.",
            "{count} owners may still vote until {day}. To close before, say why: the reason stays on record.",
            missing,
        )
        reasons.append(told.format(count=missing, day=closes_on))
    return reasons


def remarks(closes_on: date, *, afterwards: int, closed_early: str) -> list[str]:
    """What whoever reads a result should know: slips entered after the last day, and a close before it."""
    told = []
    if afterwards:
        said = ngettext(
            "{count} slip was entered after the last day, {day}, as handed in by then or as late.",
            "{count} slips were entered after the last day, {day}, as handed in by then or as late.",
            afterwards,
        )
        told.append(said.format(count=afterwards, day=closes_on))
    if closed_early:
        said = _("It was closed before its last day, {day}. Reason: {reason}")
        told.append(said.format(day=closes_on, reason=closed_early))
    return told


def proxy_reasons(proxy: str, *, cap: int, voted_for: int, of_property: bool) -> list[str]:
    """Why somebody may not hand in this slip for an owner: none allowed, too many, or of the property company."""
    reasons = []
    if cap == 0:
        reasons.append(_("The rules of this vote allow no proxies: enter the slip as void, or without one."))
    elif voted_for >= cap:
        told = _("{name} votes for others already: {count}, and the rules allow {cap}.")
        reasons.append(told.format(name=proxy, count=voted_for, cap=cap))
    if of_property:
        reasons.append(_("{name} works for the property company, and may vote for no owner.").format(name=proxy))
    return reasons


def counted(shares: Mapping[Answer, Share]) -> Count:
    """The count of an electorate by what each slip says; owners without a slip are entitled and took no part."""
    by = {answer: shares.get(answer, Share()) for answer in Answer}
    took_part = [by[answer] for answer in Answer if answer is not Answer.NONE]
    return Count(
        GROUP,
        entitled=sum(share.heads for share in by.values()),
        present=sum(share.heads for share in took_part),
        yes=by[Answer.YES].heads,
        no=by[Answer.NO].heads,
        abstain=by[Answer.ABSTAIN].heads,
        invalid=by[Answer.INVALID].heads,
        entitled_area=sum(share.area for share in by.values()),
        present_area=sum(share.area for share in took_part),
        yes_area=by[Answer.YES].area,
        no_area=by[Answer.NO].area,
        abstain_area=by[Answer.ABSTAIN].area,
        invalid_area=by[Answer.INVALID].area,
        recused_area=0,
    )
