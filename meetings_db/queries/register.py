"""The register as lists: people in their posts, estates and organisations.

The order of posts goes over three tables, and no index keeps it: a register has some hundreds of them, and five
thousand are sorted in about 20 ms.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from meetings_db.models import Estate, EstateForm, Organisation, Party, Person, Post, Standing
from meetings_db.queries.directory import Seat
from meetings_db.queries.paging import Listing, Stretch

SEAT_SORTS = ("party", "name")
"""By party, standing and the order of entry; by name."""


class SeatLine(NamedTuple):
    """Somebody in a post; `rank` is the place of party and standing, `key` the name folded."""

    id: UUID
    person_id: UUID
    name: str
    key: str
    organisation: str
    title: str
    party: Party
    standing: Standing
    rank: int
    ends_on: date | None


class EstateLine(NamedTuple):
    """An estate in a list."""

    id: UUID
    name: str
    key: str
    form: EstateForm


class OrganisationLine(NamedTuple):
    """An organisation in a list."""

    id: UUID
    name: str
    key: str
    party: Party


def seat_list(
    community_id: UUID, sort: str = "party", *, party: Party | None = None, on: date | None = None
) -> Listing[SeatLine]:
    """Everybody with a post, by one of `SEAT_SORTS`: those of one party, those who hold the post on a day, or all."""
    seats = _seats(community_id)
    where: list[Any] = [] if party is None else [seats.c.party == party]
    if on is not None:
        where.append(sa.or_(seats.c.starts_on.is_(None), seats.c.starts_on <= on))
        where.append(sa.or_(seats.c.ends_on.is_(None), seats.c.ends_on >= on))
    columns = tuple(seats.c[name] for name in SeatLine._fields)
    stretch = Stretch(tuple(where), ("key" if sort == "name" else "rank", "id"))
    return Listing(("seats", community_id, sort, party, on), seats, SeatLine, columns, (stretch,))


def estate_list(community_id: UUID) -> Listing[EstateLine]:
    """The community's estates by name."""
    columns = (Estate.id, Estate.name, Estate.key, Estate.form)
    stretch = Stretch((col(Estate.community_id) == community_id,), ("key", "id"))
    return Listing(("estates", community_id), Estate, EstateLine, columns, (stretch,))


def organisation_list(community_id: UUID) -> Listing[OrganisationLine]:
    """The community's organisations by name."""
    columns = (Organisation.id, Organisation.name, Organisation.key, Organisation.party)
    stretch = Stretch((col(Organisation.community_id) == community_id,), ("key", "id"))
    return Listing(("organisations", community_id), Organisation, OrganisationLine, columns, (stretch,))


def seat(session: Session, post_id: UUID) -> Seat:
    """Somebody in a post; raises `NoResultFound` where there is no such post."""
    return Seat(*session.exec(_whole().where(Post.id == post_id)).one())


def seats_of(session: Session, person_id: UUID) -> list[Seat]:
    """The posts of one person, in the order of entry."""
    return [Seat(*row) for row in session.exec(_whole().where(Post.person_id == person_id).order_by(col(Post.id)))]


def _whole() -> Any:
    """Posts with who holds them and where."""
    query = select(Post, Person, Organisation).join(Person, col(Post.person_id) == Person.id)
    return query.join(Organisation, col(Post.organisation_id) == Organisation.id)


def _seats(community_id: UUID) -> sa.Subquery:
    """The posts of a community with the names and places a list goes by."""
    parties = sa.case({party: place for place, party in enumerate(Party)}, value=col(Post.party))
    standings = sa.case({how: place for place, how in enumerate(Standing)}, value=col(Post.standing))
    post = [col(getattr(Post, name)) for name in ("id", "person_id", "title", "party", "standing")]
    days = (col(Post.starts_on), col(Post.ends_on))
    rank = (parties * len(Standing) + standings).label("rank")
    body: sa.Label[str] = col(Organisation.name).label("organisation")
    query = sa.select(*post, *days, col(Person.name), col(Person.key), body, rank)
    query = query.join(Person, col(Post.person_id) == Person.id)
    query = query.join(Organisation, col(Post.organisation_id) == Organisation.id)
    return query.where(col(Person.community_id) == community_id).subquery("seat")
