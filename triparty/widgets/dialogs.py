"""Small questions over a screen: yes or no, and one of a few."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from triparty.i18n import _
from triparty.widgets.frame import KeyLine


class Confirm(ModalScreen[bool]):
    """A question before something that cannot be taken back lightly; `deed` is the word on the yes key."""

    FIVE: ClassVar[tuple[str, ...]] = ("confirm.yes", "confirm.no")
    DEFAULT_CSS = """
    Confirm { align: center middle; }
    Confirm > Vertical { width: 64; max-width: 96%; height: auto; max-height: 94%; }
    Confirm > Vertical { background: $surface; border: round $warning; }
    Confirm VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Confirm Static { padding: 1 2; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "dismiss(True)", _("Yes"), show=False, id="confirm.yes", tooltip=_("Do it")),
        Binding("escape,n", "dismiss(False)", _("Cancel"), show=False, id="confirm.no", tooltip=_("Leave it as it is")),
    ]

    def __init__(self, question: str, deed: str = "") -> None:
        super().__init__()
        self._question = question
        self._deed = deed

    def compose(self) -> ComposeResult:
        """The question and its two keys."""
        with Vertical() as panel:
            panel.border_title = Content(self._deed)
            with VerticalScroll():
                yield Static(Content(self._question))
            yield KeyLine()


_MENU, _EDGES = 64, 5
"""The cells a menu is wide, and those of them its border, its margin and its scroll bar take."""


class Offer(NamedTuple):
    """One thing to choose: a letter that chooses it at once, what it is, and a word about it."""

    name: str
    title: str
    about: str = ""
    key: str = ""


class Menu(ModalScreen[str | None]):
    """Dismisses with the name of what was chosen, or None."""

    FIVE: ClassVar[tuple[str, ...]] = ("menu.choose", "menu.back")
    DEFAULT_CSS = """
    Menu { align: center middle; }
    Menu > Vertical { width: 64; max-width: 96%; height: auto; max-height: 94%; }
    Menu > Vertical { background: $surface; border: round $primary; }
    Menu OptionList { height: auto; max-height: 100%; border: none; background: $surface; }
    Menu OptionList:focus { border: none; }
    Menu OptionList:focus > .option-list--option-highlighted { background: $primary 30%; color: $foreground; }
    Menu KeyLine { dock: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), show=False, id="menu.choose", tooltip=_("Take what the cursor is on")),
        Binding("escape", "dismiss(None)", _("Back"), show=False, id="menu.back", tooltip=_("Choose nothing")),
    ]

    def __init__(self, title: str, offers: Sequence[Offer], chosen: str = "") -> None:
        super().__init__()
        self._title = title
        self._offers = tuple(offers)
        self._chosen = chosen
        for offer in self._offers:
            if offer.key:
                self._bindings.bind(offer.key, f"take('{offer.name}')", offer.title, show=False)

    def compose(self) -> ComposeResult:
        """The offers, each with its letter."""
        with Vertical() as panel:
            panel.border_title = Content(self._title)
            width = min(_MENU, self.app.size.width * 24 // 25) - _EDGES
            yield OptionList(*(Option(self._line(offer, width), id=offer.name) for offer in self._offers))
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on what is chosen now."""
        names = [offer.name for offer in self._offers]
        self.query_one(OptionList).highlighted = names.index(self._chosen) if self._chosen in names else 0

    @staticmethod
    def _line(offer: Offer, width: int) -> Content:
        """An offer in so many cells: what it is, and the word about it behind that, or below where it is long."""
        key, title = f" {offer.key or ' '} ", Content(offer.title)
        about = Content.styled(offer.about, "$secondary")
        if offer.about and title.cell_length + about.cell_length + len(key) + 2 <= width:
            lines = [Content.assemble(title, "  ", about)]
        else:
            lines = [line for words in (title, about) if words for line in words.wrap(width - len(key))]
        return Content.styled(key, "bold $primary") + Content("\n" + " " * len(key)).join(lines)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_choose(self) -> None:
        """Take what the cursor is on."""
        self.query_one(OptionList).action_select()

    def action_take(self, name: str) -> None:
        """Take an offer by its letter."""
        self.dismiss(name)
