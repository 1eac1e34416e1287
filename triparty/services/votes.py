"""Votes taken one by one while a ballot is open: each is kept as it is given, and may be corrected until it closes.

One row for each voter, or for each group where hands or slips are counted: a vote writes its own row and adds to no
counter, so that it may be given twice. What they come to is summed up from the rows. Each vote makes a new version of
the ballot: of two desks the one that has not seen the other's votes yet is refused.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, func, select

from meetings_db.models import Ballot, BallotMethod, Choice, Vote
from meetings_db.queries.meetings import BallotSheet
from meetings_db.text import clean
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballots import BallotRule
from triparty.services.ballots import Votes, electorate_of, open_ballot, open_sheet, put_in, rule_of, weigh
from triparty.services.kept import count_on, find_shown
from triparty.services.presence import withdrawn

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
    at: datetime | None = None,
    version: int | None = None,
) -> BallotSheet:
    """Open a ballot with its first votes, `answers` of a roll call or `counts` of groups: where they cannot be, neither
    is there. `version` is the item's.
    """
    sheet = open_ballot(session, item_id, rule, motion, method, at, version=version)
    return _give(session, sheet, answers) if answers is not None else _count(session, sheet, counts or {})


def give_votes(
    session: Session, ballot_id: UUID, answers: Mapping[UUID, Choice], *, version: int | None = None
) -> BallotSheet:
    """Voters of the roll, by their ids, answer, or answer otherwise than before.

    Refused for who is not on the roll, was not there when the ballot opened, or had withdrawn from the item.
    """
    return _give(session, open_sheet(session, find_shown(session, Ballot, ballot_id, version)), answers)


def _give(session: Session, sheet: BallotSheet, answers: Mapping[UUID, Choice]) -> BallotSheet:
    """Take down answers, and sum them up."""
    roll = {vote.participant_id: vote for vote in sheet.votes}
    for participant_id, choice in answers.items():
        if participant_id not in roll:
            raise RuleError(_("This ballot has no roll with that name on it."))
        _refuse_answer(session, sheet, roll[participant_id], choice)
        roll[participant_id].choice = choice
    count_on(session, sheet.ballot, sheet.votes)
    for count in sheet.counts:
        put_in(count, _summed(session, sheet.ballot.id, count.group))
    session.flush()
    return sheet


def _refuse_answer(session: Session, sheet: BallotSheet, vote: Vote, choice: Choice) -> None:
    """Refuse an answer of somebody who has none to give."""
    if vote.choice is Choice.ABSENT:
        raise RuleError(_("{name} was not here when the ballot opened.").format(name=vote.name))
    if withdrawn(session, vote.participant_id, sheet.ballot.item_id, sheet.ballot.opened_at) is not None:
        raise RuleError(_("{name} withdrew from this item.").format(name=vote.name))
    if choice is Choice.ABSENT:
        raise RuleError(_("{name} was here when the ballot opened.").format(name=vote.name))


def count_votes(
    session: Session, ballot_id: UUID, counts: Mapping[str, Counted], *, version: int | None = None
) -> BallotSheet:
    """The hands or slips of groups as counted so far. Refused for numbers that cannot be, with what is wrong."""
    return _count(session, open_sheet(session, find_shown(session, Ballot, ballot_id, version)), counts)


def _count(session: Session, sheet: BallotSheet, counts: Mapping[str, Counted]) -> BallotSheet:
    """Write the numbers of groups down."""
    if sheet.ballot.method is BallotMethod.ROLL_CALL:
        raise RuleError(_("In a roll call each voter is asked by name."))
    voters, rows = electorate_of(sheet), {count.group: count for count in sheet.counts}
    weigh(rule_of(sheet.ballot), voters, {group: votes for group, (votes, _slips) in counts.items()})
    for group, (votes, slips) in counts.items():
        if slips is not None:
            refuse_slips(voters[group].votes, slips)
            rows[group].handed_out, rows[group].returned = slips
        put_in(rows[group], replace(votes, recused=max(votes.recused, voters[group].recused)))
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
