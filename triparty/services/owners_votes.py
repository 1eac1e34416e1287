"""The owners' vote: opened over a frozen electorate, its slips entered one by one, closed by rule, annulled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
from meetings_db.queries.owners_votes import delivered_otherwise, entered_since, shares, silent, voted_for
from meetings_db.text import clean, clean_line, fold
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_followers import Clause, Followed, Silent, follow
from triparty.rules.ballot_presets import load_rule, rule_from_table
from triparty.rules.ballots import BallotRule, Count, Result, decide
from triparty.rules.owners import Head, countable, heads
from triparty.rules.owners_votes import (
    Share,
    Slip,
    after_second,
    close_reasons,
    counted,
    entry_reasons,
    group_said,
    proxy_reasons,
    rule_for,
)
from triparty.services.clock import moment
from triparty.services.kept import find, find_shown
from triparty.services.owners import roll

_LONGEST = 300
"""So long a list of rooms may be; what is cut off is counted."""
_NAMED = 40
"""So much of a matter is in the name of a file."""


@dataclass(frozen=True)
class Standing:
    """What a vote comes to as it stands: by its rule, and for each answer the heads and their area.

    `afterwards` is how many of the slips were entered after the last day for them.
    """

    result: Result
    shares: Mapping[Answer, Share]
    afterwards: int

    @property
    def electors(self) -> int:
        """How many may vote."""
        return sum(share.heads for share in self.shares.values())

    @property
    def slips(self) -> int:
        """How many did."""
        return self.electors - self.shares.get(Answer.NONE, Share()).heads


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
    if typed.closes_on < _day(now):
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
    *,
    version: int | None = None,
    in_time: bool = False,
) -> Elector:
    """Enter an owner's slip, as it is turned over. A slip with a flaw is void whatever it says.

    A second slip of the same owner does what the vote's rules say; `u` takes back what was entered by mistake. After
    the last day for slips `in_time` says that it was handed in by then.
    """
    elector = find_shown(session, Elector, elector_id, version)
    vote, now, proxy = _open(session, elector.vote_id), moment(at), clean_line(proxy)
    if answer is Answer.NONE:
        raise RuleError(_("Say what the slip says."))
    reasons = entry_reasons(flaw, vote.closes_on, _day(now), in_time=in_time)
    if proxy:
        reasons += _against_proxy(session, vote, elector, proxy, now)
    if reasons:
        raise RuleError(*reasons)
    slip = Slip(Answer.INVALID, flaw if flaw is not Flaw.NONE else Flaw.UNCLEAR)
    if flaw is Flaw.NONE and answer is not Answer.INVALID:
        slip = Slip(answer)
    before = Slip(elector.answer, elector.flaw)
    stands = after_second(vote.second_slip, before, slip, elector.units)
    elector.answer, elector.flaw = stands
    if stands is not before:
        elector.answered_at = now
    if stands is slip:  # who handed in a slip that does not count votes for nobody
        elector.proxy, elector.proxy_key = proxy, fold(proxy)
    elector.slips += 1
    session.flush()
    return elector


def take_out_slip(session: Session, elector_id: UUID, *, version: int | None = None) -> Elector:
    """Take every slip of an owner out again, as if none had come."""
    elector = find_shown(session, Elector, elector_id, version)
    _open(session, elector.vote_id)
    if elector.answer is Answer.NONE:
        raise RuleError(_("No slip of {name} was entered.").format(name=elector.name))
    elector.answer, elector.flaw, elector.slips, elector.answered_at = Answer.NONE, Flaw.NONE, 0, None
    elector.proxy = elector.proxy_key = ""
    session.flush()
    return elector


def note_delivery(session: Session, vote_id: UUID, delivery: Delivery, elector_ids: Sequence[UUID] = ()) -> int:
    """Put on record how ballots were delivered: of these electors, or of all that have no other proof yet."""
    _open(session, vote_id)
    changed = delivered_otherwise(session, vote_id, delivery, elector_ids)
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
    early: str = "",
) -> OwnersVote:
    """Close a vote and say what it came to; with `followers` who did not vote follows the majority, if that may be.

    `early` is why it is closed before its last day while owners may still vote.
    """
    vote = find_shown(session, OwnersVote, vote_id, version)
    _open(session, vote_id)
    now, early = moment(at), clean(early).strip()
    missing = _summed(session, vote)[Answer.NONE].heads
    if reasons := close_reasons(vote.closes_on, _day(now), missing=missing, followers=followers, why=early):
        raise RuleError(*reasons)
    side = _followed(session, vote).side if followers else ""
    counted_now = _followed(session, vote).count if side else count_of(session, vote)
    result = decide(rule_of(vote), [counted_now], called=group_said)
    said = {key: value for key, value in result.as_dict().items() if key != "reasons"}
    vote.result = json.dumps({**said, "followed": side}, ensure_ascii=False)
    vote.passed, vote.closed_at = result.passed, now
    vote.closed_early = early if missing and _day(now) < vote.closes_on else ""
    session.flush()
    return vote


def annul_vote(session: Session, vote_id: UUID, reason: str, *, version: int | None = None) -> OwnersVote:
    """Annul a vote, saying why; its electorate and its slips are kept."""
    vote = find_shown(session, OwnersVote, vote_id, version)
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


def standing_of(session: Session, vote_id: UUID) -> tuple[OwnersVote, Standing]:
    """A vote and what it comes to as it stands."""
    vote = find(session, OwnersVote, vote_id)
    after = datetime.combine(vote.closes_on + timedelta(days=1), time()).astimezone()
    afterwards = entered_since(session, vote_id, after) if moment() >= after else 0
    return vote, Standing(result_of(session, vote), _summed(session, vote), afterwards)


def silent_of(session: Session, vote: OwnersVote) -> Silent:
    """The owners whose ballot was delivered and did not come back."""
    return Silent(*silent(session, vote.id))


def subject_of(vote: OwnersVote) -> tuple[str, str]:
    """A vote as a paper is about it, and how the name of its file calls it: two rounds on one matter differ by day."""
    return vote.id.hex, f"{vote.opened_at.astimezone():%Y-%m-%d} {vote.motion[:_NAMED]}"


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


def _day(at: datetime) -> date:
    """The day it is in the office."""
    return at.astimezone().date()


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
    key, day = fold(proxy), _day(now)
    staff = (
        select(Post.id)
        .join(Person, col(Post.person_id) == Person.id)
        .where(Person.key == key, Post.party == Party.PROPERTY)
        .where(col(Post.ends_on).is_(None) | (col(Post.ends_on) >= day))
    )
    return proxy_reasons(
        proxy,
        cap=vote.proxy_cap,
        voted_for=voted_for(session, vote.id, key, elector.id),
        of_property=session.exec(staff.limit(1)).first() is not None,
    )


def _slips(session: Session, vote: OwnersVote) -> Count:
    """The slips alone."""
    return counted(_summed(session, vote))


def _summed(session: Session, vote: OwnersVote) -> dict[Answer, Share]:
    """For each answer the heads that gave it, and their area."""
    found = shares(session, vote.id)
    return {answer: Share(*found.get(answer, ())) for answer in Answer}


def _followed(session: Session, vote: OwnersVote) -> Followed:
    """The count with those who did not vote on the side of the majority; refused where that may not be."""
    return follow(_slips(session, vote), Clause(vote.clause, vote.notice), silent_of(session, vote))
