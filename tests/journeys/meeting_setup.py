"""A community with three parties and a meeting of three items, in a real database; texts that would be markup."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from textual.app import App
from textual.screen import Screen

from meetings_db.engine import Database
from meetings_db.models import (
    AgendaItemBase,
    CommunityBase,
    EstateBase,
    IssueBase,
    ItemKind,
    MeetingBase,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    Route,
    Standing,
)
from tests.journeys.places import opened, settings_in
from triparty.services import agendas, directory, issues
from triparty.settings import Settings

PEOPLE = (
    ("Zhang Jia", Party.COMMUNITY, "Secretary", Standing.VOTING),
    ("Li Yi [/b]", Party.COMMUNITY, "Deputy", Standing.VOTING),
    ("Zhao Ding", Party.PROPERTY, "Manager", Standing.VOTING),
    ("Sun Ji", Party.RESIDENTS, "Owner", Standing.VOTING),
    ("Zhou Geng", Party.RESIDENTS, "Owner", Standing.VOTING),
    ("Wang Bing", Party.OTHER, "Police", Standing.ATTENDING),
)
"""Two of the community, one of the property company, two residents and an observer, in the order of their letters."""

STALLS = "Stalls [/b] at the gate {{ x }}"


@dataclass(frozen=True)
class Setting:
    """What a journey starts from."""

    db: Database
    settings: Settings
    community_id: UUID
    meeting_id: UUID


class OneScreen(App[None]):
    """An app that shows one screen over a station's."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._first = screen

    def on_mount(self) -> None:
        """Show it."""
        self.push_screen(Screen())
        self.push_screen(self._first)


def begin(folder: Path) -> Setting:
    """The community with its register and two issues in the pool, and a called meeting with an empty agenda."""
    settings = settings_in(folder, "Chen")
    db = opened(settings)
    community = db.run(
        directory.found_community, CommunityBase(name="Morning [x] Light", office="Tri-party office", mark="TP")
    )
    estate = db.run(directory.add_estate, community.id, EstateBase(name="Willow [/b] Bay"))
    for name, party, title, standing in PEOPLE:
        db.run(
            directory.enrol,
            community.id,
            PersonBase(name=name),
            OrganisationBase(name=f"Body of {party.value}", party=party),
            PostBase(title=title, party=party, standing=standing, phone="13800000000"),
        )
    now = datetime.now(UTC)
    for title, route in ((STALLS, Route.JOINT_MEETING), ("Roof leaks", Route.OWNERS)):
        typed = IssueBase(title=title, reported_at=now - timedelta(days=9), phone="13800000000", reporter="Wu")
        db.run(issues.raise_issue, community.id, estate.id, typed, route=route)
    typed_meeting = MeetingBase(
        title="Joint meeting [/b]",
        starts_at=now + timedelta(hours=1),
        place="Room 2",
        chair="Zhang Jia",
        recorder="Chen",
        minutes_planned=60,
    )
    meeting = db.run(agendas.call_meeting, community.id, typed_meeting)
    return Setting(db, settings, community.id, meeting.id)


def ready(folder: Path) -> Setting:
    """The same with three items on a frozen agenda."""
    setting = begin(folder)
    db, meeting_id = setting.db, setting.meeting_id
    db.run(agendas.add_item, meeting_id, AgendaItemBase(title="Fire lane {{ x }}", presenter="Zhao Ding", minutes=10))
    vote = AgendaItemBase(title="Bins [bold]", kind=ItemKind.VOTE, presenter="Sun Ji", minutes=15)
    db.run(agendas.add_item, meeting_id, vote)
    db.run(agendas.add_item, meeting_id, AgendaItemBase(title="Other [/i]", presenter="Zhang Jia", minutes=5))
    db.run(agendas.freeze_agenda, meeting_id, override_reason="A journey")
    return setting
