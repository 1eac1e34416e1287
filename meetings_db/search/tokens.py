"""One tokenizer for both databases: what is kept of a text so that any part of it is found.

A text is folded and cut into runs of Han characters and runs of other letters and digits; signs and emoji only divide.

* a Han run gives its single characters and its pairs,
* any other run gives its pieces of one, two and three characters.

A text that holds a word has every token of `wanted(word)`; the reverse does not hold, so what is found is checked
against the text. A word of signs alone has no tokens and is looked for by reading.
"""

import re
import unicodedata
from collections.abc import Iterator

from meetings_db.text import clean

KEPT = 20_000
"""The characters of a text that are indexed, from its beginning."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_HAN}]+)|[^\W_{_HAN}]+")
_SPACES = re.compile(r"\s+")
_PIECE = 3


def fold(text: str) -> str:
    """`text` as it is compared: width and case folded, every space one blank."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", clean(text)).casefold())


def tokens(text: str) -> set[str]:
    """What is indexed of a folded text."""
    found: set[str] = set()
    for run, longest in _runs(text):
        found.update(run, _pieces(run, 2))
        if longest > 2:
            found.update(_pieces(run, longest))
    return found


def wanted(word: str) -> frozenset[str]:
    """The tokens that every text holding the folded `word` has; none for a word of signs."""
    found: set[str] = set()
    for run, longest in _runs(word):
        found.update(_pieces(run, min(longest, len(run))))
    return frozenset(found)


def han_runs(text: str) -> Iterator[tuple[int, str]]:
    """Each run of Han characters with the place it begins at."""
    return ((match.start(), match[1]) for match in _RUNS.finditer(text) if match[1])


def _runs(text: str) -> Iterator[tuple[str, int]]:
    """Each run, and the length of the longest pieces it is cut into."""
    for match in _RUNS.finditer(text):
        yield match[0], 2 if match[1] else _PIECE


def _pieces(run: str, length: int) -> list[str]:
    """Every piece of a run that is so long."""
    return [run[place : place + length] for place in range(len(run) - length + 1)]
