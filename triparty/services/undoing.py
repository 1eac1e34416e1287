"""Taking a deed back: every row it changed is put back as it was, in one deed of its own that the history keeps too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from meetings_db import journal
from meetings_db.bulk import insert_rows, row
from meetings_db.queries.history import Change, DeedLine, changes, count_changes, deed, last_deed
from meetings_db.replay import called, row_id
from triparty.history_words import FOLLOWING, PAPER_DEEDS
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.undoing import LARGEST, built_upon, too_large
from triparty.services.telling import Told, net, tell_changes
from triparty.services.undoing_checks import numbers_given_since, reasons_against

_MANY = 500
"""So many rows are brought in at once."""


@dataclass(frozen=True)
class Undoing:
    """A deed and what taking it back would change (`before` is how it is now), in so many rows `more` than are told;
    `reasons` speak against it.
    """

    deed: DeedLine
    differences: list[Told]
    more: int = 0
    reasons: tuple[str, ...] = ()


def weigh(session: Session, turn: int) -> Undoing:
    """What taking back the deed that began with entry `turn` would change, and what speaks against it."""
    line, done, reasons = _judged(session, turn)
    told, more = tell_changes(session, done)
    return Undoing(line, [each._replace(before=each.after, after=each.before) for each in told], more, tuple(reasons))


def weigh_last(session: Session, actor: str) -> Undoing | None:
    """The same for the last deed of `actor` that is in force; a paper that was written is passed over."""
    line = last_deed(session, actor, but=PAPER_DEEDS)
    return weigh(session, line.seq) if line else None


def undo(session: Session, turn: int) -> DeedLine:
    """Take back the deed that began with entry `turn`, and return it; refused while something stands on it.

    What a deed that took something back changed is put back too: then the first deed is in force again. Versions count
    on. A number is given back when none was given after it.
    """
    line, done, reasons = _judged(session, turn)
    if reasons:
        raise RuleError(*reasons)
    journal.take_back(session, turn)
    given = numbers_given_since(session, done)
    try:
        for run in _runs([change for change in done if (change.kind, change.row_id) not in given]):
            _put_back(session, run)
    except IntegrityError as problem:
        raise RuleError(built_upon()) from problem
    return line


def _judged(session: Session, turn: int) -> tuple[DeedLine, list[Change], list[str]]:
    """The deed, its changes, and what speaks against taking it back."""
    line = deed(session, turn)
    if line is None:
        raise RuleError(_("The history has no deed {number}.").format(number=turn))
    count = count_changes(session, turn)
    if count > LARGEST:
        return line, [], [too_large(count)]
    done = changes(session, turn)
    return line, done, reasons_against(session, line, done)


def _runs(done: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes that can be put back together, the last first: of one kind, each of another row.

    What only follows from the others has no order of its own: it goes before them all and comes back after them.
    """
    follows = net(change for change in done if change.kind in FOLLOWING)
    others = [change for change in reversed(done) if change.kind not in FOLLOWING]
    gone = [change for change in follows if change.after is None]
    run: list[Change] = []
    rows: set[tuple[str, str]] = set()
    for change in (*(change for change in follows if change.after is not None), *others, *gone):
        row = change.kind, change.row_id
        if run and (_sort(change) != _sort(run[0]) or row in rows):
            yield run
            run, rows = [], set()
        run.append(change)
        rows.add(row)
    if run:
        yield run


def _sort(change: Change) -> tuple[bool, bool]:
    """Whether there was a row before and after."""
    return change.before is None, change.after is None


def _put_back(session: Session, run: Sequence[Change]) -> None:
    """Put rows back as they were, table by table: those that come back after what they refer to, the others before."""
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    for table in tables if run[0].after is None else reversed(tables):
        some = [change for change in run if change.kind == table]
        for start in range(0, len(some), _MANY):
            _put_back_rows(session, _model(table), some[start : start + _MANY])


def _put_back_rows(session: Session, kind: type[SQLModel], changes: Sequence[Change]) -> None:
    """Put rows of one table back as they were."""
    if changes[0].after is None:
        insert_rows(session, kind, [row(kind, _values(kind, change)) for change in changes])
        return
    kept = _kept(session, kind, [change.row_id for change in changes])
    # Where only one of several rows may be so, each gives way before the next takes its place.
    one_by_one = any(index.unique for index in kind.__table__.indexes)  # type: ignore[attr-defined]
    for change in changes:
        if one_by_one:
            session.flush()
        if change.before is None:
            session.delete(kept[change.row_id])
            continue
        back = kept[change.row_id]
        for name, old in _values(kind, change).items():
            setattr(back, name, back.version + 1 if name == "version" else old)  # type: ignore[attr-defined]
    session.flush()


def _kept(session: Session, kind: type[SQLModel], ids: Sequence[str]) -> dict[str, SQLModel]:
    """These rows, by row id, for the session to change."""
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    return {
        row_id(table, each.model_dump()): each for each in session.scalars(sa.select(kind).where(called(table, ids)))
    }


def _values(kind: type[SQLModel], change: Change) -> dict[str, object]:
    """A row's columns as they were; the version of one that comes back goes on from there."""
    table = kind.__table__  # type: ignore[attr-defined]
    before = change.before or {}
    values = {name: journal.value(table.columns[name], said) for name, said in before.items() if name in table.columns}
    if "version" in values:
        values["version"] += 1
    return values


def _model(table: str) -> type[SQLModel]:
    """The model of a table."""
    mappers = SQLModel._sa_registry.mappers
    return next(mapper.class_ for mapper in mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]
