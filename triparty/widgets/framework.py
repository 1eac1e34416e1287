"""Where Textual 8.2.8 loses what is typed, hides what is looked at, or never ends: the cures and their reasons."""

import asyncio
import codecs
import os
import signal
import sys
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.notifications import Notify
from textual.widgets import Input

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


class KeysInTurn(App[None]):
    """An app in which a key goes to whom the key before it gave the focus.

    Textual hands a key to the focused widget when it is read, and its binding is looked for when it has come back up:
    of keys typed quickly, the second has been handed to the list before the first has opened a line for it.
    """

    async def on_event(self, event: events.Event) -> None:
        """Remember to whom a key is handed; one that comes back from where the focus was is handed on."""
        if not isinstance(event, events.Key):
            await super().on_event(event)
            return
        here = self.focused or self.screen
        if not event.is_forwarded:
            event.set_sender(here)
            await super().on_event(event)
        elif event._sender in (None, self, here):
            await super().on_event(event)
            for _turn in range(_TURNS):
                await asyncio.sleep(0)  # what the key began opens its line before the next key is handed out
        else:
            again = events.Key(event.key, event.character)
            again.set_sender(here)
            here._forward_event(again)


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
