"""The history as a file that proves itself without this program; docs/journal.md tells its form."""

from pathlib import Path

from sqlmodel import Session

from meetings_db.journal import Progress, canonical, entries
from meetings_db.queries.journal import journal_head
from triparty.services.files import written_beside

_TOLD_EVERY = 1_000


def export_history(session: Session, path: Path, progress: Progress | None = None) -> int:
    """Write every entry to `path` as JSON Lines, as it is kept, and return how many.

    `progress` is told how many of how many are written. Raises RuleError where the disk refuses; a file that was there
    before is then as it was.
    """
    total = journal_head(session).seq
    count = 0
    with (
        written_beside(path) as beside,
        beside.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
    ):
        for count, entry in enumerate(entries(session), 1):
            file.write(canonical(entry) + "\n")
            if progress is not None and (count % _TOLD_EVERY == 0 or count == total):
                progress(count, total)
    return count
