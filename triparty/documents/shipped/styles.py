"""The measures of the shipped templates, and the parts their named styles are made of.

Lengths are twentieths of a point, sizes of letters half-points, as Word stores them. The Chinese page is
GB/T 9704-2012: 22 lines of 28 characters of 16 pt in a text block of 156 × 225 mm.
"""

from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

FANG, KAI, HEI, SONG, BIAO = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
ROMAN = "Times New Roman"
LINE = 579
"""One of 22 lines of the page; 580 already gives 21."""
RED = "FF0000"


@dataclass(frozen=True)
class Page:
    """Paper and margins."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int
    grid: int | None = None

    @property
    def text_width(self) -> int:
        """Between the side margins."""
        return self.width - self.left - self.right


GB_PAGE = Page(11906, 16838, top=2098, right=1475, bottom=1984, left=1587, header=1134, footer=1378, grid=LINE)
EN_PAGE = Page(11906, 16838, top=1440, right=1440, bottom=1440, left=1440, header=720, footer=720)
WIDE_PAGE = Page(16838, 11906, top=1134, right=709, bottom=1020, left=709, header=567, footer=510)
"""Ledgers and sheets lie on their side; they are working papers and fill the paper."""


def letters(
    east: str = "",
    size: int = 0,
    *,
    roman: str = "",
    bold: bool | None = None,
    italic: bool = False,
    colour: str = "",
    spacing: int | None = None,
) -> str:
    """The `w:rPr` of a style; empty for nothing to say."""
    said = ""
    if east or roman:
        latin = f' w:ascii="{roman}" w:hAnsi="{roman}" w:cs="{roman}"' if roman else ""
        said += f"<w:rFonts{latin}" + (f' w:eastAsia="{east}"' if east else "") + "/>"
    if bold is not None:
        said += "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    said += "<w:i/><w:iCs/>" if italic else ""
    said += f'<w:color w:val="{colour}"/>' if colour else ""
    said += f'<w:spacing w:val="{spacing}"/>' if spacing is not None else ""
    said += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return f"<w:rPr>{said}</w:rPr>" if said else ""


def spacing(
    line: int | None = None, rule: str = "exact", *, before: int | None = None, after: int | None = None
) -> str:
    """The `w:spacing` of a paragraph."""
    said = f' w:before="{before}"' if before is not None else ""
    said += f' w:after="{after}"' if after is not None else ""
    said += f' w:line="{line}" w:lineRule="{rule}"' if line is not None else ""
    return f"<w:spacing{said}/>"


def indent(left: int = 0, right: int = 0, first: int = 0, hanging: int = 0, chars: int = 0) -> str:
    """The `w:ind` of a paragraph; `chars` are hundredths of a character and win over `first`."""
    lead = f'hanging="{hanging}"' if hanging else f'firstLine="{first}"'
    return f'<w:ind w:left="{left}" w:right="{right}" w:firstLineChars="{chars}" w:{lead}/>'


FLUSH = indent()


def paragraph(
    style_id: str, name: str, properties: str = "", run: str = "", *, based_on: str = "Normal", default: bool = False
) -> str:
    """One paragraph style; `properties` are the children of its `w:pPr` in the schema's order."""
    mark = ' w:default="1"' if default else ""
    base = "" if default else f'<w:basedOn w:val="{based_on}"/>'
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{style_id}"><w:name w:val="{name}"/>{base}'
        f"<w:qFormat/>{inside}{run}</w:style>"
    )


def character(style_id: str, name: str, run: str) -> str:
    """One character style."""
    return f'<w:style w:type="character" w:styleId="{style_id}"><w:name w:val="{name}"/><w:qFormat/>{run}</w:style>'


KEEP = "<w:keepNext/><w:keepLines/>"
NO_GRID = '<w:snapToGrid w:val="0"/>'
_LISTS = {"ListBullet": ("List Bullet", 1), "ListNumber": ("List Number", 2)}


def table_style(style_id: str, name: str, size: int, inset: int = 68) -> str:
    """A ruled table whose text takes no space from the page's own line."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:style w:type="table" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/>'
        f'<w:qFormat/><w:pPr>{spacing(before=0, after=0)}</w:pPr><w:rPr><w:sz w:val="{size}"/></w:rPr>'
        f'<w:tblPr><w:jc w:val="center"/><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>'
        f'<w:top w:w="28" w:type="dxa"/><w:left w:w="{inset}" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
        f'<w:right w:w="{inset}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


_COMMON = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def document(defaults_run: str, styles: str) -> str:
    """styles.xml: what every run begins with, and the styles."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{W}"><w:docDefaults>'
        f"<w:rPrDefault><w:rPr>{defaults_run}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{_COMMON}{styles}</w:styles>"
    )


def defaults(size: int) -> str:
    """Fonts of all four kinds of letters, their size, and the languages: or headings come out in Japanese shapes."""
    return (
        f'<w:rFonts w:ascii="{ROMAN}" w:hAnsi="{ROMAN}" w:eastAsia="{FANG}" w:cs="{ROMAN}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    )


def list_styles(properties: str) -> str:
    """The two styles of lists, each numbered by its own list."""
    return "".join(
        paragraph(
            style_id,
            name,
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>{properties}',
        )
        for style_id, (name, number) in _LISTS.items()
    )
