"""kill -9 at any moment: what was said to be kept is there, nothing is half there, and the history is whole.

Each case names the seed of its moments; the deeds are the whole road, from the doorstep to the final minutes.
"""

import random
import zipfile
from collections import Counter as Count
from pathlib import Path

import pytest
from sqlmodel import Session, select

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
from tests import postgres as servers
from tests.data.builders import Place, a_community, a_meeting, in_session
from tests.data.processes import Desk, desks, make_final, number, take_in, walk, write
from triparty.i18n import LANGUAGES
from triparty.services.meetings import close_meeting, settle_item

KILLS = 25
"""Kills for each seed."""
SEEDS = range(4)
SOON = 0.006
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


def check(url: str, heads: list[tuple[int, str]]) -> int:
    """Open the database anew: all that was told is there, and nothing is half there; gives its last entry."""
    database = Database(url)
    database.upgrade()
    with_digest = database.read(_digests, [seq for seq, _digest in heads])
    verified = database.read(journal.verify)
    assert verified.whole, verified
    assert with_digest == dict(heads), "what was said to be kept is not there"
    assert database.read(lambda session: list(replay.differences(session))) == []
    assert database.read(half_there) == []
    database.close()
    return verified.entries


def _digests(session: Session, seqs: list[int]) -> dict[int, str]:
    """The digests of these entries."""
    rows = session.exec(select(JournalEntry.seq, JournalEntry.digest))
    wanted = set(seqs)
    return {seq: digest for seq, digest in rows if seq in wanted}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_desk_killed_on_the_road_loses_nothing_it_said_was_kept(db: Database, seed: int) -> None:
    moments, place = random.Random(seed), a_community(db)
    url, before = url_of(db), 0
    for _kill in range(KILLS):
        desk = Desk(walk, url, place.id, place.estate.id)
        desk.hear(moments.randrange(1, 32))
        heads = desk.kill(moments.uniform(0, SOON))
        entries = check(url, heads)
        assert entries >= max(before, *(seq for seq, _digest in heads))
        before = entries


def test_a_server_that_goes_down_in_the_middle_loses_nothing_it_said_was_kept() -> None:
    moments = random.Random(7)
    with servers.private_cluster(durable=True) as own:
        if own is None:
            pytest.skip("no PostgreSQL of our own to bring down here")
        with servers.a_database(own.url) as where:
            url = where.render_as_string(hide_password=False)
            db = Database(url)
            db.upgrade()
            place = a_community(db)
            db.close()
            for _fall in range(5):
                desk = Desk(walk, url, place.id, place.estate.id)
                desk.hear(moments.randrange(1, 32))
                own.stop()
                heads = desk.kill(0)
                own.start()
                check(url, heads)


def test_a_paper_being_written_is_there_whole_or_not_at_all(db: Database, tmp_path: Path) -> None:
    moments, place = random.Random(11), a_community(db)
    meeting, path = a_meeting(db, place, "停车秩序"), tmp_path / "minutes.docx"
    url = url_of(db)
    for _kill in range(12):
        desk = Desk(write, url, meeting.id, path)
        desk.hear(moments.randrange(0, 2))
        told = desk.kill(moments.uniform(0, 0.2))
        check(url, [])
        recorded = set(db.read(lambda session: session.exec(select(Paper.sha256)).all()))
        db.close()
        assert recorded.issuperset(told)
        assert path.exists() or not told
        if path.exists():
            assert zipfile.ZipFile(path).testzip() is None
        assert {each.name for each in tmp_path.iterdir() if each.suffix == ".docx"} <= {path.name}


def test_a_file_being_taken_in_is_there_whole_or_not_at_all(db: Database) -> None:
    moments, place, rows = random.Random(13), a_community(db), 120
    url, whole = url_of(db), 0
    for kill in range(12):
        desk = Desk(take_in, url, place.id, rows, f"{kill}")
        told = desk.kill(moments.uniform(0, 0.6))
        check(url, [])
        there = len(db.read(lambda session: session.exec(select(Issue.id)).all()))
        db.close()
        assert there in (whole, whole + rows)
        assert there == whole + rows or not told
        whole = there


def test_twelve_processes_number_without_a_gap(db: Database) -> None:
    place = a_community(db)
    url = url_of(db)
    with desks(12, number, url, place.id, place.estate.id, 8) as seated:
        told = Count(each for desk in seated for each in desk.hear_all())
    assert told == {"kept": 64, "refused": 32}
    check(url, [])
    kept = db.read(lambda s: [len(s.exec(select(kind.id)).all()) for kind in (Issue, Visit, Action, Meeting)])
    assert sum(kept) == 64


def test_twelve_processes_make_minutes_final_without_a_gap(db: Database) -> None:
    place = a_community(db)
    meetings = [a_closed_meeting(db, place) for _meeting in range(12)]
    url = url_of(db)
    with desks(12, make_final, url, [meeting.id for meeting in meetings]) as seated:
        told = Count(each for desk in seated for each in desk.hear_all())
    assert told == {"kept": 8, "refused": 4}
    check(url, [])


def a_closed_meeting(db: Database, place: Place) -> Meeting:
    """A meeting whose only item was noted."""
    meeting = in_session(db, a_meeting(db, place, "停车秩序"))

    def end(session: Session) -> Meeting:
        item = session.exec(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).one()
        settle_item(session, item.id, ItemStatus.NOTED)
        return close_meeting(session, meeting.id)

    return db.run(end)
