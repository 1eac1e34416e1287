"""Writing a paper into the office's folder, under a name no file has yet. Knows no screen."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import Meeting, Paper, PaperKind
from meetings_db.text import clean_line
from triparty.settings import Settings
from triparty.widgets.words import paper_kind


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
    language: str = "",
    final: bool = False,
    ending: str = ".docx",
) -> Written:
    """Write a paper, for a thread: Word is loaded when the first is written. Raises `RuleError` and OSError."""
    from triparty.documents.papers import write_paper

    title = f"{meeting.starts_at.astimezone():%Y-%m-%d} {meeting.title} " if meeting else ""
    path = _unused(settings.papers, title + paper_kind(kind), ending)
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
    )
    return Written(paper, path)


def _unused(folder: Path, title: str, ending: str) -> Path:
    """A name no file has yet: a paper somebody edited by hand is never written over."""
    name = "".join("_" if sign in '<>:"/\\|?*' else sign for sign in clean_line(title))[:80].rstrip(". ")
    path, count = folder / f"{name}{ending}", 2
    while path.exists():
        path, count = folder / f"{name} ({count}){ending}", count + 1
    return path
