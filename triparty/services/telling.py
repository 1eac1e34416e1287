"""What a deed changed, in the words of those who look at it: which thing, which field, before and after."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db import journal
from meetings_db.queries.history import Change, DeedLine, as_it_was
from meetings_db.queries.history import changes as changes_of
from meetings_db.replay import rows_called
from triparty.history_words import FOLLOWING, NAMES, UNSAID, enum_said, field_called, group_said, thing_called
from triparty.i18n import _, language
from triparty.rules.ballot_presets import load_rule, load_rules

NOW = 2**62
"""Behind every entry the history may have."""

_JOINT = " · "
_LONG = 120
"""So much of a text tells which it is."""


class Told(NamedTuple):
    """One line of a difference; `field` is empty where a whole row was entered or removed."""

    thing: str
    field: str
    before: str
    after: str


def tell_changes(session: Session, changes: Iterable[Change], most: int = 200) -> tuple[list[Told], int]:
    """What changed in the end, thing by thing, and how many rows more than the first `most`.

    What only follows from a change is told where there is nothing else.
    """
    ended = net(changes)
    plain = [change for change in ended if change.kind not in FOLLOWING] or ended
    return [told for change in plain[:most] for told in _told(session, change)], max(0, len(plain) - most)


def net(changes: Iterable[Change]) -> list[Change]:
    """One change for each row: how it was before the first and after the last, without what came to nothing."""
    ended: dict[tuple[str, str], Change] = {}
    for change in changes:
        row = change.kind, change.row_id
        ended[row] = change._replace(before=ended[row].before) if row in ended else change
    return [change for change in ended.values() if change.before != change.after]


def named(session: Session, kind: str, row: dict[str, Any] | None, seq: int) -> str:
    """A row by what it is and what people call it, as it was at entry `seq` of the history."""
    return f"{thing_called(kind)} {_name(session, kind, row or {}, seq)}".strip()


def as_it_is(session: Session, kind: str, row_id: str) -> dict[str, Any] | None:
    """A row as it is now, in the words of an entry; None where there is none."""
    row = rows_called(session, SQLModel.metadata.tables[kind], [row_id]).get(row_id)
    said: dict[str, Any] | None = json.loads(journal.canonical(row))
    return said


def about(session: Session, line: DeedLine) -> str:
    """What a deed is about: what its first entry changed, named as people call it."""
    kind, _space, row = line.subject.partition(" ")
    if kind:
        return named(session, kind, json.loads(row), NOW)
    first = next((change for change in changes_of(session, line.seq, 1) if change.kind not in FOLLOWING), None)
    return named(session, first.kind, first.after or first.before, NOW) if first else ""


def _told(session: Session, change: Change) -> list[Told]:
    """The lines of one row."""
    kind, before, after = change.kind, change.before, change.after
    thing = named(session, kind, after or before, change.seq)
    if before is None or after is None:
        entered = _summary(session, change, after)
        return [Told(thing, "", _summary(session, change, before), entered or (_("entered") if after else ""))]
    return [
        Told(thing, field_called(name), *(_said(session, kind, name, row[name], change.seq) for row in (before, after)))
        for name in _shown(kind, after)
        if name in before and before[name] != after[name]
    ]


def _shown(kind: str, row: dict[str, Any]) -> list[str]:
    """The columns that tell people something, in the table's own order."""
    return [name for name in SQLModel.metadata.tables[kind].columns.keys() if name in row and name not in UNSAID]  # noqa: SIM118


def _summary(session: Session, change: Change, row: dict[str, Any] | None) -> str:
    """What a row says in one line, without its name."""
    if row is None:
        return ""
    shown = (name for name in _shown(change.kind, row) if name not in NAMES.get(change.kind, ()))
    return _JOINT.join(filter(None, (_value(session, change, name, row[name]) for name in shown)))


def _value(session: Session, change: Change, name: str, value: Any) -> str:
    """A value that stands alone: a number says what it counts, a yes to what; none says nothing."""
    said = _said(session, change.kind, name, value, change.seq)
    if isinstance(value, int):
        return f"{field_called(name)} {said}" if value else ""
    return said


def _name(session: Session, kind: str, row: dict[str, Any], seq: int) -> str:
    """What people call a row."""
    parts = (_said(session, kind, name, row.get(name), seq) for name in NAMES.get(kind, ()))
    return " ".join(filter(None, parts))


def _said(session: Session, kind: str, name: str, value: Any, seq: int) -> str:
    """A value of a column as people read it: words, local times, the name of the row an id refers to."""
    table = SQLModel.metadata.tables[kind]
    if value is None or value == "" or name not in table.columns:
        return ""
    column = table.columns[name]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.foreign_keys:
        (key,) = column.foreign_keys
        other = key.column.table.name
        return _name(session, other, _row(session, other, str(value), seq), seq) or str(value)[:8]
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return enum_said(column.type.enum_class.__name__, str(value))
    if kind in ("ballotcount", "vote") and name == "group":
        return group_said(str(value))
    if kind == "ballot" and name == "rule" and value in load_rules():
        return load_rule(value).title_in(language())
    return _plain(journal.value(column, value))


def _plain(value: Any) -> str:
    """A time in local time to the minute, anything else as it is, cut where it is long."""
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M}"
    line = " ".join(str(value).split())
    return line if len(line) <= _LONG else line[: _LONG - 1] + "…"


def _row(session: Session, kind: str, row_id: str, seq: int) -> dict[str, Any]:
    """A row as it was at entry `seq`, else as it is now: older than its history, or entered by the very deed."""
    said = as_it_was(session, kind, row_id, seq)
    if said is None:
        table = SQLModel.metadata.tables[kind]
        (key,) = table.primary_key
        wanted = sa.select(table).where(key == journal.value(key, row_id))
        found = session.connection().execute(wanted).mappings().first()
        return dict(found) if found else {}
    return said
