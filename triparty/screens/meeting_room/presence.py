"""Who is in the room, party by party; opened, every person has a letter."""

from dataclasses import dataclass
from datetime import datetime
from string import ascii_lowercase, ascii_uppercase
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from meetings_db.models import Participant, Party, PresenceEvent, PresenceKind, Standing
from triparty.i18n import _, mark
from triparty.screens.meeting_room.scene import Scene
from triparty.screens.meeting_words import PRESENCE_MARKS, last_kind
from triparty.widgets.cells import cut
from triparty.words import PARTIES, PRESENCES, STANDINGS

PAGE = len(ascii_lowercase)
_NAME = 10
_MODES = ("arrive", "excuse", "absent", "speak")
_MODE_WORDS = {
    "arrive": mark("letter: in, or out"),
    "excuse": mark("letter: excused"),
    "absent": mark("letter: absent"),
    "speak": mark("letter: speaks"),
}


def _letters() -> list[BindingType]:
    """One binding for each letter, small and capital."""
    small: list[BindingType] = [
        Binding(
            letter,
            f"mark({place})",
            show=False,
            id=f"presence.mark.{letter}",
            tooltip=_("Mark the person with this letter: arrived, or left when here"),
        )
        for place, letter in enumerate(ascii_lowercase)
    ]
    capital: list[BindingType] = [
        Binding(
            letter,
            f"excuse({place})",
            show=False,
            id=f"presence.excuse.{letter.lower()}",
            tooltip=_("Mark the person with this letter as excused"),
        )
        for place, letter in enumerate(ascii_uppercase)
    ]
    return small + capital


class PresencePanel(VerticalScroll, can_focus=True):
    """Everybody invited by party. With the keys here, one letter marks one person; `esc` gives the keys back."""

    FIVE: ClassVar[tuple[str, ...]] = ("presence.done", "presence.mode", "presence.turn", "presence.back")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Done"), id="presence.done", tooltip=_("Close the arrivals")),
        Binding("space", "mode", _("Arrives / excused / absent"), id="presence.mode", tooltip=_("What a letter marks")),
        Binding("tab", "turn", _("More people"), id="presence.turn", tooltip=_("The next 26 people get the letters")),
        Binding(
            "backspace",
            "take_back",
            _("Take back"),
            id="presence.back",
            tooltip=_("Take back your last deed; what changes is shown first"),
        ),
        *_letters(),
    ]

    scene: reactive[Scene | None] = reactive(None)
    open: reactive[bool] = reactive(False)
    mode: reactive[str] = reactive("arrive")
    page: reactive[int] = reactive(0)

    @dataclass
    class Marked(Message):
        """Somebody's letter was pressed: `kind` is what it marks."""

        who: Participant
        kind: PresenceKind

    @dataclass
    class Speaking(Message):
        """Somebody has the floor."""

        who: Participant

    class TakenBack(Message):
        """The last entry was a mistake."""

    class Closed(Message):
        """The letters are no longer wanted."""

    def compose(self) -> ComposeResult:
        """The people, in one text."""
        yield Static()

    def start(self, mode: str = "arrive") -> None:
        """Give the letters to the people."""
        self.mode, self.page, self.open = mode, 0, True
        self.screen.set_focus(self)

    def watch_scene(self) -> None:
        """Somebody came or went."""
        self._show()

    def watch_open(self) -> None:
        """The letters come or go."""
        self.set_class(self.open, "-open")
        self._show()

    def watch_mode(self) -> None:
        """A letter means something else."""
        self._show()

    def watch_page(self) -> None:
        """Other people have the letters: bring them into view."""
        self._show()
        first = self._people()[self.page * PAGE :][:1]
        if first:
            headings = len({who.party for who in self._people()[: self.page * PAGE + 1]})
            self.scroll_to(y=self.page * PAGE + headings - 2, animate=False)

    def action_mark(self, place: int) -> None:
        """A person's letter."""
        who = self._at(place)
        if who is None or self.scene is None:
            return
        if self.mode == "speak":
            self.post_message(self.Speaking(who))
            return
        here = last_kind(self.scene.room.presence.get(who.id, [])) is PresenceKind.ARRIVE
        kind = PresenceKind(self.mode)
        if kind is PresenceKind.ARRIVE and here:
            kind = PresenceKind.LEAVE
        self.post_message(self.Marked(who, kind))

    def action_excuse(self, place: int) -> None:
        """A person's capital letter."""
        if (who := self._at(place)) is not None and self.mode != "speak":
            self.post_message(self.Marked(who, PresenceKind.EXCUSE))

    def action_mode(self) -> None:
        """Arrives, excused, absent in turn."""
        if self.mode != "speak":
            self.mode = _MODES[(_MODES.index(self.mode) + 1) % 3]

    def action_turn(self) -> None:
        """Give the letters to the next people."""
        if self.scene is not None:
            pages = max(1, -(-len(self._people()) // PAGE))
            self.page = (self.page + 1) % pages

    def action_take_back(self) -> None:
        """Ask for the last entry to be taken back."""
        self.post_message(self.TakenBack())

    def action_leave(self) -> None:
        """Take the letters away."""
        self.open = False
        self.post_message(self.Closed())

    def _people(self) -> list[Participant]:
        """Everybody in the order shown: by party, then as invited."""
        people = self.scene.room.participants if self.scene else []
        return [who for party in Party for who in people if who.party is party]

    def _at(self, place: int) -> Participant | None:
        """Whose letter this is now."""
        people = self._people()[self.page * PAGE :][:PAGE] if self.open else []
        return people[place] if place < len(people) else None

    def _show(self) -> None:
        """Draw everybody; the letters have their column whether shown or not, so that nothing moves."""
        if self.scene is None or not self.is_mounted:
            return
        presence, people = self.scene.room.presence, self._people()
        here = sum(last_kind(presence.get(who.id, [])) is PresenceKind.ARRIVE for who in people)
        counted = _("Presence {here}/{invited}").format(here=here, invited=len(people))
        self.border_title = Content(_("Has the floor") if self.open and self.mode == "speak" else counted)
        self.border_subtitle = Content(_(_MODE_WORDS[self.mode])) if self.open else None
        lines: list[Content] = []
        party = None
        for place, who in enumerate(people):
            if who.party is not party:
                party = who.party
                lines.append(self._party(party))
            letter = ascii_lowercase[place % PAGE] if self.open and place // PAGE == self.page else " "
            lines.append(_person(letter, who, presence.get(who.id, [])))
        self.query_one(Static).update(Content("\n").join(lines))

    def _party(self, party: Party) -> Content:
        """A party's heading with who of its votes is there."""
        assert self.scene is not None
        voting = [who for who in self.scene.room.participants if who.party is party and who.standing is Standing.VOTING]
        here = sum(last_kind(self.scene.room.presence.get(who.id, [])) is PresenceKind.ARRIVE for who in voting)
        if not voting:
            return Content.styled(_(PARTIES[party]), "bold")
        sign, tone = ("✓", "$success") if here else ("✗", "$warning")
        return Content.assemble((_(PARTIES[party]), "bold"), f" {here}/{len(voting)} ", (sign, tone))


def _person(letter: str, who: Participant, events: list[PresenceEvent]) -> Content:
    """One person: letter, mark, name, then what is worth knowing, as far as there is room for it."""
    kind = last_kind(events)
    rest = _time(events[-1].at, kind) if kind not in (None, PresenceKind.ARRIVE) else ""
    if not rest:
        rest = _(STANDINGS[who.standing]) if who.standing is not Standing.VOTING else who.title
    tone = "$success" if kind is PresenceKind.ARRIVE else "" if kind is None else "$foreground 65%"
    name = cut(who.name, _NAME)
    return Content.assemble(
        (f"{letter} ", "bold $primary"),
        (PRESENCE_MARKS[kind] + " ", tone),
        (name, tone),
        " ",
        (rest, "$foreground 65%"),
    )


def _time(at: datetime, kind: PresenceKind | None) -> str:
    """When somebody left; a word alone for who never came."""
    if kind is None:
        return ""
    word = _(PRESENCES[kind])
    return f"{at.astimezone():%H:%M} {word}" if kind is PresenceKind.LEAVE else word
