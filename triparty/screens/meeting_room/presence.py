"""Who is in the room, party by party; opened, every person has a letter, or is spelt by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from string import ascii_lowercase, ascii_uppercase, digits
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from meetings_db.models import Participant, Party, PresenceKind
from triparty.i18n import _, mark
from triparty.rules.presence import Sitting
from triparty.screens.meeting_room.picker import Picker
from triparty.screens.meeting_room.presence_lines import party_line, person_line
from triparty.screens.meeting_room.scene import Scene, speakers
from triparty.services.sittings import sitting_of

_MODES = ("arrive", "excuse", "absent", "recuse", "more")
_MODE_WORDS = {
    "arrive": mark("letter: in, or out"),
    "excuse": mark("letter: excused"),
    "absent": mark("letter: absent"),
    "recuse": mark("letter: withdraws"),
    "more": mark("letter: entries"),
    "speak": mark("who speaks"),
}

BOUNCE = timedelta(seconds=1.5)
"""Nobody comes and goes in so short a time: a finger did."""
_SPELLING = ascii_lowercase + digits
"""What the name of who is to speak is spelt with."""
_NOT_SPEAKING = ("mode", "use", "more", "excuse")
"""What a key does where people arrive, and not where somebody is to speak."""


def _letters() -> list[BindingType]:
    """One binding for each letter, small and capital, and for each digit."""
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
    numbers: list[BindingType] = [
        Binding(
            str(digit),
            f"digit({digit})",
            show=False,
            id=f"presence.choose.{digit}",
            tooltip=_("The seat that is asked for; or of those whose names are spelt alike, this one"),
        )
        for digit in range(1, 10)
    ]
    return small + capital + numbers


class PresencePanel(VerticalScroll, can_focus=True):
    """Everybody invited by party. With the keys here, one letter marks one person; `esc` gives the keys back."""

    FIVE: ClassVar[tuple[str, ...]] = (
        "presence.done",
        "presence.mode",
        "presence.recuse",
        "presence.more",
        "presence.spell",
        "presence.turn",
        "presence.back",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Done"), id="presence.done", tooltip=_("Close the arrivals")),
        Binding("space", "mode", _("Arrives / excused / absent"), id="presence.mode", tooltip=_("What a letter marks")),
        Binding(
            "minus",
            "use('recuse')",
            _("Withdraws"),
            id="presence.recuse",
            key_display="-",
            tooltip=_("The next letter: who withdraws from the item on the table, or takes part again"),
        ),
        Binding(
            "enter",
            "more",
            _("Entries"),
            id="presence.more",
            tooltip=_("Whom the cursor is on: correct the times, a substitute, which seat"),
        ),
        Binding(
            "full_stop",
            "spell",
            _("By name"),
            id="presence.spell",
            key_display=".",
            tooltip=_("Two letters of the name instead of one letter each, and back"),
        ),
        Binding("tab", "turn", _("More people"), id="presence.turn", tooltip=_("The next 26 people get the letters")),
        Binding(
            "backspace",
            "take_back",
            _("Take back"),
            id="presence.back",
            tooltip=_("Take back your last deed; what changes is shown first"),
        ),
        Binding("down", "move(1)", show=False, id="presence.down", tooltip=_("The next person")),
        Binding("up", "move(-1)", show=False, id="presence.up", tooltip=_("The person before")),
        *_letters(),
    ]

    scene: reactive[Scene | None] = reactive(None)
    open: reactive[bool] = reactive(False)
    mode: reactive[str] = reactive("arrive")

    @dataclass
    class Marked(Message):
        """Somebody's letter was pressed: `kind` is what it marks."""

        who: Participant
        kind: PresenceKind

    @dataclass
    class Withdrawing(Message):
        """Somebody withdraws from the item on the table, or takes part in it again."""

        who: Participant

    @dataclass
    class Wanted(Message):
        """Somebody's entries are to be seen and put right."""

        who: Participant

    @dataclass
    class Speaking(Message):
        """Somebody has the floor; or words were typed before anybody was named."""

        who: Participant | None
        words: str = ""

    @dataclass
    class Seated(Message):
        """Somebody who may sit for several parties arrives, in the seat of that place among theirs."""

        who: Participant
        place: int

    @dataclass
    class Refused(Message):
        """Why a letter did nothing."""

        sentence: str

    class TakenBack(Message):
        """The last entry was a mistake."""

    class Closed(Message):
        """The letters are no longer wanted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picker = Picker()
        self._cursor: Participant | None = None
        self._asked: Participant | None = None
        self._seats: tuple[Party, ...] = ()

    def compose(self) -> ComposeResult:
        """The people, in one text."""
        yield Static()

    def start(self, mode: str = "arrive") -> None:
        """Give the letters to the people; who speaks is spelt, and whoever stands in speaks in their own name."""
        called = speakers(self.scene, datetime.now(UTC)) if self.scene else {}
        self._picker.start(self._people(), spelling=mode == "speak", called=called)
        self._cursor = None
        self.mode, self.open = mode, True
        self._show()
        self.screen.set_focus(self)

    def ask_seat(self, who: Participant, seats: Sequence[Party]) -> None:
        """For which party somebody sits: a digit answers, and nobody else's letter waits for it."""
        self._asked, self._seats = who, tuple(seats)
        self._show()

    def watch_scene(self) -> None:
        """Somebody came or went, or was invited by another desk."""
        self._picker.follow(self._people())
        self._show()

    def watch_open(self) -> None:
        """The letters come or go, and with them what is asked."""
        self._asked = self._asked if self.open else None
        self.set_class(self.open, "-open")
        self._show()

    def watch_mode(self) -> None:
        """A letter means something else."""
        self.refresh_bindings()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who is to speak is picked, and nothing else is recorded of them."""
        return self.mode != "speak" or action not in _NOT_SPEAKING

    def action_mark(self, place: int) -> None:
        """A letter: somebody's own, or one of a name."""
        self._pick(self._picker.letter(place, self._people()) if self.open else None)
        if self.mode == "speak" and self._picker.astray:
            self.post_message(self.Speaking(None, self._picker.said))

    def on_key(self, event: events.Key) -> None:
        """Whatever no name is spelt with belongs in the notes, and the letters before it: no word is lost."""
        typed = event.character
        if not self.open or self.mode != "speak" or typed is None or not event.is_printable:
            return
        if typed not in _SPELLING and (self._picker.said or typed.isalpha()):
            event.prevent_default().stop()
            self.post_message(self.Speaking(None, self._picker.said + typed))

    def action_digit(self, digit: int) -> None:
        """The seat that is asked for, or one of those whose names are spelt alike; else a number in what is said."""
        if self._asked is not None and not self._picker.typed:
            if digit <= len(self._seats):
                self.post_message(self.Seated(self._asked, digit - 1))
                self._asked = None
            return
        who = self._picker.digit(digit, self._people()) if self.open else None
        if who is None and self.open and self.mode == "speak":
            self.post_message(self.Speaking(None, f"{self._picker.said}{digit}"))
        else:
            self._pick(who)

    def action_excuse(self, place: int) -> None:
        """A person's capital letter."""
        who = self._picker.letter(place, self._people()) if self.open else None
        self._pick(who, PresenceKind.EXCUSE)

    def action_mode(self) -> None:
        """What a letter means, in turn."""
        self.mode = _MODES[(_MODES.index(self.mode) + 1) % len(_MODES)]

    def action_use(self, mode: str) -> None:
        """What a letter means, or back to arrivals."""
        self.mode = "arrive" if self.mode == mode else mode

    def action_spell(self) -> None:
        """Two letters of the name instead of one letter each, and back."""
        self._picker.spelling, self._picker.typed = not self._picker.spelling, ""
        self._show()

    def action_turn(self) -> None:
        """Give the letters to the next people, and bring them into view."""
        self._picker.turn()
        self._show()
        first = next((who for who in self._people() if self._picker.key_of(who, self._people())), None)
        if first is not None:
            self.scroll_to(y=self._line_of(first) - 1, animate=False)

    def action_take_back(self) -> None:
        """A wrong letter of a name; else ask for the last entry to be taken back."""
        if self._picker.typed:
            self._picker.forget()
            self._show()
        else:
            self.post_message(self.TakenBack())

    def action_leave(self) -> None:
        """Take the letters away."""
        self.open = False
        self.post_message(self.Closed())

    def action_move(self, by: int) -> None:
        """The cursor to another person."""
        people = self._people()
        place = next((place for place, who in enumerate(people) if self._is_cursor(who)), None)
        if people:
            to = (0 if by > 0 else -1) if place is None else max(0, min(len(people) - 1, place + by))
            self._point_to(people[to])

    def action_more(self) -> None:
        """Everything about whom the cursor is on."""
        who = next((who for who in self._people() if self._is_cursor(who)), None)
        if who is not None:
            self.post_message(self.Wanted(who))
        else:
            self.mode = "more"

    def _pick(self, who: Participant | None, kind: PresenceKind | None = None) -> None:
        """Do with somebody what a letter means now."""
        if who is None or self.scene is None:
            self._show()
            return
        if self.mode == "speak":
            self.post_message(self.Speaking(who))
            return
        self._point_to(who)
        if kind is None and self.mode in ("recuse", "more"):
            self.post_message(self.Withdrawing(who) if self.mode == "recuse" else self.Wanted(who))
            over = self.scene is not None and self.scene.meeting.closed_at is not None
            self.mode = "more" if over else "arrive"
            return
        meant = kind or PresenceKind(self.mode if self.mode in tuple(PresenceKind) else PresenceKind.ARRIVE)
        if meant is PresenceKind.ARRIVE and self._sitting(who).present:
            if self._came_just_now(who):
                said = _("{name} came just now: the same letter once more in a moment records the leaving.")
                self.post_message(self.Refused(said.format(name=who.name)))
                return
            meant = PresenceKind.LEAVE
        self.post_message(self.Marked(who, meant))

    def _came_just_now(self, who: Participant) -> bool:
        """Whether somebody's arrival was recorded so short a time ago that the same letter again was a bounce."""
        assert self.scene is not None
        last = self.scene.room.presence[who.id][-1]
        return timedelta(0) <= datetime.now(UTC) - last.at < BOUNCE

    def _is_cursor(self, who: Participant) -> bool:
        """Whether the cursor is on somebody."""
        return self._cursor is not None and who.id == self._cursor.id

    def _point_to(self, who: Participant) -> None:
        """The cursor on somebody, in view."""
        self._cursor = who
        self._show()
        line = self._line_of(who)
        if not self.scroll_y <= line < self.scroll_y + self.size.height:
            self.scroll_to(y=max(0, line - self.size.height // 2), animate=False)

    def _line_of(self, who: Participant) -> int:
        """On which line somebody stands: each party has a heading."""
        people = self._people()
        place = next((place for place, each in enumerate(people) if each.id == who.id), 0)
        return place + len({each.party for each in people[: place + 1]})

    def _people(self) -> list[Participant]:
        """Everybody in the order shown: by party, then as invited."""
        people = self.scene.room.participants if self.scene else []
        return [who for party in Party for who in people if who.party is party]

    def _sitting(self, who: Participant) -> Sitting:
        """How somebody stands now, as to the item on the table."""
        assert self.scene is not None
        at = self.scene.meeting.closed_at or datetime.now(UTC)
        return sitting_of(self.scene.room, who, at, self.scene.item_id)

    def _show(self) -> None:
        """Draw everybody; the letters have their column whether shown or not, so that nothing moves."""
        if self.scene is None or not self.is_mounted:
            return
        people = self._people()
        stands = {who.id: self._sitting(who) for who in people}
        here = sum(one.present for one in stands.values())
        counted = _("Presence {here}/{invited}").format(here=here, invited=len(people))
        self.border_title = Content(_("Has the floor") if self.open and self.mode == "speak" else counted)
        self.border_subtitle = Content(self._meaning()) if self.open else None
        lines: list[Content] = []
        party = None
        matching = {who.id for who in self._picker.spelt(people)} if self._picker.typed else None
        for who in people:
            if who.party is not party:
                party = who.party
                lines.append(party_line(party, stands.values()))
            key = self._picker.key_of(who, people) if self.open else ""
            seats = self._seats if self._asked is not None and who.id == self._asked.id else ()
            line = person_line(key, stands[who.id], self.scene.room.presence.get(who.id, []), seats)
            if self.open and self._is_cursor(who):
                line = line.stylize("$primary 100%")
                line = line.stylize("reverse", 2)
            elif self.open and matching is not None and who.id not in matching:
                line = line.stylize("$foreground 40%")
            lines.append(line)
        self.query_one(Static).update(Content("\n").join(lines))

    def _meaning(self) -> str:
        """What a letter does, and what was typed of a name."""
        words = _(_MODE_WORDS[self.mode])
        if not self._picker.spelling:
            return words
        typed = (self._picker.typed + "__")[: max(2, len(self._picker.typed))]
        spelt = _("name: {letters}").format(letters=typed)
        return f"{words} · {spelt}"
