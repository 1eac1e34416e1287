"""Who and where: the community, its estates and everybody who holds a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from meetings_db.models import Community, Estate, Organisation, Party, Person, Post, Standing

_PARTY_ORDER = {party: place for place, party in enumerate(Party)}
_STANDING_ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True)
class Seat:
    """Somebody in a post of an organisation."""

    post: Post
    person: Person
    organisation: Organisation


def the_community(session: Session) -> Community | None:
    """The community this desk works for, None before it was founded."""
    return session.exec(select(Community).order_by(col(Community.id)).limit(1)).first()


def estates(session: Session, community_id: UUID) -> list[Estate]:
    """The community's estates by name."""
    return list(session.exec(select(Estate).where(Estate.community_id == community_id).order_by(col(Estate.key))))


def organisations(session: Session, community_id: UUID) -> list[Organisation]:
    """The community's organisations by name."""
    where = Organisation.community_id == community_id
    return list(session.exec(select(Organisation).where(where).order_by(col(Organisation.key))))


def register(
    session: Session, community_id: UUID, *, on: date | None = None, people: Iterable[UUID] | None = None
) -> list[Seat]:
    """Everybody with a post, by party, standing and the order of entry.

    `on` leaves only posts held that day, `people` only those of these persons.
    """
    query = (
        select(Post, Person, Organisation)
        .join(Person, col(Post.person_id) == Person.id)
        .join(Organisation, col(Post.organisation_id) == Organisation.id)
        .where(Person.community_id == community_id)
        .order_by(col(Post.id))
    )
    if people is not None:
        query = query.where(col(Post.person_id).in_(list(people)))
    if on is not None:
        query = query.where(or_(col(Post.starts_on).is_(None), col(Post.starts_on) <= on))
        query = query.where(or_(col(Post.ends_on).is_(None), col(Post.ends_on) >= on))
    seats = [Seat(*row) for row in session.exec(query)]
    return sorted(seats, key=lambda seat: (_PARTY_ORDER[seat.post.party], _STANDING_ORDER[seat.post.standing]))
