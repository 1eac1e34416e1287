"""The result of ballots with its calculation (表决结果计算表): who could vote, what was answered, every comparison in
whole numbers, what came of it, and who counted. One sheet, so that result and calculation cannot differ.
"""

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from meetings_db.models import BallotCount, Party
from meetings_db.queries.meetings import BallotSheet, MeetingRoom
from triparty.documents.ballots import ballot_values
from triparty.documents.fields import Schema, many, text
from triparty.documents.letterhead import PAPER, paper_values
from triparty.documents.prose import plain
from triparty.documents.wording import Words
from triparty.i18n import _, mark
from triparty.rules import RuleError
from triparty.rules.ballots import POOLED_GROUP, BallotRule, Base, GroupResult, Measure, Result, Tally, Turnout
from triparty.services.ballots import decided, rule_of, stamp_of
from triparty.words import BALLOT_METHODS, CHOICES, PARTIES_IN_FULL

BALLOTS = many(
    "ballots",
    "表决",
    text("item", "议题"),
    text("round", "轮次"),
    text("motion", "动议"),
    text("method", "方式"),
    text("opened", "开始"),
    text("closed", "结束"),
    text("rule", "规则"),
    text("basis", "依据"),
    text("version", "版本"),
    text("threshold", "标准"),
    text("electorate", "表决人员"),
    many(
        "counts",
        "计票",
        text("party", "方别"),
        text("entitled", "应到"),
        text("present", "实到"),
        text("handed_out", "发出票"),
        text("returned", "收回票"),
        text("yes", "同意"),
        text("no", "反对"),
        text("abstain", "弃权"),
        text("invalid", "无效"),
        text("valid", "有效"),
        text("recused", "回避"),
        text("silent", "未表决"),
        text("absent", "缺席"),
        text("result", "结果"),
    ),
    many(
        "votes",
        "名单",
        text("number", "序号"),
        text("name", "姓名"),
        text("party", "方别"),
        text("answer", "意见"),
    ),
    many("steps", "步骤", text("number", "序号"), text("step", "算式")),
    text("outcome", "结论"),
    text("reservations", "保留意见"),
    text("annulled", "作废"),
)
SCHEMA = Schema((*PAPER, BALLOTS))

BASES = {
    Base.PRESENT: mark("those present"),
    Base.CAST: mark("votes cast"),
    Base.YES_NO: mark("for and against"),
    Base.MEMBERS: mark("the whole body"),
    Base.ENTITLED: mark("those entitled"),
}
_MEASURES = {
    Measure.PEOPLE: mark("people"),
    Measure.PARTIES: mark("parties"),
    Measure.AREA: mark("area in 0.01 m²"),
}


def values(room: MeetingRoom, language: str, *, made_on: date, item_id: UUID | None = None) -> dict[str, Any]:
    """What the template is filled with: the ballots of one item, or of the whole meeting, that are not open.

    Raises RuleError where there is none.
    """
    words = Words(language)
    sheets = ballots(room, words, item_id)
    if not sheets:
        raise RuleError(_("No ballot was held yet: there is nothing to calculate."))
    return {**paper_values(room, words, made_on, draft=False, held=True), "ballots": sheets}


def ballots(room: MeetingRoom, words: Words, item_id: UUID | None = None) -> list[dict[str, Any]]:
    """The ballots of one item, or of the whole meeting, that are not open, as `BALLOTS` names what they say."""
    return [
        _ballot(room, sheet, item.position, item.title, words)
        for item in room.items
        if item_id in (None, item.id)
        for sheet in room.ballots.get(item.id, [])
        if sheet.ballot.closed_at is not None
    ]


def _ballot(room: MeetingRoom, sheet: BallotSheet, position: int, title: str, words: Words) -> dict[str, Any]:
    """One round of voting, step by step."""
    ballot, rule, result = sheet.ballot, rule_of(sheet.ballot), decided(sheet)
    item = next(item for item in room.items if item.id == ballot.item_id)
    told = ballot_values(sheet, item.authority, words, alone=False)
    version = words.day(rule.version) if rule.version else words.missing
    steps = _steps(rule, result, words)
    if ballot.casting_vote is not None:
        cast = words.say("in favour") if ballot.casting_vote else words.say("against")
        steps.append(words.say("A tie; the chair's casting vote: {vote}.").format(vote=cast))
    return {
        "item": words.say("Item {number}: {title}").format(number=position, title=words.given(title)),
        "round": str(ballot.round),
        "motion": told["motion"],
        "method": words.say(BALLOT_METHODS[ballot.method]),
        "opened": words.moment(ballot.opened_at),
        "closed": words.clock(ballot.closed_at),
        "rule": rule.title_in(words.language),
        "basis": rule.basis_in(words.language) or words.missing,
        "version": version,
        "threshold": threshold(rule.fraction, rule.strict, BASES[rule.base], words),
        "electorate": _electorate(sheet, words),
        "counts": [
            {**_count(count, words), "result": row["result"]}
            for count, row in zip(sheet.counts, told["counts"], strict=False)  # the minutes add a sum
        ],
        "votes": [
            {
                "number": str(place),
                "name": vote.name,
                "party": _called(vote.group, words),
                "answer": words.say(CHOICES[vote.choice]),
            }
            for place, vote in enumerate(sheet.votes, 1)
        ],
        "steps": [{"number": str(place), "step": step} for place, step in enumerate(steps, 1)],
        "outcome": told["outcome"],
        "reservations": plain(told["reservations"]),
        "annulled": told["annulled"],
    }


def _electorate(sheet: BallotSheet, words: Words) -> str:
    """Who was expected, there and withdrawn in each party when the ballot opened."""
    said = words.say("{party}: {expected} expected, {present} present, {recused} withdrew")
    parties = (
        said.format(party=_called(party, words), expected=own.expected, present=own.present, recused=own.recused)
        for party, own in stamp_of(sheet).items()
    )
    return ("；" if words.chinese else "; ").join(parties)


def _count(count: BallotCount, words: Words) -> dict[str, str]:
    """One group: the ways to answer, and those of not having answered."""
    answered = count.yes + count.no + count.abstain + count.invalid + count.recused
    numbers = {
        name: getattr(count, name) for name in ("entitled", "present", "yes", "no", "abstain", "invalid", "recused")
    }
    numbers["valid"] = count.yes + count.no + count.abstain
    numbers |= {"silent": count.present - answered, "absent": count.entitled - count.present}
    slips = {"handed_out": count.handed_out, "returned": count.returned}
    return {
        "party": _called(count.group, words),
        **{name: str(number) for name, number in numbers.items()},
        **{name: "—" if number is None else str(number) for name, number in slips.items()},
    }


def _steps(rule: BallotRule, result: Result, words: Words) -> list[str]:
    """Every comparison the result rests on."""
    steps = [step for group in result.groups for step in _of_group(rule, group, result, words)]
    if result.parties is not None:
        steps += _of_tally(rule, words.say("Parties"), result.parties, words)
    return steps


def _of_group(rule: BallotRule, group: GroupResult, result: Result, words: Words) -> list[str]:
    """The comparisons of one group; with one vote per party, what its own votes say."""
    name = _called(group.group, words)
    if result.parties is None:
        return [step for tally in group.tallies for step in _of_tally(rule, name, tally, words)]
    tally = group.tallies[0]
    said = words.say("votes in favour") if group.passed else words.say("does not vote in favour")
    half = compared(tally.obtained, tally.base, Fraction(1, 2), True, words)
    return [
        words.say("{group}: {obtained} in favour of {base} votes cast. {compared}: the party {said}.").format(
            group=name, obtained=tally.obtained, base=tally.base, compared=half, said=said
        )
    ]


def _of_tally(rule: BallotRule, name: str, tally: Tally, words: Words) -> list[str]:
    """Participation first, where the rule asks for it, then approval."""
    measure = words.say(_MEASURES[tally.measure])
    steps = []
    if rule.participation is not None and tally.turnout is not None:
        quorum, turnout = rule.participation, tally.turnout
        steps.append(_participation(name, measure, quorum.fraction, quorum.strict, turnout, words))
    sentence = words.say(
        "{group} ({measure}): base {base} ({what}), in favour {obtained}, needed {needed}. {compared}: {verdict}."
    )
    verdict = words.say("reached") if tally.short_by == 0 else words.say("not reached")
    steps.append(
        sentence.format(
            group=name,
            measure=measure,
            base=tally.base,
            what=words.say(BASES[rule.base]),
            obtained=tally.obtained,
            needed=tally.needed,
            compared=compared(tally.obtained, tally.base, rule.fraction, rule.strict, words),
            verdict=verdict if tally.base else words.say("not reached, nothing passes empty"),
        )
    )
    return steps


def _participation(name: str, measure: str, fraction: Fraction, strict: bool, turnout: Turnout, words: Words) -> str:
    """Whether enough took part."""
    return words.say(
        "{group} ({measure}): entitled {entitled}, took part {obtained}, needed {needed}. {compared}: {verdict}."
    ).format(
        group=name,
        measure=measure,
        entitled=turnout.entitled,
        obtained=turnout.obtained,
        needed=turnout.needed,
        compared=compared(turnout.obtained, turnout.entitled, fraction, strict, words),
        verdict=words.say("enough took part") if turnout.passed else words.say("not enough took part"),
    )


def compared(obtained: int, base: int, fraction: Fraction, strict: bool, words: Words) -> str:
    """The comparison cross-multiplied, so that no decimal is rounded: 2×2 = 4 > 1×3 = 3."""
    left, right = obtained * fraction.denominator, base * fraction.numerator
    sign = ">" if left > right else "=" if left == right else "<"
    wanted = words.say(" (must be more)") if strict else words.say(" (must be at least equal)")
    return f"{obtained}×{fraction.denominator} = {left} {sign} {base}×{fraction.numerator} = {right}{wanted}"


def threshold(fraction: Fraction, strict: bool, what: str, words: Words) -> str:
    """What the rule asks for, as a fraction."""
    said = words.say("more than {part} of {what}") if strict else words.say("at least {part} of {what}")
    return said.format(part=f"{fraction.numerator}/{fraction.denominator}", what=words.say(what))


def _called(group: str, words: Words) -> str:
    """A party in full; everybody together."""
    if group == POOLED_GROUP:
        return words.say("All together")
    return words.say(PARTIES_IN_FULL[Party(group)]) if group in list(Party) else group
