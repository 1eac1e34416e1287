"""Markdown notes put in order after paragraphs that were changed by hand in the paper they were written into."""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from triparty.documents.prose import plain
from triparty.documents.read_back.word import tidied
from triparty.i18n import _
from triparty.rules import RuleError

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_MARKS = re.compile(r"([\\`*_\[\]<>~|&])")
_BEGINNING = re.compile(r"^(#|[-+=]|[0-9]+[.)])", re.MULTILINE)


def renewed(markdown: str, was: Sequence[str], now: Sequence[str]) -> str:
    """The notes that read `now` line by line where they read `was`; what was not changed keeps its marks.

    Raises RuleError where marks of Markdown stand in what was changed: a list, a table, a stressed word.
    """
    for written in (str, _escaped):
        notes = _with(markdown, was, now, written)
        if notes is not None and _lines(notes) == [tidied(line) for line in now]:
            return notes
    raise RuleError(
        _("A list, a table or a stressed word stands in what was changed. Change these notes in the program.")
    )


def _with(markdown: str, was: Sequence[str], now: Sequence[str], written: Callable[[str], str]) -> str | None:
    """The notes with the changes; None where a line that was changed is not known again in them.

    Any line may be put in other words, but only whole paragraphs are put in and taken out: what stands between blank
    lines, a list as one.
    """
    blocks = [block for block in _BLANK.split(markdown.strip()) if block]
    within = [number for number, block in enumerate(blocks) for _line in _lines(block)]
    if len(within) != len(was):
        return None
    begins = {within.index(number): number for number in set(within)} | {len(within): len(blocks)}
    made = [[block] for block in blocks] + [[]]
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        same = b - a if d - c >= b - a else 0
        for old, new, number in zip(was[a : a + same], now[c : c + same], within[a : a + same], strict=True):
            block = _reworded(made[number][-1], old, written(new))
            if block is None:
                return None
            made[number][-1] = block
        a, c = a + same, c + same
        if a == b and c == d:
            continue
        if a not in begins or b not in begins:
            return None
        for number in range(begins[a], begins[b]):
            made[number].clear()
        made[begins[a]][:0] = map(written, now[c:d])
    return "\n\n".join(block for part in made for block in part)


def _reworded(block: str, was: str, now: str) -> str | None:
    """A block in which a line is in other words; None where it does not stand there once, as it reads."""
    if tidied(block) == was:
        return now
    return block.replace(was, now) if block.count(was) == 1 else None


def _escaped(text: str) -> str:
    """A line in which no sign means anything to Markdown."""
    return _BEGINNING.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], _MARKS.sub(r"\\\1", text))


def _lines(markdown: str) -> list[str]:
    """What Markdown reads in the paper, line by line."""
    return [line for line in tidied(plain(markdown)).split("\n") if line]
