"""The template of the sign-off sheet: what was agreed, and where the three parties sign."""

from triparty.documents.kinds.sign_off import SCHEMA
from triparty.documents.shipped.minutes import amendments, signatures
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE


def sign_off(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    title = "三方签字确认页" if chinese else "Confirmation by the three parties"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, title)
    pick = sheet.pick
    sheet.paragraph(pick("三方签字确认页", "Confirmation by the Three Parties"), "SheetTitle")
    for chinese_said, english_said in (
        ("会议名称：【会议.名称】（【会议.编号】）", "Meeting: 【会议.名称】 (【会议.编号】)"),
        ("会议时间：【会议.时间】　　地点：【会议.地点】", "Time: 【会议.时间】   Place: 【会议.地点】"),
        ("主持人：【会议.主持人】　　记录人：【会议.记录人】", "Chair: 【会议.主持人】   Recorded by: 【会议.记录人】"),
        ("会议共研究【议题数】项议题，议定如下：", "The meeting considered 【议题数】 items and agreed as follows:"),
    ):
        sheet.paragraph(pick(chinese_said, english_said), "SheetLine")
    columns = (
        ("序号", "No.", 14, "序号", "TableCentre"),
        ("议题", "Item", 52, "标题", "TableText"),
        ("会议结论", "Outcome", 92, "结论", "TableText"),
    )
    sheet.table([Column(pick(zh, en), share, f"【议题.{name}】", style) for zh, en, share, name, style in columns])
    amendments(sheet)
    sheet.paragraph(
        pick(
            "以下各方确认：以上所列与会议议定事项一致。有不同意见的，在“意见”栏写明；缺席方由记录人送达后补签。",
            "The parties below confirm that this is what the meeting agreed. Whoever differs says so under “Remarks”; "
            "a party that was absent is served the minutes and signs later.",
        ),
        "SheetLine",
        properties="<w:keepNext/>",
    )
    signatures(sheet, row_height=900, together=True, recorded=True)
    return sheet.build()
