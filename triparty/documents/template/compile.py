"""Template → literal strings and slots, once per content.

Word's XML is marked where something changes, written out as one string, and cut at the marks. A mark is made
of private-use characters and the hash of the template itself, so no template can hold one.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from triparty.documents.styles import Look, Styles, styles_of
from triparty.documents.template.grammar import PARAGRAPH, Line, Token, bracket_in, line_of
from triparty.documents.template.nodes import (
    Alone,
    Block,
    FieldUse,
    LastParagraph,
    Node,
    Place,
    Problem,
    Row,
    Slot,
    Story,
    Table,
    Unique,
)
from triparty.documents.template.package import W, open_package, read
from triparty.documents.template.parts import Shell, shell_of
from triparty.documents.template.tidy import frame_of, look_of, outlive_repeating, tidy
from triparty.i18n import mark

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FieldUse", "Place", "Template", "compile_template"]

_KEPT = 16
# How deep tables, repetitions and conditions may stand in one another: far deeper than any paper needs.
_DEEPEST = 40
_MOST = 10_000
_TOO_DEEP = mark("tables, repetitions and conditions stand more than {count} deep in one another")
_BOX = f"{{{W}}}txbxContent"
_ROW = f"{{{W}}}tr"
_TABLE = f"{{{W}}}tbl"
_SECTION = f"{{{W}}}sectPr"
_HOLDERS = {f"{{{W}}}{name}" for name in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote")}
_TRACKED = {f"{{{W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
_UNFILLED = mark(
    "the bracket at “{text}” stands where no field is filled (word art, a chart, a formula, a phonetic guide, "
    "the description of a picture); write it as text, or in a text box"
)
# Where text stands that is no text of a paragraph: the words of word art, and what a picture is described by.
_SAID_BY = ("string", "descr", "title", "alt")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


@dataclass(frozen=True, eq=False)
class Template:
    """A checked and compiled template; compared by identity, so it can key a cache.

    `fields` are the names it uses in reading order, `problems` the mistakes found without knowing any schema,
    `stories` the parts that change, `shell` all the others.
    """

    digest: str
    fields: tuple[FieldUse, ...]
    problems: tuple[Problem, ...]
    stories: dict[str, tuple[Node, ...]]
    shell: Shell
    styles: Styles


_compiled: OrderedDict[str, Template] = OrderedDict()


def compile_template(path: Path) -> Template:
    """The template in a .docx or .dotx file, compiled at most once per content.

    Raises RuleError when the file is missing, damaged, too large, or holds macros, objects or outside links.
    """
    data = read(path)
    digest = hashlib.sha256(data).hexdigest()
    if digest not in _compiled:
        _compiled[digest] = _compile(str(path), digest, data)
        while len(_compiled) > _KEPT:
            _compiled.popitem(last=False)
    return _compiled[digest]


def _compile(name: str, digest: str, data: bytes) -> Template:
    package = open_package(name, data)
    shell, stories = shell_of(name, package)
    fields: list[FieldUse] = []
    problems: list[Problem] = []
    compiled = {}
    for part, story in stories.items():
        compiler = _Story(part, story, digest[:16])
        compiled[part] = compiler.compile(package.trees[part])
        fields += compiler.fields
        problems += compiler.problems
    for part in sorted(shell.parts.keys() & package.trees.keys()):
        problems += _unfilled(part, package.trees[part].iter(_DRAWN))
    return Template(digest, tuple(fields), tuple(problems), compiled, shell, styles_of(package.trees, package.types))


def _unfilled(part: str, texts: "Iterable[etree._Element]") -> list[Problem]:
    """The brackets in the texts of a chart or a diagram, a part of its own in which nothing is filled."""
    found = [(number, bracket_in(text.text or "")) for number, text in enumerate(texts, 1)]
    return [Problem(Place(part, "drawing", number), _UNFILLED, {"text": text}) for number, text in found if text]


_Span = tuple["etree._Element", "etree._Element", Block]


@dataclass
class _Mark:
    """What a mark in the XML stands for: a node of its own, or the start or end of one that holds others."""

    node: Node | None = None
    opens: Row | Table | Block | Alone | None = None
    closes: bool = False


@dataclass
class _Story:
    """One part of the template while it is compiled."""

    part: str
    story: Story
    secret: str
    fields: list[FieldUse] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)
    words: dict["etree._Element", tuple[Token, FieldUse]] = field(default_factory=dict)
    filled: list["etree._Element"] = field(default_factory=list)
    alone: dict["etree._Element", tuple[FieldUse, Look]] = field(default_factory=dict)
    read: set["etree._Element"] = field(default_factory=set)

    def compile(self, root: "etree._Element") -> tuple[Node, ...]:
        """The nodes of one part; the tree is changed."""
        from lxml import etree

        tidy(root)
        places = self._places(root)
        for element in root.iter(*_TRACKED):
            self._tell(self._near(element, places), mark("changes are being tracked; accept or reject them first"))
            break
        for paragraph, place in places.items():
            self._read(paragraph, place)
            if len(self.fields) > _MOST:
                self._tell(place, mark("there are more than {count} fields; no paper needs so many"), count=str(_MOST))
                return ()
        self._refuse_unfilled(root, places)
        blocks = self._pair()
        outlive_repeating(root, self._repeated(blocks), lambda: self._sign(node=Unique()))
        self._wrap_alone()
        self._wrap_tables(root)
        self._wrap_blocks(blocks)
        xml = etree.tostring(root, encoding="unicode")
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return self._cut(head + xml)

    def _places(self, root: "etree._Element") -> dict["etree._Element", Place]:
        """Every paragraph with its number, in reading order."""
        places: dict[etree._Element, Place] = {}
        number = 0
        for paragraph in root.iter(PARAGRAPH):
            box = next(paragraph.iterancestors(_BOX), None) is not None
            number += not box
            places[paragraph] = Place(self.part, self.story, number, box)
        return places

    def _near(self, element: "etree._Element", places: dict["etree._Element", Place]) -> Place:
        """The place of an element that is in, or holds, a paragraph."""
        for paragraph in (*element.iterancestors(PARAGRAPH), *element.iter(PARAGRAPH)):
            return places[paragraph]
        return Place(self.part, self.story, 1)

    def _read(self, paragraph: "etree._Element", place: Place) -> None:
        """Find the brackets of one paragraph and put marks in their place."""
        line = line_of(paragraph)
        self.read.update(line.elements)
        if stray := line.stray():
            self._tell(place, mark("the bracket at “{text}” has no partner"), text=stray)
        tokens = line.tokens()
        uses = {token: FieldUse(token.name, token.written, place) for token in tokens}
        for token in tokens:
            if token.word != "end":
                self._name(token, uses[token])
        # A line feed stands for a break or a drawing: with one of those the brackets are not alone.
        if len(tokens) == 1 and line.text.strip(" \t\u3000") == tokens[0].written:
            if tokens[0].word != "value":
                self.words[paragraph] = (tokens[0], uses[tokens[0]])
                self._refuse_section(paragraph, tokens[0], place)
                return
            self.alone[paragraph] = (uses[tokens[0]], look_of(paragraph, line.run_at(tokens[0])))
        self._fill(paragraph, line, tokens, uses)

    def _refuse_unfilled(self, root: "etree._Element", places: dict["etree._Element", Place]) -> None:
        """A bracket left standing in the paper would look like a field that was forgotten."""
        for element in root.iter():
            texts = [element.get(name) for name in _SAID_BY]
            for text in texts if element in self.read else (element.text, *texts):
                if text and (bracket := bracket_in(text)):
                    self._tell(self._near(element, places), _UNFILLED, text=bracket)

    def _name(self, token: Token, use: FieldUse) -> None:
        self.fields.append(use)
        if not token.name:
            self._tell(use.place, mark("{written} names no field"), written=token.written)

    def _fill(self, paragraph: "etree._Element", line: Line, tokens: list[Token], uses: dict[Token, FieldUse]) -> None:
        for token in tokens:
            if token.word != "value":
                self._tell(
                    uses[token].place,
                    mark("{written} must be alone in its paragraph"),
                    written=token.written,
                )
        if tokens:
            line.replace(tokens, lambda token: self._sign(node=Slot(uses[token])))
            self.filled.append(paragraph)

    def _refuse_section(self, paragraph: "etree._Element", token: Token, place: Place) -> None:
        if next(paragraph.iter(_SECTION), None) is not None:
            self._tell(
                place,
                mark("a section ends in the paragraph of {written}; put the section break after it"),
                written=token.written,
            )

    def _pair(self) -> list[_Span]:
        """每个 and 若有 with their 结束, looked for among the paragraphs of one parent."""
        spans: list[_Span] = []
        waiting: dict[etree._Element | None, list[etree._Element]] = {}
        for paragraph, (token, use) in self.words.items():
            begun = waiting.setdefault(paragraph.getparent(), [])
            if token.word != "end":
                begun.append(paragraph)
                if len(begun) > _DEEPEST:
                    self._tell(use.place, _TOO_DEEP, count=str(_DEEPEST))
                    return []
            elif begun:
                first = begun.pop()
                opening, named = self.words[first]
                word: Literal["each", "if"] = "each" if opening.word == "each" else "if"
                spans.append((first, paragraph, Block(word, named, ())))
            else:
                self._tell(use.place, mark("{written} ends nothing that began here"), written=token.written)
        for paragraph in (paragraph for begun in waiting.values() for paragraph in begun):
            token, use = self.words[paragraph]
            self._tell(use.place, mark("{written} has no end: 【结束】 or {{{{ end }}}}"), written=token.written)
        return spans

    def _repeated(self, blocks: list[_Span]) -> set["etree._Element"]:
        """The elements whose content may be printed more than once or not at all."""
        repeated = {row for paragraph in self.filled for row in paragraph.iterancestors(_ROW)}
        repeated.update(self.words)
        for first, last, _block in blocks:
            between = first.getnext()
            while between is not None and between is not last:
                repeated.add(between)
                between = between.getnext()
        return repeated

    def _wrap_alone(self) -> None:
        for paragraph, (use, look) in self.alone.items():
            if next(paragraph.iter(_SECTION), None) is None:
                self._enclose(paragraph, paragraph, Alone(use, look, frame_of(paragraph), ()))

    def _wrap_tables(self, root: "etree._Element") -> None:
        """Rows with fields, tables that have no other rows, and cells that might end up without a paragraph."""
        marked = {row for paragraph in (*self.filled, *self.words) for row in paragraph.iterancestors(_ROW)}
        emptied = {parent for paragraph in (*self.alone, *self.words) for parent in paragraph.iterancestors(*_HOLDERS)}
        for table in root.iter(_TABLE):
            rows = [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]
            if rows and all(row in marked for row in rows):
                self._enclose(table, table, Table(()))
                emptied.update(table.iterancestors(*_HOLDERS))
        for row in root.iter(_ROW):
            if row in marked:
                self._enclose(row, row, Row(()))
        for holder in emptied:
            self._after(holder[-1], self._sign(node=LastParagraph(_empty_paragraph(holder))))

    def _wrap_blocks(self, blocks: list[_Span]) -> None:
        """Mark the blocks, then take the paragraphs of their brackets out."""
        for first, last, block in blocks:
            self._enclose(first, last, block)
        for paragraph in self.words:
            self._take_out(paragraph)

    def _tell(self, place: Place, reason: str, **details: str) -> None:
        self.problems.append(Problem(place, reason, dict(details)))

    def _sign(
        self, node: Node | None = None, opens: Row | Table | Block | Alone | None = None, closes: bool = False
    ) -> str:
        """A new mark, as it stands in the XML until it is cut there."""
        self.marks.append(_Mark(node, opens, closes))
        return f"\ue000{self.secret}:{len(self.marks) - 1}\ue001"

    def _enclose(self, first: "etree._Element", last: "etree._Element", node: Row | Table | Block | Alone) -> None:
        """Mark the start of `node` before `first` and its end after `last`, siblings both."""
        start, end = self._sign(opens=node), self._sign(closes=True)
        before, parent = first.getprevious(), first.getparent()
        if before is not None:
            before.tail = (before.tail or "") + start
        elif parent is not None:
            parent.text = (parent.text or "") + start
        last.tail = end + (last.tail or "")

    @staticmethod
    def _after(element: "etree._Element", sign: str) -> None:
        element.tail = (element.tail or "") + sign

    @staticmethod
    def _take_out(paragraph: "etree._Element") -> None:
        """Remove a paragraph and leave the marks after it."""
        before, parent = paragraph.getprevious(), paragraph.getparent()
        if parent is None:
            return
        if before is not None:
            before.tail = (before.tail or "") + (paragraph.tail or "")
        else:
            parent.text = (parent.text or "") + (paragraph.tail or "")
        paragraph.tail = None
        parent.remove(paragraph)

    def _cut(self, xml: str) -> tuple[Node, ...]:
        """The XML cut at its marks, with what stands between an opening and a closing mark put inside."""
        pieces = re.split(f"\ue000{self.secret}:([0-9]+)\ue001", xml)
        levels: list[tuple[_Mark, list[Node]]] = [(_Mark(), [])]
        for index, piece in enumerate(pieces):
            if index % 2 == 0:
                levels[-1][1].extend([piece] if piece else [])
                continue
            found = self.marks[int(piece)]
            if found.opens is not None:
                levels.append((found, []))
                if len(levels) > 2 * _DEEPEST:
                    self._tell(Place(self.part, self.story, 1), _TOO_DEEP, count=str(_DEEPEST))
                    return ()
            elif found.closes:
                opened, nodes = levels.pop()
                levels[-1][1].append(_with_nodes(opened.opens, nodes))
            elif found.node is not None:
                levels[-1][1].append(found.node)
        return tuple(levels[0][1])


def _with_nodes(node: Row | Table | Block | Alone | None, nodes: Iterable[Node]) -> Node:
    """`node` with its content put in."""
    if node is None:
        raise RuntimeError("marks of a template do not pair")
    return replace(node, nodes=tuple(nodes))


def _empty_paragraph(holder: "etree._Element") -> str:
    """An empty paragraph with the look of the last one in a cell."""
    last = [child for child in holder if child.tag == PARAGRAPH]
    look = look_of(last[-1], None) if last else Look()
    return f"<w:p>{look.paragraph}</w:p>"
