"""Meetings: the next one made from the last, its agenda, its room and its papers."""

from collections.abc import Hashable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from meetings_db.models import THREE_PARTIES, Meeting, MeetingBase, MeetingStatus, Party, Standing
from meetings_db.queries.directory import Seat, register
from meetings_db.queries.meetings import MeetingLine, MeetingRoom, meeting_lines, meeting_list, meeting_room
from meetings_db.queries.paging import Listing
from triparty.i18n import _, ngettext
from triparty.screens import typed
from triparty.screens.list_station import ListStation, Sort, said_count
from triparty.screens.search import MeetingItem
from triparty.screens.write_paper import ask_and_write
from triparty.services.agendas import call_meeting, edit_meeting
from triparty.widgets import moments, words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts
from triparty.words import ITEM_STATUSES

if TYPE_CHECKING:
    from triparty.screens.deeds import MeetingScreen

_BETWEEN = timedelta(days=28)
_AHEAD = timedelta(days=7)
_HOUR = time(14, 30)
_STANDINGS = {"coming": _("ahead"), "draft": _("minutes in draft"), "final": _("minutes final"), "all": _("all")}


class MeetingsScreen(ListStation):
    """Every meeting of the community, newest first."""

    STATION = "meetings"
    KIND = "meeting"
    FIVE: ClassVar[tuple[str, ...]] = (
        "list.open",
        "meetings.new",
        "meetings.agenda",
        "meetings.paper",
        "meetings.edit",
    )
    COLUMNS = (
        Column(_("No."), 4, right=True),
        Column(_("Title"), 20, share=3),
        Column(_("When"), 14),
        Column(_("Items"), 5, right=True, from_width=72),
        Column(_("Status"), 18),
    )
    SORTS = (
        Sort("newest", _("Newest first"), 0, True, "n"),
        Sort("oldest", _("Oldest first"), 0, False, "o"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "n",
            "new",
            _("New meeting"),
            show=False,
            id="meetings.new",
            tooltip=_("Make the next meeting from the last"),
        ),
        Binding(
            "a",
            "agenda",
            _("Agenda"),
            show=False,
            id="meetings.agenda",
            tooltip=_("What is on its agenda, and what waits for one"),
        ),
        Binding("o", "room", _("Meeting room"), show=False, id="meetings.room", tooltip=_("The live meeting")),
        Binding(
            "e", "edit", _("Edit"), show=False, id="meetings.edit", tooltip=_("Change date, place, chair or recorder")
        ),
        Binding(
            "f",
            "filter",
            _("Filter"),
            show=False,
            id="meetings.filter",
            tooltip=_("Those ahead, those with minutes in draft or final"),
        ),
        Binding(
            "p",
            "paper",
            _("Paper"),
            show=False,
            id="meetings.paper",
            tooltip=_("Write a notice, agenda, sign-in sheet or minutes"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = "all"
        self._item: UUID | None = None

    def teaching(self) -> str:
        """What a meeting needs."""
        return _(
            "Here stand the joint meetings. Press n to make the first one: everybody in the register is invited, "
            "and the issues sent to a meeting wait beside its agenda."
        )

    def listing(self) -> Listing[MeetingLine]:
        """The meetings that are not over, or all."""
        return meeting_list(self.desk.community_id, self.standing, self.sort)

    async def load(self) -> None:
        """A search may have found an item: it is opened in its meeting."""
        if isinstance(self.wanted, MeetingItem):
            self._item, self.wanted = self.wanted.item_id, self.wanted.meeting_id
        await super().load()
        item, self._item = self._item, None
        line: MeetingLine | None = self.rows.line
        if item is not None and line is not None:
            preparing = line.status in (MeetingStatus.PREPARING, MeetingStatus.FROZEN)
            self._open(_agenda_screen() if preparing else _room_screen(), item)

    def widen(self) -> bool:
        """What was asked for may be over."""
        hidden, self.standing = self.standing != "all", "all"
        return hidden

    def counted(self, count: int | None) -> None:
        """How many, and what the filter is."""
        number = said_count(count, ngettext("{count} meeting", "{count} meetings", count or 0))
        self.about(number, "" if self.standing == "all" else _STANDINGS[self.standing])

    def row_of(self, line: MeetingLine) -> Row:
        """A meeting in the list."""
        begun = line.status not in (MeetingStatus.PREPARING, MeetingStatus.FROZEN)
        items = f"{line.settled}/{line.items}" if begun else str(line.items)
        when = moments.when(line.starts_at, self.today)
        return Row(line.id, (str(line.ordinal), line.title, when, items, words.meeting_status(line.status)))

    @work
    async def action_filter(self) -> None:
        """Those ahead, those whose minutes are a draft, those that are over, or all."""
        offers = [Offer(name, title, key=name[0]) for name, title in _STANDINGS.items()]
        chosen = await self.choose(_("Show"), offers, self.standing)
        if chosen:
            self.standing = chosen
            self.reload()

    async def show_life(self, key: Hashable | None) -> None:
        """The whole of a meeting."""
        if not isinstance(key, UUID):
            self.life.show("", ())
            return
        room = await self.read(meeting_room, key)
        meeting = room.meeting
        known = facts(
            [
                (_("Status"), words.meeting_status(meeting.status)),
                (_("When"), moments.full(meeting.starts_at)),
                (_("Venue"), meeting.place),
                (_("Chair"), meeting.chair),
                (_("Recorder"), meeting.recorder),
                (_("Minutes"), meeting.reference or ""),
            ]
        )
        self.life.show(
            meeting.title,
            [("", known), (_("Agenda"), _agenda(room)), (_("Invited"), _invited(room)), (_("Actions"), _actions(room))],
        )

    def why_not(self, action: str) -> str | None:
        """All but a new meeting needs one."""
        if action in ("agenda", "room", "edit", "paper") and self.rows.key is None:
            return _("There is no meeting yet. Press n to make the first one.")
        return super().why_not(action)

    def open_row(self, key: Hashable) -> None:
        """`enter`: the agenda while it is made, the room from then on."""
        line: MeetingLine | None = self.rows.line
        if line is not None and line.status is MeetingStatus.PREPARING:
            self.action_agenda()
        elif line is not None:
            self.action_room()

    @refusable
    def action_agenda(self) -> None:
        """Open the agenda builder."""
        self._open(_agenda_screen())

    @refusable
    def action_room(self) -> None:
        """Open the live room."""
        self._open(_room_screen())

    def _open(self, kind: "type[MeetingScreen]", item: UUID | None = None) -> None:
        """Open a screen about the meeting under the cursor, at an item of it."""
        if isinstance(self.rows.key, UUID):
            screen = kind(self.db, self.desk.settings, self.rows.key)
            screen.begins_at = item
            self.app.push_screen(screen)

    @work
    async def action_new(self) -> None:
        """Make the next meeting from the last."""
        last = next(iter(await self.read(meeting_lines, self.desk.community_id, limit=1)), None)
        before = (await self.read(meeting_room, last.id)).meeting if last else None
        seats = await self.read(register, self.desk.community_id, on=self.today)
        if not seats:
            self.tell(
                _("Nobody is in the register, so nobody could be invited. Press 7 to enter people first."), wrong=True
            )
            return
        ordinal = last.ordinal + 1 if last else 1
        title = _("Tri-party joint meeting no. {ordinal}").format(ordinal=ordinal)

        async def save(values: dict[str, Any]) -> Meeting:
            """Check and keep what was typed."""
            return await self.db.run_async(call_meeting, self.desk.community_id, self._typed(values))

        fields = _fields(
            title,
            self._next_start(before),
            before.minutes_planned if before else 90,
            before.place if before else "",
            before.chair if before else _chair(seats),
            before.recorder if before else self._recorder(seats),
            before.contact if before else self.desk.settings.officer,
        )
        saved = await self.fill(_("New meeting"), fields, save)
        if saved is not None:
            self.wanted = saved.id
            self.reload()
            self.tell(_("The meeting is there and everybody is invited. Press enter to build its agenda."))

    @refusable
    @work
    async def action_edit(self) -> None:
        """Change a meeting."""
        if not isinstance(self.rows.key, UUID):
            return
        old = (await self.read(meeting_room, self.rows.key)).meeting

        async def save(values: dict[str, Any]) -> Meeting:
            """Check and keep what was typed."""
            return await self.db.run_async(edit_meeting, old.id, old.version, self._typed(values))

        async def against(theirs: Meeting) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return _fields_of(theirs)

        title = _("Meeting no. {ordinal}").format(ordinal=old.ordinal)
        if await self.fill(title, _fields_of(old), save, against=against) is not None:
            self.reload()

    @refusable
    @work
    async def action_paper(self) -> None:
        """Write a paper of the meeting."""
        if isinstance(self.rows.key, UUID):
            room = await self.read(meeting_room, self.rows.key)
            await ask_and_write(self, room.meeting)

    def _typed(self, values: dict[str, Any]) -> MeetingBase:
        """What was typed, checked."""
        starts_at = typed.moment("starts_at", values["starts_at"], self.clock())
        length = typed.whole("minutes_planned", values["minutes_planned"])
        return MeetingBase.model_validate({**values, "starts_at": starts_at, "minutes_planned": length})

    def _next_start(self, before: Meeting | None) -> datetime:
        """Four weeks after the last one at its hour, never sooner than in a week."""
        now = self.clock()
        soonest = datetime.combine(now.date() + _AHEAD, _HOUR).astimezone()
        if before is None:
            return soonest
        start = before.starts_at.astimezone() + _BETWEEN
        while start < now + timedelta(days=3):
            start += timedelta(days=7)
        return start

    def _recorder(self, seats: list[Seat]) -> str:
        """Who keeps the record: the officer at this desk, else whoever the register names."""
        named = next((seat.person.name for seat in seats if seat.post.standing is Standing.RECORDING), "")
        return self.desk.settings.officer or named


def _agenda_screen() -> "type[MeetingScreen]":
    """The agenda builder, loaded when it is first opened."""
    from triparty.screens.agenda import AgendaScreen

    return AgendaScreen


def _room_screen() -> "type[MeetingScreen]":
    """The live room, loaded when it is first opened."""
    from triparty.screens.meeting_room import MeetingRoomScreen

    return MeetingRoomScreen


def _chair(seats: list[Seat]) -> str:
    """Who chairs the first meeting: the community's first voting seat."""
    return next(
        (
            seat.person.name
            for seat in seats
            if seat.post.party is Party.COMMUNITY and seat.post.standing is Standing.VOTING
        ),
        "",
    )


def _fields(
    title: str, starts_at: datetime, length: int, place: str, chair: str, recorder: str, contact: str
) -> list[Field]:
    """The fields of a meeting."""
    return [
        Field("title", _("Title"), title),
        Field(
            "starts_at",
            _("When"),
            typed.moment_text(starts_at),
            hint=_("The notice goes out three days ahead at least"),
        ),
        Field("minutes_planned", _("Planned minutes"), str(length), hint=_("How long it is planned")),
        Field("place", _("Venue"), place),
        Field("chair", _("Chair"), chair),
        Field("recorder", _("Recorder"), recorder),
        Field("contact", _("Contact"), contact, hint=_("Name and phone for questions, printed on the notice")),
    ]


def _fields_of(old: Meeting) -> list[Field]:
    """The fields of a meeting there is."""
    return _fields(old.title, old.starts_at, old.minutes_planned, old.place, old.chair, old.recorder, old.contact)


def _agenda(room: MeetingRoom) -> Content:
    """The items with what became of them."""
    return facts([(f"{item.position:>2}", f"{item.title}  ·  {_(ITEM_STATUSES[item.status])}") for item in room.items])


def _invited(room: MeetingRoom) -> Content:
    """How many of each party."""
    counts = []
    for side in (*THREE_PARTIES, Party.OTHER):
        count = sum(person.party is side for person in room.participants)
        if count:
            counts.append(f"{words.party(side)} {count}")
    return Content("  ".join(counts))


def _actions(room: MeetingRoom) -> Content:
    """What was promised in it."""
    actions = [action for each in room.actions.values() for action in each]
    return facts(
        [
            (
                action.number,
                words.action_status(action.status)._replace(
                    text=f"{words.action_status(action.status).text}  {action.what}"
                ),
            )
            for action in actions
        ]
    )
