"""The verbs of `triparty meeting` before the meeting: what is on the agenda, and freezing it."""

from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, desk_of
from triparty.commands.finding import issue_called, item_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.speaking import speak
from triparty.commands.words import AuthorityWord, KindWord
from triparty.i18n import _

if TYPE_CHECKING:
    from sqlmodel import Session

    from meetings_db.models import AgendaItem

Item = Annotated[str, typer.Argument(metavar="ITEM", help=_("The item's position on the agenda."))]
Kind = Annotated[KindWord | None, typer.Option(help=_("What is done with it."))]
Authority = Annotated[AuthorityWord | None, typer.Option(help=_("Who may decide it."))]
Presenter = Annotated[str | None, typer.Option(help=_("Who presents it."))]
Minutes = Annotated[int | None, typer.Option(help=_("How many minutes it gets."))]
Recurring = Annotated[
    bool | None, typer.Option("--recurring/--once", help=_("Whether it comes back in every meeting."))
]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("put", help=_("Put issues on the agenda."))(put)
    noun.command("item", help=_("Add an item that comes from no issue."))(item)
    noun.command("change", help=_("Change an item's title, kind, authority, presenter or minutes."))(change)
    noun.command("move", help=_("Move an item to another place."))(move)
    noun.command("drop", help=_("Take an item off; its issue goes back to the pool."))(drop)
    noun.command("check", help=_("Say what speaks against freezing the agenda."))(check)
    noun.command("freeze", help=_("Freeze the agenda."))(freeze)
    noun.command("thaw", help=_("Open a frozen agenda for changes again."))(thaw)


def put(
    ctx: typer.Context,
    meeting: Ordinal,
    issues: Annotated[list[str], typer.Argument(metavar="ISSUE")],
    kind: Kind = None,
    authority: Authority = None,
    presenter: Presenter = None,
    minutes: Minutes = None,
    json: Json = False,
) -> None:
    """Put issues on the agenda in this order, all or none."""
    from meetings_db.models import AgendaItemBase
    from triparty.services.agendas import edit_item, put_on_agenda

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    chosen = [issue_called(desk, number) for number in issues]
    given = {"kind": kind, "authority": authority, "presenter": presenter, "minutes": minutes}
    given = {name: word for name, word in given.items() if word is not None}

    def put_issues(session: "Session") -> "list[AgendaItem]":
        rows = [put_on_agenda(session, room.meeting.id, issue.id) for issue in chosen]
        for row in rows if given else ():
            before = {name: getattr(row, name) for name in AgendaItemBase.model_fields}
            edit_item(session, row.id, row.version, AgendaItemBase.model_validate({**before, **given}))
        return rows

    rows = desk.db.run(put_issues)
    items = "; ".join(f"{row.position} {row.title}" for row in rows)
    sentence = _("On the agenda of meeting {ordinal}: {items}").format(ordinal=room.meeting.ordinal, items=items)
    answer(rows, sentence, json=json)


def item(
    ctx: typer.Context,
    meeting: Ordinal,
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    kind: Kind = None,
    authority: Authority = None,
    presenter: Presenter = None,
    minutes: Minutes = None,
    recurring: Recurring = None,
    json: Json = False,
) -> None:
    """Add an item that comes from no issue."""
    from meetings_db.models import AgendaItemBase
    from triparty.services.agendas import add_item

    desk = desk_of(ctx)
    given = {
        **{"title": title, "kind": kind, "authority": authority},
        **{"presenter": presenter, "minutes": minutes, "recurring": recurring},
    }
    typed = AgendaItemBase.model_validate({name: word for name, word in given.items() if word is not None})
    row = desk.db.run(add_item, room_called(desk, meeting).meeting.id, typed)
    answer(row, _("Item {number} is added: {title}").format(number=row.position, title=row.title), json=json)


def change(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    title: Annotated[str | None, typer.Option(help=_("The new title."))] = None,
    kind: Kind = None,
    authority: Authority = None,
    presenter: Presenter = None,
    minutes: Minutes = None,
    recurring: Recurring = None,
    json: Json = False,
) -> None:
    """Change an item; what is not named stays."""
    from meetings_db.models import AgendaItemBase
    from triparty.services.agendas import edit_item

    desk = desk_of(ctx)
    row = item_called(room_called(desk, meeting), number)
    given = {
        **{"title": title, "kind": kind, "authority": authority},
        **{"presenter": presenter, "minutes": minutes, "recurring": recurring},
    }
    before = {name: getattr(row, name) for name in AgendaItemBase.model_fields}
    typed = AgendaItemBase.model_validate(
        {**before, **{name: word for name, word in given.items() if word is not None}}
    )
    changed = desk.db.run(edit_item, row.id, row.version, typed)
    sentence = _("Item {number} is changed: {title}").format(number=changed.position, title=changed.title)
    answer(changed, sentence, json=json)


def move(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    to: Annotated[int, typer.Argument(metavar="PLACE", min=1, help=_("The place it gets, counted from 1."))],
    json: Json = False,
) -> None:
    """Move an item to another place."""
    from triparty.services.agendas import move_item

    desk = desk_of(ctx)
    row = item_called(room_called(desk, meeting), number)
    moved = desk.db.run(move_item, row.id, to - row.position)
    answer(moved, _("Item {number}: {title}").format(number=moved.position, title=moved.title), json=json)


def drop(ctx: typer.Context, meeting: Ordinal, number: Item, json: Json = False) -> None:
    """Take an item off the agenda."""
    from triparty.services.agendas import take_off_agenda

    desk = desk_of(ctx)
    row = item_called(room_called(desk, meeting), number)
    desk.db.run(take_off_agenda, row.id)
    answer(row, _("{title} is off the agenda.").format(title=row.title), json=json)


def check(ctx: typer.Context, meeting: Ordinal, json: Json = False) -> None:
    """Say what speaks against freezing the agenda; exit 1 while something must be mended first."""
    from triparty.services.agendas import check_agenda

    desk = desk_of(ctx)
    findings = desk.db.read(check_agenda, room_called(desk, meeting).meeting.id)
    if json:
        answer_json(findings)
    elif not findings:
        speak(_("Nothing speaks against freezing the agenda."))
    else:
        for finding in findings:
            word = _("must be mended") if finding.severity == "error" else _("please look")
            speak(f"{word}: {finding.sentence}")
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


def freeze(
    ctx: typer.Context,
    meeting: Ordinal,
    reason: Annotated[str, typer.Option(help=_("Why warnings are overridden; it stays on record."))] = "",
    json: Json = False,
) -> None:
    """Freeze the agenda."""
    from triparty.services.agendas import freeze_agenda

    desk = desk_of(ctx)
    row = desk.db.run(freeze_agenda, room_called(desk, meeting).meeting.id, override_reason=reason)
    answer(row, _("The agenda of meeting {ordinal} is frozen.").format(ordinal=row.ordinal), json=json)


def thaw(ctx: typer.Context, meeting: Ordinal, json: Json = False) -> None:
    """Open a frozen agenda for changes again."""
    from triparty.services.carrying import thaw_agenda

    desk = desk_of(ctx)
    row = desk.db.run(thaw_agenda, room_called(desk, meeting).meeting.id)
    answer(row, _("The agenda of meeting {ordinal} is open for changes.").format(ordinal=row.ordinal), json=json)
