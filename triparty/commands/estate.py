"""`triparty estate`: the estates of the community."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.finding import estate_called
from triparty.commands.words import FormWord, said
from triparty.i18n import _
from triparty.words import FORMS

Form = Annotated[FormWord | None, typer.Option(help=_("Who manages it."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The estates of the community."), no_args_is_help=True)
    noun.command("list", help=_("List the estates."))(list_estates)
    noun.command("add", help=_("Enter an estate."))(add)
    noun.command("edit", help=_("Change an estate's name or form."))(edit)
    parser.add_typer(noun, name="estate")


def list_estates(ctx: typer.Context, json: Json = False) -> None:
    """List the estates by name."""
    from meetings_db.queries.directory import estates

    desk = desk_of(ctx)
    rows = desk.db.read(estates, desk.community.id)
    if json:
        answer_json(rows)
        return
    lines = [(estate.name, said(FORMS, estate.form)) for estate in rows]
    answer_rows((_("Estate"), _("Form")), lines, empty=_("No estate yet: `triparty estate add NAME` enters one."))


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    form: Form = None,
    json: Json = False,
) -> None:
    """Enter an estate."""
    from meetings_db.models import EstateBase
    from triparty.services.directory import add_estate

    desk = desk_of(ctx)
    typed = EstateBase.model_validate({"name": name, "form": form or "commercial"})
    estate = desk.db.run(add_estate, desk.community.id, typed)
    answer(estate, _("{name} is entered.").format(name=estate.name), json=json)


def edit(
    ctx: typer.Context,
    estate: Annotated[str, typer.Argument(metavar="ESTATE")],
    name: Annotated[str | None, typer.Option(help=_("The new name."))] = None,
    form: Form = None,
    json: Json = False,
) -> None:
    """Change an estate's name or form."""
    from meetings_db.models import EstateBase
    from triparty.services.directory import edit_estate

    desk = desk_of(ctx)
    row = estate_called(desk, estate)
    typed = EstateBase.model_validate({"name": row.name if name is None else name, "form": form or row.form})
    changed = desk.db.run(edit_estate, row.id, row.version, typed)
    answer(changed, _("{name} is changed.").format(name=changed.name), json=json)
