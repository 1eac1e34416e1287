"""The one door through which a paper is written: read, filled, put on the disk whole, and recorded."""

import hashlib
import json
import shutil
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import Meeting, Paper, PaperKind
from meetings_db.queries.meetings import MeetingRoom
from triparty.documents import excel
from triparty.documents.kinds import KINDS, Asked, final_values, minutes, unmasked
from triparty.documents.kinds.handover import Places
from triparty.documents.kinds.publication import Publication
from triparty.documents.public import Found, found
from triparty.documents.shipped import file_name
from triparty.i18n import LANGUAGES, _, normalise
from triparty.rules import RuleError
from triparty.services.clock import moment
from triparty.services.files import free_place, written_beside
from triparty.services.papers import finalise_minutes, record_paper

if TYPE_CHECKING:
    from triparty.documents.template import Template

_BESIDE_PACKAGE = Path(__file__).parent.parent / "templates"
_IN_REPOSITORY = Path(__file__).parent.parent.parent / "templates"


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
    subject: str = "",
    publication: Publication | None = None,
    places: Places | None = None,
    beside: bool = False,
    at: datetime | None = None,
) -> Paper:
    """Write a paper to `path` and record it; a tracker whose path ends in .xlsx is written for Excel.

    `templates` is the office's own folder (a folder per language); a kind it does not hold comes from the shipped
    templates. `final` minutes bear their number and no draft mark; they need `finalise` first, and say what was kept
    then. `subject` is what of the meeting or the community the paper is about, `open_only` leaves finished actions out
    of a tracker; `publication` says how a public notice is published, `places` where what is handed over lies. With
    `beside`, a file of that name that says something else stays, and ` (2)`, ` (3)` … goes behind the name. The same
    values give the same bytes. Raises RuleError for what cannot be written, with what to do; a file that was there
    before is then untouched.
    """
    now = moment(at)
    on = now.astimezone().date()
    asked = Asked(
        kind, normalise(language), community_id, on, meeting_id, subject, final, open_only, publication, places
    )
    snapshot, day = db.read(said, asked)
    # The file knows the day it was made and no more: writing it again that day gives the same bytes.
    made_at = datetime.combine(day, time()).astimezone()
    with TemporaryDirectory(prefix="triparty-") as folder:
        made = Path(folder) / path.name
        values = json.loads(snapshot)
        if path.suffix.lower() != ".xlsx":
            write_word(db, asked, values, made, templates, made_at)
        elif kind is PaperKind.TRACKER:
            excel.write_tracker(values, made, asked.language, made_at=made_at)
        else:
            raise RuleError(_("Only the tracker is written for Excel. Give {file} the ending .docx.").format(file=path))
        place = free_place(path, made.read_bytes()) if beside else path
        return db.run(_keep_paper, asked, snapshot, made, place, now)


def to_review(
    db: Database,
    publication: Publication,
    *,
    meeting_id: UUID,
    community_id: UUID,
    language: str,
    subject: str = "",
    at: datetime | None = None,
) -> list[Found]:
    """What leads to a person in a public notice that is about to be written: each place is to be decided on.

    Raises RuleError where no notice can be written of it.
    """
    on = moment(at).astimezone().date()
    asked = Asked(
        PaperKind.PUBLICATION, normalise(language), community_id, on, meeting_id, subject, publication=publication
    )
    return found(*db.read(unmasked, asked))


def finalise(session: Session, meeting_id: UUID, at: datetime | None = None) -> Meeting:
    """Make minutes final: they get their number, and what they say in each language is kept for good."""
    return finalise_minutes(session, meeting_id, _final_snapshots, at)


def template_path(kind: PaperKind, language: str, templates: Path | None = None) -> Path:
    """The template a paper is written from: the office's own where it has one, else the shipped one.

    Raises RuleError when the office's folder is not there: a paper in another look is not what was asked for.
    """
    if templates is not None and not templates.is_dir():
        raise RuleError(
            _(
                "The settings take the templates from {folder}, but there is no such folder. "
                "Correct templates in the settings, or take it out to use the shipped ones."
            ).format(folder=templates)
        )
    name = Path(normalise(language)) / file_name(kind)
    shipped = _BESIDE_PACKAGE if _BESIDE_PACKAGE.is_dir() else _IN_REPOSITORY
    own = templates / name if templates is not None else None
    return own if own is not None and own.is_file() else shipped / name


def checked_template(kind: PaperKind, language: str, templates: Path | None) -> "Template":
    """The template a paper is written from, read. Raises RuleError for one that is wrong, with each place."""
    from triparty.documents.template import check_fields, compile_template

    file = template_path(kind, language, templates)
    template = compile_template(file)
    if problems := check_fields(template, KINDS[kind].schema):
        raise RuleError(*(_("{place}: {reason}").format(place=file, reason=problem) for problem in problems))
    return template


def write_word(
    db: Database, asked: Asked, values: dict[str, Any], path: Path, templates: Path | None, made_at: datetime
) -> None:
    """Fill the template of a paper with its values, and with the pictures they name."""
    from triparty.documents.photos import kept_picture
    from triparty.documents.template import PaperProperties, write

    template, schema = checked_template(asked.kind, asked.language, templates), KINDS[asked.kind].schema
    community = str(values["community"]["office"])
    title = str(values.get("title") or values["meeting"]["name"])
    properties = PaperProperties(title=title, author=community, made_at=made_at)
    write(template, values, path, schema=schema, properties=properties, pictures=partial(kept_picture, db))
    if asked.kind is PaperKind.PUBLICATION:
        from triparty.documents.public_file import leave_nothing_hidden

        leave_nothing_hidden(path, made_at)


def _keep_paper(session: Session, asked: Asked, snapshot: str, made: Path, path: Path, at: datetime) -> Paper:
    """Record the paper, and put its file in its place last: what the database refuses replaces no file."""
    paper = record_paper(
        session,
        asked.community_id,
        asked.kind,
        asked.language,
        meeting_id=asked.meeting_id,
        subject=asked.subject,
        snapshot=snapshot,
        sha256=hashlib.sha256(made.read_bytes()).hexdigest(),
        file_name=path.name,
        made_at=at,
        final=asked.final,
    )
    with written_beside(path) as beside:
        shutil.copyfile(made, beside)
    return paper


def said(session: Session, asked: Asked) -> tuple[str, date]:
    """What the paper says as JSON, and the day it was made."""
    if asked.final and asked.kind is PaperKind.MINUTES and asked.meeting_id is not None:
        values, day = final_values(session, asked.meeting_id, asked.language)
        return _json(values), day
    return _json(KINDS[asked.kind].said(session, asked)), asked.on


def _final_snapshots(room: MeetingRoom) -> dict[str, str]:
    """What the minutes say in each language, as they become final."""
    finalised_at = room.meeting.finalised_at
    assert finalised_at is not None
    day = finalised_at.astimezone().date()
    return {language: _json(minutes.values(room, language, made_on=day, draft=False)) for language in LANGUAGES}


def _json(values: dict[str, Any]) -> str:
    """Values as JSON: equal values give equal text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
