"""One of a few words, chosen with the arrow keys or by typing its beginning."""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from triparty.i18n import _
from triparty.widgets.cells import cut


class Choice(Widget, can_focus=True):
    """`options` are (value, words); all stand side by side where they fit, else the chosen one between arrows."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; }
    Choice:focus { background: $primary 20%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", _("Before"), show=False, id="choice.before", tooltip=_("The choice before")),
        Binding("right,space", "turn(1)", _("Next"), show=False, id="choice.next", tooltip=_("The next choice")),
    ]
    chosen: reactive[int] = reactive(0)

    class Changed(Message):
        """Another word was chosen."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, options: Sequence[tuple[Hashable, str]], value: Hashable = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        values = [option for option, _words in self.options]
        self.set_reactive(Choice.chosen, values.index(value) if value in values else 0)

    @property
    def value(self) -> Any:
        """What is chosen, None where there is nothing to choose from."""
        return self.options[self.chosen][0] if self.options else None

    def choose(self, value: Hashable) -> bool:
        """Choose by value; False where it is not among the options."""
        values = [option for option, _words in self.options]
        if value not in values:
            return False
        self.chosen = values.index(value)
        return True

    def watch_chosen(self, old: int, new: int) -> None:
        """Tell of the change."""
        if old != new:
            self.post_message(self.Changed(self))

    def render(self) -> Content:
        """The words, the chosen one marked."""
        width = self.size.width
        if not self.options:
            return Content("—")
        if sum(cell_len(words) + 4 for _value, words in self.options) <= width:
            parts = []
            for place, (_value, words) in enumerate(self.options):
                here = place == self.chosen
                parts.append(Content.styled(f"{'●' if here else '○'} {words}  ", "bold" if here else "$secondary"))
            return Content("").join(parts)
        count = f"  {self.chosen + 1}/{len(self.options)}"
        words = cut(self.options[self.chosen][1], width - 4 - len(count))
        return Content.assemble(("‹ ", "$primary"), (words, "bold"), (" ›", "$primary"), (count, "$secondary"))

    def action_turn(self, by: int) -> None:
        """Choose the word before or after."""
        if self.options:
            self.chosen = (self.chosen + by) % len(self.options)

    def on_key(self, event: events.Key) -> None:
        """A character goes to the next word that has it at its beginning, else to the next that has it at all."""
        if not event.is_printable or event.character in (None, " ") or not self.options:
            return
        typed = (event.character or "").casefold()
        places = [(self.chosen + step) % len(self.options) for step in range(1, len(self.options) + 1)]
        named = [(place, self.options[place][1].casefold()) for place in places]
        begins = [place for place, words in named if words.startswith(typed)]
        has = [place for place, words in named if typed in words]
        if begins or has:
            self.chosen = (begins or has)[0]
            event.stop()

    def on_click(self) -> None:
        """Go on to the next."""
        self.action_turn(1)
