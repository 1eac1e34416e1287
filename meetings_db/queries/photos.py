"""Photos: those of one thing, without their pictures, and one picture."""

from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import Action, Issue, Photo, PhotoData, Visit

Pictured = type[Visit] | type[Issue] | type[Action]
"""The kinds of things that have photos."""

_KEYS = {Visit: col(Photo.visit_id), Issue: col(Photo.issue_id), Action: col(Photo.action_id)}


def photos_of(session: Session, kind: Pictured, key: UUID) -> list[Photo]:
    """The photos of one visit, issue or action, in the order they were attached."""
    query = select(Photo).where(_KEYS[kind] == key)
    return list(session.exec(query.order_by(col(Photo.added_at), col(Photo.id))))


def pictured(session: Session, kind: Pictured, key: UUID) -> tuple[str, list[Photo]]:
    """The number of one visit, issue or action, and its photos; raises `NoResultFound` where there is none."""
    number = session.exec(select(kind.number).where(kind.id == key)).one()
    return number, photos_of(session, kind, key)


def picture(session: Session, sha256: str) -> bytes:
    """The JPEG of that SHA-256; raises `NoResultFound` where there is none."""
    return session.exec(select(PhotoData.jpeg).where(PhotoData.sha256 == sha256)).one()
