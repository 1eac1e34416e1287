"""A form over the screen: fields with labels, errors beside the field they belong to, nothing lost by accident."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from meetings_db.errors import StaleSave
from triparty import problems
from triparty.i18n import _
from triparty.widgets.choice import Choice
from triparty.widgets.dialogs import Confirm
from triparty.widgets.frame import KeyLine
from triparty.widgets.framework import Line

T = TypeVar("T")


class FieldError(Exception):
    """What was typed into one field cannot be used; `reason` says why and what would do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Field:
    """A field by the name its value is handed over under.

    With `options` ((value, words) pairs) it is a choice; with `lines` > 1 it is prose of that height; else one line.
    """

    name: str
    label: str
    value: Any = ""
    options: Sequence[tuple[Hashable, str]] | None = None
    lines: int = 1
    hint: str = ""


class Form(ModalScreen[T | None], Generic[T]):
    """Dismisses with what `save` returned, or None when it was left.

    `save` gets the fields' values by name (text, or the chosen value) and is awaited in a worker that is never
    cancelled by another; a `FieldError` or a pydantic `ValidationError` is shown at its field, any other expected
    error under the form. Of a stale save `against` gets their row and gives the fields as they are now: what only they
    changed is taken over, beside the others stands what they wrote there; what is saved next is based on that row.
    """

    FIVE: ClassVar[tuple[str, ...]] = ("form.save", "form.leave", "form.next")
    DEFAULT_CSS = """
    Form { align: center middle; }
    Form > Vertical { width: 84; max-width: 100%; height: auto; max-height: 100%; }
    Form > Vertical { background: $surface; border: round $primary; }
    Form VerticalScroll { height: auto; max-height: 100%; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
    Form #foot { dock: bottom; height: auto; }
    Form .field { height: auto; }
    Form .label { width: 16; padding-right: 1; text-align: right; color: $foreground 75%; }
    Form .box { width: 1fr; height: auto; }
    Form Line { border: none; height: 1; padding: 0 1; background: $foreground 6%; }
    Form Line:focus { border: none; background: $primary 25%; }
    Form Choice { padding: 0 1; }
    Form TextArea { border: none; padding: 0 1; background: $foreground 6%; }
    Form TextArea:focus { border: none; background: $primary 20%; }
    Form .error { color: $error; height: auto; min-height: 1; padding: 0 1; }
    Form #trouble { color: $error; height: auto; padding: 0 2; display: none; }
    Form #trouble.-shown { display: block; }
    Form KeyLine { dock: none; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s", "save", _("Save"), show=False, id="form.save", tooltip=_("Save what was typed"), priority=True
        ),
        Binding("escape", "leave", _("Back"), show=False, id="form.leave", tooltip=_("Leave without saving")),
        Binding(
            "tab", "app.focus_next", _("Next field"), show=False, id="form.next", tooltip=_("On to the next field")
        ),
        Binding(
            "shift+tab",
            "app.focus_previous",
            _("Field before"),
            show=False,
            id="form.before",
            tooltip=_("Back to the field before"),
        ),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, Any]], Awaitable[T]],
        against: Callable[[Any], Awaitable[Sequence[Field]]] | None = None,
    ) -> None:
        super().__init__()
        self._against = against
        self._title = title
        self._fields = tuple(fields)
        self._save = save
        self._saving = False

    def compose(self) -> ComposeResult:
        """Each field with its label before it and room for its error under it."""
        with Vertical() as panel:
            panel.border_title = Content(self._title)
            with VerticalScroll(can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="field"):
                        yield Static(Content(field.label), classes="label")
                        with Vertical(classes="box"):
                            yield self._widget(field)
                            yield Static(
                                Content.styled(field.hint, "$foreground 55%"), id=f"error-{field.name}", classes="error"
                            )
            with Vertical(id="foot"):
                yield Static(id="trouble")
                yield KeyLine()

    def on_mount(self) -> None:
        """Start in the first field."""
        self._before = self.values()
        if self._fields:
            self.set_focus(self.query_one(f"#field-{self._fields[0].name}"))

    @staticmethod
    def _widget(field: Field) -> Line | TextArea | Choice:
        """The widget a field is typed into."""
        name = f"field-{field.name}"
        if field.options is not None:
            return Choice(field.options, field.value, id=name)
        if field.lines > 1:
            area = TextArea(_held(field), id=name, tab_behavior="focus", show_line_numbers=False)
            area.styles.height = field.lines
            return area
        return Line(_held(field), id=name, select_on_focus=False)

    def values(self) -> dict[str, Any]:
        """What stands in the fields now."""
        found: dict[str, Any] = {}
        for field in self._fields:
            widget = self.query_one(f"#field-{field.name}")
            found[field.name] = widget.text if isinstance(widget, TextArea) else widget.value  # type: ignore[attr-defined]
        return found

    @on(Input.Submitted)
    def _go_on(self) -> None:
        """`enter` goes on to the next field, and saves on the last."""
        if self.focused is self.query_one(f"#field-{self._fields[-1].name}"):
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Hand the values over, once at a time."""
        if not self._saving:
            self._saving = True
            self._hand_over()

    @work
    async def _hand_over(self) -> None:
        """Save, and close; or show what is wrong where it is."""
        self._clear()
        try:
            saved = await self._save(self.values())
        except FieldError as error:
            self._show({error.field: error.reason})
        except Exception as error:
            await self._refused(error)
        else:
            self.dismiss(saved)
        finally:
            self._saving = False

    async def _refused(self, error: Exception) -> None:
        """Show why nothing was saved; where somebody else was faster, what they wrote too."""
        if not problems.is_expected(error):
            raise error
        self._show(field_errors(error))
        if isinstance(error, StaleSave) and self._against is not None:
            try:
                self._show_theirs(await self._against(error.theirs))
            except Exception as worse:
                if not problems.is_expected(worse):
                    raise
                self._show(field_errors(worse))

    def _show_theirs(self, now: Sequence[Field]) -> None:
        """Take over what only they changed, and show beside each other field that differs what they wrote there."""
        mine = self.values()
        for field in (each for each in now if each.name in mine):
            theirs, ours = _said(field, field.value), _said(field, mine[field.name])
            untouched = mine[field.name] == self._before[field.name]
            self._before[field.name] = _held(field)
            if theirs == ours:
                continue
            if untouched and self._take_over(field):
                said = _("their change, taken over; here it said: {value}").format(value=ours or "—")
            else:
                said = _("theirs: {value}").format(value=theirs or "—")
            self.query_one(f"#error-{field.name}", Static).update(Content.styled(said, "$warning"))

    def _take_over(self, field: Field) -> bool:
        """Put a field's value into its widget; False where it is none of the choices there."""
        widget = self.query_one(f"#field-{field.name}")
        if isinstance(widget, Choice):
            return widget.choose(field.value)
        if isinstance(widget, TextArea):
            widget.text = _held(field)
        elif isinstance(widget, Line):
            widget.value = _held(field)
        return True

    def _clear(self) -> None:
        """Take the errors away."""
        for field in self._fields:
            self.query_one(f"#error-{field.name}", Static).update(Content.styled(field.hint, "$foreground 55%"))
        self.query_one("#trouble").remove_class("-shown")

    def _show(self, errors: dict[str, str]) -> None:
        """Show each error at its field, what belongs to none under the form, and go to the first."""
        names = [field.name for field in self._fields]
        for name in names:
            if name in errors:
                self.query_one(f"#error-{name}", Static).update(Content(f"! {errors[name]}"))
        rest = [reason for name, reason in errors.items() if name not in names]
        if rest:
            trouble = self.query_one("#trouble", Static)
            trouble.update(Content("\n".join(f"! {reason}" for reason in rest)))
            trouble.add_class("-shown")
        first = next((name for name in names if name in errors), None)
        if first:
            self.set_focus(self.query_one(f"#field-{first}"))

    @work
    async def action_leave(self) -> None:
        """Leave; asked first when something was typed."""
        if self.values() == self._before or await self.app.push_screen_wait(
            Confirm(_("Leave without saving? What you typed here will be gone."), _("Leave"))
        ):
            self.dismiss(None)


def _held(field: Field) -> Any:
    """A field's value as its widget holds it: the chosen one, or text."""
    if field.options is not None:
        return field.value
    return str(field.value if field.value is not None else "")


def _said(field: Field, value: Any) -> str:
    """A field's value as a person reads it."""
    if field.options is not None:
        return next((words for option, words in field.options if option == value), "")
    return str(value if value is not None else "").strip()


def field_errors(error: Exception) -> dict[str, str]:
    """What is wrong by field name; an error that belongs to no field stands under an empty name."""
    listed = getattr(error, "errors", None)
    if listed is None:
        return {"": problems.say(error)}
    return {str(each["loc"][0]) if each["loc"] else "": problems.typing_error(each) for each in listed()}
