"""A copy between the databases is equal row by row, goes on where it was broken off, and never mixes with another."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlmodel import Session, select

from meetings_db import copying, journal
from meetings_db.copying import copy
from meetings_db.engine import Database
from meetings_db.errors import CopyDiffers, NotEmpty, Unfinished
from meetings_db.models import Action, Community, Estate, Issue, IssueEvent, IssueEventKind, Party, PhotoData
from meetings_db.queries.journal import journal_head
from tests.data.builders import typed_issue
from tests.data.earlier import fill
from triparty import problems
from triparty.services.issues import merge_issues, raise_issue

RARE = "𠮷野家𡈽😀👩‍👩‍👧\n\t“…”— ｆｕｌｌ" + "長" * 20_000


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The sample community's whole story in a file, with merges that point forward and back."""
    db = Database.in_file(tmp_path_factory.mktemp("story") / "triparty.db")
    fill(db, "0001")
    db.upgrade()
    community, estate = db.read(_first, Community), db.read(_first, Estate)
    typed = [typed_issue(f"{name}门路灯不亮") for name in "东西南"]
    ids = sorted(db.run(raise_issue, community.id, estate.id, each).id for each in typed)
    db.run(merge_issues, ids[2], ids[0])
    db.run(merge_issues, ids[1], ids[2])
    db.run(_rare, community.id)
    yield db
    db.close()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    """A file with nothing in it."""
    db = Database.in_file(tmp_path / "copy.db")
    yield db
    db.close()


@pytest.fixture
def server(new_server: URL) -> Iterator[Database]:
    """A server's database with nothing in it."""
    db = Database(new_server)
    yield db
    db.close()


def _first(session: Session, kind: type[Any]) -> Any:
    """The first row of a kind."""
    return session.exec(select(kind)).first()


def _rare(session: Session, community_id: Any) -> None:
    """Values at the edges of what their columns keep."""
    issue = _first(session, Issue)
    session.add(IssueEvent(issue_id=issue.id, kind=IssueEventKind.EDITED, at=datetime(1, 1, 1, tzinfo=UTC), note=RARE))
    session.execute(sa.insert(PhotoData).values(sha256="f" * 64, jpeg=bytes(range(256)) * 40))
    session.add(
        Action(
            community_id=community_id,
            number="A2026-9999",
            what="𠮷" * 300,
            owner="",
            party=Party.OTHER,
            due_on=date(9999, 12, 31),
            done_means="",
            budget=2**63 - 1,
            assigned_at=datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
        )
    )


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is copied, in the order of the keys."""
    return {
        table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(*copying._key(table, kind)))]
        for kind in [session.get_bind().dialect.name]
        for table in copying._tables()
    }


def test_there_and_back_everything_is_equal(story: Database, server: Database, file: Database, tmp_path: Path) -> None:
    before = story.read(everything)
    assert sum(map(len, before.values())) > 800
    copied = copy(story, server)
    assert server.read(everything) == before
    assert copied.rows == {name: len(rows) for name, rows in before.items()}
    copy(server, file)
    assert file.read(everything) == before
    beside = Database.in_file(tmp_path / "beside.db")
    copy(file, beside)
    assert beside.read(everything) == before
    assert beside.read(journal.verify).whole
    entries = beside.read(lambda session: session.scalar(sa.text("SELECT count(*) FROM searchentry")))
    assert entries > len(before["issue"]), "what is copied can be found"
    beside.upgrade()
    issue = beside.read(_first, Issue)
    assert beside.run(raise_issue, issue.community_id, issue.estate_id, typed_issue()).version == 1
    beside.close()


def test_links_to_rows_that_come_later_are_kept(story: Database, file: Database) -> None:
    merged = story.read(merges)
    assert any(one > other for one, other in merged)
    assert any(one < other for one, other in merged)
    copy(story, file)
    assert file.read(merges) == merged


def merges(session: Session) -> set[tuple[UUID, UUID]]:
    """Which issue lives on in which other."""
    return {(issue.id, issue.merged_into_id) for issue in session.exec(select(Issue)) if issue.merged_into_id}


@pytest.mark.parametrize("kind", ["file", "server"])
def test_a_copy_broken_off_goes_on_where_it_ended(
    story: Database, kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    target: Database = request.getfixturevalue(kind)
    monkeypatch.setattr(copying, "CHUNK", 100)
    total = sum(map(len, story.read(everything).values()))
    for chunks in (1, 2, 6):
        with pytest.raises(KilledError):
            copy(story, target, killed_after(chunks))
        with pytest.raises(Unfinished) as told:
            target.upgrade()
        assert "--again" in problems.say(told.value)
        assert story.place in problems.say(told.value)
    copied = copy(story, target)
    assert 0 < copied.kept < total
    target.upgrade()
    assert target.read(everything) == story.read(everything)


class KilledError(Exception):
    """Stands for the end of the process."""


def killed_after(chunks: int) -> copying.Told:
    """Listens to so many chunks of rows, then breaks off."""
    seen: list[int] = []

    def told(_table: str, done: int, _total: int) -> None:
        if done not in seen:
            seen.append(done)
        if len(seen) > chunks:
            raise KilledError

    return told


COPYING = """
import sys
from meetings_db import copying
from meetings_db.engine import Database

def told(table, done, total):
    print(done, flush=True)
    if not table:
        sys.stdin.read()  # all rows are there, nothing is compared: it is killed here at the latest

copying.CHUNK = 10
copying.copy(Database(sys.argv[1]), Database(sys.argv[2]), told)
"""
"""A copy in a process of its own."""


def killed_in_the_middle(source: Database, target: Database) -> None:
    """Copy in another process, and kill that when a third of the rows is there, in whatever it is doing then."""
    third = sum(map(len, source.read(everything).values())) // 3
    urls = [each.url.render_as_string(hide_password=False) for each in (source, target)]
    with subprocess.Popen(
        [sys.executable, "-c", COPYING, *urls], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as copying_one:
        assert copying_one.stdout is not None
        assert any(int(line) >= third for line in copying_one.stdout)
        copying_one.kill()


def test_a_copy_that_was_killed_goes_on_to_an_equal_end(story: Database, server: Database, file: Database) -> None:
    for source, target in ((story, server), (server, file)):
        killed_in_the_middle(source, target)
        with pytest.raises(Unfinished):
            target.upgrade()
        copied = copy(source, target)
        assert 0 < copied.kept < sum(copied.rows.values())
        assert target.read(everything) == story.read(everything)
        assert target.read(journal.verify).whole


def test_a_source_that_changed_meanwhile_is_copied_anew(
    tmp_path: Path, server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "CHUNK", 100)
    source = Database.in_file(tmp_path / "source.db")
    fill(source, "0001")
    source.upgrade()
    with pytest.raises(KilledError):
        copy(source, server, killed_after(6))
    issue = source.read(_first, Issue)
    source.run(raise_issue, issue.community_id, issue.estate_id, typed_issue())
    assert copy(source, server).kept == 0
    assert server.read(everything) == source.read(everything)
    source.close()


def test_the_unfinished_copy_of_another_database_is_left_alone_unless_told(
    story: Database, file: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "CHUNK", 100)
    with pytest.raises(KilledError):
        copy(story, file, killed_after(3))
    other = Database.in_file(tmp_path / "other.db")
    fill(other, "0001")
    with pytest.raises(Unfinished, match=r"triparty\.db"):
        copy(other, file)
    copy(other, file, again=True)
    assert file.read(everything) == other.read(everything)
    other.close()


def test_a_database_that_holds_something_is_refused_and_left_alone(story: Database, tmp_path: Path) -> None:
    taken = Database.in_file(tmp_path / "taken.db")
    fill(taken, "0001")
    taken.upgrade()
    before = taken.read(everything)
    with pytest.raises(NotEmpty, match=r"\d"):
        copy(story, taken)
    with pytest.raises(NotEmpty):
        copy(story, taken, again=True)
    assert taken.read(everything) == before
    taken.close()


def test_a_source_with_a_broken_history_makes_no_database_to_work_on(tmp_path: Path, file: Database) -> None:
    source = Database.in_file(tmp_path / "forged.db")
    fill(source, "0001")
    source.upgrade()
    with source._writing.begin() as connection:
        connection.execute(sa.text("UPDATE journal SET actor = 'nobody' WHERE seq = 7"))
    with pytest.raises(CopyDiffers, match="journal 7"):
        copy(source, file)
    with pytest.raises(Unfinished):
        file.upgrade()
    source.close()


def test_what_is_written_meanwhile_is_not_half_in_the_copy(tmp_path: Path, file: Database) -> None:
    source = Database.in_file(tmp_path / "source.db")
    fill(source, "0001")
    source.upgrade()
    before = source.read(everything)
    issue = source.read(_first, Issue)

    def write(table: str, _done: int, _total: int) -> None:
        if table == "issue":
            source.run(raise_issue, issue.community_id, issue.estate_id, typed_issue())

    copy(source, file, write)
    assert file.read(everything) == before
    assert source.read(journal_head) != file.read(journal_head)
    source.close()


def test_two_copies_into_one_database_do_not_mix(
    story: Database, file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "CHUNK", 100)
    inner: list[str] = []

    def another(table: str, done: int, _total: int) -> None:
        if done and not inner:
            inner.append(table)
            beside = Database(file.url)
            copy(story, beside)
            beside.close()

    with pytest.raises((CopyDiffers, NotEmpty)):
        copy(story, file, another)
    file.upgrade()
    assert file.read(everything) == story.read(everything)
