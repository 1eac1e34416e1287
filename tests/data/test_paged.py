"""A list held page by page: whichever pages are let go of meanwhile, what is read is what is there."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from meetings_db.engine import Database
from meetings_db.models import Issue, IssueEvent
from meetings_db.queries.visits import IssueLine, issue_list
from tests.data.builders import Place, a_community, an_issue
from triparty.widgets import paged
from triparty.widgets.paged import Paged
from triparty.widgets.row_list import Row


@pytest.fixture
def place(db: Database, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A community with ten issues, read three at a time, of which two pages are held."""
    monkeypatch.setattr(paged, "PAGE", 3)
    monkeypatch.setattr(paged, "HELD", 2)
    place = a_community(db)
    for number in range(10):
        an_issue(db, place, title=f"{number}")
    return place


def pages_of(db: Database, place: Place) -> Paged[IssueLine]:
    """The list, not read yet."""
    return Paged(db, issue_list(place.id), lambda line: Row(line.id, (line.title,)))


def titles(pages: Paged[IssueLine], first: int, last: int) -> list[str]:
    """What stands there, an empty title where nothing is read."""
    lines = [pages.line(place) for place in range(first, last + 1)]
    return [line.title if line else "" for line in lines]


async def test_a_neighbour_let_go_of_while_its_page_is_read(
    db: Database, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = await pages_of(db, place).open()
    reading = db.read_async

    async def meanwhile(*args: object) -> object:
        """Read, after another read has let go of everything."""
        pages._pages.clear()
        return await reading(*args)  # type: ignore[arg-type]

    await pages.count()
    monkeypatch.setattr(db, "read_async", meanwhile)
    await pages.read(3, 5)
    assert titles(pages, 3, 5) == ["6", "5", "4"]
    await pages.read(0, 2)
    assert titles(pages, 0, 2) == ["9", "8", "7"]


async def test_every_page_is_read_wherever_one_goes(db: Database, place: Place) -> None:
    for ways in ([0, 3, 2, 1, 0], [3, 1, 3, 0, 2]):
        pages = await pages_of(db, place).open()
        await pages.count()
        for number in ways:
            await pages.read(number * 3, number * 3 + 2)
            shown = [str(9 - each) for each in range(number * 3, min(number * 3 + 3, 10))]
            assert titles(pages, number * 3, number * 3 + len(shown) - 1) == shown


async def test_a_list_that_became_shorter_has_no_rows_that_never_come(db: Database, place: Place) -> None:
    pages = await pages_of(db, place).open()
    await pages.count()
    await pages.read(3, 5)
    db.run(leave, 6)
    await pages.read(6, 9)
    assert pages.total == 6
    assert pages.has(0, 9)
    assert titles(pages, 3, 5) == ["6", "5", "4"]


def leave(session: Session, count: int) -> None:
    """Take away all issues but the newest so many."""
    keys = session.exec(select(col(Issue.id)).order_by(col(Issue.id).desc()).offset(count)).all()
    session.connection().execute(sa.delete(IssueEvent).where(col(IssueEvent.issue_id).in_(keys)))
    session.connection().execute(sa.delete(Issue).where(col(Issue.id).in_(keys)))
