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
        if notes is not None and _reads(notes, set(now) - set(was)):
            return notes
    raise RuleError(
        _("A list, a table or a stressed word stands in what was changed. Change these notes in the program.")
    )


def _with(markdown: str, was: Sequence[str], now: Sequence[str], written: Callable[[str], str]) -> str | None:
    """The notes with the changes; None where a line that was changed is not known again in them."""
    parts = _BLANK.split(markdown.strip())
    if [tidied(part) for part in parts] == list(was):
        made: list[str] = []
        for kind, a, b, c, d in _changes(was, now):
            made += parts[a:b] if kind == "equal" else map(written, now[c:d])
        return "\n\n".join(made)
    notes = markdown.strip()
    for kind, a, b, c, d in _changes(was, now):
        if kind == "insert" and a == len(was):
            notes += "".join(f"\n\n{written(line)}" for line in now[c:d])
        elif kind == "replace" and b - a == d - c:
            for old, new in zip(was[a:b], now[c:d], strict=True):
                if notes.count(old) != 1:
                    return None
                notes = notes.replace(old, written(new))
        elif kind != "equal":
            return None
    return notes


def _changes(was: Sequence[str], now: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, was, now, autojunk=False).get_opcodes()


def _escaped(text: str) -> str:
    """A line in which no sign means anything to Markdown."""
    return _BEGINNING.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], _MARKS.sub(r"\\\1", text))


def _reads(notes: str, lines: set[str]) -> bool:
    """Whether the new lines read in the paper as they were written by hand."""
    said = "\n" + tidied(plain(notes)) + "\n"
    return all(line in said for line in lines)
