"""The history read as deeds: newest first, of one thing or of everything, with what each changed.

A deed is taken back by another that names it. That one can be taken back in turn, once: then the first is in force
again, and may itself be taken back anew. So nothing nests deeper, and one look tells what is in force.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from meetings_db.models import JournalEntry
from meetings_db.models.journal import TURN
from meetings_db.queries.paging import Listing, Stretch

_MANY = 500
"""So many keys are asked for in one statement."""

_NEAR = 20
"""What a deed is about stands among its first entries."""

_SAYS_NOTHING = ("counter", "issueevent", "actionupdate", "paper", "finalminutes")
"""Tables whose rows only follow from a deed, or are too long for a list."""

_PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "issue": (("issueevent", "issue_id"), ("photo", "issue_id")),
    "action": (("actionupdate", "action_id"), ("photo", "action_id")),
    "visit": (("photo", "visit_id"),),
    "person": (("post", "person_id"),),
    "meeting": (("agendaitem", "meeting_id"), ("participant", "meeting_id")),
    "agendaitem": (("ballot", "item_id"),),
    "participant": tuple((part, "participant_id") for part in ("presenceevent", "substitute", "recusal", "seatchoice")),
    "ballot": (("ballotcount", "ballot_id"), ("vote", "ballot_id")),
}
"""The rows that belong to the history of a thing, by table and the column that names it."""


class DeedLine(NamedTuple):
    """A deed in a list; `seq` is its turn. `undoes` is the turn it took back, `of` what that was, and `first` what
    was taken back by that. `subject` is the table and the row (as JSON) it is about, empty where a list cannot say.
    """

    seq: int
    at: datetime
    actor: str
    deed: str
    undoes: int | None
    of: str | None
    first: str | None
    taken_back: bool
    subject: str

    @property
    def again(self) -> bool:
        """Whether it brought a deed back that had been taken back."""
        return self.first is not None


class Change(NamedTuple):
    """One row changed by a deed: the values of its columns before and after; None where there was no row."""

    seq: int
    kind: str
    row_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def deeds(session: Session, thing: tuple[str, UUID] | None = None) -> Listing[DeedLine]:
    """Every deed, newest first; of one thing (its table and key) those that touched it or what belongs to it now."""
    where: tuple[Any, ...] = (TURN,)
    if thing is not None:
        kind, key = thing
        ids = sorted({str(key), *(row_id for _kind, row_id in parts(session, kind, [key]))})
        touched = aliased(JournalEntry)
        where = (TURN, col(JournalEntry.seq).in_(sa.select(col(touched.turn)).where(col(touched.row_id).in_(ids))))
    return Listing(("deeds", thing), JournalEntry, DeedLine, _columns(), (Stretch(where, ("seq",), down=True),))


def deed(session: Session, turn: int) -> DeedLine | None:
    """The deed that began with entry `turn`, None where there is none."""
    found = session.execute(sa.select(*_columns()).where(TURN, col(JournalEntry.seq) == turn)).first()
    return DeedLine(*found) if found else None


def deeds_of(session: Session, turns: Iterable[int]) -> list[DeedLine]:
    """These deeds, newest first."""
    found = (
        DeedLine(*row)
        for some in _chunks(turns)
        for row in session.execute(sa.select(*_columns()).where(TURN, col(JournalEntry.seq).in_(some)))
    )
    return sorted(found, reverse=True)


def undone_by(session: Session, turn: int) -> DeedLine | None:
    """The deed in force that took this one back."""
    where = (TURN, col(JournalEntry.undoes) == turn, ~_taken_back())
    found = session.execute(sa.select(*_columns()).where(*where)).first()
    return DeedLine(*found) if found else None


def last_deed(session: Session, actor: str, *, but: Sequence[str] = ()) -> DeedLine | None:
    """The last deed of `actor` that is in force, takes nothing back, and is not one of those named `but`."""
    statement = sa.select(*_columns()).where(
        TURN,
        col(JournalEntry.actor) == actor,
        col(JournalEntry.undoes).is_(None),
        col(JournalEntry.deed).not_in(but),
        ~_taken_back(),
    )
    found = session.execute(statement.order_by(col(JournalEntry.seq).desc()).limit(1)).first()
    return DeedLine(*found) if found else None


def count_changes(session: Session, turn: int) -> int:
    """How many rows a deed changed, counted once for each change."""
    return int(session.execute(sa.select(sa.func.count()).where(col(JournalEntry.turn) == turn)).scalar_one())


def changes(session: Session, turn: int, limit: int | None = None) -> list[Change]:
    """What a deed changed, in the order it was written down; at most the first `limit` changes."""
    return _changes(session, col(JournalEntry.turn) == turn, limit=limit)


def changes_since(session: Session, kinds: Iterable[str], seq: int) -> list[Change]:
    """What was changed in these tables after entry `seq`, in the order it was written down."""
    return _changes(session, col(JournalEntry.seq) > seq, col(JournalEntry.kind).in_(list(kinds)))


def changed_since(session: Session, rows: Iterable[tuple[str, str]], seq: int) -> dict[tuple[str, str], set[int]]:
    """The turns after entry `seq` that changed each of these (table, row id) and whose effect still stands.

    A deed that was taken back since and the one that took it back have no effect together.
    """
    later: dict[tuple[str, str], set[int]] = {}
    columns = (col(JournalEntry.kind), col(JournalEntry.row_id), col(JournalEntry.turn))
    wanted = set(rows)
    for some in _chunks(row_id for _kind, row_id in wanted):
        statement = sa.select(*columns).where(col(JournalEntry.row_id).in_(some), col(JournalEntry.seq) > seq)
        for kind, row_id, turn in session.execute(statement.distinct()):
            if (kind, row_id) in wanted:
                later.setdefault((kind, row_id), set()).add(turn)
    known = {line.seq: line for line in deeds_of(session, set().union(*later.values()))}
    for row, turns in later.items():
        later[row] = {turn for turn in turns if not known[turn].taken_back and (known[turn].undoes or 0) <= seq}
    return {row: turns for row, turns in later.items() if turns}


def entered_by(session: Session, kind: str, row_id: str) -> int | None:
    """The turn that last entered a row."""
    entry = JournalEntry
    where = (col(entry.kind) == kind, col(entry.row_id) == row_id, col(entry.before) == "null")
    return session.execute(sa.select(sa.func.max(col(entry.turn) + 0)).where(*where)).scalar()


def as_it_was(session: Session, kind: str, row_id: str, seq: int) -> dict[str, Any] | None:
    """A row as it was once entry `seq` was written; None before it was entered and after it was removed."""
    entry = JournalEntry
    where = (col(entry.kind) == kind, col(entry.row_id) == row_id, col(entry.seq) <= seq)
    by_row = (col(entry.seq) + 0).desc()  # found by its row: the way along all entries, newest first, is too long
    after = session.execute(sa.select(col(entry.after)).where(*where).order_by(by_row).limit(1)).scalar()
    return json.loads(after) if after else None


def parts(session: Session, kind: str, keys: Sequence[UUID]) -> Iterator[tuple[str, str]]:
    """(table, row id) of what belongs to these things now, and of what belongs to that."""
    for part, link in _PARTS.get(kind, ()):
        table = SQLModel.metadata.tables[part]
        found: list[UUID] = []
        for some in _chunks(keys):
            found += session.execute(sa.select(table.c.id).where(table.c[link].in_(some))).scalars()
        yield from ((part, str(key)) for key in found)
        yield from parts(session, part, found)


def _changes(session: Session, *where: Any, limit: int | None = None) -> list[Change]:
    """The changes of these entries, oldest first."""
    entry = JournalEntry
    columns = (col(entry.seq), col(entry.kind), col(entry.row_id), col(entry.before), col(entry.after))
    rows = session.execute(sa.select(*columns).where(*where).order_by(columns[0]).limit(limit))
    return [Change(seq, kind, key, json.loads(before), json.loads(after)) for seq, kind, key, before, after in rows]


def _columns() -> tuple[Any, ...]:
    """The columns of a deed in a list."""
    entry, undone, first, about = JournalEntry, aliased(JournalEntry), aliased(JournalEntry), aliased(JournalEntry)
    of = sa.select(col(undone.deed)).where(col(undone.seq) == col(entry.undoes)).scalar_subquery()
    brought_back = (
        sa.select(col(first.deed))
        .select_from(undone)
        .join(first, col(first.seq) == col(undone.undoes))
        .where(col(undone.seq) == col(entry.undoes))
        .scalar_subquery()
    )
    row = sa.case((col(about.after) == "null", col(about.before)), else_=col(about.after))
    near = (col(about.seq) >= col(entry.seq), col(about.seq) < col(entry.seq) + _NEAR)
    subject = (
        sa.select(col(about.kind) + " " + row)
        .where(*near, col(about.turn) == col(entry.turn), col(about.kind).not_in(_SAYS_NOTHING))
        .order_by(col(about.seq))
        .limit(1)
        .scalar_subquery()
    )
    said = (col(entry.seq), col(entry.at), col(entry.actor), col(entry.deed), col(entry.undoes))
    return (*said, of, brought_back, _taken_back(), sa.func.coalesce(subject, ""))


def _taken_back() -> Any:
    """Whether an entry's deed was taken back by one that is in force."""
    undo, redo = aliased(JournalEntry), aliased(JournalEntry)
    back = sa.exists().where(col(redo.undoes) == col(undo.turn))
    return sa.exists().where(col(undo.undoes) == col(JournalEntry.turn), ~back)


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """The keys, some at a time."""
    remaining = iter(keys)
    while some := list(islice(remaining, _MANY)):
        yield some
