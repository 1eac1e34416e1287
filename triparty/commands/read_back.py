"""`triparty import FILE --as minutes|tracker`: what was changed in a paper by hand, taken over change by change."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from triparty.commands.desk import Desk, answer_rows
from triparty.commands.plain import plain
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.commands.words import said
from triparty.i18n import _, ngettext
from triparty.words import CHANGE_VERDICTS

if TYPE_CHECKING:
    from triparty.documents.read_back import Reading

PaperReadWord = Literal["minutes", "tracker"]


def read_back_file(
    desk: Desk, file: Path, kind: PaperReadWord, accepted: str, *, dry_run: bool, tell: bool
) -> dict[str, Any]:
    """Show what was changed in a paper, and take over the changes that were accepted by their numbers, or all."""
    from meetings_db.models import PaperKind
    from triparty.documents.read_back import accept, counts, read_back
    from triparty.intake.tracker_rows import tracker_rows

    with progress_of(_("Reading {file}").format(file=file.name)):
        reading = read_back(
            desk.db,
            file,
            desk.community.id,
            kind=PaperKind(kind),
            templates=desk.settings.templates,
            rows_of=partial(tracker_rows, columns=desk.settings.columns),
        )
    chosen = [] if dry_run else _numbers(accepted, reading.acceptable)
    if tell:
        _tell(reading)
    taken = accept(desk.db, reading, chosen)
    if tell:
        speak(_outcome(taken, len(reading.acceptable)))
    return {
        "file": str(file),
        "kind": kind,
        "meeting": reading.meeting,
        "language": reading.language,
        "version": reading.version,
        "dry_run": dry_run,
        "counts": plain(counts(reading)),
        "changes": [
            {
                "number": number,
                "place": change.place,
                "was": change.was,
                "now": change.now,
                "verdict": plain(change.verdict),
                "reasons": list(change.reasons),
            }
            for number, change in enumerate(reading.changes, 1)
        ],
        "taken": chosen,
    }


def _numbers(accepted: str, acceptable: list[int]) -> list[int]:
    """The numbers of the changes that were accepted."""
    if accepted.strip() == "all":
        return acceptable
    numbers = [part.strip() for part in accepted.replace("，", ",").split(",") if part.strip()]
    if not all(number.isdecimal() for number in numbers):
        raise typer.BadParameter(_("--accept takes the numbers of changes, such as 1,3, or all."))
    return sorted({int(number) for number in numbers})


def _tell(reading: "Reading") -> None:
    """Print each change with its verdict."""
    speak(f"{reading.path}")
    lines = [
        (number, change.place, change.was, change.now, said(CHANGE_VERDICTS, change.verdict), " ".join(change.reasons))
        for number, change in enumerate(reading.changes, 1)
    ]
    headings = (_("Change"), _("Where"), _("It was"), _("It is now"), _("Verdict"), _("Reasons"))
    answer_rows(headings, lines, empty=_("It says what was written: nothing was changed by hand."))


def _outcome(taken: int, acceptable: int) -> str:
    """What was done, and how the rest is."""
    if taken:
        return ngettext("{count} change was taken over.", "{count} changes were taken over.", taken).format(count=taken)
    if acceptable:
        return _("Nothing was changed. Take changes over by their numbers, such as --accept 1,3, or --accept all.")
    return _("Nothing was changed.")
