"""The lives of invented issues, as rows of the tables: doorstep, triage, meeting, action, end."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from benchmarks import seed_words as words
from meetings_db.bulk import row
from meetings_db.models import (
    Action,
    ActionStatus,
    ActionUpdate,
    AgendaItem,
    Channel,
    Issue,
    IssueEvent,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Party,
    Route,
    Severity,
    UpdateKind,
    Visit,
)

Row = dict[str, Any]
Block = dict[type[SQLModel], list[Row]]
"""Rows by table; tables that others refer to come first."""

VISIT_SIZE = 6
"""Issues heard on one visit, on average."""

_ITEMS = 10
"""Issues on the agenda of one meeting, at most."""

_STEP = timedelta(hours=7)
_ONE_IN = 8_000
"""How rare a rare word is."""


class Lives:
    """Makes issues and all that follows from them; the same `random` tells the same lives."""

    def __init__(
        self,
        chance: random.Random,
        community_id: UUID,
        estates: Sequence[UUID],
        meetings: Sequence[tuple[datetime, UUID]],
        until: datetime,
    ) -> None:
        self._chance = chance
        self._community_id = community_id
        self._estates = estates
        self._meetings = meetings
        self._next_meeting = 0
        self._items: defaultdict[UUID, int] = defaultdict(int)
        self._until = until
        self.numbers: defaultdict[tuple[str, int], int] = defaultdict(int)
        """The last number given, by series and year."""

    def new_id(self, at: datetime) -> UUID:
        """A UUIDv7 of that moment."""
        bits = self._chance.getrandbits(74)
        milliseconds = int(at.timestamp() * 1000)
        return UUID(int=milliseconds << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & (1 << 62) - 1)

    def block(self, times: Sequence[datetime]) -> Block:
        """The issues reported at `times`, in their order, with their visits, steps and actions."""
        block: Block = {kind: [] for kind in (Visit, Issue, AgendaItem, IssueEvent, Action, ActionUpdate)}
        visit, heard = None, 0
        for at in times:
            if not heard:
                visit, heard = self._visit(block, at), self._chance.randint(1, 2 * VISIT_SIZE - 1)
            heard -= 1
            self._issue(block, at, visit if self._chance.random() < 0.8 else None)
        return block

    def _numbered(self, series: str, opening: str, at: datetime) -> str:
        """The next number of the year."""
        year = at.astimezone().year
        self.numbers[series, year] += 1
        return f"{opening}{year}-{self.numbers[series, year]:04d}"

    def _visit(self, block: Block, at: datetime) -> Row:
        """A visit to one estate."""
        visit = row(
            Visit,
            {
                "id": self.new_id(at),
                "community_id": self._community_id,
                "estate_id": self._chance.choice(self._estates),
                "number": self._numbered("visit", "V", at),
                "visited_at": at,
                "officer": self.name(),
                "met": self.name(),
            },
        )
        block[Visit].append(visit)
        return visit

    def name(self) -> str:
        """A person's name."""
        given = "".join(self._chance.choices(words.GIVEN, k=self._chance.choice((1, 2, 2, 2))))
        return self._chance.choice(words.SURNAMES) + given

    def _issue(self, block: Block, at: datetime, visit: Row | None) -> None:
        """One issue and its life."""
        chance = self._chance
        thing, category = chance.choice(words.THINGS)
        place = (
            f"{chance.randint(1, 40)}栋{chance.randint(1, 4)}单元{chance.randint(1, 33)}{chance.randint(1, 6):02d}室"
        )
        trouble = chance.choice(_TROUBLES[category])
        if chance.randrange(_ONE_IN) == 0:
            trouble += f"，发现{chance.choice(words.RARE)}"
        ask = chance.choice(_ASKS) if chance.random() < 0.5 else ""
        issue = row(
            Issue,
            {
                "id": self.new_id(at),
                "community_id": self._community_id,
                "estate_id": visit["estate_id"] if visit else chance.choice(self._estates),
                "visit_id": visit["id"] if visit else None,
                "number": self._numbered("issue", "", at),
                "title": f"{place.partition('单元')[0]}单元{thing}{trouble}{ask}",
                "details": "".join(chance.sample(words.DETAILS, chance.choice((0, 1, 1, 2, 3)))),
                "place": place,
                "category": category,
                "severity": chance.choices(tuple(Severity), (85, 12, 3))[0].value,
                "channel": (Channel.VISIT if visit else chance.choice(_OTHER_CHANNELS)).value,
                "reporter": self.name(),
                "phone": f"1{chance.choice((38, 39, 50, 86))}{chance.randrange(10**8):08d}",
                "reported_at": at,
                "route": Route.NONE.value,
                "status": IssueStatus.REPORTED.value,
                "reporters": chance.choices((1, 2, 3, 5), (80, 12, 6, 2))[0],
            },
        )
        block[Issue].append(issue)
        self._tell(block, issue, IssueEventKind.REPORTED, at)
        self._live(block, issue, at)

    def _live(self, block: Block, issue: Row, at: datetime) -> None:
        """What becomes of an issue: of the recent ones many are open, of the old ones nearly none."""
        chance = self._chance
        days = (self._until - at).days
        still_open = chance.random() < (0.7 if days < 30 else 0.3 if days < 90 else 0.005)
        if still_open and chance.random() < 0.3:
            return
        at += _STEP
        fate = chance.random()
        if fate < 0.02:
            self._send(block, issue, Route.REFUSED, at, words.REFUSALS)
            issue["status"] = IssueStatus.CLOSED.value
        elif fate < 0.04 and len(block[Issue]) > 1:
            self._merge(block, issue, chance.choice(block[Issue][-50:-1]), at)
        elif fate < 0.14:
            self._meet(block, issue, at, still_open=still_open)
        else:
            self._send(block, issue, chance.choices(_ROUTES, (80, 8, 12))[0], at)
            if chance.random() < 0.1:
                self._act(block, issue, at, None, still_open=still_open)
            elif not still_open:
                self._close(block, issue, at + 5 * _STEP)

    def _tell(
        self, block: Block, issue: Row, kind: IssueEventKind, at: datetime, subject: str = "", note: str = ""
    ) -> None:
        """A step in the life of an issue."""
        block[IssueEvent].append(
            row(
                IssueEvent,
                {
                    "id": self.new_id(at),
                    "issue_id": issue["id"],
                    "kind": kind.value,
                    "at": at,
                    "actor": "社区",
                    "subject": subject,
                    "note": note,
                },
            )
        )

    def _send(self, block: Block, issue: Row, route: Route, at: datetime, note: str = "") -> None:
        """Triage."""
        issue["route"], issue["status"], issue["version"] = route.value, IssueStatus.ACCEPTED.value, 2
        self._tell(block, issue, IssueEventKind.TRIAGED, at, route.value, note)

    def _merge(self, block: Block, issue: Row, kept: Row, at: datetime) -> None:
        """The issue lives on in another one, unless that one itself does."""
        if kept["merged_into_id"] is not None:
            return
        issue["status"], issue["merged_into_id"] = IssueStatus.MERGED.value, kept["id"]
        kept["reporters"] += issue["reporters"]
        self._tell(block, kept, IssueEventKind.MERGED, at, issue["number"])
        self._tell(block, issue, IssueEventKind.MERGED, at, kept["number"])

    def _meet(self, block: Block, issue: Row, at: datetime, *, still_open: bool) -> None:
        """Before the next joint meeting that has room; most of a million issues never come there."""
        self._send(block, issue, Route.JOINT_MEETING, at)
        while self._next_meeting < len(self._meetings) and self._meetings[self._next_meeting][0] <= at:
            self._next_meeting += 1
        meeting = next(
            ((when, key) for when, key in self._meetings[self._next_meeting :][:1] if self._items[key] < _ITEMS), None
        )
        if meeting is None:
            if not still_open:
                self._close(block, issue, at + 5 * _STEP)
            return
        when, meeting_id = meeting
        self._items[meeting_id] += 1
        item_id = self.new_id(at)
        held = when < self._until
        block[AgendaItem].append(
            row(
                AgendaItem,
                {
                    "id": item_id,
                    "meeting_id": meeting_id,
                    "issue_id": issue["id"],
                    "position": self._items[meeting_id],
                    "title": issue["title"],
                    "kind": "consultation",
                    "authority": "within",
                    "status": (ItemStatus.AGREED if held else ItemStatus.WAITING).value,
                    "conclusion": issue["title"] if held else "",
                },
            )
        )
        issue["status"] = IssueStatus.ON_AGENDA.value
        self._tell(block, issue, IssueEventKind.ON_AGENDA, at)
        if held:
            issue["status"] = IssueStatus.DECIDED.value
            self._tell(block, issue, IssueEventKind.DECIDED, when)
            self._act(block, issue, when, (meeting_id, item_id), still_open=still_open)

    def _act(self, block: Block, issue: Row, at: datetime, item: tuple[UUID, UUID] | None, *, still_open: bool) -> None:
        """An action, with its steps until it was closed."""
        chance = self._chance
        due = (at + timedelta(days=chance.randint(3, 45))).date()
        meeting_id, item_id = item or (None, None)
        owner = chance.choice(_OWNERS)
        action = row(
            Action,
            {
                "id": self.new_id(at),
                "community_id": self._community_id,
                "meeting_id": meeting_id,
                "item_id": item_id,
                "issue_id": issue["id"],
                "number": self._numbered("action", "A", at),
                "what": chance.choice(_ACTIONS),
                "owner": owner,
                "party": chance.choice(tuple(Party)).value,
                "due_on": due,
                "status": ActionStatus.DOING.value,
                "first_owner": owner,
                "first_due_on": due,
                "assigned_at": at,
            },
        )
        block[Action].append(action)
        self._step(block, action, UpdateKind.ASSIGNED, at)
        self._tell(block, issue, IssueEventKind.ASSIGNED, at, action["number"], action["what"])
        self._step(block, action, UpdateKind.STARTED, at + _STEP)
        if still_open:
            return
        done = at + timedelta(days=chance.randint(2, 40))
        self._step(block, action, UpdateKind.SUBMITTED, done, chance.choice(_NOTES))
        self._step(block, action, UpdateKind.CLOSED, done + _STEP)
        action["status"], action["closed_at"] = ActionStatus.CLOSED.value, done + _STEP
        self._tell(block, issue, IssueEventKind.DONE, done + _STEP, action["number"], action["what"])
        self._close(block, issue, done + 2 * _STEP)

    def _step(self, block: Block, action: Row, kind: UpdateKind, at: datetime, note: str = "") -> None:
        """One step of an action."""
        step = {"id": self.new_id(at), "action_id": action["id"], "kind": kind.value, "at": at, "actor": "社区"}
        block[ActionUpdate].append(row(ActionUpdate, {**step, "note": note}))

    def _close(self, block: Block, issue: Row, at: datetime) -> None:
        """The end of an issue."""
        issue["status"] = IssueStatus.CLOSED.value
        self._tell(block, issue, IssueEventKind.CLOSED, at, note=self._chance.choice(_NOTES))


_TROUBLES = {category: troubles.split() for category, troubles in words.TROUBLES.items()}
_ASKS = words.ASKS.split()
_ACTIONS = words.ACTIONS.split()
_OWNERS = words.OWNERS.split()
_NOTES = words.NOTES.split()
_ROUTES = (Route.SOLVE_NOW, Route.OWNERS, Route.DEPARTMENT)
_OTHER_CHANNELS = tuple(channel for channel in Channel if channel is not Channel.VISIT)
