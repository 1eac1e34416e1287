"""What a room full of people must not read: telephone and identity numbers, and who reported a matter.

Numbers are found by their shape: mobile (11 digits from 1, also +86, grouped or full-width), landline with its area
code, and any other run of eleven digits or more (identity cards, bank cards). Names are found by a list of them.
"""

import re
from collections.abc import Iterable

_HIDDEN = "•"
_DIGIT = "[0-9０-９]"
_APART = "[ \u3000-]?"
_NUMBERS = re.compile(
    rf"(?<!{_DIGIT})(?:"
    rf"(?:[+＋]?(?:86|８６){_APART})?[1１][3-9３-９](?:{_APART}{_DIGIT}){{9}}"
    rf"|[(（]?[0０]{_DIGIT}{{2,3}}[)）]?{_APART}{_DIGIT}{{7,8}}"
    rf"|{_DIGIT}{{11,}}[Xx]?"
    rf")(?!{_DIGIT})"
)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """`text` with every such number as five dots, and each of `names` as one dot for each character.

    A longer name goes before a shorter one that it begins with. Names of less than two characters are left, because
    they are words as well.
    """
    text = _NUMBERS.sub(_HIDDEN * 5, text)
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        text = re.sub(re.escape(name), _HIDDEN * len(name), text, flags=re.IGNORECASE)
    return text
