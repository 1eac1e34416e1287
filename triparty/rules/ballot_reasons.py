"""The sentences of a calculation: what was needed, what was there, how many more."""

from fractions import Fraction

from triparty.i18n import _, ngettext
from triparty.rules.ballot_count import Count
from triparty.rules.ballot_result import POOLED_GROUP, Tally, Turnout
from triparty.rules.ballot_rule import BallotRule, Base, Measure, Participation


def approval(rule: BallotRule, group: str, tally: Tally) -> str:
    """How many in favour were needed of the base, and how many there were."""
    base = _whole(rule.base, _amount(tally.measure, tally.base))
    words = {
        "group": _label(rule, group, tally.measure),
        "obtained": _amount(tally.measure, tally.obtained),
        "needed": _amount(tally.measure, tally.needed),
        "base": base,
        "threshold": _threshold(rule.fraction, rule.strict, base),
        "short": _amount(tally.measure, tally.short_by),
    }
    if tally.base == 0:
        sentence = _("{group}: {obtained} in favour of {base}, and an empty count never passes.")
    elif tally.short_by == 0:
        sentence = _("{group}: {obtained} in favour, {needed} needed ({threshold}): enough.")
    else:
        sentence = _("{group}: {obtained} in favour, {needed} needed ({threshold}): {short} more needed.")
    return sentence.format(**words)


def participation(rule: BallotRule, quorum: Participation, group: str, tally: Tally, turnout: Turnout) -> str:
    """How many had to take part of those entitled, and how many did."""
    entitled = _whole(Base.ENTITLED, _amount(tally.measure, turnout.entitled))
    words = {
        "group": _label(rule, group, tally.measure),
        "obtained": _amount(tally.measure, turnout.obtained),
        "needed": _amount(tally.measure, turnout.needed),
        "threshold": _threshold(quorum.fraction, quorum.strict, entitled),
        "short": _amount(tally.measure, turnout.short_by),
    }
    if turnout.entitled == 0:
        sentence = _("{group}: nobody is entitled to vote, and an empty count never passes.")
    elif turnout.passed:
        sentence = _("{group}: {obtained} took part, {needed} needed ({threshold}): enough.")
    else:
        sentence = _("{group}: {obtained} took part, {needed} needed ({threshold}): {short} more needed.")
    return sentence.format(**words)


def tie(tally: Tally, casting_vote: bool | None) -> str:
    """What the chair did with the tie, or still has to do."""
    if casting_vote is None:
        return _("There is a tie, and the chair has not given the casting vote.")
    if tally.carried_by_chair:
        return _("There is a tie: the chair's casting vote is in favour.")
    return _("There is a tie: the chair's casting vote is against.")


def nobody_present(group: str) -> str:
    """Why a party that stayed away stops the decision."""
    return _("{group}: nobody is present, and every party must have somebody present.").format(group=group)


def objections(count: Count) -> str:
    """Who stands against a rule that needs everybody."""
    return ngettext("{group}: {count} person objects.", "{group}: {count} people object.", count.no).format(
        group=count.group, count=count.no
    )


def reservations(count: Count) -> str:
    """What a consensus records of those who neither agreed nor objected."""
    return ngettext(
        "{group}: {count} reservation recorded.", "{group}: {count} reservations recorded.", count.abstain
    ).format(group=count.group, count=count.abstain)


def party_vote(count: Count, said: str) -> str:
    """What one party said with its one vote: `yes`, `no`, `divided` or `silent`."""
    words = {"group": count.group, "yes": count.yes, "no": count.no, "abstain": count.abstain}
    match said:
        case "yes":
            return _("{group} votes in favour ({yes} yes, {no} no, {abstain} abstained).").format(**words)
        case "no":
            return _("{group} votes against ({yes} yes, {no} no, {abstain} abstained).").format(**words)
        case "divided":
            return _(
                "{group} abstains: neither side has more than half of its votes "
                "({yes} yes, {no} no, {abstain} abstained)."
            ).format(**words)
        case _silent:
            return _("{group} has not voted.").format(**words)


def _label(rule: BallotRule, group: str, measure: Measure) -> str:
    """The group's name as a sentence begins with it."""
    if measure is Measure.PARTIES:
        return _("Parties")
    name = _("All together") if group == POOLED_GROUP else group
    if rule.measure is not Measure.AREA_AND_PEOPLE:
        return name
    if measure is Measure.AREA:
        return _("{group}, by area").format(group=name)
    return _("{group}, by heads").format(group=name)


def _amount(measure: Measure, value: int) -> str:
    """A number with its unit; areas in m²."""
    if measure is Measure.AREA:
        return _("{area} m²").format(area=f"{value // 100}.{value % 100:02d}")
    if measure is Measure.PARTIES:
        return ngettext("{count} party", "{count} parties", value).format(count=value)
    return ngettext("{count} person", "{count} people", value).format(count=value)


def _threshold(fraction: Fraction, strict: bool, whole: str) -> str:
    """A fraction in words: more than, at least, or all."""
    if fraction == 1:
        return _("all of {whole}").format(whole=whole)
    part = f"{fraction.numerator}/{fraction.denominator}"
    words = _("more than {part} of {whole}") if strict else _("at least {part} of {whole}")
    return words.format(part=part, whole=whole)


def _whole(base: Base, amount: str) -> str:
    """How many the base holds, and who they are."""
    match base:
        case Base.PRESENT:
            words = _("{amount} present")
        case Base.CAST:
            words = _("{amount} voting")
        case Base.YES_NO:
            words = _("{amount} for or against")
        case Base.MEMBERS:
            words = _("{amount} in the whole body")
        case Base.ENTITLED:
            words = _("{amount} entitled")
    return words.format(amount=amount)
