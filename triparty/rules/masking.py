"""What others must not read: numbers that lead to a person, and who reported a matter.

On the projector all of it is dots. In a public notice each hit is looked at by a person, who keeps or masks it; what
stands in its place shows as much as a notice may (张**, 鄂A*****, 3栋*单元**). The patterns are data: `masking.toml`.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

NAME = "name"
IN_OFFICE = "office"

_FILE = Path(__file__).with_name("masking.toml")
_HIDDEN = "•"
# Full-width letters and every hyphen as one keyboard writes them, so that one pattern finds them all.
_ORDINARY: dict[int, int | str | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0xA0: " ",
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0x30FC), "-"),
}
_APART = "[- \u200b-\u200d\u2060\ufeff]{0,3}"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BETWEEN_NAMES = re.compile("[、，,;；/()\n\t]+")


@dataclass(frozen=True)
class Pattern:
    """A pattern of `masking.toml`, what stands in place of what it finds, and its ground in both languages."""

    kind: str
    finds: re.Pattern[str]
    masked: str
    fits: Callable[[str], bool] | None
    refused: bool
    on_screen: bool
    basis: str
    basis_zh: str

    def hits(self, ordinary: str) -> Iterator["Hit"]:
        """What is found in a text of ordinary letters."""
        for match in self.finds.finditer(ordinary):
            if self.fits is None or self.fits(match[0]):
                yield Hit(match.start(), match.end(), self.kind, match.expand(self.masked), self.refused)


@dataclass(frozen=True)
class Hit:
    """A stretch of a text that leads to a person: what it is, what would stand there, whether it may never stay.

    `stays` is what is proposed of somebody who acts in office.
    """

    start: int
    end: int
    kind: str
    masked: str
    refused: bool = False
    stays: bool = False


class Names:
    """The names to look for: those to be masked, and those `in_office`, which stay. Entered text may hold several.

    Names of one character, of digits alone, and words such as 居民 are none.
    """

    def __init__(self, masked: Iterable[str] = (), in_office: Iterable[str] = ()) -> None:
        self._masked = _by_length(masked)
        self._in_office = _by_length(in_office)

    def hits(self, text: str) -> list[Hit]:
        """Every name in a text, the longest where one begins with another.

        Names that overlap are one hit, of which only the first surname is left: else the rest of one would be there.
        A name within that of somebody in office, or the same, is taken for that one.
        """
        ordinary = _folded(text)
        offices = list(_found(ordinary, self._in_office))
        residents = [
            (start, end)
            for start, end in _found(ordinary, self._masked)
            if not any(first <= start and end <= last for first, last in offices)
        ]
        hits = [Hit(start, end, NAME, _surname_only(text[start:end])) for start, end in _joined(residents)]
        hits += [
            Hit(start, end, IN_OFFICE, _surname_only(text[start:end]), stays=True)
            for start, end in offices
            if not any(_meet(start, end, hit.start, hit.end) for hit in hits)
        ]
        return hits


def patterns() -> tuple[Pattern, ...]:
    """The patterns in the order in which they count."""
    return _rules()[0]


def basis(kind: str, language: str) -> str:
    """On what ground a kind of hit is masked; empty for names, whose ground is who they are."""
    pattern = next((each for each in patterns() if each.kind == kind), None)
    if pattern is None:
        return ""
    return pattern.basis_zh if language == "zh_CN" else pattern.basis


def hits(text: str, names: Names | None = None) -> list[Hit]:
    """Everything in a text that leads to a person, in order; no two of them overlap.

    A name that reaches into a number is masked to its last letter beside it.
    """
    found = _numbers(text, patterns())
    taken = {place for hit in found for place in range(hit.start, hit.end)}
    for name in names.hits(text) if names else ():
        free = [place for place in range(name.start, name.end) if place not in taken]
        if len(free) == name.end - name.start:
            found.append(name)
            continue
        found += [Hit(place, place + 1, NAME, "*") for place in free]
    return sorted(found, key=lambda hit: hit.start)


def refused(text: str) -> list[Hit]:
    """What no notice may carry: identity cards, bank cards, mobile numbers."""
    return [hit for hit in _numbers(text, patterns()) if hit.refused]


def without(text: str, gone: Iterable[Hit]) -> str:
    """`text` with what is masked in the place of each of the hits, which do not overlap."""
    for hit in sorted(gone, key=lambda hit: hit.start, reverse=True):
        text = text[: hit.start] + hit.masked + text[hit.end :]
    return text


def masked(text: str, names: Iterable[str] = ()) -> str:
    """`text` for the projector: every long number as five dots, each of `names` as one dot for each character."""
    dots = [
        Hit(hit.start, hit.end, hit.kind, _HIDDEN * 5)
        for hit in _numbers(text, (pattern for pattern in patterns() if pattern.on_screen))
    ]
    text = without(text, dots)
    hidden = [Hit(hit.start, hit.end, NAME, _HIDDEN * (hit.end - hit.start)) for hit in Names(names).hits(text)]
    return without(text, hidden)


def identity_fits(number: str) -> bool:
    """Whether the last digit of an identity number is the right one (GB 11643-1999, ISO 7064 mod 11-2)."""
    digits = [letter for letter in number.lower() if letter in "0123456789x"]
    if len(digits) != 18 or "x" in digits[:17]:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return digits[17] == "10x98765432"[total % 11]


def card_fits(number: str) -> bool:
    """Whether the last digit of a card number of 16 to 19 digits is the right one (Luhn)."""
    digits = [int(letter) for letter in number if letter.isdecimal()]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits[::-1])]
    return 16 <= len(digits) <= 19 and sum(doubled) % 10 == 0


_CHECKS = {"identity": identity_fits, "card": card_fits}


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Pattern, ...], frozenset[str], frozenset[str]]:
    """The patterns, the surnames of two characters, and what is no name."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    made = tuple(
        Pattern(
            kind=each["kind"],
            finds=re.compile(each["pattern"].replace("~", _APART), re.IGNORECASE | re.ASCII),
            masked=each["masked"],
            fits=_CHECKS[each["check"]] if "check" in each else None,
            refused=each.get("refused", False),
            on_screen=each.get("on_screen", False),
            basis=each["basis"],
            basis_zh=each["basis_zh"],
        )
        for each in told["pattern"]
    )
    return made, frozenset(told["compound_surnames"]), frozenset(told["not_names"])


def _folded(text: str) -> str:
    """The text in ordinary letters and lower case, each letter where it was."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.translate(_ORDINARY))


def _numbers(text: str, which: Iterable[Pattern]) -> list[Hit]:
    """What the patterns find; where two meet, the first pattern counts."""
    ordinary = text.translate(_ORDINARY)
    found: list[Hit] = []
    for pattern in which:
        found += [
            hit
            for hit in pattern.hits(ordinary)
            if not any(_meet(hit.start, hit.end, one.start, one.end) for one in found)
        ]
    return found


def _by_length(names: Iterable[str]) -> dict[int, set[str]]:
    """Names by their length, the longest first."""
    no_names = _rules()[2]
    single = {part.strip() for name in names for part in _BETWEEN_NAMES.split(_folded(name))}
    fit = {
        name
        for name in single
        if len(name) > 1 and name not in no_names and "*" not in name and any(letter.isalpha() for letter in name)
    }
    return {length: {name for name in fit if len(name) == length} for length in sorted({*map(len, fit)}, reverse=True)}


def _found(ordinary: str, names: dict[int, set[str]]) -> Iterator[tuple[int, int]]:
    """Where names stand: at each place the longest. A name in Latin letters is a word of its own."""
    for start in range(len(ordinary)):
        for length, group in names.items():
            end = start + length
            if ordinary[start:end] in group and _whole(ordinary, start, end):
                yield start, end
                break


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word goes on at either end."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (_latin(before) and _latin(text[start])) and not (_latin(after) and _latin(text[end - 1]))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches, in order of their start, made one where they overlap."""
    made: list[tuple[int, int]] = []
    for start, end in stretches:
        if made and start < made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made


def _meet(start: int, end: int, first: int, last: int) -> bool:
    return start < last and first < end


def _surname_only(name: str) -> str:
    """张小明 as 张**, 欧阳明 as 欧阳*; of a name in Latin letters the first is left."""
    kept = 2 if len(name) > 2 and name[:2] in _rules()[1] else 1
    return name[:kept] + "*" * (len(name) - kept if not _latin(name[0]) else 2)
