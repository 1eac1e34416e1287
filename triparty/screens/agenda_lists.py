"""The pool beside the agenda: what waits for a meeting, and what this one will deal with."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from meetings_db.engine import Database
from meetings_db.models import AgendaItem, Authority, Meeting, MeetingStatus, Route, Why
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.paging import Tally
from meetings_db.queries.visits import IssueLine, issues_with, pool_list
from triparty.i18n import _, ngettext
from triparty.rules.agendas import Finding
from triparty.screens.list_station import said_count
from triparty.screens.meeting_words import DOT, guard_said, lacking, why_here
from triparty.widgets.cells import cut, fit
from triparty.widgets.paged import Paged
from triparty.widgets.row_list import Column, Row, RowList
from triparty.words import KINDS

KIND, PRESENTER, MINUTES = 14, 12, 6
"""The columns at the right of an item, in cells."""
LINES = 3
"""Every item takes so many."""
QUIET = "$foreground 80%"
"""What stands under a title, still read easily where the row is chosen."""
_BAR = 16


@dataclass(frozen=True)
class Plan:
    """A meeting being prepared: its agenda and people, what a check finds, and how the last decisions stand."""

    room: MeetingRoom
    findings: tuple[Finding, ...]
    decisions: str = ""


class PoolList(RowList):
    """Issues that wait for a meeting, each in two lines; several are selected and put on the agenda at once."""

    TALL = 2

    @dataclass
    class Wait(Message):
        """An issue is to wait until a day."""

        line: IssueLine

    FIVE: ClassVar[tuple[str, ...]] = ("pool.put", "agenda.switch", "agenda.check", "agenda.freeze", "agenda.invited")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,enter",
            "put",
            _("Put on the agenda"),
            id="pool.put",
            tooltip=_("Put this issue, or all that are selected, on the agenda"),
        ),
        Binding("w", "wait", _("Wait"), id="pool.wait", tooltip=_("Let it wait until a day; then it is here again")),
    ]

    def __init__(self, db: Database, *, id: str) -> None:
        super().__init__([Column("", 10, share=1)], marking=True, teaching=_("Reading …"), titled=False, id=id)
        self._db = db
        self._tally = Tally()

    async def load(self, community_id: UUID) -> None:
        """Read the first page, or the one where the cursor is."""
        pages = await Paged(self._db, pool_list(community_id), _waiting, self._tally).open()
        await self.show(pages)
        self.teaching = _(
            "The pool is empty. Triage an issue to the joint meeting or to the owners, and it waits here."
        )
        self.say_count()
        if not pages.counted:
            self._begin(self._count)

    async def lines(self, keys: Sequence[Hashable]) -> list[IssueLine]:
        """The issues with these keys, in their order, whether or not they still wait."""
        return await self._db.read_async(issues_with, keys)

    async def _count(self) -> None:
        """Count them while the keys work already."""
        await self.count()
        self.say_count()

    def say_count(self) -> None:
        """Say how many wait, and how many of them are selected."""
        count = said_count(self.source.total if self.source.counted else None, "{count}")
        marks = len(self.marked)
        selected = ngettext("{count} selected", "{count} selected", marks).format(count=marks)
        title = _("Pool {count}").format(count=count)
        self.border_title = Content(f"{title} · ● {selected}" if marks else title)

    def watch_marked(self) -> None:
        """Say how many are selected."""
        super().watch_marked()
        self.say_count()

    def action_wait(self) -> None:
        """Let the issue under the cursor wait."""
        if self.line is not None:
            self.post_message(self.Wait(self.line))

    def action_put(self) -> None:
        """Put the selected issues, or the one under the cursor, on the agenda."""
        self.action_choose()


def _waiting(line: IssueLine) -> Row:
    """An issue of the pool: its title, and under it what is known of it."""
    people = ngettext("{count} person", "{count} people", line.reporters).format(count=line.reporters)
    facts = [line.number, line.estate, people, f"{line.reported_at.astimezone():%m-%d}"]
    if line.route is Route.OWNERS:
        facts.append("⚖ " + _("owners decide"))
    return Row(line.id, (line.title,), below=DOT.join(facts))


class ItemRows(OptionList):
    """The agenda: each item with why it is here, what may be decided, and what is missing.

    The cursor stays with its row, and with its place where that row goes.
    """

    plan: reactive[Plan | None] = reactive(None)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,delete",
            "off",
            _("Take off"),
            id="items.off",
            tooltip=_("Take this item off; its issue goes back to the pool"),
        ),
        Binding("e", "edit", _("Edit"), id="items.edit", tooltip=_("Title, kind, authority, presenter, minutes")),
        Binding("m", "minutes", _("Minutes allotted"), id="items.minutes", tooltip=_("Type the minutes in place")),
        Binding("w", "presenter", _("Presenter"), id="items.presenter", tooltip=_("Type who presents it in place")),
        Binding(
            "g",
            "guard",
            _("Who decides"),
            id="items.guard",
            tooltip=_("Say who may decide it, and on what ground of law"),
        ),
        Binding("K", "shift(-1)", _("Up"), id="items.up", tooltip=_("Move this item up")),
        Binding("J", "shift(1)", _("Down"), id="items.down", tooltip=_("Move this item down")),
        Binding(
            "enter",
            "open",
            _("Open"),
            show=False,
            id="items.open",
            tooltip=_("Edit the item; with a frozen agenda, open the meeting"),
        ),
    ]

    @property
    def FIVE(self) -> tuple[str, ...]:
        """The keys that matter: of an agenda being made, then of one that is frozen."""
        if self.plan is not None and self.plan.room.meeting.status is not MeetingStatus.PREPARING:
            return ("agenda.open", "agenda.papers", "agenda.arrivals", "agenda.freeze", "agenda.invited")
        return (
            "items.edit",
            "items.minutes",
            "items.presenter",
            "items.up",
            "items.down",
            "items.off",
            "items.guard",
            "agenda.freeze",
            "agenda.new",
        )

    @dataclass
    class Wanted(Message):
        """Something is wanted with an item: `deed` is off, edit, guard, minutes, presenter, up, down or open."""

        deed: str
        item: AgendaItem

    def watch_plan(self) -> None:
        """Something was put on or taken off."""
        self.draw()

    def on_resize(self, _event: Resize) -> None:
        """The columns follow the width."""
        self.draw()

    def draw(self) -> None:
        """Fill the list again."""
        if self.plan is None:
            return
        place, row = self.highlighted, self.highlighted_option
        options = self.options_of(self.plan)
        kept = next((at for at, option in enumerate(options) if row and option.id == row.id), place or 0)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(options)
            if options:
                self.highlighted = min(kept, len(options) - 1)

    @property
    def width(self) -> int:
        """The cells a row has."""
        return max(20, self.scrollable_content_region.width - 2)

    def options_of(self, plan: Plan) -> list[Option]:
        """Each item in three lines."""
        self.border_title = Content(_("Agenda {count}").format(count=len(plan.room.items)))
        if not plan.room.items:
            words = _("Nothing on the agenda yet. enter in the pool puts an issue on it, n adds another item.")
            return [Option(Content.styled(words, "$foreground 65%"), disabled=True)]
        return [Option(self._line(plan, item), str(item.id)) for item in plan.room.items]

    def _line(self, plan: Plan, item: AgendaItem) -> Content:
        room = self.width - KIND - PRESENTER - MINUTES - 3
        why = plan.decisions if item.why is Why.DECISIONS and plan.decisions else why_here(plan.room, item)
        missing = lacking(item)
        guard = "$warning" if item.authority in (Authority.OWNERS, Authority.DEPARTMENT) else QUIET
        lack = "  ! " + _(", ").join(missing) if missing else ""
        return Content.assemble(
            (f"{item.position:>2} {fit(item.title, room - 2)}", "bold"),
            " " + fit(_(KINDS[item.kind]), KIND),
            " " + fit(item.presenter or "—", PRESENTER),
            fit(_("{count} min").format(count=item.minutes), MINUTES, right=True),
            "\n   ",
            (cut(why, self.width - 3), QUIET),
            "\n   ",
            (cut("⚖ " + guard_said(item), self.width - 3 - cell_len(lack)), guard),
            (lack, "bold $warning"),
        )

    @property
    def item(self) -> AgendaItem | None:
        """The item under the cursor."""
        items: Sequence[AgendaItem] = self.plan.room.items if self.plan else ()
        return items[self.highlighted] if self.highlighted is not None and self.highlighted < len(items) else None

    def go_to(self, item_id: UUID | None) -> None:
        """Put the cursor on an item that is there."""
        items = self.plan.room.items if self.plan else ()
        self.highlighted = next((at for at, item in enumerate(items) if item.id == item_id), self.highlighted)

    def cell(self, column: str) -> tuple[int, int, int]:
        """Where (x, y, in the list) and how wide the `presenter` or `minutes` of the item under the cursor stands."""
        x = self.gutter.left + self.width - MINUTES - (PRESENTER if column == "presenter" else 0)
        y = self.gutter.top + (self.highlighted or 0) * LINES - self.scroll_offset.y
        return x, y, PRESENTER if column == "presenter" else MINUTES

    def _want(self, deed: str) -> None:
        if self.item is not None:
            self.post_message(self.Wanted(deed, self.item))

    def action_off(self) -> None:
        """Take it off."""
        self._want("off")

    def action_edit(self) -> None:
        """Edit it."""
        self._want("edit")

    def action_guard(self) -> None:
        """Say who may decide it."""
        self._want("guard")

    def action_minutes(self) -> None:
        """Type its minutes."""
        self._want("minutes")

    def action_presenter(self) -> None:
        """Type its presenter."""
        self._want("presenter")

    def action_open(self) -> None:
        """Open the meeting, or edit."""
        self._want("open")

    def action_shift(self, by: int) -> None:
        """Move it."""
        self._want("down" if by > 0 else "up")


class PlanLength(Static):
    """The items' minutes against the meeting's, and what a check finds."""

    plan: reactive[Plan | None] = reactive(None)

    def watch_plan(self) -> None:
        """Add up again."""
        if self.plan is None:
            return
        meeting, room = self.plan.room.meeting, self.plan.room
        planned = sum(item.minutes for item in room.items)
        errors = sum(finding.severity == "error" for finding in self.plan.findings)
        warnings = len(self.plan.findings) - errors
        checked = [
            ngettext("✗ {count} to mend", "✗ {count} to mend", errors).format(count=errors) if errors else "",
            ngettext("! {count} warning", "! {count} warnings", warnings).format(count=warnings) if warnings else "",
        ]
        self.update(
            Content.assemble(
                *_bar(planned, meeting),
                "   ",
                ("  ".join(filter(None, checked)) or "✓ " + _("nothing is missing"), "bold"),
                "   ",
                ngettext("{count} invited", "{count} invited", len(room.participants)).format(
                    count=len(room.participants)
                ),
            )
        )


def _bar(planned: int, meeting: Meeting) -> list[tuple[str, str]]:
    """Minutes planned as a bar: what is beyond the meeting's length has another sign."""
    length = meeting.minutes_planned
    full = min(_BAR, round(_BAR * planned / length))
    over = planned > length
    words = _("{planned} of {length} min").format(planned=planned, length=length)
    tone = "$warning" if over else "$primary"
    more = " ! " + _("{count} min too many").format(count=planned - length) if over else ""
    return [
        ("█" * full, tone),
        ("░" * (_BAR - full), "$foreground 40%"),
        (f" {words}", "bold"),
        (more, "bold $warning"),
    ]
