"""Owners who did not vote, and whether they follow the majority (从众条款): off unless all it takes is on record.

A court held such a clause good where the rules of procedure have it, the ballots were delivered and the owners were
told what not voting means (上海二中院 (2022)沪02民初16号); others object. So nobody follows without all three, and
where heads and area lean to different sides the program decides nothing.
"""

from dataclasses import dataclass, replace

from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_count import Amounts, Count, area_of, people_of

SIDES = ("yes", "no", "abstain")
"""What those who voted may have said."""


@dataclass(frozen=True)
class Clause:
    """What must be on record: the wording of the rules, and the notice that told the owners of it."""

    wording: str
    notice: str


@dataclass(frozen=True)
class Silent:
    """The owners who did not vote and whose ballot was delivered, with proof: heads, and area in 0.01 m²."""

    heads: int
    area: int


@dataclass(frozen=True)
class Followed:
    """A count in which the silent owners stand with the majority: `side` is one of `SIDES`."""

    count: Count
    side: str
    silent: Silent


def follow(count: Count, clause: Clause, silent: Silent) -> Followed:
    """The count with the silent owners on the side of the majority of those who voted, by heads and by area alike.

    Raises RuleError with what is not on record, for more silent owners than there are, and with a request for a ruling
    where no one side leads by heads and by area.
    """
    if reasons := [*_not_on_record(clause, silent), *_impossible(count, silent)]:
        raise RuleError(*reasons)
    by_heads, by_area = _leading(people_of(count)), _leading(area_of(count))
    if by_heads is None or by_heads != by_area:
        raise RuleError(
            _(
                "Those who voted have no one majority: by heads {heads}, by area {area}. The program counts nobody who "
                "did not vote. Ask the street office or the owners' committee for a ruling, and put it on record."
            ).format(heads=_said(by_heads), area=_said(by_area))
        )
    changed = {
        "present": count.present + silent.heads,
        "present_area": (count.present_area or 0) + silent.area,
        by_heads: getattr(count, by_heads) + silent.heads,
        f"{by_heads}_area": (getattr(count, f"{by_heads}_area") or 0) + silent.area,
    }
    return Followed(replace(count, **changed), by_heads, silent)


def _not_on_record(clause: Clause, silent: Silent) -> list[str]:
    """What is missing for anybody to follow."""
    reasons = []
    if not clause.wording.strip():
        reasons.append(_("Nobody who did not vote follows the majority: the rules of procedure are not quoted."))
    if not clause.notice.strip():
        reasons.append(
            _("Nobody who did not vote follows the majority: the notice that told the owners of it is not on record.")
        )
    if silent.heads <= 0:
        reasons.append(_("Nobody who did not vote follows the majority: no ballot of theirs is proven delivered."))
    return reasons


def _impossible(count: Count, silent: Silent) -> list[str]:
    """More silent owners than did not vote."""
    heads = count.entitled - count.present
    area = (count.entitled_area or 0) - (count.present_area or 0)
    if silent.heads <= heads and silent.area <= area:
        return []
    return [
        _(
            "{heads} owners with {area} m² are said to have kept silent, but only {most} with {most_area} m² did."
        ).format(heads=silent.heads, area=_square(silent.area), most=heads, most_area=_square(area))
    ]


def _leading(amounts: Amounts) -> str | None:
    """The side with more than any other; None where none has."""
    ordered = sorted(SIDES, key=lambda side: getattr(amounts, side), reverse=True)
    first, second = (getattr(amounts, side) for side in ordered[:2])
    return ordered[0] if first > second else None


def _said(side: str | None) -> str:
    """A side in a sentence."""
    words = {"yes": _("in favour"), "no": _("against"), "abstain": _("abstained")}
    return words[side] if side else _("no side more than another")


def _square(area: int) -> str:
    """An area in m²."""
    return f"{area // 100}.{area % 100:02d}"
