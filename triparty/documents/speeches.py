"""The notes of an item as a record tells them: what was said by whom and when, and everything else as it stands.

A point of a speech is a point of a list that begins with the time and the speaker, as the meeting room begins it:
`- 10:41 赵丁四（物业）：已劝离两次`. What is not such a point stays Markdown, in its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from triparty.documents.prose import parser_of_notes

_BEGUN = re.compile(
    r"\s*[-*+]\s+(?P<time>(?:[01]?\d|2[0-3])[:：][0-5]\d)\s+"
    r"(?P<name>[^:：()（）]{1,60}?)\s*(?:[(（](?P<party>[^()（）]{1,40})[)）])?\s*[:：][ \t]*"
)


@dataclass(frozen=True)
class Speech:
    """What somebody said: the time as it was typed, 10:41, the name, the party in brackets, and Markdown."""

    time: str
    name: str
    party: str
    said: str


Part = str | list[Speech]
"""Markdown that is nobody's speech, or speeches one after the other."""


def parts_of(notes: str) -> list[Part]:
    """The notes in their order, cut where somebody has the floor and where nobody has; nothing for empty notes."""
    found: list[Part] = []
    for piece in _pieces(notes):
        if isinstance(piece, str):
            found.append(piece)
        elif found and isinstance(found[-1], list):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _pieces(notes: str) -> Iterator[str | Speech]:
    """Each speech, and what stands between them as it was written."""
    lines, at = notes.split("\n"), 0
    for begin, end in _points(notes):
        if speech := _speech(lines[begin:end]):
            yield from _text(lines[at:begin])
            yield speech
            at = end
    yield from _text(lines[at:])


def _text(lines: list[str]) -> Iterator[str]:
    """The lines as one text, where there is anything in them."""
    if text := "\n".join(lines).strip("\n").rstrip():
        yield text


def _points(notes: str) -> Iterator[tuple[int, int]]:
    """From which line to before which each point of the outermost lists stands; what looks so in code is none."""
    for token in parser_of_notes().parse(notes):
        if token.type == "list_item_open" and token.level == 1 and token.map:
            yield token.map[0], token.map[1]


def _speech(lines: list[str]) -> Speech | None:
    """A point of a list that begins with time and speaker; None for any other."""
    begun = _BEGUN.match(lines[0])
    if begun is None:
        return None
    rest = dedent("\n".join(lines[1:]))
    said = "\n".join((lines[0][begun.end() :], rest)).strip()
    return Speech(begun["time"].replace("：", ":"), begun["name"].strip(), (begun["party"] or "").strip(), said)
