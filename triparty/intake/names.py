"""A name typed short: `sunj` or `sjl` is 孙己六 where nobody else is spelt so."""

import re
from collections.abc import Iterable

from meetings_db.search.pinyin import calls
from triparty.intake.dates import folded

_LETTERS = re.compile(r"[a-z]{2,}")


def whole_name(typed: str, names: Iterable[str]) -> str:
    """The only one of `names` that small letters spell, by its initials or as it is said; else what was typed."""
    letters = typed.strip()
    if not _LETTERS.fullmatch(letters):
        return typed
    meant = {name for name in names if calls(letters, folded(name))}
    return meant.pop() if len(meant) == 1 else typed
