"""The brackets of a template: found in a paragraph's text, however Word split it into runs."""

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from triparty.documents.template.package import W

if TYPE_CHECKING:
    from lxml import etree

PARAGRAPH = f"{{{W}}}p"
RUN = f"{{{W}}}r"
TEXT = f"{{{W}}}t"
_PASSED_THROUGH = {
    f"{{{W}}}{name}" for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml")
}
_PROPERTIES = {f"{{{W}}}{name}" for name in ("rPr", "pPr", "sdtPr", "sdtEndPr")}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_FIELD = re.compile(
    r"【(?P<chinese>[^【】\n]*)】|[{｛]{2}(?P<braces>[^{}｛｝\n]*)[}｝]{2}",
)
_STRAY = re.compile(r"[【】]|\{\{|\}\}|｛｛|｝｝")
_EACH = re.compile(r"(?:每个\s*|each\s+)(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_IF = re.compile(r"(?:若有\s*|if\s+)(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_END = re.compile(r"结束|end", re.IGNORECASE)

Word = Literal["value", "each", "if", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One pair of brackets: what it asks for, the name it gives (empty for 结束), and how it is written."""

    word: Word
    name: str
    written: str
    start: int
    end: int


@dataclass
class Line:
    """The text of one paragraph in the pieces it is stored in; a piece without an element is a tab, a break …"""

    pieces: list[tuple["etree._Element | None", str]]

    @property
    def text(self) -> str:
        """The whole text, with a line feed for whatever is no text."""
        return "".join(text for _element, text in self.pieces)

    def tokens(self) -> list[Token]:
        """The brackets in it, from left to right."""
        return [_token(match) for match in _FIELD.finditer(self.text)]

    def stray(self) -> str | None:
        """The first bracket without its partner, with a little of what follows."""
        return bracket_in(_FIELD.sub(lambda match: " " * len(match[0]), self.text))

    @property
    def elements(self) -> "Iterator[etree._Element]":
        """The elements its text is stored in."""
        return (element for element, _text in self.pieces if element is not None)

    def replace(self, tokens: list[Token], sign: Callable[[Token], str]) -> None:
        """Put `sign(token)` where each token begins and take the rest of the token out of its pieces."""
        waiting = deque(tokens)
        position = 0
        for element, old in self.pieces:
            first, position = position, position + len(old)
            kept, read = "", first
            while waiting and waiting[0].start < position:
                token = waiting[0]
                if token.start >= first:
                    kept += old[read - first : token.start - first] + sign(token)
                read = min(token.end, position)
                if token.end > position:
                    break
                waiting.popleft()
            new = kept + old[read - first :]
            if element is not None and old != new:
                element.text = new
                element.set(_SPACE, "preserve")

    def run_at(self, token: Token) -> "etree._Element | None":
        """The run a token begins in."""
        position = 0
        for element, text in self.pieces:
            position += len(text)
            if token.start < position:
                return element.getparent() if element is not None else None
        return None


def bracket_in(text: str) -> str | None:
    """The first bracket in a text that no line holds, with a little of what follows."""
    found = _STRAY.search(text)
    return text[found.start() : found.start() + 12].strip() if found else None


def line_of(paragraph: "etree._Element") -> Line:
    """The text pieces of a paragraph, without those of text boxes anchored in it."""
    return Line(list(_pieces(paragraph)))


def _pieces(element: "etree._Element") -> Iterator[tuple["etree._Element | None", str]]:
    for child in element:
        if child.tag == RUN:
            for part in child:
                if part.tag == TEXT:
                    # A line feed stored in a text is a space to Word, and may not hide a bracket.
                    yield part, (part.text or "").replace("\n", " ")
                elif part.tag not in _PROPERTIES:
                    yield None, "\n"
        elif child.tag in _PASSED_THROUGH:
            yield from _pieces(child)
        elif child.tag not in _PROPERTIES and not _is_mark(child):
            yield None, "\n"


def _is_mark(element: "etree._Element") -> bool:
    """Bookmarks, comment and permission ranges: they stand between letters without being any."""
    name = str(element.tag).rpartition("}")[2]
    return name.endswith(("Start", "End")) or name in ("proofErr", "commentReference")


def _token(match: re.Match[str]) -> Token:
    inner = match["chinese"] if match["chinese"] is not None else match["braces"]
    plain = unicodedata.normalize("NFKC", inner).strip()
    word: Word = "value"
    name = plain
    if _END.fullmatch(plain):
        word, name = "end", ""
    elif found := _EACH.fullmatch(plain):
        word, name = "each", found["name"].strip()
    elif found := _IF.fullmatch(plain):
        word, name = "if", found["name"].strip()
    return Token(word, name, match[0], match.start(), match.end())
