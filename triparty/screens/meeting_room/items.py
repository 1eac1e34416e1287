"""The agenda in the meeting room: what is settled, what is on the table, what is to come."""

from dataclasses import dataclass
from time import monotonic
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from meetings_db.models import SETTLED, AgendaItem, Authority
from triparty.i18n import _
from triparty.screens.meeting_room.scene import Scene
from triparty.screens.meeting_words import ITEM_MARKS
from triparty.words import ITEM_STATUSES

_SOON = 1.5
"""Seconds in which a second digit belongs to the first."""


class ItemList(OptionList):
    """The items; enter goes to the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            str(digit),
            f"digit({digit})",
            show=False,
            id=f"agenda.digit.{digit}",
            tooltip=_("The item of that number; enter goes to it"),
        )
        for digit in range(10)
    ]
    scene: reactive[Scene | None] = reactive(None)
    _on_table: UUID | None = None
    _typed: tuple[int, float] = (0, 0.0)

    @dataclass
    class Chosen(Message):
        """An item was chosen."""

        item_id: UUID

    def watch_scene(self) -> None:
        """Show the items as they stand; the cursor goes to another item on the table, and else stays."""
        scene = self.scene
        if scene is None:
            return
        self.border_title = Content(
            _("Agenda {settled}/{count}").format(settled=scene.settled, count=len(scene.room.items))
        )
        moved = scene.item_id != self._on_table
        chosen = None if moved else self.highlighted_option
        wanted = chosen.id if chosen else str(scene.item_id)
        self._on_table = scene.item_id
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(_line(scene, item), str(item.id)) for item in scene.room.items)
            self.highlighted = next((at for at, item in enumerate(scene.room.items) if str(item.id) == wanted), None)

    def action_digit(self, digit: int) -> None:
        """The cursor to the item of a number: a second digit soon after the first is of the same."""
        before, at = self._typed
        number = before * 10 + digit if monotonic() - at < _SOON else digit
        if not 0 < number <= self.option_count:
            number = digit
        self._typed = (number, monotonic())
        if 0 < number <= self.option_count:
            self.highlighted = number - 1

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which item."""
        event.stop()
        self.post_message(self.Chosen(UUID(event.option.id)))


def _line(scene: Scene, item: AgendaItem) -> Content:
    """An item in two lines: mark, number and title; what became of it or who it belongs to."""
    on_table = item.id == scene.item_id
    below = _(ITEM_STATUSES[item.status]) if item.status in SETTLED else ""
    if item.authority is Authority.OWNERS:
        below += " ⚖ " + _("owners decide")
    elif item.authority is Authority.DEPARTMENT:
        below += " ⚖ " + _("a department's")
    if on_table and item.status not in SETTLED:
        below = _(ITEM_STATUSES[item.status]) + below
    mark = "▶" if on_table else ITEM_MARKS[item.status]
    tone = "bold" if on_table else "$foreground 80%" if item.status in SETTLED else ""
    return Content.assemble(
        (f"{mark} {item.position:>2} {scene.shown(item.title)}", tone), "\n     ", (below.strip(), "$foreground 80%")
    )
