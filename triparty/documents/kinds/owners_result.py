"""The result of an owners' vote (业主共同决定事项表决结果): what was put to whom, the slips, who took part and how they
answered by heads and by area, every threshold in whole numbers, and who counted. No owner is named in it.

Sources: Civil Code, Articles 278 and 279; heads and areas as the Supreme Court (2020), Articles 8 and 9, counts them.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings_db.models import Answer, Community, Estate, OwnersVote
from triparty.documents.fields import Schema, group, many, text
from triparty.documents.kinds.calculation import BASES, compared, threshold
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words
from triparty.i18n import _, mark
from triparty.owner_words import ANSWERS, LEGAL_ITEMS
from triparty.rules import RuleError
from triparty.rules.ballots import BallotRule, Base, Count, Measure, Tally
from triparty.rules.owners import area_said
from triparty.rules.owners_votes import Share
from triparty.services.owners_votes import Standing, rule_of

VOTE = group(
    "vote",
    "表决",
    text("matter", "事项"),
    text("legal_item", "法定事项"),
    text("electorate", "范围"),
    text("opened", "开始"),
    text("until", "截止"),
    text("closed", "结束"),
)
"""What an owners' vote is about; its slips say it too."""
_SHARES = (
    text("heads", "人数"),
    text("heads_of_all", "人数占全体"),
    text("heads_of_part", "人数占参与"),
    text("area", "面积"),
    text("area_of_all", "面积占全体"),
    text("area_of_part", "面积占参与"),
)
SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        VOTE,
        text("rule", "规则"),
        text("basis", "依据"),
        group("owners", "业主", text("heads", "总人数"), text("area", "总面积")),
        group(
            "slips",
            "表决票",
            text("due", "应发"),
            text("issued", "实发"),
            text("returned", "收回"),
            text("valid", "有效"),
            text("invalid", "无效"),
            text("abstain", "弃权"),
        ),
        many("answers", "意见", text("answer", "名称"), *_SHARES),
        many(
            "thresholds",
            "门槛",
            text("what", "项目"),
            text("asked", "标准"),
            text("base", "基数"),
            text("needed", "需要"),
            text("obtained", "达到"),
            text("short_by", "尚差"),
            text("compared", "算式"),
            text("verdict", "结果"),
        ),
        text("conclusion", "结论"),
        text("silent", "未参与票"),
        text("remarks", "说明"),
    )
)
_SAID = {**ANSWERS, "none": mark("Slip did not come back")}
_SIDES = {"yes": mark("in favour"), "no": mark("against"), "abstain": mark("abstained")}
_MEASURES = {Measure.PEOPLE: mark("heads"), Measure.AREA: mark("area in m²")}


@dataclass(frozen=True)
class Held:
    """An owners' vote that was held: its slips as they came in, what was counted, and whose ballot was delivered."""

    vote: OwnersVote
    estate: Estate
    standing: Standing
    count: Count
    issued: Share


def values(held: Held, community: Community, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with. Raises RuleError while the vote is open."""
    vote, words = held.vote, Words(language)
    if vote.closed_at is None:
        raise RuleError(_("The vote is still open: its result is written when it is closed."))
    rule, shares, standing = rule_of(vote), held.standing.shares, held.standing
    everybody = _together(*shares.values())
    part = _together(*(share for answer, share in shares.items() if answer is not Answer.NONE))
    valid = sum(shares[answer].heads for answer in (Answer.YES, Answer.NO, Answer.ABSTAIN))
    tallies = [tally for each in standing.result.groups for tally in each.tallies]
    return {
        "community": community_values(community, words),
        "title": words.say("Result of the owners' vote of {estate}").format(estate=words.given(held.estate.name)),
        "date": words.day(made_on),
        "vote": vote_values(vote, held.estate, words),
        "rule": rule.title_in(words.language),
        "basis": rule.basis_in(words.language) or words.missing,
        "owners": {"heads": f"{everybody.heads:,}", "area": area_said(everybody.area)},
        "slips": {
            "due": f"{everybody.heads:,}",
            "issued": f"{held.issued.heads:,}",
            "returned": f"{part.heads:,}",
            "valid": f"{valid:,}",
            "invalid": f"{shares[Answer.INVALID].heads:,}",
            "abstain": f"{shares[Answer.ABSTAIN].heads:,}",
        },
        "answers": [
            {"answer": words.say("Took part"), **_shared(part, everybody, part)},
            *(
                {
                    "answer": words.say(_SAID[answer]),
                    **_shared(shares[answer], everybody, part if answer is not Answer.NONE else None),
                }
                for answer in (Answer.YES, Answer.NO, Answer.ABSTAIN, Answer.INVALID, Answer.NONE)
            ),
        ],
        "thresholds": [row for tally in tallies for row in _thresholds(rule, tally, words)],
        "conclusion": _conclusion(vote, words),
        "silent": _silent(held, part, words),
        "remarks": _remarks(vote, standing.afterwards, words),
    }


def vote_values(vote: OwnersVote, estate: Estate, words: Words) -> dict[str, str]:
    """What a vote is about, as `VOTE` names it."""
    where = [words.given(estate.name)]
    if vote.building:
        where.append(words.say("building {name}").format(name=vote.building))
    if vote.entrance:
        where.append(words.say("entrance {name}").format(name=vote.entrance))
    if vote.applicant:
        where.append(words.say("without the room that asks, {room}").format(room=vote.applicant))
    return {
        "matter": words.given(vote.motion),
        "legal_item": words.say(LEGAL_ITEMS[vote.legal_item]),
        "electorate": words.listed(where),
        "opened": words.day(vote.opened_at),
        "until": words.day(vote.closes_on),
        "closed": "" if vote.closed_at is None else words.moment(vote.closed_at),
    }


def _together(*shares: Share) -> Share:
    """Heads and area of several answers."""
    return Share(sum(share.heads for share in shares), sum(share.area for share in shares))


def _shared(share: Share, everybody: Share, part: Share | None) -> dict[str, str]:
    """Heads and area with their shares; who took no part has none of those who did."""
    return {
        "heads": f"{share.heads:,}",
        "heads_of_all": _percent(share.heads, everybody.heads),
        "heads_of_part": _percent(share.heads, part.heads) if part else "—",
        "area": area_said(share.area).removesuffix(" m²"),
        "area_of_all": _percent(share.area, everybody.area),
        "area_of_part": _percent(share.area, part.area) if part else "—",
    }


def _percent(part: int, whole: int) -> str:
    """A share in hundredths of a percent, cut and not rounded: what is not reached never looks as if it were."""
    if whole == 0:
        return "—"
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _thresholds(rule: BallotRule, tally: Tally, words: Words) -> list[dict[str, str]]:
    """Participation, where the rule asks for it, and approval of one measure."""
    measure = words.say(_MEASURES[tally.measure])
    rows = []
    if rule.participation is not None and (turnout := tally.turnout) is not None:
        quorum = rule.participation
        rows.append(
            {
                "what": words.say("Took part, {measure}").format(measure=measure),
                "asked": threshold(quorum.fraction, quorum.strict, BASES[Base.ENTITLED], words),
                "base": _amount(tally, turnout.entitled),
                "needed": _amount(tally, turnout.needed),
                "obtained": _amount(tally, turnout.obtained),
                "short_by": _amount(tally, turnout.short_by),
                "compared": compared(turnout.obtained, turnout.entitled, quorum.fraction, quorum.strict, words),
                "verdict": words.say("reached") if turnout.passed else words.say("not reached"),
            }
        )
    approved = tally.short_by == 0
    rows.append(
        {
            "what": words.say("In favour, {measure}").format(measure=measure),
            "asked": threshold(rule.fraction, rule.strict, BASES[rule.base], words),
            "base": _amount(tally, tally.base),
            "needed": _amount(tally, tally.needed),
            "obtained": _amount(tally, tally.obtained),
            "short_by": _amount(tally, tally.short_by),
            "compared": compared(tally.obtained, tally.base, rule.fraction, rule.strict, words),
            "verdict": words.say("reached") if approved else words.say("not reached"),
        }
    )
    return rows


def _amount(tally: Tally, amount: int) -> str:
    """Heads, or an area in m²; the row says which."""
    return area_said(amount).removesuffix(" m²") if tally.measure is Measure.AREA else f"{amount:,}"


def _conclusion(vote: OwnersVote, words: Words) -> str:
    """What came of it; of an annulled vote that nothing did, and why."""
    if vote.annulled_reason:
        return words.say("The vote was annulled and decides nothing. Reason: {reason}").format(
            reason=words.given(vote.annulled_reason)
        )
    return words.say("The matter is carried.") if vote.passed else words.say("The matter is not carried.")


def _silent(held: Held, part: Share, words: Words) -> str:
    """How the slips that did not come back were treated."""
    side = json.loads(held.vote.result).get("followed")
    if not side:
        return words.say("Owners whose slip did not come back took no part; they were counted on no side.")
    heads, area = held.count.present - part.heads, (held.count.present_area or 0) - part.area
    said = words.say(
        "Owners whose slip was delivered and did not come back follow the majority ({side}): {heads} owners, {area}. "
        "The rules: {clause} The owners were told: {notice}"
    )
    return said.format(
        side=words.say(_SIDES[side]),
        heads=f"{heads:,}",
        area=area_said(area),
        clause=words.given(held.vote.clause),
        notice=words.given(held.vote.notice),
    )


def _remarks(vote: OwnersVote, afterwards: int, words: Words) -> str:
    """What whoever reads the result should know: slips entered after the last day, and a close before it."""
    told = []
    if afterwards:
        said = words.say("Slips entered after the last day, as handed in by then or as late: {count}.")
        told.append(said.format(count=f"{afterwards:,}"))
    if vote.closed_early:
        said = words.say("It was closed before its last day, {day}. Reason: {reason}")
        told.append(said.format(day=words.day(vote.closes_on), reason=words.given(vote.closed_early)))
    return words.sentences(told)
