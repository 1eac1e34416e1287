"""The line that opens in place, with chips of what it understood under it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from triparty import problems
from triparty.i18n import _
from triparty.widgets.cells import Words
from triparty.widgets.frame import toned
from triparty.widgets.framework import Line


class Chip(NamedTuple):
    """One thing a line was understood to say; `tone` red for what is missing or wrong."""

    name: str
    value: str
    tone: str = ""


Chips = Sequence[Chip]
Understand = Callable[[str], Chips | Awaitable[Chips]]
"""What a line is understood to say; what has to be looked up first is shown when it is known."""
Accept = Callable[[str], Awaitable[object]]
"""What is done with a line; it raises what refuses it."""


class PromptLine(Vertical):
    """Hidden until `ask`; gives back what was typed, or None when it was left with esc.

    Sits above the frame's bottom line with its chips under it, so the line being typed is never the last row.
    """

    FIVE: ClassVar[tuple[str, ...]] = ("line.done", "prompt.leave")
    DEFAULT_CSS = """
    PromptLine { display: none; height: auto; dock: bottom; background: $surface; border-top: solid $primary 60%; }
    PromptLine.-open { display: block; }
    PromptLine Horizontal { height: 1; }
    PromptLine #asked { width: auto; padding: 0 1; color: $primary; text-style: bold; }
    PromptLine Line { border: none; height: 1; padding: 0; width: 1fr; background: $surface; }
    PromptLine Line:focus { border: none; background-tint: $foreground 0%; }
    PromptLine #chips { height: auto; min-height: 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "leave", _("Back"), show=False, id="prompt.leave", tooltip=_("Close the line, nothing is done")
        ),
        Binding(
            "tab,shift+tab",
            "complete",
            _("Complete"),
            show=False,
            id="prompt.complete",
            tooltip=_("Take what is suggested; the line stays open"),
        ),
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._answer: asyncio.Future[str | None] | None = None
        self._understand: Understand | None = None
        self._accept: Accept | None = None
        self._taking = False
        self._hint = ""
        self._before: Widget | None = None

    def compose(self) -> ComposeResult:
        """What is asked, the line, and the chips."""
        with Horizontal():
            yield Static(id="asked")
            yield Line(id="line")
        yield Static(id="chips")

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self._answer is not None

    async def ask(
        self,
        question: str,
        *,
        value: str = "",
        hint: str = "",
        understand: Understand | None = None,
        suggester: Suggester | None = None,
        accept: Accept | None = None,
    ) -> str | None:
        """Open with `question` and wait; `hint` shows while nothing is understood yet. Call it from a worker.

        With `accept` the line closes once that is done; refused, it stays with what was typed, and why under it.
        """
        if self._answer is not None:
            self.close(None)
        self._answer = asyncio.get_running_loop().create_future()
        self._understand, self._hint, self._accept = understand, hint, accept
        self._before = self.screen.focused
        self.query_one("#asked", Static).update(Content(question))
        line = self.query_one(Line)
        line.suggester = suggester
        with line.prevent(Input.Changed):
            line.value = value
        line.cursor_position = len(value)
        self.add_class("-open")
        self.screen.set_focus(line)  # now and not a moment later: what is typed next is the answer
        self._show(value)
        return await self._answer

    def say(self, sentence: str) -> None:
        """Show under the line why it cannot be taken as it is."""
        self.query_one("#chips", Static).update(toned(Words(f"! {sentence}", "red")))

    def close(self, answer: str | None) -> None:
        """Hide, give the answer, and put the focus back where it was."""
        future, self._answer = self._answer, None
        self.remove_class("-open")
        if self._before is not None and self._before.is_mounted:
            self.screen.set_focus(self._before)
        if future is not None and not future.done():
            future.set_result(answer)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._accept is None:
            self.close(event.value)
        elif not self._taking:
            self._taking = True
            take: Callable[[], Awaitable[None]] = partial(self._take, event.value, self._accept)
            self.screen.run_worker(take)

    async def _take(self, typed: str, accept: Accept) -> None:
        """Do what the line is for, and close it; where that is refused say why."""
        asked = self._answer
        try:
            await accept(typed)
        except Exception as problem:
            if not problems.is_expected(problem) or asked is not self._answer:
                raise
            self.say(problems.say(problem))
        else:
            if asked is self._answer:
                self.close(typed)
        finally:
            self._taking = False

    def _show(self, typed: str) -> None:
        """Show what the line is understood to say."""
        self.workers.cancel_group(self, "understood")
        chips = self._understand(typed) if self._understand and typed.strip() else ()
        if isinstance(chips, Awaitable):
            self._show_when_known(chips)
        else:
            self._show_chips(chips)

    @work(group="understood")
    async def _show_when_known(self, chips: Awaitable[Chips]) -> None:
        """Show what is looked up; what is typed meanwhile asks anew."""
        self._show_chips(await chips)

    def _show_chips(self, chips: Chips) -> None:
        """Show chips, or the hint where there are none."""
        parts = [
            Content.assemble((f"{chip.name} ", "$secondary"), toned(Words(chip.value, chip.tone or "blue")))
            for chip in chips
        ]
        shown = Content("   ").join(parts) if parts else Content.styled(self._hint, "$secondary")
        self.query_one("#chips", Static).update(shown)

    async def action_complete(self) -> None:
        """Take what is suggested, as → does; with nothing suggested the focus stays where it is."""
        line = self.query_one(Line)
        completed = await line.suggester.get_suggestion(line.value) if line.suggester else None
        if completed:
            line.value = completed
            line.cursor_position = len(completed)

    def action_leave(self) -> None:
        """Close without an answer; what is being done is waited for."""
        if not self._taking:
            self.close(None)
