"""Ballots in the meeting: who may vote now; opening a ballot under a rule, closing it, annulling it.

What decides is frozen when a ballot opens: the rule, the motion, and who was there. The votes are taken one by one
(`services/votes.py`) or all at once (`hold_ballot`).
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import (
    SETTLED,
    THREE_PARTIES,
    AgendaItem,
    Ballot,
    BallotCount,
    BallotMethod,
    Choice,
    Issue,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Party,
    Vote,
)
from meetings_db.queries.meetings import BallotSheet, MeetingRoom, ballot_sheet, meeting_room
from meetings_db.text import clean, clean_line
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.authority import refuse_claims
from triparty.rules.ballot_presets import load_rule, rule_from_table
from triparty.rules.ballots import POOLED_GROUP, BallotRule, Count, Groups, Measure, Recusal, Result, Tie, decide
from triparty.rules.presence import Counted, Quorum, quorum
from triparty.services.carrying import refuse_gone_on
from triparty.services.clock import so_far
from triparty.services.issues import SETTLED_BY_MEETING, tell
from triparty.services.kept import find, find_shown
from triparty.services.meetings import carried, go_to_item, open_ballot_of, run_on, settle, while_it_lasts
from triparty.services.sittings import counted_at, sittings
from triparty.services.weighing import Votes, all_in_favour, group_called, refuse_unrecorded, weigh, with_recused


def present_by_party(room: MeetingRoom, at: datetime, item_id: UUID | None = None) -> dict[Party, Counted]:
    """For each of the three parties how many people with a vote are expected, are here at `at`, and withdrew."""
    return counted_at(room, at, item_id)


def quorum_at(
    room: MeetingRoom, at: datetime, item_id: UUID | None = None, recused: Recusal = Recusal.NOT_COUNTED
) -> Quorum:
    """Whether each of the three parties is represented at `at`; who withdrew from the item counts as `recused` says."""
    return quorum(present_by_party(room, at, item_id), recused)


def unanimous(room: MeetingRoom, at: datetime, item_id: UUID | None = None) -> dict[Party, Votes]:
    """Everybody present who may vote on the item says yes."""
    return all_in_favour(present_by_party(room, at, item_id))


def electorate(
    room: MeetingRoom, rule: BallotRule, method: BallotMethod, at: datetime, item_id: UUID | None = None
) -> dict[str, Counted]:
    """Who may vote at `at`, by the groups the votes are counted in: the parties, or all together.

    Secret slips bear no party: where the rule weighs nobody by party, they are counted in one heap.
    """
    parties = present_by_party(room, at, item_id)
    by_party = rule.groups is Groups.EACH or rule.measure is Measure.PARTIES or rule.every_party_present
    if method is not BallotMethod.SECRET or by_party:
        return {party.value: here for party, here in parties.items()}
    return {POOLED_GROUP: Counted(*(sum(numbers) for numbers in zip(*parties.values(), strict=True)))}


def electorate_of(sheet: BallotSheet) -> dict[str, Counted]:
    """Who could vote in a ballot, as frozen when it opened."""
    return {count.group: Counted(count.entitled, count.present, _withdrawn(sheet, count)) for count in sheet.counts}


def quorum_of(sheet: BallotSheet) -> Quorum:
    """Which parties were represented when the ballot opened; who had withdrawn counts as its rule says."""
    stamped = stamp_of(sheet)
    return quorum({party: stamped[party] for party in Party if party in stamped}, rule_of(sheet.ballot).recused)


def stamp_of(sheet: BallotSheet) -> dict[str, Counted]:
    """Who was expected, there and withdrawn in each party when the ballot opened."""
    if sheet.ballot.quorum:
        return {party: Counted(*numbers) for party, numbers in json.loads(sheet.ballot.quorum).items()}
    return {count.group: Counted(count.entitled, count.present, count.recused) for count in sheet.counts}


def rule_of(ballot: Ballot) -> BallotRule:
    """The rule frozen in a ballot."""
    return rule_from_table(ballot.rule, json.loads(ballot.rule_snapshot), ballot.rule)


def decided(sheet: BallotSheet) -> Result:
    """What a ballot comes to: worked out from its counts and the rule frozen in it.

    Its reasons are in the language spoken now, whoever held the ballot.
    """
    rule = rule_of(sheet.ballot)
    casting_vote = sheet.ballot.casting_vote if rule.tie is Tie.CHAIR else None
    return decide(rule, [_count(row) for row in sheet.counts], casting_vote=casting_vote, called=group_called)


def open_ballot(
    session: Session,
    item_id: UUID,
    rule: str | BallotRule,
    motion: str,
    method: BallotMethod = BallotMethod.HANDS,
    at: datetime | None = None,
    *,
    version: int | None = None,
) -> BallotSheet:
    """Open a ballot on an item: rule, motion and who may vote are frozen, and the votes may be taken.

    `rule` is a shipped one by its name, or one of the office's own. A second ballot on the item is a new round; the one
    before it must have been annulled or have failed. In a roll call everybody with a vote stands on the sheet. An item
    that was settled is on the table again.
    """
    settled = find_shown(session, AgendaItem, item_id, version).status in SETTLED
    sheet = _open(session, item_id, rule, motion, method, at)
    if settled:
        go_to_item(session, item_id, sheet.ballot.opened_at)
    return sheet


def _open(
    session: Session, item_id: UUID, rule: str | BallotRule, motion: str, method: BallotMethod, at: datetime | None
) -> BallotSheet:
    """Freeze who may vote on what by which rule; an item that was settled is so no longer."""
    item = find(session, AgendaItem, item_id)
    meeting = find(session, Meeting, item.meeting_id)
    if meeting.status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    if open_ballot_of(session, item_id):
        raise RuleError(_("A ballot is open on this item. Close it or annul it first."))
    now, matter = while_it_lasts(session, meeting.id, at), clean_line(motion) or item.title
    refuse_claims(item.authority, matter, item.title)
    frozen = rule if isinstance(rule, BallotRule) else load_rule(rule)
    room = meeting_room(session, item.meeting_id)
    stamp = {party.value: tuple(here) for party, here in present_by_party(room, now, item_id).items()}
    ballot = Ballot.model_validate(
        {
            "item_id": item_id,
            "round": _next_round(session, item),
            "motion": matter,
            "method": method,
            "rule": frozen.name,
            "rule_snapshot": json.dumps(frozen.as_table(), ensure_ascii=False),
            "quorum": json.dumps(stamp),
            "opened_at": now,
        }
    )
    if item.status in SETTLED:
        _reopen(session, item, now)
    session.add(ballot)
    session.flush()
    counts = [
        BallotCount(
            ballot_id=ballot.id, group=group, entitled=here.expected, present=here.present, recused=here.recused
        )
        for group, here in electorate(room, frozen, method, now, item_id).items()
    ]
    votes = _roll(room, ballot) if method is BallotMethod.ROLL_CALL else []
    session.add_all([*counts, *votes])
    session.flush()
    return BallotSheet(ballot, counts, votes)


def close_ballot(
    session: Session,
    ballot_id: UUID,
    at: datetime | None = None,
    *,
    casting_vote: bool | None = None,
    reservations: str = "",
    version: int | None = None,
) -> BallotSheet:
    """Close an open ballot: its votes decide, and the item is settled by the result.

    `casting_vote` is the chair's, which a tie needs where the rule gives one, and which nothing else takes.
    """
    sheet = open_sheet(session, find_shown(session, Ballot, ballot_id, version))
    if not any(count.cast for count in sheet.counts):
        raise RuleError(_("No votes yet: there is nothing to close."))
    if sheet.ballot.method is BallotMethod.SECRET:
        _refuse_wrong_slips(sheet)
    return _close(session, sheet, max(so_far(at), sheet.ballot.opened_at), casting_vote, reservations)


def hold_ballot(
    session: Session,
    item_id: UUID,
    rule: str | BallotRule,
    motion: str,
    votes: Mapping[Party, Votes] | Mapping[str, Votes],
    at: datetime | None = None,
    *,
    reservations: str = "",
    casting_vote: bool | None = None,
    method: BallotMethod = BallotMethod.HANDS,
    version: int | None = None,
) -> BallotSheet:
    """Hold a ballot at one go: opened, the votes of each party counted, and closed."""
    find_shown(session, AgendaItem, item_id, version)
    sheet = _open(session, item_id, rule, motion, method, at)
    said = {str(group): own for group, own in votes.items()}
    voters = electorate_of(sheet)
    refuse_unrecorded(voters, said)
    weigh(rule_of(sheet.ballot), voters, said)  # refuses what cannot be
    for count in sheet.counts:
        put_in(count, with_recused(said.get(count.group, Votes()), voters[count.group]))
    return _close(session, sheet, sheet.ballot.opened_at, casting_vote, reservations)


def annul_ballot(
    session: Session,
    ballot_id: UUID,
    reason: str,
    at: datetime | None = None,
    *,
    take_up: bool = False,
    version: int | None = None,
) -> Ballot:
    """Annul a ballot, saying why; its votes are kept. The item it settled is open again, without the pause: it waits
    where another is on the table, unless it is to `take_up` the place of that.
    """
    ballot = find_shown(session, Ballot, ballot_id, version)
    if ballot.annulled_reason:
        raise RuleError(_("The ballot was annulled already."))
    reason = clean(reason).strip()
    if not reason:
        raise RuleError(_("Say why: the reason stays on record."))
    item = find(session, AgendaItem, ballot.item_id)
    if find(session, Meeting, item.meeting_id).status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    settled = ballot.closed_at is not None and item.status in SETTLED
    ballot.annulled_reason, ballot.closed_at = reason, ballot.closed_at or max(so_far(at), ballot.opened_at)
    later = (
        Ballot.item_id == item.id,
        Ballot.round > ballot.round,
        Ballot.annulled_reason == "",
        col(Ballot.closed_at).is_not(None),
    )
    if settled and session.exec(select(Ballot.id).where(*later).limit(1)).first() is None:
        _reopen(session, item, so_far(at))
    session.flush()
    if take_up and item.status not in SETTLED:
        go_to_item(session, item.id, at)
    return ballot


def open_sheet(session: Session, ballot: Ballot) -> BallotSheet:
    """A ballot whose votes are being taken, with what was given so far; refused for one that was closed or annulled."""
    if ballot.closed_at is not None:
        raise RuleError(_("The ballot is closed. Annul it to vote again."))
    item = find(session, AgendaItem, ballot.item_id)
    if find(session, Meeting, item.meeting_id).status is not MeetingStatus.IN_SESSION:
        raise RuleError(_("The meeting is not in session."))
    return ballot_sheet(session, ballot)


def put_in(count: BallotCount, votes: Votes) -> None:
    """Write what a group answered into its row."""
    for answer, number in vars(votes).items():
        setattr(count, answer, number)


def _close(
    session: Session, sheet: BallotSheet, now: datetime, casting_vote: bool | None, reservations: str
) -> BallotSheet:
    """Let the counts decide, and settle the item."""
    ballot = sheet.ballot
    item = find(session, AgendaItem, ballot.item_id)
    if (other := carried(session, item)) is not None:
        told = _("Ballot {round} carried this item and stands: {motion}. Annul that one first, or this one.")
        raise RuleError(told.format(round=other.round, motion=other.motion))
    rule = rule_of(ballot)
    result = decide(rule, [_count(row) for row in sheet.counts], casting_vote=casting_vote, called=group_called)
    if rule.tie is Tie.CHAIR and result.tied and casting_vote is None:
        raise RuleError(_("There is a tie. Under this rule the chair's casting vote decides: ask for it."))
    ballot.closed_at, ballot.passed, ballot.result = now, result.passed, _kept(result)
    ballot.casting_vote = casting_vote if result.tied else None
    ballot.reservations = clean(reservations).strip() or ballot.reservations
    settle(session, item, ItemStatus.AGREED if result.passed else ItemStatus.NOT_AGREED, ballot.motion, now)
    return sheet


def _roll(room: MeetingRoom, ballot: Ballot) -> list[Vote]:
    """Everybody with a vote, party by party, by the name of whoever speaks from the seat."""
    seats = [one for one in sittings(room, ballot.opened_at, ballot.item_id) if one.entitled]
    return [
        Vote(
            ballot_id=ballot.id,
            participant_id=one.who.id,
            group=party.value,
            name=one.substitute.name if one.substitute else one.who.name,
            choice=Choice.ABSENT if not one.counts else Choice.RECUSED if one.recused else Choice.SILENT,
        )
        for party in THREE_PARTIES
        for one in seats
        if one.party is party
    ]


def _refuse_wrong_slips(sheet: BallotSheet) -> None:
    """Refuse to close a secret ballot whose slips do not add up."""
    reasons = []
    for count in sheet.counts:
        counted, came = count.cast, count.returned or 0
        if counted != came:
            reasons.append(
                _("{group}: {returned} slips came back, but {counted} are counted. Count again.").format(
                    group=group_called(count.group), returned=came, counted=counted
                )
            )
    if reasons:
        raise RuleError(*reasons)


def _withdrawn(sheet: BallotSheet, count: BallotCount) -> int:
    """How many of a group were on record as having withdrawn when the ballot opened."""
    stamp = stamp_of(sheet)
    return stamp[count.group].recused if count.group in stamp else sum(here.recused for here in stamp.values())


def _reopen(session: Session, item: AgendaItem, at: datetime) -> None:
    """Take an item up again: it waits when another is open, and its issue belongs to this agenda once more."""
    refuse_gone_on(session, item)
    item.conclusion = ""
    beside = (AgendaItem.meeting_id == item.meeting_id, AgendaItem.status == ItemStatus.OPEN)
    if session.exec(select(AgendaItem.id).where(*beside).limit(1)).first() is not None:
        item.status = ItemStatus.WAITING
    else:
        item.status = ItemStatus.OPEN
        run_on(session, item, at)
    if item.issue_id is None:
        return
    issue = find(session, Issue, item.issue_id)
    if issue.status in (IssueStatus.ACCEPTED, *SETTLED_BY_MEETING):
        issue.status, issue.waits_until = IssueStatus.ON_AGENDA, None
        ordinal = str(find(session, Meeting, item.meeting_id).ordinal)
        tell(session, issue, IssueEventKind.ON_AGENDA, at, subject=ordinal)


def _next_round(session: Session, item: AgendaItem) -> int:
    """The next round's number; a ballot that carried stands."""
    if carried(session, item):
        raise RuleError(_("The item was carried already. Annul that ballot before a new one."))
    return (session.exec(select(func.max(Ballot.round)).where(Ballot.item_id == item.id)).one() or 0) + 1


def _kept(result: Result) -> str:
    """The result as JSON, without its reasons: those are worked out again in the reader's language."""
    return json.dumps({key: value for key, value in result.as_dict().items() if key != "reasons"}, ensure_ascii=False)


def _count(row: BallotCount) -> Count:
    """The counts kept, as they are worked out."""
    return Count(**{column.name: getattr(row, column.name) for column in fields(Count) if hasattr(row, column.name)})
