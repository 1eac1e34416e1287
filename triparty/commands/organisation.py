"""`triparty organisation`: the bodies in which people hold their posts."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.finding import organisation_called
from triparty.commands.words import PartyWord, said
from triparty.i18n import _
from triparty.words import PARTIES_IN_FULL


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The organisations people hold posts in."), no_args_is_help=True)
    noun.command("list", help=_("List the organisations."))(list_organisations)
    noun.command("edit", help=_("Correct an organisation's name or party."))(edit)
    parser.add_typer(noun, name="organisation")


def list_organisations(ctx: typer.Context, json: Json = False) -> None:
    """List the organisations by name."""
    from meetings_db.queries.directory import organisations

    desk = desk_of(ctx)
    rows = desk.db.read(organisations, desk.community.id)
    if json:
        answer_json(rows)
        return
    lines = [(body.name, said(PARTIES_IN_FULL, body.party)) for body in rows]
    empty = _("No organisation yet: `triparty person add NAME --organisation BODY` enters one.")
    answer_rows((_("Organisation"), _("Party")), lines, empty=empty)


def edit(
    ctx: typer.Context,
    organisation: Annotated[str, typer.Argument(metavar="ORGANISATION")],
    name: Annotated[str | None, typer.Option(help=_("The new name."))] = None,
    party: Annotated[PartyWord | None, typer.Option(help=_("The party it belongs to."))] = None,
    json: Json = False,
) -> None:
    """Correct an organisation; the posts in it keep the party they sit for."""
    from meetings_db.models import OrganisationBase
    from triparty.services.directory import edit_organisation

    desk = desk_of(ctx)
    row = organisation_called(desk, organisation)
    typed = OrganisationBase.model_validate({"name": row.name if name is None else name, "party": party or row.party})
    changed = desk.db.run(edit_organisation, row.id, row.version, typed)
    answer(changed, _("{name} is changed.").format(name=changed.name), json=json)
