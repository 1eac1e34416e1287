"""A ballot as the minutes print it: the table of votes, the rule, the numbers needed and obtained, the outcome."""

from typing import Any

from meetings_db.models import Authority, Ballot, BallotCount, Party
from meetings_db.queries.meetings import BallotSheet
from triparty.documents.fields import many, prose, text
from triparty.documents.wording import Words
from triparty.i18n import mark
from triparty.rules.ballots import POOLED_GROUP, BallotRule, GroupResult, Groups, Measure, Result, Tally
from triparty.services.ballots import decided
from triparty.words import PARTIES_IN_FULL

BALLOTS = many(
    "ballots",
    "表决",
    text("round", "轮次"),
    text("motion", "动议"),
    text("rule", "规则"),
    many(
        "counts",
        "计票",
        text("party", "方别"),
        text("entitled", "应到"),
        text("present", "实到"),
        text("yes", "同意"),
        text("no", "反对"),
        text("abstain", "弃权"),
        text("invalid", "无效"),
        text("recused", "回避"),
        text("result", "结果"),
    ),
    text("finding", "计算"),
    text("outcome", "结论"),
    prose("reservations", "保留意见"),
    text("annulled", "作废"),
)

_OUTCOMES = {
    (Authority.WITHIN, True): mark("Carried."),
    (Authority.WITHIN, False): mark("Not carried."),
    (Authority.COMMITMENT, True): mark("The meeting agrees to the undertaking."),
    (Authority.COMMITMENT, False): mark("The meeting does not agree to the undertaking."),
    (Authority.OWNERS, True): mark("The meeting agrees, after consultation, to propose it to the owners."),
    (Authority.OWNERS, False): mark("The meeting does not agree to propose it to the owners."),
    (Authority.DEPARTMENT, True): mark("The meeting agrees to refer it to the department in charge."),
    (Authority.DEPARTMENT, False): mark("The meeting does not agree to refer it."),
}
_UNENDED = mark("Not brought to an end.")
_NUMBERS = ("entitled", "present", "yes", "no", "abstain", "invalid", "recused")
_NEEDED = {
    Measure.PEOPLE: mark("{needed} people in favour needed, {obtained} obtained"),
    Measure.PARTIES: mark("{needed} parties in favour needed, {obtained} obtained"),
    Measure.AREA: mark("{needed} m² in favour needed, {obtained} obtained"),
}
_TOOK_PART = {
    Measure.PEOPLE: mark("{needed} people had to take part, {obtained} did"),
    Measure.PARTIES: mark("{needed} parties had to take part, {obtained} did"),
    Measure.AREA: mark("{needed} m² had to take part, {obtained} did"),
}


def ballot_values(sheet: BallotSheet, authority: Authority, words: Words, *, alone: bool) -> dict[str, Any]:
    """One ballot for its table and sentences; `alone` when it was the item's only round.

    Worked out again from the rule frozen in the ballot, so that the sentence speaks the paper's language.
    """
    ballot = sheet.ballot
    result = decided(sheet)
    rule = result.rule
    passed = result.passed if ballot.passed is None else ballot.passed
    unended = ballot.passed is None
    return {
        "round": "" if alone else words.say(" (round {number})").format(number=ballot.round),
        "motion": words.given(ballot.motion),
        "rule": _rule(rule, words),
        "counts": _rows(sheet.counts, rule, result, passed, words),
        "finding": _finding(ballot, sheet.counts, result, words),
        "outcome": words.say(_UNENDED) if unended else words.say(_OUTCOMES[authority, passed]),
        "reservations": ballot.reservations.strip(),
        "annulled": ballot.annulled_reason.strip(),
    }


def _rule(rule: BallotRule, words: Words) -> str:
    """The rule by its title, with its basis."""
    title, basis = rule.title_in(words.language), rule.basis_in(words.language)
    if not basis:
        return title
    if words.chinese:
        return f"{title}，依据：{basis.rstrip('。')}"
    return f"{title}; basis: {basis.rstrip('.')}"


def _rows(
    counts: list[BallotCount], rule: BallotRule, result: Result, passed: bool, words: Words
) -> list[dict[str, str]]:
    """A row for each party, and a sum where everybody was counted together."""
    reached = {group.group: group.passed for group in result.groups}
    rows = []
    for count in counts:
        said = ""
        if count.group in reached:
            said = _said(rule, reached[count.group], words)
        rows.append(
            {
                "party": party_called(count.group, words) or words.say("Total"),
                **{name: str(getattr(count, name)) for name in _NUMBERS},
                "result": said or "—",
            }
        )
    if rule.groups is Groups.POOLED and len(counts) > 1:
        sums = {name: str(sum(getattr(count, name) for count in counts)) for name in _NUMBERS}
        reached_all = words.say("Reached") if passed else words.say("Not reached")
        rows.append({"party": words.say("Total"), **sums, "result": reached_all})
    return rows


def _said(rule: BallotRule, reached: bool, words: Words) -> str:
    """What a group's own votes came to."""
    if rule.measure is Measure.PARTIES:
        return words.say("In favour") if reached else words.say("Not in favour")
    return words.say("Reached") if reached else words.say("Not reached")


def _finding(ballot: Ballot, counts: list[BallotCount], result: Result, words: Words) -> str:
    """What was there and what was needed, for everybody together or for each party; then what no number of votes tells:
    the chair's casting vote, votes that are void, who was here and gave none, and the slips.
    """
    colon, stop = ("：", "；") if words.chinese else (": ", "; ")
    if result.parties is not None:
        parts = [_tally(result.parties, words)]
    else:
        by_group = {count.group: count for count in counts}
        parts = []
        for group in result.groups:
            told = _group(group, by_group.get(group.group), result.rule, words)
            name = party_called(group.group, words)
            parts.append(f"{name}{colon}{told}" if name else told)
    if ballot.casting_vote is not None:
        cast = words.say("in favour") if ballot.casting_vote else words.say("against")
        parts.append(words.say("a tie, and the chair's casting vote is {vote}").format(vote=cast))
    if invalid := sum(count.invalid for count in counts):
        parts.append(words.say("invalid votes: {count}").format(count=invalid))
    if ballot.passed is not None and (silent := sum(count.present - count.cast - count.recused for count in counts)):
        parts.append(words.say("here and did not vote: {count}").format(count=silent))
    recorded = [count.handed_out is not None for count in counts if count.present or count.handed_out is not None]
    if recorded and all(recorded):
        out, back = (sum(getattr(count, name) or 0 for count in counts) for name in ("handed_out", "returned"))
        parts.append(words.say("slips handed out: {out}, returned: {back}").format(out=out, back=back))
    return stop.join(parts) + ("。" if words.chinese else ".")


def _group(group: GroupResult, count: BallotCount | None, rule: BallotRule, words: Words) -> str:
    """What one group came to. Where all must agree, a number needed would read as if it were fixed beforehand."""
    if rule.fraction == 1 and count is not None:
        return words.say("{yes} in favour, {no} against").format(yes=count.yes, no=count.no)
    return ("；" if words.chinese else "; ").join(_tally(tally, words) for tally in group.tallies)


def _tally(tally: Tally, words: Words) -> str:
    told = [
        words.say(_NEEDED[tally.measure]).format(
            needed=_amount(tally.measure, tally.needed), obtained=_amount(tally.measure, tally.obtained)
        )
    ]
    if tally.turnout is not None:
        told.insert(
            0,
            words.say(_TOOK_PART[tally.measure]).format(
                needed=_amount(tally.measure, tally.turnout.needed),
                obtained=_amount(tally.measure, tally.turnout.obtained),
            ),
        )
    return ("，" if words.chinese else ", ").join(told)


def _amount(measure: Measure, value: int) -> str:
    """A number; areas are kept in 0.01 m²."""
    return f"{value // 100}.{value % 100:02d}" if measure is Measure.AREA else str(value)


def party_called(group: str, words: Words) -> str:
    """A party by its word, any other group by its name; empty for everybody together."""
    if group == POOLED_GROUP:
        return ""
    known = next((party for party in Party if party == group), None)
    return words.say(PARTIES_IN_FULL[known]) if known else group
