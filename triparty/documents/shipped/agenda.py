"""The template of the agenda."""

from triparty.documents.kinds.agenda import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE


def agenda(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "会议议程" if chinese else "Agenda")
    pick = sheet.pick
    sheet.paragraph(pick("【会议.标题】\n议　　程", "Agenda\n【会议.标题】"), "Title")
    for zh, en, name in (
        ("时　间", "Time", "会议.时间"),
        ("地　点", "Place", "会议.地点"),
        ("主持人", "Chair", "会议.主持人"),
        ("记录人", "Record", "会议.记录人"),
    ):
        sheet.paragraph(f"【{name}】", "Names", label=pick(f"{zh}：", f"{en}:\t"))
    sheet.paragraph("", "TableText")
    sheet.table(
        [
            Column(pick("序号", "No."), 12, "【议题.序号】", "TableCentre"),
            Column(pick("时间", "Time"), 20, "【议题.时间】\f【议题.时长】", "TableCentre"),
            Column(pick("议题", "Item"), 54, "【议题.标题】\f【议题.问题编号】"),
            Column(pick("类型", "Kind"), 23, "【议题.类型】", "TableCentre"),
            Column(pick("汇报单位", "Presented by"), 27, "【议题.汇报单位】"),
            Column(pick("预期结论", "Expected outcome"), 27, "【议题.预期结论】"),
        ]
    )
    sheet.paragraph(
        pick(
            "各议题合计【总时长】，会议预计【会议.时长】。",
            "The items take 【总时长】; the meeting is planned for 【会议.时长】.",
        ),
        "SheetLine",
    )
    for name, english in (("出席", "Voting"), ("列席", "Observers")):
        sheet.given(name)
        sheet.paragraph(f"【{name}】", "Names", label=pick(f"{name[0]}　{name[1]}：", f"{english}:\t"))
        sheet.end()
    return sheet.build()
