"""`triparty visit`: visits to the estates."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer, answer_facts, answer_json, answer_rows, desk_of, typed_text
from triparty.commands.finding import estate_called, visit_called
from triparty.commands.papers import Language, Output, Overwrite, Pdf, write
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import now, read_moment, shown
from triparty.commands.words import said
from triparty.i18n import _
from triparty.words import ISSUE_STATUSES

if TYPE_CHECKING:
    from sqlmodel import Session

    from meetings_db.models import Issue, Visit


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("Visits to the estates."), no_args_is_help=True)
    noun.command("list", help=_("List the latest visits."))(list_visits)
    noun.command("show", help=_("Show a visit with the issues it brought in."))(show)
    noun.command("add", help=_("Enter a visit."))(add)
    noun.command("paper", help=_("Write the record of a visit."))(paper)
    noun.command("form", help=_("Write a blank form, to take along."))(form)
    parser.add_typer(noun, name="visit")


def list_visits(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option(min=1, help=_("At most so many; all unless told."))] = None,
    json: Json = False,
) -> None:
    """List the latest visits, newest first."""
    from meetings_db.queries.visits import visit_lines

    desk = desk_of(ctx)
    rows = desk.db.read(visit_lines, desk.community.id, limit or sys.maxsize)
    if json:
        answer_json(rows)
        return
    lines = [(row.number, shown(row.visited_at), row.estate, row.officer, row.met, row.issues) for row in rows]
    headings = (_("Number"), _("When"), _("Estate"), _("Officer"), _("Met"), _("Issues"))
    answer_rows(headings, lines, empty=_("No visit yet: `triparty visit add --estate NAME` or `triparty import FILE`."))


def show(ctx: typer.Context, number: Annotated[str, typer.Argument(metavar="NUMBER")], json: Json = False) -> None:
    """Show a visit with the issues it brought in."""
    from meetings_db.models import Visit
    from meetings_db.queries.photos import photos_of
    from meetings_db.queries.visits import visit_life

    desk = desk_of(ctx)
    life = desk.db.read(visit_life, visit_called(desk, number).id)
    photos = desk.db.read(photos_of, Visit, life.visit.id)
    if json:
        answer_json({**plain(life.visit), "estate": life.estate.name, "issues": life.issues, "photos": photos})
        return
    visit = life.visit
    answer_facts(
        {
            _("Number"): visit.number,
            _("When"): shown(visit.visited_at),
            _("Estate"): life.estate.name,
            _("Officer"): visit.officer,
            _("Met"): visit.met,
            _("Notes"): visit.notes,
            _("Settled"): visit.settled,
            _("Photos"): len(photos),
        }
    )
    speak()
    lines = [(issue.number, issue.title, said(ISSUE_STATUSES, issue.status)) for issue in life.issues]
    answer_rows((_("Number"), _("Issue"), _("Status")), lines, empty=_("It brought in no issue."))


def add(
    ctx: typer.Context,
    estate: Annotated[str, typer.Option(help=_("The estate that was visited."))],
    at: Annotated[str, typer.Option(metavar="TIME", help=_("When; now unless told."))] = "",
    met: Annotated[str, typer.Option(help=_("Whom the officer met."))] = "",
    notes: Annotated[str, typer.Option(help=_("Notes in Markdown; - reads them from standard input."))] = "",
    settled: Annotated[str, typer.Option(help=_("What was settled on the spot."))] = "",
    officer: Annotated[str, typer.Option(help=_("Who went; the officer of the settings unless told."))] = "",
    issue: Annotated[
        list[str] | None, typer.Option(metavar="TITLE", help=_("An issue it brought in; repeatable."))
    ] = None,
    json: Json = False,
) -> None:
    """Enter a visit and the issues it brought in, whole or not at all."""
    from meetings_db.models import IssueBase, VisitBase
    from triparty.services.issues import raise_issue
    from triparty.services.visits import record_visit

    desk = desk_of(ctx)
    home = estate_called(desk, estate)
    when = read_moment(at, midnight=True) if at else now()
    typed = VisitBase.model_validate(
        {
            "visited_at": when,
            "officer": officer or desk.settings.officer,
            "met": met,
            "notes": typed_text(notes),
            "settled": settled,
        }
    )
    heard = [IssueBase.model_validate({"title": title, "reported_at": when}) for title in issue or ()]

    def enter_visit(session: "Session") -> "tuple[Visit, list[Issue]]":
        row = record_visit(session, desk.community.id, home.id, typed)
        return row, [raise_issue(session, desk.community.id, home.id, each, visit_id=row.id) for each in heard]

    visit, issues = desk.db.run(enter_visit)
    numbers = ", ".join(each.number for each in issues) or "—"
    sentence = _("Visit {number} to {estate} is entered; issues: {issues}.").format(
        number=visit.number, estate=home.name, issues=numbers
    )
    answer({**plain(visit), "estate": home.name, "issues": issues}, sentence, json=json)


def paper(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER")],
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the record of a visit: whom, what was said, the issues, the photos by their names."""
    desk = desk_of(ctx)
    visit = visit_called(desk, number)
    about = visit.id.hex, visit.number
    write(desk, "visit_record", "", output, language, about=about, pdf=pdf, overwrite=overwrite, json=json)


def form(
    ctx: typer.Context,
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the blank form."""
    write(desk_of(ctx), "visit_form", "", output, language, pdf=pdf, overwrite=overwrite, json=json)
