"""Papers: everything that was written, and where it is."""

import asyncio
from collections.abc import Hashable
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.models import PaperKind
from meetings_db.queries.paging import Listing
from meetings_db.queries.papers import PaperLine, paper_list, postings
from triparty.i18n import _, mark, ngettext
from triparty.rules import RuleError
from triparty.screens.archiving import ARCHIVE, HANDOVER, ask_and_file, hand_over
from triparty.screens.list_station import ListStation, Sort, said_count
from triparty.screens.path_line import TABLES, PathSuggester
from triparty.screens.posting import ask_where_posted, told
from triparty.screens.read_back import READ_BACK, ReadBackScreen
from triparty.screens.write_paper import write_about
from triparty.services.hand_edits import FileState, state_of
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Offer
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts

_LANGUAGES = {"zh_CN": "中文", "en": "English"}
_STATES = {
    FileState.GONE: (mark("moved away: {name}"), "grey"),
    FileState.ANOTHER: (mark("another version is there: {file}"), "grey"),
    FileState.CHANGED: (mark("changed since it was written: {file}"), "amber"),
}


class PapersScreen(ListStation):
    """The papers, newest first."""

    STATION = "papers"
    KIND = "paper"
    FIVE: ClassVar[tuple[str, ...]] = ("list.open", "papers.where", "papers.pdf", "station.archive", "go.meetings")
    COLUMNS = (
        Column(_("Paper"), 18),
        Column(_("Meeting"), 12, share=3, from_width=72),
        Column(_("Language"), 8),
        Column(_("Version"), 7, right=True),
        Column(_("Written"), 15),
    )
    SORTS = (
        Sort("newest", _("Newest first"), 4, True, "n"),
        Sort("oldest", _("Oldest first"), 4, False, "o"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", _("Filter"), show=False, id="papers.filter", tooltip=_("Papers of one kind")),
        Binding(
            "w",
            "where",
            _("Where it is"),
            show=False,
            id="papers.where",
            tooltip=_("The file's place on this computer"),
        ),
        Binding(
            "p",
            "pdf",
            _("As PDF"),
            show=False,
            id="papers.pdf",
            tooltip=_("Print the paper to PDF beside its Word file, as it is now"),
        ),
        Binding(
            "t",
            "posted",
            _("Put up"),
            show=False,
            id="papers.posted",
            tooltip=_("Where a public notice was put up, with a photo, and when it was taken down"),
        ),
        Binding(
            "b",
            "bulletin",
            _("Bulletin"),
            show=False,
            id="papers.bulletin",
            tooltip=_("Write what a month brought: issues, visits, what was agreed, what is late"),
        ),
        Binding(
            "r",
            "read_back",
            _("Read back"),
            show=False,
            id="papers.read_back",
            tooltip=_("Take over what somebody changed by hand in minutes or a tracker"),
        ),
        ARCHIVE,
        HANDOVER,
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind: PaperKind | None = None

    def teaching(self) -> str:
        """Where papers are written."""
        return _(
            "Here stand the papers you have written. Press 4 and then p on a meeting for its notice, agenda, "
            "sign-in sheet or minutes; press 5 and then p for the follow-up tracker."
        )

    def listing(self) -> Listing[PaperLine]:
        """The papers of one kind or of all."""
        return paper_list(self.desk.community_id, self.kind, self.sort)

    def widen(self) -> bool:
        """What was asked for may be of another kind."""
        hidden, self.kind = self.kind is not None, None
        return hidden

    def counted(self, count: int | None) -> None:
        """How many, of which kind, and where they lie."""
        number = said_count(count, ngettext("{count} paper", "{count} papers", count or 0))
        self.about(number, words.paper_kind(self.kind) if self.kind else "", str(self.desk.settings.papers))

    def row_of(self, line: PaperLine) -> Row:
        """A paper in the list."""
        final = Words(
            words.paper_kind(line.kind) + (_(" (final)") if line.final else ""), "green" if line.final else ""
        )
        language = _LANGUAGES.get(line.language, line.language)
        when = moments.when(line.made_at, self.today)
        return Row(line.id, (final, line.meeting or "", language, str(line.version), when))

    @work
    async def action_filter(self) -> None:
        """Choose the kind."""
        listed = (kind for kind in PaperKind if kind is not PaperKind.ARCHIVE_DIRECTORY)  # that is a part of a package
        offers = [Offer("", _("Every kind"), key="a"), *(Offer(kind, words.paper_kind(kind)) for kind in listed)]
        chosen = await self.choose(_("Show"), offers, self.kind or "")
        if chosen is not None:
            self.kind = PaperKind(chosen) if chosen else None
            self.reload()

    async def show_life(self, key: Hashable | None) -> None:
        """What is known of a paper."""
        paper: PaperLine | None = self.rows.line
        if paper is None:
            self.life.show("", ())
            return
        known = facts(
            [
                (_("Meeting"), paper.meeting or ""),
                (_("Language"), _LANGUAGES.get(paper.language, paper.language)),
                (_("Version"), str(paper.version)),
                (_("Written"), moments.full(paper.made_at)),
                *await self._files(paper),
                *told(await self.read(postings, [paper.id])),
                ("SHA-256", paper.sha256[:16]),
            ]
        )
        self.life.show(words.paper_kind(paper.kind), [("", known)])

    def why_not(self, action: str) -> str | None:
        """There must be a paper."""
        if action in ("where", "pdf") and self.rows.key is None:
            return _("There is no paper yet.")
        paper: PaperLine | None = self.rows.line
        if action == "posted" and (paper is None or paper.kind is not PaperKind.PUBLICATION):
            return _("Only a public notice is put up.")
        if action == "pdf" and paper is not None and not paper.file_name.lower().endswith(".docx"):
            return _("Only Word files are printed to PDF.")
        return super().why_not(action)

    def open_row(self, key: Hashable) -> None:
        """`enter`: where it is."""
        self.action_where()

    @refusable
    @work
    async def action_where(self) -> None:
        """Say where the paper lies, and its PDF, and what became of them there."""
        paper: PaperLine | None = self.rows.line
        if paper is None:
            return
        path = self._path(paper)
        if path.exists():
            self.tell("\n".join(state.text for _name, state in await self._files(paper)))
        else:
            self.tell(self._gone(path), wrong=True)

    @refusable
    @work
    async def action_pdf(self) -> None:
        """Print the paper to PDF beside its Word file."""
        from triparty.documents.pdf import pdf_beside

        paper: PaperLine | None = self.rows.line
        if paper is None:
            return
        path = self._path(paper)
        if not path.exists():
            self.tell(self._gone(path), wrong=True)
            return
        self.tell(_("LibreOffice prints {file} …").format(file=path.name))
        try:
            await asyncio.to_thread(pdf_beside, self.db, paper.id, path)
        except Exception as problem:
            self.refuse(problem)
            return
        self.tell(_("Written: {file}").format(file=path.with_suffix(".pdf")))
        self.reload()

    @work
    async def action_read_back(self) -> None:
        """Ask which file, and show what was changed in it by hand."""
        paper: PaperLine | None = self.rows.line
        value = str(self._path(paper)) if paper is not None and paper.kind in READ_BACK else ""
        answer = await self.prompt.ask(
            _("File"),
            value=value,
            hint=_("Minutes or a tracker that somebody edited; type or drop the path here."),
            suggester=PathSuggester((".docx", *TABLES)),
        )
        if answer:
            path = Path(answer.strip().strip("'\"")).expanduser()
            screen = ReadBackScreen(self.db, self.desk.settings, self.desk.community_id, path)
            if await self.app.push_screen_wait(screen):
                self.reload()

    @refusable
    @work
    async def action_posted(self) -> None:
        """Say where the notice hangs, or that it was taken down."""
        if self.rows.line is not None:
            await ask_where_posted(self, self.rows.line)

    @work
    async def action_bulletin(self) -> None:
        """Ask which month, and write its bulletin."""
        from triparty.documents.kinds.bulletin import last_month, month_of

        async def known(month: str) -> None:
            month_of(month, self.today)  # refuses what is none, and one to come

        month = await self.prompt.ask(_("Bulletin of which month?"), value=last_month(self.today), accept=known)
        if month is None:
            return
        await write_about(self, PaperKind.BULLETIN, (month.strip(), month.strip()))
        self.reload()

    @work
    async def action_archive(self) -> None:
        """File what is final of a year, and pack it for the archive."""
        await ask_and_file(self)

    @work
    async def action_handover(self) -> None:
        """Write everything the next officer must know."""
        await hand_over(self)

    async def _files(self, paper: PaperLine) -> list[tuple[str, Words]]:
        """The files of a paper: as it was written, and the PDF that was printed of it."""
        path = self._path(paper)
        found = [(_("File"), await self._state(path, paper.sha256))]
        if paper.pdf_sha256:
            found.append((_("PDF"), await self._state(path.with_suffix(".pdf"), paper.pdf_sha256)))
        return found

    async def _state(self, path: Path, sha256: str) -> Words:
        """Where a file of a paper is, and whether it is as it was written."""
        try:
            state = await self.db.read_async(state_of, self.desk.community_id, path, sha256)
        except RuleError as problem:
            return Words(" ".join(problem.reasons), "amber")
        if state is FileState.AS_WRITTEN:
            return Words(str(path), "green")
        text, tone = _STATES[state]
        return Words(_(text).format(file=path, name=path.name), tone)

    def _path(self, paper: PaperLine) -> Path:
        """Where the paper was written."""
        return self.desk.settings.papers / paper.file_name

    def _gone(self, path: Path) -> str:
        """That the file is not where it was written."""
        return _("{name} is no longer in {folder}. Write it again if you need it.").format(
            name=path.name, folder=path.parent
        )
