"""The history of every change: append-only, one row per change, chained by SHA-256.

The chain is written by the session itself when it flushes, so that no service can forget it:
`watch(session)` is called once for every session the `Database` opens for writing, when its turn to write has come:
there is never a second writer of the chain.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, Session, UOWTransaction
from sqlmodel import SQLModel

from meetings_db.models.journal import JournalEntry

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

_table = JournalEntry.__table__  # type: ignore[attr-defined]


def watch(session: Session, actor: str, deed: str) -> None:
    """Journal every row `session` inserts, updates or deletes, as done by `actor` in `deed`."""
    session.info.update(actor=actor, deed=deed, turn=None, undoes=None)
    event.listen(session, "after_flush", _append)


def take_back(session: Session, turn: int) -> None:
    """Journal what `session` does from now on as the taking back of the deed that began with entry `turn`."""
    session.info["undoes"] = turn


def digest(entry: dict[str, Any]) -> str:
    """The SHA-256 over an entry's fields other than its own digest, as canonical JSON in UTF-8."""
    return hashlib.sha256(canonical({k: v for k, v in entry.items() if k != "digest"}).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and text as it is: equal values give equal bytes on both databases."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def verify(session: Session) -> int | None:
    """Walk the whole chain; the `seq` of the first entry that does not fit, or None when all is well."""
    previous, expected = GENESIS, 1
    connection = session.connection().execution_options(yield_per=2_000)
    with connection.execute(sa.select(_table).order_by(_table.c.seq)) as rows:
        for row in rows.mappings():
            entry = dict(row)
            if entry["seq"] != expected or entry["previous"] != previous or digest(entry) != entry["digest"]:
                return expected
            previous, expected = entry["digest"], expected + 1
    return None


def added(session: Session, kind: type[SQLModel], rows: Iterable[Mapping[str, object]]) -> None:
    """Journal rows of `kind` that were inserted past the flush, which does not see them; each names every column."""
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    keys = [column.key for column in table.primary_key]
    _write(session, [(table.name, "/".join(str(row[key]) for key in keys), None, row) for row in rows])


def _append(session: Session, _flush: UOWTransaction) -> None:
    """Write one entry for each row of the flush that just happened."""
    _write(session, list(_changes(session)))


def _write(session: Session, changes: Sequence[tuple[str, str, object, object]]) -> None:
    """Lengthen the chain by an entry for each change (table, row id, before, after)."""
    if not changes:
        return
    connection = session.connection()
    last = connection.execute(sa.select(_table.c.seq, _table.c.digest).order_by(_table.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.digest) if last else (0, GENESIS)
    turn = session.info["turn"] = session.info["turn"] or seq + 1
    entries = []
    for number, (kind, row_id, before, after) in enumerate(changes, seq + 1):
        entry = {
            "seq": number,
            "at": datetime.now(UTC),
            "actor": session.info["actor"],
            "turn": turn,
            "undoes": session.info["undoes"],
            "deed": session.info["deed"],
            "kind": kind,
            "row_id": row_id,
            "before": canonical(before),
            "after": canonical(after),
            "previous": previous,
        }
        previous = entry["digest"] = digest(entry)
        entries.append(entry)
    connection.execute(sa.insert(_table), entries)


def _changes(session: Session) -> Iterator[tuple[str, str, object, object]]:
    """(table, row id, before, after) of each row in the flush, in the order the rows were touched."""
    for row in session.new:
        yield *_name(inspect(row)), None, _columns(inspect(row))
    for row in session.dirty:
        state = inspect(row)
        after = _columns(state)
        before = {**after, **_replaced(state)}
        if before != after:
            yield *_name(state), before, after
    for row in session.deleted:
        yield *_name(inspect(row)), _columns(inspect(row)), None


def _name(state: InstanceState[Any]) -> tuple[str, str]:
    """The table's name and the row's key as text."""
    return state.mapper.local_table.name, "/".join(  # type: ignore[attr-defined]
        str(key) for key in state.mapper.primary_key_from_instance(state.object)
    )


def _columns(state: InstanceState[Any]) -> dict[str, object]:
    """Each column's value."""
    return {attribute.key: state.dict.get(attribute.key) for attribute in state.mapper.column_attrs}


def _replaced(state: InstanceState[Any]) -> dict[str, object]:
    """The old value of each column that changed."""
    changed = {key: state.attrs[key].history for key in _columns(state)}
    replaced = {key: history.deleted[0] for key, history in changed.items() if history.deleted}
    if replaced and "version" in state.dict:
        replaced["version"] = state.dict["version"] - 1  # the mapper counts it up without keeping a history
    return replaced


def _plain(value: object) -> str | int:
    """What JSON has no word for: times in UTC to the microsecond, days, keys, enum words."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case UUID():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no place in the journal")
