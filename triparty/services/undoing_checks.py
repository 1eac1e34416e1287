"""What speaks against taking a deed back, found in the history and in the rows as they are now."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db.journal import canonical, value
from meetings_db.models import Meeting, MeetingStatus, OwnersVote
from meetings_db.queries.history import (
    Change,
    DeedLine,
    as_it_was,
    changed_since,
    deeds_of,
    entered_by,
    parts,
    undone_by,
)
from meetings_db.replay import fields_that_differ, row_id, rows_called
from triparty.history_words import deed_called
from triparty.i18n import _
from triparty.rules import undoing
from triparty.services.telling import NOW, named, net
from triparty.services.undoing_meetings import PRESENCE, clashes, presence_against

_SHOWN = 3
"""So many reasons of a kind are told."""

_MANY = 500
"""So many rows are asked for in one statement."""

_DIALECTS = ("sqlite", "postgresql")

_BELONGS = {
    "ballotcount": ("ballot", "ballot_id"),
    "vote": ("ballot", "ballot_id"),
    "ballot": ("agendaitem", "item_id"),
    "agendaitem": ("meeting", "meeting_id"),
    "itemspan": ("agendaitem", "item_id"),
    "presenceevent": ("participant", "participant_id"),
    "substitute": ("participant", "participant_id"),
    "recusal": ("participant", "participant_id"),
    "seatchoice": ("participant", "participant_id"),
    "participant": ("meeting", "meeting_id"),
    "action": ("meeting", "meeting_id"),
}
"""How a row finds the meeting whose record it belongs to."""

Row = tuple[str, str]
"""A table and a row id."""


def reasons_against(session: Session, line: DeedLine, done: Sequence[Change]) -> list[str]:
    """Why the deed cannot be taken back now; nothing when it can."""
    if line.taken_back:
        by = undone_by(session, line.seq)
        return [undoing.taken_back_already(*_said(by))] if by else []
    if line.again:
        return [undoing.brought_back(deed_called(line.first or ""))]
    ended = net(done)
    if reasons := undoing.never({change.kind for change in ended if change.before is None}):
        return reasons
    rows = {(change.kind, change.row_id) for change in done}
    return (
        _changed_later(session, ended, done[-1].seq)
        or _votes_closed(session, ended)
        or _phases(session, ended, done)
        or _ballots(session, ended, done)
        or [
            *islice(_depending(session, ended, rows), _SHOWN),
            *_parents_gone(session, ended),
            *islice(_places(session, ended, rows), _SHOWN),
        ]
    )


def numbers_given_since(session: Session, done: Sequence[Change]) -> set[Row]:
    """The counters that have counted on since: their numbers are not given back."""
    counters = {(change.kind, change.row_id) for change in done if change.kind == "counter"}
    return set(changed_since(session, counters, done[-1].seq))


def _changed_later(session: Session, ended: Sequence[Change], seq: int) -> list[str]:
    """Rows that another deed changed later, or that somebody changed past the program."""
    rows = {(change.kind, change.row_id): change for change in ended if change.kind != "counter"}
    later = changed_since(session, rows, seq)
    above = {turn: row for row, turns in later.items() for turn in turns}
    if above:
        return [
            undoing.changed_later(_thing(session, rows[above[each.seq]]), *_said(each))
            for each in deeds_of(session, above)[:_SHOWN]
        ]
    there = _present(session, rows)
    wrong = (change for row, change in rows.items() if not _as_told(there.get(row), change.after))
    return [undoing.not_as_told(_thing(session, change)) for change in islice(wrong, _SHOWN)]


def _votes_closed(session: Session, ended: Sequence[Change]) -> list[str]:
    """Owners' votes that were closed or annulled since their slips were entered: what was counted stays."""
    rows = [change.after or change.before or {} for change in ended if change.kind == "elector"]
    votes = (session.get(OwnersVote, UUID(key)) for key in {row["vote_id"] for row in rows})
    return [
        undoing.vote_closed(vote.motion)
        for vote in votes
        if vote is not None and (vote.closed_at is not None or vote.annulled_reason)
    ]


def _as_told(held: Mapping[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether a row is what its last entry says; its version counts on."""
    if held is None or after is None:
        return held is None and after is None
    return not set(fields_that_differ(held, after)) - {"version"}


def _phases(session: Session, ended: Sequence[Change], done: Sequence[Change]) -> list[str]:
    """Meetings that have gone on since, so that their record of that time is shut; and what went on in them."""
    reasons: dict[str, None] = {}
    for change in ended:
        if change.kind == "meeting" and change.before and change.after:
            for reason in _went_on_under(session, change, done[-1].seq):
                reasons[reason] = None
    if reasons or any(change.kind == "meeting" for change in ended):
        return list(reasons)[:_SHOWN]
    for meeting_id, kinds in _meetings_of(session, ended, done).items():
        meeting = session.get(Meeting, UUID(meeting_id))
        if meeting is None:
            continue
        then = as_it_was(session, "meeting", meeting_id, done[-1].seq) or {}
        status = MeetingStatus(then.get("status", meeting.status))
        if any(undoing.phase_over(kind, status, meeting.status) for kind in kinds):
            since = changed_since(session, [("meeting", str(meeting.id))], done[-1].seq)
            last = deeds_of(session, set().union(*since.values()))[:1]
            thing = named(session, "meeting", _plain(meeting.model_dump()), NOW)
            said = [undoing.changed_later(thing, *_said(each)) for each in last]
            reasons[(said or [undoing.meeting_went_on(meeting.ordinal)])[0]] = None
    return list(reasons)[:_SHOWN]


def _ballots(session: Session, ended: Sequence[Change], done: Sequence[Change]) -> list[str]:
    """Ballots that would count other people than were there, contradict another, or lose their item."""
    changes = [change for change in ended if change.kind in PRESENCE]
    meetings = _meetings_of(session, changes, done) if changes else ()
    reasons = [reason for key in meetings for reason in presence_against(session, UUID(key), changes)]
    return [*reasons, *clashes(session, ended, done[-1].seq)][:_SHOWN]


def _went_on_under(session: Session, change: Change, seq: int) -> Iterator[str]:
    """What was done in a meeting after a deed that took it to another phase."""
    before, after = change.before or {}, change.after or {}
    if before.get("status") == after.get("status"):
        return
    back = MeetingStatus(before["status"])
    inside = [row for row in parts(session, "meeting", [UUID(change.row_id)]) if row[0] != "issueevent"]
    shut = [row for row in inside if undoing.phase_over(row[0], MeetingStatus(after["status"]), back)]
    since = changed_since(session, shut, seq)
    above = {turn: row for row, turns in since.items() for turn in turns}
    for each in deeds_of(session, above)[:_SHOWN]:
        kind, key = above[each.seq]
        yield undoing.changed_later(
            named(session, kind, as_it_was(session, kind, key, each.seq), each.seq), *_said(each)
        )


def _meetings_of(session: Session, ended: Sequence[Change], done: Sequence[Change]) -> dict[str, set[str]]:
    """The meetings whose record the rows belong to, as the history has it, each with the tables of those rows."""

    @cache
    def meeting_of(kind: str, key: str) -> str | None:
        row = as_it_was(session, kind, key, done[-1].seq) or as_it_was(session, kind, key, done[0].seq - 1)
        return above(kind, row or {})

    def above(kind: str, row: Mapping[str, Any]) -> str | None:
        parent, link = _BELONGS[kind]
        key = row.get(link)
        return key if key is None or parent == "meeting" else meeting_of(parent, key)

    found: dict[str, set[str]] = {}
    for change in ended:
        if change.kind not in _BELONGS or (change.kind == "action" and change.before and change.after):
            continue
        if meeting := above(change.kind, change.after or change.before or {}):
            found.setdefault(meeting, set()).add(change.kind)
    return found


def _depending(session: Session, ended: Sequence[Change], rows: set[Row]) -> Iterator[str]:
    """Rows of later deeds that refer to one that would go."""
    going: dict[str, list[str]] = {}
    for change in ended:
        if change.before is None and change.kind != "counter":
            going.setdefault(change.kind, []).append(change.row_id)
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            for other in _referring(session, key, going.get(key.column.table.name, ())):
                name = row_id(table, other)
                if (table.name, name) in rows:
                    continue
                by = entered_by(session, table.name, name)
                for line in deeds_of(session, [by] if by else []):
                    yield undoing.depends(named(session, table.name, _plain(other), NOW), *_said(line))


def _referring(session: Session, key: sa.ForeignKey, ids: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The rows that refer to one of these by this key."""
    column = key.parent
    for start in range(0, len(ids), _MANY):
        wanted = [value(key.column, each) for each in ids[start : start + _MANY]]
        found = session.connection().execute(sa.select(column.table).where(column.in_(wanted)))
        yield from map(dict, found.mappings())


def _parents_gone(session: Session, ended: Sequence[Change]) -> list[str]:
    """Rows that would come back, or refer again, to one that is gone."""
    coming = {(change.kind, change.row_id) for change in ended if change.before is not None}
    wanted: dict[Row, Change] = {}
    for change in ended:
        before, after = change.before or {}, change.after or {}
        for key in SQLModel.metadata.tables[change.kind].foreign_keys:
            name, other = key.parent.key, key.column.table.name
            if before.get(name) is not None and before[name] != after.get(name) and (other, before[name]) not in coming:
                wanted[other, before[name]] = change
    there = _present(session, wanted)
    reasons = []
    for row, change in wanted.items():
        if row not in there:
            parent = named(session, row[0], as_it_was(session, *row, change.seq), change.seq)
            reasons.append(undoing.parent_gone(_thing(session, change), parent))
    return reasons[:_SHOWN]


def _places(session: Session, ended: Sequence[Change], rows: set[Row]) -> Iterator[str]:
    """Rows that have what must be unique and would come back."""
    coming: dict[str, list[Change]] = {}
    for change in ended:
        if change.before is not None:
            coming.setdefault(change.kind, []).append(change)
    for kind, changes in coming.items():
        table = SQLModel.metadata.tables[kind]
        for columns in _unique(table):
            for other in _holding(session, table, columns, list(_wanted(columns, changes))):
                if (kind, row_id(table, other)) not in rows:
                    yield undoing.place_taken(named(session, kind, _plain(other), NOW))


def _unique(table: sa.Table) -> Iterator[Sequence[sa.Column[Any]]]:
    """The columns that no two rows may share; an index of some rows only is left to the database to judge."""
    for rule in table.constraints:
        if isinstance(rule, sa.UniqueConstraint):
            yield list(rule.columns)
    for index in table.indexes:
        if index.unique and not any(index.dialect_options[name].get("where") is not None for name in _DIALECTS):
            yield list(index.columns)


def _wanted(columns: Sequence[sa.Column[Any]], changes: Iterable[Change]) -> Iterator[tuple[Any, ...]]:
    """The values that rows would have again in these columns and have not now."""
    for change in changes:
        before, after = change.before or {}, change.after or {}
        old = [before.get(column.key) for column in columns]
        if None not in old and old != [after.get(column.key) for column in columns]:
            yield tuple(value(column, each) for column, each in zip(columns, old, strict=True))


def _holding(
    session: Session, table: sa.Table, columns: Sequence[sa.Column[Any]], wanted: Sequence[tuple[Any, ...]]
) -> Iterator[Mapping[str, Any]]:
    """The rows that have one of these in the columns."""
    for start in range(0, len(wanted), _MANY):
        where = sa.tuple_(*columns).in_(wanted[start : start + _MANY])
        yield from map(dict, session.connection().execute(sa.select(table).where(where)).mappings())


def _present(session: Session, rows: Iterable[Row]) -> dict[Row, Mapping[str, Any]]:
    """These rows as they are now."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in rows:
        by_kind.setdefault(kind, []).append(key)
    return {
        (kind, key): held
        for kind, keys in by_kind.items()
        for key, held in rows_called(session, SQLModel.metadata.tables[kind], keys).items()
    }


def _thing(session: Session, change: Change) -> str:
    """What a changed row is called."""
    return named(session, change.kind, change.after or change.before, change.seq)


def _plain(held: Mapping[str, Any]) -> dict[str, Any]:
    """A row as an entry would say it."""
    said: dict[str, Any] = json.loads(canonical(dict(held)))
    return said


def _said(line: DeedLine) -> tuple[str, str, str]:
    """What was done, by whom and when, in words."""
    what = deed_called(line.deed, line.of, line.first)
    return what, line.actor or _("somebody unnamed"), f"{line.at.astimezone():%Y-%m-%d %H:%M}"
