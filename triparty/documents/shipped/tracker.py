"""The template of the follow-up tracker, on its side."""

from triparty.documents.kinds.tracker import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE

COLUMNS = (
    ("编号", "No.", 1010, 940, "编号"),
    ("事项", "Action", 1700, 1620, "事项"),
    ("来源", "Source", 1190, 1150, "来源"),
    ("责任单位", "Party", 840, 960, "责任单位"),
    ("责任人", "Owner", 850, 850, "责任人"),
    ("交办时间", "Assigned", 960, 920, "交办时间"),
    ("完成时限", "Due", 960, 920, "完成时限"),
    ("延期至", "Extended to", 960, 920, "延期至"),
    ("进展", "Progress", 2040, 2350, "进展"),
    ("完成情况", "Status", 800, 820, "完成情况"),
    ("预警", "Warning", 980, 800, "预警"),
    ("核验情况", "Verified", 1000, 950, "核验情况"),
    ("销号时间", "Closed on", 960, 920, "销号时间"),
    ("销号人", "Closed by", 0, 0, "销号人"),
    ("备注", "Remarks", 1290, 1350, "备注"),
)
"""The columns of 督办台账: Chinese and English heading, their shares of the width, and the field.

On paper the closing day and who closed share one column; in Excel each has its own.
"""
_CENTRED = frozenset(("编号", "交办时间", "完成时限", "延期至", "完成情况", "预警", "销号时间"))


def tracker(language: str) -> bytes:
    """Build it."""
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, "督办台账" if language == "zh_CN" else "Follow-up tracker")
    sheet.paragraph("【标题】", "SheetTitle")
    sheet.paragraph(sheet.pick("截至【成文日期】：【统计】", "As of 【成文日期】: 【统计】"), "SheetLine")
    columns = [
        Column(
            sheet.pick(zh, en),
            share_zh if sheet.chinese else share_en,
            f"【台账.{name}】",
            "LedgerCentre" if name in _CENTRED else "LedgerText",
        )
        for zh, en, share_zh, share_en, name in COLUMNS
        if share_zh
    ]
    closed = next(place for place, column in enumerate(columns) if column.cell == "【台账.销号时间】")
    columns[closed] = Column(
        sheet.pick("销号时间\f销号人", "Closed on\fby"),
        columns[closed].share,
        "【台账.销号时间】\f【台账.销号人】",
        "LedgerCentre",
    )
    sheet.table(columns, head="LedgerHead", ruled="Ledger")
    return sheet.build()
