"""The history of every change: append-only, one row per change, chained by SHA-256.

The chain is written by the session itself when it flushes, so that no service can forget it:
`watch(session)` is called once for every session the `Database` opens for writing, when its turn to write has come:
there is never a second writer of the chain.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, Session, SessionTransaction, UOWTransaction
from sqlmodel import SQLModel

from meetings_db.models.journal import JournalEntry

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

_PAGE = 2_000

_table: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]

_A_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}")
"""How SQLite keeps a time, to the letter."""

_READ: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
}
"""How text becomes what JSON has no word for."""

_LAST = sa.select(_table.c.seq, _table.c.digest).order_by(_table.c.seq.desc()).limit(1)
"""The end of the chain."""

_OF_THE_DEED = ("actor", "turn", "undoes", "deed")
"""What the entries of one deed have in common."""


def watch(session: Session, actor: str, deed: str) -> None:
    """Journal every row `session` inserts, updates or deletes, as done by `actor` in `deed`."""
    session.info.update(actor=actor, deed=deed, turn=None, undoes=None, last=None, sign=None)
    event.listen(session, "before_flush", _note_counted)
    event.listen(session, "after_flush", _append)
    event.listen(session, "after_soft_rollback", _look_again)


def take_back(session: Session, turn: int) -> None:
    """Journal what `session` does from now on as the taking back of the deed that began with entry `turn`."""
    session.info["undoes"] = turn


def digest(entry: dict[str, Any]) -> str:
    """The SHA-256 over an entry's fields other than its own digest, as canonical JSON in UTF-8."""
    said = canonical({name: value for name, value in entry.items() if name != "digest"})
    return hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and text as it is: equal values give equal bytes on both databases."""
    return _encoder.encode(value)


class Flaw(StrEnum):
    """How an entry fails to fit: `MISSING` there is none of that number; `CUT` entries are missing at the end, or the
    history is another one; `CHAIN` its predecessor is another than the one it names; `CONTENT` it was changed.
    """

    MISSING = "missing"
    CUT = "cut"
    CHAIN = "chain"
    CONTENT = "content"


@dataclass(frozen=True)
class Verified:
    """What a walk along the chain found: so many entries in order up to `head`, the digest of the last of them.

    `broken_at` is the number of the first entry that does not fit and `why` says how; `field` names the one column
    that was changed, where that can be told.
    """

    entries: int
    head: str
    broken_at: int | None = None
    why: Flaw | None = None
    field: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, taken out or cut off."""
        return self.broken_at is None


def verify(session: Session, head: str = "", progress: Progress | None = None) -> Verified:
    """Walk the whole chain; with a `head` written down earlier, an end that was cut off since is found too."""
    total = session.connection().scalar(sa.select(sa.func.max(_table.c.seq))) or 0
    before: dict[str, Any] | None = None
    count, last, met = 0, GENESIS, not head or head == GENESIS
    kept = entries(session)
    for entry in kept:
        if entry["seq"] != count + 1:
            return Verified(count, last, count + 1, Flaw.MISSING)
        if not _fits(entry):
            return Verified(count, last, count + 1, Flaw.CONTENT, _changed_field(entry, before, next(kept, None)))
        if entry["previous"] != last:
            return Verified(count, last, count + 1, Flaw.CHAIN)
        before, count, last = entry, count + 1, entry["digest"]
        met = met or last == head
        if progress is not None and count % _PAGE == 0:
            progress(count, total)
    return Verified(count, last) if met else Verified(count, last, count + 1, Flaw.CUT)


def entries(session: Session) -> Iterator[dict[str, Any]]:
    """Every entry by number, column by column as it is kept: what was tampered with is read and not refused."""
    at = sa.type_coerce(_table.c.at, _TimeKept()).label("at")
    columns = [at if column is _table.c.at else column for column in _table.columns]
    connection = session.connection()
    with bytes_forgiven(connection):
        statement = sa.select(*columns).order_by(_table.c.seq).execution_options(yield_per=_PAGE)
        with connection.execute(statement) as rows:
            yield from map(dict, rows.mappings())


@contextmanager
def bytes_forgiven(connection: sa.Connection) -> Iterator[None]:
    """Read text that is no UTF-8, which somebody must have put there, as text that is like no other."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def value(column: sa.Column[Any], said: Any) -> Any:
    """What an entry says of a column, as the row holds it."""
    if said is None:
        return None
    kind = column.type
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(said)
    plain = kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind
    read = _READ.get(plain.python_type)
    return read(said) if read else said


def added(session: Session, kind: type[SQLModel], rows: Iterable[Mapping[str, object]]) -> None:
    """Journal rows of `kind` that were inserted past the flush, which does not see them; each names every column."""
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    keys = [column.key for column in table.primary_key]
    _write(session, [(table.name, "/".join(str(row[key]) for key in keys), None, row) for row in rows])


def _note_counted(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    """Note rows of which nothing but the version is counted on: the mapper keeps no history of that."""
    versions = ((row, inspect(row).attrs.get("version")) for row in session.dirty)
    session.info["counted"] = {id(row) for row, version in versions if version is not None and version.history.deleted}


def _append(session: Session, _flush: UOWTransaction) -> None:
    """Write one entry for each row of the flush that just happened."""
    _write(session, list(_changes(session)))


def _write(session: Session, changes: Sequence[tuple[str, str, object, object]]) -> None:
    """Lengthen the chain by an entry for each change (table, row id, before, after)."""
    if not changes:
        return
    connection = session.connection()
    seq, previous = session.info["last"] or connection.execute(_LAST).first() or (0, GENESIS)
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
    if seq + 1 == turn:
        session.info["sign"] = entries[0]["digest"]
    session.info["last"] = seq + len(entries), previous  # nobody else writes before this turn is over


def _look_again(session: Session, _transaction: SessionTransaction) -> None:
    """Something was taken back, the end of the chain perhaps with it."""
    session.info["last"] = None


def _changes(session: Session) -> Iterator[tuple[str, str, object, object]]:
    """(table, row id, before, after) of each row in the flush, in the order the rows were touched."""
    for row in session.new:
        yield *_name(inspect(row)), None, _columns(inspect(row))
    for row in session.dirty:
        state = inspect(row)
        after = _columns(state)
        before = {**after, **_replaced(state, counted=id(row) in session.info["counted"])}
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


def _replaced(state: InstanceState[Any], *, counted: bool) -> dict[str, object]:
    """The old value of each column that changed; `counted` where the version was counted on by itself."""
    changed = {key: state.attrs[key].history for key in _columns(state)}
    replaced = {key: history.deleted[0] for key, history in changed.items() if history.deleted}
    if (replaced or counted) and "version" in state.dict:
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


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _fits(entry: dict[str, Any]) -> bool:
    """Whether an entry is what its digest says; a value of a kind that is never written is not."""
    try:
        return bool(digest(entry) == entry["digest"])
    except TypeError:
        return False


def _changed_field(entry: dict[str, Any], before: dict[str, Any] | None, behind: dict[str, Any] | None) -> str:
    """The one column of a changed entry that, put right from its neighbours, makes it fit again; empty when unknown."""
    if behind and _fits({**entry, "digest": behind["previous"]}):
        return "digest"
    right: dict[str, Any] = {"previous": before["digest"] if before else GENESIS, "undoes": None, "turn": entry["seq"]}
    for name, value in right.items():
        if _fits({**entry, name: value}):
            return name
    for name in _OF_THE_DEED if before else ():
        if before and _fits({**entry, name: before[name]}):
            return name
    for name in ("before", "after"):
        try:
            if canonical(json.loads(entry[name])) != entry[name]:
                return name
        except (TypeError, ValueError):
            return name
    return ""


class _TimeKept(sa.types.TypeDecorator[Any]):
    """A time as the driver gives it; what SQLite keeps as text becomes one only when it is written to the letter."""

    impl = sa.types.NullType
    cache_ok = True

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        """A time in UTC where the text is one, else what is there."""
        if isinstance(value, str) and _A_TIME.fullmatch(value):
            try:
                return datetime.fromisoformat(value).replace(tzinfo=UTC)
            except ValueError:
                return value
        return value
