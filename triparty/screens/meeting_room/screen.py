"""The meeting room: one screen that shows the meeting, and gives the keys to its parts."""

from datetime import UTC, datetime
from time import monotonic
from typing import ClassVar
from uuid import UUID

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize

from meetings_db.engine import Database
from meetings_db.models import MeetingStatus
from triparty.i18n import _
from triparty.screens.meeting_room.ballot import BallotPanel
from triparty.screens.meeting_room.ballot_deeds import BallotDeeds
from triparty.screens.meeting_room.ballot_lines import BallotSummary
from triparty.screens.meeting_room.deeds import everybody_looks
from triparty.screens.meeting_room.head import Fold, ItemHead, clock
from triparty.screens.meeting_room.items import ItemList
from triparty.screens.meeting_room.notes import Notes
from triparty.screens.meeting_room.presence import PresencePanel
from triparty.screens.meeting_room.presence_deeds import PresenceDeeds
from triparty.screens.meeting_room.projection import Projection
from triparty.screens.meeting_room.questions import what_finalising_does
from triparty.screens.meeting_room.scene import speakers
from triparty.screens.meeting_room.tasks import TaskList
from triparty.settings import Settings
from triparty.widgets.dialogs import Confirm
from triparty.widgets.frame import NARROW, Desk, refusable
from triparty.widgets.prompt import PromptLine
from triparty.words import PARTIES

_OVER = (MeetingStatus.CLOSED, MeetingStatus.FINAL)
_IN_SESSION = ("ballot", "settle", "guard", "close")
_SURE = 5.0
"""Seconds in which esc said once more leaves a running meeting."""
_ELSEWHERE = ("back", "search", "history", "papers")
"""What would show other screens, which are not for everybody's eyes."""


class MeetingRoomScreen(BallotDeeds, PresenceDeeds):
    """A meeting while it is held. Every key is a deed, and every deed is saved when it is done."""

    CSS_PATH = "meeting_room.tcss"
    FIVE: ClassVar[tuple[str, ...]] = (
        "room.open",
        "room.arrivals",
        "room.ballot",
        "room.action",
        "room.next",
        "room.settle",
        "room.notes",
        "undo.last",
        "room.papers",
        "room.final",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "o", "open", _("Open the meeting"), id="room.open", tooltip=_("Open the meeting and take up the first item")
        ),
        Binding(
            "a",
            "arrivals",
            _("Arrivals"),
            id="room.arrivals",
            tooltip=_("Give each person a letter and mark who comes and goes"),
        ),
        Binding("v", "ballot", _("Ballot"), id="room.ballot", tooltip=_("Open a ballot on this item")),
        Binding("t", "action", _("Action"), id="room.action", tooltip=_("Take down who does what until when")),
        Binding(
            "right_square_bracket",
            "go(1)",
            _("Next item"),
            key_display="]",
            id="room.next",
            tooltip=_("Go on to the next item; its clock starts"),
        ),
        Binding(
            "left_square_bracket",
            "go(-1)",
            _("Item before"),
            key_display="[",
            id="room.before",
            tooltip=_("Go back to the item before"),
        ),
        Binding(
            "x",
            "settle",
            _("Settle"),
            id="room.settle",
            tooltip=_("Settle the item without a ballot: agreed, noted, put off"),
        ),
        Binding(
            "w",
            "guard",
            _("Who decides"),
            id="room.guard",
            tooltip=_("Say who may decide the item after all, on what ground of law, and why"),
        ),
        Binding("n", "notes", _("Notes"), id="room.notes", tooltip=_("Write in the notes of this item")),
        Binding(
            "s",
            "speak",
            _("Has the floor"),
            id="room.speak",
            tooltip=_("Begin a note with the time and who is speaking"),
        ),
        Binding("g", "agenda", _("Agenda"), id="room.agenda", tooltip=_("Choose an item from the agenda")),
        Binding(
            "Q",
            "close",
            _("Close the meeting"),
            id="room.close",
            tooltip=_("Close the meeting; every item must be settled"),
        ),
        Binding(
            "R",
            "reopen",
            _("Reopen"),
            id="room.reopen",
            tooltip=_("Go on with the newest meeting while its minutes are a draft, saying why"),
        ),
        Binding("p", "papers", _("Papers"), id="room.papers", tooltip=_("Write one of the meeting's papers")),
        Binding(
            "F",
            "finalise",
            _("Final minutes"),
            id="room.final",
            tooltip=_("Make the minutes final: they get their number"),
        ),
        Binding(
            "ctrl+o",
            "projector",
            _("Projector"),
            id="room.projector",
            tooltip=_("Show the item large, without phone numbers and reporters; once more shows everything"),
        ),
        Binding("ctrl+s", "keep", _("Keep the notes"), id="room.keep", tooltip=_("Keep the notes now")),
    ]

    def __init__(self, db: Database, settings: Settings, meeting_id: UUID) -> None:
        super().__init__(db, settings, meeting_id)
        self._head = ItemHead(id="head")
        self._projection = Projection(id="projection")
        self._going = -_SURE

    def compose_body(self) -> ComposeResult:
        """Agenda, the item, presence; the line that asks, above the keys."""
        own = MeetingRoomScreen.scene
        yield Fold(id="fold").data_bind(own)
        with Horizontal(id="floor"):
            yield ItemList(id="agenda").data_bind(own)
            with Vertical(id="table"):
                yield self._projection.data_bind(own)
                yield self._head.data_bind(own)
                yield self.notes.data_bind(own)
                yield BallotSummary(id="held").data_bind(own)
                yield BallotPanel(self.settings.rules, id="ballot").data_bind(own)
                yield TaskList(id="tasks").data_bind(own)
            yield PresencePanel(id="presence").data_bind(own)
        yield PromptLine(id="line")

    def on_mount(self) -> None:
        """Read the meeting, and let its clock run."""
        self.enter()
        self.set_interval(1, self._tick)

    @work
    async def enter(self) -> None:
        """Come to the item that was asked for, else to where the meeting stands."""
        async with self.deed():
            await self.load(self.begins_at)
            self.set_focus(self.query_one(ItemList))

    def watch_scene(self) -> None:
        """Another state of the meeting."""
        if self.scene is None:
            return
        meeting, community = self.scene.meeting, self.scene.room.community
        number = _("Meeting {number}").format(number=meeting.ordinal)
        self.crumbs = tuple(filter(None, (community.office, community.name, number, meeting.title)))
        office = Desk(community.id, community.name, community.office, self.settings, self.settings.url is not None)
        self.who = office.who
        self._tick()
        self.refresh_bindings()
        self.tell_keys()

    def _tick(self) -> None:
        """A second has passed."""
        if self.scene is not None and self.is_mounted:
            self.running_out = clock(self.scene, datetime.now(UTC), wide=self.size.width >= NARROW)
            if self.scene.running:
                (self._projection if self.projected else self._head).tick()

    def on_resize(self, _event: Resize) -> None:
        """The quorum moves between the top line and the folded one."""
        self._tick()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys of the meeting's hour: opening before it, papers after it."""
        status = self.scene.meeting.status if self.scene else None
        if action == "open":
            return status is MeetingStatus.FROZEN
        if action == "finalise":
            return status in _OVER
        if action in _IN_SESSION:
            return status not in _OVER
        return True

    def why_not(self, action: str) -> str | None:
        """Why a key can do nothing now."""
        if action in _ELSEWHERE and self.projected and not self.has_class("-agenda"):
            return everybody_looks()
        status = self.scene.meeting.status if self.scene else None
        if action in _IN_SESSION and status is not MeetingStatus.IN_SESSION:
            return _("The meeting is not open yet: o opens it.")
        if action == "reopen" and status not in (MeetingStatus.CLOSED, MeetingStatus.FINAL):
            return _("Only a meeting that was closed can be reopened.")
        if action in ("arrivals", "action", "notes", "speak", "finalise") and status is MeetingStatus.FINAL:
            return _("The minutes are final.")
        return None

    # --- the keys -------------------------------------------------------------------------------------

    @refusable
    def action_arrivals(self) -> None:
        """Letters for everybody; after the meeting for putting their entries right."""
        over = self.scene is not None and self.scene.meeting.status is MeetingStatus.CLOSED
        self._start_presence("more" if over else "arrive")

    @refusable
    def action_speak(self) -> None:
        """Letters for who has the floor."""
        self._start_presence("speak")

    def _start_presence(self, mode: str) -> None:
        """Now and not a moment later: the letters typed next are people's."""
        self.add_class("-presence")
        self.query_one(PresencePanel).start(mode)

    @refusable
    def action_ballot(self) -> None:
        """Open a ballot."""
        self.query_one(BallotPanel).start()

    @refusable
    def action_notes(self) -> None:
        """Write."""
        self.set_focus(self.notes)

    def action_agenda(self) -> None:
        """Choose an item; in a narrow room the agenda comes in place of the table."""
        self.toggle_class("-agenda")
        self.set_focus(self.query_one(ItemList))

    def action_projector(self) -> None:
        """Show it large, or as it was."""
        self.project()

    def action_keep(self) -> None:
        """Keep the notes now."""
        self.notes.action_keep()

    @refusable
    def action_back(self) -> None:
        """One step back: out of the agenda, to the ballot where one is shown; else out of the room.

        Out of a running meeting only when it is said twice: esc was for a line or a list that had closed already.
        """
        if self.has_class("-agenda"):
            self.remove_class("-agenda")
            if self.has_class("-ballot"):
                self.set_focus(self.query_one(BallotPanel))
        elif self.scene is not None and self.scene.running and monotonic() - self._going > _SURE:
            self._going = monotonic()
            self.tell(_("The meeting goes on. esc once more leaves its room."))
        else:
            self.leave()

    @work
    async def leave(self) -> None:
        """Leave when everything asked for is saved."""
        async with self.deed():
            await self.keep_draft()
            super().action_back()

    @refusable
    @work
    async def action_papers(self) -> None:
        """Choose a paper and write it; the notes typed so far are in it."""
        async with self.deed():
            await self.keep_draft()
        if self.scene is not None:
            await self.ask_paper(self.scene.meeting, self.scene.item)

    @refusable
    @work
    async def action_finalise(self) -> None:
        """Make the minutes final, after asking, and write them."""
        if self.scene is not None and await self.app.push_screen_wait(
            Confirm(what_finalising_does(self.scene), _("Make the minutes final"))
        ):
            await self.finalise()

    # --- what the parts say -----------------------------------------------------------------------------

    @on(PresencePanel.Closed)
    @on(Notes.Left)
    def _keys_back(self) -> None:
        """The keys are the room's again."""
        self.give_keys_back()

    @on(ItemList.Chosen)
    def _chosen(self, event: ItemList.Chosen) -> None:
        """An item was chosen from the agenda."""
        self.remove_class("-agenda")
        self.go_to(event.item_id)

    @on(BallotPanel.Refused)
    @on(PresencePanel.Refused)
    def _refused(self, event: BallotPanel.Refused | PresencePanel.Refused) -> None:
        """Nothing was recorded."""
        self.tell(event.sentence, wrong=True)

    @on(PresencePanel.Speaking)
    def _speaking(self, event: PresencePanel.Speaking) -> None:
        """Somebody has the floor: the note begins with the time and the name, or with the words typed instead."""
        self.query_one(PresencePanel).open = False
        self.remove_class("-presence")
        now, who = datetime.now(UTC), event.who
        time = f"{now.astimezone():%H:%M}"
        if who is None:
            self.notes.add(f"- {time} {event.words}")
            self.tell(_("Nobody was named: what you typed stands in the notes."), wrong=True)
            return
        name = speakers(self.scene, now).get(who.id, who.name) if self.scene else who.name
        begun = _("- {time} {name} ({party}): ")
        self.notes.add(begun.format(time=time, name=name, party=_(PARTIES[who.party])))
