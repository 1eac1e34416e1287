"""Follow-up: every promise, who made it, until when, and every step until it is verified."""

from collections.abc import Hashable
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.models import FINISHED, Action, ActionUpdate, PaperKind, Party, UpdateKind
from meetings_db.queries.actions import ActionLine, action_life, action_list
from meetings_db.queries.directory import Seat, register
from meetings_db.queries.paging import Listing
from meetings_db.queries.photos import photos_of
from triparty.i18n import _, ngettext
from triparty.intake.action_line import read_action
from triparty.intake.dates import read_date
from triparty.rules import RuleError
from triparty.rules.actions import STEPS, answerable
from triparty.screens.list_station import Sort, said_count
from triparty.screens.photos import PicturedStation, photos_part
from triparty.screens.write_paper import write_about, write_tracker
from triparty.services.actions import take_step, take_steps
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Offer
from triparty.widgets.frame import refusable
from triparty.widgets.prompt import Chip
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import Step, facts, told

_ACTIONS = {
    "start": UpdateKind.STARTED,
    "progress": UpdateKind.PROGRESS,
    "block": UpdateKind.BLOCKED,
    "extend": UpdateKind.EXTENDED,
    "hand_on": UpdateKind.PASSED_ON,
    "submit": UpdateKind.SUBMITTED,
    "close": UpdateKind.CLOSED,
    "send_back": UpdateKind.RETURNED,
    "cancel": UpdateKind.CANCELLED,
}
_NOTHING_MORE = "—"
"""Stands for what is to be done where a line names nobody but the new owner."""

_STANDINGS = {"open": _("open"), "late": _("overdue"), "ended": _("ended"), "all": _("open and ended")}


class FollowUpScreen(PicturedStation):
    """The tracker: what is open by due date, then what has ended."""

    STATION = "follow_up"
    KIND = "action"
    PICTURED = Action
    MARKING = True
    FIVE: ClassVar[tuple[str, ...]] = (
        "follow_up.start",
        "follow_up.progress",
        "follow_up.submit",
        "follow_up.close",
        "follow_up.paper",
    )
    COLUMNS = (
        Column("", 1),
        Column(_("Number"), 12, from_width=72),
        Column(_("What"), 14, share=4),
        Column(_("Owner"), 14, share=1),
        Column(_("Due"), 12),
        Column(_("Status"), 13, from_width=86),
    )
    SORTS = (
        Sort("due", _("By due date, ended ones last"), 4, False, "d"),
        Sort("newest", _("Newest first"), 1, True, "n"),
        Sort("oldest", _("Oldest first"), 1, False, "o"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "start", _("Start"), show=False, id="follow_up.start", tooltip=_("Work on it has begun")),
        Binding("g", "progress", _("Progress"), show=False, id="follow_up.progress", tooltip=_("Note how far it is")),
        Binding("b", "block", _("Blocked"), show=False, id="follow_up.block", tooltip=_("It cannot go on, and why")),
        Binding(
            "t",
            "extend",
            _("Extend"),
            show=False,
            id="follow_up.extend",
            tooltip=_("A new due date, and why; the old one is kept"),
        ),
        Binding(
            "h",
            "hand_on",
            _("Hand on"),
            show=False,
            id="follow_up.hand_on",
            tooltip=_("Somebody else takes it on; the first owner is kept"),
        ),
        Binding(
            "v",
            "submit",
            _("Reported done"),
            show=False,
            id="follow_up.submit",
            tooltip=_("The owner says it is done: to be verified"),
        ),
        Binding(
            "c",
            "close",
            _("Verified"),
            show=False,
            id="follow_up.close",
            tooltip=_("It was looked at and is done: closed"),
        ),
        Binding(
            "r",
            "send_back",
            _("Send back"),
            show=False,
            id="follow_up.send_back",
            tooltip=_("It was looked at and is not done, and why"),
        ),
        Binding(
            "k", "cancel", _("Cancel"), show=False, id="follow_up.cancel", tooltip=_("It will not be done, and why")
        ),
        Binding("f", "filter", _("Filter"), show=False, id="follow_up.filter", tooltip=_("Open ones, or all")),
        Binding(
            "p",
            "paper",
            _("Word and Excel"),
            show=False,
            id="follow_up.paper",
            tooltip=_("Write the tracker for Word and for Excel"),
        ),
        Binding(
            "d",
            "order",
            _("Order"),
            show=False,
            id="follow_up.order",
            tooltip=_("Write its owner a follow-up order about everything open"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = "all"
        self._seats: list[Seat] = []

    def teaching(self) -> str:
        """Where actions come from."""
        return _(
            "Here stands who does what until when. Actions are taken down in the meeting: "
            "press 4, open a meeting, and type t there, like: @Zhao mends the lamp at the east gate next Friday."
        )

    def listing(self) -> Listing[ActionLine]:
        """Open actions by due date, then the ended ones, newest first; or by another sort."""
        before = self.today if self.standing == "late" else None
        return action_list(self.desk.community_id, "open" if before else self.standing, self.sort, before=before)

    async def load(self) -> None:
        """The list, and who may be handed an action."""
        self._seats = await self.read(register, self.desk.community_id, on=self.today)
        await super().load()

    def widen(self) -> bool:
        """What was asked for may have ended."""
        hidden, self.standing = self.standing != "all", "all"
        return hidden

    def counted(self, count: int | None) -> None:
        """How many, and what the filter is."""
        number = said_count(count, ngettext("{count} action", "{count} actions", count or 0))
        self.about(number, _STANDINGS[self.standing])

    def row_of(self, line: ActionLine) -> Row:
        """An action in the list."""
        status = words.action_status(line.status)
        sign = Words(status.text[:1], status.tone)
        owner = " ".join(filter(None, (words.party(line.party), line.owner)))
        if line.status in FINISHED:
            due = Words(moments.short_date(line.due_on, self.today) if line.due_on else "", "grey")
            return Row(line.id, (sign, line.number, line.what, owner, due, status), "grey")
        return Row(line.id, (sign, line.number, line.what, owner, moments.due(line.due_on, self.today), status))

    async def show_life(self, key: Hashable | None) -> None:
        """The whole life of an action."""
        if not isinstance(key, UUID):
            self.life.show("", ())
            return
        line = await self.read(action_life, key)
        action = line.action
        late = moments.due(action.due_on, self.today) if action.status not in FINISHED else Words("")
        day = f"{action.due_on:%Y-%m-%d}" if action.due_on else ""
        first = f"{action.first_due_on:%Y-%m-%d}" if action.first_due_on not in (None, action.due_on) else ""
        known = facts(
            [
                (_("Status"), words.action_status(action.status)),
                (_("Owner"), " ".join(filter(None, (words.party(action.party), action.owner)))),
                (_("First owner"), action.first_owner if action.first_owner != action.owner else ""),
                (_("Due"), Words("  ".join(filter(None, (day, late.text))), late.tone)),
                (_("First due"), first),
                (_("Done means"), action.done_means),
                (_("Budget"), _("{yuan} yuan").format(yuan=f"{action.budget / 100:,.2f}") if action.budget else ""),
                (_("Paid from"), action.funding),
                (_("Meeting"), line.meeting.title if line.meeting else ""),
                (_("Item"), line.item.title if line.item else ""),
            ]
        )
        steps = told([self._step(step) for step in line.updates])
        photos = photos_part(await self.read(photos_of, Action, action.id), self.today)
        self.life.show(f"{action.number}  {action.what}", [("", known), (_("What happened"), steps), photos])

    @staticmethod
    def _step(step: ActionUpdate) -> Step:
        """One step as a dated sentence."""
        said = words.step(step.kind)
        change = f"  {step.before} → {step.after}" if step.after else ""
        return Step(moments.full(step.at), Words(said.text + change, said.tone), step.actor, step.note)

    def _line(self) -> ActionLine | None:
        """The action under the cursor."""
        line: ActionLine | None = self.rows.line
        return line

    def why_not(self, action: str) -> str | None:
        """What the action's standing does not allow."""
        kind, line = _ACTIONS.get(action), self._line()
        if line is None and (kind or action in ("photos", "order")):
            return _("There is no action here.")
        if line is None or kind is None or self.rows.marked:
            return None  # of several those that may not are told by their number
        step = STEPS[kind]
        return None if line.status in step.starts else _(step.refusal)

    async def _take(self, lines: list[ActionLine], kind: UpdateKind, note: str = "", **more: Any) -> None:
        """Take a step with actions as they were seen when its key was pressed."""
        step = words.step(kind).text
        if len(lines) > 1:
            await self.do_with_each(partial(_told, step), take_steps, lines, kind, note, **more)
            return
        for line in lines:
            done = await self.done(f"{line.number}: {step}", take_step, line.id, line.version, kind, note, **more)
            self.amend(line._replace(version=done.version, status=done.status))
            self.rows.marked = ()

    async def _ask_and_take(self, lines: list[ActionLine], kind: UpdateKind, question: str, **more: Any) -> None:
        """Ask for the words that stay on record, and take the step."""

        async def take(note: str) -> None:
            await self._take(lines, kind, note, **more)

        await self.prompt.ask(question, hint=_("The words stay on record."), accept=take)

    @refusable
    @work
    async def action_start(self) -> None:
        """Work on it has begun."""
        await self._take(await self.chosen(), UpdateKind.STARTED)

    @refusable
    @work
    async def action_progress(self) -> None:
        """Note how far it is."""
        await self._ask_and_take(await self.chosen(), UpdateKind.PROGRESS, _("How far is it?"))

    @refusable
    @work
    async def action_block(self) -> None:
        """It cannot go on."""
        await self._ask_and_take(await self.chosen(), UpdateKind.BLOCKED, _("What is in the way?"))

    @refusable
    @work
    async def action_extend(self) -> None:
        """A new due date, and why."""
        lines = await self.chosen()
        text = await self.prompt.ask(
            _("Until when?"), hint=_("Like: next Friday, +7d, 12-05"), understand=self._understand, accept=self._a_day
        )
        day = read_date(text, self.today) if text else None
        if day is None:
            return
        why = _("Why until {day}?").format(day=day.isoformat())
        await self._ask_and_take(lines, UpdateKind.EXTENDED, why, due_on=day)

    async def _a_day(self, text: str) -> None:
        """Refuse what is no day."""
        if read_date(text, self.today) is None:
            raise RuleError(_("“{text}” is no date I know. Type one like: next Friday, +7d, 12-05.").format(text=text))

    def _understand(self, text: str) -> list[Chip]:
        """The day a line names."""
        day = read_date(text, self.today)
        if day is None:
            return [Chip(_("Due"), _("not understood yet"), "red")]
        return [Chip(_("Due"), f"{day.isoformat()} {moments.weekday(day)}")]

    @refusable
    @work
    async def action_hand_on(self) -> None:
        """Somebody else takes it on."""
        lines = await self.chosen()
        text = await self.prompt.ask(
            _("Who takes it on?"), hint=_("Like: @Zhao, @property, or any name"), understand=self._understand_owner
        )
        if text is None or not text.strip():
            return
        owner, party = self._new_owner(text)
        why = _("Why {owner}?").format(owner=owner)
        await self._ask_and_take(lines, UpdateKind.PASSED_ON, why, owner=owner, party=party)

    def _new_owner(self, text: str) -> tuple[str, Party | None]:
        """Whom a typed name means, as in the meeting room; None for the party where the register knows of none.

        A party alone is its first organisation of the register.
        """
        said = text.strip().lstrip("@")
        read = read_action(f"@{said} {_NOTHING_MORE}", self._seats, self.today).action
        if read is None or read.what != _NOTHING_MORE or read.party is Party.OTHER:
            return said, None
        bodies = [seat.organisation.name for seat in self._seats if seat.post.party is read.party]
        return read.owner or next(iter(bodies), words.party(read.party)), read.party

    def _understand_owner(self, text: str) -> list[Chip]:
        """Whom a line names."""
        owner, party = self._new_owner(text)
        return [Chip(_("who"), owner), *([Chip(_("party"), words.party(party))] if party else [])]

    @refusable
    @work
    async def action_submit(self) -> None:
        """The owner says it is done."""
        await self._take(await self.chosen(), UpdateKind.SUBMITTED)

    @refusable
    @work
    async def action_close(self) -> None:
        """It was verified."""
        await self._ask_and_take(await self.chosen(), UpdateKind.CLOSED, _("How was it verified?"))

    @refusable
    @work
    async def action_send_back(self) -> None:
        """It is not done."""
        await self._ask_and_take(await self.chosen(), UpdateKind.RETURNED, _("What is missing?"))

    @refusable
    @work
    async def action_cancel(self) -> None:
        """It will not be done."""
        await self._ask_and_take(await self.chosen(), UpdateKind.CANCELLED, _("Why will it not be done?"))

    @work
    async def action_filter(self) -> None:
        """Open ones, or all."""
        offers = [
            Offer("open", _("Not ended"), key="o"),
            Offer("late", _("Overdue"), key="l"),
            Offer("ended", _("Ended"), key="e"),
            Offer("all", _("Open and ended"), key="a"),
        ]
        chosen = await self.choose(_("Show"), offers, self.standing)
        if chosen:
            self.standing = chosen
            self.reload()

    @work
    async def action_paper(self) -> None:
        """Write the tracker for Word and for Excel."""
        for ending in (".docx", ".xlsx"):
            await write_tracker(self, ending=ending)

    @refusable
    @work
    async def action_order(self) -> None:
        """Write each owner of what was chosen an order: one for all that the owner has open."""
        for owner in dict.fromkeys(answerable(line.owner, line.party) for line in await self.chosen()):
            await write_about(self, PaperKind.ORDER, (owner, owner))


def _told(step: str, count: int) -> str:
    """With how many actions a step was taken."""
    return ngettext("{count} action: {step}", "{count} actions: {step}", count).format(count=count, step=step)
