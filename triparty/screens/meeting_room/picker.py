"""Whom a key means: by a letter that stays theirs while the list is open, or by how the name is spelt."""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from uuid import UUID

from meetings_db.models import Participant
from meetings_db.search.pinyin import begins, begins_aloud

PAGE = len(ascii_lowercase)
"""So many people have a letter at a time."""

ENOUGH = 2
"""So many letters of a name pick somebody, where they are the only one; from as many on the others get a digit."""

MISSES = 2
"""So often may letters spell nobody before they are words that somebody types."""


class Picker:
    """Picks people for the panel of arrivals and for who has the floor."""

    def __init__(self) -> None:
        self.spelling = False
        self.typed = ""
        self.said = ""
        self.page = 0
        self._misses = 0
        self._order: list[UUID] = []
        self._called: Mapping[UUID, str] = {}

    def start(self, people: Sequence[Participant], *, spelling: bool, called: Mapping[UUID, str] | None = None) -> None:
        """Give the letters out anew; `called` are the names of those who stand in, by whose place they sit in."""
        self.spelling, self.typed, self.page, self._called = spelling, "", 0, called or {}
        self.said, self._misses = "", 0
        self._order = [who.id for who in people]

    def follow(self, people: Sequence[Participant]) -> None:
        """Somebody was invited meanwhile: they get the next letter; who is gone leaves theirs unused."""
        known = set(self._order)
        self._order += [who.id for who in people if who.id not in known]

    @property
    def astray(self) -> bool:
        """Whether the letters `said` so far are hardly a name: they spelt nobody too often."""
        return self._misses >= MISSES

    @property
    def pages(self) -> int:
        """How often the letters are given out."""
        return max(1, -(-len(self._order) // PAGE))

    def turn(self) -> None:
        """The next people get the letters."""
        self.page = (self.page + 1) % self.pages

    def key_of(self, who: Participant, people: Sequence[Participant]) -> str:
        """The key that picks somebody now: a letter, or a digit among those whose name is spelt so; else nothing."""
        if self.spelling:
            found = self.spelt(people) if len(self.typed) >= ENOUGH else []
            place = next((place for place, one in enumerate(found, 1) if one.id == who.id), 0)
            return str(place) if 0 < place < 10 else ""
        page, place = divmod(self._order.index(who.id), PAGE) if who.id in self._order else (-1, 0)
        return ascii_lowercase[place] if page == self.page else ""

    def letter(self, place: int, people: Sequence[Participant]) -> Participant | None:
        """Whom a letter picks: its owner, or the only one whose name begins with the letters typed so far.

        Letters that spell nobody are forgotten.
        """
        if not self.spelling:
            order = self._order[self.page * PAGE :][:PAGE]
            wanted = order[place] if place < len(order) else None
            return next((who for who in people if who.id == wanted), None)
        self.typed += ascii_lowercase[place]
        self.said += ascii_lowercase[place]
        found = self.spelt(people)
        if not found:
            self.typed = ""
            self._misses += 1
        return self._taken(found[0]) if len(found) == 1 and len(self.typed) >= ENOUGH else None

    def digit(self, digit: int, people: Sequence[Participant]) -> Participant | None:
        """Whom a digit picks among those whose names are spelt alike."""
        found = self.spelt(people) if self.spelling and len(self.typed) >= ENOUGH else []
        return self._taken(found[digit - 1]) if 0 < digit <= len(found) else None

    def spelt(self, people: Sequence[Participant]) -> list[Participant]:
        """Those whose names begin with the letters typed so far: their initials, or where they are nobody's, aloud."""
        if not self.typed:
            return []
        names = [(who, self._called.get(who.id, who.name).casefold()) for who in people]
        found = [who for who, name in names if begins(self.typed, name)]
        return found or [who for who, name in names if begins_aloud(self.typed, name)]

    def forget(self) -> None:
        """The letters typed last were wrong."""
        self.said, self.typed = self.said.removesuffix(self.typed), ""

    def _taken(self, who: Participant) -> Participant:
        """Somebody was picked: the next letters spell another."""
        self.said, self.typed, self._misses = "", "", 0
        return who
