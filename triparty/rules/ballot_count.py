"""The votes of a group as counted, and which counts cannot be true.

Five states are kept apart: abstained (took part, never in favour), invalid, recused, present without voting,
and absent (entitled less present).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add, attrgetter

from triparty.i18n import _
from triparty.rules.ballot_rule import BallotRule, Base, Recusal

COUNTED = ("entitled", "present", "yes", "no", "abstain", "invalid", "recused")
"""The columns of a count, in the order in which a file and a form have them."""
_HEADS, _AREAS = attrgetter(*COUNTED), attrgetter(*(f"{name}_area" for name in COUNTED))


@dataclass(frozen=True)
class Count:
    """The votes of one group, in people, and where known in area (0.01 m²; None = not known)."""

    group: str
    entitled: int
    present: int
    yes: int
    no: int
    abstain: int = 0
    invalid: int = 0
    recused: int = 0
    entitled_area: int | None = None
    present_area: int | None = None
    yes_area: int | None = None
    no_area: int | None = None
    abstain_area: int | None = None
    invalid_area: int | None = None
    recused_area: int | None = None


@dataclass(frozen=True)
class Amounts:
    """One measure of a group's votes: heads, parties, or 0.01 m²."""

    entitled: int = 0
    present: int = 0
    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    recused: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        """Both together."""
        return Amounts(*map(add, _HEADS(self), _HEADS(other)))


def people_of(count: Count) -> Amounts:
    """The heads of a count."""
    return Amounts(*_HEADS(count))


def area_of(count: Count) -> Amounts:
    """The areas of a count in 0.01 m²; an area that is not known is 0, which `impossible` allows only unused."""
    return Amounts(*(area or 0 for area in _AREAS(count)))


def impossible(rule: BallotRule, counts: Sequence[Count]) -> list[str]:
    """A sentence for every reason why `counts` cannot be true, or cannot be counted under `rule`."""
    if not counts:
        return [_("There is nothing to count: not one group was given.")]
    refusals = []
    for group, times in Counter(count.group for count in counts).items():
        if not group.strip():
            refusals.append(_("A group has no name: every row needs one."))
        elif times > 1:
            refusals.append(
                _("{group} is counted {times} times: every group has one row.").format(group=group, times=times)
            )
    for count in counts:
        refusals += _impossible_people(count)
        if rule.measures_area:
            refusals += _impossible_area(rule, count)
    return refusals


def _impossible_people(count: Count) -> list[str]:
    """What is wrong with the heads of one group."""
    group, heads = count.group, people_of(count)
    negative = [
        _("{group}: {column} is {value}, and nothing can be counted below 0.").format(
            group=group, column=name, value=number
        )
        for name, number in zip(COUNTED, _HEADS(heads), strict=True)
        if number < 0
    ]
    if negative:
        return negative
    refusals = []
    if heads.present > heads.entitled:
        refusals.append(
            _("{group}: {present} present, but only {entitled} entitled to vote.").format(
                group=group, present=heads.present, entitled=heads.entitled
            )
        )
    if _answers(heads) > heads.present:
        refusals.append(
            _(
                "{group}: {yes} yes, {no} no, {abstain} abstained, {invalid} invalid and {recused} recused "
                "make {total}, but only {present} present."
            ).format(
                group=group,
                yes=heads.yes,
                no=heads.no,
                abstain=heads.abstain,
                invalid=heads.invalid,
                recused=heads.recused,
                total=_answers(heads),
                present=heads.present,
            )
        )
    return refusals


def _answers(amounts: Amounts) -> int:
    """Everybody present of whom something was written down."""
    return amounts.yes + amounts.no + amounts.abstain + amounts.invalid + amounts.recused


def _areas_used(rule: BallotRule) -> tuple[str, ...]:
    """The columns whose area the rule cannot do without."""
    used = ["entitled", "present", "yes", "no", "abstain"]
    if rule.invalid_counts:
        used.append("invalid")
    if rule.recused is not Recusal.PRESENT_ONLY or rule.base in (Base.PRESENT, Base.ENTITLED):
        used.append("recused")
    return tuple(used)


def _impossible_area(rule: BallotRule, count: Count) -> list[str]:
    """What is wrong with the areas of one group; people with no area would be left out of the count unseen."""
    refusals = []
    for name in COUNTED:
        heads: int = getattr(count, name)
        area: int | None = getattr(count, f"{name}_area")
        words = {"group": count.group, "column": f"{name}_area", "people": heads, "value": area}
        if area is None:
            if heads > 0 and name in _areas_used(rule):
                refusals.append(
                    _("{group}: {column} is missing, and the rule counts area ({people} people).").format(**words)
                )
        elif area < 0:
            refusals.append(_("{group}: {column} is {value}, and nothing can be counted below 0.").format(**words))
        elif area == 0 and heads > 0:
            refusals.append(_("{group}: {column} is 0 for {people} people: enter their area.").format(**words))
        elif area > 0 and heads == 0:
            refusals.append(_("{group}: {column} is {value}, but there are 0 such people.").format(**words))
    if refusals:
        return refusals
    areas = area_of(count)
    if areas.present > areas.entitled:
        refusals.append(
            _("{group}: present_area is {present}, but entitled_area only {entitled}.").format(
                group=count.group, present=areas.present, entitled=areas.entitled
            )
        )
    if _answers(areas) > areas.present:
        refusals.append(
            _("{group}: the areas of all answers make {total}, but present_area is only {present}.").format(
                group=count.group, total=_answers(areas), present=areas.present
            )
        )
    return refusals
