"""A ballot's rule as data: whose votes, what is counted, of what base, and the exact fraction.

"At least" includes the number and "more than" does not (Civil Code, Article 1259). Every rule carries its
basis text and version date, so that an office can see and change what it goes by.
"""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from triparty.i18n import _
from triparty.rules import RuleError


class Groups(StrEnum):
    """Whose votes are weighed: each group's by themselves, and each must carry; or everyone's together."""

    EACH = "each"
    POOLED = "pooled"


class Measure(StrEnum):
    """What is counted: heads, parties with one vote each, floor area, or area and heads both."""

    PEOPLE = "people"
    PARTIES = "parties"
    AREA = "area"
    AREA_AND_PEOPLE = "area_and_people"


class Base(StrEnum):
    """Of what the fraction is taken.

    `present`: those present, voting or not; `cast`: yes, no and abstained; `yes_no`: yes and no;
    `members`: the whole body, which recusal never makes smaller; `entitled`: the body less the recused.
    """

    PRESENT = "present"
    CAST = "cast"
    YES_NO = "yes_no"
    MEMBERS = "members"
    ENTITLED = "entitled"


class Recusal(StrEnum):
    """What recusal does: counted like an abstention, present but outside the base, or not counted at all."""

    IN_BASE = "in_base"
    PRESENT_ONLY = "present_only"
    NOT_COUNTED = "not_counted"


class Tie(StrEnum):
    """What exactly reaching a "more than" fraction means: not carried, or the chair's casting vote decides."""

    FAILS = "fails"
    CHAIR = "chair"


class Body(StrEnum):
    """Whose decision the rule is for: the joint meeting, the owners, their committee, the residents, the village."""

    JOINT_MEETING = "joint_meeting"
    OWNERS = "owners"
    COMMITTEE = "committee"
    RESIDENTS = "residents"
    VILLAGE = "village"


def _check_threshold(fraction: Fraction, strict: bool) -> None:
    """Refuse a threshold that everything or nothing could pass."""
    if not 0 < fraction <= 1:
        raise RuleError(_("The fraction {fraction} is not above 0 and at most 1.").format(fraction=fraction))
    if strict and fraction == 1:
        raise RuleError(_("More than all can never be reached: use a smaller fraction or strict = false."))


def _written(fraction: Fraction) -> str:
    """A fraction as a rule file writes it, `2/3`."""
    return f"{fraction.numerator}/{fraction.denominator}"


def smallest_passing(base: int, fraction: Fraction, strict: bool) -> int:
    """The smallest whole number that passes `fraction` of `base`: never below 1, as nothing passes empty."""
    share = fraction * base
    return max(1, floor(share) + 1 if strict else ceil(share))


@dataclass(frozen=True)
class Participation:
    """How many of those entitled must take part: `by` is `present` (in the room) or `cast` (voted)."""

    fraction: Fraction
    strict: bool
    by: Base = Base.CAST

    def __post_init__(self) -> None:
        """Refuse a quorum that cannot be computed."""
        _check_threshold(self.fraction, self.strict)
        if self.by not in (Base.PRESENT, Base.CAST):
            raise RuleError(_("Participation is counted by present or cast, not by {by}.").format(by=self.by))


@dataclass(frozen=True)
class BallotRule:
    """A rule of decision with its legal basis, in both languages. Raises RuleError if it contradicts itself."""

    name: str
    groups: Groups
    measure: Measure
    base: Base
    fraction: Fraction
    strict: bool
    participation: Participation | None = None
    tie: Tie = Tie.FAILS
    invalid_counts: bool = False
    abstain_counts: bool = True
    recused: Recusal = Recusal.PRESENT_ONLY
    every_party_present: bool = False
    reservations: bool = False
    body: Body = Body.JOINT_MEETING
    title: str = ""
    title_zh: str = ""
    basis: str = ""
    basis_zh: str = ""
    version: date | None = None

    def __post_init__(self) -> None:
        """Refuse rules that contradict themselves."""
        _check_threshold(self.fraction, self.strict)
        if self.measure is Measure.PARTIES and self.groups is Groups.EACH:
            raise RuleError(_("One vote per party is counted over all parties: use groups = pooled."))
        if self.tie is Tie.CHAIR and (
            self.groups is Groups.EACH or self.measure is not Measure.PEOPLE or not self.strict
        ):
            raise RuleError(
                _("A casting vote needs groups = pooled, measure = people and strict = true: else there is no tie.")
            )

    @property
    def measures_area(self) -> bool:
        """Whether the counts must carry areas."""
        return self.measure in (Measure.AREA, Measure.AREA_AND_PEOPLE)

    def title_in(self, language: str) -> str:
        """The title in `zh_CN` or `en`, else the name."""
        chosen = self.title_zh if language.startswith("zh") else self.title
        return chosen or self.title or self.title_zh or self.name

    def basis_in(self, language: str) -> str:
        """The basis text in `zh_CN` or `en`; empty when the rule cites none."""
        chosen = self.basis_zh if language.startswith("zh") else self.basis
        return chosen or self.basis or self.basis_zh

    def as_table(self) -> dict[str, object]:
        """The rule as a table of a rule file, in plain JSON values: what is frozen when a ballot opens."""
        table: dict[str, object] = {
            item.name: value.isoformat() if isinstance(value, date) else value
            for item in fields(self)
            if item.name not in ("name", "fraction", "participation")
            and (value := getattr(self, item.name)) is not None
        }
        table["fraction"] = _written(self.fraction)
        if self.participation is not None:
            table["participation"] = {
                "fraction": _written(self.participation.fraction),
                "strict": self.participation.strict,
                "by": self.participation.by,
            }
        return table
