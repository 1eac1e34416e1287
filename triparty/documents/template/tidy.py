"""What Word and WPS leave in a document that must not be printed twice, or at all."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from triparty.documents.styles import Look
from triparty.documents.template.nodes import Frame
from triparty.documents.template.package import W

if TYPE_CHECKING:
    from lxml import etree

_PARAGRAPH = f"{{{W}}}p"
# Spelling marks, old page breaks, comment ranges, and bindings by which Word would write its own text over ours.
_DROPPED = tuple(
    f"{{{W}}}{name}"
    for name in (
        "proofErr",
        "lastRenderedPageBreak",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "dataBinding",
        "showingPlcHdr",
    )
)
_BOOKMARKS = (f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd")
_CONTROL_NUMBER = f"{{{W}}}sdtPr/{{{W}}}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
# A text box is written twice, for Word and for its elders; how wide it is stands in the first.
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CELL, _BOX = f"{{{W}}}tc", f"{{{W}}}txbxContent"
# What Word keeps free at both sides where the template does not say.
_CELL_MARGINS, _BOX_MARGINS = 2 * 108, 2 * 144
_EMU = 635
_NO_LOOK = ("numPr", "sectPr", "rPr", "pPrChange")
# What the schema puts behind the spacing of a paragraph, of what a look may hold.
_BEHIND_SPACING = {
    f"{{{W}}}{name}"
    for name in (
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
    )
}
_PREFIX = re.compile(r' xmlns:([A-Za-z0-9]+)="([^"]*)"')


def tidy(root: "etree._Element") -> None:
    """Take out marks without meaning and white space between elements, in place."""
    for element in list(root.iter(*_DROPPED)):
        _drop(element)
    for element in root.iter():
        if element.tail and not element.tail.strip():
            element.tail = None
        if len(element) and element.text and not element.text.strip():
            element.text = None
        for name in ("paraId", "textId"):
            element.attrib.pop(_WORD_2010 + name, "")
        if element.tag == _PARAGRAPH and not len(element):
            # Written as <w:p></w:p>, so that the end of a paragraph always reads the same.
            element.text = ""


def outlive_repeating(root: "etree._Element", repeated: set["etree._Element"], number: Callable[[], str]) -> None:
    """Make `repeated` elements fit to be printed more than once.

    Bookmarks in them go, content controls lose their number, and all drawings get one by `number()`.
    """
    bookmarks: set[str] = set()
    for element in repeated:
        bookmarks.update(_key(found) for found in element.iter(*_BOOKMARKS))
        for control in list(element.iterfind(f".//{_CONTROL_NUMBER}")):
            _drop(control)
    for found in list(root.iter(*_BOOKMARKS)):
        if _key(found) in bookmarks:
            _drop(found)
    for drawing in root.iter(_DRAWING):
        drawing.set("id", number())


def frame_of(paragraph: "etree._Element") -> Frame:
    """Where a picture in this paragraph would stand: not indented, in a line as high as it is."""
    from copy import deepcopy

    from lxml import etree

    found = paragraph.find(f"{{{W}}}pPr")
    look = etree.Element(f"{{{W}}}pPr", nsmap={"w": W}) if found is None else deepcopy(found)
    for name in (*_NO_LOOK, "ind"):
        for child in look.findall(f"{{{W}}}{name}"):
            look.remove(child)
    spacing = look.find(f"{{{W}}}spacing")
    if spacing is None:
        spacing = etree.Element(f"{{{W}}}spacing")
        after = [child for child in look if child.tag in _BEHIND_SPACING]
        look.insert(look.index(after[0]) if after else len(look), spacing)
    spacing.set(f"{{{W}}}line", "240")
    spacing.set(f"{{{W}}}lineRule", "auto")
    return Frame(_xml(look, paragraph), _column(paragraph))


def _column(paragraph: "etree._Element") -> int | None:
    """How wide a paragraph may be where a cell or a text box says so, in twentieths of a point."""
    for holder in paragraph.iterancestors(_CELL, _BOX):
        if holder.tag == _CELL:
            width = holder.find(f"{{{W}}}tcPr/{{{W}}}tcW")
            said = width.get(f"{{{W}}}w", "") if width is not None and width.get(f"{{{W}}}type") == "dxa" else ""
            inner = int(said) - _CELL_MARGINS if said.isdigit() else 0
        else:
            shape = next(holder.iterancestors(_CHOICES), None)
            extent = next(shape.iter(_EXTENT), None) if shape is not None else None
            said = str(extent.get("cx", "")) if extent is not None else ""
            inner = int(said) // _EMU - _BOX_MARGINS if said.isdigit() else 0
        if inner > 0:
            return inner
    return None


def look_of(paragraph: "etree._Element", run: "etree._Element | None") -> Look:
    """How a paragraph and one of its runs look; numbering and section breaks are not part of a look."""
    from copy import deepcopy

    properties = paragraph.find(f"{{{W}}}pPr")
    xml = ""
    if properties is not None:
        copy = deepcopy(properties)
        for name in _NO_LOOK:
            for child in copy.findall(f"{{{W}}}{name}"):
                copy.remove(child)
        xml = _xml(copy, paragraph) if len(copy) else ""
    letters = run.find(f"{{{W}}}rPr") if run is not None else None
    if letters is None:
        return Look(xml)
    return Look(xml, tuple((str(child.tag).rpartition("}")[2], _xml(child, paragraph)) for child in letters))


def _key(bookmark: "etree._Element") -> str:
    return str(bookmark.get(f"{{{W}}}id", ""))


def _xml(element: "etree._Element", context: "etree._Element") -> str:
    """An element as XML without the name spaces its document declares at the root."""
    from lxml import etree

    declared = context.getroottree().getroot().nsmap
    return _PREFIX.sub(
        lambda match: "" if declared.get(match[1]) == match[2] else match[0],
        etree.tostring(element, encoding="unicode", with_tail=False),
    )


def _drop(element: "etree._Element") -> None:
    """Remove an element that holds no text; what follows it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)
