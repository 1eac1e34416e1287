"""A life told: dated sentences, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from triparty.widgets.cells import Words, fit
from triparty.widgets.frame import toned

_NAMES = 14


@dataclass(frozen=True)
class Step:
    """One dated sentence; `note` is what a person wrote with it."""

    when: str
    sentence: Words
    who: str = ""
    note: str = ""


def facts(pairs: Sequence[tuple[str, Words | str]]) -> Content:
    """Names and values, one pair on each line, the values in one column; without those that have no value."""
    named = [(name, Words(value) if isinstance(value, str) else value) for name, value in pairs]
    shown = [(name, value) for name, value in named if value.text]
    width = min(_NAMES, max((cell_len(name) for name, _value in shown), default=0))
    lines = [Content.assemble((f"{fit(name, width)}  ", "$secondary"), toned(value)) for name, value in shown]
    return Content("\n").join(lines)


def told(steps: Sequence[Step]) -> Content:
    """The steps as lines of one text."""
    lines = []
    for step in steps:
        mark = Words("● ", step.sentence.tone or "blue")
        who = f"  {step.who}" if step.who else ""
        lines.append(
            Content.assemble(toned(mark), (f"{step.when}  ", "$secondary"), toned(step.sentence), (who, "$secondary"))
        )
        lines += [Content.assemble(("│ ", "$foreground 30%"), part) for part in step.note.splitlines() if part]
    return Content("\n").join(lines)


class Life(VerticalScroll, can_focus=True):
    """The whole life of the thing under the cursor: a heading, parts of text with titles, and a timeline."""

    DEFAULT_CSS = """
    Life { padding: 0 1; scrollbar-size-vertical: 1; }
    Life Static { height: auto; width: 100%; }
    Life #heading { text-style: bold; margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._heading = Static(id="heading")
        self._parts = Static(id="parts")

    def compose(self) -> ComposeResult:
        """One heading and one text; a life may be shown before they are on the screen."""
        yield self._heading
        yield self._parts

    def show(self, heading: str, parts: Sequence[tuple[str, Content]]) -> None:
        """Show a heading and titled parts; a part without text is left out."""
        self._heading.update(Content(heading))
        shown: list[Content] = []
        for title, text in parts:
            if text.plain.strip():
                shown.append(
                    Content.styled(title, "bold $primary") + Content("\n" if title else "") + text if title else text
                )
        self._parts.update(Content("\n\n").join(shown))
        self.scroll_home(animate=False)
