"""kill -9 at any moment: what was said to be kept is there, nothing is half there, and the history is whole.

Each case names the seed of its moments; the deeds are the whole road, from the doorstep to the final minutes.
"""

import random
import zipfile
from collections import Counter as Count
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from meetings_db import journal, replay
from meetings_db.engine import Database
from meetings_db.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    Ballot,
    BallotCount,
    FinalMinutes,
    Issue,
    IssueEvent,
    IssueEventKind,
    ItemStatus,
    JournalEntry,
    Meeting,
    MeetingStatus,
    Paper,
    UpdateKind,
    Visit,
)
from meetings_db.queries.journal import journal_head
from tests import postgres as servers
from tests.data.builders import Place, a_community, a_meeting, in_session
from tests.data.nursery import Nursery
from tests.data.processes import desks, make_final, number, take_in, walk, write
from triparty.i18n import LANGUAGES
from triparty.services.meetings import close_meeting, settle_item

SEEDS = range(3)
KILLS = 40
"""Kills for each seed."""
ROAD = 24
"""The deeds of the road."""
SOON = 0.03
"""Seconds that a deed takes or two: the moment of a kill lies within them."""


def url_of(db: Database) -> str:
    """Where the database is; nobody holds it open here."""
    db.close()
    return db.url.render_as_string(hide_password=False)


def gapless(numbers: list[str]) -> bool:
    """Whether the numbers of a year count from 1 without a gap and none was given twice."""
    return sorted(int(each.rpartition("-")[2]) for each in numbers) == list(range(1, len(numbers) + 1))


def half_there(session: Session) -> list[str]:
    """What a deed left undone, by name; a whole deed leaves nothing."""
    told = set(session.exec(select(IssueEvent.issue_id).where(IssueEvent.kind == IssueEventKind.REPORTED)))
    assigned = set(session.exec(select(ActionUpdate.action_id).where(ActionUpdate.kind == UpdateKind.ASSIGNED)))
    counts = Count(session.exec(select(BallotCount.ballot_id)))
    minutes = Count(session.exec(select(FinalMinutes.meeting_id)))
    meetings = session.exec(select(Meeting)).all()
    final = [meeting for meeting in meetings if meeting.status is MeetingStatus.FINAL]
    wrong = {
        "an issue nobody reported": set(session.exec(select(Issue.id))) != told,
        "an action nobody assigned": set(session.exec(select(Action.id))) != assigned,
        "a ballot without its counts": any(counts[ballot] != 3 for ballot in session.exec(select(Ballot.id))),
        "final minutes that say nothing": any(minutes[meeting.id] != len(LANGUAGES) for meeting in final),
        "issues": not gapless(list(session.exec(select(Issue.number)))),
        "visits": not gapless(list(session.exec(select(Visit.number)))),
        "actions": not gapless(list(session.exec(select(Action.number)))),
        "meetings": sorted(meeting.ordinal for meeting in meetings) != list(range(1, len(meetings) + 1)),
        "references": not gapless([str(m.reference).rpartition("〕")[2].removesuffix("号") for m in final]),
    }
    return [name for name, is_so in wrong.items() if is_so]


def check(db: Database, heads: list[tuple[int, str]], *, whole: bool = True) -> int:
    """Open the database anew: all that was told is there, and nothing is half there; gives its last entry.

    The history and what it says of every row are gone through when asked for the `whole`: what is wrong there stays.
    """
    db.upgrade()
    assert db.read(_digests, [seq for seq, _digest in heads]) == dict(heads), "what was told to be kept is gone"
    assert db.read(half_there) == []
    if whole:
        verified = db.read(journal.verify)
        assert verified.whole, verified
        assert db.read(lambda session: list(replay.differences(session))) == []
    last = db.read(journal_head).seq
    db.close()
    return last


def _digests(session: Session, seqs: list[int]) -> dict[int, str]:
    """The digests of these entries."""
    rows = session.exec(select(JournalEntry.seq, JournalEntry.digest).where(col(JournalEntry.seq).in_(seqs)))
    return dict(rows.all())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_desk_killed_on_the_road_loses_nothing_it_said_was_kept(db: Database, seed: int) -> None:
    moments, place = random.Random(seed), a_community(db)
    with closing(Nursery(walk, url_of(db), place.id, place.estate.id, seats=KILLS, enough=ROAD)) as nursery:
        before = check(db, nursery.told)
        for kill in range(1, KILLS + 1):
            desk = nursery.desk()
            desk.hear(moments.randrange(1, 4))
            heads = desk.kill(moments.uniform(0, SOON))
            last = check(db, heads, whole=kill % 10 == 0)
            assert last >= max(before, *(seq for seq, _digest in heads))
            before = last


def test_a_server_that_goes_down_in_the_middle_loses_nothing_it_said_was_kept() -> None:
    moments = random.Random(7)
    with servers.private_cluster(durable=True) as own:
        if own is None:
            pytest.skip("no PostgreSQL of our own to bring down here")
        with servers.a_database(own.url) as where:
            db = Database(where)
            db.upgrade()
            place = a_community(db)
            with closing(Nursery(walk, url_of(db), place.id, place.estate.id, seats=5, enough=ROAD)) as nursery:
                for _fall in range(5):
                    desk = nursery.desk()
                    desk.hear(moments.randrange(1, 8))
                    own.stop()
                    heads = desk.kill(0)
                    own.start()
                    check(db, heads)


def test_a_paper_being_written_is_there_whole_or_not_at_all(db: Database, tmp_path: Path) -> None:
    moments, place = random.Random(11), a_community(db)
    meeting, path = a_meeting(db, place, "停车秩序"), tmp_path / "minutes.docx"
    url = url_of(db)
    nursery = Nursery(write, url, meeting.id, path, seats=12, enough=1)
    for kill in range(12):
        desk = nursery.desk()
        desk.hear(moments.randrange(0, 2))
        told = desk.kill(moments.uniform(0, 0.1))
        check(db, [], whole=kill % 6 == 5)
        recorded = set(db.read(lambda session: session.exec(select(Paper.sha256)).all()))
        db.close()
        assert recorded.issuperset(told)
        assert path.exists() or not told
        if path.exists():
            assert zipfile.ZipFile(path).testzip() is None
        assert {each.name for each in tmp_path.iterdir() if each.suffix == ".docx"} <= {path.name}
    nursery.close()


def test_a_file_being_taken_in_is_there_whole_or_not_at_all(db: Database) -> None:
    moments, place, rows = random.Random(13), a_community(db), 120
    url, whole = url_of(db), rows
    nursery = Nursery(take_in, url, place.id, rows, seats=12, enough=1)
    for kill in range(12):
        told = nursery.desk().kill(moments.uniform(0, 0.4))
        check(db, [], whole=kill % 6 == 5)
        there = len(db.read(lambda session: session.exec(select(Issue.id)).all()))
        db.close()
        assert there in (whole, whole + rows)
        assert there == whole + rows or not told
        whole = there
    nursery.close()


def test_twelve_processes_number_without_a_gap(db: Database) -> None:
    place = a_community(db)
    url = url_of(db)
    with desks(12, number, url, place.id, place.estate.id, 8) as seated:
        told = Count(each for desk in seated for each in desk.hear_all())
    assert told == {"kept": 64, "refused": 32}
    check(db, [])
    kept = db.read(lambda s: [len(s.exec(select(kind.id)).all()) for kind in (Issue, Visit, Action, Meeting)])
    assert sum(kept) == 64


def test_twelve_processes_make_minutes_final_without_a_gap(db: Database) -> None:
    place = a_community(db)
    meetings = [a_closed_meeting(db, place) for _meeting in range(12)]
    url = url_of(db)
    with desks(12, make_final, url, [meeting.id for meeting in meetings]) as seated:
        told = Count(each for desk in seated for each in desk.hear_all())
    assert told == {"kept": 8, "refused": 4}
    check(db, [])


def a_closed_meeting(db: Database, place: Place) -> Meeting:
    """A meeting whose only item was noted."""
    meeting = in_session(db, a_meeting(db, place, "停车秩序"))

    def end(session: Session) -> Meeting:
        item = session.exec(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).one()
        settle_item(session, item.id, ItemStatus.NOTED)
        return close_meeting(session, meeting.id)

    return db.run(end)
