"""The template of the sign-in sheet, on its side."""

from triparty.documents.kinds.sign_in import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE


def sign_in(language: str) -> bytes:
    """Build it."""
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, "会议签到表" if language == "zh_CN" else "Sign-in sheet")
    pick = sheet.pick
    sheet.paragraph(pick("会议签到表", "Sign-in Sheet"), "SheetTitle")
    sheet.paragraph(pick("会议名称：【会议.名称】", "Meeting: 【会议.名称】"), "SheetLine")
    sheet.paragraph(
        pick(
            "时间：【会议.时间】　　地点：【会议.地点】　　有表决权人员：应到【应到】人，实到【实到】人",
            "Time: 【会议.时间】   Place: 【会议.地点】   Voting members expected: 【应到】, present: 【实到】",
        ),
        "SheetLine",
    )
    columns = (
        ("序号", "No.", 14, "序号", "TableCentre"),
        ("代表方", "Party", 24, "代表方", "TableText"),
        ("姓名", "Name", 24, "姓名", "TableText"),
        ("单位", "Organisation", 46, "单位", "TableText"),
        ("职务", "Post", 26, "职务", "TableText"),
        ("身份", "Standing", 21, "身份", "TableCentre"),
        ("联系电话", "Phone", 30, "联系电话", "TableCentre"),
        ("到会", "Arrived", 17, "到会", "TableCentre"),
        ("离会", "Left", 17, "离会", "TableCentre"),
    )
    blank = Column(pick("签名", "Signature"), 32, "")
    made = [Column(pick(zh, en), share, f"【人员.{name}】", style) for zh, en, share, name, style in columns]
    sheet.table([*made, blank, Column(pick("备注", "Remarks"), 22, "【人员.备注】")], row_height=567)
    return sheet.build()
