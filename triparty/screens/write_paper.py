"""Writing a paper from a screen: which, in which language, and where it went."""

from functools import partial
from typing import Any

from meetings_db.models import AgendaItem, Meeting, MeetingStatus, PaperKind
from meetings_db.queries.meetings import meeting_room
from triparty.i18n import _
from triparty.screens.paper_file import About, Written, of_item
from triparty.screens.publishing import ask_and_publish
from triparty.screens.read_back import write_asking
from triparty.screens.station import Station
from triparty.widgets import words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field

OF_AN_ITEM = (PaperKind.EXCERPT, PaperKind.BALLOT_SLIP)
"""The papers that are about one item of a meeting."""
_OF_A_MEETING = (
    PaperKind.NOTICE,
    PaperKind.AGENDA,
    PaperKind.SIGN_IN,
    PaperKind.RECORD,
    PaperKind.MINUTES,
    PaperKind.SIGN_OFF,
    PaperKind.TASKS,
    PaperKind.CALCULATION,
    PaperKind.PUBLICATION,
    *OF_AN_ITEM,
)
_FITTING = {
    MeetingStatus.PREPARING: PaperKind.NOTICE,
    MeetingStatus.FROZEN: PaperKind.NOTICE,
    MeetingStatus.IN_SESSION: PaperKind.SIGN_IN,
}


async def write_tracker(station: Station, *, ending: str) -> None:
    """Write the tracker into the office's folder and say where it is. Call it from a worker."""
    desk, tracker = station.desk, PaperKind.TRACKER
    written = await write_asking(
        station.app, station.db, desk.settings, desk.community_id, tracker, None, ending=ending
    )
    if written is not None:
        station.tell(_("Written: {file}").format(file=written.path))


async def write_about(station: Station, kind: PaperKind, about: About = ("", "")) -> None:
    """Write a paper of the community and say where it is, or why it cannot be. Call it from a worker."""
    desk = station.desk
    try:
        written = await write_asking(station.app, station.db, desk.settings, desk.community_id, kind, None, about=about)
    except Exception as problem:
        station.refuse(problem)
        return
    if written is not None:
        station.tell(_("Written: {file}").format(file=written.path))


async def ask_and_write(station: Station, meeting: Meeting) -> None:
    """Ask which paper of a meeting, in which language, and write it. Call it from a worker."""
    final = meeting.status is MeetingStatus.FINAL
    settings = station.desk.settings
    fields = [
        Field(
            "kind",
            _("Paper"),
            _FITTING.get(meeting.status, PaperKind.MINUTES),
            [(kind, words.paper_kind(kind)) for kind in _OF_A_MEETING],
            hint=_("The minutes are final and bear their number.")
            if final
            else _("The minutes are a draft and say so."),
        ),
        Field("language", _("Language"), settings.written, [("zh_CN", "中文"), ("en", "English")]),
    ]

    async def save(values: dict[str, Any]) -> dict[str, Any]:
        """What else must be known of it is asked once the form is closed."""
        return values

    asked = await station.fill(_("Write a paper"), fields, save)
    if asked is None:
        return
    kind, language = asked["kind"], asked["language"]
    write = partial(write_asking, station.app, station.db, settings, meeting.community_id, kind, meeting)
    written: Written | None = None
    try:
        if kind is PaperKind.PUBLICATION:
            today = station.clock().date()
            written = await ask_and_publish(station.app, station.db, settings, meeting, language, today)
        elif kind not in OF_AN_ITEM:
            written = await write(language=language, final=final and kind is PaperKind.MINUTES)
        elif item := await _ask_item(station, meeting):
            written = await write(language=language, about=of_item(item))
    except Exception as problem:
        station.refuse(problem)
        return
    if written is not None:
        station.tell(_("Written: {file}").format(file=written.path))
        station.reload()


async def _ask_item(station: Station, meeting: Meeting) -> AgendaItem | None:
    """Ask which item of the meeting is meant."""
    room = await station.read(meeting_room, meeting.id)
    offers = [Offer(item.id.hex, f"{item.position} {item.title}") for item in room.items]
    chosen = await station.choose(_("Which item?"), offers) if offers else None
    return next((item for item in room.items if item.id.hex == chosen), None)


def papers_of(status: MeetingStatus, item: AgendaItem | None) -> list[Offer]:
    """What may be written of a meeting and of an item of it, what is wanted most at its hour first."""
    going_out = [
        Offer(PaperKind.NOTICE, _("Notice"), _("with the reply slip"), "n"),
        Offer(PaperKind.AGENDA, _("Agenda"), "", "a"),
    ]
    about = "" if item is None else f"{item.position} {item.title}"
    slips = [] if item is None else [Offer(PaperKind.BALLOT_SLIP, _("Voting slips"), about, "b")]
    if status in (MeetingStatus.PREPARING, MeetingStatus.FROZEN):
        return [*going_out, Offer(PaperKind.SIGN_IN, _("Sign-in sheet"), "", "s"), *slips]
    sheet = Offer(PaperKind.SIGN_IN, _("Sign-in sheet"), _("with the times of arrival"), "s")
    minutes = _("Minutes, final") if status is MeetingStatus.FINAL else _("Minutes, draft")
    after = [
        Offer(PaperKind.MINUTES, minutes, "", "m"),
        Offer(PaperKind.RECORD, _("Record of the meeting"), _("who said what, and the votes"), "r"),
        *([] if item is None else [Offer(PaperKind.EXCERPT, _("Excerpt of the minutes"), about, "e")]),
        Offer(PaperKind.SIGN_OFF, _("Sign-off sheet"), _("for the three parties"), "o"),
        Offer(PaperKind.TASKS, _("Task list"), "", "l"),
        Offer(PaperKind.TRACKER, _("Follow-up tracker"), _("of this meeting"), "t"),
        Offer(PaperKind.CALCULATION, _("Calculation sheet"), _("of every ballot"), "c"),
    ]
    public = Offer(PaperKind.PUBLICATION, _("Public notice"), _("the matter, not the person"), "p")
    if status is MeetingStatus.IN_SESSION:
        return [sheet, *slips, *after, *going_out]
    return [*after, public, sheet, *going_out]
