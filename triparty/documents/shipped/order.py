"""The template of a follow-up order, with the slip its owner answers on."""

from triparty.documents.kinds.order import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE


def order(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "督办单" if chinese else "Follow-up order")
    _asked(sheet)
    _answered(sheet)
    return sheet.build()


def _asked(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.paragraph(pick("督　办　单", "Follow-up Order"), "Title")
    sheet.paragraph(pick("【责任人】（【责任单位】）：", "To: 【责任人】 (【责任单位】)"), "Flush")
    sheet.paragraph(
        pick(
            "截至【成文日期】，下列由你（单位）承办的任务尚未办结，共【任务数】项，其中逾期【逾期数】项。"
            "请对照完成标准抓紧办理，将办理情况填入回执，反馈【社区.单位】。",
            "On 【成文日期】 the tasks below were not finished: 【任务数】, of these overdue: 【逾期数】. "
            "Please see to them, and tell 【社区.单位】 on the slip below how far they are.",
        )
    )
    columns = (
        ("编号", "No.", 140, "【任务.编号】", "TableCentre"),
        ("任务内容", "Task", 260, "【任务.事项】", "TableText"),
        ("来源", "Source", 170, "【任务.来源】", "TableText"),
        ("完成标准", "Done when", 180, "【任务.完成标准】", "TableText"),
        ("完成时限", "Due", 150, "【任务.时限】", "TableCentre"),
    )
    sheet.table([Column(pick(zh, en), share, cell, style) for zh, en, share, cell, style in columns])
    sheet.paragraph("【社区.单位】", "Signature", properties="<w:keepNext/>")
    sheet.paragraph("【成文日期】", "Signature")


def _answered(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.paragraph(pick("督办回执", "Reply slip"), "SheetTitle", properties="<w:keepNext/>")
    columns = (
        ("编号", "No.", 140, "【任务.编号】", "TableCentre"),
        ("最近进展", "Last heard", 210, "【任务.最近进展】", "TableText"),
        ("办理情况", "How far it is now", 260, "", "TableText"),
        ("预计办结", "Done by", 120, "", "TableText"),
        ("困难和建议", "What is in the way", 170, "", "TableText"),
    )
    sheet.table(
        [Column(pick(zh, en), share, cell, style) for zh, en, share, cell, style in columns],
        row_height=700,
        head_height=450,
    )
    sheet.paragraph(
        pick(
            "签收人（签字）：＿＿＿＿＿　签收日期：＿＿＿＿＿　督办人：＿＿＿＿＿",
            "Received by: ____________________   On: ____________   Asked by: ________________",
        ),
        "SheetLine",
    )
