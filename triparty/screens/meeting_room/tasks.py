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


class TaskList(Static):
    """Who does what until when."""

    scene: reactive[Scene | None] = reactive(None)

    def watch_scene(self) -> None:
        """Show the item's actions, the newest last."""
        actions: Sequence[Action] = self.scene.actions if self.scene else ()
        self.border_title = Content(_("Actions {count}").format(count=len(actions)))
        lines = [_line(action) for action in actions]
        if (earlier := len(lines) - _LINES) > 0:
            told = ngettext("{count} earlier", "{count} earlier", earlier + 1).format(count=earlier + 1)
            lines = [Content.styled(f"… {told}", "$foreground 65%"), *lines[earlier + 1 :]]
        self.update(
            Content("\n").join(lines or [Content.styled(_("No action yet. t takes one down."), "$foreground 65%")])
        )


def _line(action: Action) -> Content:
    """One action: owner and party, what, when."""
    owner = " ".join(filter(None, (_(PARTIES[action.party]), action.owner)))
    return Content.assemble(
        (owner, "bold"), "  ", action.what, "  ", (_due(action.due_on), "$primary" if action.due_on else "$warning")
    )


def _due(due_on: date | None) -> str:
    """The day, or that none was named."""
    return due_on.isoformat() if due_on else "! " + _("no date")
