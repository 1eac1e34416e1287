"""Rows by the number people call them by, or by the end of it."""

import unicodedata
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import Action, Issue, Visit

Numbered = TypeVar("Numbered", Issue, Visit, Action)

_DIGITS = 4


def numbered(session: Session, kind: type[Numbered], community_id: UUID, called: str) -> list[Numbered]:
    """Every row that `called` may mean: `2026-0147` itself, else all whose number ends so (`147`, `26-0147`)."""
    wanted = unicodedata.normalize("NFKC", called).strip().lstrip("#").upper()
    query = select(kind).where(col(kind.community_id) == community_id)
    exact = session.exec(query.where(col(kind.number) == wanted)).all()
    if exact or not wanted:
        return list(exact)
    ending = f"-{wanted.zfill(_DIGITS)}" if wanted.isdecimal() else wanted
    ends = col(kind.number).endswith(ending, autoescape=True)
    return list(session.exec(query.where(ends).order_by(col(kind.number))))
