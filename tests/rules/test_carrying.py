"""What goes on, what stays and what ends, each with its reason."""

from datetime import UTC, date, datetime

import pytest

from meetings_db.models import (
    Action,
    ActionStatus,
    AgendaItem,
    Issue,
    IssueStatus,
    ItemStatus,
    Route,
    Why,
    new_id,
)
from triparty.rules.carrying import Fate, Lot, by_lot, fate

NOW = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
TODAY = date(2026, 3, 20)


def item(status: ItemStatus, *, begun: bool = True, recurring: bool = False) -> AgendaItem:
    """An item of that status; one that is open was begun."""
    return AgendaItem(
        meeting_id=new_id(),
        position=1,
        title="路灯",
        status=status,
        recurring=recurring,
        started_at=NOW if begun else None,
    )


def issue(status: IssueStatus, route: Route = Route.JOINT_MEETING, waits_until: date | None = None) -> Issue:
    """The issue it came from."""
    return Issue(
        title="路灯",
        reported_at=NOW,
        community_id=new_id(),
        estate_id=new_id(),
        number="2026-0001",
        status=status,
        route=route,
        waits_until=waits_until,
    )


def action(status: ActionStatus, number: str = "A2026-0001") -> Action:
    """What somebody was given to do."""
    return Action(community_id=new_id(), number=number, what="修", status=status, assigned_at=NOW)


OPEN, SHUT = action(ActionStatus.DOING), action(ActionStatus.CLOSED)
WAITING = issue(IssueStatus.ACCEPTED, waits_until=date(2026, 3, 21))


@pytest.mark.parametrize(
    ("of", "from_issue", "actions", "lot", "why", "because"),
    [
        (item(ItemStatus.DEFERRED, begun=False), None, [], Lot.GOES_ON, Why.NOT_REACHED, "it was not reached"),
        (
            item(ItemStatus.WAITING, begun=False),
            None,
            [],
            Lot.GOES_ON,
            Why.NOT_REACHED,
            "it was not reached; put off, it goes on",
        ),
        (
            item(ItemStatus.OPEN),
            None,
            [],
            Lot.GOES_ON,
            Why.PUT_OFF,
            "it is not settled: settle it, or put off it goes on",
        ),
        (item(ItemStatus.DEFERRED), None, [OPEN], Lot.GOES_ON, Why.PUT_OFF, "it was put off"),
        (item(ItemStatus.DEFERRED), issue(IssueStatus.ACCEPTED), [], Lot.GOES_ON, Why.PUT_OFF, "it was put off"),
        (
            item(ItemStatus.AGREED),
            None,
            [SHUT, OPEN],
            Lot.GOES_ON,
            Why.OPEN_ACTION,
            "an action is still open: A2026-0001",
        ),
        (
            item(ItemStatus.NOTED, recurring=True),
            None,
            [SHUT],
            Lot.GOES_ON,
            Why.RECURRING,
            "it comes back in every meeting",
        ),
        (
            item(ItemStatus.AGREED),
            issue(IssueStatus.DECIDED),
            [],
            Lot.STAYS,
            None,
            "it was agreed, but nobody was given anything to do",
        ),
        (item(ItemStatus.NOT_AGREED), issue(IssueStatus.ACCEPTED), [], Lot.STAYS, None, "it is not solved"),
        (
            item(ItemStatus.DEFERRED),
            issue(IssueStatus.ACCEPTED, Route.SOLVE_NOW),
            [],
            Lot.STAYS,
            None,
            "it is not solved",
        ),
        (item(ItemStatus.DEFERRED), WAITING, [], Lot.STAYS, None, "it waits until 2026-03-21"),
        (
            item(ItemStatus.DEFERRED),
            issue(IssueStatus.CLOSED),
            [],
            Lot.ENDS,
            None,
            "it stands in the minutes, and nothing is left to do",
        ),
        (
            item(ItemStatus.AGREED),
            issue(IssueStatus.DONE),
            [SHUT],
            Lot.ENDS,
            None,
            "it stands in the minutes, and nothing is left to do",
        ),
        (item(ItemStatus.NOTED), None, [], Lot.ENDS, None, "it stands in the minutes, and nothing is left to do"),
    ],
)
def test_an_item_has_one_fate(
    of: AgendaItem, from_issue: Issue | None, actions: list[Action], lot: Lot, why: Why | None, because: str
) -> None:
    assert fate(of, from_issue, actions, TODAY) == Fate(of, lot, because, why)


def test_a_day_that_has_come_is_waited_for_no_more() -> None:
    assert fate(item(ItemStatus.DEFERRED), WAITING, [], date(2026, 3, 21)).why is Why.PUT_OFF


def test_fates_are_told_by_what_becomes_of_them() -> None:
    fates = [
        fate(item(status), None, [], TODAY) for status in (ItemStatus.NOTED, ItemStatus.DEFERRED, ItemStatus.NOTED)
    ]
    assert {lot: len(own) for lot, own in by_lot(fates).items()} == {Lot.GOES_ON: 1, Lot.STAYS: 0, Lot.ENDS: 2}
