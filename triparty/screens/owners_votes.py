"""The owners' vote on the screen: slips entered as fast as they are turned over, the count standing above them."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from meetings_db.engine import Database
from meetings_db.models import Answer, Delivery, Elector, Estate, Flaw, OwnersVote
from meetings_db.queries.owners_votes import electors, rooms, vote_lines
from triparty.i18n import _, ngettext
from triparty.intake.owner_rows import parts_of
from triparty.owner_words import ANSWERS, DELIVERIES, FLAWS
from triparty.rules.ballots import Result
from triparty.rules.owners import area_said, place_key
from triparty.screens.evote_file import take_in_evote
from triparty.screens.list_station import ListStation
from triparty.screens.owners_form import vote_fields, vote_of
from triparty.screens.owners_sums import sums_of
from triparty.screens.station import Station
from triparty.services.kept import find
from triparty.services.owners_votes import (
    annul_vote,
    close_vote,
    enter_slip,
    note_delivery,
    open_vote,
    result_of,
    take_out_slip,
)
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Confirm, Offer
from triparty.widgets.frame import Desk, refusable
from triparty.widgets.prompt import Chip
from triparty.widgets.row_list import Column, Listed, Row
from triparty.widgets.timeline import facts

_TONES = {Answer.YES: "green", Answer.NO: "red", Answer.ABSTAIN: "amber", Answer.INVALID: "grey", Answer.NONE: ""}
_MARKS = {Answer.YES: "✓", Answer.NO: "✗", Answer.ABSTAIN: "–", Answer.INVALID: "×", Answer.NONE: " "}


async def choose_vote(station: Station, estate: Estate) -> None:
    """Open a new vote of an estate, or go on with one there is. Call it from a worker."""
    lines = await station.read(vote_lines, station.desk.community_id)
    votes = {str(line.vote.id): line.vote for line in lines if line.vote.estate_id == estate.id}
    chosen = "new"
    if votes:
        offers = [Offer(key, vote.motion, state_of(vote)) for key, vote in votes.items()]
        offers.append(Offer("new", _("Open a new vote"), key="n"))
        chosen = await station.choose(_("Owners' votes"), offers, next(iter(votes))) or ""
    if chosen == "new":

        async def save(values: dict[str, Any]) -> OwnersVote:
            """Check what was typed, and freeze who may vote."""
            typed = vote_of(values, station.today)
            return await station.db.run_async(open_vote, estate.id, typed)

        vote = await station.fill(_("Open a vote"), vote_fields("+30d"), save)
    else:
        vote = votes.get(chosen)
    if vote is not None:
        station.app.push_screen(OwnersVoteScreen(station.db, station.desk, vote, clock=station.clock))


def state_of(vote: OwnersVote) -> str:
    """How far a vote is."""
    if vote.annulled_reason:
        return _("annulled")
    if vote.closed_at is None:
        return _("open until {day}").format(day=vote.closes_on)
    return _("carried") if vote.passed else _("not carried")


class OwnersVoteScreen(ListStation):
    """The electorate of one vote: a room is typed, its owner shown, one key says what the slip says, and the next."""

    STATION = "register"
    KIND = "elector"
    MARKING = True
    FIVE: ClassVar[tuple[str, ...]] = ("slip.yes", "slip.no", "slip.abstain", "slip.void", "slip.room", "slip.close")
    COLUMNS = (
        Column("", 1),
        Column(_("Owner(s)"), 10, share=2),
        Column(_("Rooms"), 12, share=2),
        Column(_("Area"), 13, right=True),
        Column(_("Answer"), 12, share=1),
        Column(_("Delivered"), 10, share=1, from_width=90),
    )
    DEFAULT_CSS = "OwnersVoteScreen #sums { height: auto; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "y", "answer('yes')", _("In favour"), id="slip.yes", tooltip=_("The slip says yes; then the next room")
        ),
        Binding("n", "answer('no')", _("Against"), id="slip.no", tooltip=_("The slip says no; then the next room")),
        Binding("b", "answer('abstain')", _("Abstained"), id="slip.abstain", tooltip=_("The slip abstains")),
        Binding("i", "answer('invalid')", _("Void"), id="slip.void", tooltip=_("The slip is not clearly filled in")),
        Binding("x", "unsigned", _("Unsigned"), id="slip.unsigned", tooltip=_("The slip is not signed, and so void")),
        Binding("r", "room", _("Room"), id="slip.room", tooltip=_("Type the room of the next slip")),
        Binding("w", "proxy", _("Proxy"), id="slip.proxy", tooltip=_("Who hands in the next slip for its owner")),
        Binding("t", "take_out", _("Take out"), id="slip.out", tooltip=_("Take the owner's slip out again")),
        Binding("d", "delivered", _("Delivered"), id="slip.delivered", tooltip=_("How ballots were delivered")),
        Binding("e", "evote", _("E-vote"), id="slip.evote", tooltip=_("Take in the official e-vote's result")),
        Binding("c", "close_vote", _("Close the vote"), id="slip.close", tooltip=_("Close the vote and count")),
        Binding("a", "annul", _("Annul"), id="slip.annul", tooltip=_("Annul the vote; its slips are kept")),
    ]

    def __init__(
        self, db: Database, desk: Desk, vote: OwnersVote, *, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(db, desk, clock=clock)
        self.vote = vote
        self._rooms: dict[str, UUID] = {}
        self._near = ("", "")
        self._proxy = ""
        self._last = ""
        self._begun = False

    def compose_body(self) -> ComposeResult:
        """The count above the electorate."""
        yield Static(id="sums")
        yield from super().compose_body()

    def place(self) -> str:
        """The matter, last of the crumbs."""
        return self.vote.motion

    def teaching(self) -> str:
        """There is always an electorate."""
        return _("Nobody may vote here.")

    async def load(self) -> None:
        """The electorate with its slips, and what they come to."""
        self.vote = await self.read(find, OwnersVote, self.vote.id)
        found = await self.read(electors, self.vote.id)
        self._rooms = {line.key: line.elector_id for line in await self.read(rooms, self.vote.id)}
        await self.show(Listed(found, _key, _row))
        self._told(await self.read(result_of, self.vote), found)
        if not self._begun:
            self._begun = True
            if self._open:
                self.action_room()
        self.tell_keys()

    def _told(self, result: Result, found: Sequence[Elector]) -> None:
        """Say what the slips come to, and how many came."""
        self.query_one("#sums", Static).update(sums_of(result, found))
        came = sum(elector.answer is not Answer.NONE for elector in found)
        proxy = _("next slip by proxy: {name}").format(name=self._proxy) if self._proxy else ""
        slips = _("{count} of {all} owners").format(count=f"{came:,}", all=f"{len(found):,}")
        self.about(state_of(self.vote), slips, proxy, self._last)

    @property
    def _open(self) -> bool:
        return self.vote.closed_at is None and not self.vote.annulled_reason

    async def show_life(self, key: Hashable | None) -> None:
        """The owner under the cursor with what is on record."""
        elector: Elector | None = self.rows.line
        if elector is None:
            self.life.show("", ())
            return
        flaw = _(FLAWS[elector.flaw]) if elector.flaw is not Flaw.NONE else ""
        known = [
            (_("Rooms"), elector.rooms),
            (_("Area"), area_said(elector.area)),
            (_("Answer"), _answer(elector)),
            (_("Void because"), flaw),
            (_("Slips"), str(elector.slips)),
            (_("Proxy"), elector.proxy),
            (_("Delivered"), _(DELIVERIES[elector.delivery])),
        ]
        self.life.show(elector.name, [("", facts(known))])

    def why_not(self, action: str) -> str | None:
        """What a vote that is over cannot take any more."""
        name = action.partition("(")[0]
        deeds = ("answer", "unsigned", "room", "proxy", "take_out", "delivered", "evote", "close_vote")
        if name in deeds and not self._open:
            return _("The vote is over: {state}.").format(state=state_of(self.vote))
        if name == "annul" and self.vote.annulled_reason:
            return _("The vote was annulled already.")
        return super().why_not(action)

    def action_back(self) -> None:
        """From the life to the list, from marks to none, from the list to the roll."""
        if self.life.has_focus or self.query_one("#split").has_class("-life"):
            self.action_back_to_list()
        elif self.rows.marked:
            self.rows.marked = ()
        else:
            self.dismiss()

    @refusable
    @work
    async def action_room(self) -> None:
        """Type a room: its owner is shown while it is typed, and the cursor goes there."""
        line = ""
        while True:
            typed = await self.prompt.ask(
                _("Room"), value=line, hint=_("As 3-2-501; then y, n, b or i"), understand=self._understood
            )
            if not typed:
                return
            elector_id = self._found(typed)
            if elector_id is not None:
                building, entrance, _room = parts_of(typed)
                self._near = (building, entrance) if building else self._near
                await self.rows.move_to(elector_id)
                return
            line = typed
            self.tell(_("{room} is not in this electorate.").format(room=typed.strip()), wrong=True)

    def _found(self, typed: str) -> UUID | None:
        """Who votes for a room; a bare number is of the building and the entrance of the one before."""
        building, entrance, room = parts_of(typed)
        if not building and not entrance:
            building, entrance = self._near
        return self._rooms.get(place_key(building, entrance, room))

    def _understood(self, typed: str) -> list[Chip]:
        """The owner of the room that is being typed."""
        elector_id = self._found(typed)
        source = self.rows.source
        place = source.place(elector_id) if elector_id is not None and isinstance(source, Listed) else None
        elector = source.line(place) if place is not None else None
        if elector is None:
            return [Chip(_("Owner(s)"), "?", "amber")]
        chips = [Chip(_("Owner(s)"), elector.name), Chip(_("Rooms"), elector.rooms), Chip("", area_said(elector.area))]
        if elector.answer is not Answer.NONE:
            chips.append(Chip(_("already"), _(ANSWERS[elector.answer]), "amber"))
        return chips

    @refusable
    def action_answer(self, said: str) -> None:
        """What the slip of the owner under the cursor says; the line for the next room opens at once."""
        self._take(Answer(said), Flaw.NONE)

    @refusable
    def action_unsigned(self) -> None:
        """A slip that is not signed."""
        self._take(Answer.INVALID, Flaw.UNSIGNED)

    def _take(self, answer: Answer, flaw: Flaw) -> None:
        """Save a slip and go on; two quick slips are saved one after the other by the database."""
        elector: Elector | None = self.rows.line
        if elector is not None:
            proxy, self._proxy = self._proxy, ""
            self._save(elector.id, answer, flaw, proxy)
            self.action_room()

    @work
    async def _save(self, elector_id: UUID, answer: Answer, flaw: Flaw, proxy: str) -> None:
        """Keep a slip; what refuses it is told, and the cursor is where it was."""
        try:
            saved = await self.db.run_async(enter_slip, elector_id, answer, flaw, proxy)
        except Exception as problem:
            self.refuse(problem)
            return
        self._last = f"{_MARKS[saved.answer]} {saved.name} · {_answer(saved)}"
        await self._amended(saved)

    async def _amended(self, saved: Elector) -> None:
        """Show one slip anew, and the count."""
        source = self.rows.source
        if not isinstance(source, Listed):
            return
        lines = [saved if line.id == saved.id else line for line in source.lines]
        self.rows.put(Listed(lines, _key, _row))
        self._told(await self.read(result_of, self.vote), lines)

    @refusable
    @work
    async def action_proxy(self) -> None:
        """Say who hands in the next slip for its owner."""
        answer = await self.prompt.ask(_("Proxy"), hint=_("For the next slip alone; staff of the manager may not"))
        self._proxy = (answer or "").strip()
        self.reload()

    @refusable
    @work
    async def action_take_out(self) -> None:
        """Take the slip of the owner under the cursor out again."""
        if self.rows.line is not None:
            await self.do(_("Taken out."), take_out_slip, self.rows.line.id)

    @refusable
    @work
    async def action_delivered(self) -> None:
        """Say how the ballots were delivered: of the selected owners, or of all without another proof."""
        ids = [key for key in self.rows.marked if isinstance(key, UUID)]
        offers = [Offer(each.value, _(DELIVERIES[each])) for each in Delivery]
        selected = ngettext("of {count} owner", "of {count} owners", len(ids)).format(count=len(ids))
        whose = selected if ids else _("of all who have no proof yet")
        chosen = await self.choose(_("Ballots delivered: {whose}").format(whose=whose), offers)
        if chosen:
            self.rows.marked = ()
            await self.do(_("Saved."), note_delivery, self.vote.id, Delivery(chosen), ids)

    @refusable
    @work
    async def action_evote(self) -> None:
        """Take in the official result, after a look at its differences."""
        if await take_in_evote(self, self.prompt, self.vote.id):
            self.reload()

    @refusable
    @work
    async def action_close_vote(self) -> None:
        """Close the vote, who did not vote following the majority only where the vote says so."""
        question = _("Close the vote “{matter}”? No slip can be entered after that; u takes the closing back.")
        offers = [Offer("close", _("Count the slips"), key="c")]
        if self.vote.clause and self.vote.notice:
            offers.append(Offer("follow", _("Who did not vote follows the majority"), self.vote.clause, key="m"))
            chosen = await self.choose(_("Close the vote"), offers)
        else:
            sure = Confirm(question.format(matter=self.vote.motion), _("Close the vote"))
            chosen = "close" if await self.app.push_screen_wait(sure) else None
        if chosen:
            vote, follow = self.vote, chosen == "follow"
            closed = await self.do("", close_vote, vote.id, vote.version, followers=follow)
            if closed is not None:
                self.tell_done(_("The vote is closed: {state}.").format(state=state_of(closed)))

    @refusable
    @work
    async def action_annul(self) -> None:
        """Annul the vote, saying why."""
        reason = await self.prompt.ask(_("Why is it annulled?"), hint=_("The reason stays on record"))
        if reason:
            await self.do(_("The vote is annulled."), annul_vote, self.vote.id, reason)


def _key(elector: Elector) -> UUID:
    """By what an elector is known."""
    return elector.id


def _answer(elector: Elector) -> str:
    """What is on record, in a word."""
    return _(ANSWERS[elector.answer])


def _row(elector: Elector) -> Row:
    """An elector in the list."""
    tone = _TONES[elector.answer]
    said = _answer(elector) if elector.answer is not Answer.NONE else ""
    twice = f" ×{elector.slips}" if elector.slips > 1 else ""
    proven = _(DELIVERIES[elector.delivery]) if elector.delivery is not Delivery.NONE else ""
    mark = Words(_MARKS[elector.answer], tone)
    return Row(
        elector.id, (mark, elector.name, elector.rooms, area_said(elector.area), Words(said + twice, tone), proven)
    )
