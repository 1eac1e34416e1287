"""The named styles of the shipped templates, with every measure of the page in one place.

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


_KEEP = "<w:keepNext/><w:keepLines/>"
_NO_GRID = '<w:snapToGrid w:val="0"/>'
_LISTS = {"ListBullet": ("List Bullet", 1), "ListNumber": ("List Number", 2)}


def _table_style(style_id: str, name: str, size: int, inset: int = 68) -> str:
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


def _document(defaults_run: str, styles: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{W}"><w:docDefaults>'
        f"<w:rPrDefault><w:rPr>{defaults_run}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{_COMMON}{styles}</w:styles>"
    )


def _defaults(size: int) -> str:
    return (
        f'<w:rFonts w:ascii="{ROMAN}" w:hAnsi="{ROMAN}" w:eastAsia="{FANG}" w:cs="{ROMAN}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    )


def _list_styles(properties: str) -> str:
    return "".join(
        paragraph(
            style_id,
            name,
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>{properties}',
        )
        for style_id, (name, number) in _LISTS.items()
    )


def chinese_styles() -> str:
    """styles.xml of the Chinese templates (GB/T 9704-2012, clauses 5.2 and 7)."""
    body = '<w:widowControl w:val="0"/>' + spacing(LINE, before=0, after=0)
    small = f"<w:widowControl/>{_NO_GRID}{spacing(340, before=0, after=0)}{FLUSH}"
    tight = letters(spacing=0, size=24)
    made = [
        paragraph(
            "Normal",
            "Normal",
            body + indent(first=640, chars=200) + '<w:jc w:val="both"/>',
            letters(FANG, 32, spacing=-5),
            default=True,
        ),
        paragraph("Heading1", "heading 1", f'{_KEEP}<w:outlineLvl w:val="0"/>', letters(HEI, roman=HEI)),
        paragraph("Heading2", "heading 2", f'{_KEEP}<w:outlineLvl w:val="1"/>', letters(KAI)),
        paragraph("Heading3", "heading 3", f'{_KEEP}<w:outlineLvl w:val="2"/>', letters(bold=True)),
        paragraph("Heading4", "heading 4", f'{_KEEP}<w:outlineLvl w:val="3"/>', letters(KAI)),
        paragraph(
            "Letterhead",
            "版头",
            f'{_NO_GRID}{spacing(960, before=1984, after=0)}{FLUSH}<w:jc w:val="center"/>',
            letters(BIAO, 60, roman=BIAO, colour=RED, spacing=0),
        ),
        paragraph(
            "Number",
            "编号",
            f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="11" w:color="{RED}"/></w:pBdr>'
            f'{spacing(LINE, before=LINE, after=0)}{FLUSH}<w:jc w:val="center"/>',
        ),
        paragraph(
            "Title",
            "Title",
            f'{_KEEP}{spacing(LINE, before=2 * LINE, after=LINE)}{FLUSH}<w:jc w:val="center"/>',
            letters(BIAO, 44, roman=BIAO, spacing=0),
        ),
        paragraph("Flush", "顶格正文", FLUSH),
        paragraph("Names", "名单", indent(left=1600, hanging=960) + '<w:jc w:val="left"/>'),
        paragraph("Signature", "落款", indent(right=640) + '<w:jc w:val="right"/>'),
        paragraph("TableCaption", "表题", f"{_KEEP}", letters(KAI)),
        paragraph("TableText", "表格文字", f'{small}<w:jc w:val="left"/>', tight),
        paragraph("TableCentre", "表格居中", '<w:jc w:val="center"/>', based_on="TableText"),
        paragraph(
            "TableHead", "表头", '<w:keepNext/><w:jc w:val="center"/>', letters(HEI, roman=HEI), based_on="TableText"
        ),
        paragraph(
            "Imprint", "版记", f"{_NO_GRID}{spacing(480, before=0, after=0)}{FLUSH}", letters(size=28, spacing=0)
        ),
        paragraph("Quote", "Quote", indent(left=640, first=640, chars=200), letters(KAI)),
        paragraph("Code", "Code", FLUSH + '<w:jc w:val="left"/>', letters(size=28, spacing=0)),
        paragraph(
            "Header", "header", f'{_NO_GRID}{spacing(400)}{FLUSH}<w:jc w:val="right"/>', letters(HEI, 28, spacing=0)
        ),
        paragraph("Footer", "footer", f"{_NO_GRID}{spacing(320)}{FLUSH}", letters(SONG, 28, roman=SONG, spacing=0)),
        paragraph(
            "SheetTitle",
            "表名",
            f'{_NO_GRID}{spacing(600, before=0, after=60)}{FLUSH}<w:jc w:val="center"/>',
            letters(BIAO, 36, roman=BIAO, spacing=0),
        ),
        paragraph(
            "SheetLine", "表外行", f'{_NO_GRID}{spacing(400, before=0, after=40)}{FLUSH}<w:jc w:val="left"/>', tight
        ),
        paragraph("LedgerText", "台账文字", spacing(260), letters(size=18, spacing=0), based_on="TableText"),
        paragraph("LedgerCentre", "台账居中", '<w:jc w:val="center"/>', based_on="LedgerText"),
        paragraph(
            "LedgerHead",
            "台账表头",
            '<w:keepNext/><w:jc w:val="center"/>',
            letters(HEI, roman=HEI),
            based_on="LedgerText",
        ),
        _list_styles(""),
        character("Label", "标签", letters(HEI, roman=HEI)),
        character("CodeChar", "Code Char", letters(size=28)),
        _table_style("Ruled", "Table Grid", 24),
        _table_style("Ledger", "台账表格", 18, 28),
        paragraph("AfterTable", "表后", f"{_NO_GRID}{spacing(120, before=0, after=0)}{FLUSH}", letters(size=2)),
        _table_style("ProseTable", "Prose Table", 24),
    ]
    return _document(_defaults(32), "".join(made))


def english_styles() -> str:
    """styles.xml of the English templates: the same papers, set as English papers are."""
    body = "<w:widowControl/>" + spacing(276, "auto", before=0, after=120)
    small = f"<w:widowControl/>{spacing(240, 'auto', before=0, after=0)}"
    head = f"{_KEEP}{spacing(before=240, after=80)}"
    made = [
        paragraph("Normal", "Normal", body, letters(FANG, 22, roman=ROMAN), default=True),
        paragraph("Heading1", "heading 1", f'{head}<w:outlineLvl w:val="0"/>', letters(size=26, bold=True)),
        paragraph("Heading2", "heading 2", f'{head}<w:outlineLvl w:val="1"/>', letters(size=24, bold=True)),
        paragraph("Heading3", "heading 3", f'{head}<w:outlineLvl w:val="2"/>', letters(bold=True, italic=True)),
        paragraph("Heading4", "heading 4", f'{head}<w:outlineLvl w:val="3"/>', letters(italic=True)),
        paragraph(
            "Letterhead",
            "Letterhead",
            f'{spacing(before=240, after=120)}<w:jc w:val="center"/>',
            letters(size=40, bold=True, colour=RED),
        ),
        paragraph(
            "Number",
            "Number",
            f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="8" w:color="{RED}"/></w:pBdr>'
            f'{spacing(before=0, after=240)}<w:jc w:val="center"/>',
        ),
        paragraph(
            "Title",
            "Title",
            f'{_KEEP}{spacing(before=120, after=240)}<w:jc w:val="center"/>',
            letters(size=32, bold=True),
        ),
        paragraph("Flush", "Flush"),
        paragraph("Names", "Names", indent(left=1418, hanging=1418)),
        paragraph("Signature", "Signature", '<w:jc w:val="right"/>'),
        paragraph("TableCaption", "Table Caption", "<w:keepNext/>", letters(italic=True)),
        paragraph("TableText", "Table Text", small, letters(size=20)),
        paragraph("TableCentre", "Table Centre", '<w:jc w:val="center"/>', based_on="TableText"),
        paragraph(
            "TableHead", "Table Head", '<w:keepNext/><w:jc w:val="center"/>', letters(bold=True), based_on="TableText"
        ),
        paragraph("Imprint", "Imprint", small, letters(size=20)),
        paragraph("Quote", "Quote", indent(left=567), letters(italic=True)),
        paragraph("Code", "Code", small, letters(size=20, roman="Courier New")),
        paragraph("Header", "header", f'{small}<w:jc w:val="right"/>', letters(size=22, bold=True)),
        paragraph("Footer", "footer", small, letters(size=20)),
        paragraph(
            "SheetTitle",
            "Sheet Title",
            f'{spacing(before=0, after=80)}<w:jc w:val="center"/>',
            letters(size=30, bold=True),
        ),
        paragraph("SheetLine", "Sheet Line", spacing(before=0, after=60)),
        paragraph("LedgerText", "Ledger Text", "", letters(size=17), based_on="TableText"),
        paragraph("LedgerCentre", "Ledger Centre", '<w:jc w:val="center"/>', based_on="LedgerText"),
        paragraph(
            "LedgerHead",
            "Ledger Head",
            '<w:keepNext/><w:jc w:val="center"/>',
            letters(bold=True),
            based_on="LedgerText",
        ),
        _list_styles(spacing(before=0, after=60)),
        character("Label", "Label", letters(bold=True)),
        character("CodeChar", "Code Char", letters(roman="Courier New")),
        _table_style("Ruled", "Table Grid", 20),
        _table_style("Ledger", "Ledger Grid", 17, 28),
        paragraph(
            "AfterTable", "After Table", f"{_NO_GRID}{spacing(120, 'exact', before=0, after=0)}", letters(size=2)
        ),
        _table_style("ProseTable", "Prose Table", 20),
    ]
    return _document(_defaults(22), "".join(made))
