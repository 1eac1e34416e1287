"""The life of an issue in words: the facts, what may be done next, and every step."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from meetings_db.models import ENDED, IssueEvent, IssueStatus, Photo, Route
from meetings_db.queries.visits import IssueLife
from triparty.i18n import _, ngettext
from triparty.screens.photos import photos_part
from triparty.services.issues import SETTLED_BY_MEETING
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.timeline import Step, facts, told


def parts_of(seen: IssueLife, photos: Sequence[Photo], today: date) -> list[tuple[str, Content]]:
    """Titled parts for the life beside the list."""
    return [
        ("", _facts(seen, today)),
        ("", Content(seen.issue.details)),
        (_("What happened"), told([_step(event) for event in seen.events])),
        photos_part(photos, today),
        (_("Actions"), _actions(seen, today)),
        (_("May be done next"), _next(seen)),
    ]


def _facts(seen: IssueLife, today: date) -> Content:
    """What is known of it; reporters and phones are for the office alone."""
    issue = seen.issue
    reporter = " ".join(filter(None, (issue.reporter, issue.phone)))
    if issue.reporters > 1:
        count = ngettext("{count} person", "{count} people", issue.reporters).format(count=issue.reporters)
        reporter = f"{reporter} ({count})" if reporter else count
    merged = _(", ").join(other.number for other in seen.merged)
    return facts(
        [
            (_("Status"), words.issue_status(issue.status)),
            (_("Waits until"), str(issue.waits_until or "")),
            (_("Way"), words.route(issue.route) if issue.status not in ENDED or issue.route is not Route.NONE else ""),
            (_("Estate"), " ".join(filter(None, (seen.estate.name, issue.place)))),
            (_("Category"), issue.category),
            (_("Severity"), words.severity(issue.severity)),
            (_("Reporter"), reporter),
            (_("Came in"), f"{words.channel(issue.channel)} · {moments.ago(issue.reported_at, today)}"),
            (_("Visit"), seen.visit.number if seen.visit else ""),
            (_("Merged with it"), merged),
        ]
    )


def _step(event: IssueEvent) -> Step:
    """One step as a dated sentence."""
    return Step(moments.full(event.at), words.issue_event(event), event.actor, event.note)


def _actions(seen: IssueLife, today: date) -> Content:
    """What was promised because of it."""
    lines = []
    for action in seen.actions:
        status = words.action_status(action.status)
        due = moments.due(action.due_on, today).text if action.closed_at is None else ""
        lines.append(
            (action.number, Words("  ".join(filter(None, (status.text, action.owner, due, action.what))), status.tone))
        )
    return facts(lines)


def _next(seen: IssueLife) -> Content:
    """The keys that move it on."""
    issue = seen.issue
    if issue.status is IssueStatus.CLOSED:
        return facts([("r", _("Reopen"))])
    if issue.status in SETTLED_BY_MEETING:
        return facts([("r", _("Reopen")), ("c", _("Close"))])
    if issue.status is IssueStatus.ON_AGENDA:
        return Content("")
    if issue.status in ENDED:
        return Content("")
    keys = [
        ("x", _("Solve now")),
        ("m", _("Joint meeting")),
        ("o", _("Owners decide")),
        ("d", _("Department")),
        ("z", _("Not accepted")),
        ("w", _("Wait until")),
        ("c", _("Close")),
    ]
    return Content("  ").join(Content.assemble((key, "bold $primary"), " ", (what, "")) for key, what in keys)
