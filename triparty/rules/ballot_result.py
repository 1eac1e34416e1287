"""What a count comes to: the numbers behind an answer, and the answer."""

from dataclasses import dataclass

from triparty.rules.ballot_rule import BallotRule, Base, Measure

POOLED_GROUP = "all"
"""The name of the one group of a result that was pooled from several."""


@dataclass(frozen=True)
class Turnout:
    """Participation of those entitled: `needed` is the smallest number that is enough."""

    by: Base
    entitled: int
    needed: int
    obtained: int

    @property
    def passed(self) -> bool:
        """Whether enough took part."""
        return self.obtained >= self.needed

    @property
    def short_by(self) -> int:
        """How many more would be enough."""
        return max(0, self.needed - self.obtained)


@dataclass(frozen=True)
class Tally:
    """One measure of one group worked out: of `base`, `needed` in favour, `obtained` there.

    `needed` is the smallest number that passes with the base as it is. `tied` means exactly the fraction was
    reached where more than it is needed; `carried_by_chair` that the casting vote then carried it.
    """

    measure: Measure
    base: int
    needed: int
    obtained: int
    turnout: Turnout | None = None
    tied: bool = False
    carried_by_chair: bool = False

    @property
    def short_by(self) -> int:
        """How many more in favour would pass."""
        return max(0, self.needed - self.obtained)

    @property
    def passed(self) -> bool:
        """Whether approval and participation were both reached."""
        return (self.short_by == 0 or self.carried_by_chair) and (self.turnout is None or self.turnout.passed)


@dataclass(frozen=True)
class GroupResult:
    """What became of one group; `tallies` holds one entry per measure, people before area.

    `needed`, `obtained`, `short_by` are heads, or 0.01 m² where the rule measures nothing but area; the
    `*_area` trio is None where the rule does not measure area. With one vote per party a group has passed when
    it said yes. A group may lack participation with nothing `short_by`: the reasons say so.
    """

    group: str
    passed: bool
    tallies: tuple[Tally, ...]

    @property
    def needed(self) -> int:
        """The smallest number in favour that passes."""
        return self.tallies[0].needed

    @property
    def obtained(self) -> int:
        """The number in favour."""
        return self.tallies[0].obtained

    @property
    def short_by(self) -> int:
        """How many more in favour would pass."""
        return self.tallies[0].short_by

    @property
    def area(self) -> Tally | None:
        """The tally by area, where the rule measures it."""
        return next((tally for tally in self.tallies if tally.measure is Measure.AREA), None)

    def as_dict(self) -> dict[str, object]:
        """`group`, `passed`, `needed`, `obtained`, `short_by`; by area also `needed_area` and so on."""
        answer: dict[str, object] = {
            "group": self.group,
            "passed": self.passed,
            "needed": self.needed,
            "obtained": self.obtained,
            "short_by": self.short_by,
        }
        if self.area is not None:
            answer["needed_area"] = self.area.needed
            answer["obtained_area"] = self.area.obtained
            answer["short_by_area"] = self.area.short_by
        return answer


@dataclass(frozen=True)
class Result:
    """The answer: carried or not, group by group, with the reasons in the language spoken then.

    `parties` is the count of the parties themselves under a rule of one vote per party, else None.
    """

    passed: bool
    rule: BallotRule
    groups: tuple[GroupResult, ...]
    reasons: tuple[str, ...]
    parties: Tally | None = None

    @property
    def tied(self) -> bool:
        """Whether exactly the fraction was reached where more than it is needed."""
        return len(self.groups) == 1 and self.groups[0].tallies[0].tied

    def as_dict(self) -> dict[str, object]:
        """The answer as plain values for JSON: `passed`, `rule` (its name), `groups`, `reasons`."""
        return {
            "passed": self.passed,
            "rule": self.rule.name,
            "groups": [group.as_dict() for group in self.groups],
            "reasons": list(self.reasons),
        }
