"""Taking in an office's file: the path, a verdict for each row, and what became of it."""

import asyncio
from collections.abc import Hashable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import ProgressBar, Static

from meetings_db.engine import Database
from triparty import problems
from triparty.i18n import _, ngettext
from triparty.intake.imports import Kind, Preview, PreviewRow, TakenIn, preview, take_in
from triparty.rules import RuleError
from triparty.screens.station import Station
from triparty.services.incoming import VerdictKind
from triparty.widgets.cells import Words
from triparty.widgets.frame import Desk, Framed, refusable, toned
from triparty.widgets.prompt import Chip, PromptLine
from triparty.widgets.row_list import Column, Row, RowList

_ENDINGS = (".xlsx", ".xls", ".csv", ".txt")


def verdict(kind: VerdictKind) -> Words:
    """A row's verdict in a word with its mark."""
    return {
        VerdictKind.NEW: Words(_("+ new"), "green"),
        VerdictKind.SAME: Words(_("= same"), "grey"),
        VerdictKind.CONFLICT: Words(_("≠ conflict"), "amber"),
        VerdictKind.ERROR: Words(_("! error"), "red"),
    }[kind]


class PathSuggester(Suggester):
    """Completes the path of a folder or of a file that can be taken in; → takes what is suggested."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first path that begins with `value`."""
        return await asyncio.to_thread(_complete, value)


def _complete(typed: str) -> str | None:
    """The first folder or table in the file system that begins with what was typed."""
    if not typed:
        return None
    path = Path(typed).expanduser()
    folder = path if typed.endswith("/") else path.parent
    begun = "" if typed.endswith("/") else path.name
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return None
    for each in names:
        if (
            each.name.startswith(begun)
            and not each.name.startswith(".")
            and (each.is_dir() or each.suffix.lower() in _ENDINGS)
        ):
            ending = "/" if each.is_dir() else ""
            return typed[: len(typed) - len(begun)] + each.name + ending
    return None


def _file_chip(typed: str) -> list[Chip]:
    """Whether there is such a file."""
    path = Path(typed.strip().strip("'\"")).expanduser()
    if path.is_file():
        return [Chip(_("File"), f"{path.name}  {path.stat().st_size:,} B", "green")]
    return [
        Chip(_("Folder"), _("→ takes what is suggested"), "blue")
        if path.is_dir()
        else Chip(_("File"), _("not found yet"), "amber")
    ]


async def ask_for_import(station: Station, prompt: PromptLine, kind: Kind) -> bool:
    """Ask for a file, show what is in it, take it in when asked to; True when something was. Call it from a worker."""
    typed = ""
    while True:
        answer = await prompt.ask(
            _("File"),
            value=typed,
            hint=_("Excel or CSV; type or drop the path here. Nothing is kept before you have seen it."),
            understand=_file_chip,
            suggester=PathSuggester(),
        )
        if not answer:
            return False
        typed = answer.strip().strip("'\"")
        try:
            seen = await asyncio.to_thread(_read, station, Path(typed).expanduser(), kind)
        except (RuleError, OSError) as problem:
            station.tell(problems.say(problem), wrong=True)
            continue
        taken: bool | None = await station.app.push_screen_wait(ImportScreen(station.db, station.desk, seen))
        return bool(taken)


def _read(station: Station, path: Path, kind: Kind) -> Preview:
    """In a thread: read and judge the file."""
    settings = station.desk.settings
    return preview(
        station.db,
        station.desk.community_id,
        path,
        kind,
        today=station.today,
        officer=settings.officer,
        columns=settings.columns,
    )


class ImportScreen(Framed[bool]):
    """The rows of a file with their verdicts, kept only when taken in. Dismisses with whether they were."""

    RAIL = False
    FIVE: ClassVar[tuple[str, ...]] = ("import.take", "import.problems", "frame.back")
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
    ]

    def __init__(self, db: Database, desk: Desk, seen: Preview) -> None:
        super().__init__()
        self.db = db
        self.desk = desk
        self.seen = seen
        self.taken: TakenIn | None = None
        self.taking = False
        self._only_problems = False

    def compose_body(self) -> ComposeResult:
        """Counts, rows, the reasons of the row under the cursor."""
        yield Static(id="counts")
        yield ProgressBar(show_eta=False)
        headings = [Column(title, 10, share=2 if place else 0) for place, title in enumerate(self.seen.headings)]
        yield RowList(
            [
                Column(_("Row"), 5, right=True),
                Column(_("Verdict"), 10),
                *headings,
                Column(_("Why"), 10, share=4, from_width=100),
            ],
            teaching=_("There is no row to show. Press f for all rows."),
            id="rows",
        )
        yield Static(id="reasons")

    def on_mount(self) -> None:
        """Show what was read."""
        self.crumbs = (self.desk.community, _("Import"), self.seen.path.name)
        self.who = self.desk.who
        self._show()
        self.query_one(RowList).focus()

    def _show(self) -> None:
        """Counts and rows."""
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
        if self.seen.unknown_columns:
            parts.append(
                Content("\n" + _("Columns not used: {names}").format(names=_(", ").join(self.seen.unknown_columns)))
            )
        if self.taken and self.taken.rejects:
            parts.append(
                toned(Words("\n" + _("What was not taken in is in {file}").format(file=self.taken.rejects), "amber"))
            )
        if self.taken and self.taken.problem:
            parts.append(toned(Words("\n" + self.taken.problem, "red")))
        self.query_one("#counts", Static).update(Content("").join(parts))
        self.query_one(RowList).rows = tuple(self._row(row) for row in self.seen.rows if self._wanted(row))

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
        row = next((row for row in self.seen.rows if row.number == key), None)
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
        if action == "take":
            if self.taken is not None:
                return _("It was taken in already. esc goes back.")
            if self.taking:
                return _("It is being taken in.")
            if not self.seen.counts[VerdictKind.NEW] and not self.seen.counts[VerdictKind.ERROR]:
                return _("There is no new row in this file.")
        return None

    @refusable
    @work
    async def action_take(self) -> None:
        """Take the new rows in."""
        self.taking = True
        bar = self.query_one(ProgressBar)
        bar.update(total=len(self.seen.rows), progress=0)
        bar.add_class("-shown")
        try:
            self.taken = await asyncio.to_thread(self._take)
        except Exception as problem:
            if not problems.is_expected(problem):
                raise
            self.tell(problems.say(problem), wrong=True)
            return
        finally:
            self.taking = False
            bar.remove_class("-shown")
        self._show()
        self.tell_keys()
        new = self.taken.counts[VerdictKind.NEW]
        self.tell(ngettext("{count} row was taken in.", "{count} rows were taken in.", new).format(count=new))

    def _take(self) -> TakenIn:
        """In a thread: one transaction, its progress told to the bar."""
        bar = self.query_one(ProgressBar)

        def progress(done: int, total: int) -> None:
            """Tell the bar from the thread."""
            self.app.call_from_thread(bar.update, total=total, progress=done)

        return take_in(self.db, self.desk.community_id, self.seen, progress=progress)

    def action_problems(self) -> None:
        """Only rows with a problem, or all."""
        self._only_problems = not self._only_problems
        self._show()

    def action_back(self) -> None:
        """Back to the station, with whether anything was taken in."""
        if not self.taking:
            self.dismiss(self.taken is not None)
