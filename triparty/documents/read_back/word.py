"""The text of a Word file somebody edited, line by line: paragraphs, and rows of tables cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from meetings_db.text import clean
from triparty.documents.template.package import OpenPackage, W, open_package, read
from triparty.i18n import _
from triparty.rules import RuleError

if TYPE_CHECKING:
    from lxml import etree

_MAIN = (".document.main+xml", ".template.main+xml")
_HOLDERS = frozenset(
    f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "footnote", "endnote")
)
# What was deleted while changes were tracked is gone, and what is drawn is no text of its paragraph.
_LEFT_OUT = frozenset(f"{{{W}}}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object"))
_SIGNS = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}noBreakHyphen": "-"}
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT, _PARAGRAPH, _TABLE, _BOX = f"{{{W}}}t", f"{{{W}}}p", f"{{{W}}}tbl", f"{{{W}}}txbxContent"
_FIELD, _FIELD_SIGN = f"{{{W}}}fldSimple", f"{{{W}}}fldChar"
_WIDEST = 512


class Around(StrEnum):
    """Where a line stands that is not in the body of the paper."""

    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    BOX = "box"


_PARTS = {
    ".header+xml": Around.HEADER,
    ".footer+xml": Around.FOOTER,
    ".footnotes+xml": Around.NOTE,
    ".endnotes+xml": Around.NOTE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table with its cells; never without text."""

    cells: tuple[str, ...]
    row: bool = False
    around: Around | None = None


def lines_of(path: Path) -> list[Line]:
    """The lines of a Word file as they read once every tracked change is accepted, those of the body first; comments
    are left out.

    A cell that runs on over the rows below says the same in each. Raises RuleError for what is no Word file, or holds
    what a paper never does (macros, objects, bombs).
    """
    package = open_package(path.name, read(path))
    main = next((part for part, kind in package.types.items() if kind.endswith(_MAIN)), None)
    body = package.trees[main].find(f"{{{W}}}body") if main in package.trees else None
    if body is None:
        raise RuleError(_("{file} is not a Word document (.docx).").format(file=path.name))
    return [line for line in (*_lines(body), *_around(package, body)) if any(line.cells)]


def tidied(text: str) -> str:
    """A text as it is compared: every run of blanks is one, none at the ends of its lines, no empty line."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _around(package: OpenPackage, body: "etree._Element") -> Iterator[Line]:
    """The lines of headers, footers and notes, and of text boxes there and in the body."""
    holders = [body]
    for part, kind in sorted(package.types.items()):
        place = next((place for ending, place in _PARTS.items() if kind.endswith(ending)), None)
        if place is not None:
            holders.append(package.trees[part])
            _blank_fields(package.trees[part])
            yield from (replace(line, around=place) for line in _lines(package.trees[part]))
    for box in (box for holder in holders for box in holder.iter(_BOX)):
        if next(box.iterancestors(_FALLBACK), None) is None:
            yield from (replace(line, around=Around.BOX) for line in _lines(box))


def _blank_fields(part: "etree._Element") -> None:
    """Empty what Word itself counts and dates, such as the number of the page: every program leaves another there."""
    within = 0
    for element in part.iter(_FIELD_SIGN, _TEXT):
        if element.tag == _FIELD_SIGN:
            within += {"begin": 1, "end": -1}.get(str(element.get(f"{{{W}}}fldCharType")), 0)
        elif within or next(element.iterancestors(_FIELD), None) is not None:
            element.text = ""


def _lines(holder: "etree._Element") -> Iterator[Line]:
    begun = ""
    for child in _unfolded(holder):
        if child.tag == _TABLE:
            yield from _rows(child)
            continue
        begun += _text(child)
        if child.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del") is None:
            yield Line((tidied(begun),))
            begun = ""
    if begun:
        yield Line((tidied(begun),))


def _unfolded(holder: "etree._Element") -> Iterator["etree._Element"]:
    """The paragraphs and tables, also of content controls."""
    for child in holder:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _HOLDERS:
            yield from _unfolded(child)


def _rows(table: "etree._Element") -> Iterator[Line]:
    above: dict[int, str] = {}
    for row in _children(table, "tr"):
        if row.find(f"{{{W}}}trPr/{{{W}}}del") is not None:
            continue
        texts, column = [], 0
        for cell in _children(row, "tc"):
            text = "\n".join("\n".join(line.cells) for line in _lines(cell) if any(line.cells))
            merged = cell.find(f"{{{W}}}tcPr/{{{W}}}vMerge")
            if merged is not None and merged.get(f"{{{W}}}val") != "restart":
                text = text or above.get(column, "")
            above[column] = text
            texts.append(text)
            column += _span(cell)
        yield Line(tuple(texts), row=True)


def _children(holder: "etree._Element", name: str) -> Iterator["etree._Element"]:
    """The rows of a table or the cells of a row, also of content controls."""
    for child in holder:
        if child.tag == f"{{{W}}}{name}":
            yield child
        elif child.tag in _HOLDERS:
            yield from _children(child, name)


def _span(cell: "etree._Element") -> int:
    """Over how many columns a cell goes."""
    told = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
    said = str(told.get(f"{{{W}}}val", "")) if told is not None else ""
    return min(int(said), _WIDEST) if said.isdecimal() else 1


def _text(element: "etree._Element") -> str:
    if element.tag == _TEXT:
        return element.text or ""
    if element.tag in _SIGNS:
        return _SIGNS[str(element.tag)]
    if element.tag in _LEFT_OUT or element.tag == _ALTERNATIVES:
        return ""
    return "".join(map(_text, element))
