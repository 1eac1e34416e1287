"""What stands within a line of notes: emphasis, code, links, breaks → runs of Word."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triparty.documents.letters import plain_text, word_text

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_MARKS = {"strong": "b", "em": "i", "s": "strike"}
# The order Word wants the properties of a run in, as far as ours go; everything else follows.
_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike")
# What may follow ``` without being read by anyone; more than that is a sentence on the wrong line.
_LANGUAGE = re.compile(r"[A-Za-z0-9+#_.-]*")
_CODE_FONT = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>'


@dataclass(frozen=True)
class Letters:
    """How the letters look just now: the place's own run properties, and the marks around them."""

    base: tuple[tuple[str, str], ...] = ()
    code_style: str = ""
    marks: frozenset[str] = frozenset()

    def with_mark(self, mark: str) -> "Letters":
        """The same letters with one mark more: b, i, strike or code."""
        return replace(self, marks=self.marks | {mark})

    def run(self, text: str) -> str:
        """A run of these letters; nothing for no text."""
        if not text:
            return ""
        return f'<w:r>{self._properties()}<w:t xml:space="preserve">{word_text(text)}</w:t></w:r>'

    def line_break(self) -> str:
        """A run that only breaks the line."""
        return f"<w:r>{self._properties()}<w:br/></w:r>"

    def _properties(self) -> str:
        if not self.marks and not self.base:
            return ""
        found = dict(self.base)
        for mark in self.marks & {"b", "i"}:
            found[mark], found[mark + "Cs"] = f"<w:{mark}/>", f"<w:{mark}Cs/>"
        if "strike" in self.marks:
            found["strike"] = "<w:strike/>"
        if "code" in self.marks and self.code_style:
            found["rStyle"] = f'<w:rStyle w:val="{plain_text(self.code_style)}"/>'
        elif "code" in self.marks and "rFonts" not in found:
            found["rFonts"] = _CODE_FONT
        names = [name for name in _ORDER if name in found] + [name for name in found if name not in _ORDER]
        return f"<w:rPr>{''.join(found[name] for name in names)}</w:rPr>"


def runs_of(nodes: "Sequence[SyntaxTreeNode]", letters: Letters) -> str:
    """The runs of inline nodes, in order."""
    runs = []
    for index, node in enumerate(nodes):
        if node.type == "softbreak":
            before, after = (nodes[index - 1] if index else None), nodes[index + 1 : index + 2]
            runs.append(letters.run(_joint(before, after[0] if after else None)))
        else:
            runs.append(_runs(node, letters))
    return "".join(runs)


def text_of(node: "SyntaxTreeNode") -> str:
    """The text of a node and all in it, a line per block."""
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "image" and not node.content:
        return str(node.attrs.get("src", ""))
    if not node.children:
        return lines_of(node)
    texts = [text_of(child) for child in node.children]
    text = ("" if node.type in _INLINE_HOLDERS else "\n").join(texts)
    return text + _address(node, text)


def lines_of(node: "SyntaxTreeNode") -> str:
    """The text of a node without children; a block of code begins with what stood behind its fence, if words did."""
    from markdown_it.common.utils import unescapeAll

    text = node.content.rstrip("\n")
    if node.type == "fence" and not _LANGUAGE.fullmatch(behind := unescapeAll(node.info.strip())):
        return f"{behind}\n{text}".rstrip("\n")
    return text


_INLINE_HOLDERS = ("inline", "strong", "em", "s", "link", "image")


def _runs(node: "SyntaxTreeNode", letters: Letters) -> str:
    if node.type in _MARKS:
        return runs_of(node.children, letters.with_mark(_MARKS[node.type]))
    if node.type == "code_inline":
        return letters.with_mark("code").run(node.content)
    if node.type == "hardbreak":
        return letters.line_break()
    if node.type == "image":
        return letters.run(text_of(node))
    if node.type == "link":
        return runs_of(node.children, letters) + letters.run(_address(node, "".join(map(text_of, node.children))))
    if node.children:
        return runs_of(node.children, letters)
    return letters.run(node.content)


def _address(node: "SyntaxTreeNode", text: str) -> str:
    """Where a link leads, in brackets after its words: paper cannot be clicked."""
    if node.type != "link":
        return ""
    from markdown_it.common.normalize_url import normalizeLinkText

    address = normalizeLinkText(str(node.attrs.get("href", "")))
    return "" if not address or address in (text, f"mailto:{text}") else f"（{address}）"


def _joint(before: "SyntaxTreeNode | None", after: "SyntaxTreeNode | None") -> str:
    """What a line end within a paragraph becomes: nothing between Chinese characters, else a space."""
    last = text_of(before)[-1:] if before else ""
    first = text_of(after)[:1] if after else ""
    return "" if _is_wide(last) and _is_wide(first) else " "


def _is_wide(letter: str) -> bool:
    return bool(letter) and unicodedata.east_asian_width(letter) in "WF"
