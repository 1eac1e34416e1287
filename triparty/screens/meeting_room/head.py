"""The item on the table, and for a narrow terminal the agenda and presence on one line each."""

from datetime import UTC, datetime

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from meetings_db.models import SETTLED, AgendaItem, MeetingStatus, PresenceKind
from meetings_db.queries.meetings import MeetingRoom
from triparty.i18n import _
from triparty.screens.meeting_room.scene import Scene, time_used
from triparty.screens.meeting_words import (
    DOT,
    became,
    guard_said,
    last_kind,
    quorum_line,
    quorum_marks,
    span,
    why_here,
)
from triparty.services.ballots import quorum_at
from triparty.widgets.cells import Words
from triparty.widgets.words import meeting_status
from triparty.words import ITEM_STATUSES, KINDS


def clock(scene: Scene, now: datetime, *, wide: bool) -> Words:
    """What runs, for how long, and where it is wide the quorum too; amber while a party is missing."""
    meeting = scene.meeting
    at = meeting.closed_at or now
    if scene.running:
        told = "●"
    elif meeting.status is MeetingStatus.FROZEN:
        told = "○ " + _("not open yet")
    else:
        told = meeting_status(meeting.status).text
    if meeting.opened_at is not None and meeting.status is not MeetingStatus.FINAL:
        told = f"{told} {span(at - meeting.opened_at)}"
    parts = [told]
    quorum = quorum_at(scene.room, at, scene.item_id)
    if wide:
        parts.append(f"{_('quorum')} {quorum_marks(quorum)}")
    return Words("  ".join(parts), "green" if quorum.reached else "amber")


class ItemHead(Static):
    """Title, time, why it is here, what may be decided, what was."""

    scene: reactive[Scene | None] = reactive(None)
    _widths: tuple[int, ...] = ()

    def watch_scene(self) -> None:
        """Show another item."""
        self._widths = ()
        self.tick()

    def tick(self) -> None:
        """A second has passed: the screen is laid out anew only when a line has another width."""
        scene = self.scene
        if scene is None or scene.item is None:
            self.update(Content(_("The agenda is empty.")))
            return
        item = scene.item
        lines = [
            Content.assemble(
                (_("Item {number}").format(number=item.position) + "  ", "bold $primary"), (item.title, "bold")
            ),
            _facts(scene.room, item, datetime.now(UTC)),
            Content.styled(why_here(scene.room, item), "$foreground 65%"),
            Content.assemble("⚖ ", guard_said(item), *_changed(item)),
        ]
        if said := became(item):
            lines.append(Content.styled("→ " + said, "bold"))
        widths = tuple(line.cell_length for line in lines)
        self.update(Content("\n").join(lines), layout=widths != self._widths)
        self._widths = widths


def _changed(item: AgendaItem) -> list[tuple[str, str]]:
    """Why the meeting changed who may decide, where it did."""
    changed = _("changed because: {reason}").format(reason=item.guard_reason)
    return [(DOT + changed, "$foreground 65%")] if item.guard_reason else []


def _facts(room: MeetingRoom, item: AgendaItem, now: datetime) -> Content:
    """Kind, presenter, status and time, with a word when it is over."""
    used = time_used(room, item, now)
    over = used.total_seconds() > item.minutes * 60 > 0
    times = _("{used} of {planned} min").format(planned=item.minutes, used=span(used))
    facts = [_(KINDS[item.kind]), *([item.presenter] if item.presenter else []), times]
    return Content.assemble(
        DOT.join(facts),
        (" ! " + _("over time"), "$warning") if over else "",
        DOT,
        (_(ITEM_STATUSES[item.status]), "bold $success" if item.status in SETTLED else "bold"),
    )


class Fold(Static):
    """Agenda and presence on one line each, with the quorum."""

    scene: reactive[Scene | None] = reactive(None)

    def watch_scene(self) -> None:
        """Count again."""
        scene = self.scene
        if scene is None:
            return
        place = scene.item.position if scene.item else 0
        agenda = _("agenda: item {place} of {count}, {settled} settled").format(
            place=place, count=len(scene.room.items), settled=scene.settled
        )
        presence = scene.room.presence
        here = sum(last_kind(events) is PresenceKind.ARRIVE for events in presence.values())
        people = _("{here} of {invited} here").format(here=here, invited=len(scene.room.participants))
        at = scene.meeting.closed_at or datetime.now(UTC)
        quorum = quorum_at(scene.room, at, scene.item_id)
        tone = "$success" if quorum.reached else "$warning"
        self.update(
            Content.assemble(
                ("g ", "bold $primary"),
                agenda,
                ("\na ", "bold $primary"),
                people + DOT + _("quorum") + " ",
                (quorum_line(quorum), tone),
            )
        )
