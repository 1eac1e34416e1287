"""The template of the follow-up tracker, on its side."""

from triparty.documents.paper_fields import TRACKER
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE

COLUMNS = (
    ("编号", "No.", 17, "编号"),
    ("事项", "Action", 36, "事项"),
    ("来源", "Source", 27, "来源"),
    ("责任单位", "Party", 17, "责任单位"),
    ("责任人", "Owner", 19, "责任人"),
    ("交办时间", "Assigned", 18, "交办时间"),
    ("完成时限", "Due", 18, "完成时限"),
    ("延期至", "Extended to", 18, "延期至"),
    ("进展", "Progress", 42, "进展"),
    ("完成情况", "Status", 15, "完成情况"),
    ("预警", "Warning", 15, "预警"),
    ("核验情况", "Verified", 21, "核验情况"),
    ("销号时间", "Closed on", 18, "销号时间"),
    ("销号人", "Closed by", 15, "销号人"),
    ("备注", "Remarks", 25, "备注"),
)
"""The columns of 督办台账: Chinese and English heading, share of the width, field."""
_CENTRED = frozenset(("编号", "交办时间", "完成时限", "延期至", "完成情况", "预警", "销号时间"))


def tracker(language: str) -> bytes:
    """Build it."""
    sheet = Sheet(TRACKER, language, WIDE_PAGE, "督办台账" if language == "zh_CN" else "Follow-up tracker")
    sheet.paragraph("【标题】", "SheetTitle")
    sheet.paragraph(sheet.say("截至【成文日期】：【统计】", "As of 【成文日期】: 【统计】"), "SheetLine")
    sheet.table(
        [
            Column(sheet.say(zh, en), share, f"【台账.{name}】", "LedgerCentre" if name in _CENTRED else "LedgerText")
            for zh, en, share, name in COLUMNS
        ],
        head="LedgerHead",
    )
    return sheet.build()
