"""The numbered lists of a paper: each ordered list of the notes counts for itself.

This is the one place that writes `w:abstractNum` and `w:num`: Word's two lists of one style would otherwise go
on counting each other's items.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triparty.documents.styles import BULLETS, NUMBERS, Styles

if TYPE_CHECKING:
    from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DEEPEST = 8
_INDENT = 420
EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="{_W}"></w:numbering>'
HIGHEST = 32_767
"""The highest number Word counts a list to."""


@dataclass(frozen=True)
class Numbering:
    """The numbering part of a template: cut where lists are added, with the numbers already taken."""

    head: str
    middle: str
    tail: str
    next_kind: int
    next_list: int
    kind_of_list: dict[str, str]
    levels_of_kind: dict[str, int]

    def start(self, styles: Styles) -> "Lists":
        """The lists of one paper made from this template."""
        return Lists(self, styles)


@dataclass
class Lists:
    """The lists of one paper while it is written."""

    numbering: Numbering
    styles: Styles
    _added: list[str] = field(default_factory=list)
    _own_bullets: str | None = None

    def bullets(self, depth: int) -> tuple[str, int]:
        """The list and level of a bullet at `depth`, counted from 0."""
        level = min(depth, _DEEPEST)
        style = self.styles.paragraph(BULLETS)
        if style and style.list_id and level < self._levels(style.list_id):
            return style.list_id, level
        if self._own_bullets is None:
            self._own_bullets = self._add(str(self.numbering.next_kind), "")
        return self._own_bullets, level

    def numbers(self, depth: int, start: int) -> tuple[str, int]:
        """A new list counting from `start`, and the level of its items at `depth`."""
        level = min(depth, _DEEPEST)
        style = self.styles.paragraph(NUMBERS)
        kind = str(self.numbering.next_kind + 1)
        if style and style.list_id and level < self._levels(style.list_id):
            kind = self.numbering.kind_of_list[style.list_id]
        over = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        return self._add(kind, over), level

    def indent(self, depth: int) -> int:
        """How far the text of an item at `depth` stands from the margin, in twentieths of a point."""
        return _INDENT * (min(depth, _DEEPEST) + 1)

    def xml(self) -> str:
        """The numbering part of the paper."""
        cut = self.numbering
        if not self._added:
            return cut.head + cut.middle + cut.tail
        kinds = _kind(cut.next_kind, "bullet") + _kind(cut.next_kind + 1, "decimal")
        return "".join([cut.head, kinds, cut.middle, *self._added, cut.tail])

    def _levels(self, list_id: str) -> int:
        return self.numbering.levels_of_kind.get(self.numbering.kind_of_list.get(list_id, ""), 0)

    def _add(self, kind: str, over: str) -> str:
        number = str(self.numbering.next_list + len(self._added))
        self._added.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{over}</w:num>')
        return number


def numbering_of(root: "etree._Element") -> Numbering:
    """The parsed numbering part of a template, cut where lists are added."""
    from lxml import etree

    kinds = [_attribute(kind, "abstractNumId") for kind in root.iter(f"{{{_W}}}abstractNum")]
    levels = {
        _attribute(kind, "abstractNumId"): len(kind.findall(f"{{{_W}}}lvl"))
        for kind in root.iter(f"{{{_W}}}abstractNum")
    }
    lists = {}
    for entry in root.iter(f"{{{_W}}}num"):
        kind = entry.find(f"{{{_W}}}abstractNumId")
        lists[_attribute(entry, "numId")] = _attribute(kind, "val") if kind is not None else ""
    root.text = root.text or ""
    xml = etree.tostring(root, encoding="unicode")
    end = xml.rindex("</")
    last = xml.find("<w:numIdMacAtCleanup")
    end = last if last >= 0 else end
    first = re.search(r"<w:num[ >]", xml)
    middle = first.start() if first else end
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml[:middle]
    return Numbering(head, xml[middle:end], xml[end:], _next(kinds), _next(list(lists)), lists, levels)


def _next(numbers: list[str]) -> int:
    return max((int(number) for number in numbers if number.isdigit()), default=0) + 1


def _attribute(element: "etree._Element", name: str) -> str:
    return str(element.get(f"{{{_W}}}{name}", ""))


def _kind(number: int, shape: str) -> str:
    """The definition of a list of nine levels, each one em further in."""
    levels = []
    for level in range(_DEEPEST + 1):
        sign = "•–"[level % 2] if shape == "bullet" else f"%{level + 1}."
        levels.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_INDENT * (level + 1)}" '
            f'w:hanging="{_INDENT}" w:firstLineChars="0"/></w:pPr></w:lvl>'
        )
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )
