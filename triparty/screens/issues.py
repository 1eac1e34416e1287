"""Issues: the one desk for everything people report, each with its whole life."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import UTC, date
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.models import ENDED, Issue, IssueStatus, PaperKind, Route, Severity
from meetings_db.queries.directory import estates
from meetings_db.queries.paging import Listing
from meetings_db.queries.photos import photos_of
from meetings_db.queries.visits import IssueFilter, IssueLine, categories, issue_life, issue_list
from triparty.i18n import _, ngettext
from triparty.screens.issue_form import issue_fields, issue_from
from triparty.screens.issue_keys import CALLBACK, TRIAGE
from triparty.screens.issue_life import parts_of
from triparty.screens.list_station import Sort, said_count
from triparty.screens.photos import PicturedStation
from triparty.screens.waiting import ask_day
from triparty.screens.write_paper import write_about
from triparty.services.issues import (
    SETTLED_BY_MEETING,
    close_issue,
    edit_issue,
    merge_issues,
    raise_issue,
    reopen_issue,
    triage,
    triage_issues,
    wait_until,
)
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Confirm, Offer
from triparty.widgets.form import Field
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row

EVERY = IssueFilter(standing="all")
_GRAVE = {Severity.ORDINARY: Words(""), Severity.MAJOR: Words("!", "amber"), Severity.COMPLEX: Words("!!", "red")}


class IssuesScreen(PicturedStation):
    """The issues a filter lets through, newest first unless another sort is chosen."""

    STATION = "issues"
    KIND = "issue"
    PICTURED = Issue
    MARKING = True
    FIVE: ClassVar[tuple[str, ...]] = (
        "issues.new",
        "issues.filter",
        "search.open",
        "issues.solve",
        "issues.meeting",
    )
    COLUMNS = (
        Column(_("Number"), 11),
        Column("!", 2),
        Column(_("What"), 14, share=5),
        Column(_("Estate"), 10, share=1, from_width=72),
        Column(_("Age"), 6, right=True),
        Column(_("Status"), 15),
    )
    SORTS = (
        Sort("newest", _("Newest first"), 4, False, "n"),
        Sort("oldest", _("Oldest first"), 4, True, "o"),
        Sort("severity", _("Gravest first"), 1, True, "g"),
        Sort("status", _("By status, as the road goes"), 5, False, "s"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New"), show=False, id="issues.new", tooltip=_("Enter an issue")),
        Binding(
            "f",
            "filter",
            _("Filter"),
            show=False,
            id="issues.filter",
            tooltip=_("By standing, way, estate or category"),
        ),
        *TRIAGE,
        Binding(
            "e", "edit", _("Edit"), show=False, id="issues.edit", tooltip=_("Change what was written of this issue")
        ),
        Binding("w", "wait", _("Wait"), show=False, id="issues.wait", tooltip=_("Let it wait until a day")),
        Binding("c", "close", _("Close"), show=False, id="issues.close", tooltip=_("End it, saying what became of it")),
        Binding(
            "r",
            "reopen",
            _("Reopen"),
            show=False,
            id="issues.reopen",
            tooltip=_("Take a closed or decided issue up again, saying why"),
        ),
        CALLBACK,
        Binding(
            "M",
            "merge",
            _("Merge"),
            show=False,
            id="issues.merge",
            tooltip=_("Select two with space; the first selected stays"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where = IssueFilter()
        self.estate_name = ""

    def teaching(self) -> str:
        """What an issue is."""
        return _(
            "Here stands everything people report: from a visit, the service desk, the hotline or the chat group. "
            "Press n to enter an issue, f to see the ended ones too."
        )

    def listing(self) -> Listing[IssueLine]:
        """The issues the filter lets through."""
        return issue_list(self.desk.community_id, self.where, self.sort)

    async def load(self) -> None:
        """Today asks for what nobody has sent on its way, a search for what it found."""
        if self.wanted == "untriaged":
            self.wanted = IssueFilter(route=Route.NONE)
        if isinstance(self.wanted, IssueFilter):
            self.where, self.estate_name, self.wanted = self.wanted, "", None
        await super().load()

    def widen(self) -> bool:
        """What was asked for may have ended."""
        hidden, self.where, self.estate_name = self.where != EVERY, EVERY, ""
        return hidden

    def counted(self, count: int | None) -> None:
        """How many, and what the filter is."""
        number = said_count(count, ngettext("{count} issue", "{count} issues", count or 0))
        standing = {"open": _("open"), "ended": _("ended"), "all": _("open and ended")}[self.where.standing]
        route = words.route(self.where.route).text if self.where.route else ""
        asked = f"/ {self.where.asked}" if self.where.asked else ""
        self.about(number, standing, route, self.estate_name, self.where.category, asked)

    def row_of(self, line: IssueLine) -> Row:
        """An issue in the list; one nobody triaged yet says so."""
        untriaged = line.route is Route.NONE and line.status not in ENDED
        standing = words.route(Route.NONE) if untriaged else words.issue_status(line.status)
        if line.waits_until is not None and line.waits_until > self.today:
            standing = Words(_("until {day}").format(day=f"{line.waits_until:%m-%d}"), "grey")
        title = f"{line.title} ×{line.reporters}" if line.reporters > 1 else line.title
        age = moments.age(line.reported_at, self.today)
        cells = (line.number, _GRAVE[line.severity], title, line.estate, age, standing)
        return Row(line.id, cells, "grey" if line.status in ENDED else "")

    async def show_life(self, key: Hashable | None) -> None:
        """The whole life of an issue."""
        if not isinstance(key, UUID):
            self.life.show("", ())
            return
        seen = await self.read(issue_life, key)
        photos = await self.read(photos_of, Issue, key)
        self.life.show(f"{seen.issue.number}  {seen.issue.title}", parts_of(seen, photos, self.today))

    def _line(self) -> IssueLine | None:
        """The issue under the cursor."""
        line: IssueLine | None = self.rows.line
        return line

    def why_not(self, action: str) -> str | None:
        """What the issue under the cursor does not allow."""
        line = self._line()
        if action in ("triage", "edit", "wait", "close", "reopen", "photos", "paper") and line is None:
            return _("There is no issue here. Press n to enter one.")
        if action == "merge" and len(self.rows.marked) != 2:
            return _("Select two issues with space first; the first selected stays.")
        if line is None or (self.rows.marked and action == "triage"):
            return super().why_not(action)
        if action in ("triage", "wait", "close") and line.status in ENDED:
            return _("{number} has ended. Reopen it first.").format(number=line.number)
        if action in ("triage", "wait") and line.status in SETTLED_BY_MEETING:
            return _("{number} was decided by a meeting. Reopen it first.").format(number=line.number)
        if action in ("triage", "wait", "close") and line.status is IssueStatus.ON_AGENDA:
            return _("{number} is on an agenda. Take it off first.").format(number=line.number)
        if action == "reopen" and line.status not in (IssueStatus.CLOSED, *SETTLED_BY_MEETING):
            return _("Only an issue that was closed or decided can be reopened.")
        return super().why_not(action)

    @work
    async def action_new(self) -> None:
        """Enter an issue."""
        saved = await self._form(_("New issue"), None)
        if saved is not None:
            self.wanted = saved.id
            self.reload()
            self.tell_done(_("Issue {number} is saved.").format(number=saved.number))

    @refusable
    @work
    async def action_edit(self) -> None:
        """Change an issue."""
        if isinstance(self.rows.key, UUID):
            old = (await self.read(issue_life, self.rows.key)).issue
            if await self._form(_("Issue {number}").format(number=old.number), old, _("Saved.")) is not None:
                self.reload()

    async def _form(self, title: str, old: Issue | None, told: str = "") -> Issue | None:
        """The form of an issue, empty or filled."""
        known = await self.read(estates, self.desk.community_id)
        if not known:
            self.tell(_("There is no estate yet. Press 7, then v and n, to enter the first one."), wrong=True)
            return None

        async def save(values: dict[str, Any]) -> Issue:
            """Check and keep what was typed."""
            if old is None:
                typed = issue_from({**values, "reported_at": self.clock().astimezone(UTC)})
                return await self.db.run_async(raise_issue, self.desk.community_id, values["estate"], typed)
            typed = issue_from({**values, "reported_at": old.reported_at})
            return await self.db.run_async(edit_issue, old.id, old.version, typed, values["estate"])

        async def against(theirs: Issue) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return issue_fields(theirs, known)

        return await self.fill(title, issue_fields(old, known), save, told, against)

    async def _deed(self, told: str, line: IssueLine, service: Callable[..., Issue], *more: Any) -> None:
        """A deed upon the issue as it was shown; raises what refuses it, such as what somebody else did meanwhile."""
        done = await self.done(told, service, line.id, *more, version=line.version)
        self.amend(line._replace(version=done.version, status=done.status))

    @refusable
    @work
    async def action_triage(self, way: str) -> None:
        """Send the selected issues, or the one under the cursor, on their way."""
        route = Route(way)
        lines = await self.chosen()
        if route in (Route.DEPARTMENT, Route.REFUSED):
            asked = _("Which department?") if route is Route.DEPARTMENT else _("Why not? The reporter will be told.")
            await self.prompt.ask(asked, accept=partial(self._send, lines, route))
        else:
            await self._send(lines, route, "")

    async def _send(self, lines: list[IssueLine], route: Route, note: str) -> None:
        """Send issues on their way, with the words that are asked for."""
        way_said = words.route(route).text
        if len(lines) > 1:
            await self.do_with_each(partial(_told, way_said), triage_issues, lines, route, note.strip())
            return
        for line in lines:
            told = _("{number}: {way}").format(number=line.number, way=way_said)
            await self._deed(told, line, triage, route, note.strip())
            self.rows.marked = ()

    @refusable
    @work
    async def action_merge(self) -> None:
        """Let the first selected issue speak for the second too."""
        keep, other = await self.chosen()
        question = _("Keep {kept} “{kept_title}” and merge {other} “{other_title}” into it?").format(
            kept=keep.number, kept_title=keep.title, other=other.number, other_title=other.title
        )
        if await self.app.push_screen_wait(Confirm(question, _("Merge"))):
            told = _("{other} lives on in {kept}.").format(other=other.number, kept=keep.number)
            if (
                await self.do(told, merge_issues, keep.id, other.id, version=keep.version, other_version=other.version)
                is not None
            ):
                self.rows.marked = ()
                await self.rows.move_to(keep.id)

    @refusable
    @work
    async def action_wait(self) -> None:
        """Let an issue wait until a day."""
        line = self._line()
        if line is None:
            return

        async def waits(day: date | None, note: str) -> Issue:
            return await self.db.run_async(wait_until, line.id, day, note, version=line.version)

        issue = await ask_day(self.app, line.number, line.waits_until, self.today, waits)
        if issue is not None:
            self.reload()
            told = _("{number} waits until {day}.") if issue.waits_until else _("{number} waits no longer.")
            self.tell_done(told.format(number=issue.number, day=issue.waits_until))

    @refusable
    @work
    async def action_close(self) -> None:
        """End an issue."""
        if line := self._line():
            closes = partial(self._deed, _("{number} is closed.").format(number=line.number), line, close_issue)
            await self.prompt.ask(_("What became of it?"), hint=_("The reporter will be told."), accept=closes)

    @refusable
    @work
    async def action_reopen(self) -> None:
        """Take an issue up again."""
        if line := self._line():
            opens = partial(self._deed, _("{number} is open again.").format(number=line.number), line, reopen_issue)
            await self.prompt.ask(_("Why is it taken up again?"), accept=opens)

    @refusable
    @work
    async def action_paper(self) -> None:
        """Write the callback record of an issue."""
        if line := self._line():
            await write_about(self, PaperKind.CALLBACK, (line.id.hex, line.number))

    @work
    async def action_filter(self) -> None:
        """Choose which issues are shown."""
        known = await self.read(estates, self.desk.community_id)
        names = {str(each.id): each.name for each in known}
        offers = [
            Offer("standing:open", _("Not ended"), key="o"),
            Offer("standing:ended", _("Ended"), key="e"),
            Offer("standing:all", _("Open and ended"), key="a"),
            Offer("route:none", words.route(Route.NONE).text, key="t"),
            Offer("route:joint_meeting", words.route(Route.JOINT_MEETING).text, key="m"),
            Offer("route:owners", words.route(Route.OWNERS).text, key="w"),
            *(Offer(f"estate:{name}", title, _("estate")) for name, title in names.items()),
            *(
                Offer(f"category:{each}", each, _("category"))
                for each in await self.read(categories, self.desk.community_id)
            ),
        ]
        chosen = await self.choose(_("Show"), offers)
        if chosen is None:
            return
        kind, _colon, value = chosen.partition(":")
        if kind == "standing":
            self.where = IssueFilter(asked=self.where.asked, found=self.where.found, standing=value)
            self.estate_name = ""
        elif kind == "route":
            self.where = replace(self.where, route=Route(value))
        elif kind == "estate":
            self.where = replace(self.where, estate_id=UUID(value))
            self.estate_name = names[value]
        else:
            self.where = replace(self.where, category=value)
        self.reload()

    def step_out(self) -> bool:
        """Take the filter away."""
        if self.where == IssueFilter():
            return False
        self.where, self.estate_name = IssueFilter(), ""
        self.reload()
        return True


def _told(way: str, count: int) -> str:
    """How many issues were sent a way."""
    return ngettext("{count} issue: {way}", "{count} issues: {way}", count).format(count=count, way=way)
