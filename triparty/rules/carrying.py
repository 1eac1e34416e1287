"""What goes on to the next meeting, what stays in the pool, and what ends with the meeting; each with its reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings_db.models import FINISHED, SETTLED, Action, AgendaItem, Issue, IssueStatus, ItemStatus, Route, Why
from meetings_db.queries.meetings import MeetingRoom
from triparty.i18n import _, ngettext
from triparty.words import WHYS_OF

_AT_THE_DESK = (IssueStatus.REPORTED, IssueStatus.ACCEPTED)
_FOR_MEETINGS = (Route.JOINT_MEETING, Route.OWNERS, Route.DEPARTMENT)


class Lot(StrEnum):
    """What becomes of an item: it goes on to the next meeting, its issue stays in the pool, or it ends here."""

    GOES_ON = "goes_on"
    STAYS = "stays"
    ENDS = "ends"


@dataclass(frozen=True)
class Fate:
    """What becomes of an item as its meeting closes, `because` in a sentence; `why` it will be on the next agenda."""

    item: AgendaItem
    lot: Lot
    because: str
    why: Why | None = None


def fate(item: AgendaItem, issue: Issue | None, actions: Sequence[Action], today: date) -> Fate:
    """What becomes of an item; `actions` are all that it and the items it continues left.

    One that is not settled yet goes on once it is put off: no meeting closes before that. An issue that has ended
    meanwhile, or waits, keeps its item back.
    """
    if item.why is Why.DECISIONS:
        return Fate(item, Lot.ENDS, _("the next meeting has a report of its own"))
    if item.status not in SETTLED:
        if item.started_at is None:
            return Fate(item, Lot.GOES_ON, _("it was not reached; put off, it goes on"), Why.NOT_REACHED)
        return Fate(item, Lot.GOES_ON, _("it is not settled: settle it, or put off it goes on"), Why.PUT_OFF)
    running = [action.number for action in actions if action.status not in FINISHED]
    if item.status is ItemStatus.DEFERRED and (issue is None or takes_part(issue, today)):
        if item.started_at is None:
            return Fate(item, Lot.GOES_ON, _("it was not reached"), Why.NOT_REACHED)
        return Fate(item, Lot.GOES_ON, _("it was put off"), Why.PUT_OFF)
    if running:
        sentence = ngettext("an action is still open: {numbers}", "actions are still open: {numbers}", len(running))
        return Fate(item, Lot.GOES_ON, sentence.format(numbers=_(", ").join(running)), Why.OPEN_ACTION)
    if item.recurring:
        return Fate(item, Lot.GOES_ON, _("it comes back in every meeting"), Why.RECURRING)
    if item.status is ItemStatus.AGREED and issue is not None and issue.status is IssueStatus.DECIDED:
        return Fate(item, Lot.STAYS, _("it was agreed, but nobody was given anything to do"))
    if issue is not None and issue.status in _AT_THE_DESK and not _waits(issue, today):
        return Fate(item, Lot.STAYS, _("it is not solved"))
    if issue is not None and _waits(issue, today):
        return Fate(item, Lot.STAYS, _("it waits until {day}").format(day=issue.waits_until))
    return Fate(item, Lot.ENDS, _("it stands in the minutes, and nothing is left to do"))


def why_carried(room: MeetingRoom, item: AgendaItem, say: Callable[[str], str]) -> str:
    """From which meeting an item was carried over and why, in the language of `say`; empty for any other."""
    meeting = room.before.get(item.id)
    return say(WHYS_OF[item.why]).format(meeting=meeting) if meeting is not None and item.why in WHYS_OF else ""


def takes_part(issue: Issue, today: date) -> bool:
    """Whether an issue is at the desk for a meeting to take it up: not sent another way meanwhile, and not waiting."""
    return issue.status in _AT_THE_DESK and issue.route in _FOR_MEETINGS and not _waits(issue, today)


def _waits(issue: Issue, today: date) -> bool:
    """Whether an issue is not to be asked about yet."""
    return issue.waits_until is not None and issue.waits_until > today


def by_lot(fates: Sequence[Fate]) -> Mapping[Lot, list[Fate]]:
    """The fates by what becomes of them, in the order in which they are told."""
    return {lot: [each for each in fates if each.lot is lot] for lot in Lot}
