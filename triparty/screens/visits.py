"""Visits: who went where and heard what; a new one, its issues, and a file of them."""

from collections.abc import Hashable
from datetime import UTC
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from meetings_db.models import Channel, Estate, PaperKind, Visit, VisitBase
from meetings_db.queries.directory import estates
from meetings_db.queries.paging import Listing
from meetings_db.queries.photos import photos_of
from meetings_db.queries.visits import VisitLife, VisitLine, visit_life, visit_list
from triparty.i18n import _, ngettext
from triparty.intake.imports import Kind
from triparty.screens import typed
from triparty.screens.import_file import ask_for_import
from triparty.screens.issue_form import issue_fields, issue_from
from triparty.screens.list_station import Sort, said_count
from triparty.screens.photos import PicturedStation, photos_part
from triparty.screens.write_paper import write_about
from triparty.services.issues import raise_issue
from triparty.services.visits import edit_visit, record_visit
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts


class VisitsScreen(PicturedStation):
    """The latest visits and the whole of one."""

    STATION = "visits"
    KIND = "visit"
    PICTURED = Visit
    FIVE: ClassVar[tuple[str, ...]] = ("visits.new", "visits.issue", "visits.edit", "visits.import", "list.open")
    COLUMNS = (
        Column(_("When"), 8),
        Column(_("Estate"), 10, share=2),
        Column(_("Officer"), 8, share=1, from_width=46),
        Column(_("Met"), 10, share=2, from_width=70),
        Column(_("Issues"), 6, right=True),
    )
    SORTS = (
        Sort("newest", _("Newest first"), 0, True, "n"),
        Sort("oldest", _("Oldest first"), 0, False, "o"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New visit"), show=False, id="visits.new", tooltip=_("Note a visit")),
        Binding(
            "a", "issue", _("Add issue"), show=False, id="visits.issue", tooltip=_("Enter an issue heard on this visit")
        ),
        Binding(
            "e", "edit", _("Edit"), show=False, id="visits.edit", tooltip=_("Change what was written of this visit")
        ),
        Binding("f", "filter", _("Filter"), show=False, id="visits.filter", tooltip=_("The visits to one estate")),
        Binding(
            "i",
            "import",
            _("Import file"),
            show=False,
            id="visits.import",
            tooltip=_("Take in a table of visit records"),
        ),
        Binding(
            "p",
            "paper",
            _("Paper"),
            show=False,
            id="visits.paper",
            tooltip=_("Write the record of this visit, or a blank form to take along"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.estate: Estate | None = None

    def teaching(self) -> str:
        """What a visit is for."""
        if self.estate:
            return _("Nobody noted a visit to {estate} yet. Press n to note one, esc for every visit.").format(
                estate=self.estate.name
            )
        return _(
            "Here stand your visits to the estates, with what people told you there. "
            "Press n to note the first one, or i to take in the Excel or CSV file you have."
        )

    def listing(self) -> Listing[VisitLine]:
        """The visits to one estate or to all."""
        return visit_list(self.desk.community_id, self.estate.id if self.estate else None, self.sort)

    async def load(self) -> None:
        """Today asks for an estate that nobody has visited lately: the visits to it are shown."""
        if self.wanted is not None:
            known = await self.read(estates, self.desk.community_id)
            asked = next((each for each in known if each.id == self.wanted), None)
            if asked is not None:
                self.estate, self.wanted = asked, None
        await super().load()

    def widen(self) -> bool:
        """The visit that was asked for may be to another estate."""
        hidden, self.estate = self.estate is not None, None
        return hidden

    def counted(self, count: int | None) -> None:
        """How many, and to which estate."""
        number = said_count(count, ngettext("{count} visit", "{count} visits", count or 0))
        self.about(number, self.estate.name if self.estate else "")

    def row_of(self, line: VisitLine) -> Row:
        """A visit in the list."""
        when = moments.relative_day(line.visited_at.astimezone().date(), self.today)
        return Row(line.id, (when, line.estate, line.officer, line.met, str(line.issues) if line.issues else ""))

    @work
    async def action_filter(self) -> None:
        """Choose the estate."""
        known = {str(each.id): each for each in await self.read(estates, self.desk.community_id)}
        offers = [Offer("", _("Every estate"), key="a"), *(Offer(name, each.name) for name, each in known.items())]
        chosen = await self.choose(_("Show"), offers, str(self.estate.id) if self.estate else "")
        if chosen is not None:
            self.estate = known.get(chosen)
            self.reload()

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
        if action in ("edit", "issue", "photos") and self.rows.key is None:
            return _("There is no visit yet. Press n to note the first one.")
        return super().why_not(action)

    @work
    async def action_new(self) -> None:
        """Note a visit."""
        saved = await self._form(_("New visit"), None)
        if saved is not None:
            self.wanted = saved.id
            self.reload()
            self.tell_done(_("Visit {number} is saved. Press a to add what you heard.").format(number=saved.number))

    @refusable
    @work
    async def action_edit(self) -> None:
        """Change a visit."""
        if isinstance(self.rows.key, UUID):
            seen = await self.read(visit_life, self.rows.key)
            if await self._form(_("Visit {number}").format(number=seen.visit.number), seen, _("Saved.")) is not None:
                self.reload()

    async def _form(self, title: str, seen: VisitLife | None, told: str = "") -> Visit | None:
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

        return await self.fill(title, fields, save, told, against)

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
    async def action_paper(self) -> None:
        """Write the record of the visit under the cursor, or a blank form."""
        visit: VisitLine | None = self.rows.line
        offers = [Offer(PaperKind.VISIT_FORM, words.paper_kind(PaperKind.VISIT_FORM), key="b")]
        if visit is not None:
            offers.insert(0, Offer(PaperKind.VISIT_RECORD, words.paper_kind(PaperKind.VISIT_RECORD), visit.number, "r"))
        chosen = await self.choose(_("Which paper?"), offers)
        if chosen == PaperKind.VISIT_FORM:
            await write_about(self, PaperKind.VISIT_FORM)
        elif chosen and visit is not None:
            await write_about(self, PaperKind.VISIT_RECORD, (visit.id.hex, visit.number))

    @work
    async def action_import(self) -> None:
        """Take in a file of visit records."""
        if await ask_for_import(self, self.prompt, Kind.VISITS):
            self.reload()
