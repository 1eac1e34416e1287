"""The fields of an issue, and what was typed into them."""

from typing import Any

from meetings_db.models import Channel, Estate, Issue, IssueBase, Severity
from triparty.i18n import _
from triparty.widgets import words
from triparty.widgets.form import Field


def issue_fields(
    old: Issue | None, known: list[Estate] | None = None, came_in: Channel = Channel.WINDOW
) -> list[Field]:
    """The fields, with the estate where it can be chosen from `known`; `came_in` is how a new one most likely did."""
    estate = (
        [Field("estate", _("Estate"), old.estate_id if old else None, [(each.id, each.name) for each in known])]
        if known
        else []
    )
    return [
        Field("title", _("What"), old.title if old else "", hint=_("In one line: the lift of unit 2 stands still")),
        *estate,
        Field("place", _("Place"), old.place if old else "", hint=_("Building, unit, room")),
        Field("category", _("Category"), old.category if old else ""),
        Field(
            "severity",
            _("Severity"),
            old.severity if old else Severity.ORDINARY,
            [(grade, words.severity(grade).text) for grade in Severity],
        ),
        Field(
            "channel",
            _("Came in"),
            old.channel if old else came_in,
            [(way, words.channel(way)) for way in Channel],
        ),
        Field("reporter", _("Reporter"), old.reporter if old else "", hint=_("Never leaves the office")),
        Field("phone", _("Phone"), old.phone if old else "", hint=_("Never leaves the office")),
        Field("details", _("Details"), old.details if old else "", lines=3),
    ]


def issue_from(values: dict[str, Any]) -> IssueBase:
    """What was typed, checked. Raises `ValidationError`."""
    return IssueBase.model_validate({name: value for name, value in values.items() if name != "estate"})
