"""What is done in the meeting room: each deed in its turn, saved at once, and the meeting read again after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from textual import work
from textual.reactive import reactive

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import SETTLED, AgendaItem, Ballot, ItemStatus, Meeting, PaperKind
from meetings_db.queries.directory import register
from meetings_db.queries.meetings import meeting_room
from triparty.i18n import _
from triparty.intake.action_line import read_action
from triparty.rules import RuleError
from triparty.screens.guard import ask_guard
from triparty.screens.meeting_room.as_shown import upon
from triparty.screens.meeting_room.ballot import BallotPanel
from triparty.screens.meeting_room.ballot_lines import another_was_faster
from triparty.screens.meeting_room.items import ItemList
from triparty.screens.meeting_room.note_keeping import NoteKeeping
from triparty.screens.meeting_room.questions import what_closing_does, what_was_not_reached
from triparty.screens.meeting_room.scene import Scene, standing_sheet, where_we_were
from triparty.screens.meeting_words import guard_said
from triparty.services import actions, agendas, ballots, carrying, meetings
from triparty.settings import Settings
from triparty.widgets.dialogs import Confirm, Menu, Offer
from triparty.widgets.frame import refusable
from triparty.widgets.framework import SHOWN
from triparty.widgets.prompt import Chip
from triparty.words import AUTHORITIES, ITEM_STATUSES

T = TypeVar("T")

_REGISTER = ("person", "organisation", "post")
"""The kinds of rows the people of a community are kept in."""


class RoomDeeds(NoteKeeping):
    """The deeds of the meeting room; `scene` is the meeting after the last of them."""

    scene: reactive[Scene | None] = reactive(None)

    def __init__(self, db: Database, settings: Settings, meeting_id: UUID) -> None:
        super().__init__(db, settings, meeting_id)
        self.projected = False

    async def others_changed(self, kinds: frozenset[str]) -> None:
        """Show what other desks changed, between two deeds of this one."""
        async with self.deed():
            await self.load(anew=not kinds.isdisjoint(_REGISTER))

    async def load(self, item_id: UUID | None = None, *, anew: bool = False) -> None:
        """Read the meeting, and `anew` the register; `item_id` comes on the table, else what was there stays."""
        room = await self.db.read_async(meeting_room, self.meeting_id)
        before = self.scene
        seats = before.seats if before and not anew else await self.db.read_async(register, room.community.id)
        wanted = item_id or (before.item_id if before else None)
        if all(item.id != wanted for item in room.items):
            wanted = where_we_were(room)
        draft = self.notes.draft
        if draft is not None and draft.item_id != wanted and any(item.id == draft.item_id for item in room.items):
            await self.keep_draft()  # typed while the database worked: it is of the item that goes from the table
            await self.load(wanted)
            return
        self.scene = Scene(room, wanted, tuple(seats), self.projected)

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """What happened; before everybody without numbers and without reporters."""
        super().tell(self.scene.shown(sentence) if self.scene else sentence, wrong=wrong)

    def for_all_eyes(self, text: str) -> bool:
        """Whether `text` may be shown, to be typed over; where everybody looks and it may not, that is said."""
        fit = self.scene is None or self.scene.shown(text) == text
        if not fit:
            self.tell(everybody_looks(), wrong=True)
        return fit

    def project(self) -> None:
        """Show the meeting to everybody, or to the desk alone again."""
        self.projected = not self.projected
        self.set_class(self.projected, "-projector")
        if self.scene is not None:
            self.scene = replace(self.scene, projected=self.projected)

    def give_keys_back(self) -> None:
        """Close what took the letters, and put the focus where none is taken."""
        self.remove_class("-presence", "-agenda")
        self.set_focus(self.query_one(ItemList))

    # --- the course of the meeting ----------------------------------------------------------------------

    @work
    async def action_open(self) -> None:
        """Open the meeting and take up its first item."""
        if self.scene is None or not await self.sure_to_open(self.scene.meeting):
            return
        async with self.deed():
            item = self.scene.item
            await self.db.run_async(meetings.open_meeting, self.meeting_id, item_id=item.id if item else None)
            await self.load()

    @work(group=SHOWN)
    async def action_go(self, by: int) -> None:
        """So many items on; the clock of the one before stops."""
        async with self.deed():
            target = self.scene.beside(by) if self.scene else None
            if target is not None:
                await self._take_up(target)
            elif by > 0:
                self.tell(_("That was the last item. Q closes the meeting."))

    @work(group=SHOWN)
    async def go_to(self, item_id: UUID) -> None:
        """To an item chosen from the agenda."""
        async with self.deed():
            target = next((item for item in self.scene.room.items if item.id == item_id), None) if self.scene else None
            if target is not None:
                await self._take_up(target)

    async def _take_up(self, item: AgendaItem) -> None:
        """Put an item on the table. What is settled is only looked at: the open item's clock goes on.

        It is shown before the database answers: what is typed meanwhile is about it.
        """
        await self.keep_draft()
        panel = self.query_one(BallotPanel)
        if self.focused is panel:
            self.give_keys_back()  # before it is hidden: else the focus, and the next letters, go to the notes
        panel.close()
        assert self.scene is not None
        on_table = self.scene.item_id
        self.scene = replace(self.scene, item_id=item.id)
        try:
            if self.scene.running and item.status not in SETTLED:
                await self.db.run_async(meetings.go_to_item, item.id)
            on_table = item.id
        finally:
            await self.load(on_table)

    @refusable
    @work
    async def action_settle(self) -> None:
        """Settle the item without a ballot, or annul the one it was settled by."""
        scene = self.scene
        if scene is None or scene.item is None:
            return
        item = scene.item
        offers = [
            Offer(ItemStatus.AGREED, _("Agreed"), _("write down what"), "a"),
            Offer(ItemStatus.NOTED, _("Noted"), _("no decision needed"), "n"),
            Offer(ItemStatus.DEFERRED, _("Put off"), _("back to the pool"), "d"),
            Offer(ItemStatus.NOT_AGREED, _("Not agreed"), _("write down on what"), "r"),
        ]
        if sheet := standing_sheet(scene):
            offers.append(Offer("annul", _("Annul ballot {round}").format(round=sheet.ballot.round), key="b"))
        chosen = await self.app.push_screen_wait(
            Menu(_("What became of item {number}?").format(number=item.position), offers)
        )
        if chosen == "annul" and sheet:
            await self.annul(sheet.ballot)
        if chosen in (None, "annul"):
            return
        status = ItemStatus(chosen)
        if status is ItemStatus.AGREED or (status is ItemStatus.NOT_AGREED and sheet is None):
            asked = _("Conclusion") if status is ItemStatus.AGREED else _("Not agreed on what")
            kept = "" if item.status in (ItemStatus.NOTED, ItemStatus.DEFERRED) else item.conclusion
            proposed = kept or item.title
            if not self.for_all_eyes(proposed):
                return
            await self.ask_for(
                asked, partial(self._settle, item, status), value=proposed, hint=_("enter keeps it as the record")
            )
            return
        async with self.deed():
            await self._settle(item, status, "")

    async def _settle(self, item: AgendaItem, status: ItemStatus, sentence: str) -> None:
        """Settle an item as it was seen, with these words. Only in its turn."""
        await self.keep_draft()
        try:
            await upon(self.db, item, sentence or _(ITEM_STATUSES[status]), meetings.settle_item, status, sentence)
        finally:
            await self.load()

    @refusable
    @work
    async def action_guard(self) -> None:
        """Say who may decide the item after all, and why: the agenda that was sent said otherwise."""
        item = self.scene.item if self.scene else None
        chosen = await ask_guard(self.app, item) if item else None
        if item is None or chosen is None or chosen == (item.authority, item.legal_basis):
            return

        async def change(reason: str) -> None:
            await self.keep_draft()
            try:
                mine = _(AUTHORITIES[chosen[0]])
                marked = await upon(self.db, item, mine, agendas.guard_item, *chosen, reason=reason)
                self.tell(guard_said(marked))
            finally:
                await self.load()

        await self.ask_for(_("Changed because"), change, hint=_("The reason stays on record."))

    @refusable
    @work
    async def action_close(self) -> None:
        """Close the meeting after asking; refused unasked while an item is not settled."""
        ready = False
        async with self.deed():
            await self.keep_draft()
            await self.load()
            ready = self.scene is not None
        if not ready or self.scene is None:
            return
        left = [item for item in self.scene.room.items if item.status not in SETTLED]
        put_off = bool(left) and all(item.started_at is None for item in left)
        if put_off and not await self.app.push_screen_wait(
            Confirm(self.scene.shown(what_was_not_reached(left)), _("Items not reached"))
        ):
            return
        if (put_off or not left) and not await self._sure_to_close(self.scene):
            return
        async with self.deed():
            await self.db.run_async(meetings.close_meeting, self.meeting_id, put_off=put_off)
            await self.load()
            self.tell(_("The meeting is closed. p writes the draft minutes, F makes them final."))

    async def _sure_to_close(self, scene: Scene) -> bool:
        """Ask, showing what goes on, stays and ends."""
        fates = await self.db.read_async(carrying.closing, self.meeting_id)
        following = await self.db.read_async(carrying.takes_over, scene.meeting)
        does = scene.shown(what_closing_does(scene, fates, following))
        return await self.app.push_screen_wait(Confirm(does, _("Close the meeting")))

    @refusable
    @work
    async def action_reopen(self) -> None:
        """Go on with the meeting that was closed, saying why."""

        async def reopen(reason: str) -> None:
            await self.db.run_async(meetings.reopen_meeting, self.meeting_id, reason)
            await self.load()
            self.tell(_("The meeting goes on."))

        await self.db.read_async(meetings.refuse_reopening, self.meeting_id)
        await self.ask_for(_("Reopen the meeting because"), reopen, hint=_("The reason stays on record."))

    async def finalise(self) -> None:
        """Shut the record, give the minutes their number, and write them."""
        from triparty.documents.papers import finalise

        done: Meeting | None = None
        async with self.deed():
            await self.keep_draft()
            done = await self.db.run_async(finalise, self.meeting_id)
            await self.load()
            self.tell(_("The minutes are final: {reference}").format(reference=done.reference))
        if done is not None:
            self.write(done, PaperKind.MINUTES, final=True)

    async def annul(self, ballot: Ballot) -> None:
        """Annul a ballot, saying why; its counts are kept, and its item is on the table again."""

        async def annul(reason: str) -> None:
            await self.keep_draft()
            try:
                await self.upon_ballot(ballot, reason, ballots.annul_ballot, reason, take_up=True)
            finally:
                await self.load(ballot.item_id)
            self.query_one(BallotPanel).close()

        if await self.ask_for(_("Annul it because"), annul, hint=_("The reason stays on record.")) is not None:
            self.give_keys_back()

    async def upon_ballot(
        self, shown: Ballot, mine: str, service: Callable[..., T], *args: object, **more: object
    ) -> T:
        """What `service` gives for a ballot as it was seen; where another desk was faster, both versions are told.

        `mine` is what would have stood on record. Only inside a deed.
        """
        try:
            return await self.db.run_async(service, shown.id, *args, version=shown.version, **more)
        except StaleSave as stale:
            room = await self.db.read_async(meeting_room, self.meeting_id)
            raise RuleError(another_was_faster(room, shown, mine)) from stale

    # --- actions ----------------------------------------------------------------------------------------

    @refusable
    @work
    async def action_action(self) -> None:
        """Take down an action."""
        scene = self.scene
        if scene is None or scene.item is None:
            return
        item = scene.item

        async def assign(typed: str) -> None:
            understood = read_action(typed, scene.seats, datetime.now().astimezone().date())
            if understood.action is None:
                raise RuleError(understood.problem or _("Say what is to be done."))
            await self.db.run_async(actions.assign_action, scene.room.community.id, understood.action, item_id=item.id)
            await self.load()

        hint = _("@who what when, such as: @Zhao mend the gate light friday")
        await self.ask_for(_("Action"), assign, hint=hint, understand=self._chips)

    def _chips(self, typed: str) -> list[Chip]:
        """What the line is understood to say."""
        seats = self.scene.seats if self.scene else ()
        understood = read_action(typed, seats, datetime.now().astimezone().date())
        names = {
            "owner": _("who"),
            "party": _("party"),
            "what": _("what"),
            "due": _("when"),
            "done": _("done when"),
            "budget": _("budget"),
            "funding": _("paid by"),
        }
        chips = [Chip(names[chip.kind], chip.text) for chip in understood.chips]
        if understood.problem:
            chips.append(Chip("!", understood.problem, "red"))
        else:  # who is unknown is said in a sentence, a missing day by its chip
            chips += [Chip("!", doubt.text, "amber") for doubt in understood.doubts if doubt.kind == "party"]
            chips += [Chip(_("when"), _("no date"), "amber") for doubt in understood.doubts if doubt.kind == "due"]
        return chips


def everybody_looks() -> str:
    """Why something cannot be shown now."""
    return _("Everybody is looking: ctrl+o ends the projection first.")
