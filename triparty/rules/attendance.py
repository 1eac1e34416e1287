"""What presence comes to on paper: who was there for which item, who came late, who left before the end."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from triparty.rules.presence import Interval, PresenceEvent

GRACE = timedelta(minutes=5)
"""Who is there so soon after the meeting opened was there from its beginning; who leaves so shortly before, to its end
(our choice: the clock is pressed for forty people one after the other)."""

Span = tuple[datetime, datetime | None]
"""From when until when, without that moment; None while it lasts."""

Stretch = tuple[datetime, datetime]
"""From when until when something was on the table."""


class Extent(StrEnum):
    """How much of an item somebody was there for."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"
    RECUSED = "recused"


def spans(events: Sequence[PresenceEvent]) -> list[Span]:
    """When somebody was there, from entries in order, oldest first. Gone and back at the same moment is not gone."""
    found: list[Span] = []
    came: datetime | None = None
    for event in events:
        if event.kind == "arrive":
            came = came or event.at
        elif came is not None:
            found.append((came, event.at))
            came = None
    if came is not None:
        found.append((came, None))
    joined: list[Span] = []
    for begun, ended in found:
        if joined and joined[-1][1] == begun:
            joined[-1] = (joined[-1][0], ended)
        else:
            joined.append((begun, ended))
    return [(begun, ended) for begun, ended in joined if begun != ended]


def graced(there: Sequence[Span], opened: datetime | None, closed: datetime | None) -> list[Span]:
    """The same spans where whoever was a little late or went a little early was there from beginning to end."""
    found = list(there)
    if found and opened is not None and opened < found[0][0] <= opened + GRACE:
        found[0] = (opened, found[0][1])
    if found and closed is not None and (ended := found[-1][1]) is not None and closed - GRACE <= ended:
        found[-1] = (found[-1][0], None)
    return found


def extent(there: Sequence[Span], recusals: Sequence[Interval], table: Iterable[Stretch]) -> Extent:
    """How much of an item somebody was there for: `table` are the stretches in which it was on the table.

    What happens in a pause between two of them is of no matter. Who withdrew from it in any of them, or before it and
    was not back by then, withdrew from it.
    """
    found = {_extent(there, recusals, begun, ended) for begun, ended in table}
    if Extent.RECUSED in found:
        return Extent.RECUSED
    return found.pop() if len(found) == 1 else Extent.PART if found else Extent.NONE


def elapsed(table: Iterable[Stretch]) -> timedelta:
    """How long an item was on the table."""
    return sum((ended - begun for begun, ended in table), timedelta())


def _extent(there: Iterable[Span], recusals: Iterable[Interval], begun: datetime, ended: datetime) -> Extent:
    """How much of one stretch."""
    if any(each.at <= ended and (each.ended_at is None or each.ended_at > begun) for each in recusals):
        return Extent.RECUSED
    part = False
    for came, left in there:
        if came <= begun and (left is None or (left >= ended and left > begun)):
            return Extent.WHOLE
        part = part or (came <= ended and (left is None or left > begun))
    return Extent.PART if part else Extent.NONE


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in a row as first and last of each run: 1, 2, 3, 4, 7 as (1, 4), (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def comings_and_goings(
    there: Sequence[Span], opened: datetime | None, closed: datetime | None
) -> list[tuple[datetime, bool]]:
    """Each coming (True) and leaving (False) that was not simply at the beginning or the end of the meeting."""
    found = []
    for came, left in graced(there, opened, closed):
        if opened is None or came > opened:
            found.append((came, True))
        if left is not None and (closed is None or left < closed):
            found.append((left, False))
    return found
