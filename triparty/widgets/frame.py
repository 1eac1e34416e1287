"""The one frame around every screen: top line, rail of stations, the keys that matter. Needs Textual alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import Worker

from triparty import problems
from triparty.i18n import _
from triparty.settings import Settings
from triparty.widgets.cells import Words, cut, fit

STATIONS: tuple[tuple[str, str], ...] = (
    ("today", _("Today")),
    ("visits", _("Visits")),
    ("issues", _("Issues")),
    ("meetings", _("Meetings")),
    ("follow_up", _("Follow-up")),
    ("papers", _("Papers")),
    ("register", _("Register")),
)
"""The stations of the road by name; the key of each is its place, from 1."""

TONES = {"red": "$error", "amber": "$warning", "green": "$success", "blue": "$primary", "grey": "$secondary"}
"""What each tone is in the theme."""

NARROW = 100
"""Below this many columns the rail folds and the life of a thing is a page of its own."""

_PRESSED = {"esc": "escape", "⏎": "enter", "^s": "ctrl+s", "/": "slash"}
"""The key behind what the bottom line calls it."""

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="Framed[Any]")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """Whose desk this is: the community it works for, who sits at it, and what was set."""

    community_id: UUID
    community: str
    office: str
    settings: Settings
    shared: bool = False

    @property
    def who(self) -> str:
        """Where the records are and who writes them, for the top line."""
        place = _("shared") if self.shared else _("offline")
        return f"{place} · {self.settings.officer}" if self.settings.officer else place


def toned(words: Words, *, bold: bool = False) -> Content:
    """Words in their colour, for a widget's edge."""
    style = " ".join(filter(None, ("bold" if bold else "", TONES.get(words.tone, ""))))
    return Content.styled(words.text, style) if style else Content(words.text)


def refusable(
    action: Callable[Concatenate[S, P], R],
) -> Callable[Concatenate[S, P], R | None]:
    """An action that says why when `Framed.why_not` refuses it, instead of doing nothing."""
    name = action.__name__.removeprefix("action_")

    @wraps(action)
    def guarded(screen: S, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """The action, or the reason why not."""
        reason = screen.why_not(name)
        if reason:
            screen.notify(reason, severity="warning", markup=False)
            return None
        return action(screen, *args, **kwargs)

    return guarded


class TopLine(Widget):
    """Where you are; what is running out; who is at the desk."""

    DEFAULT_CSS = """
    TopLine { dock: top; height: 1; width: 100%; background: $panel; color: $foreground; }
    """
    crumbs: reactive[tuple[str, ...]] = reactive(())
    running_out: reactive[Words] = reactive(Words(""))
    who: reactive[str] = reactive("")

    def render(self) -> Content:
        """The three parts in the width there is: who keeps its place, where you are is cut from its left."""
        width = self.size.width
        right = cut(self.who, max(0, width // 3))
        middle = cut(self.running_out.text, max(0, width // 2))
        room = width - cell_len(right) - cell_len(middle) - 6
        crumbs = list(self.crumbs)
        while len(crumbs) > 1 and cell_len(" › ".join(crumbs)) > room:
            crumbs.pop(0)
        here = cut(crumbs.pop() if crumbs else "", room)
        before = "".join(f"{crumb} › " for crumb in crumbs)
        space = " " * max(1, room - cell_len(before + here))
        return Content.assemble(
            " ",
            (before, "$secondary"),
            (here, "bold"),
            space + "  ",
            toned(Words(middle, self.running_out.tone)),
            "  ",
            (right, "$secondary"),
        )


class Rail(Widget):
    """The stations, one for each number key; one line of them where the screen is narrow."""

    DEFAULT_CSS = """
    Rail { width: 14; height: 100%; padding: 1 0; background: $surface; }
    """
    here: reactive[str] = reactive("")

    @dataclass
    class Chosen(Message):
        """A station was clicked."""

        name: str

    def render(self) -> Content:
        """Each station with its key, the one you are at marked."""
        narrow = self.size.height == 1
        parts = []
        for place, (name, title) in enumerate(STATIONS, 1):
            text = f" {place} {title}"
            text = text + " " if narrow else fit_line(f" {text}", self.size.width)
            parts.append(Content.styled(text, "bold $background on $primary" if name == self.here else ""))
        return Content("" if narrow else "\n").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Go to the station under the mouse."""
        content = event.get_content_offset(self)
        if content is None:
            return
        if self.size.height > 1:
            place = content.y
        else:
            ends = [sum(cell_len(title) + 4 for _name, title in STATIONS[: end + 1]) for end in range(len(STATIONS))]
            place = sum(content.x >= end for end in ends)
        if 0 <= place < len(STATIONS):
            self.post_message(self.Chosen(STATIONS[place][0]))


def fit_line(text: str, width: int) -> str:
    """`text` in exactly `width` cells, its leading spaces kept."""
    lead = len(text) - len(text.lstrip())
    return " " * lead + fit(text, width - lead)


class KeyLine(Widget):
    """The five keys that matter here; a key that can do nothing now is grey."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; width: 100%; background: $panel; color: $foreground; }
    """

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def hints(self) -> list[tuple[str, str, bool]]:
        """(key, what it does, whether it can be done now), of the focused widget or of the screen."""
        node: Any = self.screen.focused
        while node is not None and not getattr(node, "FIVE", None):
            node = node.parent
        wanted = getattr(node or self.screen, "FIVE", ())
        active = {each.binding.id: each for each in reversed(self.screen.active_bindings.values()) if each.binding.id}
        whose = node if hasattr(node, "why_not") else self.screen
        refused = getattr(whose, "why_not", lambda _action: None)
        return [
            (
                self.app.get_key_display(active[name].binding),
                active[name].binding.description,
                active[name].enabled and not refused(active[name].binding.action.partition("(")[0]),
            )
            for name in wanted
            if name in active
        ]

    def _more(self) -> str:
        """The key that shows all keys, where the screen has it; `?` is a letter while a line is typed."""
        if not any(each.binding.id == "frame.help" for each in self.screen.active_bindings.values()):
            return ""
        return "f1" if isinstance(self.screen.focused, (Input, TextArea)) else "?"

    def render(self) -> Content:
        """The hints, and the way to all the others at the right."""
        key_of_all = self._more()
        more = f" {key_of_all} {_('All keys')} " if key_of_all else ""
        parts: list[Content | tuple[str, str]] = []
        used = 0
        room = self.size.width - cell_len(more)
        for key, what, possible in self.hints():
            text = f" {key} {what} "
            if used + cell_len(text) > room:
                break
            used += cell_len(text)
            grey = "" if possible else "$foreground 40%"
            parts += [(f" {key}", grey or "bold $primary"), (f" {what} ", grey)]
        parts.append((" " * (room - used), ""))
        if more:
            parts += [(f" {key_of_all}", "bold $primary"), (f" {_('All keys')} ", "")]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        used = 0
        for key, what, _possible in self.hints():
            used += cell_len(f" {key} {what} ")
            if event.x < used:
                self.app.simulate_key(_PRESSED.get(key, key))
                return
        if self._more() and event.x >= self.size.width - cell_len(f" ? {_('All keys')} "):
            self.app.simulate_key("f1")


class Framed(Screen[Result]):
    """A screen in the frame. `FIVE` names the bindings of the bottom line; `STATION` the station it belongs to."""

    FIVE: ClassVar[tuple[str, ...]] = ()
    STATION: ClassVar[str] = ""
    RAIL: ClassVar[bool] = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012  (Textual's own declaration)
    DEFAULT_CSS = """
    Framed #middle { width: 100%; height: 1fr; layout: horizontal; }
    Framed.-narrow #middle { layout: vertical; }
    Framed.-narrow Rail { width: 100%; height: 1; padding: 0; }
    Framed #body { width: 1fr; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark,f1",
            "help",
            _("All keys"),
            show=False,
            id="frame.help",
            tooltip=_("Every key of this screen"),
        ),
        Binding("escape", "back", _("Back"), show=False, id="frame.back", tooltip=_("One step back")),
    ]
    crumbs: reactive[tuple[str, ...]] = reactive((), repaint=False)
    running_out: reactive[Words] = reactive(Words(""), repaint=False)
    who: reactive[str] = reactive("", repaint=False)
    """What the top line shows: it alone is painted anew when one of them changes."""

    def compose(self) -> ComposeResult:
        """The frame, with the screen's own body inside."""
        yield TopLine().data_bind(Framed.crumbs, Framed.running_out, Framed.who)
        with Container(id="middle"):
            if self.RAIL:
                rail = Rail()
                rail.set_reactive(Rail.here, self.STATION)
                yield rail
            with Vertical(id="body"):
                yield from self.compose_body()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """What the frame is around."""
        yield from ()

    def why_not(self, action: str) -> str | None:
        """Why `action` (as a binding names it) can do nothing now; None when it can."""
        return None

    async def others_changed(self, kinds: frozenset[str]) -> None:
        """Another desk changed rows of these kinds (names of tables): read again what is shown, nothing moving."""

    def action_back(self) -> None:
        """One step back: to the screen that opened this one."""
        if len(self.app.screen_stack) > 2:
            self.dismiss()

    def action_help(self) -> None:
        """Show every key."""
        from triparty.widgets.help import Help

        self.app.push_screen(Help.of(self))

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say in a toast what happened; `wrong` when it was refused or failed."""
        self.notify(sentence, severity="error" if wrong else "information", timeout=8 if wrong else 4, markup=False)

    def refuse(self, problem: Exception) -> None:
        """Say an expected error; any other goes on to the crash screen."""
        if not problems.is_expected(problem):
            raise problem
        self.tell(problems.say(problem), wrong=True)

    def run_worker(self, work: Any, *args: Any, **kwargs: Any) -> Worker[Any]:
        """Every worker of a screen is guarded: a database that goes away ends the deed and not the program."""
        return super().run_worker(partial(self._guarded, work), *args, **kwargs)

    async def _guarded(self, work: Callable[[], Awaitable[Result]]) -> Result | None:
        """What the worker gives, None when it was refused, or when the screen was left and taken apart meanwhile."""
        try:
            return await work()
        except NoMatches:
            if self in self.app.screen_stack:
                raise
            return None
        except Exception as problem:
            self.refuse(problem)
            return None

    def tell_keys(self) -> None:
        """Draw the bottom line again after what can be done has changed."""
        if self.is_mounted:
            self.query_one(KeyLine).refresh()
