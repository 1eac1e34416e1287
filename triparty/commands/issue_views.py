"""The lists of `triparty issue`: every issue that a filter lets through, and the whole life of one."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer_facts, answer_json, answer_rows, desk_of
from triparty.commands.finding import estate_called, issue_called
from triparty.commands.papers import Language, Output, Overwrite, Pdf, write
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import shown
from triparty.commands.words import AnyRouteWord, said
from triparty.i18n import _, ngettext
from triparty.words import ISSUE_EVENTS, ISSUE_STATUSES, ROUTES, SEVERITIES

if TYPE_CHECKING:
    from meetings_db.models import IssueEvent
    from meetings_db.queries.visits import IssueLife


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("list", help=_("List issues, the open ones unless told."))(list_issues)
    noun.command("show", help=_("Show the whole life of an issue."))(show)
    noun.command("callback", help=_("Write the callback record of an issue, to be asked and ticked."))(callback)


def list_issues(
    ctx: typer.Context,
    still_open: Annotated[bool, typer.Option("--open", help=_("Those that have not ended (the default)."))] = False,
    every: Annotated[bool, typer.Option("--all", help=_("Every issue."))] = False,
    ended: Annotated[bool, typer.Option("--ended", help=_("Those closed or merged."))] = False,
    estate: Annotated[str, typer.Option(help=_("Of one estate."))] = "",
    category: Annotated[str, typer.Option(help=_("Of one category."))] = "",
    route: Annotated[AnyRouteWord | None, typer.Option(help=_("On one way; none are those not yet triaged."))] = None,
    text: Annotated[str, typer.Option(help=_("Whose number, title, place or story holds these words."))] = "",
    limit: Annotated[int | None, typer.Option(min=1, help=_("At most so many; all unless told."))] = None,
    json: Json = False,
) -> None:
    """List issues, newest report first."""
    from meetings_db.models import Route
    from meetings_db.queries.visits import IssueFilter, count_issues, issue_lines

    if still_open + every + ended > 1:
        raise typer.BadParameter(_("Choose one of --open, --all and --ended."))
    desk = desk_of(ctx)
    where = IssueFilter(
        text=text,
        estate_id=estate_called(desk, estate).id if estate else None,
        category=category,
        standing="all" if every else "ended" if ended else "open",
        route=Route(route) if route else None,
    )
    rows = desk.db.read(issue_lines, desk.community.id, where, limit=limit or sys.maxsize)
    if json:
        answer_json(rows)
        return
    lines = [
        (
            row.number,
            row.title,
            row.estate,
            row.place,
            row.category,
            said(SEVERITIES, row.severity),
            said(ROUTES, row.route),
            said(ISSUE_STATUSES, row.status),
            row.reporters,
        )
        for row in rows
    ]
    headings = (_("Number"), _("Issue"), _("Estate"), _("Place"), _("Category"), _("Severity"), _("Route"))
    answer_rows(
        (*headings, _("Status"), _("Reports")),
        lines,
        empty=_("No issue here. `triparty issue list --all` shows every one."),
    )
    if len(rows) == limit and (more := desk.db.read(count_issues, desk.community.id, where) - limit):
        speak(ngettext("{count} more is not shown.", "{count} more are not shown.", more).format(count=more))


def show(ctx: typer.Context, number: Annotated[str, typer.Argument(metavar="NUMBER")], json: Json = False) -> None:
    """Show an issue with everything that ever happened to it."""
    from meetings_db.models import Issue
    from meetings_db.queries.photos import photos_of
    from meetings_db.queries.visits import issue_life

    desk = desk_of(ctx)
    life = desk.db.read(issue_life, issue_called(desk, number).id)
    photos = desk.db.read(photos_of, Issue, life.issue.id)
    if json:
        answer_json(
            {
                **plain(life.issue),
                "estate": life.estate.name,
                "visit": life.visit.number if life.visit else None,
                "events": life.events,
                "agenda": [
                    {"meeting": meeting.ordinal, "item": item.position, "title": item.title, "status": item.status}
                    for item, meeting in life.agenda
                ],
                "actions": life.actions,
                "merged": [other.number for other in life.merged],
                "photos": photos,
            }
        )
        return
    _tell(life, len(photos))


def _tell(life: "IssueLife", photos: int) -> None:
    """Print an issue for people."""
    issue = life.issue
    answer_facts(
        {
            _("Number"): issue.number,
            _("Issue"): issue.title,
            _("Estate"): life.estate.name,
            _("Place"): issue.place,
            _("Category"): issue.category,
            _("Severity"): said(SEVERITIES, issue.severity),
            _("Route"): said(ROUTES, issue.route),
            _("Status"): said(ISSUE_STATUSES, issue.status),
            _("Waits until"): issue.waits_until or "",
            _("Reported"): shown(issue.reported_at),
            _("Reporter"): f"{issue.reporter} {issue.phone}",
            _("Reports"): issue.reporters,
            _("Photos"): photos,
            _("Details"): issue.details,
        }
    )
    speak()
    lines = [(shown(event.at), _step(event), event.note, event.actor) for event in life.events]
    answer_rows((_("When"), _("Step"), _("Note"), _("Who")), lines, empty="")


def _step(event: "IssueEvent") -> str:
    """A step as a sentence; what it is about is a route in words, else the number as it is."""
    subject = said(ROUTES, event.subject) if event.kind == "triaged" and event.subject in ROUTES else event.subject
    sentence = said(ISSUE_EVENTS, event.kind)
    return sentence.format(subject=subject) if subject else sentence.partition("{")[0].rstrip(" :：")


def callback(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER")],
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the callback record: what came of the issue, and what its reporter is asked."""
    desk = desk_of(ctx)
    issue = issue_called(desk, number)
    about = issue.id.hex, issue.number
    write(desk, "callback", "", output, language, about=about, pdf=pdf, overwrite=overwrite, json=json)
