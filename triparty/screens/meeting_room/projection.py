"""What forty people look at: the item, its clock, what was counted and promised; no phone numbers, no reporters."""

from datetime import UTC, datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Digits, Static

from meetings_db.models import SETTLED, Action, AgendaItem
from meetings_db.queries.meetings import BallotSheet
from triparty.i18n import _
from triparty.screens.meeting_room.scene import Scene, standing_sheet, time_used
from triparty.screens.meeting_words import DOT, became, guard_said, quorum_line, span
from triparty.services.ballots import quorum_at
from triparty.words import ITEM_STATUSES, KINDS, PARTIES

_ACTIONS = 4
"""How many actions are shown, the newest last: a wall is read from the back of the room."""


class Projection(Vertical):
    """The item large and alone; only what is said here is seen by everybody."""

    scene: reactive[Scene | None] = reactive(None)

    def compose(self) -> ComposeResult:
        """What it is about, how long it has been, what came of it."""
        yield Static(id="matter")
        yield Digits(id="used")
        yield Static(id="planned")
        yield Static(id="came_of_it")

    def watch_scene(self) -> None:
        """Show another state of the meeting."""
        scene = self.scene
        if scene is None or not self.is_mounted:
            return
        matter, came_of_it = self.query_one("#matter", Static), self.query_one("#came_of_it", Static)
        if scene.item is None:
            matter.update(Content(_("The agenda is empty.")))
            came_of_it.update("")
            return
        matter.update(_about(scene, scene.item))
        came_of_it.update(Content("\n\n").join(_came_of_it(scene, scene.item)))
        self.tick()

    def tick(self) -> None:
        """A second has passed: the item's clock goes on, and says in words when it is over."""
        scene = self.scene
        if scene is None or scene.item is None or not self.is_mounted:
            return
        item = scene.item
        used = time_used(scene.room, item, datetime.now(UTC))
        seconds, planned = int(used.total_seconds()), item.minutes * 60
        clock, below = self.query_one("#used", Digits), self.query_one("#planned", Static)
        clock.update(span(used))
        words = _("{planned} min planned").format(planned=item.minutes)
        over = seconds > planned > 0
        clock.set_class(over, "-over")
        if over:
            late = _("over time by {minutes} min").format(minutes=-(-(seconds - planned) // 60))
            below.update(Content.assemble(words, DOT, (f"! {late}", "bold $warning")))
        else:
            below.update(Content(words))


def _about(scene: Scene, item: AgendaItem) -> Content:
    """Number and title, what kind it is and how it stands, and who may decide."""
    place = _("Item {number} of {count}").format(number=item.position, count=len(scene.room.items))
    tone = "bold $success" if item.status in SETTLED else "bold"
    return Content.assemble(
        (place, "bold $primary"),
        DOT + _(KINDS[item.kind]) + DOT,
        (_(ITEM_STATUSES[item.status]), tone),
        ("\n\n" + scene.shown(item.title), "bold"),
        "\n\n⚖ " + scene.shown(guard_said(item)) + "\n",
    )


def _came_of_it(scene: Scene, item: AgendaItem) -> list[Content]:
    """Who is here, the ballot that stands, the conclusion, and the last promises."""
    quorum = quorum_at(scene.room, scene.meeting.closed_at or datetime.now(UTC), item.id)
    tone = "$success" if quorum.reached else "$warning"
    parts = [Content.assemble((_("quorum") + "  ", "$foreground 65%"), (quorum_line(quorum), tone))]
    if scene.open_sheet:
        parts.append(
            Content.styled(_("The vote is open."), "bold $primary")
        )  # what it comes to is said when it is over
    elif sheet := standing_sheet(scene):
        parts.append(_counted(sheet))
    if said := became(item):
        parts.append(Content.styled("→ " + scene.shown(said), "bold"))
    if scene.actions:
        parts.append(Content("\n").join(_promise(scene, action) for action in scene.actions[-_ACTIONS:]))
    return parts


def _counted(sheet: BallotSheet) -> Content:
    """What all groups answered together, and whether it carried."""
    yes, no, abstain = (sum(getattr(count, name) for count in sheet.counts) for name in ("yes", "no", "abstain"))
    carried = bool(sheet.ballot.passed)
    return Content.assemble(
        _("yes {yes}   no {no}   abstained {abstain}").format(yes=yes, no=no, abstain=abstain),
        "   ",
        ("✓ " + _("agreed"), "bold $success") if carried else ("✗ " + _("not agreed"), "bold $warning"),
    )


def _promise(scene: Scene, action: Action) -> Content:
    """Who does what until when."""
    owner = " ".join(filter(None, (_(PARTIES[action.party]), action.owner)))
    due = action.due_on.isoformat() if action.due_on else "! " + _("no date")
    return Content.assemble((scene.shown(owner), "bold"), "  ", scene.shown(action.what), "  ", (due, "$primary"))
