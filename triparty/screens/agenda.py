"""The agenda of a meeting: the pool beside it, checks, freezing, its papers, and the way into the room."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Input

from meetings_db.errors import StaleSave
from meetings_db.models import AgendaItem, AgendaItemBase, MeetingStatus
from meetings_db.queries.meetings import meeting_room
from triparty.i18n import _, ngettext
from triparty.screens.agenda_form import item_fields, typed_of
from triparty.screens.agenda_lists import ItemRows, Plan, PlanLength, PoolList
from triparty.screens.agenda_panels import CheckPanel, InvitedPanel
from triparty.screens.deeds import MeetingScreen
from triparty.screens.meeting_room import MeetingRoomScreen
from triparty.services import agendas, meetings
from triparty.services.several import Several
from triparty.widgets.cells import Words
from triparty.widgets.form import Field, FieldError, Form
from triparty.widgets.frame import Desk, refusable
from triparty.widgets.framework import Line
from triparty.widgets.row_list import RowList
from triparty.widgets.words import meeting_status

T = TypeVar("T")

_CHANGING = ("new", "off", "shift", "put", "mark")


class AgendaScreen(MeetingScreen):
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
                self._show_side(bool(waiting and preparing and self.begins_at is None))
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
        self.plan = Plan(room, tuple(findings))

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
        self._show_side(not self.query_one(PoolList).has_focus)

    def _show_side(self, waiting: bool) -> None:
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
                self._shift(event.item, 1 if event.deed == "down" else -1)
            case "off":
                self._take_off(event.item)
            case "minutes" | "presenter":
                self._type_in_place(event.item, event.deed)
            case "open" if self._status is not MeetingStatus.PREPARING:
                self.action_open()
            case _edit:
                self._fill(event.item)

    @work
    async def _shift(self, item: AgendaItem, by: int) -> None:
        """Move an item; the cursor goes with it."""
        async with self.deed():
            await self.db.run_async(agendas.move_item, item.id, by)
            await self.load()

    @work
    async def _take_off(self, item: AgendaItem) -> None:
        """Take an item off; its issue waits in the pool again."""
        async with self.deed():
            try:
                await self._over(item, agendas.take_off_agenda)
            finally:
                await self.load()
            self.tell_done(_("Taken off the agenda: {title}").format(title=item.title))

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
        self.set_focus(self.query_one(ItemRows))
        async with self.deed():
            try:
                await self._save_over(item, AgendaItemBase.model_validate(values))
                self.tell_done(_("Saved."))
            finally:
                await self.load()  # a stale save has something new to show

    @on(Input.Blurred, "#cell")
    def _left_the_place(self) -> None:
        """Typing there is over."""
        self.query_one("#cell").remove_class("-typing")
        if self._news_wait:
            self._news_wait = False
            self.arrive()

    async def _save_over(self, shown: AgendaItem, typed: AgendaItemBase) -> AgendaItem:
        """Save what was typed over an item as it was shown."""
        return await self._over(shown, agendas.edit_item, typed=typed)

    async def _over(self, shown: AgendaItem, service: Callable[..., T], **more: object) -> T:
        """A deed upon an item as it was shown; one that was only moved meanwhile is still the same."""
        try:
            return await self.db.run_async(service, shown.id, version=shown.version, **more)
        except StaleSave as stale:
            theirs = stale.theirs
            if not isinstance(theirs, AgendaItem) or typed_of(theirs) != typed_of(shown):
                raise
            return await self.db.run_async(service, theirs.id, version=theirs.version, **more)

    @refusable
    def action_new(self) -> None:
        """An item that comes from no issue."""
        self._fill(None)

    @work
    async def _fill(self, item: AgendaItem | None) -> None:
        """Fill in an item."""
        old = item

        async def save(values: dict[str, Any]) -> AgendaItem:
            """Check and keep what was typed."""
            if not str(values["minutes"]).strip().isdecimal():
                raise FieldError("minutes", _("Please type a whole number of minutes."))
            typed = AgendaItemBase.model_validate(values)
            async with self._turn:
                if old is None:
                    return await self.db.run_async(agendas.add_item, self.meeting_id, typed)
                return await self._save_over(old, typed)

        async def against(theirs: AgendaItem) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return item_fields(theirs)

        saved = await self.app.push_screen_wait(Form(_("Agenda item"), item_fields(item), save, against))
        if saved is not None:
            async with self.deed():
                self.query_one(ItemRows).highlighted = None
                await self.load()
                self._show_side(False)
                self.query_one(ItemRows).highlighted = saved.position - 1
                self.tell_done(_("Saved."))

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
                await self.db.run_async(agendas.thaw_agenda, self.meeting_id)
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
            self._show_side(False)
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
            await self.ask_paper(self.plan.room.meeting)

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
                await self.db.run_async(meetings.open_meeting, self.meeting_id)
                await self.db.run_async(meetings.go_to_item, self.plan.room.items[0].id)
                self._go_in()
        else:
            self._go_in()

    @refusable
    def action_arrivals(self) -> None:
        """Into the room, to take down who arrives before the meeting opens."""
        self._go_in()

    def _go_in(self) -> None:
        self.app.push_screen(MeetingRoomScreen(self.db, self.settings, self.meeting_id))
