"""The words and marks of a meeting on screen; every mark stands beside a word, so that no colour is needed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from meetings_db.models import (
    THREE_PARTIES,
    AgendaItem,
    Authority,
    Estate,
    Issue,
    ItemStatus,
    Party,
    PresenceEvent,
    PresenceKind,
    Route,
)
from meetings_db.queries.meetings import MeetingRoom
from triparty.i18n import _, mark, ngettext
from triparty.services.ballots import present_by_party

PARTIES = {
    Party.COMMUNITY: mark("Community"),
    Party.PROPERTY: mark("Property"),
    Party.RESIDENTS: mark("Residents"),
    Party.OTHER: mark("Others"),
}
ITEM_MARKS = {
    ItemStatus.WAITING: "·",
    ItemStatus.OPEN: "▶",
    ItemStatus.AGREED: "✓",
    ItemStatus.NOT_AGREED: "✗",
    ItemStatus.NOTED: "–",
    ItemStatus.DEFERRED: "↷",
}
PRESENCE_MARKS = {
    None: "○",
    PresenceKind.ARRIVE: "●",
    PresenceKind.LEAVE: "◐",
    PresenceKind.EXCUSE: "–",
    PresenceKind.ABSENT: "×",
}
PRESENCE_WORDS = {
    PresenceKind.ARRIVE: mark("here"),
    PresenceKind.LEAVE: mark("left"),
    PresenceKind.EXCUSE: mark("excused"),
    PresenceKind.ABSENT: mark("absent"),
}
GUARDS = {
    Authority.WITHIN: mark("The three parties can decide this."),
    Authority.COMMITMENT: mark("One party can undertake this for itself."),
    Authority.OWNERS: mark("The owners decide together: the meeting can only agree to propose it."),
    Authority.DEPARTMENT: mark("A department's duty: the meeting can only agree to refer it."),
}
_ROUTES = {
    Route.JOINT_MEETING: mark("for the joint meeting"),
    Route.OWNERS: mark("for the owners together"),
    Route.DEPARTMENT: mark("for a department"),
}
DOT = " · "


def why_here(item: AgendaItem, issue: Issue | None, estate: Estate | None) -> str:
    """Why an item is on the agenda: the issue it came from, who reported it, the way triage sent it."""
    if issue is None:
        return _("Put on the agenda by the secretary")
    people = ngettext("{count} person reported it", "{count} people reported it", issue.reporters)
    parts = [_("From issue {number}").format(number=issue.number), people.format(count=issue.reporters)]
    if estate is not None:
        parts.append(estate.name)
    if issue.route in _ROUTES:
        parts.append(_(_ROUTES[issue.route]))
    return DOT.join(parts)


def lacking(item: AgendaItem) -> list[str]:
    """What an item still needs before the agenda is sent."""
    wanted = [] if item.presenter else [_("no presenter")]
    return wanted if item.minutes else [*wanted, _("no minutes")]


def quorum_line(room: MeetingRoom, at: datetime) -> str:
    """Each party with who is there of those with a vote, and whether that is a quorum."""
    parts = []
    for party, (entitled, here) in present_by_party(room, at).items():
        sign = "✓" if here else "✗"
        parts.append(f"{sign} {_(PARTIES[party])} {here}/{entitled}")
    return "  ".join(parts)


def quorum_marks(room: MeetingRoom, at: datetime) -> str:
    """Each party with a mark for whether it is represented, in as few cells as can be."""
    present = present_by_party(room, at)
    return " ".join(f"{_(PARTIES[party])}{'✓' if here else '✗'}" for party, (_entitled, here) in present.items())


def has_quorum(room: MeetingRoom, at: datetime) -> bool:
    """Whether somebody with a vote is there from each of the three parties."""
    present = present_by_party(room, at)
    return all(present[party][1] for party in THREE_PARTIES)


def last_kind(events: Sequence[PresenceEvent]) -> PresenceKind | None:
    """What somebody's presence stands at, None before any entry."""
    return events[-1].kind if events else None


def span(elapsed: timedelta) -> str:
    """A length of time, `06:31` or `1:12:40`; never below zero."""
    seconds = max(0, int(elapsed.total_seconds()))
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:02d}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
