"""`triparty community`: founding the community this desk works for."""

from typing import Annotated

import typer

from triparty.commands.desk import Json, answer, answer_facts, answer_json, desk_of
from triparty.i18n import _


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The community this desk works for."), no_args_is_help=True)
    noun.command("found", help=_("Begin the register of a community."))(found)
    noun.command("show", help=_("Show the community."))(show)
    parser.add_typer(noun, name="community")


def found(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    street: Annotated[str, typer.Option(help=_("The street office it belongs to."))] = "",
    office: Annotated[str, typer.Option(help=_("Who signs its papers; the community itself unless told."))] = "",
    mark: Annotated[str, typer.Option(help=_("What its numbers begin with, such as 三方联."))] = "",
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
    typed = CommunityBase.model_validate({"name": name, "street": street, "office": office, "mark": mark})
    community = desk.db.run(found_community, typed)
    answer(community, _("{name} is founded. Enter its estates and people next.").format(name=community.name), json=json)


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
