"""The register as lists: every page and both orders, by party and by day; and what a person's history holds."""

from datetime import date

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import OrganisationBase, Party, PersonBase, PostBase
from meetings_db.queries.directory import register
from meetings_db.queries.history import deeds
from meetings_db.queries.paging import Listing, counts_of, keys_at, lines_of, page_at, page_beyond, place_of, rank
from meetings_db.queries.register import SeatLine, estate_list, organisation_list, seat, seat_list, seats_of
from tests.data.builders import a_community
from triparty.services.directory import end_post, enrol

TODAY = date(2026, 11, 22)


def walked(session: Session, listing: Listing[SeatLine], *, back: bool = False) -> list[SeatLine]:
    """The list read three by three."""
    seen: list[SeatLine] = []
    place = None
    while lines := list(page_beyond(session, listing, place, 3, back=back).lines):
        seen = [*lines, *seen] if back else [*seen, *lines]
        place = listing.place(lines[0 if back else -1], 0)
    return seen


def test_people_are_gone_through_in_both_orders(db: Database) -> None:
    place = a_community(db)
    right = [each.post.id for each in db.read(register, place.id)]

    def look(session: Session) -> None:
        for sort in ("party", "name"):
            listing = seat_list(place.id, sort)
            lines = walked(session, listing)
            assert walked(session, listing, back=True) == lines
            assert counts_of(session, listing) == (len(right),)
            assert list(page_at(session, listing, (len(right),), 5, 2).lines) == lines[5:7]
            assert keys_at(session, listing, (len(right),), 1, 3) == [line.id for line in lines[1:4]]
            found = place_of(session, listing, lines[4].id)
            assert found is not None
            assert rank(session, listing, found, (len(right),)) == 4
            assert lines_of(session, listing, [lines[2].id, lines[0].id]) == [lines[2], lines[0]]
            if sort == "party":
                assert [line.id for line in lines] == right
            else:
                assert [line.key for line in lines] == sorted(line.key for line in lines)
        bodies = page_beyond(session, organisation_list(place.id), None, 9).lines
        assert {line.name for line in bodies} == {each.organisation.name for each in register(session, place.id)}
        assert [line.name for line in page_beyond(session, estate_list(place.id), None, 9).lines] == ["云杉苑"]

    db.read(look)


def test_people_of_one_party_and_those_in_office(db: Database) -> None:
    place = a_community(db)
    first = db.read(register, place.id)[0]
    db.run(end_post, first.post.id, date(2026, 10, 31), version=first.post.version)

    def look(session: Session) -> None:
        there = walked(session, seat_list(place.id, on=TODAY))
        assert first.post.id not in {line.id for line in there}
        assert len(there) == len(register(session, place.id, on=TODAY))
        theirs = walked(session, seat_list(place.id, party=Party.PROPERTY))
        assert {line.party for line in theirs} == {Party.PROPERTY}
        assert len(theirs) == sum(each.post.party is Party.PROPERTY for each in register(session, place.id))

    db.read(look)


def test_a_persons_history_has_all_their_posts(db: Database) -> None:
    place = a_community(db)
    held = db.read(register, place.id)[0]
    body = OrganisationBase(name="志愿服务队", party=Party.OTHER)
    more = db.run(enrol, place.id, PersonBase(name=held.person.name), body, PostBase(title="队长", party=Party.OTHER))
    assert more.person_id == held.person.id
    db.run(end_post, more.id, TODAY, version=more.version)

    def look(session: Session) -> None:
        listing = deeds(session, ("person", held.person.id))
        assert [line.deed for line in page_beyond(session, listing, None, 9).lines] == ["end_post", "enrol", "build"]
        assert [each.post.id for each in seats_of(session, held.person.id)] == [held.post.id, more.id]
        assert seat(session, more.id).organisation.name == "志愿服务队"

    db.read(look)
