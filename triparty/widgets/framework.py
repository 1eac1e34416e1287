"""Where Textual 8.2.8 loses what is typed, hides what is looked at, or never ends: the cures and their reasons."""

import asyncio
import codecs
import os
import signal
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.notifications import Notify
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from meetings_db.text import clean_line
from triparty.i18n import _


def mend_reading() -> None:
    """Cure how the driver reads a terminal, before it begins to.

    - A byte that is no UTF-8 (a GBK terminal, a broken paste) shows as � instead of ending the program.
    - A terminal that has gone ends the program, as its hangup does where it is the controlling one: it reads nothing
      for ever, and the driver would ask it again at once, for ever. What was done is kept already.

    `LinuxDriver.run_input_thread` (textual/drivers/linux_driver.py) decodes strictly, and takes the end of its input
    for a pause; its decoder can be reached only by the name the module imported.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    def mended(encoding: str) -> Any:
        """A decoder that never raises for a byte, and hangs up where there are none any more."""
        strict: Any = codecs.getincrementaldecoder(encoding)

        class Mended(strict):  # type: ignore[misc]
            """Reads one terminal."""

            def __init__(self) -> None:
                super().__init__("replace")

            def decode(self, read: bytes, final: bool = False) -> str:
                """What was read as text."""
                if not read and not final:
                    os.kill(os.getpid(), signal.SIGTERM)  # which nobody lets pass, as nohup does a hangup
                decoded: str = super().decode(read, final)
                return decoded

        return Mended

    linux_driver.getincrementaldecoder = mended  # type: ignore[attr-defined]


_TURNS = 20
"""Turns of the loop after a key: enough for a message to climb to its screen and for the worker it begins there."""
PATIENCE = 0.5
"""Seconds a key waits, at the most, for the key before it and for what that began."""


SHOWN = "shown"
"""The group of workers whose deed is on the screen before the database answers."""


_DEEDS = ("default", "load")
"""The groups of workers that a key waits for."""


class Key(events.Key):
    """A key that tells when a widget takes it: one that nobody takes comes back to the app."""

    def __init__(self, typed: events.Key, taken: "Callable[[Key], None]") -> None:
        super().__init__(typed.key, typed.character)
        self.to: Widget | None = None
        self.screen: Screen[Any] | None = None
        self.before: frozenset[Worker[Any]] = frozenset()
        self._taken = taken

    def stop(self, stop: bool = True) -> events.Key:
        """It was taken."""
        super().stop(stop)
        self._taken(self)
        return self


class KeysInTurn(App[None]):
    """An app in which a key is handed out when the one before it has been answered.

    Textual hands a key to the focused widget when it is read, and its binding is looked for when it has come back up:
    of keys typed quickly, the second has been handed to the list before the first has opened a line or a form for it,
    and a letter is written into a field before the tab typed before it has left that. A slow line to the terminal hands
    many on at once; then letters of a name would be deeds upon the list.

    What a key begins is a worker of the default group, and what a list then reads again is its `load`. Those of other
    groups no key waits for: they look something up, or do what the screen shows already (`SHOWN`).
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key] = deque()
        self._out: Key | None = None
        self._given_up: asyncio.TimerHandle | None = None
        self._held = 0
        self._answering: set[asyncio.Task[None]] = set()

    async def on_event(self, event: events.Event) -> None:
        """Put a key behind those before it; answer one that came back."""
        if isinstance(event, Key):
            await self._answer(event)
        elif isinstance(event, events.Key):
            self._typed.append(event)
            await self._hand_out()
        else:
            await super().on_event(event)

    def hold_keys(self) -> None:
        """Hand out no key: another screen is on its way, and what is typed from now on is meant for it."""
        self._held += 1

    def release_keys(self) -> None:
        """Hand them out again, once whoever holds them too has done so."""
        self._held -= 1
        self.call_later(self._hand_out)

    async def _hand_out(self) -> None:
        """Give the next key to whoever has the focus; letters that a field writes down need not wait for each other."""
        while self._typed and self._out is None and not self._held:
            key, to = Key(self._typed.popleft(), self._rest), self.focused
            key.screen, key.before = self.screen, frozenset(self.workers)
            key.to = to or key.screen
            if to is None or not to.check_consume_key(key.key, key.character):
                self._out = key
                # A widget that is gone, or busy, answers late or never.
                self._given_up = asyncio.get_running_loop().call_later(PATIENCE, self._end, key)
            await super().on_event(key)
            if not key.is_forwarded:
                self._rest(key)

    async def _answer(self, key: Key) -> None:
        """Do what a key means that came back; if the focus has moved since, whoever has it now is asked first."""
        if key.to is (self.focused or self.screen):
            await super().on_event(key)
            self._rest(key)
        else:
            self._typed.appendleft(key)
            self._out = None if self._out is key else self._out
            await self._hand_out()

    def _rest(self, key: Key) -> None:
        """Let what a key began open its line or its form before the next key is handed out."""
        if self._out is key and self._given_up is not None:
            self._given_up.cancel()
            self._given_up = None
            answering = asyncio.create_task(self._while_it_lasts(key))
            self._answering.add(answering)
            answering.add_done_callback(self._answering.discard)

    async def _while_it_lasts(self, key: Key) -> None:
        """Until the deeds a key began have ended or ask something, or take long."""
        for _turn in range(_TURNS):
            await asyncio.sleep(0)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.screen_stack and not self._answered(key):
                    await asyncio.sleep(0.005)
        self._end(key)

    def _answered(self, key: Key) -> bool:
        """Whether what a key began asks something, or has ended; a screen it opened, or came back to, is ready."""
        screen, deeds = self.screen, [each for each in self.workers if each.group in _DEEDS and not each.is_finished]
        if screen is key.screen:
            return key.to is not (self.focused or screen) or key.before.issuperset(deeds)
        focused = self.focused is not None or not screen.focus_chain
        return screen.is_mounted and focused and not any(each.node is screen for each in deeds)

    def _end(self, key: Key) -> None:
        """It is the next key's turn, behind what was told the app meanwhile."""
        if self._out is key:
            self._out = None
            self.call_later(self._hand_out)


class LastWord(App[None]):
    """An app in which what was done before gives way to what is done now; what was refused stays its time.

    Textual stacks its toasts until each has had its seconds: six quick deeds hide half of a small screen.
    """

    def on_notify(self, event: Notify) -> None:
        """Drop the good news there is, before Textual adds this."""
        for told in list(self._notifications):
            if told.severity == "information":
                self._unnotify(told, refresh=False)


class Line(Input):
    """An input that keeps every line of a paste, and whose hardware cursor is where the caret is at once.

    Textual's own `Input._on_paste` keeps the first line and drops the rest silently; its `_on_focus` places the
    cursor before the first layout, so an input method's candidate box opens at the old place.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", _("Done"), show=False, id="line.done", tooltip=_("Take the line as it is")),
    ]

    def _on_paste(self, event: events.Paste) -> None:
        """Put all that was pasted on this line, its line ends as spaces."""
        event.prevent_default()
        event.stop()
        pasted = clean_line(event.text)
        if not pasted:
            return
        if self.selection.is_empty:
            self.insert_text_at_cursor(pasted)
        else:
            self.replace(pasted, *self.selection)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is on the screen; Textual's own is one cell too far right at the end of the line."""
        x, y, _width, _height = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - round(self.scroll_x), y)

    def on_focus(self) -> None:
        """Bring the cursor here once the layout is known."""
        self.call_after_refresh(self.place_cursor)

    def on_resize(self) -> None:
        """Follow the caret when the pane moves."""
        self.call_after_refresh(self.place_cursor)

    def place_cursor(self) -> None:
        """Move the terminal's own cursor to the caret."""
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()
