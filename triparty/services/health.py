"""Whether what is kept is well: the database, its history and its safety copies, one finding each."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from meetings_db import backup, journal, places, search
from meetings_db.engine import Database
from meetings_db.errors import DatabaseProblem, ReadOnly
from meetings_db.migrations import HEAD
from meetings_db.queries.directory import the_community
from meetings_db.queries.schema import refuse_foreign, refuse_stranger, schema_of
from meetings_db.queries.whereabouts import astray
from triparty import problems
from triparty.i18n import _, ngettext

Progress = Callable[[int, int], None]

_NAMED = 5
"""So many issues are named."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `id` names it for machines, `name` for people; `remedy` says what to do when not `well`."""

    id: str
    name: str
    says: str
    well: bool = True
    remedy: str = ""


def look_over(db: Database, file: Path, progress: Progress | None = None) -> Iterator[Finding]:
    """Look at a database and at the safety copies of `file`; nothing is changed, an older schema is left alone."""
    yield _place(db)
    try:
        db.refuse_gone()
        schema = db.read(schema_of)
        refuse_foreign(schema, db.place)
        refuse_stranger(schema, db.place)
        if not schema.tables:
            db.refuse_gone(empty=True)
    except DatabaseProblem as problem:
        yield Finding("database", _("Database"), _("cannot be worked on"), False, problems.say(problem))
    else:
        yield _schema(schema.revision)
        if schema.revision is not None:
            yield from _records(db, schema.tables, progress)
    yield _copies(file)
    yield _room(file)


def _place(db: Database) -> Finding:
    """Where the database is, and how large."""
    said = db.place
    if db.file is not None and db.file.exists():
        said = f"{db.place}  {db.file.stat().st_size / 1e6:.1f} MB"
    return Finding("place", _("Place"), said)


def _schema(revision: str | None) -> Finding:
    """The schema's revision."""
    if revision is None:
        return Finding("schema", _("Schema"), _("none yet: it is made at the first start"))
    said = revision if revision == HEAD else _("{revision}: the next start brings it to {head}")
    return Finding("schema", _("Schema"), said.format(revision=revision, head=HEAD))


def _records(db: Database, tables: frozenset[str], progress: Progress | None) -> Iterator[Finding]:
    """The rows, whether each page and link is whole, and the history."""
    checks: tuple[tuple[str, str, Callable[[], Finding]], ...] = (
        ("rows", _("Rows"), lambda: _rows(db, tables)),
        ("integrity", _("File"), lambda: _integrity(db)),
        ("journal", _("History"), lambda: _journal(db, progress)),
        ("whereabouts", _("Open issues"), lambda: _whereabouts(db)),
        ("search", _("Search"), lambda: _search(db)),
    )
    for key, name, check in checks:
        try:
            yield check()
        except DatabaseProblem as problem:
            yield Finding(key, name, _("cannot be read"), False, problems.say(problem))


def _rows(db: Database, tables: frozenset[str]) -> Finding:
    """How many rows each table has that has any."""

    def count(session: Session) -> dict[str, int]:
        known = [table for table in SQLModel.metadata.sorted_tables if table.name in tables]
        counted = ((each.name, session.scalar(sa.select(sa.func.count()).select_from(each)) or 0) for each in known)
        return {name: number for name, number in counted if number}

    said = ", ".join(f"{name} {number}" for name, number in db.read(count).items())
    return Finding("rows", _("Rows"), said or _("none"))


def _integrity(db: Database) -> Finding:
    """Every page and every link of a file; a server looks after its own."""
    if db.file is None:
        return Finding("integrity", _("File"), _("a server's: it looks after its own files"))
    backup.check(db.file)
    return Finding("integrity", _("File"), _("whole, and every link leads to a row"))


def _journal(db: Database, progress: Progress | None) -> Finding:
    """The chain of the history."""
    chain = db.read(journal.verify, "", progress)
    if not chain.whole:
        said = _("does not fit at entry {number}").format(number=chain.broken_at)
        return Finding("journal", _("History"), said, False, _("`triparty verify` tells more about it."))
    said = ngettext("{count} entry, whole", "{count} entries, whole", chain.entries).format(count=chain.entries)
    return Finding("journal", _("History"), said)


def _whereabouts(db: Database) -> Finding:
    """Whether every open issue is in one place: the pool, an agenda, waiting, or somebody's hands."""
    name = _("Open issues")
    if db.read(schema_of).revision != HEAD:
        return Finding("whereabouts", name, _("looked for once the schema is this release's"))
    community = db.read(the_community)
    wrong = db.read(astray, community.id) if community else []
    if not wrong:
        return Finding("whereabouts", name, _("each in one place: pool, agenda, waiting, or somebody's hands"))
    numbers = _(", ").join(each.number for each in wrong[:_NAMED])
    said = ngettext(
        "{count} is nowhere or in two places: {numbers}", "{count} are nowhere or in two places: {numbers}", len(wrong)
    )
    remedy = _("Triage it again, or take it off all agendas but one.")
    return Finding("whereabouts", name, said.format(count=len(wrong), numbers=numbers), False, remedy)


def _search(db: Database) -> Finding:
    """Whether the index was made as this release makes it."""
    if db.read(schema_of).revision != HEAD:
        return Finding("search", _("Search"), _("looked for once the schema is this release's"))
    if not db.read(search.is_outdated):
        return Finding("search", _("Search"), _("its index is this release's"))
    said = _("its index was made by another release: it may miss things")
    return Finding("search", _("Search"), said, False, _("`triparty search --rebuild` makes it anew."))


def _copies(file: Path) -> Finding:
    """The newest safety copies, each looked through."""
    there = backup.whole_copies(file)
    if not there:
        return Finding("copies", _("Safety copies"), _("none yet: the program makes one on each day of work"))
    newest = there[0]
    at = f"{newest.made_at.astimezone():%Y-%m-%d %H:%M}"
    said = ngettext(
        "{count} in {folder}, the newest of {time}", "{count} in {folder}, the newest of {time}", len(there)
    )
    said = said.format(count=len(there), folder=backup.folder_of(file), time=at)
    with suppress(DatabaseProblem):
        backup.check(newest.path)
        return Finding("copies", _("Safety copies"), said)
    remedy = _("{file} is not whole. Remove it, and make another with `triparty backup`.").format(file=newest.path)
    return Finding("copies", _("Safety copies"), said, False, remedy)


def _room(file: Path) -> Finding:
    """Whether the disk may be written, and has room for a few more copies of the file."""
    free, size = places.free_at(file), file.stat().st_size if file.exists() else 0
    enough = free > max(100_000_000, 3 * size)
    said = _("{size} MB free").format(size=free // 1_000_000)
    if barred := places.bar_of(file):
        bar, at = barred
        return Finding(
            "room", _("Disk"), _("may not be written"), False, problems.say(ReadOnly(str(file), "", bar, str(at)))
        )
    return Finding("room", _("Disk"), said, enough, "" if enough else _("Free some space, or move `data` elsewhere."))
