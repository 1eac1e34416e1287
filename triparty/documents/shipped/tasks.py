"""The template of the task list, on its side."""

from triparty.documents.kinds.tasks import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE


def tasks(language: str) -> bytes:
    """Build it."""
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, "任务清单" if language == "zh_CN" else "Task list")
    sheet.paragraph("【标题】", "SheetTitle")
    sheet.paragraph(
        sheet.pick("制表日期：【成文日期】　　共【任务数】项", "As of 【成文日期】; tasks: 【任务数】"), "SheetLine"
    )
    columns = (
        ("序号", "No.", 12, "序号", "TableCentre"),
        ("任务编号", "Task", 30, "编号", "TableCentre"),
        ("来源", "Source", 46, "来源", "TableText"),
        ("任务内容", "What is to be done", 58, "事项", "TableText"),
        ("完成标准", "Done when", 42, "完成标准", "TableText"),
        ("责任单位", "Party", 24, "责任单位", "TableText"),
        ("责任人", "Owner", 24, "责任人", "TableText"),
        ("完成时限", "Due", 27, "完成时限", "TableCentre"),
        ("经费", "Money", 28, "经费", "TableText"),
    )
    sheet.table(
        [Column(sheet.pick(zh, en), share, f"【任务.{name}】", style) for zh, en, share, name, style in columns]
    )
    return sheet.build()
