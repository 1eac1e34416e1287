"""What the record of a meeting cannot be after a deed in it is taken back.

Two items on the table; an item that is voted on and off the table, or decided by others than its motion was weighed by;
two ballots in force that contradict each other, or one that counted people who were not there. Rows that another deed
changed later are refused before (`undoing_checks.py`): here it is about what stands beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from meetings_db.journal import value
from meetings_db.models import (
    SETTLED,
    AgendaItem,
    Authority,
    Ballot,
    BallotCount,
    ItemStatus,
    PresenceEvent,
    Recusal,
    SeatChoice,
    Substitute,
    Vote,
)
from meetings_db.queries.history import Change, as_it_was, changes_since
from meetings_db.queries.meetings import BallotSheet, MeetingRoom, ballot_sheet, meeting_room
from triparty.i18n import _
from triparty.rules import undoing
from triparty.rules.presence import misfits
from triparty.services.sittings import Entry, altered, at_once, ballots_against, counted_otherwise, twice_here
from triparty.services.telling import net

PRESENCE: dict[str, type[Entry]] = {
    str(kind.__tablename__): kind for kind in (PresenceEvent, Substitute, Recusal, SeatChoice)
}
"""The tables that say who was there, and in which seat."""

T = TypeVar("T", bound=SQLModel)
R = TypeVar("R", bound=BallotCount | Vote)


def clashes(session: Session, ended: Sequence[Change], seq: int) -> list[str]:
    """Why meetings cannot be as they would be, a sentence each; the deed ended with entry `seq`."""
    items, ballots = _back(ended, AgendaItem), _back(ended, Ballot)
    reasons: list[str] = []
    for item_id in dict.fromkeys([*items, *(ballot.item_id for ballot in ballots.values() if ballot)]):
        now = session.get(AgendaItem, item_id)
        item = items.get(item_id, now)
        if now is None or item is None:
            continue
        standing = (Ballot.item_id == item_id, Ballot.annulled_reason == "", col(Ballot.id).not_in(ballots))
        others = session.exec(select(Ballot).where(*standing).order_by(col(Ballot.round).desc())).all()
        reasons += _beside(session, now, item, items)
        reasons += [
            undoing.voted_on(each.round, item.position, each.motion)
            for each in others
            if each.closed_at is None and (_off_the_table(now, item) or _guard(now) != _guard(item))
        ]
        for ballot in ballots.values():
            if ballot is not None and ballot.item_id == item_id and not ballot.annulled_reason:
                if _comes_into_force(session, ballot):
                    reasons += _against(session, ballot, item, others, seq)
                reasons += _miscounted(session, ballot, item, ended, seq)
    return list(dict.fromkeys(reasons))


def presence_against(session: Session, meeting_id: UUID, changes: Iterable[Change]) -> list[str]:
    """What speaks against who would have been there without these changes: ballots in force that counted others, who
    would have left without having come, or sit in two seats, or two in one.
    """
    room = meeting_room(session, meeting_id)
    would, already = _before(room, changes), _impossible(room)
    return [*ballots_against(room, would), *(each for each in _impossible(would) if each not in already)]


def _impossible(room: MeetingRoom) -> list[str]:
    """What cannot have been of who was there."""
    entries = ((who.name, room.presence.get(who.id, [])) for who in room.participants)
    return [*(reason for name, own in entries for reason in misfits(name, own)), *twice_here(room), *at_once(room)]


def _before(room: MeetingRoom, changes: Iterable[Change]) -> MeetingRoom:
    """The meeting without these changes of presence."""
    changes = list(changes)
    gone = [UUID(change.row_id) for change in changes if change.before is None]
    back = [_row(PRESENCE[change.kind], change.before) for change in changes if change.before is not None]
    return altered(room, without=gone, having=back)


def _row(kind: type[T], said: Mapping[str, Any]) -> T:
    """A row as an entry says it, which nobody keeps."""
    columns = SQLModel.metadata.tables[str(kind.__tablename__)].columns
    return kind(**{name: value(columns[name], each) for name, each in said.items() if name in columns})


def _back(ended: Iterable[Change], kind: type[T]) -> dict[UUID, T | None]:
    """The rows of a kind as the deed found them; None for one that it entered."""
    own = (change for change in ended if change.kind == kind.__tablename__)
    return {UUID(change.row_id): _row(kind, change.before) if change.before else None for change in own}


def _beside(
    session: Session, now: AgendaItem, item: AgendaItem, items: Mapping[UUID, AgendaItem | None]
) -> Iterator[str]:
    """Another item that is on the table and would stay there, where this one comes back to it."""
    if item.status is ItemStatus.OPEN and now.status is not ItemStatus.OPEN:
        there = (AgendaItem.meeting_id == item.meeting_id, AgendaItem.status == ItemStatus.OPEN)
        for other in session.exec(select(AgendaItem).where(*there, col(AgendaItem.id).not_in(items))):
            yield undoing.on_the_table(other.position, other.title)


def _off_the_table(now: AgendaItem, item: AgendaItem) -> bool:
    """Whether an item would go from the table, or be settled."""
    return item.status is not now.status and item.status is not ItemStatus.OPEN


def _guard(item: AgendaItem) -> tuple[Authority, str]:
    """Who may decide an item, and on what ground of law."""
    return item.authority, item.legal_basis


def _comes_into_force(session: Session, ballot: Ballot) -> bool:
    """Whether a ballot that would stand was annulled, or is gone."""
    now = session.get(Ballot, ballot.id)
    return now is None or bool(now.annulled_reason)


def _against(session: Session, ballot: Ballot, item: AgendaItem, others: Sequence[Ballot], seq: int) -> Iterator[str]:
    """What stands, or was done to its item, without a ballot that would be in force again."""
    for other in others:
        if _contradict(ballot, other):
            told = undoing.voted_on if other.closed_at is None else undoing.contradicted
            yield told(other.round, item.position, other.motion)
            return
    if ballot.closed_at is None:
        if item.status in SETTLED:
            yield undoing.settled_since(item.position, item.title)
        then = as_it_was(session, "agendaitem", str(item.id), seq)
        if then is not None and _guard(_row(AgendaItem, then)) != _guard(item):
            yield undoing.guarded_since(item.position, item.title)


def _contradict(one: Ballot, other: Ballot) -> bool:
    """Whether two ballots on an item cannot both stand: a round follows only one that failed."""
    earlier = min(one, other, key=lambda each: each.round)
    return earlier.passed is not False


def _miscounted(session: Session, ballot: Ballot, item: AgendaItem, ended: Sequence[Change], seq: int) -> Iterator[str]:
    """Whom a ballot would have counted, as it would be, that what was corrected since says otherwise of."""
    room = meeting_room(session, item.meeting_id)
    people = {who.id for who in room.participants}
    since = net(changes_since(session, PRESENCE, seq))
    own = [change for change in since if UUID((change.before or change.after or {})["participant_id"]) in people]
    if own and (said := counted_otherwise(_before(room, own), room, _sheet(session, ballot, ended))):
        yield undoing.corrected_since(ballot.round, item.position, _(", ").join(said))


def _sheet(session: Session, ballot: Ballot, ended: Sequence[Change]) -> BallotSheet:
    """A ballot as it would be again, with what was voted in it."""
    now = session.get(Ballot, ballot.id)
    there = ballot_sheet(session, now) if now is not None else BallotSheet(ballot, [])
    return BallotSheet(
        ballot,
        _with(there.counts, _back(ended, BallotCount), ballot),
        _with(there.votes, _back(ended, Vote), ballot),
    )


def _with(there: Iterable[R], back: Mapping[UUID, R | None], ballot: Ballot) -> list[R]:
    """A ballot's rows as they would be."""
    own = [row for row in back.values() if row is not None and row.ballot_id == ballot.id]
    return [*(row for row in there if row.id not in back), *own]
