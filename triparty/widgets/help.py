"""Every key of a screen, made from its bindings."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from triparty.i18n import _
from triparty.widgets.cells import fit


class Help(ModalScreen[None]):
    """Groups of (key, deed, what it means), in a panel over the screen they belong to."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > Vertical { width: 84; max-width: 96%; height: auto; max-height: 94%; padding: 0 1; }
    Help > Vertical { background: $surface; border: round $primary; }
    Help VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Help .deed { height: auto; }
    Help .key { width: 39; }
    Help .meaning { width: 1fr; height: auto; }
    Help .group { color: $secondary; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter", "dismiss", _("Back"), id="help.back", tooltip=_("Close this panel")),
    ]

    def __init__(self, groups: list[tuple[str, list[tuple[str, str, str]]]]) -> None:
        super().__init__()
        self.groups = groups

    @classmethod
    def of(cls, screen: Screen[Any]) -> "Help":
        """The help of a screen: what it can do here, in the focused list or form, and everywhere."""
        here: list[tuple[str, str, str]] = []
        inside: list[tuple[str, str, str]] = []
        everywhere: list[tuple[str, str, str]] = []
        keys: dict[str, list[str]] = {}
        seen: dict[str, tuple[Any, Any]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if not binding.description or not binding.id:
                continue
            keys.setdefault(binding.id, []).append(screen.app.get_key_display(binding))
            seen.setdefault(binding.id, (active.node, binding))
        for name, (node, binding) in seen.items():
            line = (" ".join(dict.fromkeys(keys[name])), binding.description, binding.tooltip)
            shared = node is screen.app or name.startswith(("frame.", "go.", "app."))
            (everywhere if shared else here if node is screen else inside).append(line)
        groups = [(_("Here"), here), (_("In the list or line"), inside), (_("Everywhere"), everywhere)]
        return cls([(title, lines) for title, lines in groups if lines])

    def compose(self) -> ComposeResult:
        """One line for each deed."""
        with Vertical() as panel:
            panel.border_title = Content(_("All keys"))
            panel.border_subtitle = Content(_("esc closes"))
            with VerticalScroll():
                for title, lines in self.groups:
                    yield Static(Content(title), classes="group")
                    for key, what, tooltip in lines:
                        meaning = tooltip if tooltip != what else ""
                        with Horizontal(classes="deed"):
                            deed = ((fit(key, 14, right=True), "bold $primary"), "  ", fit(what, 22))
                            yield Static(Content.assemble(*deed), classes="key")
                            yield Static(Content.styled(meaning, "$secondary"), classes="meaning")
