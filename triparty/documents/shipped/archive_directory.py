"""The template of the directory of filed items, on its side: the cover, and the list (DA/T 22-2015, 5.5)."""

from triparty.documents.kinds.archive_directory import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE

_COVER = (
    ("全宗号", "Fonds", "全宗号"),
    ("全宗名称", "Name of the fonds", "全宗名称"),
    ("年　　度", "Year", "年度"),
    ("保管期限", "Kept for", "保管期限"),
    ("机构（问题）", "Matter", "机构或问题"),
)
_ITEMS = (
    ("序号", "No.", 11, "TableCentre", "序号"),
    ("档号", "Record number", 50, "TableText", "档号"),
    ("文号", "Reference", 27, "TableText", "文号"),
    ("责任者", "Responsible", 33, "TableText", "责任者"),
    ("题名", "Title", 55, "TableText", "题名"),
    ("日期", "Date", 21, "TableCentre", "日期"),
    ("密级", "Secrecy", 15, "TableCentre", "密级"),
    ("页数", "Pages", 12, "TableCentre", "页数"),
    ("备注", "Remarks", 28, "TableText", "备注"),
)
"""Chinese and English heading, share of the width, style, field."""


def archive_directory(language: str) -> bytes:
    """Build it."""
    title = "归档文件目录" if language == "zh_CN" else "Directory of filed items"
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, title)
    pick = sheet.pick
    sheet.paragraph("【标题】", "Title", properties='<w:spacing w:before="1700" w:after="900"/>')
    style = pick("Flush", "SheetLine")
    cover = [[(pick(zh, en), 30, style), (f"【封面.{name}】", 70, style)] for zh, en, name in _COVER]
    sheet.form(cover, row_height=760, percent=60)
    sheet.end_cover()
    sheet.paragraph("【标题】", "SheetTitle")
    sheet.table(
        [Column(pick(zh, en), share, f"【文件.{name}】", style) for zh, en, share, style, name in _ITEMS],
        row_height=500,
    )
    return sheet.build()
