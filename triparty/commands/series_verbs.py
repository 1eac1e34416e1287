"""The verbs of `triparty meeting` about series: when it recurs, and the next meeting made from the last."""

from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.plain import plain
from triparty.commands.times import now, read_moment, shown
from triparty.i18n import _, ngettext
from triparty.rules import RuleError

if TYPE_CHECKING:
    from meetings_db.models import MeetingSeries
    from triparty.commands.desk import Desk

Minutes = Annotated[int | None, typer.Option(help=_("How long it is planned for, in minutes."))]
Place = Annotated[str | None, typer.Option(help=_("Where it is held."))]
Chair = Annotated[str | None, typer.Option(help=_("Who leads it."))]
Recorder = Annotated[str | None, typer.Option(help=_("Who takes the minutes."))]
Contact = Annotated[str | None, typer.Option(help=_("Whom people may ask."))]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("next", help=_("Make the next meeting from the last, with everything that goes on."))(next_meeting)
    noun.command("series", help=_("List the series of meetings and when they recur."))(series)
    noun.command("recur", help=_("Begin a series of meetings, or change when it recurs."))(recur)


def next_meeting(
    ctx: typer.Context,
    at: Annotated[str, typer.Option(metavar="TIME", help=_("When; the day the series recurs unless told."))] = "",
    title: Annotated[str, typer.Option(help=_("Its title; the last one's with the next number unless told."))] = "",
    series_name: Annotated[
        str, typer.Option("--series", metavar="NAME", help=_("Of which series, where there are several."))
    ] = "",
    json: Json = False,
) -> None:
    """Make the next meeting of the series, or where there is none the next after the last."""
    from meetings_db.models import MeetingBase
    from meetings_db.queries.meetings import meeting_room
    from triparty.services import carrying
    from triparty.services.series import proposed_meeting

    desk = desk_of(ctx)
    chosen = _chosen(desk, series_name)
    proposed = desk.db.read(proposed_meeting, desk.community.id, chosen, now(), desk.settings.officer)
    given = {"title": title, "starts_at": read_moment(at, on=proposed.starts_at.astimezone().date()) if at else None}
    typed = MeetingBase.model_validate(
        {**proposed.model_dump(), **{name: word for name, word in given.items() if word}}
    )
    meeting = desk.db.run(carrying.next_meeting, desk.community.id, typed, chosen.id if chosen else None)
    items = desk.db.read(meeting_room, meeting.id).items
    sentence = _("Meeting {ordinal} is made for {time}: {title}").format(
        ordinal=meeting.ordinal, time=shown(meeting.starts_at), title=meeting.title
    )
    went = ngettext("{count} item is on its agenda.", "{count} items are on its agenda.", len(items))
    answer({**plain(meeting), "items": plain(items)}, f"{sentence} {went.format(count=len(items))}", json=json)


def series(ctx: typer.Context, json: Json = False) -> None:
    """List the series."""
    from meetings_db.queries.series import series_of
    from triparty.rules.recurrence import said

    desk = desk_of(ctx)
    rows = desk.db.read(series_of, desk.community.id)
    if json:
        answer_json(rows)
        return
    lines = [(row.name, said(row), row.place, row.chair, row.recorder, row.minutes_planned) for row in rows]
    headings = (_("Series"), _("Recurs"), _("Place"), _("Chair"), _("Recorder"), _("Planned minutes"))
    answer_rows(headings, lines, empty=_("No series yet: `triparty meeting recur NAME` begins one."))


def recur(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The name of the series."))],
    every: Annotated[
        int | None, typer.Option(min=1, max=12, help=_("How many months lie between two meetings."))
    ] = None,
    week: Annotated[
        int | None, typer.Option(min=1, max=5, help=_("In which week of the month; 5 is the last."))
    ] = None,
    weekday: Annotated[int | None, typer.Option(min=1, max=7, help=_("On which day; Monday is 1."))] = None,
    hour: Annotated[str | None, typer.Option(metavar="HH:MM", help=_("At what hour."))] = None,
    rename: Annotated[str | None, typer.Option(help=_("The new name."))] = None,
    place: Place = None,
    minutes: Minutes = None,
    chair: Chair = None,
    recorder: Recorder = None,
    contact: Contact = None,
    json: Json = False,
) -> None:
    """Begin a series, or change it; what is not named stays, and of a new one is as the last meeting was."""
    from meetings_db.models import MeetingSeriesBase
    from meetings_db.queries.series import series_of
    from triparty.rules.recurrence import said
    from triparty.services.series import add_series, edit_series, proposed_series

    desk = desk_of(ctx)
    old = next((row for row in desk.db.read(series_of, desk.community.id) if row.name == name), None)
    given = {
        **{"name": rename or name, "every": every, "week": week, "weekday": weekday, "hour": hour, "place": place},
        **{"minutes_planned": minutes, "chair": chair, "recorder": recorder, "contact": contact},
    }
    before = old or desk.db.read(proposed_series, desk.community.id, desk.settings.officer)
    values = {field: getattr(before, field) for field in MeetingSeriesBase.model_fields}
    named = {field: word for field, word in given.items() if word is not None}
    typed = MeetingSeriesBase.model_validate({**values, **named})
    row = (
        desk.db.run(add_series, desk.community.id, typed)
        if old is None
        else desk.db.run(edit_series, old.id, old.version, typed)
    )
    answer(row, _("{series}: {when}").format(series=row.name, when=said(row)), json=json)


def _chosen(desk: "Desk", name: str) -> "MeetingSeries | None":
    """The series of that name, or the only one; refused where there are several and none is named."""
    from meetings_db.queries.series import series_of

    rows = desk.db.read(series_of, desk.community.id)
    if not name and len(rows) < 2:
        return rows[0] if rows else None
    found = next((row for row in rows if row.name == name), None)
    if found is None:
        known = _(", ").join(row.name for row in rows)
        raise RuleError(_("Say which series with --series. There are: {known}.").format(known=known or "—"))
    return found
