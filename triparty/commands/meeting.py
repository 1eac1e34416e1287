"""`triparty meeting`: the joint meeting, from calling it to its final minutes."""

from typing import Annotated

import typer

from triparty.commands import (
    agenda_verbs,
    closing_verbs,
    guard_verbs,
    meeting_views,
    presence_corrections,
    presence_verbs,
    series_verbs,
    session_verbs,
    signing_verbs,
)
from triparty.commands.desk import Json, answer, desk_of
from triparty.commands.finding import room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.times import read_moment, shown
from triparty.i18n import _

Minutes = Annotated[int | None, typer.Option(help=_("How long it is planned for, in minutes."))]
Place = Annotated[str | None, typer.Option(help=_("Where it is held."))]
Chair = Annotated[str | None, typer.Option(help=_("Who leads it."))]
Recorder = Annotated[str | None, typer.Option(help=_("Who takes the minutes."))]
Contact = Annotated[str | None, typer.Option(help=_("Whom people may ask."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The joint meeting: agenda, presence, votes, minutes."), no_args_is_help=True)
    meeting_views.add_to(noun)
    series_verbs.add_to(noun)
    noun.command("call", help=_("Call a meeting outside the series; everybody in a post is invited."))(call)
    noun.command("edit", help=_("Change a meeting's title, time, place or people."))(edit)
    agenda_verbs.add_to(noun)
    guard_verbs.add_to(noun)
    presence_verbs.add_to(noun)
    presence_corrections.add_to(noun)
    session_verbs.add_to(noun)
    closing_verbs.add_to(noun)
    signing_verbs.add_to(noun)
    parser.add_typer(noun, name="meeting")


def call(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    at: Annotated[str, typer.Option(metavar="TIME", help=_("When: 2026-11-26 14:30, 下周五 14:30, tomorrow 14:30."))],
    place: Place = None,
    minutes: Minutes = None,
    chair: Chair = None,
    recorder: Recorder = None,
    contact: Contact = None,
    json: Json = False,
) -> None:
    """Call a meeting outside the series: extraordinary, with nothing taken over but the report on what was decided."""
    from meetings_db.models import MeetingBase
    from triparty.services.agendas import call_meeting

    desk = desk_of(ctx)
    typed = MeetingBase.model_validate(
        {
            "title": title,
            "starts_at": read_moment(at),
            "minutes_planned": 90 if minutes is None else minutes,
            "place": place or "",
            "chair": chair or "",
            "recorder": recorder or desk.settings.officer,
            "contact": contact or "",
        }
    )
    meeting = desk.db.run(call_meeting, desk.community.id, typed)
    sentence = _("Meeting {ordinal} is called for {time}: {title}").format(
        ordinal=meeting.ordinal, time=shown(meeting.starts_at), title=meeting.title
    )
    answer(meeting, sentence, json=json)


def edit(
    ctx: typer.Context,
    meeting: Ordinal,
    title: Annotated[str | None, typer.Option(help=_("The new title."))] = None,
    at: Annotated[str, typer.Option(metavar="TIME", help=_("The new time."))] = "",
    place: Place = None,
    minutes: Minutes = None,
    chair: Chair = None,
    recorder: Recorder = None,
    contact: Contact = None,
    json: Json = False,
) -> None:
    """Change a meeting before it begins; what is not named stays."""
    from meetings_db.models import MeetingBase
    from triparty.services.agendas import edit_meeting

    desk = desk_of(ctx)
    row = room_called(desk, meeting).meeting
    given = {
        "title": title,
        "starts_at": read_moment(at, on=row.starts_at.astimezone().date()) if at else None,
        "minutes_planned": minutes,
        "place": place,
        "chair": chair,
        "recorder": recorder,
        "contact": contact,
    }
    before = {name: getattr(row, name) for name in MeetingBase.model_fields}
    typed = MeetingBase.model_validate({**before, **{name: word for name, word in given.items() if word is not None}})
    changed = desk.db.run(edit_meeting, row.id, row.version, typed)
    answer(changed, _("Meeting {ordinal} is changed.").format(ordinal=changed.ordinal), json=json)
