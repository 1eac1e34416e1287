"""Writing a paper from a screen: which, in which language, and where it went."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetings_db.models import Meeting, MeetingStatus, Paper, PaperKind
from meetings_db.text import clean_line
from triparty.i18n import _
from triparty.screens.station import Station
from triparty.widgets import words
from triparty.widgets.form import Field

_OF_A_MEETING = (PaperKind.NOTICE, PaperKind.AGENDA, PaperKind.SIGN_IN, PaperKind.MINUTES)
_FITTING = {
    MeetingStatus.PREPARING: PaperKind.NOTICE,
    MeetingStatus.FROZEN: PaperKind.NOTICE,
    MeetingStatus.IN_SESSION: PaperKind.SIGN_IN,
}


@dataclass(frozen=True)
class Written:
    """A paper and where it is."""

    paper: Paper
    path: Path


async def write(
    station: Station, kind: PaperKind, language: str, meeting: Meeting | None, title: str, *, ending: str = ".docx"
) -> None:
    """Write a paper into the office's folder and say where it is. Call it from a worker."""
    try:
        written = await asyncio.to_thread(_write, station, kind, language, meeting, title, ending)
    except Exception as problem:
        station.refuse(problem)
        return
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
        title = f"{meeting.starts_at.astimezone():%Y-%m-%d} {meeting.title}"
        return await asyncio.to_thread(_write, station, values["kind"], values["language"], meeting, title, ".docx")

    written = await station.fill(_("Write a paper"), fields, save)
    if written is not None:
        station.tell(_("Written: {file}").format(file=written.path))
        station.reload()


def _write(
    station: Station, kind: PaperKind, language: str, meeting: Meeting | None, title: str, ending: str
) -> Written:
    """In a thread: Word is loaded when the first paper is written."""
    from triparty.documents.papers import write_paper

    settings = station.desk.settings
    path = _free(settings.papers, f"{title} {words.paper_kind(kind)}" if meeting else title, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    paper = write_paper(
        station.db,
        kind,
        path,
        meeting_id=meeting.id if meeting else None,
        community_id=station.desk.community_id,
        language=language,
        templates=settings.templates,
        final=kind is PaperKind.MINUTES and meeting is not None and meeting.status is MeetingStatus.FINAL,
    )
    return Written(paper, path)


def _free(folder: Path, title: str, ending: str) -> Path:
    """A name nobody uses yet: a paper somebody edited by hand is never written over."""
    name = "".join("_" if sign in '<>:"/\\|?*' else sign for sign in clean_line(title))[:80].rstrip(". ")
    path = folder / f"{name}{ending}"
    count = 2
    while path.exists():
        path = folder / f"{name} ({count}){ending}"
        count += 1
    return path
