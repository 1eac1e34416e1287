"""The styles of the English templates: the same papers, set as English papers are."""

from triparty.documents.shipped.styles import (
    FANG,
    KEEP,
    NO_GRID,
    RED,
    ROMAN,
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


def english_styles() -> str:
    """styles.xml of the English templates: the same papers, set as English papers are."""
    return document(defaults(22), "".join([*_text(), *_tables(), *_lists_and_letters()]))


def _text() -> list[str]:
    """Body, headings, and the lines around them."""
    body = "<w:widowControl/>" + spacing(276, "auto", before=0, after=120)
    small = f"<w:widowControl/>{spacing(240, 'auto', before=0, after=0)}"
    head = f"{KEEP}{spacing(before=240, after=80)}"
    return [
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
            f'{KEEP}{spacing(before=120, after=240)}<w:jc w:val="center"/>',
            letters(size=32, bold=True),
        ),
        paragraph("Flush", "Flush"),
        paragraph("Names", "Names", indent(left=1418, hanging=1418)),
        paragraph("Signature", "Signature", '<w:jc w:val="right"/>'),
        paragraph("Imprint", "Imprint", small, letters(size=20)),
        paragraph("Quote", "Quote", indent(left=567), letters(italic=True)),
        paragraph("Code", "Code", small, letters(size=20, roman="Courier New")),
        paragraph("Header", "header", f'{small}<w:jc w:val="right"/>', letters(size=22, bold=True)),
        paragraph("Footer", "footer", small, letters(size=20)),
    ]


def _tables() -> list[str]:
    """Text in tables, sheets and ledgers."""
    small = f"<w:widowControl/>{spacing(240, 'auto', before=0, after=0)}"
    return [
        paragraph("TableCaption", "Table Caption", "<w:keepNext/>", letters(italic=True)),
        paragraph("TableText", "Table Text", small, letters(size=20)),
        paragraph("TableCentre", "Table Centre", '<w:jc w:val="center"/>', based_on="TableText"),
        paragraph(
            "TableHead", "Table Head", '<w:keepNext/><w:jc w:val="center"/>', letters(bold=True), based_on="TableText"
        ),
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
    ]


def _lists_and_letters() -> list[str]:
    """Lists, marked letters, and the tables themselves."""
    return [
        list_styles(spacing(before=0, after=60)),
        character("Label", "Label", letters(bold=True)),
        character("CodeChar", "Code Char", letters(roman="Courier New")),
        table_style("Ruled", "Table Grid", 20),
        table_style("Ledger", "Ledger Grid", 17, 28),
        paragraph("AfterTable", "After Table", f"{NO_GRID}{spacing(120, 'exact', before=0, after=0)}", letters(size=2)),
        table_style("ProseTable", "Prose Table", 20),
    ]
