"""Safety copies: made when a person asks and once a day by themselves, thinned out by rule, and put back."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from meetings_db import backup
from meetings_db.backup import SafetyCopy, Why
from meetings_db.copying import Told, into_file
from meetings_db.engine import Database
from meetings_db.errors import Damaged, DatabaseProblem, NotADatabase
from meetings_db.queries.journal import Head, journal_head
from triparty.i18n import _, ngettext
from triparty.rules import RuleError
from triparty.rules.safety_copies import to_keep


def keep_copy(db: Database, file: Path, told: Told | None = None) -> Path:
    """Make a safety copy among those of `file`, the database's own or, for a server, the one of this desk's folder."""
    path = backup.free_name(file, Why.ASKED, datetime.now(UTC))
    _write(db, path, told)
    _thin_out(file, date.today())
    return path


def write_copy(db: Database, path: Path, told: Told | None = None) -> Path:
    """Make a safety copy in a file of the person's choice; never over a file that is there."""
    if path.exists():
        raise RuleError(_("{file} is there already. Choose another name, or move it away first.").format(file=path))
    _write(db, path, told)
    return path


def keep_daily(db: Database, at: datetime | None = None) -> Path | None:
    """Make the copy of today, the first time it is asked for on a day on which something is new; else None.

    Either way the whole file is looked through; raises `Damaged` for what is found. A server keeps its own copies.
    """
    file, at = db.file, at or datetime.now(UTC)
    day = at.astimezone().date()
    if file is None:
        return None
    there = backup.whole_copies(file)
    if any(each.why is Why.DAILY and each.made_at.astimezone().date() == day for each in there):
        return None
    head = db.read(journal_head)
    try:
        if head == Head() or (there and _head_of(there[0]) == head):
            backup.glance(file)
            return None
        path = backup.make(file, Why.DAILY, at)
    except Damaged as problem:
        raise Damaged(problem.place, problem.detail, str(backup.newest_good(file) or "")) from problem
    _thin_out(file, day)
    return path


class Restored(NamedTuple):
    """A copy that was put in place: when it was made (UTC), and where what it replaced is kept, None for nothing."""

    made_at: datetime
    kept: Path | None


def restore(copy: Path, file: Path) -> Restored:
    """Put a safety copy in the place of the database file.

    The copy is examined first, in every way. Raises `RuleError` for one that is not whole or not ours, and `Locked`
    while somebody else has the file open.
    """
    if not copy.is_file():
        raise RuleError(_("There is no file {file}; check the name.").format(file=copy))
    if file.exists() and copy.samefile(file):
        raise RuleError(_("{file} is the database itself and no copy of it.").format(file=copy))
    try:
        backup.examine(copy)
    except (Damaged, NotADatabase) as problem:
        raise RuleError(
            _("{file} is no safety copy that can be put back: {detail}. Nothing was changed; choose another.").format(
                file=copy, detail=problem.detail
            )
        ) from problem
    made_at = backup.made_at(copy)
    return Restored(made_at, backup.put_in_place(copy, file))


def say_restored(restored: Restored, at: datetime) -> str:
    """How old at the moment `at` what was put in place is, what that means, and where the file before it is now."""
    sentence = _(
        "What you see now is as it was on {time}, {age} ago. What was done after that is missing: enter it again."
    ).format(time=f"{restored.made_at.astimezone():%Y-%m-%d %H:%M}", age=_span(at - restored.made_at))
    if restored.kept is None:
        return sentence
    return sentence + " " + _("The file that was there before is kept as {file}.").format(file=restored.kept)


def _span(time: timedelta) -> str:
    """A length of time in its largest unit."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 120:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = minutes // 60
    if hours < 48:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} day", "{count} days", hours // 24).format(count=hours // 24)


def _write(db: Database, path: Path, told: Told | None) -> None:
    """Write the database into a new file."""
    if db.file is None:
        into_file(db, path, told)
    else:
        backup.write(db.file, path)


def _head_of(copy: SafetyCopy) -> Head | None:
    """The head of a copy's journal, None where it cannot be read."""
    with suppress(DatabaseProblem):
        return backup.head_of(copy.path)
    return None


def _thin_out(file: Path, today: date) -> None:
    """Remove the safety copies that are no longer kept."""
    backup.clear_away(file, datetime.now(UTC))
    there = backup.copies(file)
    kept = to_keep(there, today)
    for each in there:
        if each not in kept:
            backup.remove(each)
