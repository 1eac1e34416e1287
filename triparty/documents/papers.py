"""The one door through which a paper is written: read, filled, put on the disk whole, and recorded."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import Community, MeetingStatus, Paper, PaperKind
from meetings_db.queries.actions import tracker as tracker_lines
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from triparty.documents import agenda, excel, minutes, notice, sign_in, tracker
from triparty.documents.paper_fields import SCHEMAS
from triparty.documents.shipped import file_name
from triparty.i18n import _, normalise
from triparty.rules import RuleError
from triparty.services.clock import moment
from triparty.services.kept import find
from triparty.services.papers import record_paper

_BESIDE_PACKAGE = Path(__file__).parent.parent / "templates"
_IN_REPOSITORY = Path(__file__).parent.parent.parent / "templates"


@dataclass(frozen=True)
class _Request:
    """A paper that was asked for."""

    kind: PaperKind
    language: str
    meeting_id: UUID | None
    community_id: UUID
    on: date
    final: bool
    open_only: bool


def write_paper(
    db: Database,
    kind: PaperKind,
    path: Path,
    *,
    meeting_id: UUID | None,
    community_id: UUID,
    language: str,
    templates: Path | None = None,
    final: bool = False,
    open_only: bool = False,
    at: datetime | None = None,
) -> Paper:
    """Write a paper to `path` and record it; a tracker whose path ends in .xlsx is written for Excel.

    `templates` is the office's own folder (a folder per language); a kind it does not hold comes from the shipped
    templates. `final` minutes bear their number and no draft mark; they need `finalise_minutes` first. `open_only`
    leaves finished actions out of a tracker. The same values give the same bytes. Raises RuleError for what
    cannot be written, with what to do.
    """
    now = moment(at)
    asked = _Request(kind, normalise(language), meeting_id, community_id, now.astimezone().date(), final, open_only)
    values = db.read(_values, asked)
    snapshot = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # The file knows the day it was made and no more: writing it again that day gives the same bytes.
    made_at = datetime.combine(asked.on, time()).astimezone()
    if path.suffix.lower() == ".xlsx":
        if kind is not PaperKind.TRACKER:
            raise RuleError(_("Only the tracker is written for Excel. Give {file} the ending .docx.").format(file=path))
        excel.write_tracker(values, path, asked.language, made_at=made_at)
    else:
        _write_word(asked, values, path, templates, made_at)
    return db.run(
        record_paper,
        community_id,
        kind,
        asked.language,
        meeting_id=meeting_id,
        snapshot=snapshot,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        file_name=path.name,
        made_at=now,
        final=final,
    )


def template_path(kind: PaperKind, language: str, templates: Path | None = None) -> Path:
    """The template a paper is written from: the office's own where it has one, else the shipped one."""
    name = Path(normalise(language)) / file_name(kind)
    shipped = _BESIDE_PACKAGE if _BESIDE_PACKAGE.is_dir() else _IN_REPOSITORY
    own = templates / name if templates is not None else None
    return own if own is not None and own.is_file() else shipped / name


def _write_word(asked: _Request, values: dict[str, Any], path: Path, templates: Path | None, made_at: datetime) -> None:
    from triparty.documents.template import PaperProperties, compile_template, write

    template = compile_template(template_path(asked.kind, asked.language, templates))
    community = str(values["community"]["office"])
    title = str(values["title"] if asked.kind is PaperKind.TRACKER else values["meeting"]["name"])
    properties = PaperProperties(title=title, author=community, made_at=made_at)
    write(template, values, path, schema=SCHEMAS[asked.kind], properties=properties)


def _values(session: Session, asked: _Request) -> dict[str, Any]:
    """What the paper says, read in one go."""
    if asked.kind is PaperKind.TRACKER:
        lines = tracker_lines(session, asked.community_id, meeting_id=asked.meeting_id, open_only=asked.open_only)
        community = find(session, Community, asked.community_id)
        return tracker.values(lines, community, asked.language, today=asked.on)
    if asked.meeting_id is None:
        raise RuleError(_("Say which meeting the paper is for."))
    room = meeting_room(session, asked.meeting_id)
    if asked.kind is PaperKind.MINUTES:
        return _minutes(room, asked)
    return _OF_MEETING[asked.kind](room, asked.language, made_on=asked.on)


def _minutes(room: MeetingRoom, asked: _Request) -> dict[str, Any]:
    """Minutes are a draft until they are final; final ones bear the day they became so."""
    if asked.final and room.meeting.status is not MeetingStatus.FINAL:
        raise RuleError(_("The minutes are not final yet. Make them final first; until then they are a draft."))
    finalised = room.meeting.finalised_at if asked.final else None
    made_on = finalised.astimezone().date() if finalised else asked.on
    return minutes.values(room, asked.language, made_on=made_on, draft=not asked.final)


_OF_MEETING: dict[PaperKind, Callable[..., dict[str, Any]]] = {
    PaperKind.NOTICE: notice.values,
    PaperKind.AGENDA: agenda.values,
    PaperKind.SIGN_IN: sign_in.values,
}
