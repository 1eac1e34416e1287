"""Saving one deed with its history and its place in the search, against one bare insert in one transaction."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from benchmarks.measure import Figure, Given, in_turns, seconds
from meetings_db.bulk import row
from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    AgendaItemBase,
    Community,
    Estate,
    Issue,
    IssueBase,
    MeetingBase,
    Party,
    PresenceKind,
    new_id,
)
from meetings_db.queries.meetings import meeting_room
from triparty.services.actions import assign_action
from triparty.services.agendas import add_item, call_meeting, freeze_agenda
from triparty.services.ballots import hold_ballot, unanimous
from triparty.services.issues import raise_issue
from triparty.services.meetings import open_meeting
from triparty.services.presence import mark_presence
from triparty.services.weighing import Votes

_OFFICE = 1_000
_DEEDS = 8
"""Deeds of a kind in one round, as many as an agenda has items."""

_AT = datetime(2026, 3, 20, 6, tzinfo=UTC)


def figures(given: Given) -> Iterator[Figure]:
    """An issue, a vote and an action, on SQLite and, where a server is given, on PostgreSQL."""
    file = Path(shutil.copy(given.office(_OFFICE), given.folder / "deeds.db"))
    yield from _on(given, Database.in_file(file, actor="bench"), "SQLite")
    if url := given.office_on_server(_OFFICE):
        yield from _on(given, Database(url, actor="bench"), "PostgreSQL")


def _on(given: Given, database: Database, named: str) -> Iterator[Figure]:
    """The three deeds in turns with the bare insert."""
    community_id, estate_id = database.read(_home)
    home = {"community_id": community_id, "estate_id": estate_id}
    bare = _Bare(database, row(Issue, {**home, "reported_at": _AT, "title": "电梯停运三天"}))
    rounds = iter([database.run(_meeting, community_id) for _ in range(given.runs + 1)])

    def issues() -> None:
        for _ in range(_DEEDS):
            database.run(raise_issue, community_id, estate_id, IssueBase(title="电梯停运三天", reported_at=_AT))

    def votes() -> None:
        items, yes = next(rounds)
        for item_id in items:
            database.run(hold_ballot, item_id, "consensus", "更换电梯", yes, _AT)

    def promised() -> None:
        for _ in range(_DEEDS):
            database.run(assign_action, community_id, ActionBase(what="联系厂家更换", owner="物业工程部"), at=_AT)

    deeds: dict[str, Callable[[], None]] = {"an issue": issues, "a vote": votes, "an action": promised}
    taken = in_turns(given.runs, {name: seconds(deed) for name, deed in {**deeds, "bare": bare.insert}.items()})
    database.close()
    for name in deeds:
        each, baseline = (1_000 * taken[which] / _DEEDS for which in (name, "bare"))
        yield Figure(f"saving {name} on {named}", each, "a bare insert in one transaction", baseline, 3, "ms")


class _Bare:
    """Inserts issues and does nothing else: one statement in one transaction, as the driver does it."""

    def __init__(self, database: Database, issue: dict[str, object]) -> None:
        self._engine = sa.create_engine(database.url)
        self._issue = issue
        self._numbers = count(1)

    def insert(self) -> None:
        """As many as there are deeds in a round."""
        for _ in range(_DEEDS):
            with self._engine.begin() as connection:
                own = {"id": new_id(), "number": f"B{next(self._numbers)}"}
                connection.execute(sa.insert(Issue), {**self._issue, **own})


def _home(session: Session) -> tuple[UUID, UUID]:
    """The invented community, and one of its estates."""
    estate = session.exec(select(Estate).join(Community).order_by(col(Estate.key)).limit(1)).one()
    return estate.community_id, estate.id


def _meeting(session: Session, community_id: UUID) -> tuple[list[UUID], dict[Party, Votes]]:
    """A meeting in session with everybody there: its items, and the votes of all."""
    typed = MeetingBase(title="联席会议", starts_at=_AT, place="二楼会议室", chair="顾晨光")
    meeting = call_meeting(session, community_id, typed)
    items = [add_item(session, meeting.id, AgendaItemBase(title=f"事项{number}")).id for number in range(_DEEDS)]
    freeze_agenda(session, meeting.id, override_reason="—", at=_AT)
    open_meeting(session, meeting.id, at=_AT)
    for who in meeting_room(session, meeting.id).participants:
        mark_presence(session, who.id, PresenceKind.ARRIVE, at=_AT)
    return items, unanimous(meeting_room(session, meeting.id), _AT)
