"""Names as they are spelt: 电梯停运 is found by `dtty`, by `dianti` and by `dianty`.

Every reading of a character counts: 长 is `zhang` and `chang`. A letter of a word stands for a character by its
initial, letters by its whole syllable, and the last ones by the beginning of a syllable. What is found is exact; two
limits: a word has 2 to 24 letters, and of a word that can be cut in more than 64 ways (it would be all vowels) the ways
with the longest syllables count.

The table `pinyin.txt` is made by `python -m tests.house.pinyin` from pypinyin, which the program itself does not need.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path

from meetings_db.search.tokens import han_runs

SHORTEST, LONGEST = 2, 24
_WAYS = 64
_STEPS = 4_000
_PAIRS = ("zh", "ch", "sh")
_SYLLABLE, _INITIALS = "_s", "_p"

Way = tuple[str, ...]
"""A word cut into pieces, each for one character."""


@lru_cache
def _table() -> dict[str, tuple[str, ...]]:
    """The readings of each character, without tones; ü is v, and after l and n also u where people type it so."""
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for line in Path(__file__).with_name("pinyin.txt").read_text(encoding="utf-8").splitlines():
        syllable, signs = line.split(" ")
        spellings = (syllable, syllable.replace("ve", "ue")) if syllable.endswith("ve") else (syllable,)
        for sign in signs:
            readings[sign].extend(spellings)
    return {sign: tuple(spellings) for sign, spellings in readings.items()}


@lru_cache
def _syllables() -> frozenset[str]:
    """Every syllable there is."""
    return frozenset(syllable for spellings in _table().values() for syllable in spellings)


@lru_cache
def _beginnings() -> frozenset[str]:
    """Everything a syllable can begin with, itself included."""
    return frozenset(syllable[:length] for syllable in _syllables() for length in range(1, len(syllable) + 1))


@lru_cache(maxsize=8_192)
def _whole(sign: str) -> tuple[str, ...]:
    """The tokens of a character's readings."""
    return tuple(_SYLLABLE + syllable for syllable in _table().get(sign, ()))


@lru_cache(maxsize=32_768)
def _letters(signs: str) -> tuple[str, ...]:
    """The tokens of the initials of a few characters in a row, by all their readings."""
    initials = ({syllable[0] for syllable in _table().get(sign, ())} for sign in signs)
    return tuple(_INITIALS + "".join(letters) for letters in product(*initials))


def tokens(names: str) -> set[str]:
    """What is indexed of folded names: every syllable, and the initials of any two and three characters in a row."""
    found: set[str] = set()
    for _place, run in han_runs(names):
        for sign in run:
            found.update(_whole(sign))
        for length in (2, 3):
            for place in range(len(run) - length + 1):
                found.update(_letters(run[place : place + length]))
    return found


@lru_cache(maxsize=256)
def ways(word: str) -> tuple[Way, ...]:
    """How a folded word can be cut into pieces that spell characters; none when it is no pinyin."""
    if not (SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()):
        return ()
    found: list[Way] = []
    steps = 0
    open_ways: list[tuple[int, Way]] = [(0, ())]
    while open_ways and len(found) < _WAYS and steps < _STEPS:
        steps += 1
        begun, way = open_ways.pop()
        if begun == len(word):
            found.append(way)
            continue
        ends = range(begun + 1, min(begun + 6, len(word)) + 1)
        pieces = [word[begun:end] for end in ends if _is_piece(word[begun:end], last=end == len(word))]
        open_ways += [(begun + len(piece), (*way, piece)) for piece in pieces]  # the longest is taken up first
    letters = tuple(word)
    if letters not in found and all(_is_piece(letter, last=False) for letter in letters):
        found.append(letters)
    return tuple(found)


def _is_piece(letters: str, *, last: bool) -> bool:
    """Whether letters can stand for one character."""
    if last:
        return letters in _beginnings()
    return letters in _syllables() or letters in _PAIRS or (len(letters) == 1 and letters in _beginnings())


def wanted(way: Way) -> Iterator[frozenset[str]]:
    """The tokens that names spelt this way have, in one or several alternatives."""
    if len(way) == 1:
        for syllable in sorted(_syllables()):
            if syllable.startswith(way[0]):
                yield frozenset((_SYLLABLE + syllable,))
        return
    letters = "".join(piece[0] for piece in way)
    length = min(3, len(letters))
    found = {_INITIALS + letters[place : place + length] for place in range(len(letters) - length + 1)}
    whole = (piece for piece in way[:-1] if len(piece) > 1 and piece not in _PAIRS)
    yield frozenset(found.union(_SYLLABLE + piece for piece in whole))


def spelt(word: str, names: str) -> tuple[int, int] | None:
    """From where to where `word` first spells `names`, both folded; None when it does not."""
    cuts = ways(word)
    if not cuts:
        return None
    for begins, run in han_runs(names):
        for place in range(len(run)):
            for way in cuts:
                if _fits(way, run[place : place + len(way)]):
                    return begins + place, begins + place + len(way)
    return None


def _fits(way: Way, signs: str) -> bool:
    """Whether the pieces spell the characters one by one."""
    if len(signs) < len(way):
        return False
    table = _table()
    last = len(way) - 1
    return all(
        any(_spells(piece, syllable, last=place == last) for syllable in table.get(sign, ()))
        for place, (piece, sign) in enumerate(zip(way, signs, strict=True))
    )


def _spells(piece: str, syllable: str, *, last: bool) -> bool:
    """Whether a piece stands for a character read so."""
    if last or len(piece) == 1 or piece in _PAIRS:
        return syllable.startswith(piece)
    return piece == syllable


def initials(name: str) -> tuple[frozenset[str], ...]:
    """The letters each character or word of a name may begin with, of a single word its own; all in small letters."""
    parts: list[frozenset[str]] = []
    words = name.replace("·", " ").split()
    for word in words:
        signs = [(frozenset(syllable[0] for syllable in _table().get(sign, ())), sign) for sign in word]
        if any(letters for letters, _sign in signs) or len(words) == 1:
            parts += [letters or frozenset(sign) for letters, sign in signs]
        else:
            parts.append(frozenset(word[0]))
    return tuple(parts)


def begins(letters: str, name: str) -> bool:
    """Whether letters are the first initials of a name: `lz` of 李志, by any reading, and of lin zhao."""
    own = initials(name)
    return len(letters) <= len(own) and all(letter in may for letter, may in zip(letters, own, strict=False))


def begins_aloud(letters: str, name: str) -> bool:
    """Whether a folded name begins with letters as it is said: `zhao` and `zhaod` of 赵丁四, `lee` of lee ann."""
    place = spelt(letters, name)
    return name.startswith(letters) or (place is not None and place[0] == 0)


def calls(letters: str, name: str) -> bool:
    """Whether letters begin a folded name in either way."""
    return begins(letters, name) or begins_aloud(letters, name)
