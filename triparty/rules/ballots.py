"""Ballots: the exact answer whether votes carry under a rule. Integers and fractions only; areas in 0.01 m².

Sources: Civil Code, Articles 278 and 1259; the rules themselves are data (`ballot_rules.toml`). An empty base
never passes. What the base and the quorum hold:

- an abstention took part and is never in favour; an invalid ballot took no part unless the rule says so;
- who is recused is present but in no base of `present` or `entitled`, unless the rule says otherwise;
- a quorum `by` cast counts ballots, one `by` present counts people in the room, each of those entitled;
- each-party rules weigh every group by itself, and a group with nobody present fails;
- one vote per party: a party says yes (or no) when more than half of its own cast votes do, else it abstains.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from triparty.i18n import _
from triparty.rules import RuleError, ballot_reasons
from triparty.rules.ballot_count import Amounts, Count, area_of, impossible, people_of
from triparty.rules.ballot_result import POOLED_GROUP, GroupResult, Result, Tally, Turnout
from triparty.rules.ballot_rule import (
    BallotRule,
    Base,
    Groups,
    Measure,
    Participation,
    Recusal,
    Tie,
    smallest_passing,
)

__all__ = [
    "POOLED_GROUP",
    "BallotRule",
    "Base",
    "Count",
    "GroupResult",
    "Groups",
    "Measure",
    "Participation",
    "Recusal",
    "Result",
    "Tally",
    "Tie",
    "Turnout",
    "decide",
]


Called = Callable[[str], str]
"""What a group is called in a sentence."""


def decide(
    rule: BallotRule, counts: Iterable[Count], *, casting_vote: bool | None = None, called: Called = str
) -> Result:
    """Whether `counts`, one per group, carry under `rule`.

    `casting_vote` is the chair's, used only in a tie and only under a rule that gives one. `called` names a group
    for the reasons; the result keeps it as it was counted. Raises RuleError, naming the group and the numbers, for
    counts that cannot be true.
    """
    rows = tuple(counts)
    if refusals := impossible(rule, [_worded(row, called) for row in rows]):
        raise RuleError(*refusals)
    if casting_vote is not None and rule.tie is not Tie.CHAIR:
        raise RuleError(_("The rule {rule} gives the chair no casting vote.").format(rule=rule.name))
    if rule.measure is Measure.PARTIES:
        return _by_parties(rule, rows, called)
    if rule.groups is Groups.EACH:
        return _each(rule, rows, called)
    return _pooled(rule, rows, casting_vote, called)


def _each(rule: BallotRule, rows: Sequence[Count], called: Called) -> Result:
    """Every group by itself; all must carry."""
    groups: list[GroupResult] = []
    reasons: list[str] = []
    for row in rows:
        tallies = _tallies(rule, (row,))
        groups.append(GroupResult(row.group, all(tally.passed for tally in tallies), tallies))
        if _voters_present(rule, row) == 0:
            reasons.append(ballot_reasons.nobody_present(called(row.group)))
        else:
            reasons += _explained(rule, called(row.group), tallies)
        reasons += _recorded(rule, _worded(row, called))
    return Result(all(group.passed for group in groups), rule, tuple(groups), tuple(reasons))


def _pooled(rule: BallotRule, rows: Sequence[Count], casting_vote: bool | None, called: Called) -> Result:
    """Everyone's votes together, under the only group's own name where there is but one."""
    name = label = POOLED_GROUP
    if len(rows) == 1:
        name, label = rows[0].group, called(rows[0].group)
    tallies = _tallies(rule, rows)
    reasons = []
    if rule.tie is Tie.CHAIR and tallies[0].tied:
        tallies = (replace(tallies[0], carried_by_chair=casting_vote is True),)
        reasons.append(ballot_reasons.tie(tallies[0], casting_vote))
    absent = _absent_parties(rule, rows)
    passed = all(tally.passed for tally in tallies) and not absent
    reasons = [*_missing(absent, called), *_explained(rule, label, tallies), *reasons]
    for row in rows:
        reasons += _recorded(rule, _worded(row, called))
    return Result(passed, rule, (GroupResult(name, passed, tallies),), tuple(reasons))


def _by_parties(rule: BallotRule, rows: Sequence[Count], called: Called) -> Result:
    """One vote per party: each party's own voters settle what it says, then the parties are counted."""
    groups: list[GroupResult] = []
    reasons = _missing(absent := _absent_parties(rule, rows), called)
    parties = Amounts()
    for row in rows:
        cast = _cast(rule, people_of(row))
        needed = smallest_passing(cast, Fraction(1, 2), strict=True)
        tally = Tally(Measure.PEOPLE, cast, needed, row.yes)
        said = "yes" if row.yes >= needed else "no" if row.no >= needed else "divided" if cast else "silent"
        groups.append(GroupResult(row.group, said == "yes", (tally,)))
        reasons.append(ballot_reasons.party_vote(_worded(row, called), said))
        parties += Amounts(
            entitled=1,
            present=int(_voters_present(rule, row) > 0),
            yes=int(said == "yes"),
            no=int(said == "no"),
            abstain=int(said == "divided"),
        )
        reasons += _recorded(rule, _worded(row, called))
    together = _tally(rule, Measure.PARTIES, parties)
    reasons += _explained(rule, POOLED_GROUP, (together,))
    return Result(together.passed and not absent, rule, tuple(groups), tuple(reasons), together)


def _tallies(rule: BallotRule, rows: Sequence[Count]) -> tuple[Tally, ...]:
    """The rows together, once for each thing the rule measures."""
    people = _tally(rule, Measure.PEOPLE, sum(map(people_of, rows), Amounts()))
    if not rule.measures_area:
        return (people,)
    area = _tally(rule, Measure.AREA, sum(map(area_of, rows), Amounts()))
    return (area,) if rule.measure is Measure.AREA else (people, area)


def _tally(rule: BallotRule, measure: Measure, amounts: Amounts) -> Tally:
    """One measure worked out: base, needed, obtained, turnout."""
    base = _base(rule, amounts)
    return Tally(
        measure,
        base,
        needed=smallest_passing(base, rule.fraction, rule.strict),
        obtained=amounts.yes,
        turnout=_turnout(rule.participation, rule, amounts) if rule.participation else None,
        tied=rule.strict and base > 0 and amounts.yes == rule.fraction * base,
    )


def _base(rule: BallotRule, amounts: Amounts) -> int:
    """Of how much the fraction is taken."""
    recused = 0 if rule.recused is Recusal.IN_BASE else amounts.recused
    match rule.base:
        case Base.PRESENT:
            return amounts.present - recused
        case Base.CAST:
            return _cast(rule, amounts)
        case Base.YES_NO:
            return amounts.yes + amounts.no
        case Base.MEMBERS:
            return amounts.entitled
        case Base.ENTITLED:
            return amounts.entitled - recused


def _cast(rule: BallotRule, amounts: Amounts) -> int:
    """The votes cast, as far as the rule counts them."""
    cast = amounts.yes + amounts.no
    cast += amounts.abstain if rule.abstain_counts else 0
    cast += amounts.invalid if rule.invalid_counts else 0
    cast += amounts.recused if rule.recused is Recusal.IN_BASE else 0
    return cast


def _turnout(quorum: Participation, rule: BallotRule, amounts: Amounts) -> Turnout:
    """Who took part of those entitled; who is not counted at all is missing from both."""
    out = amounts.recused if rule.recused is Recusal.NOT_COUNTED else 0
    entitled = amounts.entitled - out
    obtained = amounts.present - out if quorum.by is Base.PRESENT else _cast(rule, amounts)
    return Turnout(quorum.by, entitled, smallest_passing(entitled, quorum.fraction, quorum.strict), obtained)


def _voters_present(rule: BallotRule, row: Count) -> int:
    """How many of a group are there; who is not counted at all is not."""
    return row.present - (row.recused if rule.recused is Recusal.NOT_COUNTED else 0)


def _absent_parties(rule: BallotRule, rows: Sequence[Count]) -> list[str]:
    """The groups whose absence alone stops the decision."""
    if not rule.every_party_present:
        return []
    return [row.group for row in rows if _voters_present(rule, row) == 0]


def _missing(absent: Iterable[str], called: Called) -> list[str]:
    """A sentence for every group that stayed away."""
    return [ballot_reasons.nobody_present(called(group)) for group in absent]


def _worded(row: Count, called: Called) -> Count:
    """The row under the name its group is called by."""
    name = called(row.group)
    return row if name == row.group else replace(row, group=name)


def _explained(rule: BallotRule, group: str, tallies: Iterable[Tally]) -> list[str]:
    """Participation and approval of each measure, as sentences."""
    sentences = []
    for tally in tallies:
        if tally.turnout is not None and rule.participation is not None:
            sentences.append(ballot_reasons.participation(rule, rule.participation, group, tally, tally.turnout))
        sentences.append(ballot_reasons.approval(rule, group, tally))
    return sentences


def _recorded(rule: BallotRule, row: Count) -> list[str]:
    """Objections that stop a consensus, and the reservations that do not."""
    if not rule.reservations:
        return []
    sentences = [ballot_reasons.objections(row)] if row.no else []
    return [*sentences, ballot_reasons.reservations(row)] if row.abstain else sentences
