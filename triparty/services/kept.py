"""Finding the row a deed is about, and refusing a save that is based on an older one."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel

from meetings_db.errors import StaleSave
from meetings_db.models import Edited, Kept
from triparty.i18n import _
from triparty.rules import RuleError

K = TypeVar("K", bound=Kept)
E = TypeVar("E", bound=Edited)


def find(session: Session, kind: type[K], key: UUID) -> K:
    """The row; raises `RuleError` when somebody removed it meanwhile."""
    row = session.get(kind, key)
    if row is None:
        raise RuleError(_("This entry is no longer there. Somebody may have removed it; go back and look again."))
    return row


def find_version(session: Session, kind: type[E], key: UUID, version: int) -> E:
    """The row as the caller saw it; raises `StaleSave` with the present row when somebody saved it since."""
    row = find(session, kind, key)
    if row.version != version:
        session.expunge(row)
        raise StaleSave(row, version)
    return row


def find_shown(session: Session, kind: type[E], key: UUID, version: int | None) -> E:
    """The row, and no later version than the one on the screen where the caller says which that was."""
    return find(session, kind, key) if version is None else find_version(session, kind, key, version)


def count_on(session: Session, whole: Edited, parts: Iterable[SQLModel]) -> None:
    """Save what belongs to a row as a change of the row itself: whoever saw it before saw an older version."""
    changed = any(session.is_modified(part) for part in parts)
    session.flush()
    whole.version += changed
    session.flush()


def change(row: SQLModel, typed: SQLModel) -> None:
    """Put what was typed into the row."""
    row.sqlmodel_update(typed.model_dump())
