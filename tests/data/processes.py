"""Desks in processes of their own, to be killed: each says on a pipe when what it did is kept.

One server process imports everything and forks a desk in some milliseconds; a fork of the tests' own process, with its
threads, would be none to trust.
"""

import multiprocessing
import os
import signal
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import configure_mappers
from sqlmodel import Session, SQLModel, col, func, select

from meetings_db import engine
from meetings_db.engine import Database
from meetings_db.models import (
    Action,
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Issue,
    ItemStatus,
    JournalEntry,
    Meeting,
    MeetingBase,
    PaperKind,
    PresenceKind,
    Route,
    UpdateKind,
    Visit,
    VisitBase,
)
from meetings_db.queries.journal import journal_head
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from tests.data.builders import START, typed_issue, typed_meeting
from triparty.documents.papers import finalise, write_paper
from triparty.i18n import LANGUAGES
from triparty.rules import RuleError
from triparty.services import actions, agendas, ballots, issues, meetings, presence, visits
from triparty.services.incoming import IncomingIssue, take_in_issues
from triparty.services.papers import finalise_minutes

T = TypeVar("T")
Tell = Callable[[object], None]
"""Sends what is picked as one message, whole or not at all."""

configure_mappers()  # once, before the first fork

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__, "tests.data.nursery"])
"""How processes are made."""

PATIENCE = 60
"""Seconds after which a desk that says nothing is lost."""


class Desk:
    """A process at work, heard through `ear`; `end` kills it so many seconds from now."""

    def __init__(self, ear: Connection, end: Callable[[float], None]) -> None:
        self.ear, self._end = ear, end
        self.told: list[Any] = []

    def hear(self, count: int) -> None:
        """Wait for so many messages more, or for the end of the process."""
        try:
            for _message in range(count):
                assert self.ear.poll(PATIENCE), "the desk says nothing"
                self.told.append(self.ear.recv())
        except EOFError:
            self.ear.close()

    def hear_all(self) -> list[Any]:
        """Everything it says until it ends."""
        while not self.ear.closed:
            self.hear(1)
        return self.told

    def kill(self, after: float) -> list[Any]:
        """Kill it so many seconds from now, at whatever it is then; gives all it had said."""
        self._end(after)
        return self.hear_all()


def seat(work: Callable[..., None], url: str, *args: object) -> Desk:
    """A desk that does `work(database, tell, *args)`."""
    ear, mouth = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=_sit, args=(work, mouth, url, *args), daemon=True)
    process.start()
    mouth.close()

    def end(after: float) -> None:
        process.join(after)
        if process.pid is not None and process.exitcode is None:
            os.kill(process.pid, signal.SIGKILL)

    return Desk(ear, end)


def opened(url: str) -> Database:
    """The database; a machine full of tests is slower than an office, so a turn is waited for longer."""
    engine.BUSY_MS = PATIENCE * 1000
    engine._PRAGMAS = (f"busy_timeout={engine.BUSY_MS}", *engine._PRAGMAS[1:])
    return Database(url, actor=f"desk {os.getpid()}")


def _sit(work: Callable[..., None], mouth: Connection, url: str, *args: object) -> None:
    """What happens in the process."""
    database = opened(url)
    work(database, mouth.send, *args)
    database.close()
    mouth.close()


@contextmanager
def desks(count: int, work: Callable[..., None], url: str, *args: object) -> Iterator[list[Desk]]:
    """So many desks at once, told apart by their number."""
    seated = [seat(work, url, number, *args) for number in range(count)]
    yield seated
    for desk in seated:
        desk.kill(0)


_GIVES: dict[Callable[..., Any], type[SQLModel]] = {
    visits.record_visit: Visit,
    issues.raise_issue: Issue,
    agendas.call_meeting: Meeting,
    meetings.go_to_item: AgendaItem,
    actions.assign_action: Action,
    actions.take_step: Action,
}
"""What a deed gives that those after it need."""


def walk(db: Database, tell: Tell, community_id: UUID, estate_id: UUID) -> None:
    """The whole road for ever, from where the desk before was killed; after each deed the journal's head is told."""
    behind = deque(db.read(_behind))

    def do(service: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if behind:
            changed = behind.popleft()
            return db.read(_given, _GIVES[service], args[0], changed) if service in _GIVES else None
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


def _behind(session: Session) -> list[dict[str, str]]:
    """The deeds done since the road last began at a doorstep: what each changed, the row's key by its kind."""
    began = select(func.max(JournalEntry.turn)).where(JournalEntry.deed == "record_visit").scalar_subquery()
    query = select(JournalEntry.turn, JournalEntry.kind, JournalEntry.row_id).where(col(JournalEntry.turn) >= began)
    deeds: defaultdict[int | None, dict[str, str]] = defaultdict(dict)
    for turn, kind, row_id in session.exec(query.order_by(col(JournalEntry.seq))):
        deeds[turn][kind] = row_id
    return list(deeds.values())


def _given(session: Session, kind: type[SQLModel], about: UUID, changed: dict[str, str]) -> SQLModel | None:
    """What a deed that was done gave: the row it was about, or the one it made."""
    return session.get(kind, about) or session.get(kind, UUID(changed[str(kind.__tablename__)]))


def _hold(db: Database, do: Callable[..., Any], meeting_id: UUID, issue: Issue) -> None:
    """The agenda, the meeting with a ballot, and the action that comes of it, until it is verified."""
    do(agendas.put_on_agenda, meeting_id, issue.id)
    do(agendas.add_item, meeting_id, AgendaItemBase(title="其他"))
    do(agendas.freeze_agenda, meeting_id, override_reason="测试")
    do(meetings.open_meeting, meeting_id, START)
    for who in db.read(meeting_room, meeting_id).participants[:4]:
        do(presence.mark_presence, who.id, PresenceKind.ARRIVE, START)
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


def take_in(db: Database, tell: Tell, community_id: UUID, rows: int) -> None:
    """Take in a file of so many rows, other ones for each desk, and say so."""
    incoming = [
        IncomingIssue(row, "云杉苑", START - timedelta(days=1), "陈子一", typed_issue(f"{os.getpid()}第{row}件"))
        for row in range(rows)
    ]
    db.run(take_in_issues, community_id, incoming)
    tell(rows)
