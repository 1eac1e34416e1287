"""The agenda of a meeting: the pool beside it, checks, freezing, its papers, and the way into the room."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Input

from meetings_db.errors import StaleSave
from meetings_db.models import AgendaItem, Issue, MeetingStatus
from meetings_db.queries.meetings import meeting_room
from triparty.i18n import _, ngettext
from triparty.screens.agenda_deeds import ItemDeeds
from triparty.screens.agenda_form import typed_of, typed_values
from triparty.screens.agenda_lists import ItemRows, Plan, PlanLength, PoolList
from triparty.screens.agenda_panels import CheckPanel, InvitedPanel
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.screens.waiting import ask_day
from triparty.services import agendas, carrying, meetings
from triparty.services.decisions import decisions_told
from triparty.services.issues import wait_until
from triparty.services.several import Several
from triparty.widgets.cells import Words
from triparty.widgets.frame import Desk, refusable
from triparty.widgets.framework import Line
from triparty.widgets.row_list import RowList
from triparty.widgets.words import meeting_status

_CHANGING = ("new", "off", "shift", "put", "mark", "wait")


class AgendaScreen(ItemDeeds):
    """Puts a meeting's agenda together from the pool, until it is frozen and the meeting opens."""

    CSS_PATH = "agenda.tcss"
    FIVE: ClassVar[tuple[str, ...]] = (
        "agenda.new",
        "agenda.check",
        "agenda.freeze",
        "agenda.open",
        "line.done",
        "frame.back",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "switch", _("Pool / agenda"), id="agenda.switch", tooltip=_("Go to the other side")),
        Binding("n", "new", _("New item"), id="agenda.new", tooltip=_("Add an item that comes from no issue")),
        Binding("i", "invited", _("Invited"), id="agenda.invited", tooltip=_("Who is invited; invite and uninvite")),
        Binding("c", "check", _("Check"), id="agenda.check", tooltip=_("What speaks against sending it")),
        Binding(
            "z",
            "freeze",
            _("Freeze / thaw"),
            id="agenda.freeze",
            tooltip=_("Freeze the agenda after a check, or open it for changes again"),
        ),
        Binding("p", "papers", _("Papers"), id="agenda.papers", tooltip=_("Write one of the meeting's papers")),
        Binding(
            "o", "open", _("Open the meeting"), id="agenda.open", tooltip=_("Open the meeting, or come back into it")
        ),
        Binding(
            "a",
            "arrivals",
            _("Sign in"),
            id="agenda.arrivals",
            tooltip=_("Into the room before the meeting opens: people may arrive"),
        ),
    ]
    plan: reactive[Plan | None] = reactive(None)
    _news_wait = False

    def compose_body(self) -> ComposeResult:
        """Pool left, agenda right, the length above it."""
        own = AgendaScreen.plan
        yield PlanLength(id="length").data_bind(own)
        with Horizontal(id="sides"):
            yield PoolList(self.db, id="pool")
            with Vertical(id="right"):
                yield ItemRows(id="items").data_bind(own)
                yield Line(id="cell")

    def on_mount(self) -> None:
        """Read the meeting."""
        self.arrive()

    def on_screen_resume(self) -> None:
        """Back from the room: the meeting may be another."""
        if self.plan is not None:
            self.arrive()

    @work
    async def arrive(self) -> None:
        """Read everything, and begin on the side where there is something to do."""
        async with self.deed():
            first = self.plan is None
            await self.load()
            if first and self.plan is not None:
                preparing = self._status is MeetingStatus.PREPARING
                waiting = self.query_one(PoolList).source.total
                self.show_side(bool(waiting and preparing and self.begins_at is None))
                self.query_one(ItemRows).go_to(self.begins_at)

    async def others_changed(self, kinds: frozenset[str]) -> None:
        """Read again, but not under a line that is being typed: that waits until it is left."""
        self._news_wait = self.query_one("#cell").has_class("-typing")
        if self.plan is not None and not self._news_wait:
            async with self.deed():
                await self.load()

    async def load(self) -> None:
        """Read the plan again."""
        room = await self.db.read_async(meeting_room, self.meeting_id)
        findings = await self.db.read_async(agendas.check_agenda, self.meeting_id)
        await self.query_one(PoolList).load(room.community.id)
        told = await self.db.read_async(decisions_told, self.meeting_id)
        self.plan = Plan(room, tuple(findings), told)

    @property
    def invited(self) -> Sequence[str]:
        """The names of those who are invited."""
        return [who.name for who in self.plan.room.participants] if self.plan else ()

    @property
    def _status(self) -> MeetingStatus | None:
        return self.plan.room.meeting.status if self.plan else None

    def watch_plan(self) -> None:
        """Say where we are and how far."""
        if self.plan is None:
            return
        meeting, community = self.plan.room.meeting, self.plan.room.community
        number = _("Meeting {number}").format(number=meeting.ordinal)
        self.crumbs = tuple(filter(None, (community.office, community.name, number, meeting.title)))
        status = meeting_status(meeting.status)
        self.running_out = Words(f"{meeting.starts_at.astimezone():%m-%d %H:%M}  {status.text}", status.tone)
        desk = Desk(community.id, community.name, community.office, self.settings, self.settings.url is not None)
        self.who = desk.who
        self.tell_keys()

    def why_not(self, action: str) -> str | None:
        """Why a key can do nothing now."""
        status = self._status
        if action in _CHANGING and status is MeetingStatus.FROZEN:
            return _("The agenda is frozen. z opens it for changes.")
        if action in (*_CHANGING, "freeze") and status not in (MeetingStatus.PREPARING, MeetingStatus.FROZEN):
            return _("The meeting has begun: its agenda is on record.")
        if action in ("open", "arrivals") and status is MeetingStatus.PREPARING:
            return _("Freeze the agenda with z before the meeting opens.")
        return None

    def action_back(self) -> None:
        """One step back: out of a cell being typed, else out of the agenda."""
        if self.query_one("#cell").has_focus:
            self.set_focus(self.query_one(ItemRows))
        else:
            self._leave()

    @work
    async def _leave(self) -> None:
        """Leave when everything asked for is saved."""
        async with self.deed():
            super().action_back()

    # --- the two sides ----------------------------------------------------------------------------------

    def action_switch(self) -> None:
        """To the other side."""
        self.show_side(not self.query_one(PoolList).has_focus)

    def show_side(self, waiting: bool) -> None:
        """Give a side the keys; below 100 columns it is the one shown."""
        self.set_class(waiting, "-pool")
        self.set_focus(self.query_one(PoolList if waiting else ItemRows))

    @on(RowList.Chosen, "#pool")
    def _put_chosen(self, event: RowList.Chosen) -> None:
        """An issue was opened in the pool, or several that were selected."""
        if reason := self.why_not("put"):
            self.tell(reason, wrong=True)
        else:
            self._put(event.row_list.marked or (event.key,))

    @work
    async def _put(self, keys: Sequence[Hashable]) -> None:
        """Put issues on the agenda in one deed; the cursor of the agenda goes to the last of them."""
        async with self.deed():
            lines = await self.query_one(PoolList).lines(keys)
            if len(lines) == 1:
                item = await self.db.run_async(agendas.put_on_agenda, self.meeting_id, lines[0].id)
                done = Several([item], [])
            else:
                done = await self.db.run_async(agendas.put_issues, self.meeting_id, lines)
            await self.load()
            self.query_one(ItemRows).highlighted = done.done[-1].position - 1
            self._tell_put(done)

    @on(PoolList.Wait)
    @work
    async def _wait(self, event: PoolList.Wait) -> None:
        """An issue is to wait until a day."""
        if reason := self.why_not("wait"):
            self.tell(reason, wrong=True)
            return
        line = event.line

        async def waits(day: date | None, note: str) -> Issue:
            async with self._turn:
                return await self.db.run_async(wait_until, line.id, day, note, version=line.version)

        issue = await ask_day(self.app, line.number, line.waits_until, date.today(), waits)
        if issue is not None:
            async with self.deed():
                await self.load()
            self.tell_done(_("{number} waits until {day}.").format(number=line.number, day=issue.waits_until))

    def _tell_put(self, put: Several[AgendaItem]) -> None:
        """Say what is on the agenda now, and what was left in the pool and why."""
        count, item = len(put.done), put.done[-1]
        one = _("On the agenda as item {number}: {title}").format(number=item.position, title=item.title)
        many = ngettext("{count} issue is on the agenda.", "{count} issues are on the agenda.", count)
        self.tell_done(one if count == 1 else many.format(count=count))
        self.tell_refused(put.refused)

    @on(ItemRows.Wanted)
    def _wanted(self, event: ItemRows.Wanted) -> None:
        """Something is wanted with an item."""
        match event.deed:
            case "up" | "down":
                self.shift_item(event.item, 1 if event.deed == "down" else -1)
            case "off":
                self.take_off(event.item)
            case "guard":
                self.guard(event.item)
            case "minutes" | "presenter":
                self._type_in_place(event.item, event.deed)
            case "open" if self._status is not MeetingStatus.PREPARING:
                self.action_open()
            case _edit:
                self.fill_in(event.item)

    # --- typing -----------------------------------------------------------------------------------------

    def _type_in_place(self, item: AgendaItem, column: str) -> None:
        """Put a line over the very place that is to be typed."""
        cell = self.query_one("#cell", Line)
        x, y, width = self.query_one(ItemRows).cell(column)
        cell.styles.offset, cell.styles.width = (x, y), width
        self._typing = (item, column)
        with cell.prevent(Input.Changed):
            cell.value = str(getattr(item, column))
        cell.add_class("-typing")
        self.set_focus(cell)
        cell.select_all()

    @on(Input.Submitted, "#cell")
    @work
    async def _typed_in_place(self, event: Input.Submitted) -> None:
        """Save what was typed there."""
        item, column = self._typing
        values = {**typed_of(item), column: event.value}
        if column == "minutes" and not event.value.strip().isdecimal():
            self.tell(_("Please type a whole number of minutes."), wrong=True)
            return
        async with self.deed():  # refused, the line stays with what was typed
            typed = typed_values(values, item, self.invited)
            try:
                await self.save_over(item, typed)
                self.tell_done(_("Saved."))
                self.set_focus(self.query_one(ItemRows))
            except StaleSave:
                self.set_focus(self.query_one(ItemRows))
                raise
            finally:
                await self.load()  # a stale save has something new to show

    @on(Input.Blurred, "#cell")
    def _left_the_place(self) -> None:
        """Typing there is over."""
        self.query_one("#cell").remove_class("-typing")
        if self._news_wait:
            self._news_wait = False
            self.arrive()

    # --- freezing and papers ----------------------------------------------------------------------------

    @work
    async def action_check(self) -> None:
        """Show what a check finds."""
        async with self.deed():
            await self.load()
        if self.plan is not None:
            await self.app.push_screen_wait(CheckPanel(self.plan.findings, freezing=False))

    @refusable
    @work
    async def action_freeze(self) -> None:
        """Freeze, with a reason where there are warnings; a frozen agenda is opened for changes again."""
        reason = ""
        if self._status is MeetingStatus.FROZEN:
            async with self.deed():
                await self.db.run_async(carrying.thaw_agenda, self.meeting_id)
                await self.load()
                self.tell_done(_("The agenda is open for changes."))
            return
        async with self.deed():
            await self.load()
        if self.plan is not None and self.plan.findings:
            given = await self.app.push_screen_wait(CheckPanel(self.plan.findings, freezing=True))
            if given is None:
                return
            reason = given
        async with self.deed():
            await self.db.run_async(agendas.freeze_agenda, self.meeting_id, override_reason=reason)
            await self.load()
            self.show_side(False)
            self.tell_done(_("The agenda is frozen. p writes the notice, o opens the meeting."))

    @work
    async def action_invited(self) -> None:
        """Who is invited."""
        if self.plan is not None:
            community = self.plan.room.community
            await self.app.push_screen_wait(InvitedPanel(self.db, community.id, self.meeting_id))
            async with self.deed():
                await self.load()

    @work
    async def action_papers(self) -> None:
        """Write one of the meeting's papers."""
        if self.plan is not None:
            await self.ask_paper(self.plan.room.meeting, self.query_one(ItemRows).item)

    @refusable
    @work
    async def action_open(self) -> None:
        """Open the meeting and go in; one that was opened is only gone into."""
        if self.plan is None:
            return
        if self._status is MeetingStatus.FROZEN:
            if not await self.sure_to_open(self.plan.room.meeting):
                return
            async with self.deed():
                await self.db.run_async(meetings.open_meeting, self.meeting_id, item_id=self.plan.room.items[0].id)
                self._go_in()
        else:
            self._go_in()

    @refusable
    def action_arrivals(self) -> None:
        """Into the room, to take down who arrives before the meeting opens."""
        self._go_in()

    def _go_in(self) -> None:
        self.app.push_screen(MeetingRoomScreen(self.db, self.settings, self.meeting_id))
