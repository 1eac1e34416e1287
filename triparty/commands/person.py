"""`triparty person`: everybody who holds a post, and how they sit in the meeting."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.finding import seat_called
from triparty.commands.plain import plain
from triparty.commands.times import now, read_day
from triparty.commands.words import PartyWord, StandingWord, said
from triparty.i18n import _
from triparty.words import PARTIES_IN_FULL, STANDINGS

if TYPE_CHECKING:
    from meetings_db.queries.directory import Seat

Name = Annotated[str, typer.Argument(metavar="NAME")]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The people of the three parties and their posts."), no_args_is_help=True)
    noun.command("list", help=_("List everybody who holds a post today."))(list_people)
    noun.command("add", help=_("Put somebody in a post."))(add)
    noun.command("end", help=_("Say the last day somebody holds a post."))(end)
    parser.add_typer(noun, name="person")


def list_people(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=_("Also posts that have ended or not begun."))] = False,
    json: Json = False,
) -> None:
    """List the register by party and standing."""
    from meetings_db.queries.directory import register

    desk = desk_of(ctx)
    seats = desk.db.read(register, desk.community.id, on=None if every else now().date())
    if json:
        answer_json([_facts(seat) for seat in seats])
        return
    lines = [
        (
            said(PARTIES_IN_FULL, seat.post.party),
            seat.organisation.name,
            seat.person.name,
            seat.post.title,
            said(STANDINGS, seat.post.standing),
            seat.post.phone,
        )
        for seat in seats
    ]
    headings = (_("Party"), _("Organisation"), _("Name"), _("Post"), _("Standing"), _("Phone"))
    answer_rows(headings, lines, empty=_("Nobody yet: `triparty person add NAME …` or `triparty import FILE`."))


def add(
    ctx: typer.Context,
    name: Name,
    party: Annotated[PartyWord, typer.Option(help=_("The party they sit for."))],
    organisation: Annotated[str, typer.Option(help=_("The organisation the post is in."))],
    title: Annotated[str, typer.Option(help=_("The post."))] = "",
    phone: Annotated[str, typer.Option(help=_("A telephone number; it never leaves the office."))] = "",
    standing: Annotated[StandingWord | None, typer.Option(help=_("How they sit in the meeting."))] = None,
    since: Annotated[str, typer.Option(metavar="DAY", help=_("The first day the post is held."))] = "",
    note: Annotated[str, typer.Option(help=_("A note about the person."))] = "",
    json: Json = False,
) -> None:
    """Put somebody in a post; person and organisation are found by name, or entered."""
    from meetings_db.models import OrganisationBase, PersonBase, PostBase
    from triparty.services.directory import enrol

    desk = desk_of(ctx)
    sits = standing or ("attending" if party == "other" else "voting")
    post = desk.db.run(
        enrol,
        desk.community.id,
        PersonBase.model_validate({"name": name, "note": note}),
        OrganisationBase.model_validate({"name": organisation, "party": party}),
        PostBase.model_validate(
            {
                "title": title,
                "party": party,
                "standing": sits,
                "phone": phone,
                "starts_on": read_day(since) if since else None,
            }
        ),
    )
    answer(
        {**plain(post), "name": name, "organisation": organisation},
        _("{name} is entered.").format(name=name),
        json=json,
    )


def end(
    ctx: typer.Context,
    name: Name,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("The last day; today unless told."))] = "",
    title: Annotated[str, typer.Option(help=_("Which post, when there are several."))] = "",
    json: Json = False,
) -> None:
    """Say the last day somebody holds a post."""
    from triparty.services.directory import end_post

    desk = desk_of(ctx)
    seat = seat_called(desk, name, title=title)
    day = read_day(on) if on else now().date()
    post = desk.db.run(end_post, seat.post.id, day)
    sentence = _("{name} holds the post until {day}.").format(name=seat.person.name, day=day)
    answer({**plain(post), "name": seat.person.name, "organisation": seat.organisation.name}, sentence, json=json)


def _facts(seat: "Seat") -> dict[str, Any]:
    """A seat as one flat object."""
    return {
        **plain(seat.post),
        "name": seat.person.name,
        "organisation": seat.organisation.name,
        "note": seat.person.note,
    }
