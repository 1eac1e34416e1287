"""A template while it is built: paragraphs, tables, page and page numbers, in one of the two languages.

Fields are written with their Chinese names; on an English template they are turned into English ones through the
paper's own schema, so that neither can be misspelt.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from triparty.documents.fields import Schema, dotted
from triparty.documents.shipped.base import AUTHOR, MADE_AT, clean_document
from triparty.documents.shipped.styles import Page, W

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer, _Header

_FIELD = re.compile(r"【(每个\s|若有\s)?([^【】]*)】")
_WORDS = {"每个": "each", "若有": "if"}
_PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
END = "【结束】"
_NUMBER_LINE = 320
"""The height of the page number's line."""


@dataclass(frozen=True)
class Column:
    """A table column: its heading, its share of the width, the fields of its cell, and the cell's style."""

    head: str
    share: int
    cell: str
    style: str = "TableText"


class Sheet:
    """The template of one kind of paper in one language."""

    def __init__(self, schema: Schema, language: str, page: Page, title: str) -> None:
        self.schema = schema
        self.chinese = language == "zh_CN"
        self.page = page
        self.title = title
        self._body: list[str] = []
        self._cover = False
        self._last_page: int | None = None
        self._foot = ""

    def pick(self, chinese: str, english: str) -> str:
        """The one that is in the sheet's language."""
        return chinese if self.chinese else english

    def paragraph(self, text: str, style: str = "Normal", *, label: str = "", properties: str = "") -> None:
        """A paragraph, `label` standing out before the text; tabs and line feeds are Word's own."""
        self._body.append(self.line(text, style, label=label, properties=properties))

    def each(self, name: str) -> None:
        """What follows is repeated for each item of a list, until `end`."""
        self.paragraph(f"【每个 {name}】", "Flush")

    def given(self, name: str) -> None:
        """What follows is there only when the value is not empty, until `end`."""
        self.paragraph(f"【若有 {name}】", "Flush")

    def end(self) -> None:
        """The end of `each` or `given`."""
        self.paragraph(END, "Flush")

    def table(
        self,
        columns: Sequence[Column],
        *,
        head: str = "TableHead",
        row_height: int = 0,
        head_height: int = 0,
        together: bool = False,
        ruled: str = "Ruled",
    ) -> None:
        """A ruled table as wide as the text: a heading that repeats, and rows that are never split over pages.

        A table that is kept `together` stays on one page with what follows it: for a few rows only.
        """
        widths = self._widths([column.share for column in columns])
        heads = [self._cell(column.head, width, head) for column, width in zip(columns, widths, strict=True)]
        kept = "<w:keepNext/>" if together else ""
        cells = [
            self._cell(column.cell, width, column.style, kept) for column, width in zip(columns, widths, strict=True)
        ]
        made = self._row(heads, head_height or row_height, heading=True) + self._row(cells, row_height)
        self._body.append(self._ruled(widths, made, ruled))
        self._thin_line(kept)

    def form(
        self,
        rows: Sequence[Sequence[tuple[str, int, str]]],
        row_height: int,
        *,
        percent: int = 100,
        together: bool = False,
    ) -> None:
        """A ruled form: rows of (text, share, style); every row has the same shares of `percent` of the text width.

        One that is kept `together` stays on one page with what follows it.
        """
        widths = self._widths([share for _text, share, _style in rows[0]], self.page.text_width * percent // 100)
        kept = "<w:keepNext/>" if together else ""
        made = [
            self._row([self._cell(t, w, s, kept) for (t, _share, s), w in zip(row, widths, strict=True)], row_height)
            for row in rows
        ]
        self._body.append(self._ruled(widths, "".join(made)))
        self._thin_line(kept)

    def end_cover(self) -> None:
        """What stands so far is the cover: a page without a number, behind which pages are counted from 1."""
        self._cover = True
        self.paragraph("", "AfterTable", properties="<w:pageBreakBefore/>")

    def start_last_page(self) -> None:
        """What follows stands on a page of its own, the last."""
        self._last_page = len(self._body)

    def foot_of_last_page(self, xml: str) -> None:
        """Word's own XML for the foot of the last page, above its number."""
        self._foot = xml

    def build(self) -> bytes:
        """The .docx file."""
        from docx.oxml.parser import parse_xml

        document = clean_document(chinese=self.chinese)
        body = document.element.body
        for xml in self._body[: self._last_page]:
            body[-1].addprevious(parse_xml(_with_names(xml)))
        self._set_page(document.sections[0])
        if self._last_page is not None:
            self._set_last_page(document)
        properties = document.core_properties
        properties.author = properties.last_modified_by = AUTHOR
        properties.title, properties.language = self.title, "zh-CN" if self.chinese else "en-GB"
        properties.created = properties.modified = MADE_AT.replace(tzinfo=None)
        properties.revision = 1
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()

    def _set_page(self, section: "Section") -> None:
        """Paper, margins and grid; headers with the draft mark; page numbers on the outer side."""
        from docx.oxml.parser import parse_xml

        page = self.page
        sheet = section._sectPr
        for child in list(sheet):
            sheet.remove(child)
        side = ' w:orient="landscape"' if page.width > page.height else ""
        margins = " ".join(
            f'w:{name}="{getattr(page, name)}"' for name in ("top", "right", "bottom", "left", "header", "footer")
        )
        sheet.append(parse_xml(_with_names(f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{side}/>')))
        sheet.append(parse_xml(_with_names(f'<w:pgMar {margins} w:gutter="0"/>')))
        if self._cover:
            sheet.append(parse_xml(_with_names('<w:pgNumType w:start="0"/>')))
            section.different_first_page_header_footer = True
            for part in (section.first_page_header, section.first_page_footer):
                self._fill(part, [self.line("", "Header")])
        if page.grid:
            sheet.append(parse_xml(_with_names(f'<w:docGrid w:type="lines" w:linePitch="{page.grid}"/>')))
        for header in (section.header, section.even_page_header):
            self._fill(header, self._draft_mark())
        self._fill(section.footer, [self._page_number(self._outer)])
        self._fill(section.even_page_footer, [self._page_number(self._inner)])

    @property
    def _outer(self) -> str:
        """Where an odd page has its number; behind a cover in the middle: programs differ on which is odd there."""
        return "right" if self.chinese and not self._cover else "center"

    @property
    def _inner(self) -> str:
        """Where an even page has its number."""
        return "left" if self.chinese and not self._cover else "center"

    def _set_last_page(self, document: "Document") -> None:
        """A section for the last page; its foot holds more than the page number."""
        from docx.oxml.parser import parse_xml

        section = document.add_section()
        body = document.element.body
        ends = body[-2]
        ends.style = "AfterTable"
        for xml in self._body[self._last_page :]:
            body[-1].addprevious(parse_xml(_with_names(xml)))
        # The last line of the foot is the last of the text block (7.4.2); the number keeps its distance to it.
        gap = self.page.bottom - self.page.footer - _NUMBER_LINE
        for footer, side in ((section.footer, self._outer), (section.even_page_footer, self._inner)):
            self._fill(footer, [self._foot, self._page_number(side, before=gap)])

    def _draft_mark(self) -> list[str]:
        if self.schema.resolve("草稿") is None:
            return [self.line("", "Header")]
        mark = self.pick("草　稿", "DRAFT")
        return [self.line(text, "Header") for text in ("【若有 草稿】", mark, END)]

    def _page_number(self, side: str, before: int = 0) -> str:
        """— 1 —, one character in from the outer edge (GB/T 9704-2012, 7.5)."""
        above = f'<w:spacing w:before="{before}"/>' if before else ""
        inset = "" if side == "center" else f'<w:ind w:{side}="280"/>'
        dashes = ("— ", " —") if self.chinese else ("", "")
        first, last = (f'<w:r><w:t xml:space="preserve">{dash}</w:t></w:r>' if dash else "" for dash in dashes)
        look = f'<w:pStyle w:val="Footer"/>{above}{inset}<w:jc w:val="{side}"/>'
        return f"<w:p><w:pPr>{look}</w:pPr>{first}{_PAGE}{last}</w:p>"

    @staticmethod
    def _fill(part: "_Header | _Footer", paragraphs: list[str]) -> None:
        """Give a header or footer its own content."""
        from docx.oxml.parser import parse_xml

        part.is_linked_to_previous = False
        element = part._element
        for child in list(element):
            element.remove(child)
        for xml in paragraphs:
            element.append(parse_xml(_with_names(xml)))

    def line(self, text: str, style: str = "Normal", *, label: str = "", properties: str = "") -> str:
        """A paragraph as Word's XML."""
        named = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
        inside = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
        first = self._run(label, '<w:rPr><w:rStyle w:val="Label"/></w:rPr>') if label else ""
        return f"<w:p>{inside}{first}{self._run(text) if text else ''}</w:p>"

    def _run(self, text: str, look: str = "") -> str:
        said = escape(_FIELD.sub(self._translated, text))
        said = said.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
        said = said.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        return f'<w:r>{look}<w:t xml:space="preserve">{said}</w:t></w:r>'

    def _translated(self, match: re.Match[str]) -> str:
        """A field in the sheet's language; raises LookupError for a name the schema does not have."""
        word, name = (match[1] or "").strip(), match[2].strip()
        if match[0] == END:
            return END if self.chinese else "{{ end }}"
        chain = self.schema.resolve(name)
        if chain is None:
            raise LookupError(match[0])
        if self.chinese:
            return match[0]
        return (
            "{{ " + f"{_WORDS[word]} {dotted(chain, 'en')}".removeprefix(" ") + " }}"
            if word
            else ("{{ " + dotted(chain, "en") + " }}")
        )

    def _widths(self, shares: Sequence[int], wide: int = 0) -> list[int]:
        """Shares turned into widths that sum up to `wide` exactly, or else to the text width."""
        whole, wide = sum(shares), wide or self.page.text_width
        edges = [sum(shares[:place]) * wide // whole for place in range(len(shares) + 1)]
        return [right - left for left, right in pairwise(edges)]

    def _cell(self, text: str, width: int, style: str, properties: str = "") -> str:
        paragraphs = "".join(self.line(line, style, properties=properties) for line in text.split("\f"))
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
        )

    @staticmethod
    def _row(cells: Sequence[str], height: int, *, heading: bool = False) -> str:
        tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
        repeated = "<w:tblHeader/>" if heading else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeated}</w:trPr>{''.join(cells)}</w:tr>"

    def _ruled(self, widths: Sequence[int], rows: str, style: str = "Ruled") -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _thin_line(self, properties: str = "") -> None:
        """The paragraph Word wants after a table, as low as can be."""
        self._body.append(self.line("", "AfterTable", properties=properties))


def _with_names(xml: str) -> str:
    """An element with the namespace its prefix stands for."""
    return re.sub(r"^<(w:\w+)", rf'<\1 xmlns:w="{W}"', xml, count=1)
