"""Visits: who went where and heard what; a new one, its issues, and a file of them."""

from collections.abc import Hashable
from datetime import UTC
from typing import Any, ClassVar
from uuid import UUID

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content

from meetings_db.models import Channel, Visit, VisitBase
from meetings_db.queries.directory import estates
from meetings_db.queries.photos import photos_of
from meetings_db.queries.visits import VisitLife, VisitLine, visit_life, visit_lines
from triparty.i18n import _, ngettext
from triparty.intake.imports import Kind
from triparty.screens import typed
from triparty.screens.import_file import ask_for_import
from triparty.screens.issue_form import issue_fields, issue_from
from triparty.screens.photos import PicturedStation, photos_part
from triparty.services.issues import raise_issue
from triparty.services.visits import edit_visit, record_visit
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.form import Field
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row, RowList
from triparty.widgets.timeline import facts

_PAGE = 500


class VisitsScreen(PicturedStation):
    """The latest visits and the whole of one."""

    STATION = "visits"
    PICTURED = Visit
    FIVE: ClassVar[tuple[str, ...]] = ("visits.new", "visits.issue", "visits.edit", "visits.import", "list.open")
    COLUMNS = (
        Column(_("When"), 8),
        Column(_("Estate"), 10, share=2),
        Column(_("Officer"), 8, share=1, from_width=46),
        Column(_("Met"), 10, share=2, from_width=70),
        Column(_("Issues"), 6, right=True),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New visit"), show=False, id="visits.new", tooltip=_("Note a visit")),
        Binding(
            "a", "issue", _("Add issue"), show=False, id="visits.issue", tooltip=_("Enter an issue heard on this visit")
        ),
        Binding(
            "e", "edit", _("Edit"), show=False, id="visits.edit", tooltip=_("Change what was written of this visit")
        ),
        Binding(
            "i",
            "import",
            _("Import file"),
            show=False,
            id="visits.import",
            tooltip=_("Take in a table of visit records"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit = _PAGE
        self._more = False

    def teaching(self) -> str:
        """What a visit is for."""
        return _(
            "Here stand your visits to the estates, with what people told you there. "
            "Press n to note the first one, or i to take in the Excel or CSV file you have."
        )

    async def load(self) -> None:
        """The visits, newest first."""
        lines = await self.read(visit_lines, self.desk.community_id, self._limit + 1)
        self._more = len(lines) > self._limit
        lines = lines[: self._limit]
        told = [ngettext("{count} visit", "{count} visits", len(lines)).format(count=len(lines))]
        if self._more:
            told.append(_("older ones are read as the cursor comes to the end"))
        self.about(Words(" · ".join(told)))
        self.rows.rows = tuple(self._row(line) for line in lines)
        if self.wanted is not None:
            names = {each.id: each.name for each in await self.read(estates, self.desk.community_id)}
            name = names.get(self.wanted) if isinstance(self.wanted, UUID) else None
            self.wanted = next((line.id for line in lines if line.estate == name), self.wanted)
        self.stand()

    @on(RowList.NearEnd)
    def _near_end(self) -> None:
        if self._more:
            self._more = False  # one page at a time
            self._limit += _PAGE
            self.reload()

    def _row(self, line: VisitLine) -> Row:
        """A visit in the list."""
        when = moments.relative_day(line.visited_at.astimezone().date(), self.today)
        return Row(line.id, (when, line.estate, line.officer, line.met, str(line.issues) if line.issues else ""))

    async def show_life(self, key: Hashable | None) -> None:
        """The whole of a visit."""
        if not isinstance(key, UUID):
            self.life.show("", ())
            return
        seen = await self.read(visit_life, key)
        visit = seen.visit
        told = facts(
            [
                (_("When"), moments.full(visit.visited_at)),
                (_("Officer"), visit.officer),
                (_("Met"), visit.met),
            ]
        )
        self.life.show(
            f"{visit.number}  {seen.estate.name}",
            [
                ("", told),
                (_("Issues"), self._issues(seen)),
                (_("Notes"), Content(visit.notes)),
                (_("Settled on the spot"), Content(visit.settled)),
                photos_part(await self.read(photos_of, Visit, key), self.today),
            ],
        )

    def _issues(self, seen: VisitLife) -> Content:
        """The issues a visit brought in."""
        return facts(
            [
                (
                    issue.number,
                    Words(
                        f"{issue.title}  {words.issue_status(issue.status).text}", words.issue_status(issue.status).tone
                    ),
                )
                for issue in seen.issues
            ]
        )

    def why_not(self, action: str) -> str | None:
        """Adding and editing need a visit."""
        if action in ("edit", "issue", "photos") and not self.rows.rows:
            return _("There is no visit yet. Press n to note the first one.")
        return None

    @work
    async def action_new(self) -> None:
        """Note a visit."""
        saved = await self._form(_("New visit"), None)
        if saved is not None:
            self.wanted = saved.id
            self.reload()
            self.tell(_("Visit {number} is saved. Press a to add what you heard.").format(number=saved.number))

    @refusable
    @work
    async def action_edit(self) -> None:
        """Change a visit."""
        if isinstance(self.rows.key, UUID):
            seen = await self.read(visit_life, self.rows.key)
            if await self._form(_("Visit {number}").format(number=seen.visit.number), seen) is not None:
                self.reload()

    async def _form(self, title: str, seen: VisitLife | None) -> Visit | None:
        """The form of a visit, empty or filled."""
        known = await self.read(estates, self.desk.community_id)
        if not known:
            self.tell(_("There is no estate yet. Press 7, then v and n, to enter the first one."), wrong=True)
            return None
        old = seen.visit if seen else None
        fields = self._fields(old)
        if old is None:
            fields = [Field("estate", _("Estate"), None, [(each.id, each.name) for each in known]), *fields]

        async def save(values: dict[str, Any]) -> Visit:
            """Check and keep what was typed."""
            at = typed.moment("visited_at", values["visited_at"], self.clock())
            entry = VisitBase.model_validate({**values, "visited_at": at})
            if old:
                return await self.db.run_async(edit_visit, old.id, old.version, entry)
            return await self.db.run_async(record_visit, self.desk.community_id, values["estate"], entry)

        async def against(theirs: Visit) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return self._fields(theirs)

        return await self.fill(title, fields, save, against=against)

    def _fields(self, old: Visit | None) -> list[Field]:
        """The fields of a visit, without its estate."""
        officer = old.officer if old else self.desk.settings.officer
        return [
            Field("visited_at", _("When"), typed.moment_text(old.visited_at if old else self.clock())),
            Field("officer", _("Officer"), officer),
            Field("met", _("Met"), old.met if old else "", hint=_("Whom you spoke to")),
            Field("notes", _("Notes"), old.notes if old else "", lines=5),
            Field("settled", _("Settled"), old.settled if old else "", lines=2, hint=_("What was settled on the spot")),
        ]

    @refusable
    @work
    async def action_issue(self) -> None:
        """Enter an issue heard on the visit under the cursor."""
        if not isinstance(self.rows.key, UUID):
            return
        seen = await self.read(visit_life, self.rows.key)

        async def save(values: dict[str, Any]) -> object:
            """Check and keep what was typed."""
            values = {**values, "reported_at": seen.visit.visited_at.astimezone(UTC)}
            return await self.db.run_async(
                raise_issue, self.desk.community_id, seen.estate.id, issue_from(values), visit_id=seen.visit.id
            )

        title = _("Issue heard at {estate}").format(estate=seen.estate.name)
        if await self.fill(title, issue_fields(None, came_in=Channel.VISIT), save, _("The issue is saved.")):
            self.reload()

    @work
    async def action_import(self) -> None:
        """Take in a file of visit records."""
        if await ask_for_import(self, self.prompt, Kind.VISITS):
            self.reload()
