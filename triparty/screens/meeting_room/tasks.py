"""The actions of an item, and what a line typed for a new one is understood to say."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from meetings_db.models import Action
from triparty.i18n import _, ngettext
from triparty.screens.meeting_room.scene import Scene
from triparty.words import PARTIES

_LINES = 7
"""How many lines the list has at most, as its height says."""
_WIDTH = 80
"""How wide it is taken to be before it is laid out."""


class TaskList(Static):
    """Who does what until when."""

    scene: reactive[Scene | None] = reactive(None)

    def watch_scene(self) -> None:
        """Show the item's actions, the newest last."""
        actions: Sequence[Action] = self.scene.actions if self.scene else ()
        self.border_title = Content(_("Actions {count}").format(count=len(actions)))
        lines = [_line(action) for action in actions]
        shown = _newest(lines, self.content_size.width or _WIDTH)
        if earlier := len(lines) - len(shown):
            told = ngettext("{count} earlier", "{count} earlier", earlier).format(count=earlier)
            shown = [Content.styled(f"… {told}", "$foreground 65%"), *shown]
        self.update(
            Content("\n").join(shown or [Content.styled(_("No action yet. t takes one down."), "$foreground 65%")])
        )

    def on_resize(self) -> None:
        """Other lines fit."""
        self.watch_scene()


def _newest(lines: Sequence[Content], width: int) -> list[Content]:
    """The last lines that fit whole when wrapped, one line left for what is not shown; in any case the newest."""
    heights = [line.get_height({}, width) for line in lines]
    if sum(heights) <= _LINES:
        return list(lines)
    first = len(lines) - 1
    while first > 0 and sum(heights[first - 1 :]) < _LINES:
        first -= 1
    return list(lines[first:])


def _line(action: Action) -> Content:
    """One action: owner and party, what, when."""
    owner = " ".join(filter(None, (_(PARTIES[action.party]), action.owner)))
    return Content.assemble(
        (owner, "bold"), "  ", action.what, "  ", (_due(action.due_on), "$primary" if action.due_on else "$warning")
    )


def _due(due_on: date | None) -> str:
    """The day, or that none was named."""
    return due_on.isoformat() if due_on else "! " + _("no date")
