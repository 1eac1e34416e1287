"""Desks in processes of their own, to be killed: each says on a pipe when what it did is kept.

One server process imports everything and forks a desk in some milliseconds; a fork of the tests' own process, with its
threads, would be none to trust.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from meetings_db import engine
from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    AgendaItemBase,
    Issue,
    ItemStatus,
    MeetingBase,
    PaperKind,
    PresenceKind,
    Route,
    UpdateKind,
    VisitBase,
)
from meetings_db.queries.journal import journal_head
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from tests.data.builders import START, typed_issue, typed_meeting
from triparty.documents.papers import finalise, write_paper
from triparty.i18n import LANGUAGES
from triparty.rules import RuleError
from triparty.services import actions, agendas, ballots, issues, meetings, visits
from triparty.services.incoming import IncomingIssue, take_in_issues
from triparty.services.papers import finalise_minutes

T = TypeVar("T")
Tell = Callable[[object], None]
"""Sends what is picked as one message, whole or not at all."""

configure_mappers()  # once, before the first fork

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])

PATIENCE = 60
"""Seconds after which a desk that says nothing is lost."""


class Desk:
    """A process that does `work(database, tell, *args)`."""

    def __init__(self, work: Callable[..., None], url: str, *args: object) -> None:
        self._ear, mouth = _FORKS.Pipe(duplex=False)
        self.process = _FORKS.Process(target=_sit, args=(work, mouth, url, *args), daemon=True)
        self.process.start()
        mouth.close()
        self.told: list[Any] = []

    def hear(self, count: int) -> None:
        """Wait for so many messages more, or for the end of the process."""
        try:
            for _message in range(count):
                assert self._ear.poll(PATIENCE), "the desk says nothing"
                self.told.append(self._ear.recv())
        except EOFError:
            self._ear.close()

    def hear_all(self) -> list[Any]:
        """Everything it says until it ends."""
        while not self._ear.closed:
            self.hear(1)
        self.process.join(PATIENCE)
        return self.told

    def kill(self, after: float) -> list[Any]:
        """Kill it so many seconds from now, at whatever it is then; gives all it had said."""
        self.process.join(after)
        if self.process.pid is not None and self.process.exitcode is None:
            os.kill(self.process.pid, signal.SIGKILL)
        return self.hear_all()


def _sit(work: Callable[..., None], mouth: Connection, url: str, *args: object) -> None:
    """What happens in the process; a machine full of tests is slower than an office, so a turn is waited for longer."""
    engine.BUSY_MS = PATIENCE * 1000
    engine._PRAGMAS = (f"busy_timeout={engine.BUSY_MS}", *engine._PRAGMAS[1:])
    database = Database(url, actor=f"desk {os.getpid()}")
    work(database, mouth.send, *args)
    database.close()
    mouth.close()


@contextmanager
def desks(count: int, work: Callable[..., None], url: str, *args: object) -> Iterator[list[Desk]]:
    """So many desks at once, told apart by their number."""
    seated = [Desk(work, url, number, *args) for number in range(count)]
    yield seated
    for desk in seated:
        desk.kill(0)


def walk(db: Database, tell: Tell, community_id: UUID, estate_id: UUID) -> None:
    """The whole road for ever; after each deed the head of the journal is told."""

    def do(service: Callable[..., T], *args: Any, **more: Any) -> T:
        done = db.run(service, *args, **more)
        tell(tuple(db.read(journal_head)))
        return done

    while True:
        visit = do(visits.record_visit, community_id, estate_id, VisitBase(visited_at=START, officer="陈子一"))
        issue = do(issues.raise_issue, community_id, estate_id, typed_issue(), visit_id=visit.id)
        do(issues.triage, issue.id, Route.JOINT_MEETING)
        twin = do(issues.raise_issue, community_id, estate_id, typed_issue("东门的灯"))
        do(issues.merge_issues, issue.id, twin.id)
        meeting = do(agendas.call_meeting, community_id, typed_meeting())
        _hold(db, do, meeting.id, issue)
        do(finalise, meeting.id)


def _hold(db: Database, do: Callable[..., Any], meeting_id: UUID, issue: Issue) -> None:
    """The agenda, the meeting with a ballot, and the action that comes of it, until it is verified."""
    do(agendas.put_on_agenda, meeting_id, issue.id)
    do(agendas.add_item, meeting_id, AgendaItemBase(title="其他"))
    do(agendas.freeze_agenda, meeting_id, override_reason="测试")
    do(meetings.open_meeting, meeting_id, START)
    for who in db.read(meeting_room, meeting_id).participants[:4]:
        do(meetings.mark_presence, who.id, PresenceKind.ARRIVE, START)
    for item in db.read(meeting_room, meeting_id).items:
        taken_up = do(meetings.go_to_item, item.id, START)
        if taken_up.issue_id is None:
            do(meetings.settle_item, item.id, ItemStatus.NOTED)
            continue
        do(meetings.write_notes, item.id, taken_up.version, "张甲一：同意")
        votes = ballots.unanimous(db.read(meeting_room, meeting_id), START)
        do(ballots.hold_ballot, item.id, "majority-present", "修好路灯", votes, START)
        action = do(actions.assign_action, issue.community_id, ActionBase(what="换灯"), item_id=item.id)
        action = do(actions.take_step, action.id, action.version, UpdateKind.SUBMITTED)
        do(actions.take_step, action.id, action.version, UpdateKind.CLOSED, "看过了")
    do(meetings.close_meeting, meeting_id)


def number(db: Database, tell: Tell, desk: int, community_id: UUID, estate_id: UUID, deeds: int) -> None:
    """Take numbers of every series, a third of them in deeds that are refused afterwards."""

    def spoilt(session: Session, service: Callable[..., object], *args: object) -> None:
        service(session, *args)
        raise RuleError("taken back")

    kinds: list[tuple[Callable[..., Any], tuple[object, ...]]] = [
        (issues.raise_issue, (community_id, estate_id, typed_issue())),
        (visits.record_visit, (community_id, estate_id, VisitBase(visited_at=START))),
        (actions.assign_action, (community_id, ActionBase(what="换灯"))),
        (agendas.call_meeting, (community_id, typed_meeting())),
    ]
    for turn in range(deeds):
        service, args = kinds[(desk + turn) % len(kinds)]
        try:
            if (desk + turn) % 3 == 0:
                db.run(spoilt, service, *args)
            else:
                db.run(service, *args)
        except RuleError:
            tell("refused")
        else:
            tell("kept")


def make_final(db: Database, tell: Tell, desk: int, meeting_ids: list[UUID]) -> None:
    """Make a meeting's minutes final; every third desk fails in the middle."""

    def said(_room: MeetingRoom) -> dict[str, str]:
        return dict.fromkeys(LANGUAGES, "{}")

    def spoilt(session: Session, meeting_id: UUID) -> None:
        finalise_minutes(session, meeting_id, said)
        raise RuleError("taken back")

    try:
        if desk % 3 == 0:
            db.run(spoilt, meeting_ids[desk])
        else:
            db.run(finalise_minutes, meeting_ids[desk], said)
    except RuleError:
        tell("refused")
    else:
        tell("kept")


def write(db: Database, tell: Tell, meeting_id: UUID, path: Path) -> None:
    """Write the minutes over and over, other ones each time; the SHA-256 of each is told."""
    meeting = db.read(meeting_room, meeting_id).meeting
    while True:
        typed = MeetingBase.model_validate(meeting, update={"place": f"{os.urandom(8).hex()} 室"})
        meeting = db.run(agendas.edit_meeting, meeting.id, meeting.version, typed)
        paper = write_paper(
            db,
            PaperKind.MINUTES,
            path,
            meeting_id=meeting_id,
            community_id=meeting.community_id,
            language="zh_CN",
        )
        tell(paper.sha256)


def take_in(db: Database, tell: Tell, community_id: UUID, rows: int, batch: str) -> None:
    """Take in a file of so many rows, and say so."""
    incoming = [
        IncomingIssue(row, "云杉苑", START - timedelta(days=1), "陈子一", typed_issue(f"{batch}第{row}件"))
        for row in range(rows)
    ]
    db.run(take_in_issues, community_id, incoming)
    tell(rows)
