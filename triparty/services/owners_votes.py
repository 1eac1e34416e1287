"""The owners' vote: opened over a frozen electorate, its slips entered one by one, closed by rule, annulled."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.bulk import insert_rows, row
from meetings_db.models import (
    Answer,
    Delivery,
    Elector,
    ElectorUnit,
    Flaw,
    OwnersVote,
    OwnersVoteBase,
    Party,
    Person,
    Post,
    Unit,
    new_id,
)
from meetings_db.queries.owners import units_of
from meetings_db.queries.owners_votes import electors_called, shares, silent, voted_for
from meetings_db.text import clean, clean_line, fold
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_followers import Clause, Followed, Silent, follow
from triparty.rules.ballot_presets import load_rule, rule_from_table
from triparty.rules.ballots import BallotRule, Count, Result, decide
from triparty.rules.owners import Head, countable, heads
from triparty.rules.owners_votes import Share, Slip, after_second, counted, group_said, proxy_reasons, rule_for
from triparty.services.clock import moment
from triparty.services.kept import find, find_shown
from triparty.services.owners import roll

_LONGEST = 300
"""So long a list of rooms may be; what is cut off is counted."""


def open_vote(
    session: Session,
    estate_id: UUID,
    typed: OwnersVoteBase,
    at: datetime | None = None,
    *,
    rule: BallotRule | None = None,
) -> OwnersVote:
    """Open a vote over the roll as it stands: who votes with what area is frozen, and so is the rule.

    The rule is the preset of the matter where none is given. Refused while a unit of the electorate cannot be counted.
    """
    now = moment(at)
    if typed.closes_on < now.astimezone().date():
        raise RuleError(_("The last day for slips has passed: {day}.").format(day=typed.closes_on))
    voters = _electorate(session, estate_id, typed)
    chosen = rule or load_rule(rule_for(typed.legal_item))
    vote = OwnersVote.model_validate(
        typed,
        update={
            "estate_id": estate_id,
            "rule": chosen.name,
            "rule_snapshot": json.dumps(chosen.as_table(), ensure_ascii=False),
            "opened_at": now,
        },
    )
    session.add(vote)
    session.flush()
    _freeze(session, vote.id, voters, {unit.id: unit for unit in units_of(session, estate_id)})
    return vote


def enter_slip(
    session: Session,
    elector_id: UUID,
    answer: Answer,
    flaw: Flaw = Flaw.NONE,
    proxy: str = "",
    at: datetime | None = None,
) -> Elector:
    """Enter an owner's slip, as it is turned over. A slip with a flaw is void whatever it says.

    A second slip of the same owner does what the vote's rules say; `u` takes back what was entered by mistake.
    """
    elector = find(session, Elector, elector_id)
    vote = _open(session, elector.vote_id)
    if answer is Answer.NONE:
        raise RuleError(_("Say what the slip says."))
    proxy = clean_line(proxy)
    if proxy and (reasons := _against_proxy(session, vote, elector, proxy, moment(at))):
        raise RuleError(*reasons)
    slip = Slip(Answer.INVALID, flaw if flaw is not Flaw.NONE else Flaw.UNCLEAR)
    if flaw is Flaw.NONE and answer is not Answer.INVALID:
        slip = Slip(answer)
    _put(elector, after_second(vote.second_slip, Slip(elector.answer, elector.flaw), slip, elector.units), moment(at))
    elector.proxy = proxy
    session.flush()
    return elector


def take_out_slip(session: Session, elector_id: UUID) -> Elector:
    """Take every slip of an owner out again, as if none had come."""
    elector = find(session, Elector, elector_id)
    _open(session, elector.vote_id)
    if elector.answer is Answer.NONE:
        raise RuleError(_("No slip of {name} was entered.").format(name=elector.name))
    elector.answer, elector.flaw, elector.slips, elector.proxy = Answer.NONE, Flaw.NONE, 0, ""
    elector.answered_at = None
    session.flush()
    return elector


def note_delivery(session: Session, vote_id: UUID, delivery: Delivery, elector_ids: Sequence[UUID] = ()) -> int:
    """Put on record how ballots were delivered: of these electors, or of all that have no other proof yet."""
    _open(session, vote_id)
    found = electors_called(session, vote_id, elector_ids)
    changed = [each for each in found if each.delivery is not delivery and (elector_ids or _unproven(each))]
    for elector in changed:
        elector.delivery = delivery
    session.flush()
    return len(changed)


def close_vote(
    session: Session,
    vote_id: UUID,
    version: int | None = None,
    at: datetime | None = None,
    *,
    followers: bool = False,
) -> OwnersVote:
    """Close a vote and say what it came to; with `followers` who did not vote follows the majority, if that may be."""
    vote = find_shown(session, OwnersVote, vote_id, version)
    _open(session, vote_id)
    side = _followed(session, vote).side if followers else ""
    counted_now = _followed(session, vote).count if side else count_of(session, vote)
    result = decide(rule_of(vote), [counted_now], called=group_said)
    said = {key: value for key, value in result.as_dict().items() if key != "reasons"}
    vote.result = json.dumps({**said, "followed": side}, ensure_ascii=False)
    vote.passed, vote.closed_at = result.passed, moment(at)
    session.flush()
    return vote


def annul_vote(session: Session, vote_id: UUID, reason: str) -> OwnersVote:
    """Annul a vote, saying why; its electorate and its slips are kept."""
    vote = find(session, OwnersVote, vote_id)
    if vote.annulled_reason:
        raise RuleError(_("The vote was annulled already."))
    reason = clean(reason).strip()
    if not reason:
        raise RuleError(_("Say why: the reason stays on record."))
    vote.annulled_reason = reason
    session.flush()
    return vote


def count_of(session: Session, vote: OwnersVote) -> Count:
    """The slips of a vote as they are counted; after its close with those who follow the majority, if any do."""
    if vote.closed_at is not None and json.loads(vote.result).get("followed"):
        return _followed(session, vote).count
    return _slips(session, vote)


def result_of(session: Session, vote: OwnersVote) -> Result:
    """What a vote comes to with its slips as they are, by the rule frozen in it; reasons in the language spoken now."""
    return decide(rule_of(vote), [count_of(session, vote)], called=group_said)


def silent_of(session: Session, vote: OwnersVote) -> Silent:
    """The owners whose ballot was delivered and did not come back."""
    return Silent(*silent(session, vote.id))


def rule_of(vote: OwnersVote) -> BallotRule:
    """The rule frozen in a vote."""
    return rule_from_table(vote.rule, json.loads(vote.rule_snapshot), vote.rule)


def _electorate(session: Session, estate_id: UUID, typed: OwnersVoteBase) -> list[Head]:
    """The heads that vote: of the estate or its part, without the owner who asks for the others' consent."""
    holdings = roll(session, estate_id, typed.building, typed.entrance).holdings
    if not typed.applicant:
        return countable(holdings)
    asks = next((head for head in heads(holdings) if any(each.room == typed.applicant for each in head.holdings)), None)
    if asks is None:
        raise RuleError(_("{room} is not in this electorate.").format(room=typed.applicant))
    return countable([holding for holding in holdings if holding not in asks.holdings])


def _freeze(session: Session, vote_id: UUID, voters: Sequence[Head], units: dict[UUID, Unit]) -> None:
    """Keep the electorate as it stands: each head with its rooms and their areas."""
    electors, frozen = [], []
    for head in voters:
        elector_id = new_id()
        rooms = _listed([holding.room for holding in head.holdings])
        area, key = head.area, units[head.holdings[0].unit_id].key
        kept = {"vote_id": vote_id, "key": key, "name": head.name[:_LONGEST], "rooms": rooms, "area": area}
        electors.append(row(Elector, {**kept, "id": elector_id, "units": len(head.holdings)}))
        frozen += [
            {
                "id": new_id(),
                "vote_id": vote_id,
                "elector_id": elector_id,
                "unit_id": holding.unit_id,
                "key": units[holding.unit_id].key,
                "room": holding.room,
                "area": holding.area,
            }
            for holding in head.holdings
        ]
    insert_rows(session, Elector, electors)
    insert_rows(session, ElectorUnit, frozen)


def _listed(rooms: Sequence[str]) -> str:
    """Rooms in one line; what has no place is a number."""
    line = "、".join(rooms)
    shown = len(rooms)
    while len(line) > _LONGEST:
        shown -= 1
        line = "、".join(rooms[:shown]) + f" … +{len(rooms) - shown}"
    return line


def _put(elector: Elector, slip: Slip, now: datetime) -> None:
    """Put down what counts of an owner now that another slip came in."""
    elector.answer, elector.flaw = slip
    elector.slips += 1
    elector.answered_at = now


def _unproven(elector: Elector) -> bool:
    """Whether nothing says how a ballot was delivered."""
    return elector.delivery is Delivery.NONE


def _open(session: Session, vote_id: UUID) -> OwnersVote:
    """The vote, while slips may be entered; refused with the reason after that."""
    vote = find(session, OwnersVote, vote_id)
    if vote.annulled_reason:
        raise RuleError(_("The vote was annulled."))
    if vote.closed_at is not None:
        raise RuleError(_("The vote is closed. Take the closing back with `u` to go on."))
    return vote


def _against_proxy(session: Session, vote: OwnersVote, elector: Elector, proxy: str, now: datetime) -> list[str]:
    """Why somebody may not hand in this slip."""
    day = now.astimezone().date()
    staff = (
        select(Post.id)
        .join(Person, col(Post.person_id) == Person.id)
        .where(Person.key == fold(proxy), Post.party == Party.PROPERTY)
        .where(col(Post.ends_on).is_(None) | (col(Post.ends_on) >= day))
    )
    return proxy_reasons(
        proxy,
        cap=vote.proxy_cap,
        voted_for=voted_for(session, vote.id, proxy, elector.id),
        of_property=session.exec(staff.limit(1)).first() is not None,
    )


def _slips(session: Session, vote: OwnersVote) -> Count:
    """The slips alone."""
    return counted({answer: Share(*share) for answer, share in shares(session, vote.id).items()})


def _followed(session: Session, vote: OwnersVote) -> Followed:
    """The count with those who did not vote on the side of the majority; refused where that may not be."""
    return follow(_slips(session, vote), Clause(vote.clause, vote.notice), silent_of(session, vote))
