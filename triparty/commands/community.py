"""`triparty community`: the community this desk works for, founded and corrected."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, answer, answer_facts, answer_json, desk_of
from triparty.i18n import _

Street = Annotated[str | None, typer.Option(help=_("The street office it belongs to."))]
Office = Annotated[str | None, typer.Option(help=_("Who signs its papers; the community itself unless told."))]
Mark = Annotated[str | None, typer.Option(help=_("What its numbers begin with, such as 三方联."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The community this desk works for."), no_args_is_help=True)
    noun.command("found", help=_("Begin the register of a community."))(found)
    noun.command("edit", help=_("Correct what the register says of the community."))(edit)
    noun.command("show", help=_("Show the community."))(show)
    parser.add_typer(noun, name="community")


def found(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    street: Street = None,
    office: Office = None,
    mark: Mark = None,
    json: Json = False,
) -> None:
    """Begin the register of a community; a desk works with one."""
    from meetings_db.models import CommunityBase
    from meetings_db.queries.directory import the_community
    from triparty.rules import RuleError
    from triparty.services.directory import found_community

    desk = desk_of(ctx)
    here = desk.db.read(the_community)
    if here is not None:
        raise RuleError(
            _("This desk works for {name} already. Another community needs a folder of its own: --data FOLDER.").format(
                name=here.name
            )
        )
    given = {"street": street or "", "office": office or "", "mark": mark or ""}
    typed = CommunityBase.model_validate({"name": name, **given})
    community = desk.db.run(found_community, typed)
    answer(community, _("{name} is founded. Enter its estates and people next.").format(name=community.name), json=json)


def edit(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option(help=_("The new name."))] = None,
    street: Street = None,
    office: Office = None,
    mark: Mark = None,
    json: Json = False,
) -> None:
    """Correct the community; what is not named stays, and so does every paper written already."""
    from meetings_db.models import CommunityBase
    from triparty.services.directory import edit_community

    desk = desk_of(ctx)
    row = desk.community
    before = {"name": row.name, "street": row.street, "office": row.office, "mark": row.mark}
    given = {"name": name, "street": street, "office": office, "mark": mark}
    said = {field: value for field, value in given.items() if value is not None}
    typed = CommunityBase.model_validate({**before, **said})
    changed = desk.db.run(edit_community, row.id, row.version, typed)
    answer(changed, _("{name} is changed.").format(name=changed.name), json=json)


def show(ctx: typer.Context, json: Json = False) -> None:
    """Show the community."""
    community = desk_of(ctx).community
    if json:
        answer_json(community)
        return
    answer_facts(
        {
            _("Community"): community.name,
            _("Street"): community.street,
            _("Office"): community.office,
            _("Mark"): community.mark,
        }
    )
