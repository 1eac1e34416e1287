"""An invented office of any size: `python -m benchmarks.seed --issues 1000000 office.db` (or a PostgreSQL URL).

One community with its estates, people, visits, issues, meetings and actions over five years, in the proportions of an
office that keeps up with its work. The same seed and day give the same rows. Everything is journalled, so that
`triparty verify` holds; `--no-journal` leaves the history out, which halves the time, for databases whose lists and
searches alone are measured; `--no-search` leaves them without the index of the search.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks import seed_words as words
from benchmarks.seed_lives import Block, Lives, Row
from meetings_db import journal, search
from meetings_db.bulk import row
from meetings_db.engine import Database
from meetings_db.models import (
    Community,
    Counter,
    Estate,
    Meeting,
    MeetingStatus,
    Organisation,
    Participant,
    Party,
    Person,
    Post,
    Standing,
)
from meetings_db.text import fold

YEARS = 5
FORTNIGHT = timedelta(days=14)
_BLOCK = 5_000
_SEATS = (
    (Party.COMMUNITY, "社区居委会", "书记"),
    (Party.PROPERTY, "安居物业", "项目经理"),
    (Party.RESIDENTS, "业主委员会", "主任"),
)


def seed(
    database: Database,
    issues: int,
    *,
    seed: int = 7,
    until: date | None = None,
    journalled: bool = True,
    searched: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> UUID:
    """Fill an empty database that has the schema with so many issues, reported in the five years before `until`
    (today), and return the community's id.

    Each block of 5,000 issues is a transaction of its own; the index of the search is made at the end.
    """
    chance = random.Random(seed)
    end = datetime.combine(until or date.today(), datetime.min.time(), UTC)
    office = _Office(chance, end, max(6, min(200, issues // 500)))
    database.run(_put, office.register(), journalled)
    times = iter(sorted(end - timedelta(seconds=chance.randrange(YEARS * 365 * 86_400)) for _ in range(issues)))
    done = 0
    while block := list(islice(times, _BLOCK)):
        database.run(_put, office.lives.block(block), journalled)
        done += len(block)
        if progress is not None:
            progress(done, issues)
    database.run(_put, {Counter: list(office.counters())}, journalled)
    if searched:
        database.run(search.rebuild)
    return office.community_id


class _Office:
    """The people and places the lives of issues happen to."""

    def __init__(self, chance: random.Random, end: datetime, estates: int) -> None:
        begin = end - timedelta(days=YEARS * 365)
        nobody = Lives(chance, UUID(int=0), (), (), end)
        self._begin, self._end, self._nobody = begin, end, nobody
        self.community_id = self._new_id()
        self._estates = [(self._new_id(), name) for name in islice(_estate_names(), estates)]
        count = (end - begin) // FORTNIGHT + 1
        self._meetings = [(begin + FORTNIGHT * place, self._new_id()) for place in range(1, count + 1)]
        self.lives = Lives(chance, self.community_id, [key for key, _ in self._estates], self._meetings, end)

    def _new_id(self) -> UUID:
        """A key from the day the office began."""
        return self._nobody.new_id(self._begin)

    def register(self) -> Block:
        """The community, its estates, its people, and the meetings to which they are invited."""
        of_community = {"community_id": self.community_id}
        block: Block = {
            Community: [row(Community, {"id": self.community_id, "name": "万家社区", "mark": "万家三方联"})],
            Estate: [
                row(Estate, {"id": key, "name": name, "key": fold(name), **of_community}) for key, name in self._estates
            ],
            Organisation: [],
            Person: [],
            Post: [],
            Meeting: [],
            Participant: [],
        }
        for party, organisation, title in _SEATS:
            organisation_id = self._new_id()
            named = {"id": organisation_id, "name": organisation, "key": fold(organisation), "party": party.value}
            block[Organisation].append(row(Organisation, {**named, **of_community}))
            for place in range(4):
                self._seat(block, party, organisation_id, title if not place else f"成员{place}")
        for ordinal, (at, meeting_id) in enumerate(self._meetings, 1):
            self._meeting(block, ordinal, at, meeting_id)
        return block

    def _seat(self, block: Block, party: Party, organisation_id: UUID, title: str) -> None:
        """Somebody in a post."""
        name, person_id = self._nobody.name(), self._new_id()
        named = {"id": person_id, "community_id": self.community_id, "name": name, "key": fold(name)}
        block[Person].append(row(Person, named))
        post = {"id": self._new_id(), "person_id": person_id, "organisation_id": organisation_id, "title": title}
        block[Post].append(row(Post, {**post, "party": party.value, "standing": Standing.VOTING.value}))

    def _meeting(self, block: Block, ordinal: int, at: datetime, meeting_id: UUID) -> None:
        """A joint meeting: final when it was held, in preparation when it is still to come."""
        held = at < self._end
        title = words.MEETING.format(year=at.year, ordinal=ordinal)
        told: Row = {"title": title, "starts_at": at, "community_id": self.community_id, "ordinal": ordinal}
        told |= {"id": meeting_id, "status": (MeetingStatus.FINAL if held else MeetingStatus.PREPARING).value}
        if held:
            told |= dict.fromkeys(("frozen_at", "opened_at", "closed_at", "finalised_at"), at)
            told["reference"] = f"万家三方联纪〔{at.year}〕{ordinal}号"
        block[Meeting].append(row(Meeting, told))
        parties = {named["id"]: (named["name"], named["party"]) for named in block[Organisation]}
        people = {person["id"]: person["name"] for person in block[Person]}
        for position, post in enumerate(block[Post], 1):
            organisation, party = parties[post["organisation_id"]]
            seat = {"id": self._new_id(), "meeting_id": meeting_id, "post_id": post["id"], "position": position}
            seat |= {"person_id": post["person_id"], "party": party, "standing": post["standing"]}
            seat |= {"name": people[post["person_id"]], "organisation": organisation, "title": post["title"]}
            block[Participant].append(row(Participant, seat))

    def counters(self) -> Iterator[Row]:
        """The last numbers that were given."""
        for (series, year), value in sorted(self.lives.numbers.items()):
            yield {"community_id": self.community_id, "series": series, "year": year, "value": value}


def _estate_names() -> Iterator[str]:
    """Names of estates, each once; after all of them come the second and third phases."""
    openings, endings = words.ESTATE_OPENINGS.split(), words.ESTATE_ENDINGS.split()
    for phase in ("", "二期", "三期"):
        for place in range(len(openings) * len(endings)):
            opening, ending = place % len(openings), (place + place // len(openings)) % len(endings)
            yield f"{openings[opening]}{endings[ending]}{phase}"


def _put(session: Session, block: Block, journalled: bool) -> None:
    """Insert a block of rows, in the order of its tables."""
    for kind, rows in block.items():
        if rows:
            session.connection().execute(sa.insert(kind), rows)
        if journalled:
            journal.added(session, kind, rows)


def main() -> None:
    """Fill the database named on the command line, telling how far it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seed", description="Invent an office of any size.")
    parser.add_argument("place", metavar="FILE_OR_URL", help="a file, or postgresql://…; made when it is missing")
    parser.add_argument("--issues", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another number, other rows")
    parser.add_argument("--no-journal", action="store_true", help="leave the history out")
    parser.add_argument("--no-search", action="store_true", help="leave the index of the search empty")
    told = parser.parse_args()
    database = Database(told.place) if "://" in told.place else Database.in_file(Path(told.place))
    database.actor = "seed"
    database.upgrade()
    begun = time.perf_counter()

    def progress(done: int, total: int) -> None:
        print(f"\r{done:,} / {total:,}  {time.perf_counter() - begun:.0f} s ", end="", file=sys.stderr, flush=True)

    seed(
        database,
        told.issues,
        seed=told.seed,
        journalled=not told.no_journal,
        searched=not told.no_search,
        progress=progress,
    )
    database.close()
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
