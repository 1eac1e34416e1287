"""The owners' vote on the screen: slips entered as fast as they are turned over, the count standing above them."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from meetings_db.engine import Database
from meetings_db.models import Answer, Delivery, Elector, Estate, Flaw, OwnersVote, PaperKind
from meetings_db.queries.owners_votes import ElectorLine, elector_at, elector_list, vote_lines
from meetings_db.queries.paging import Listing
from triparty.i18n import _, ngettext
from triparty.intake.owner_rows import parts_of
from triparty.owner_words import ANSWERS, DELIVERIES, FLAWS
from triparty.rules import RuleError
from triparty.rules.owners import area_said, place_key
from triparty.rules.owners_votes import late_said, remarks
from triparty.screens.evote_file import take_in_evote
from triparty.screens.list_station import ListStation
from triparty.screens.owners_form import vote_fields, vote_of
from triparty.screens.owners_sums import state_of, sums_of
from triparty.screens.station import Station
from triparty.screens.write_paper import write_about
from triparty.services.kept import find
from triparty.services.owners_votes import (
    Standing,
    annul_vote,
    close_vote,
    enter_slip,
    note_delivery,
    open_vote,
    standing_of,
    subject_of,
    take_out_slip,
)
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Confirm, Offer
from triparty.widgets.frame import Desk, refusable, toned
from triparty.widgets.prompt import Chip
from triparty.widgets.row_list import Column, Row
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


class OwnersVoteScreen(ListStation):
    """The electorate of one vote: a room is typed, its owner shown, one key says what the slip says, and the next."""

    STATION = "register"
    KIND = "elector"
    MARKING = True
    FIVE: ClassVar[tuple[str, ...]] = ("slip.yes", "slip.no", "slip.abstain", "slip.void", "slip.room", "slip.close")
    COLUMNS = (
        Column("", 1),
        Column(_("Owner(s)"), 10, share=1),
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
        Binding("l", "late", _("Late"), id="slip.late", tooltip=_("The slip came after the last day, and so is void")),
        Binding("r", "room", _("Room"), id="slip.room", tooltip=_("Type the room of the next slip")),
        Binding("w", "proxy", _("Proxy"), id="slip.proxy", tooltip=_("Who hands in the next slip for its owner")),
        Binding("t", "take_out", _("Take out"), id="slip.out", tooltip=_("Take the owner's slip out again")),
        Binding("d", "delivered", _("Delivered"), id="slip.delivered", tooltip=_("How ballots were delivered")),
        Binding("e", "evote", _("E-vote"), id="slip.evote", tooltip=_("Take in the official e-vote's result")),
        Binding("p", "paper", _("Paper"), id="slip.paper", tooltip=_("Write the slips; of a closed vote its result")),
        Binding("c", "close_vote", _("Close the vote"), id="slip.close", tooltip=_("Close the vote and count")),
        Binding("a", "annul", _("Annul"), id="slip.annul", tooltip=_("Annul the vote; its slips are kept")),
    ]

    def __init__(
        self, db: Database, desk: Desk, vote: OwnersVote, *, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(db, desk, clock=clock)
        self.vote = vote
        self._near = ("", "")
        self._proxy = ""
        self._last = ""
        self._begun = False
        self._in_time = False
        self._asking: Worker[None] | None = None

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
        self._told(*await self.read(standing_of, self.vote.id))
        await super().load()
        if not self._begun:
            self._begun = True
            if self._open:
                self.action_room()
        self.tell_keys()

    def listing(self) -> Listing[Any]:
        """The electorate."""
        return elector_list(self.vote.id)

    def row_of(self, line: ElectorLine) -> Row:
        """An owner in the list."""
        tone = _TONES[line.answer]
        said = _(ANSWERS[line.answer]) if line.answer is not Answer.NONE else ""
        twice = f" ×{line.slips}" if line.slips > 1 else ""
        proven = _(DELIVERIES[line.delivery]) if line.delivery is not Delivery.NONE else ""
        mark = Words(_MARKS[line.answer], tone)
        return Row(line.id, (mark, line.name, line.rooms, area_said(line.area), Words(said + twice, tone), proven))

    def _told(self, vote: OwnersVote, standing: Standing) -> None:
        """Say what the slips come to, and how many came."""
        self.vote = vote
        told = remarks(vote.closes_on, afterwards=standing.afterwards, closed_early=vote.closed_early)
        sums = sums_of(standing.result, standing.shares, closed=vote.closed_at is not None)
        lines = [sums, *(toned(Words(each, "amber")) for each in told)]
        self.query_one("#sums", Static).update(Content("\n").join(lines))
        proxy = _("next slip by proxy: {name}").format(name=self._proxy) if self._proxy else ""
        slips = _("{count} of {all} owners").format(count=f"{standing.slips:,}", all=f"{standing.electors:,}")
        self.about(state_of(vote), slips, proxy, self._last)

    @property
    def _open(self) -> bool:
        return self.vote.closed_at is None and not self.vote.annulled_reason

    async def show_life(self, key: Hashable | None) -> None:
        """The owner under the cursor with what is on record."""
        if not isinstance(key, UUID):
            self.life.show("", ())
            return
        elector = await self.read(find, Elector, key)
        flaw = _(FLAWS[elector.flaw]) if elector.flaw is not Flaw.NONE else ""
        known = [
            (_("Rooms"), elector.rooms),
            (_("Area"), area_said(elector.area)),
            (_("Answer"), _(ANSWERS[elector.answer])),
            (_("Void because"), flaw),
            (_("Slips"), str(elector.slips)),
            (_("Proxy"), elector.proxy),
            (_("Delivered"), _(DELIVERIES[elector.delivery])),
            (_("Slip entered"), f"{elector.answered_at.astimezone():%Y-%m-%d %H:%M}" if elector.answered_at else ""),
        ]
        self.life.show(elector.name, [("", facts(known))])

    def why_not(self, action: str) -> str | None:
        """What a vote that is over cannot take any more."""
        name = action.partition("(")[0]
        deeds = ("answer", "unsigned", "late", "room", "proxy", "take_out", "delivered", "evote", "close_vote")
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
    def action_room(self) -> None:
        """Type a room: its owner is shown while it is typed, and the cursor goes there."""
        self._asking = self._ask_for_room()

    @work
    async def _ask_for_room(self) -> None:
        """Ask until a room of this electorate is named, and go to its owner."""
        hint = _("As 3-2-501; then y, n, b or i")
        await self.prompt.ask(_("Room"), hint=hint, understand=self._understood, accept=self._go_to_room)

    async def _go_to_room(self, typed: str) -> None:
        """To the owner of a room; refused where it is none of this electorate."""
        elector = await self._found(typed) if typed.strip() else None
        if elector is None and typed.strip():
            raise RuleError(_("{room} is not in this electorate.").format(room=typed.strip()))
        if elector is not None:
            building, entrance, _room = parts_of(typed)
            self._near = (building, entrance) if building else self._near
            await self.rows.move_to(elector.id)

    async def _found(self, typed: str) -> Elector | None:
        """Who votes for a room; a bare number is of the building and the entrance of the one before."""
        building, entrance, room = parts_of(typed)
        if not building and not entrance:
            building, entrance = self._near
        return await self.read(elector_at, self.vote.id, place_key(building, entrance, room))

    async def _understood(self, typed: str) -> list[Chip]:
        """The owner of the room that is being typed."""
        elector = await self._found(typed)
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

    @refusable
    def action_late(self) -> None:
        """A slip that came after the last day."""
        self._take(Answer.INVALID, Flaw.LATE)

    @work
    async def _take(self, answer: Answer, flaw: Flaw) -> None:
        """Save the slip of the owner under the cursor and go on to the next room while it is saved.

        The key may come before the cursor has reached the room that was typed: then it waits for that.
        """
        if self._asking is not None and self._asking.is_running and not self.prompt.is_open:
            await self._asking.wait()
        elector: ElectorLine | None = self.rows.line
        if elector is None or not (flaw is Flaw.LATE or await self._may_count()):
            return
        proxy, self._proxy = self._proxy, ""
        self.action_room()
        try:
            saved = await self.db.run_async(
                enter_slip, elector.id, answer, flaw, proxy, version=elector.version, in_time=self._in_time
            )
            self._last = f"{_MARKS[saved.answer]} {saved.name} · {_(ANSWERS[saved.answer])}"
            self.amend(ElectorLine(*(getattr(saved, name) for name in ElectorLine._fields)))
        except Exception as problem:
            self.refuse(problem)
        self.reload()  # a stale save has something new to show

    async def _may_count(self) -> bool:
        """After the last day, once: whether the slips that are entered now were handed in by then."""
        late = late_said(self.vote.closes_on, self.today)
        if late and not self._in_time:
            question = _("Were the slips you enter now handed in by then? A late one is entered with l.")
            sure = Confirm(f"{late}\n\n{question}", _("After the last day"))
            self._in_time = await self.app.push_screen_wait(sure)
        return not late or self._in_time

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
            line = self.rows.line
            await self.do(_("Taken out."), take_out_slip, line.id, version=line.version)

    @refusable
    @work
    async def action_delivered(self) -> None:
        """Say how the ballots were delivered: of the selected owners, or of all without another proof."""
        ids = [key for key in self.rows.marked if isinstance(key, UUID)]
        ways = [each for each in Delivery if ids or each is not Delivery.NONE]
        offers = [Offer(each.value, _(DELIVERIES[each])) for each in ways]
        selected = ngettext("of {count} owner", "of {count} owners", len(ids)).format(count=len(ids))
        whose = selected if ids else _("of all who have no proof yet")
        chosen = await self.choose(_("Ballots delivered: {whose}").format(whose=whose), offers)
        if chosen:
            self.rows.marked = ()
            noted = await self.do("", note_delivery, self.vote.id, Delivery(chosen), ids)
            if noted is not None:
                told = ngettext("Noted for {count} owner.", "Noted for {count} owners.", noted)
                self.tell_done(told.format(count=f"{noted:,}"))

    @refusable
    @work
    async def action_evote(self) -> None:
        """Take in the official result, after a look at its differences."""
        if await take_in_evote(self, self.prompt, self.vote):
            self.reload()

    @work
    async def action_paper(self) -> None:
        """Write the slips while the vote is open, and what it came to once it is closed."""
        kind = PaperKind.OWNERS_SLIP if self._open else PaperKind.OWNERS_RESULT
        await write_about(self, kind, subject_of(self.vote))

    @refusable
    @work
    async def action_close_vote(self) -> None:
        """Close the vote: before its last day with a reason; who did not vote follows only where the vote says so."""
        vote, standing = await self.read(standing_of, self.vote.id)
        missing = standing.electors - standing.slips
        if missing and self.today < vote.closes_on:
            await self._close_early(vote, missing)
            return
        question = _("Close the vote “{matter}”? No slip can be entered after that; u takes the closing back.")
        if vote.clause and vote.notice and missing:
            offers = [Offer("close", _("Count the slips"), key="c")]
            offers.append(Offer("follow", _("Who did not vote follows the majority"), vote.clause, key="m"))
            chosen = await self.choose(_("Close the vote"), offers)
        else:
            sure = Confirm(question.format(matter=vote.motion), _("Close the vote"))
            chosen = "close" if await self.app.push_screen_wait(sure) else None
        if chosen:
            await self._close(vote, followers=chosen == "follow")

    async def _close_early(self, vote: OwnersVote, missing: int) -> None:
        """Close a vote while owners may still vote: the reason stays on record."""
        told = ngettext(
            "{count} owner may still vote until {day}; the reason stays on record",
            "{count} owners may still vote until {day}; the reason stays on record",
            missing,
        )

        async def close(reason: str) -> None:
            if not reason.strip():
                raise RuleError(_("Say why: the reason stays on record."))
            await self._close(vote, early=reason)

        hint = told.format(count=f"{missing:,}", day=vote.closes_on)
        await self.prompt.ask(_("Why is it closed early?"), hint=hint, accept=close)

    async def _close(self, vote: OwnersVote, *, followers: bool = False, early: str = "") -> None:
        """Close it, and say what it came to."""
        closed = await self.done("", close_vote, vote.id, vote.version, followers=followers, early=early)
        self._last = ""
        self.tell_done(_("The vote is closed: {state}.").format(state=state_of(closed)))

    @refusable
    @work
    async def action_annul(self) -> None:
        """Annul the vote, saying why."""
        vote = self.vote

        async def annul(reason: str) -> None:
            await self.done(_("The vote is annulled."), annul_vote, vote.id, reason, version=vote.version)

        await self.prompt.ask(_("Why is it annulled?"), hint=_("The reason stays on record"), accept=annul)
