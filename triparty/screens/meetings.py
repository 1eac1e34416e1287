"""Meetings: the next one made from the last, its agenda, its room and its papers."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from meetings_db.models import THREE_PARTIES, Meeting, MeetingSeries, MeetingSeriesBase, MeetingStatus, Party
from meetings_db.queries.directory import register
from meetings_db.queries.meetings import MeetingLine, MeetingRoom, meeting_list, meeting_room
from meetings_db.queries.paging import Listing
from meetings_db.queries.series import series_of
from triparty.i18n import _, ngettext
from triparty.rules.recurrence import said
from triparty.screens.archiving import ARCHIVE, ask_and_file
from triparty.screens.list_station import ListStation, Sort, said_count
from triparty.screens.search import MeetingItem
from triparty.screens.series_form import meeting_fields, series_fields, typed_meeting, typed_series
from triparty.screens.signing import SIGNING, ask_and_sign, since_final
from triparty.screens.write_paper import ask_and_write
from triparty.services.agendas import call_meeting, edit_meeting
from triparty.services.carrying import next_meeting
from triparty.services.series import add_series, edit_series, proposed_meeting, proposed_series
from triparty.widgets import moments, words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts
from triparty.words import ITEM_STATUSES

if TYPE_CHECKING:
    from triparty.screens.deeds import MeetingScreen

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
        "meetings.sign",
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
            "N",
            "extraordinary",
            _("Extraordinary"),
            show=False,
            id="meetings.extraordinary",
            tooltip=_("Call a meeting outside the series"),
        ),
        Binding(
            "R",
            "series",
            _("Series"),
            show=False,
            id="meetings.series",
            tooltip=_("When the meetings recur, where, and who leads them"),
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
        SIGNING,
        ARCHIVE,
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
                (_("Series"), f"{room.series.name}: {said(room.series)}" if room.series else ""),
                (_("Venue"), meeting.place),
                (_("Chair"), meeting.chair),
                (_("Recorder"), meeting.recorder),
                (_("Minutes"), meeting.reference or ""),
                (_("Reopened because"), meeting.reopen_reason),
            ]
        )
        since = await since_final(self, room)
        whole = [(_("Agenda"), _agenda(room)), (_("Invited"), _invited(room)), (_("Actions"), _actions(room))]
        self.life.show(meeting.title, [("", known), *since, *whole])

    def why_not(self, action: str) -> str | None:
        """All but a new meeting needs one."""
        if action in ("agenda", "room", "edit", "paper") and self.rows.key is None:
            return _("There is no meeting yet. Press n to make the first one.")
        line: MeetingLine | None = self.rows.line
        if action == "archive" and (line is None or line.status is not MeetingStatus.FINAL):
            return _("Only a meeting whose minutes are final is filed. At the papers, A files a whole year.")
        if action == "sign" and (line is None or line.status is not MeetingStatus.FINAL):
            return _("Only final minutes are signed.")
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
        """Make the next meeting from the last, with everything that goes on."""
        known = await self.read(series_of, self.desk.community_id)
        chosen = known[0] if len(known) == 1 else None
        if len(known) > 1:
            offers = [Offer(str(each.id), each.name, said(each)) for each in known]
            name = await self.choose(_("The next meeting of"), offers)
            chosen = next((each for each in known if str(each.id) == name), None)
            if chosen is None:
                return
        await self._make(chosen, extraordinary=False)

    @work
    async def action_extraordinary(self) -> None:
        """Call a meeting outside the series."""
        await self._make(None, extraordinary=True)

    async def _make(self, chosen: MeetingSeries | None, *, extraordinary: bool) -> None:
        """Fill in a new meeting as it is proposed."""
        if not await self.read(register, self.desk.community_id, on=self.today):
            self.tell(
                _("Nobody is in the register, so nobody could be invited. Press 7 to enter people first."), wrong=True
            )
            return
        desk, now = self.desk, self.clock()
        proposed = await self.read(
            proposed_meeting, desk.community_id, chosen, now, desk.settings.officer, extraordinary=extraordinary
        )

        async def save(values: dict[str, Any]) -> Meeting:
            """Check and keep what was typed."""
            typed = typed_meeting(values, self.clock(), proposed.starts_at)
            if extraordinary:
                return await self.db.run_async(call_meeting, desk.community_id, typed)
            return await self.db.run_async(next_meeting, desk.community_id, typed, chosen.id if chosen else None)

        title = _("Extraordinary meeting") if extraordinary else _("New meeting")
        saved = await self.fill(title, meeting_fields(proposed, chosen), save)
        if saved is not None:
            self.wanted = saved.id
            self.reload()
            self.tell_done(await self._made(saved))

    async def _made(self, meeting: Meeting) -> str:
        """That it is there, and how much went on to it."""
        carried = len((await self.read(meeting_room, meeting.id)).before)
        there = _("The meeting is there and everybody is invited. Press enter to build its agenda.")
        if not carried:
            return there
        went = ngettext("{count} item went on to it.", "{count} items went on to it.", carried)
        return f"{there} {went.format(count=carried)}"

    @work
    async def action_series(self) -> None:
        """Say when the meetings recur: a first series, another, or a change."""
        known = await self.read(series_of, self.desk.community_id)
        old: MeetingSeries | None = None
        if known:
            offers = [Offer(str(each.id), each.name, said(each)) for each in known]
            offers.append(Offer("new", _("Another series"), key="n"))
            name = await self.choose(_("Series"), offers)
            if name is None:
                return
            old = next((each for each in known if str(each.id) == name), None)
        officer = self.desk.settings.officer
        first: MeetingSeriesBase = await self.read(proposed_series, self.desk.community_id, officer)

        async def save(values: dict[str, Any]) -> MeetingSeries:
            """Check and keep what was typed."""
            typed = typed_series(values)
            if old is None:
                return await self.db.run_async(add_series, self.desk.community_id, typed)
            return await self.db.run_async(edit_series, old.id, old.version, typed)

        async def against(theirs: MeetingSeries) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return series_fields(theirs)

        saved = await self.fill(_("Series"), series_fields(old or first), save, "", against)
        if saved is not None:
            self.tell_done(_("{series}: {when}").format(series=saved.name, when=said(saved)))

    @refusable
    @work
    async def action_edit(self) -> None:
        """Change a meeting."""
        if not isinstance(self.rows.key, UUID):
            return
        old = (await self.read(meeting_room, self.rows.key)).meeting

        async def save(values: dict[str, Any]) -> Meeting:
            """Check and keep what was typed."""
            typed = typed_meeting(values, self.clock(), old.starts_at)
            return await self.db.run_async(edit_meeting, old.id, old.version, typed)

        async def against(theirs: Meeting) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return meeting_fields(theirs)

        title = _("Meeting no. {ordinal}").format(ordinal=old.ordinal)
        if await self.fill(title, meeting_fields(old), save, _("Saved."), against) is not None:
            self.reload()

    @refusable
    @work
    async def action_paper(self) -> None:
        """Write a paper of the meeting."""
        if isinstance(self.rows.key, UUID):
            room = await self.read(meeting_room, self.rows.key)
            await ask_and_write(self, room.meeting)

    @refusable
    @work
    async def action_sign(self) -> None:
        """Who signed, where the original is, what is amended."""
        if isinstance(self.rows.key, UUID):
            await ask_and_sign(self, self.rows.key)

    @refusable
    @work
    async def action_archive(self) -> None:
        """File the meeting, and pack it for the archive."""
        if isinstance(self.rows.key, UUID):
            await ask_and_file(self, (await self.read(meeting_room, self.rows.key)).meeting)


def _agenda_screen() -> "type[MeetingScreen]":
    """The agenda builder, loaded when it is first opened."""
    from triparty.screens.agenda import AgendaScreen

    return AgendaScreen


def _room_screen() -> "type[MeetingScreen]":
    """The live room, loaded when it is first opened."""
    from triparty.screens.meeting_room import MeetingRoomScreen

    return MeetingRoomScreen


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
    said = [(action, words.action_status(action.status)) for action in actions]
    return facts([(action.number, status._replace(text=f"{status.text}  {action.what}")) for action, status in said])
