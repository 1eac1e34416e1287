"""`triparty issue`: what people report, and the way it takes."""

from typing import Annotated, Any

import typer

from triparty.commands import issue_views
from triparty.commands.desk import Json, answer, desk_of, typed_text
from triparty.commands.finding import estate_called, issue_called, visit_called
from triparty.commands.plain import plain
from triparty.commands.times import moment_or_now, now, read_day, read_moment
from triparty.commands.words import ChannelWord, RouteWord, SeverityWord, said
from triparty.i18n import _
from triparty.words import ROUTES

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=_("An issue's number, or the end of it: 147."))]
At = Annotated[str, typer.Option(metavar="TIME", help=_("When; now unless told."))]
Note = Annotated[str, typer.Option(help=_("What was said, or why; - reads it from standard input."))]
EstateName = Annotated[str | None, typer.Option("--estate", help=_("The estate it is about."))]
Details = Annotated[str | None, typer.Option(help=_("The whole story; - reads it from standard input."))]
Place = Annotated[str | None, typer.Option(help=_("Building, unit, room."))]
Category = Annotated[str | None, typer.Option(help=_("What sort of matter it is, in your own words."))]
Severity = Annotated[SeverityWord | None, typer.Option(help=_("How grave it is."))]
Channel = Annotated[ChannelWord | None, typer.Option(help=_("How it came in."))]
Reporter = Annotated[str | None, typer.Option(help=_("Who reported it; never leaves the office."))]
Phone = Annotated[str | None, typer.Option(help=_("A telephone number; it never leaves the office."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("What people report, from the doorstep to the end."), no_args_is_help=True)
    issue_views.add_to(noun)
    noun.command("add", help=_("Enter an issue."))(add)
    noun.command("edit", help=_("Change what was written of an issue."))(edit)
    noun.command("triage", help=_("Decide the way an issue takes."))(triage)
    noun.command("merge", help=_("Let the issue KEEP speak for OTHER too."))(merge)
    noun.command("wait", help=_("Let an issue wait until a day; then it is in the pool again by itself."))(wait)
    noun.command("close", help=_("End an issue, saying what became of it."))(close)
    noun.command("reopen", help=_("Take a closed issue up again, saying why."))(reopen)
    parser.add_typer(noun, name="issue")


def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    estate: Annotated[str, typer.Option(help=_("The estate it is about."))],
    details: Details = None,
    place: Place = None,
    category: Category = None,
    severity: Severity = None,
    channel: Channel = None,
    reporter: Reporter = None,
    phone: Phone = None,
    at: At = "",
    visit: Annotated[str, typer.Option(metavar="NUMBER", help=_("The visit that brought it in."))] = "",
    route: Annotated[RouteWord | None, typer.Option(help=_("The way it takes, when that is known."))] = None,
    json: Json = False,
) -> None:
    """Enter an issue."""
    from meetings_db.models import IssueBase, Route
    from triparty.services.issues import raise_issue

    desk = desk_of(ctx)
    home = estate_called(desk, estate)
    given = _given(
        details=details,
        place=place,
        category=category,
        severity=severity,
        channel=channel,
        reporter=reporter,
        phone=phone,
    )
    when = read_moment(at, midnight=True) if at else now()
    typed = IssueBase.model_validate(
        {"title": title, "reported_at": when, "channel": "visit" if visit else "window", **given}
    )
    visit_id = visit_called(desk, visit).id if visit else None
    row = desk.db.run(raise_issue, desk.community.id, home.id, typed, visit_id=visit_id, route=Route(route or "none"))
    sentence = _("Issue {number} is entered: {title}").format(number=row.number, title=row.title)
    answer({**plain(row), "estate": home.name}, sentence, json=json)


def edit(
    ctx: typer.Context,
    number: Number,
    title: Annotated[str | None, typer.Option(help=_("The new title."))] = None,
    estate: EstateName = None,
    details: Details = None,
    place: Place = None,
    category: Category = None,
    severity: Severity = None,
    channel: Channel = None,
    reporter: Reporter = None,
    phone: Phone = None,
    at: At = "",
    json: Json = False,
) -> None:
    """Change what was written of an issue; what is not named stays."""
    from meetings_db.models import IssueBase
    from triparty.services.issues import edit_issue

    desk = desk_of(ctx)
    row = issue_called(desk, number)
    given = _given(
        title=title,
        details=details,
        place=place,
        category=category,
        severity=severity,
        channel=channel,
        reporter=reporter,
        phone=phone,
        reported_at=read_moment(at, midnight=True) if at else None,
    )
    before = {name: getattr(row, name) for name in IssueBase.model_fields}
    typed = IssueBase.model_validate({**before, **given})
    estate_id = estate_called(desk, estate).id if estate else row.estate_id
    changed = desk.db.run(edit_issue, row.id, row.version, typed, estate_id)
    answer(changed, _("Issue {number} is changed.").format(number=changed.number), json=json)


def triage(
    ctx: typer.Context,
    number: Number,
    route: Annotated[
        RouteWord, typer.Argument(metavar="ROUTE", help=_("One of: {words}.").format(words=" ".join(ROUTES)))
    ],
    note: Note = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Decide the way an issue takes; a refusal must say why."""
    from meetings_db.models import Route
    from triparty.services.issues import triage as send

    desk = desk_of(ctx)
    row = desk.db.run(send, issue_called(desk, number).id, Route(route), typed_text(note), moment_or_now(at))
    sentence = _("Issue {number} goes its way: {route}").format(number=row.number, route=said(ROUTES, row.route))
    answer(row, sentence, json=json)


def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP")],
    other: Annotated[str, typer.Argument(metavar="OTHER")],
    json: Json = False,
) -> None:
    """Let one issue speak for another."""
    from triparty.services.issues import merge_issues

    desk = desk_of(ctx)
    row = desk.db.run(merge_issues, issue_called(desk, keep).id, issue_called(desk, other).id)
    sentence = _("Issue {number} now speaks for {count} reports.").format(number=row.number, count=row.reporters)
    answer(row, sentence, json=json)


def wait(
    ctx: typer.Context,
    number: Number,
    day: Annotated[
        str, typer.Argument(metavar="DAY", help=_("A day like 2026-11-26 or 下周五; `now` ends the waiting."))
    ],
    note: Note = "",
    json: Json = False,
) -> None:
    """Let an issue wait until a day, or end the waiting."""
    from triparty.services.issues import wait_until

    desk = desk_of(ctx)
    until = None if day.strip() == "now" else read_day(day)
    row = desk.db.run(wait_until, issue_called(desk, number).id, until, typed_text(note))
    waits = _("Issue {number} waits until {day}.").format(number=row.number, day=until)
    answer(row, waits if until else _("Issue {number} waits no longer.").format(number=row.number), json=json)


def close(ctx: typer.Context, number: Number, note: Note = "", at: At = "", json: Json = False) -> None:
    """End an issue, saying what became of it."""
    from triparty.services.issues import close_issue

    desk = desk_of(ctx)
    row = desk.db.run(close_issue, issue_called(desk, number).id, typed_text(note), moment_or_now(at))
    answer(row, _("Issue {number} is closed.").format(number=row.number), json=json)


def reopen(ctx: typer.Context, number: Number, note: Note = "", at: At = "", json: Json = False) -> None:
    """Take a closed issue up again, saying why."""
    from triparty.services.issues import reopen_issue

    desk = desk_of(ctx)
    row = desk.db.run(reopen_issue, issue_called(desk, number).id, typed_text(note), moment_or_now(at))
    answer(row, _("Issue {number} is taken up again.").format(number=row.number), json=json)


def _given(**options: Any) -> dict[str, Any]:
    """The options that were named; the long text may come from standard input."""
    named = {name: value for name, value in options.items() if value is not None}
    if "details" in named:
        named["details"] = typed_text(named["details"])
    return named
