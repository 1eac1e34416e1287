"""Writing a paper from a screen: which, in which language, and where it went."""

import asyncio
from typing import Any

from meetings_db.models import Meeting, MeetingStatus, PaperKind
from triparty.i18n import _
from triparty.screens.paper_file import Written, write_file
from triparty.screens.station import Station
from triparty.widgets import words
from triparty.widgets.form import Field

_OF_A_MEETING = (PaperKind.NOTICE, PaperKind.AGENDA, PaperKind.SIGN_IN, PaperKind.MINUTES, PaperKind.CALCULATION)
_FITTING = {
    MeetingStatus.PREPARING: PaperKind.NOTICE,
    MeetingStatus.FROZEN: PaperKind.NOTICE,
    MeetingStatus.IN_SESSION: PaperKind.SIGN_IN,
}


async def write_tracker(station: Station, *, ending: str) -> None:
    """Write the tracker into the office's folder and say where it is. Call it from a worker."""
    desk, tracker = station.desk, PaperKind.TRACKER
    written = await asyncio.to_thread(
        write_file, station.db, desk.settings, desk.community_id, tracker, None, ending=ending
    )
    station.tell(_("Written: {file}").format(file=written.path))


async def ask_and_write(station: Station, meeting: Meeting) -> None:
    """Ask which paper of a meeting, in which language, and write it. Call it from a worker."""
    final = meeting.status is MeetingStatus.FINAL
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
        Field("language", _("Language"), station.desk.settings.written, [("zh_CN", "中文"), ("en", "English")]),
    ]

    async def save(values: dict[str, Any]) -> Written:
        """Check and keep what was typed."""
        kind, settings = values["kind"], station.desk.settings
        return await asyncio.to_thread(
            write_file,
            station.db,
            settings,
            meeting.community_id,
            kind,
            meeting,
            language=values["language"],
            final=final and kind is PaperKind.MINUTES,
        )

    written = await station.fill(_("Write a paper"), fields, save)
    if written is not None:
        station.tell(_("Written: {file}").format(file=written.path))
        station.reload()
