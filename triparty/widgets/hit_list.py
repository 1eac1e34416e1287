"""What a search found, two lines each: what and where, and under it how it stands and where the words are."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from meetings_db.models import ActionStatus, EntryKind, IssueStatus, MeetingStatus
from meetings_db.search import Hit
from triparty.i18n import _
from triparty.widgets import moments, words
from triparty.widgets.cells import Words, fit
from triparty.widgets.frame import toned
from triparty.words import FOUND, ITEM_STATUSES

_MARKED = "bold underline"
"""How the words stand out: without colour too."""

_NUMBER, _ESTATE, _WHEN = 10, 12, 8
_ROOMY = 72
_NEAR = 10
_TALL = 2
"""Lines of a hit."""


class HitList(OptionList):
    """Hits to go through; the keys come from the line above, which keeps the focus."""

    can_focus = False
    DEFAULT_CSS = """
    HitList { height: 1fr; border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; }
    HitList > .option-list--option-highlighted { background: $primary-muted; color: $foreground; text-style: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    class NearEnd(Message):
        """The cursor came near the last hit: the moment to read on."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.hits: tuple[Hit, ...] = ()
        self._today = date.min

    @property
    def hit(self) -> Hit | None:
        """The hit under the cursor, None where nothing was found."""
        return None if self.highlighted is None or not self.hits else self.hits[self.highlighted]

    def show(self, hits: Sequence[Hit], today: date, on: int = 0) -> None:
        """Show these hits, the cursor on the one with the `seq` of `on`, else on the first."""
        self.hits, self._today = tuple(hits), today
        self._draw(next((place for place, hit in enumerate(hits) if hit.seq == on), 0))

    def change(self, hits: Sequence[Hit]) -> None:
        """Show what these hits are now: the cursor stays on its hit, else where it is."""
        if tuple(hits) == self.hits:
            return
        on, here, top = self.hit, self.highlighted or 0, self.scroll_offset.y
        self.hits = tuple(hits)
        same = (place for place, hit in enumerate(hits) if on is not None and hit.seq == on.seq)
        place = next(same, min(here, len(hits) - 1))
        self._draw(place)
        self.call_after_refresh(self.scroll_to, y=top + _TALL * (place - here), animate=False)

    def add(self, hits: Sequence[Hit]) -> None:
        """Show further hits behind the others."""
        self.hits = (*self.hits, *hits)
        self.add_options([Option(self._line(hit)) for hit in hits])

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the lines out in the new width."""
        self._draw(self.highlighted or 0)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Ask for more in time."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and len(self.hits) - highlighted < _NEAR:
            self.post_message(self.NearEnd())

    def _draw(self, place: int) -> None:
        """Every hit anew."""
        self.clear_options()
        self.add_options([Option(self._line(hit)) for hit in self.hits])
        if self.hits:
            self.highlighted = place

    def _line(self, hit: Hit) -> Content:
        """A hit in its two lines."""
        width = max(20, self.scrollable_content_region.width)
        kind_width = max(cell_len(_(word)) for word in FOUND.values())
        roomy = width >= _ROOMY
        when = moments.when(hit.when, self._today) if hit.when is not None else ""
        right = f"  {fit(hit.estate, _ESTATE)}  {fit(when, _WHEN, right=True)} " if roomy else " "
        begins = f" {fit(_(FOUND[hit.kind]), kind_width)} {fit(hit.number, _NUMBER)} "
        room = max(4, width - cell_len(begins) - cell_len(right))
        title = _emphasised(hit.title, hit.title_marks).truncate(room, ellipsis=True)
        first = Content.assemble((begins, "$secondary"), title, " " * (room - title.cell_length), (right, "$secondary"))
        lead = " " * cell_len(begins)
        second = Content.assemble(lead, _about(hit, roomy=roomy)).truncate(width - 1, ellipsis=True)
        return Content("\n").join([first, second])


def _about(hit: Hit, *, roomy: bool) -> Content:
    """How it stands, what became of it, and the words in their sentence."""
    state = standing(hit)
    parts = [toned(state)] if state.text else []
    if hit.outcome:
        parts.append(toned(Words(_("What became of it: {outcome}").format(outcome=hit.outcome), "green")))
    if not roomy and hit.estate:
        parts.append(Content.styled(hit.estate, "$secondary"))
    if hit.snippet:
        parts.append(_emphasised(hit.snippet, hit.marks, "$secondary"))
    return Content("  ").join(parts)


def _emphasised(text: str, marks: Sequence[tuple[int, int]], style: str = "") -> Content:
    """A text with the places that were looked for standing out."""
    content = Content.styled(text, style) if style else Content(text)
    for begin, end in marks:
        content = content.stylize(_MARKED, begin, end)
    return content


def standing(hit: Hit) -> Words:
    """How a thing stands, where it can stand one way or another."""
    match hit.kind:
        case EntryKind.ISSUE:
            return words.issue_status(IssueStatus(hit.state))
        case EntryKind.ACTION:
            return words.action_status(ActionStatus(hit.state))
        case EntryKind.MEETING:
            return words.meeting_status(MeetingStatus(hit.state))
        case EntryKind.ITEM:
            return Words(_(ITEM_STATUSES[hit.state]), "grey")
    return Words("")
