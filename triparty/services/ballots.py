"""Ballots in the meeting: who may vote now, holding a ballot under a rule, annulling it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, func, select

from meetings_db.models import (
    THREE_PARTIES,
    AgendaItem,
    Ballot,
    BallotCount,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Participant,
    Party,
    Standing,
)
from meetings_db.queries.meetings import BallotSheet, MeetingRoom, meeting_room
from meetings_db.text import clean, clean_line
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_presets import load_rule, rule_from_table
from triparty.rules.ballots import BallotRule, Count, Result, decide
from triparty.rules.presence import Quorum, present_at, quorum
from triparty.services.clock import moment
from triparty.services.issues import SETTLED_BY_MEETING, tell
from triparty.services.kept import find, find_shown
from triparty.services.meetings import carried, settle
from triparty.words import PARTIES_IN_SENTENCES


@dataclass(frozen=True)
class Votes:
    """What one party answered, in people; who is present and none of these did not vote."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    recused: int = 0


def present_by_party(room: MeetingRoom, at: datetime) -> dict[Party, tuple[int, int]]:
    """For each of the three parties how many people with a vote are invited, and how many are here at `at`."""
    voting = [who for who in room.participants if who.standing is Standing.VOTING]
    here = {who.id for who in voting if present_at(room.presence.get(who.id, ()), at)}
    return {party: _counted(voting, here, party) for party in THREE_PARTIES}


def quorum_at(room: MeetingRoom, at: datetime) -> Quorum:
    """Whether each of the three parties is represented at `at`."""
    return quorum(present_by_party(room, at))


def unanimous(room: MeetingRoom, at: datetime) -> dict[Party, Votes]:
    """Everybody present with a vote says yes."""
    return {party: Votes(yes=here) for party, (_entitled, here) in present_by_party(room, at).items()}


def preview(room: MeetingRoom, rule: BallotRule, votes: Mapping[Party, Votes], at: datetime) -> Result:
    """What these votes would come to; raises `RuleError` for votes that cannot be."""
    present = present_by_party(room, at)
    for party in votes.keys() - present.keys():
        if any(_numbers(votes[party])):
            raise RuleError(_("{party}: only the three parties vote.").format(party=_(PARTIES_IN_SENTENCES[party])))
    counts = [
        Count(party.value, entitled, here, *_numbers(votes.get(party, Votes())))
        for party, (entitled, here) in present.items()
    ]
    return decide(rule, counts, called=_called)


def decided(sheet: BallotSheet) -> Result:
    """What a ballot that was held came to: worked out again from its counts and the rule frozen in it.

    Its reasons are in the language spoken now, whoever held the ballot.
    """
    ballot = sheet.ballot
    rule = rule_from_table(ballot.rule, json.loads(ballot.rule_snapshot), ballot.rule)
    return decide(rule, [_count(row) for row in sheet.counts], called=_called)


def hold_ballot(
    session: Session,
    item_id: UUID,
    rule: str,
    motion: str,
    votes: Mapping[Party, Votes],
    at: datetime | None = None,
    *,
    reservations: str = "",
    version: int | None = None,
) -> BallotSheet:
    """Hold a ballot on an item: the rule frozen, the votes of each party counted, the item settled by the result.

    A second ballot on the item is a new round; the one before it must have been annulled or have failed.
    """
    item = find_shown(session, AgendaItem, item_id, version)
    if find(session, Meeting, item.meeting_id).status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    now, matter = moment(at), clean_line(motion) or item.title
    room = meeting_room(session, item.meeting_id)
    frozen = load_rule(rule)
    result = preview(room, frozen, votes, now)
    present = present_by_party(room, now)
    ballot = Ballot.model_validate(
        {
            "item_id": item_id,
            "round": _next_round(session, item),
            "motion": matter,
            "rule": frozen.name,
            "rule_snapshot": json.dumps(frozen.as_table(), ensure_ascii=False),
            "opened_at": now,
            "closed_at": now,
            "passed": result.passed,
            "result": _kept(result),
            "reservations": reservations,
        }
    )
    session.add(ballot)
    session.flush()
    counts = [
        BallotCount(
            ballot_id=ballot.id,
            group=party.value,
            entitled=entitled,
            present=here,
            **vars(votes.get(party, Votes())),
        )
        for party, (entitled, here) in present.items()
    ]
    session.add_all(counts)
    session.flush()
    outcome = ItemStatus.AGREED if result.passed else ItemStatus.NOT_AGREED
    settle(session, item, outcome, matter, now)
    return BallotSheet(ballot, counts)


def annul_ballot(session: Session, ballot_id: UUID, reason: str, at: datetime | None = None) -> Ballot:
    """Annul a ballot, saying why; its counts are kept. Its item is open again, unless a later ballot settled it."""
    ballot = find(session, Ballot, ballot_id)
    if ballot.annulled_reason:
        raise RuleError(_("The ballot was annulled already."))
    reason = clean(reason).strip()
    if not reason:
        raise RuleError(_("Say why: the reason stays on record."))
    item = find(session, AgendaItem, ballot.item_id)
    if find(session, Meeting, item.meeting_id).status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    ballot.annulled_reason = reason
    later = (Ballot.item_id == item.id, Ballot.round > ballot.round, Ballot.annulled_reason == "")
    if session.exec(select(Ballot.id).where(*later).limit(1)).first() is None:
        item.conclusion = ""
        _reopen(session, item, at)
    session.flush()
    return ballot


def _reopen(session: Session, item: AgendaItem, at: datetime | None) -> None:
    """Take an item up again: it waits when another is open, and its issue belongs to this agenda once more."""
    beside = (AgendaItem.meeting_id == item.meeting_id, AgendaItem.status == ItemStatus.OPEN)
    taken = session.exec(select(AgendaItem.id).where(*beside).limit(1)).first() is not None
    item.status, item.ended_at = ItemStatus.WAITING if taken else ItemStatus.OPEN, None
    if item.issue_id is None:
        return
    issue = find(session, Issue, item.issue_id)
    if issue.status in (IssueStatus.ACCEPTED, *SETTLED_BY_MEETING):
        issue.status = IssueStatus.ON_AGENDA
        ordinal = str(find(session, Meeting, item.meeting_id).ordinal)
        tell(session, issue, IssueEventKind.ON_AGENDA, at, subject=ordinal)


def _counted(voting: list[Participant], here: set[UUID], party: Party) -> tuple[int, int]:
    """How many of a party may vote, and how many of those are here."""
    own = [who.id for who in voting if who.party is party]
    return len(own), len(here.intersection(own))


def _numbers(votes: Votes) -> tuple[int, int, int, int, int]:
    """The votes in the order of a count."""
    return votes.yes, votes.no, votes.abstain, votes.invalid, votes.recused


def _next_round(session: Session, item: AgendaItem) -> int:
    """The next round's number; a ballot that carried stands."""
    if carried(session, item):
        raise RuleError(_("The item was carried already. Annul that ballot before a new one."))
    return (session.exec(select(func.max(Ballot.round)).where(Ballot.item_id == item.id)).one() or 0) + 1


def _kept(result: Result) -> str:
    """The result as JSON, without its reasons: those are worked out again in the reader's language."""
    return json.dumps({key: value for key, value in result.as_dict().items() if key != "reasons"}, ensure_ascii=False)


def _called(group: str) -> str:
    """A party by its word, any other group by its name."""
    return _(PARTIES_IN_SENTENCES[Party(group)]) if group in list(Party) else group


def _count(row: BallotCount) -> Count:
    """The counts kept, as they are worked out."""
    return Count(**{column.name: getattr(row, column.name) for column in fields(Count) if hasattr(row, column.name)})
