"""What the meeting room shows: the meeting as it was last read, and the item on the table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from meetings_db.models import (
    SETTLED,
    Action,
    AgendaItem,
    Estate,
    Issue,
    ItemStatus,
    Meeting,
    MeetingStatus,
)
from meetings_db.queries.directory import Seat
from meetings_db.queries.meetings import BallotSheet, MeetingRoom
from triparty.rules.attendance import elapsed
from triparty.rules.masking import masked
from triparty.services.sittings import on_the_table, sittings


@dataclass(frozen=True)
class Scene:
    """The meeting, the item looked at, the people of the register an action may name, and whether a wall shows it."""

    room: MeetingRoom
    item_id: UUID | None
    seats: tuple[Seat, ...] = ()
    projected: bool = False

    @property
    def meeting(self) -> Meeting:
        """The meeting itself."""
        return self.room.meeting

    @property
    def running(self) -> bool:
        """Whether the meeting is in session."""
        return self.meeting.status is MeetingStatus.IN_SESSION

    @cached_property
    def item(self) -> AgendaItem | None:
        """The item on the table; None only where the agenda is empty."""
        return next((item for item in self.room.items if item.id == self.item_id), None)

    @property
    def issue(self) -> Issue | None:
        """The issue the item came from."""
        return self.room.issues.get(self.item.issue_id) if self.item and self.item.issue_id else None

    @property
    def estate(self) -> Estate | None:
        """Where that issue is."""
        return self.room.estates.get(self.issue.estate_id) if self.issue else None

    @property
    def sheets(self) -> list[BallotSheet]:
        """The item's ballots, round by round."""
        return self.room.ballots.get(self.item_id, []) if self.item_id else []

    @property
    def last_motion(self) -> str:
        """The words put to the vote in the item's last round; before the first its title."""
        if self.sheets:
            return self.sheets[-1].ballot.motion
        return self.item.title if self.item else ""

    @property
    def open_sheet(self) -> BallotSheet | None:
        """The item's ballot whose votes are being taken."""
        return next((sheet for sheet in self.sheets if sheet.ballot.closed_at is None), None)

    @property
    def actions(self) -> list[Action]:
        """The item's actions."""
        return self.room.actions.get(self.item_id, [])

    @property
    def settled(self) -> int:
        """How many items are done with."""
        return sum(item.status in SETTLED for item in self.room.items)

    def shown(self, text: str) -> str:
        """`text` as it may be shown: before everybody without numbers and without who reported an issue."""
        if not self.projected:
            return text
        return masked(text, self.room.reporters)

    def beside(self, by: int) -> AgendaItem | None:
        """The item so many places further on."""
        place = next((place for place, item in enumerate(self.room.items) if item.id == self.item_id), 0) + by
        return self.room.items[place] if 0 <= place < len(self.room.items) else None


def where_we_were(room: MeetingRoom) -> UUID | None:
    """The item to come back to: the open one, else the one last dealt with, else the first."""
    if not room.items:
        return None
    for item in room.items:
        if item.status is ItemStatus.OPEN:
            return item.id
    dealt = [(item.ended_at, place) for place, item in enumerate(room.items) if item.ended_at is not None]
    return room.items[max(dealt)[1] if dealt else 0].id


def speakers(scene: Scene, at: datetime) -> dict[UUID, str]:
    """The name of whoever stands in at `at`, by the participant whose place it is."""
    found = sittings(scene.room, at, scene.item_id)
    return {one.who.id: one.substitute.name for one in found if one.substitute is not None}


def time_used(room: MeetingRoom, item: AgendaItem, now: datetime) -> timedelta:
    """How long the item has been on the table, without the pauses."""
    return elapsed(on_the_table(room, item, now))


def standing_sheet(scene: Scene) -> BallotSheet | None:
    """The item's last ballot that was not annulled."""
    return next((sheet for sheet in reversed(scene.sheets) if not sheet.ballot.annulled_reason), None)
