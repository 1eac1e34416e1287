"""The styles of the Chinese templates: GB/T 9704-2012, clauses 5.2 and 7."""

from triparty.documents.shipped.styles import (
    BIAO,
    FANG,
    FLUSH,
    HEI,
    KAI,
    KEEP,
    LINE,
    NO_GRID,
    RED,
    SONG,
    character,
    defaults,
    document,
    indent,
    letters,
    list_styles,
    paragraph,
    spacing,
    table_style,
)


def chinese_styles() -> str:
    """styles.xml of the Chinese templates (GB/T 9704-2012, clauses 5.2 and 7)."""
    return document(defaults(32), "".join([*_text(), *_tables(), *_lists_and_letters()]))


def _text() -> list[str]:
    """Body, headings, and the lines around them."""
    body = '<w:widowControl w:val="0"/>' + spacing(LINE, before=0, after=0)
    return [
        paragraph(
            "Normal",
            "Normal",
            body + indent(first=640, chars=200) + '<w:jc w:val="both"/>',
            letters(FANG, 32, spacing=-5),
            default=True,
        ),
        paragraph("Heading1", "heading 1", f'{KEEP}<w:outlineLvl w:val="0"/>', letters(HEI, roman=HEI)),
        paragraph("Heading2", "heading 2", f'{KEEP}<w:outlineLvl w:val="1"/>', letters(KAI)),
        paragraph("Heading3", "heading 3", f'{KEEP}<w:outlineLvl w:val="2"/>', letters(bold=True)),
        paragraph("Heading4", "heading 4", f'{KEEP}<w:outlineLvl w:val="3"/>', letters(KAI)),
        paragraph(
            "Letterhead",
            "版头",
            f'{NO_GRID}{spacing(960, before=1984, after=0)}{FLUSH}<w:jc w:val="center"/>',
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
            f'{KEEP}{spacing(LINE, before=2 * LINE, after=LINE)}{FLUSH}<w:jc w:val="center"/>',
            letters(BIAO, 44, roman=BIAO, spacing=0),
        ),
        paragraph("Flush", "顶格正文", FLUSH),
        paragraph("Names", "名单", indent(left=1600, hanging=960) + '<w:jc w:val="left"/>'),
        paragraph("Signature", "落款", indent(right=640) + '<w:jc w:val="right"/>'),
        paragraph("Imprint", "版记", f"{NO_GRID}{spacing(480, before=0, after=0)}{FLUSH}", letters(size=28, spacing=0)),
        paragraph("Quote", "Quote", indent(left=640, first=640, chars=200), letters(KAI)),
        paragraph("Code", "Code", FLUSH + '<w:jc w:val="left"/>', letters(size=28, spacing=0)),
        paragraph(
            "Header", "header", f'{NO_GRID}{spacing(400)}{FLUSH}<w:jc w:val="right"/>', letters(HEI, 28, spacing=0)
        ),
        paragraph("Footer", "footer", f"{NO_GRID}{spacing(320)}{FLUSH}", letters(SONG, 28, roman=SONG, spacing=0)),
    ]


def _tables() -> list[str]:
    """Text in tables, sheets and ledgers."""
    small = f"<w:widowControl/>{NO_GRID}{spacing(340, before=0, after=0)}{FLUSH}"
    tight = letters(spacing=0, size=24)
    return [
        paragraph("TableCaption", "表题", f"{KEEP}", letters(KAI)),
        paragraph("TableText", "表格文字", f'{small}<w:jc w:val="left"/>', tight),
        paragraph("TableCentre", "表格居中", '<w:jc w:val="center"/>', based_on="TableText"),
        paragraph(
            "TableHead", "表头", '<w:keepNext/><w:jc w:val="center"/>', letters(HEI, roman=HEI), based_on="TableText"
        ),
        paragraph(
            "SheetTitle",
            "表名",
            f'{NO_GRID}{spacing(600, before=0, after=60)}{FLUSH}<w:jc w:val="center"/>',
            letters(BIAO, 36, roman=BIAO, spacing=0),
        ),
        paragraph(
            "SheetLine", "表外行", f'{NO_GRID}{spacing(400, before=0, after=40)}{FLUSH}<w:jc w:val="left"/>', tight
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
    ]


def _lists_and_letters() -> list[str]:
    """Lists, marked letters, and the tables themselves."""
    return [
        list_styles(""),
        character("Label", "标签", letters(HEI, roman=HEI)),
        character("CodeChar", "Code Char", letters(size=28)),
        table_style("Ruled", "Table Grid", 24),
        table_style("Ledger", "台账表格", 18, 28),
        paragraph("AfterTable", "表后", f"{NO_GRID}{spacing(120, before=0, after=0)}{FLUSH}", letters(size=2)),
        table_style("ProseTable", "Prose Table", 24),
    ]
