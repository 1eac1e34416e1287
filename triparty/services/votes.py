"""Votes taken one by one while a ballot is open: each is kept as it is given, and may be corrected until it closes.

One row for each voter, or for each group where hands or slips are counted: a vote writes its own row and adds to no
counter, so that it may be given twice. What they come to is summed up from the rows. Each vote makes a new version of
the ballot: of two desks the one that has not seen the other's votes yet is refused.

Who may answer in a roll call was in the electorate when the ballot opened, and may vote at the moment the answer is
given: there, in the same seat, not withdrawn from the item. Who leaves after that keeps the vote given. Hands are added
only where there are so many such people in the group. So nobody absent has voted, and no correction of presence takes
away who voted: `sittings.ballots_against` looks at both moments.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, func, select

from meetings_db.models import AgendaItem, Ballot, BallotCount, BallotMethod, Choice, Participant, Party, Vote
from meetings_db.queries.meetings import BallotSheet, MeetingRoom, meeting_room
from meetings_db.text import clean
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballots import BallotRule
from triparty.services.ballots import electorate_of, open_ballot, open_sheet, put_in, rule_of
from triparty.services.clock import so_far
from triparty.services.kept import count_on, find, find_shown
from triparty.services.meetings import open_ballot_of
from triparty.services.sittings import sitting_of, voting_still
from triparty.services.weighing import Votes, refuse_unrecorded, weigh, with_recused
from triparty.words import PARTIES_IN_SENTENCES

_ANSWERS = (Choice.YES, Choice.NO, Choice.ABSTAIN, Choice.INVALID, Choice.RECUSED)


Counted = tuple[Votes, tuple[int, int] | None]
"""What a group answered, and of secret slips how many were handed out, and how many came back."""


def begin_ballot(
    session: Session,
    item_id: UUID,
    rule: str | BallotRule,
    motion: str,
    method: BallotMethod,
    *,
    answers: Mapping[UUID, Choice] | None = None,
    counts: Mapping[str, Counted] | None = None,
    reservations: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> BallotSheet:
    """Open a ballot with its first votes, `answers` of a roll call or `counts` of groups: where they cannot be, neither
    is there. `version` is the item's.
    """
    sheet = open_ballot(session, item_id, rule, motion, method, at, version=version)
    sheet.ballot.reservations = clean(reservations).strip()
    if answers is not None:
        return _give(session, sheet, answers, sheet.ballot.opened_at)
    return _count(session, sheet, counts or {}, sheet.ballot.opened_at)


def give_votes(
    session: Session,
    ballot_id: UUID,
    answers: Mapping[UUID, Choice],
    *,
    at: datetime | None = None,
    version: int | None = None,
) -> BallotSheet:
    """Voters of the roll, by their ids, answer, or answer otherwise than before.

    Refused for who is not on the roll, or may not vote: when the ballot opened, or now. An answer that is there already
    changes nothing. Recused is only who is on record as having withdrawn from the item, with the reason.
    """
    sheet = open_sheet(session, find_shown(session, Ballot, ballot_id, version))
    return _give(session, sheet, answers, max(so_far(at), sheet.ballot.opened_at))


def recuse_in_roll(session: Session, participant_id: UUID, item_id: UUID, at: datetime) -> None:
    """Who withdraws from an item while its roll is called is recused in it; who answered already keeps the vote."""
    ballot = open_ballot_of(session, item_id)
    where = (Vote.participant_id == participant_id, Vote.choice == Choice.SILENT)
    if ballot is not None and session.exec(select(Vote.id).where(Vote.ballot_id == ballot.id, *where)).first():
        _give(session, open_sheet(session, ballot), {participant_id: Choice.RECUSED}, max(at, ballot.opened_at))


def ask_again(session: Session, participant_id: UUID, item_id: UUID, at: datetime) -> None:
    """Who takes part again in an item while its roll is called is asked like the others."""
    ballot = open_ballot_of(session, item_id)
    where = (Vote.participant_id == participant_id, Vote.choice == Choice.RECUSED)
    if ballot is not None and session.exec(select(Vote.id).where(Vote.ballot_id == ballot.id, *where)).first():
        _give(session, open_sheet(session, ballot), {participant_id: Choice.SILENT}, max(at, ballot.opened_at))


def _give(session: Session, sheet: BallotSheet, answers: Mapping[UUID, Choice], at: datetime) -> BallotSheet:
    """Take down answers given at `at`, and sum them up."""
    roll = {vote.participant_id: vote for vote in sheet.votes}
    if answers.keys() - roll.keys():
        raise RuleError(_("This ballot has no roll with that name on it."))
    room = meeting_room(session, find(session, AgendaItem, sheet.ballot.item_id).meeting_id)
    for who in room.participants:
        if who.id in answers and answers[who.id] is not roll[who.id].choice:
            _refuse_answer(room, who, sheet.ballot, roll[who.id], answers[who.id], at)
            roll[who.id].choice = answers[who.id]
            roll[who.id].given_at = None if answers[who.id] is Choice.SILENT else at
    count_on(session, sheet.ballot, sheet.votes)
    for count in sheet.counts:
        put_in(count, _summed(session, sheet.ballot.id, count.group))
    session.flush()
    return sheet


def _refuse_hands(
    session: Session,
    sheet: BallotSheet,
    rows: Mapping[str, BallotCount],
    counts: Mapping[str, Counted],
    at: datetime,
) -> None:
    """Refuse to add hands to a group where fewer people are here at `at` who could vote in it all along.

    The time is kept: from then on as many must have been here.
    """
    hands = {group: votes.yes + votes.no + votes.abstain + votes.invalid for group, (votes, _slips) in counts.items()}
    added = [group for group in hands if group in rows and hands[group] > rows[group].cast]
    if not added:
        return
    room = meeting_room(session, find(session, AgendaItem, sheet.ballot.item_id).meeting_id)
    for group in added:
        here = voting_still(room, sheet.ballot, group, at)
        if hands[group] > here:
            raise RuleError(
                _("{group}: {hands} hands are counted, and {here} who may vote are here now.").format(
                    group=_(PARTIES_IN_SENTENCES[Party(group)]), hands=hands[group], here=here
                )
            )
        rows[group].counted_at = at


def _refuse_answer(
    room: MeetingRoom, who: Participant, ballot: Ballot, vote: Vote, choice: Choice, at: datetime
) -> None:
    """Refuse an answer of somebody who has none to give at `at`, or had none when the ballot opened."""
    then, now = (sitting_of(room, who, each, ballot.item_id) for each in (ballot.opened_at, at))
    reason = ""
    if vote.choice is Choice.ABSENT:
        reason = _("{name} was not here when the ballot opened.")
    elif choice is Choice.ABSENT:
        reason = _("{name} was here when the ballot opened.")
    elif then.recused or (now.recused and choice is not Choice.RECUSED):
        reason = _("{name} withdrew from this item.")
    elif now.recused:
        return
    elif choice is Choice.RECUSED:
        reason = _("{name} did not withdraw from this item. Record that first, with the reason.")
    elif not now.present:
        reason = _("{name} is not here any more: an answer is given by who is here.")
    elif not now.votes or now.party != vote.group or now.speaker != then.speaker:
        reason = _("{name} does not sit in this seat with a vote any more, as when the ballot opened.")
    if reason:
        raise RuleError(reason.format(name=vote.name))


def count_votes(
    session: Session,
    ballot_id: UUID,
    counts: Mapping[str, Counted],
    *,
    at: datetime | None = None,
    version: int | None = None,
) -> BallotSheet:
    """The hands or slips of groups as counted so far. Refused for numbers that cannot be, with what is wrong.

    Hands that were counted before stay, also of who left since; slips lie in the box and are counted later.
    """
    sheet = open_sheet(session, find_shown(session, Ballot, ballot_id, version))
    return _count(session, sheet, counts, max(so_far(at), sheet.ballot.opened_at))


def _count(session: Session, sheet: BallotSheet, counts: Mapping[str, Counted], at: datetime) -> BallotSheet:
    """Write the numbers of groups down, as counted at `at`."""
    if sheet.ballot.method is BallotMethod.ROLL_CALL:
        raise RuleError(_("In a roll call each voter is asked by name."))
    voters, rows = electorate_of(sheet), {count.group: count for count in sheet.counts}
    said = {group: votes for group, (votes, _slips) in counts.items()}
    refuse_unrecorded(voters, said)
    weigh(rule_of(sheet.ballot), voters, said)  # refuses what cannot be
    if sheet.ballot.method is BallotMethod.HANDS:
        _refuse_hands(session, sheet, rows, counts, at)
    for group, (votes, slips) in counts.items():
        if slips is not None:
            refuse_slips(voters[group].votes, slips)
            rows[group].handed_out, rows[group].returned = slips
        put_in(rows[group], with_recused(votes, voters[group]))
    count_on(session, sheet.ballot, sheet.counts)
    return sheet


def note_reservations(
    session: Session, ballot_id: UUID, reservations: str, *, version: int | None = None
) -> BallotSheet:
    """Write down the reservations while the ballot is open."""
    sheet = open_sheet(session, find_shown(session, Ballot, ballot_id, version))
    sheet.ballot.reservations = clean(reservations).strip()
    session.flush()
    return sheet


def refuse_slips(voters: int, slips: tuple[int, int]) -> None:
    """Refuse more slips than voters, and more that came back than were handed out: such a ballot is void."""
    handed_out, returned = slips
    if handed_out > voters:
        raise RuleError(
            _("{count} slips were handed out, but only {voters} may vote.").format(count=handed_out, voters=voters)
        )
    if returned > handed_out:
        raise RuleError(
            _("{returned} slips came back of {count} handed out: such a ballot is void. Annul it.").format(
                returned=returned, count=handed_out
            )
        )


def _summed(session: Session, ballot_id: UUID, group: str) -> Votes:
    """What the voters of a group answered."""
    query = (
        select(Vote.choice, func.count()).where(Vote.ballot_id == ballot_id, Vote.group == group).group_by(Vote.choice)
    )
    found = dict(session.exec(query).all())
    return Votes(*(found.get(choice, 0) for choice in _ANSWERS))
