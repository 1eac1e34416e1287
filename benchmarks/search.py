"""How long it takes to find the first fifty of a million, against reading every row and against the naive question.

On SQLite the baseline is `LIKE` over the same texts for a rare word; on PostgreSQL it is the same index asked as one
would at first: everything that has the tokens, sorted, the first fifty. Both are given the same words, common and rare.
"""

from collections.abc import Callable, Iterator
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.measure import Figure, Given, Missing, in_turns, seconds
from meetings_db import search
from meetings_db.engine import Database
from meetings_db.models import Community
from meetings_db.queries.directory import the_community
from meetings_db.search import index
from meetings_db.search.conditions import Plan

FIRST = 50
RARE = "鼹鼠"
WORDS = (
    *("电", "梯", "电梯", "梯电", "消防", "鼹", RARE, "白蚁", "车位被外", "燃气泄漏"),
    *("高空抛物", "窨井盖丢失", "无人维修", "单元门禁反复"),
)
"""Fourteen parts of texts of one to six characters: in every second issue, in one of thousands, in none."""

_NAIVE = sa.text(
    f"SELECT e.seq FROM {index.TABLE} i JOIN searchentry e USING (seq)"
    " WHERE i.tokens @@ CAST(:asked AS tsquery) AND e.text LIKE :part ORDER BY e.seq DESC LIMIT :first"
)
_READ = sa.text("SELECT seq FROM searchentry WHERE text LIKE :part ORDER BY seq DESC LIMIT :first")


def figures(given: Given) -> Iterator[Figure | Missing]:
    """Both rows of the table that speak of search."""
    db = Database.in_file(given.office(given.issues))
    took = _measured(given, db, {"like": lambda session: _read(session, _READ, part=f"%{RARE}%")})
    yield Figure(
        f"search, first {FIRST} of {given.issues:,} issues, slowest of {len(WORDS)} words, SQLite",
        max(took[word] for word in WORDS) * 1_000,
        "LIKE for a rare word",
        took["like"] * 1_000,
        0.01,
        "ms",
    )
    db.close()
    url = given.office_on_server(given.issues)
    what = f"search, first {FIRST} of {given.issues:,} issues, slowest of {len(WORDS)} words, PostgreSQL"
    if url is None:
        yield Missing(what, "no --server was given")
        return
    db = Database(url)
    took = _measured(given, db, {f"naive {word}": _naive(word) for word in WORDS})
    slowest = max(took[f"naive {word}"] for word in WORDS)
    yield Figure(what, max(took[word] for word in WORDS) * 1_000, "@@ … ORDER BY", slowest * 1_000, 0.1, "ms")
    db.close()


def _measured(given: Given, db: Database, baselines: dict[str, Callable[[Session], object]]) -> dict[str, float]:
    """Seconds for each word and each baseline, in turns."""
    community = db.read(the_community)
    assert community is not None
    takers = {word: seconds(lambda word=word: db.read(_found, community, word)) for word in WORDS}  # type: ignore[misc]
    others = {name: seconds(lambda ask=ask: db.read(ask)) for name, ask in baselines.items()}  # type: ignore[misc]
    return in_turns(given.runs, {**takers, **others})


def _found(session: Session, community: Community, word: str) -> list[object]:
    """What the search reads of a word, as it is typed."""
    return list(search.first(session, community.id, search.parse(word, date.today()), FIRST))


def _naive(word: str) -> Callable[[Session], object]:
    """The same asked of PostgreSQL in one go."""
    asked = index.asked_of_server(Plan(search.parse(word, date.today()), {}).query)
    return lambda session: _read(session, _NAIVE, asked=asked, part=f"%{word}%")


def _read(session: Session, query: sa.TextClause, **asked: str) -> object:
    """What a query finds."""
    return session.connection().execute(query, {**asked, "first": FIRST}).all()
