"""Papers: everything that was written, and where it is."""

from collections.abc import Hashable
from typing import Any, ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType

from meetings_db.models import Paper
from meetings_db.queries.meetings import MeetingLine, meeting_lines
from meetings_db.queries.papers import papers
from triparty.i18n import _, ngettext
from triparty.screens.station import ListStation
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts

_LANGUAGES = {"zh_CN": "中文", "en": "English"}


class PapersScreen(ListStation):
    """The papers, newest first."""

    STATION = "papers"
    FIVE: ClassVar[tuple[str, ...]] = ("list.open", "papers.where", "go.meetings", "go.follow_up")
    COLUMNS = (
        Column(_("Paper"), 18),
        Column(_("Meeting"), 12, share=3, from_width=72),
        Column(_("Language"), 8),
        Column(_("Version"), 7, right=True),
        Column(_("Written"), 15),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "w",
            "where",
            _("Where it is"),
            show=False,
            id="papers.where",
            tooltip=_("The file's place on this computer"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._papers: dict[UUID, Paper] = {}
        self._meetings: dict[UUID, MeetingLine] = {}

    def teaching(self) -> str:
        """Where papers are written."""
        return _(
            "Here stand the papers you have written. Press 4 and then p on a meeting for its notice, agenda, "
            "sign-in sheet or minutes; press 5 and then p for the follow-up tracker."
        )

    async def load(self) -> None:
        """The papers."""
        self._meetings = {line.id: line for line in await self.read(meeting_lines, self.desk.community_id)}
        found = await self.read(papers, self.desk.community_id)
        self._papers = {paper.id: paper for paper in found}
        self.rows.rows = tuple(self._row(paper) for paper in found)
        count = ngettext("{count} paper", "{count} papers", len(found)).format(count=len(found))
        self.about(Words(f"{count} · {self.desk.settings.papers}"))
        self.stand()

    def _row(self, paper: Paper) -> Row:
        """A paper in the list."""
        final = Words(
            words.paper_kind(paper.kind) + (_(" (final)") if paper.final else ""), "green" if paper.final else ""
        )
        language = _LANGUAGES.get(paper.language, paper.language)
        when = moments.when(paper.made_at, self.today)
        return Row(paper.id, (final, self._meeting(paper), language, str(paper.version), when))

    def _meeting(self, paper: Paper) -> str:
        """The meeting a paper is of."""
        line = self._meetings.get(paper.meeting_id) if paper.meeting_id else None
        return line.title if line else ""

    async def show_life(self, key: Hashable | None) -> None:
        """What is known of a paper."""
        paper = self._papers.get(key) if isinstance(key, UUID) else None
        if paper is None:
            self.life.show("", ())
            return
        path = self.desk.settings.papers / paper.file_name
        there = (
            Words(str(path), "green")
            if path.exists()
            else Words(_("moved away: {name}").format(name=paper.file_name), "grey")
        )
        known = facts(
            [
                (_("Meeting"), self._meeting(paper)),
                (_("Language"), _LANGUAGES.get(paper.language, paper.language)),
                (_("Version"), str(paper.version)),
                (_("Written"), moments.full(paper.made_at)),
                (_("File"), there),
                ("SHA-256", paper.sha256[:16]),
            ]
        )
        self.life.show(words.paper_kind(paper.kind), [("", known)])

    def why_not(self, action: str) -> str | None:
        """There must be a paper."""
        return _("There is no paper yet.") if action == "where" and not self.rows.rows else None

    def open_row(self, key: Hashable) -> None:
        """`enter`: where it is."""
        self.action_where()

    @refusable
    def action_where(self) -> None:
        """Say where the paper lies."""
        paper = self._papers.get(self.rows.key) if isinstance(self.rows.key, UUID) else None
        if paper is None:
            return
        path = self.desk.settings.papers / paper.file_name
        if path.exists():
            self.tell(str(path))
        else:
            self.tell(
                _("{name} is no longer in {folder}. Write it again if you need it.").format(
                    name=paper.file_name, folder=path.parent
                ),
                wrong=True,
            )
