"""The directory in Word, to be printed and bound: a volume of each fonds, year and retention, with its cover."""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby
from pathlib import Path

from meetings_db.engine import Database
from meetings_db.models import ArchiveItem, Community, PaperKind
from triparty.documents.archive.layout import Entry, volume_place
from triparty.documents.kinds import Asked, archive_directory
from triparty.documents.kinds.archive_directory import Volume
from triparty.documents.papers import write_word
from triparty.rules.archive import ArchiveRules

Line = tuple[ArchiveItem, Entry]
"""An item and its line of the directory."""


def put_volumes(
    db: Database,
    community: Community,
    lines: Sequence[Line],
    rules: ArchiveRules,
    language: str,
    templates: Path | None,
    root: Path,
) -> None:
    """Put every volume where it belongs under `root`: the same items give the same bytes, whenever they are packed.

    Raises RuleError for a template that is wrong.
    """
    for (fonds, year, retention), some in groupby(sorted(lines, key=_volume_of), key=_volume_of):
        items, entries = zip(*some, strict=True)
        kept = rules.retention.get(retention)
        term = kept.title_in(language) if kept else retention
        volume = Volume(fonds, year, term, rules.number.matter_in(language), entries)
        day = max(item.sealed_at for item in items).astimezone().date()
        values = archive_directory.values(volume, community, language, made_on=day)
        asked = Asked(PaperKind.ARCHIVE_DIRECTORY, language, community.id, day)
        made_at = datetime.combine(day, time()).astimezone()
        write_word(db, asked, values, root / volume_place(fonds, year, retention), templates, made_at)


def _volume_of(line: Line) -> tuple[str, int, str]:
    """The volume an item is in; a sort by it keeps the order of the items within."""
    item, _entry = line
    return item.fonds, item.year, item.retention
