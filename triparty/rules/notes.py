"""Notes that two people write on one item at once: how both are kept."""

import re
from difflib import SequenceMatcher

_FLOOR = re.compile(r"- \d{1,2}:\d{2} .+[)）]\s*[:：]")
"""The beginning of a speech, as the meeting room writes it in either language."""


def joined(over: str, theirs: str, mine: str) -> str:
    """The notes with what each of two people made of `over`, line by line.

    What only one of them touched is as that one left it; where both wrote, both stand there, theirs first. Nothing
    that either of them wrote is left out.
    """
    base, left, right = over.split("\n"), theirs.split("\n"), mine.split("\n")
    at_left, at_right = _kept(base, left), _kept(base, right)
    lines: list[str] = []
    begins = (0, 0, 0)
    for line in [*(line for line in range(len(base)) if line in at_left and line in at_right), len(base)]:
        ends = line, at_left.get(line, len(left)), at_right.get(line, len(right))
        parts = [text[begin:end] for text, begin, end in zip((base, left, right), begins, ends, strict=True)]
        lines += _joined_part(*parts) + base[line : line + 1]
        begins = ends[0] + 1, ends[1] + 1, ends[2] + 1
    return "\n".join(lines)


def unsaid(notes: str) -> int:
    """How often somebody had the floor, and nothing stands behind the name: `- 14:05 Zhao (property):`."""
    return sum(_FLOOR.fullmatch(line.strip()) is not None for line in notes.splitlines())


def _kept(base: list[str], changed: list[str]) -> dict[int, int]:
    """Where in `changed` the lines of `base` stand that are still there."""
    blocks = SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + line: block.b + line for block in blocks for line in range(block.size)}


def _joined_part(base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """One stretch between two lines that both left alone."""
    if theirs == base:
        return mine
    if mine in (base, theirs):
        return theirs
    for around, changed in ((theirs, mine), (mine, theirs)):
        at = next((at for at in range(len(around)) if any(base) and around[at : at + len(base)] == base), None)
        if at is not None:  # one wrote around the lines that the other changed
            return [*around[:at], *changed, *around[at + len(base) :]]
    return [*theirs, *([""] if theirs and mine and not any(base) else []), *mine]
