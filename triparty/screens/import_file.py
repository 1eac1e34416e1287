"""Taking in an office's file: the path, a verdict for each row, and what became of it."""

import asyncio
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import ProgressBar, Static

from meetings_db.engine import Database
from meetings_db.models import EstateBase
from meetings_db.queries.directory import estates
from meetings_db.text import fold
from triparty.i18n import _, ngettext
from triparty.intake.imports import Kind, Preview, PreviewRow, TakenIn, preview, take_in
from triparty.rules import RuleError
from triparty.screens import typed
from triparty.screens.columns_form import ask_columns, columns_of, headers_of, lacks_a_column
from triparty.screens.path_line import PathSuggester, file_chip
from triparty.screens.station import Station
from triparty.services.directory import add_estates
from triparty.services.incoming import VerdictKind
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Confirm
from triparty.widgets.form import Field, Form
from triparty.widgets.frame import Desk, Framed, refusable, toned
from triparty.widgets.prompt import PromptLine
from triparty.widgets.row_list import Column, Listed, Row, RowList


def verdict(kind: VerdictKind) -> Words:
    """A row's verdict in a word with its mark."""
    return {
        VerdictKind.NEW: Words(_("+ new"), "green"),
        VerdictKind.SAME: Words(_("= same"), "grey"),
        VerdictKind.CONFLICT: Words(_("≠ conflict"), "amber"),
        VerdictKind.ERROR: Words(_("! error"), "red"),
    }[kind]


async def ask_for_import(station: Station, prompt: PromptLine, kind: Kind, estate: str = "") -> bool:
    """Ask for a file, show what is in it, take it in when asked to; True when something was. Call it from a worker."""
    named = ""
    while True:
        answer = await prompt.ask(
            _("File"),
            value=named,
            hint=_("Excel or CSV; type or drop the path here. Nothing is kept before you have seen it."),
            understand=file_chip,
            suggester=PathSuggester(),
        )
        if not answer:
            return False
        named = answer.strip().strip("'\"")
        screen = ImportScreen(station.db, station.desk, Path(named).expanduser(), kind, station.today, estate)
        taken: bool | None = await station.app.push_screen_wait(screen)
        if taken is not None:
            return taken


def missing_estates(seen: Preview, known: frozenset[str]) -> dict[str, int]:
    """The estates a file of visits names and the register does not, each once with the number of its rows."""
    if seen.kind is not Kind.VISITS:
        return {}
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in seen.rows:
        key = fold(row.cells[1])
        if key and key not in known:
            names.setdefault(key, row.cells[1])
            counts[names[key]] += 1
    return dict(counts)


class ImportScreen(Framed[bool | None]):
    """The rows of a file with their verdicts, kept only when taken in.

    Dismisses with whether they were, or None when the file could not be read, which was told.
    """

    RAIL = False
    FIVE: ClassVar[tuple[str, ...]] = (
        "import.take",
        "import.problems",
        "import.columns",
        "import.estates",
        "frame.back",
    )
    DEFAULT_CSS = """
    ImportScreen #reasons { height: 4; padding: 0 2; background: $surface; }
    ImportScreen #counts { height: auto; padding: 0 2; }
    ImportScreen ProgressBar { display: none; padding: 0 2; height: 1; }
    ImportScreen ProgressBar.-shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s,t",
            "take",
            _("Take in"),
            show=False,
            id="import.take",
            tooltip=_("Keep the new rows; nothing else changes"),
        ),
        Binding(
            "f",
            "problems",
            _("Only problems"),
            show=False,
            id="import.problems",
            tooltip=_("Only rows with a conflict or an error, or all"),
        ),
        Binding(
            "c",
            "columns",
            _("Columns"),
            show=False,
            id="import.columns",
            tooltip=_("Say which column is which; it is remembered"),
        ),
        Binding(
            "plus",
            "estates",
            _("Enter estates"),
            show=False,
            id="import.estates",
            tooltip=_("Enter the estates that are not in the register yet, and judge the rows again"),
        ),
    ]

    @dataclass
    class Progressed(Message):
        """So many rows of all are read or taken in."""

        done: int
        total: int

    def __init__(self, db: Database, desk: Desk, path: Path, kind: Kind, today: date, estate: str = "") -> None:
        super().__init__()
        self.db = db
        self.desk = desk
        self.path = path
        self.kind = kind
        self.today, self.estate = today, estate
        self.seen: Preview | None = None
        self.taken: TakenIn | None = None
        self.taking = False
        self.known: frozenset[str] = frozenset()
        self._only_problems = False

    def compose_body(self) -> ComposeResult:
        """Counts, rows, the reasons of the row under the cursor."""
        yield Static(id="counts")
        yield ProgressBar(show_eta=False)
        yield RowList((), id="rows")
        yield Static(id="reasons")

    def on_mount(self) -> None:
        """Begin to read."""
        self.crumbs = (self.desk.community, _("Import"), self.path.name)
        self.who = self.desk.who
        self.set_focus(self.query_one(RowList))
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read and judge the file; what cannot be read is told, and the path is asked for again."""
        reading = _("Reading {file} …").format(file=self.path.name)
        self.query_one("#counts", Static).update(Content(reading))
        try:
            with self._progress():
                known = await self.db.read_async(estates, self.desk.community_id)
                self.known = frozenset(estate.key for estate in known)
                self.seen = await asyncio.to_thread(self._read)
        except Exception as problem:
            if not (isinstance(problem, RuleError) and await self._said_which(problem)):
                self.dismiss(None)
                raise
            return
        self._show()
        self.tell_keys()

    def _read(self) -> Preview:
        """In a thread: read and judge."""
        settings = self.desk.settings
        return preview(
            self.db,
            self.desk.community_id,
            self.path,
            self.kind,
            today=self.today,
            officer=settings.officer,
            estate=self.estate,
            columns=columns_of(settings, self.kind),
            progress=self._told,
        )

    async def _said_which(self, problem: RuleError) -> bool:
        """Whether the person said which column it is that was not found; the file is then read again."""
        try:
            headers = await asyncio.to_thread(headers_of, self.path, self.kind, self.desk.settings)
        except (RuleError, OSError):
            return False
        if not lacks_a_column(headers, self.kind, self.desk.settings):
            return False
        question = "\n".join((*problem.reasons, "", _("Say now which column is which?")))
        if not await self.app.push_screen_wait(Confirm(question, _("Columns"))):
            return False
        return await self._ask_columns(headers)

    async def _ask_columns(self, headers: Sequence[str]) -> bool:
        """Ask which column is which, remember it, and read again; False when it was left."""
        settings = await ask_columns(self, headers, self.kind, self.desk.settings)
        if settings is None:
            return False
        self.desk = replace(self.desk, settings=settings)
        self.post_message(Station.DeskChanged(self.desk))
        self.call_later(self.read)
        return True

    @refusable
    @work
    async def action_columns(self) -> None:
        """Say which column is which."""
        if self.seen is not None:
            await self._ask_columns(self.seen.table.headers)

    @contextmanager
    def _progress(self) -> Iterator[None]:
        """Show the bar meanwhile."""
        bar = self.query_one(ProgressBar)
        bar.update(total=1, progress=0)
        bar.add_class("-shown")
        try:
            yield
        finally:
            bar.remove_class("-shown")

    def _told(self, done: int, total: int) -> None:
        """From a thread: how far it is."""
        self.post_message(self.Progressed(done, total))

    def on_import_screen_progressed(self, message: Progressed) -> None:
        """Move the bar."""
        self.query_one(ProgressBar).update(total=message.total, progress=message.done)

    def _show(self) -> None:
        """Counts and rows."""
        if self.seen is None:
            return
        headings = [Column(title, 10, share=2 if place else 0) for place, title in enumerate(self.seen.headings)]
        why = Column(_("Why"), 10, share=4, from_width=100)
        rows = self.query_one(RowList)
        rows.columns = (Column(_("Row"), 5, right=True), Column(_("Verdict"), 10), *headings, why)
        rows.teaching = _("There is no row to show. Press f for all rows.")
        if self.taken is None:
            counts, title = self.seen.counts, _("To be taken in")
        else:
            counts, title = self.taken.counts, _("Taken in")
        parts = [Content.assemble((f"{title}:  ", "bold"))]
        for kind in VerdictKind:
            parts.append(toned(Words(f"{verdict(kind).text} {counts[kind]}   ", verdict(kind).tone)))
        if self.seen.skipped:
            count = len(self.seen.skipped)
            parts.append(
                Content(
                    ngettext("{count} line that is no record", "{count} lines that are no record", count).format(
                        count=count
                    )
                )
            )
        if self.taken is None and (missing := missing_estates(self.seen, self.known)):
            named = _(", ").join(f"{name} ×{count}" for name, count in missing.items())
            told = _("Estates not in the register: {names}").format(names=named) + "  " + _("(+ enters them)")
            parts.append(toned(Words(f"\n{told}", "amber")))
        if self.seen.unknown_columns:
            parts.append(
                Content(
                    "\n"
                    + _("Columns not used: {names}").format(names=_(", ").join(self.seen.unknown_columns))
                    + ("" if self.taken else "  " + _("(c says what they are)"))
                )
            )
        if self.taken and self.taken.rejects:
            parts.append(
                toned(Words("\n" + _("What was not taken in is in {file}").format(file=self.taken.rejects), "amber"))
            )
        if self.taken and self.taken.kept:
            kept = _("{file} was there with other content and stays as it is: somebody may have corrected it.")
            parts.append(toned(Words("\n" + kept.format(file=self.taken.kept), "amber")))
        if self.taken and self.taken.problem:
            parts.append(toned(Words("\n" + self.taken.problem, "red")))
        self.query_one("#counts", Static).update(Content("").join(parts))
        wanted = [row for row in self.seen.rows if self._wanted(row)]
        rows.put(Listed(wanted, lambda row: row.number, self._row))

    def _wanted(self, row: PreviewRow) -> bool:
        """Whether the row is shown."""
        return not self._only_problems or row.verdict in (VerdictKind.CONFLICT, VerdictKind.ERROR)

    def _row(self, row: PreviewRow) -> Row:
        """A row of the file."""
        reason = Words("; ".join(row.reasons), verdict(row.verdict).tone)
        return Row(row.number, (str(row.number), verdict(row.verdict), *row.cells, reason))

    @on(RowList.Highlighted)
    def _highlighted(self, message: RowList.Highlighted) -> None:
        self._reasons(message.key)

    def _reasons(self, key: Hashable | None) -> None:
        """Why the row under the cursor has its verdict."""
        row = next((row for row in self.seen.rows if row.number == key), None) if self.seen else None
        said = Content("")
        if row is not None:
            word = verdict(row.verdict)
            reasons = "\n".join(row.reasons) or _("Nothing is wrong with it.")
            said = Content.assemble(
                (_("Row {number}").format(number=row.number) + "  ", "bold"), toned(word), "  ", reasons
            )
        self.query_one("#reasons", Static).update(said)

    def why_not(self, action: str) -> str | None:
        """Taking in needs a new row, once."""
        if action in ("take", "columns", "estates"):
            if self.seen is None:
                return _("It is being read.")
            if self.taken is not None and self.taken.counts[VerdictKind.NEW]:
                return _("It was taken in already. esc goes back.")
            if self.taking:
                return _("It is being taken in.")
        if action == "estates" and not (self.seen and missing_estates(self.seen, self.known)):
            return _("Every estate of this file is in the register.")
        counts = self.seen.counts if self.seen else {}
        if action == "take" and not counts.get(VerdictKind.NEW) and not counts.get(VerdictKind.ERROR):
            return _("There is no new row in this file.")
        return None

    @refusable
    @work
    async def action_take(self) -> None:
        """Take the new rows in."""
        if self.seen is None:
            return
        if self.taken is not None:  # nothing was taken in: the file may have been corrected since
            self.taken = None
            self.read()
            return
        self.taking = True
        community, seen = self.desk.community_id, self.seen
        try:
            with self._progress():
                self.taken = await asyncio.to_thread(lambda: take_in(self.db, community, seen, progress=self._told))
        finally:
            self.taking = False
        self._show()
        self.tell_keys()
        new = self.taken.counts[VerdictKind.NEW]
        told = ngettext("{count} row was taken in.", "{count} rows were taken in.", new).format(count=new)
        if self.taken.rejects:
            told += "\n" + _("What was not taken in is in {file}").format(file=self.taken.rejects)
        self.tell(told)

    @refusable
    @work
    async def action_estates(self) -> None:
        """Enter the estates the file names and the register does not: the line they stand in can be changed first."""
        if self.seen is None:
            return
        line = _(", ").join(missing_estates(self.seen, self.known))
        hint = _("Take out what is misspelt: its rows stay outside")

        async def save(values: dict[str, str]) -> int:
            """Enter what was left in the line."""
            entered = [EstateBase.model_validate({"name": name}) for name in typed.names(values["name"])]
            return len(await self.db.run_async(add_estates, self.desk.community_id, entered))

        field = Field("name", _("Estates"), line, hint=hint)
        if await self.app.push_screen_wait(Form(_("Enter estates"), [field], save)):
            self.taken = None
            self.read()

    def action_problems(self) -> None:
        """Only rows with a problem, or all."""
        self._only_problems = not self._only_problems
        self._show()

    def action_back(self) -> None:
        """Back to the station, with whether anything was taken in."""
        if self.taking:
            self.tell(_("It is being taken in."))
        else:
            self.dismiss(self.taken is not None)
