"""Writing a paper into the office's folder, where none that says something else is written over. Knows no screen."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import AgendaItem, Meeting, Paper, PaperKind
from triparty.i18n import _
from triparty.rules.presence import held_at
from triparty.services.files import safe_name
from triparty.settings import Settings
from triparty.widgets.words import paper_kind

if TYPE_CHECKING:
    from triparty.documents.kinds.publication import Publication

About = tuple[str, str]
"""What of its meeting or community a paper is about, and how that is called in the name of its file."""


@dataclass(frozen=True)
class Written:
    """A paper and where it is."""

    paper: Paper
    path: Path


def write_file(
    db: Database,
    settings: Settings,
    community_id: UUID,
    kind: PaperKind,
    meeting: Meeting | None,
    *,
    about: About = ("", ""),
    publication: "Publication | None" = None,
    language: str = "",
    final: bool = False,
    ending: str = ".docx",
) -> Written:
    """Write a paper of the community or of a meeting, or of what it is `about`, for a thread: Word is loaded when the
    first is written. Raises `RuleError` and OSError.
    """
    from triparty.documents.papers import write_paper

    path = paper_path(settings, kind, meeting, about=about, final=final, ending=ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    paper = write_paper(
        db,
        kind,
        path,
        meeting_id=meeting.id if meeting else None,
        community_id=community_id,
        language=language or settings.written,
        templates=settings.templates,
        final=final,
        subject=about[0],
        publication=publication,
        beside=True,
    )
    return Written(paper, path.with_name(paper.file_name))


def paper_path(
    settings: Settings,
    kind: PaperKind,
    meeting: Meeting | None,
    *,
    about: About = ("", ""),
    final: bool = False,
    ending: str = ".docx",
) -> Path:
    """Where a paper is written in the office's folder."""
    title = f"{held_at(meeting.starts_at, meeting.opened_at).astimezone():%Y-%m-%d} {meeting.title} " if meeting else ""
    _subject, standing = about
    if kind is PaperKind.MINUTES and meeting is not None:
        standing = meeting.reference or _("final") if final else _("draft")
    return settings.papers / file_name(title + paper_kind(kind), standing, ending)


def of_item(item: AgendaItem) -> About:
    """One item of a meeting."""
    return item.id.hex, _("item {number}").format(number=item.position)


def file_name(title: str, standing: str, ending: str) -> str:
    """A name every file system takes; a title that is too long is cut, how the paper stands is not."""
    name = safe_name(title)[:80].rstrip(". ")
    return " ".join(filter(None, (name, safe_name(standing)))) + ending
