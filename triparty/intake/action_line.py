"""One typed line as a promise: `@赵丁四 修好东门路灯 下周五`, `@property fix the gate by Friday ¥5000`.

- `@` and a name of the register, or the only name that begins so, or is spelt so in pinyin (`@qw`, `@qian`): the
  owner, with the party of the post; an organisation likewise. `@物业`, `@社区`, `@居民`, `@property`, `@community`,
  `@residents`: a party. Any other word after `@` is an owner in free text. Several owners: `@赵丁四、钱戊五`.
  A name of the register and a space or comma needs no `@` where the line begins with it, or it follows its party.
- A day at the end, at the beginning or beside `前`, `截止`, `by`, `until`, `before` is when it is due (see `dates`).
- An amount that stands alone (`¥5000`, `5000元`, `1.5万元`) or follows `预算` or `budget` is the budget.
- `完成标准：…` or `done when …` says when it is done, `资金：…` or `funding: …` who pays; each up to a semicolon,
  money up to a comma too.
- What remains is what is to be done.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import ValidationError

from meetings_db.models import LINE, ActionBase, Party
from meetings_db.queries.directory import Seat
from meetings_db.search.pinyin import calls
from meetings_db.text import clean_line
from triparty.i18n import _
from triparty.intake.dates import find_deadline, folded
from triparty.words import PARTIES_IN_SENTENCES


@dataclass(frozen=True)
class Chip:
    """One thing understood, to show under the line in the language spoken now."""

    kind: Literal["owner", "party", "what", "due", "done", "budget", "funding"]
    text: str


@dataclass(frozen=True)
class Understood:
    """What a line says so far: the action, or None and the sentence that says what is missing or wrong.

    `doubts` say of an action that can be kept what one would look for in it and does not find.
    """

    action: ActionBase | None
    chips: tuple[Chip, ...]
    problem: str | None = None
    doubts: tuple[Chip, ...] = ()


def read_action(line: str, people: Sequence[Seat], today: date) -> Understood:
    """What a line being typed says of an action; `people` is the register. Never raises."""
    reading = _read(line, people, today, glued=False)
    if not reading.rest(_WHAT):
        # Chinese is typed without spaces: `@赵丁四修好路灯`. Only where a space would leave nothing to do.
        again = _read(line, people, today, glued=True)
        reading = again if again.rest(_WHAT) else reading
    return reading.understood()


# --- the line ---------------------------------------------------------------------------------------

_UNDERSTOOD, _WHAT, _DONE, _FUNDING = range(4)
_PAUSES = " ,，;；、:："
_EMPTY_BRACKETS = re.compile(r"[(\[【][ ,;:、]*[)\]】]")


class _Reading:
    """A line whose characters each belong to one part: understood, what to do, when it is done, who pays."""

    def __init__(self, line: str) -> None:
        self.line = clean_line(line)
        self.plain = folded(self.line)
        self.parts = [_WHAT] * len(self.line)
        self.owners: list[str] = []
        self.party: Party | None = None
        self.due_on: date | None = None
        self.budget: int | None = None

    def view(self, part: int) -> str:
        """The folded line with blanks for everything that does not belong to `part`; places stay the same."""
        return "".join(c if owner == part else " " for c, owner in zip(self.plain, self.parts, strict=True))

    def take(self, start: int, end: int) -> None:
        """`line[start:end]` is understood."""
        self.parts[start:end] = [_UNDERSTOOD] * (end - start)

    def give(self, start: int, end: int, giver: int, taker: int) -> None:
        """What belongs to one part within `line[start:end]` belongs to another from now on."""
        self.parts[start:end] = [taker if owner == giver else owner for owner in self.parts[start:end]]

    def take_empty_brackets(self, part: int) -> None:
        """What was cut out of brackets takes them along where they hold nothing else: `（下周五前，5000元）`."""
        for match in _EMPTY_BRACKETS.finditer(self.view(part)):
            if any(owner != part for owner in self.parts[match.start() : match.end()]):
                self.give(*match.span(), part, _UNDERSTOOD)

    def rest(self, part: int) -> str:
        """The text of `part`: its pieces joined as they stood, without the pauses that led to what was cut."""
        text = ""
        for start, end in self._pieces(part):
            piece = self.line[start:end]
            if start:
                piece = piece.lstrip(_PAUSES) if not text or text[-1] in _PAUSES else piece
            text += piece
        if self.parts and self.parts[-1] != part:
            text = text.rstrip(_PAUSES)
        return text.strip()

    def _pieces(self, part: int) -> Iterator[tuple[int, int]]:
        start = None
        for place, owner in enumerate([*self.parts, None]):
            if owner == part and start is None:
                start = place
            elif owner != part and start is not None:
                yield start, place
                start = None

    def understood(self) -> Understood:
        """The action, checked as a form's would be, and its chips."""
        typed = {
            "what": self.rest(_WHAT),
            "owner": "、".join(self.owners),
            "party": self.party or Party.OTHER,
            "due_on": self.due_on,
            "done_means": self.rest(_DONE),
            "budget": self.budget,
            "funding": self.rest(_FUNDING),
        }
        action, problem = None, None
        try:
            action = ActionBase.model_validate(typed)
        except ValidationError as error:
            problem = _problem(error)
        return Understood(action, tuple(self._chips()), problem, tuple(self._doubts()))

    def _doubts(self) -> Iterator[Chip]:
        if not self.owners:
            yield Chip("owner", _("No owner was understood: write @ and a name."))
        elif self.party is None:
            told = _("{owner} is not in the register: which party answers for it is not known.")
            yield Chip("party", told.format(owner="、".join(self.owners)))
        if self.due_on is None:
            yield Chip("due", _("No day was understood: it has no due date."))

    def _chips(self) -> Iterator[Chip]:
        if self.owners:
            yield Chip("owner", "、".join(self.owners))
        if self.party:
            yield Chip("party", _(PARTIES_IN_SENTENCES[self.party]))
        if what := self.rest(_WHAT):
            yield Chip("what", what)
        if self.due_on:
            yield Chip("due", f"{self.due_on.isoformat()} {_weekday(self.due_on)}")
        if done := self.rest(_DONE):
            yield Chip("done", done)
        if self.budget is not None:
            yield Chip("budget", _yuan(self.budget))
        if funding := self.rest(_FUNDING):
            yield Chip("funding", funding)


def _read(line: str, people: Sequence[Seat], today: date, *, glued: bool) -> _Reading:
    reading = _Reading(line)
    _read_owners(reading, people, glued)
    _read_fields(reading)
    for part in (_WHAT, _FUNDING):
        if amount := _amount(reading.view(part)):
            reading.budget = amount[0]
            reading.take(amount[1], amount[2])
            break
    for part in (_WHAT, _FUNDING, _DONE):
        if found := find_deadline(reading.view(part), today):
            reading.due_on = found[0]
            reading.take(found[1], found[2])
            break
    for part in (_WHAT, _FUNDING, _DONE):
        reading.take_empty_brackets(part)
    return reading


def _problem(error: ValidationError) -> str:
    """What to do about the first thing that is wrong."""
    first = error.errors()[0]
    if first["type"] == "string_too_short":
        return _("Say what is to be done.")
    names = {
        "what": _("What is to be done"),
        "owner": _("The owner's name"),
        "done_means": _("When it is done"),
        "funding": _("The source of money"),
    }
    return _("{field} is longer than {limit} characters: shorten it.").format(
        field=names[str(first["loc"][0])], limit=LINE
    )


def _weekday(day: date) -> str:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def _yuan(fen: int) -> str:
    """`¥5,000` or `¥5,000.50`."""
    yuan, cents = divmod(fen, 100)
    return f"¥{yuan:,}.{cents:02}" if cents else f"¥{yuan:,}"


# --- who --------------------------------------------------------------------------------------------

_AT = re.compile(r"(?<![0-9a-z._%+-])@")
_WORD = re.compile(r"[^\s,;:、。()!?@]+")
_LETTERS = re.compile(r"[a-z]{2,}(?![0-9a-z._-])")
_PARTIES = {
    Party.COMMUNITY: ("社区", "社区方", "community"),
    Party.PROPERTY: ("物业", "物业方", "物业公司", "property"),
    Party.RESIDENTS: ("居民", "居民方", "居民代表", "residents"),
}
_SHORTEST_WORK = 2
"""Fewer characters glued to a name are the rest of another name (`@张伟业`) and not work."""


@dataclass(frozen=True)
class _Known:
    """A word that may follow `@`, folded, and whom it names; no owner where it names a party alone."""

    word: str
    owner: str
    party: Party


def _known(people: Sequence[Seat]) -> list[_Known]:
    """Names, names with their titles, organisations, parties; the first of the register wins."""
    persons = [_Known(folded(seat.person.name), seat.person.name, seat.post.party) for seat in people]
    titled = [
        _Known(known.word + folded(seat.post.title), known.owner, known.party)
        for known, seat in zip(persons, people, strict=True)
    ]
    places = [
        _Known(folded(seat.organisation.name), seat.organisation.name, seat.organisation.party) for seat in people
    ]
    parties = [_Known(word, "", party) for party, words in _PARTIES.items() for word in words]
    return [known for known in (*persons, *titled, *parties, *places) if known.word]


def _read_owners(reading: _Reading, people: Sequence[Seat], glued: bool) -> None:
    known = _known(people)
    persons = [_Known(folded(seat.person.name), seat.person.name, seat.post.party) for seat in people]
    for at in _AT.finditer(reading.plain):
        start, place = at.start(), at.end()
        while named := _named(reading, place, known, persons, glued):
            one, place = named
            _note(reading, one)
            reading.take(start, place)
            start = place
            if reading.plain[place : place + 1] != "、":
                break
            place += 1
    if not reading.owners:  # at the beginning a name needs no `@`, and none behind its party: `@物业 钱戊五 修路灯`
        start = next((place for place, part in enumerate(reading.parts) if part != _UNDERSTOOD), 0)
        start += len(reading.plain[start:]) - len(reading.plain[start:].lstrip(_PAUSES))
        for one in persons:
            own = reading.party in (None, one.party)
            if own and reading.plain.startswith((f"{one.word} ", f"{one.word},", f"{one.word}:"), start):
                _note(reading, one)
                reading.take(start, start + len(one.word))
                break


def _ends(plain: str, place: int) -> bool:
    """Whether no name goes on at `place`."""
    return _WORD.match(plain, place) is None


def _note(reading: _Reading, one: _Known) -> None:
    """Keep whom a mention names; the first party stays, a second one is an owner by its name."""
    owner = one.owner or (one.word if reading.party not in (None, one.party) else "")
    if owner and owner not in reading.owners:
        reading.owners.append(owner)
    if reading.party is None and one.party is not Party.OTHER:
        reading.party = one.party


def _named(
    reading: _Reading, place: int, known: Sequence[_Known], persons: Sequence[_Known], glued: bool
) -> tuple[_Known, int] | None:
    """Whom the words at `place` name, and where they end; None where there is no word."""
    plain = reading.plain
    whole = [one for one in known if plain.startswith(one.word, place) and _ends(plain, place + len(one.word))]
    if whole:
        longest = max(whole, key=lambda one: len(one.word))
        return longest, place + len(longest.word)
    word = _WORD.match(plain, place)
    if word is None:
        return None
    begun = {one.owner: one for one in reversed(persons) if one.word.startswith(word[0])}
    if len(begun) == 1:
        return next(iter(begun.values())), word.end()
    letters = _LETTERS.match(plain, place)
    if letters and (glued or letters.end() == word.end()):
        of_them = [one for one in persons if calls(letters[0], one.word)]
        meant = {one.owner: one for one in reversed(of_them)}
        if len(meant) == 1:
            return next(iter(meant.values())), letters.end()
    if glued:
        names = [
            one for one in known if word[0].startswith(one.word) and len(word[0]) - len(one.word) >= _SHORTEST_WORK
        ]
        if names:
            longest = max(names, key=lambda one: len(one.word))
            return longest, place + len(longest.word)
    return _Known(word[0], reading.line[word.start() : word.end()], Party.OTHER), word.end()


# --- fields and money -------------------------------------------------------------------------------

_KEYS = re.compile(
    r"(?P<done>(?:完成|办结|验收)标准\s?:|(?<![a-z0-9])done (?:when|means)(?![a-z0-9])\s?:?)"
    r"|(?P<funding>(?:(?:资金|经费)?来源|资金|(?<![a-z0-9])fund(?:ing|ed by))\s?:)"
)
_DONE_ENDS = re.compile(r";")
_FUNDING_ENDS = re.compile(r"[;,]")
_BRACKET_ENDS = re.compile(r"\)")

_NUMBER = r"(?P<{0}>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,15}})(?:\.[0-9]{{1,6}})?)"
_TIMES = {"": 1, "千": 1_000, "k": 1_000, "万": 10_000, "亿": 100_000_000}
_AMOUNT = re.compile(
    r"(?:^|(?<=[\s;、(])|(?<=[^0-9],)|(?<!超)(?=预算|经费))"
    r"(?P<key>(?:预算|经费|budget)\s?(?:为|是|of)?\s?:?\s?)?"
    rf"(?:(?:¥|￥|rmb|cny)\s?{_NUMBER.format('a')}\s?(?P<x>[千k万亿])?元?"
    rf"|{_NUMBER.format('b')}\s?(?P<y>[千k万亿])?\s?(?:元|yuan|rmb|cny)"
    rf"|(?(key){_NUMBER.format('c')}(?P<z>[千k万亿])?|(?!)))"
    r"(?=[\s;、。)!]|,(?![0-9])|\.?\Z)"
)
_MOST_FEN = 2**63 - 1
"""What the column holds."""


def _read_fields(reading: _Reading) -> None:
    """Give each `完成标准：…` and `资金：…` its words, up to its end or the next of them."""
    plain = reading.view(_WHAT)
    keys = list(_KEYS.finditer(plain))
    starts = [*(key.start() for key in keys), len(plain)]
    for key, following in zip(keys, starts[1:], strict=True):
        part, ends = (_DONE, _DONE_ENDS) if key["done"] else (_FUNDING, _FUNDING_ENDS)
        bracket = _BRACKET_ENDS.search(plain, key.end(), following) if plain[: key.start()].endswith("(") else None
        stop = bracket or ends.search(plain, key.end(), following)
        end = stop.start() if stop else following
        reading.give(key.end(), end, _WHAT, part)
        reading.take(*key.span())


def _amount(view: str) -> tuple[int, int, int] | None:
    """(fen, start, end) of the first amount in a folded line; None for what is no whole number of fen."""
    for match in _AMOUNT.finditer(view):
        digits = match["a"] or match["b"] or match["c"]
        fen = Decimal(digits.replace(",", "")) * 100 * _TIMES[match["x"] or match["y"] or match["z"] or ""]
        if fen == int(fen) and fen <= _MOST_FEN:
            return int(fen), match.start(), match.end()
    return None
