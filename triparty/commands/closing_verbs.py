"""The verbs of `triparty meeting` at its end: what was not reached, closing with what goes on, reopening."""

from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.finding import room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import At, day_of, moment_or_now
from triparty.commands.words import said
from triparty.i18n import _, ngettext
from triparty.words import LOTS

if TYPE_CHECKING:
    from triparty.rules.carrying import Fate


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("unreached", help=_("Put off every item that was never taken up."))(unreached)
    noun.command("close", help=_("Close the meeting, and say what goes on."))(close)
    noun.command("reopen", help=_("Go on with the newest meeting while nobody signed its minutes, saying why."))(reopen)


def unreached(ctx: typer.Context, meeting: Ordinal, at: At = "", json: Json = False) -> None:
    """Put off what was not reached."""
    from triparty.services.meetings import put_off_unreached

    desk = desk_of(ctx)
    row = room_called(desk, meeting).meeting
    items = desk.db.run(put_off_unreached, row.id, moment_or_now(at, on=day_of(row)))
    count = ngettext(
        "{count} item was not reached and is put off.", "{count} items were not reached and are put off.", len(items)
    )
    answer(items, count.format(count=len(items)), json=json)


def close(
    ctx: typer.Context,
    meeting: Ordinal,
    at: At = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what closing would do."))] = False,
    json: Json = False,
) -> None:
    """Close the meeting; refused while an item is not settled."""
    from triparty.services.carrying import closing
    from triparty.services.meetings import close_meeting

    desk = desk_of(ctx)
    row = room_called(desk, meeting).meeting
    when = moment_or_now(at, on=day_of(row))
    fates = desk.db.read(closing, row.id, when)
    closed = row if dry_run else desk.db.run(close_meeting, row.id, when)
    if json:
        answer_json({**plain(closed), "items": [_plain(each) for each in fates]})
        return
    if not dry_run:
        speak(_("Meeting {ordinal} is closed.").format(ordinal=closed.ordinal))
    lines = [(each.item.position, each.item.title, said(LOTS, each.lot), each.because) for each in fates]
    answer_rows((_("Item"), _("Title"), _("What becomes of it"), _("Why")), lines, empty=_("Nothing is settled yet."))


def reopen(
    ctx: typer.Context,
    meeting: Ordinal,
    reason: Annotated[str, typer.Option(help=_("Why; the reason stays on record."))] = "",
    json: Json = False,
) -> None:
    """Go on with a meeting that was closed."""
    from triparty.services.meetings import reopen_meeting

    desk = desk_of(ctx)
    row = desk.db.run(reopen_meeting, room_called(desk, meeting).meeting.id, reason)
    answer(row, _("Meeting {ordinal} goes on.").format(ordinal=row.ordinal), json=json)


def _plain(fate: "Fate") -> dict[str, object]:
    """What becomes of an item, for JSON."""
    item = fate.item
    return {"item": item.position, "title": item.title, "lot": fate.lot, "because": fate.because, "why": fate.why}
