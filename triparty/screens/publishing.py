"""Making public from a screen: for how long and where objections go, then every place that leads to a person."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from meetings_db.engine import Database
from meetings_db.models import AgendaItem, ItemStatus, Meeting, PaperKind
from meetings_db.queries.meetings import meeting_room
from triparty import i18n
from triparty.i18n import _, ngettext
from triparty.rules import masking
from triparty.screens import typed
from triparty.screens.paper_file import Written, of_item
from triparty.screens.read_back import write_asking
from triparty.settings import Settings
from triparty.widgets.form import Field, Form
from triparty.widgets.frame import KeyLine
from triparty.words import HITS

if TYPE_CHECKING:
    from triparty.documents.kinds.publication import Publication
    from triparty.documents.public import Found

_DAYS = 7
_NEAR = 12
"""So many letters on either side of a place stand in the narrow list."""
_DECIDED = (ItemStatus.AGREED, ItemStatus.NOT_AGREED)

Asked = tuple["Publication", AgendaItem | None, str, "list[Found]"]
"""How a notice is published, of which item alone, in which language, and the places to look at."""


async def ask_and_publish(
    app: App[Any], db: Database, settings: Settings, meeting: Meeting, language: str, today: date
) -> Written | None:
    """Ask how, have every place looked at, and write the notice; None where it was left. Call it from a worker.

    Raises `RuleError` and OSError.
    """
    asked: Asked | None = await app.push_screen_wait(await _form(db, settings, meeting, language, today))
    if asked is None:
        return None
    publication, item, language, places = asked
    if places:
        decided = await app.push_screen_wait(Review(places))
        if decided is None:
            return None
        publication = replace(publication, decided=decided)
    return await write_asking(
        app,
        db,
        settings,
        meeting.community_id,
        PaperKind.PUBLICATION,
        meeting,
        language=language,
        about=of_item(item) if item else ("", ""),
        publication=publication,
    )


async def _form(db: Database, settings: Settings, meeting: Meeting, language: str, today: date) -> Form[Asked]:
    """What is asked before a notice."""
    room = await db.read_async(meeting_room, meeting.id)
    items = {item.id.hex: item for item in room.items if item.status in _DECIDED}
    phone = "" if masking.refused(meeting.contact) else meeting.contact
    fields = [
        Field("of", _("Of what"), "", [("", _("Everything agreed")), *((key, _called(i)) for key, i in items.items())]),
        Field("begins", _("From"), f"{today + timedelta(days=1):%Y-%m-%d}"),
        Field("days", _("Days"), str(_DAYS)),
        Field("phone", _("Phone"), phone, hint=_("For objections: a landline of the office, no mobile number")),
        Field("place", _("Venue"), meeting.place),
        Field("mail", _("Mail address")),
        Field("hours", _("Hours"), hint=_("When objections are taken")),
        Field("also", _("Mask also"), hint=_("Names that no register has, with commas between")),
        Field("language", _("Language"), language, [("zh_CN", "中文"), ("en", "English")]),
    ]

    async def save(values: dict[str, Any]) -> Asked:
        """Check what was typed, and find what leads to a person."""
        from triparty.documents.kinds.publication import Publication
        from triparty.documents.papers import to_review

        publication = Publication(
            typed.day("begins", values["begins"], today),
            typed.whole("days", values["days"]),
            **{name: values[name].strip() for name in ("phone", "place", "mail", "hours")},
            also=tuple(typed.names(values["also"])),
        )
        places = await asyncio.to_thread(
            to_review,
            db,
            publication,
            meeting_id=meeting.id,
            community_id=meeting.community_id,
            language=values["language"],
            subject=values["of"],
        )
        return publication, items.get(values["of"]), values["language"], places

    return Form(_("Make public"), fields, save)


def _called(item: AgendaItem) -> str:
    return f"{item.position} {item.title}"


class Review(ModalScreen[dict[str, bool] | None]):
    """Every place that leads to a person, with the text around it; each is masked or kept by one key.

    Dismisses with what was decided by the place's key, or None. What may never be made public cannot be kept.
    """

    FIVE: ClassVar[tuple[str, ...]] = ("review.mask", "review.keep", "review.write", "review.leave")
    DEFAULT_CSS = """
    Review { align: center middle; }
    Review > Vertical { width: 100; max-width: 100%; height: auto; max-height: 100%; }
    Review > Vertical { background: $surface; border: round $primary; }
    Review OptionList { height: auto; max-height: 1fr; border: none; background: $surface; }
    Review OptionList:focus { border: none; }
    Review OptionList:focus > .option-list--option-highlighted { background: $primary 30%; color: $foreground; }
    Review #foot { height: auto; padding: 0 2; color: $foreground 80%; }
    Review KeyLine { dock: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mask", _("Mask"), show=False, id="review.mask", tooltip=_("Put stars in its place, and go on")),
        Binding("k", "keep", _("Keep it"), show=False, id="review.keep", tooltip=_("Leave it as it is, and go on")),
        Binding(
            "ctrl+s",
            "write",
            _("Write"),
            show=False,
            id="review.write",
            priority=True,
            tooltip=_("Write the notice, once every place was looked at"),
        ),
        Binding("escape", "dismiss(None)", _("Back"), show=False, id="review.leave", tooltip=_("Write nothing")),
    ]

    def __init__(self, places: "Sequence[Found]") -> None:
        super().__init__()
        self.places = tuple(places)
        self.decided: dict[str, bool] = {}

    def compose(self) -> ComposeResult:
        """The places, and under them why the one under the cursor is there."""
        with Vertical() as panel:
            panel.border_title = Content(_("What leads to a person"))
            yield OptionList(*(Option(self._line(place)) for place in self.places))
            yield Static(id="foot")
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(OptionList).highlighted = 0
        self._count()

    def _line(self, place: "Found") -> Content:
        """A place: its kind and what becomes of it, and the text around it."""
        masked = self.decided.get(place.key)
        sign, becomes = ("?", _("m masks it, k keeps it")) if masked is None else ("✓", _("stays"))
        if masked:
            becomes = _("becomes {masked}").format(masked=place.hit.masked)
        return Content.assemble(
            (f" {sign} ", "bold $warning" if masked is None else "bold $success"),
            (_(HITS[place.hit.kind]), "bold"),
            (f" · {becomes}\n", "$foreground 80%"),
            (f"   {place.before[-_NEAR:]}", "$foreground 80%"),
            (place.said, "bold reverse"),
            (place.behind[:_NEAR], "$foreground 80%"),
        )

    def _at(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    @on(OptionList.OptionHighlighted)
    def _count(self) -> None:
        """Why it is here, and how many are left."""
        place = self.places[self._at()]
        if place.hit.kind == masking.IN_OFFICE:
            why = _("Acts in office: the name may stay.")
        elif place.hit.kind == masking.NAME:
            why = _("Not in office: an owner, a reporter, somebody met on a visit.")
        else:
            why = masking.basis(place.hit.kind, i18n.language())
        left = len(self.places) - len(self.decided)
        told = ngettext("{count} place to look at", "{count} places to look at", left).format(count=left)
        if not left:
            told = _("Every place was looked at: ctrl+s writes the notice.")
        self.query_one("#foot", Static).update(Content(f"{why}\n{told}"))

    def action_mask(self) -> None:
        """Mask it, and go on."""
        self._decide(masked=True)

    def action_keep(self) -> None:
        """Keep it, and go on; refused of what may never be made public."""
        place = self.places[self._at()]
        if place.hit.refused:
            self._refuse(_("{kind}: never made public. m masks it.").format(kind=_(HITS[place.hit.kind])))
        else:
            self._decide(masked=False)

    def action_write(self) -> None:
        """Hand over what was decided, once it is everything."""
        left = [place for place, each in enumerate(self.places) if each.key not in self.decided]
        if left:
            self.query_one(OptionList).highlighted = left[0]
            count = len(left)
            told = ngettext("{count} place was not looked at.", "{count} places were not looked at.", count)
            self._refuse(told.format(count=count))
        else:
            self.dismiss(self.decided)

    def _decide(self, *, masked: bool) -> None:
        """Note it, and go to the next that is open."""
        rows, at = self.query_one(OptionList), self._at()
        self.decided[self.places[at].key] = masked
        rows.replace_option_prompt_at_index(at, self._line(self.places[at]))
        order = [*range(at + 1, len(self.places)), *range(at)]
        rows.highlighted = next((place for place in order if self.places[place].key not in self.decided), at)
        self._count()

    def _refuse(self, why: str) -> None:
        self.notify(why, severity="error", markup=False)
