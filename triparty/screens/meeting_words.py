"""The words and marks of a meeting on screen; every mark stands beside a word, so that no colour is needed."""

from collections.abc import Sequence
from datetime import timedelta

from meetings_db.models import (
    SETTLED,
    AgendaItem,
    Authority,
    ItemStatus,
    PresenceEvent,
    PresenceKind,
    Route,
)
from meetings_db.queries.meetings import MeetingRoom
from triparty.i18n import _, language, mark, ngettext
from triparty.rules.authority import outcome
from triparty.rules.authority_presets import basis_said
from triparty.rules.carrying import why_carried
from triparty.rules.presence import Quorum
from triparty.words import PARTIES, WHYS

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


def guard_said(item: AgendaItem) -> str:
    """Who may decide an item, and on what ground of law."""
    said = _(GUARDS[item.authority])
    return f"{said} {basis_said(item.legal_basis, language())}".rstrip()


def became(item: AgendaItem) -> str:
    """What became of an item, or what is proposed of it; empty where neither was said."""
    if item.conclusion and item.status not in SETTLED:
        return _("Proposed: {text}").format(text=item.conclusion)
    return outcome(item.status, item.authority, item.conclusion, _)


def why_here(room: MeetingRoom, item: AgendaItem) -> str:
    """Why an item is on the agenda: the meeting it was carried over from, the issue it came from, who reported it and
    the way triage sent it.
    """
    issue = room.issues.get(item.issue_id) if item.issue_id else None
    carried = why_carried(room, item, _)
    if issue is None:
        return carried or _(WHYS[item.why])
    estate = room.estates.get(issue.estate_id)
    people = ngettext("{count} person reported it", "{count} people reported it", issue.reporters)
    parts = [carried] if carried else []
    parts += [_("From issue {number}").format(number=issue.number), people.format(count=issue.reporters)]
    if estate is not None:
        parts.append(estate.name)
    if issue.route in _ROUTES:
        parts.append(_(_ROUTES[issue.route]))
    return DOT.join(parts)


def lacking(item: AgendaItem) -> list[str]:
    """What an item still needs before the agenda is sent."""
    wanted = [] if item.presenter else [_("no presenter")]
    return wanted if item.minutes else [*wanted, _("no minutes")]


def quorum_line(quorum: Quorum) -> str:
    """Each party with who is there of those with a vote, and whether it is represented."""
    return "  ".join(
        f"{'✓' if own.reached else '✗'} {_(PARTIES[own.party])} {own.present}/{own.expected}" for own in quorum.parties
    )


def quorum_marks(quorum: Quorum) -> str:
    """Each party with a mark for whether it is represented, in as few cells as can be."""
    return " ".join(f"{_(PARTIES[own.party])}{'✓' if own.reached else '✗'}" for own in quorum.parties)


def last_kind(events: Sequence[PresenceEvent]) -> PresenceKind | None:
    """What somebody's presence stands at, None before any entry."""
    return events[-1].kind if events else None


def span(elapsed: timedelta) -> str:
    """A length of time, `06:31` or `1:12:40`; never below zero."""
    seconds = max(0, int(elapsed.total_seconds()))
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:02d}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
