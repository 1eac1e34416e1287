"""The verbs of `triparty meeting` about who may decide: the matters the guard knows, and what an item is marked as."""

from typing import Annotated

import typer

from triparty.commands.agenda_verbs import Item
from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.finding import item_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.words import AuthorityWord, said
from triparty.i18n import _, language
from triparty.rules import RuleError
from triparty.words import AUTHORITIES


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("guard", help=_("Say who may decide an item, and on what ground of law."))(guard)
    noun.command("matters", help=_("List the matters whose words propose who decides."))(list_matters)


def guard(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    authority: Annotated[AuthorityWord | None, typer.Option(help=_("Who may decide it."))] = None,
    basis: Annotated[str, typer.Option(metavar="MATTER", help=_("On what ground, such as 278-5; see `matters`."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why, once the meeting is in session."))] = "",
    json: Json = False,
) -> None:
    """Mark an item; a matter's name alone says both."""
    from meetings_db.models import Authority
    from triparty.rules.authority_presets import basis_said, matters
    from triparty.services.agendas import guard_item

    known = matters().get(basis)
    if known is None and (basis or authority is None):
        raise RuleError(_("Say which matter it is: {known}.").format(known=_(", ").join(matters())))
    decides = Authority(authority) if authority else known.authority if known else Authority.WITHIN
    if known is not None and known.authority is not decides:
        raise RuleError(
            _("{matter} is {authority}; leave one of the two out.").format(
                matter=known.title_in(language()), authority=said(AUTHORITIES, known.authority)
            )
        )
    desk = desk_of(ctx)
    item = item_called(room_called(desk, meeting), number)
    row = desk.db.run(guard_item, item.id, decides, basis, reason=reason)
    told = _(", ").join(filter(None, (said(AUTHORITIES, row.authority), basis_said(row.legal_basis, language()))))
    answer(row, _("Item {number}: {outcome}").format(number=row.position, outcome=told), json=json)


def list_matters(json: Json = False) -> None:
    """List the matters in the order in which they are tried."""
    from triparty.rules.authority_presets import matters

    rows = matters().values()
    if json:
        answer_json({each.key: {**vars(each), "version": str(each.version)} for each in rows})
        return
    spoken = language()
    lines = [
        (each.key, said(AUTHORITIES, each.authority), each.title_in(spoken), each.basis_in(spoken), each.version)
        for each in rows
    ]
    answer_rows((_("Matter"), _("Who decides"), _("What it is"), _("Ground of law"), _("Version")), lines, empty="")
