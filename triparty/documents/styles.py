"""The named styles of a template, found by their name as Word shows it, never by id."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetings_db.text import fold

if TYPE_CHECKING:
    from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"

# Each look of prose, with the style names it may have in a template, best first. Word keeps the English names
# of its own styles whatever language it speaks; the Chinese ones are those an office gives its own styles.
HEADINGS = tuple((f"heading {level}", f"标题 {level}") for level in range(1, 10))
BULLETS = ("List Bullet", "列表项目符号")
NUMBERS = ("List Number", "列表编号")
QUOTE = ("Quote", "引用")
CODE = ("Code", "代码", "HTML Preformatted")
CODE_LETTERS = ("Code Char", "Verbatim Char", "HTML Code", "代码字符")
TABLE = ("Prose Table", "正文表格", "Table Grid", "网格型")
TABLE_TEXT = ("Table Text", "表格文字")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: its `w:pPr` (without numbering) and the properties of its first run, as XML.

    `runs` holds the children of the `w:rPr` by their local name, in the order they stand.
    """

    paragraph: str = ""
    runs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its id in the file and the list it numbers by, if any."""

    id: str
    list_id: str | None = None


@dataclass(frozen=True)
class Styles:
    """The styles of a template by kind (paragraph, character, table) and folded name."""

    by_name: dict[tuple[str, str], Style]
    text_width: int = 8844
    """The width of the text of the last section, in twentieths of a point."""

    def paragraph(self, names: tuple[str, ...]) -> Style | None:
        """The first paragraph style of these names."""
        return self._first("paragraph", names)

    def character(self, names: tuple[str, ...]) -> Style | None:
        """The first character style of these names."""
        return self._first("character", names)

    def table(self, names: tuple[str, ...]) -> Style | None:
        """The first table style of these names."""
        return self._first("table", names)

    def heading(self, level: int) -> Style | None:
        """The heading of `level`, or of the nearest level above it that the template has."""
        for names in reversed(HEADINGS[: max(1, min(level, 9))]):
            if found := self.paragraph(names):
                return found
        return None

    def _first(self, kind: str, names: tuple[str, ...]) -> Style | None:
        for name in names:
            if found := self.by_name.get((kind, fold(name))):
                return found
        return None


def styles_of(trees: "dict[str, etree._Element]", types: dict[str, str]) -> Styles:
    """The styles of an opened template, given the trees and content types of its parts."""
    by_name: dict[tuple[str, str], Style] = {}
    for part, kind in types.items():
        if kind == _STYLES:
            for style in trees[part].iter(f"{{{_W}}}style"):
                name = style.find(f"{{{_W}}}name")
                if name is not None:
                    key = (str(style.get(f"{{{_W}}}type", "paragraph")), fold(_value(name)))
                    by_name.setdefault(key, Style(str(style.get(f"{{{_W}}}styleId", "")), _list_id(style)))
    return Styles(by_name, _text_width(trees, types))


def _list_id(style: "etree._Element") -> str | None:
    found = style.find(f"{{{_W}}}pPr/{{{_W}}}numPr/{{{_W}}}numId")
    return _value(found) if found is not None else None


def _value(element: "etree._Element") -> str:
    return str(element.get(f"{{{_W}}}val", ""))


def _text_width(trees: "dict[str, etree._Element]", types: dict[str, str]) -> int:
    """The text width of the last section, in twentieths of a point."""
    for part, kind in types.items():
        if not kind.endswith(".main+xml"):
            continue
        for section in reversed(list(trees[part].iter(f"{{{_W}}}sectPr"))):
            size, margin = section.find(f"{{{_W}}}pgSz"), section.find(f"{{{_W}}}pgMar")
            if size is not None and margin is not None:
                measures = [size.get(f"{{{_W}}}w"), margin.get(f"{{{_W}}}left"), margin.get(f"{{{_W}}}right")]
                if all(measure and measure.isdigit() for measure in measures):
                    width, left, right = (int(measure or 0) for measure in measures)
                    return max(width - left - right, 1000)
    return 8844
