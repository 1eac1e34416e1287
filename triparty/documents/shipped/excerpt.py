"""The template of an excerpt of the minutes: the page of the minutes, and of their items only one."""

from triparty.documents.kinds.excerpt import SCHEMA
from triparty.documents.shipped.minutes import amendments, item, names
from triparty.documents.shipped.sheet import Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE


def excerpt(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    title = "会议纪要摘录" if chinese else "Excerpt of the minutes"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, title)
    pick = sheet.pick
    sheet.paragraph(
        pick(
            "【社区.抬头】三方联席会议纪要摘录", "【社区.名称】\nExcerpt of the Minutes of the Tri-party Joint Meeting"
        ),
        "Letterhead",
    )
    sheet.paragraph("【会议.编号】", "Number")
    sheet.paragraph("【会议.标题】", "Title")
    sheet.paragraph(
        pick(
            "【会议.时间】，【会议.主持人】在【会议.地点】主持召开【会议.名称】。有表决权人员应到【到会.应到】人，"
            "实到【到会.实到】人（【到会.各方】）。现将会议第【议题.序号】项议题的议定事项摘录如下：",
            "【会议.名称】 was held on 【会议.时间】 at 【会议.地点】 with 【会议.主持人】 in the chair. "
            "Of 【到会.应到】 voting members 【到会.实到】 were present (【到会.各方】). "
            "On item 【议题.序号】 of its agenda the minutes say as follows.",
        )
    )
    item(sheet)
    amendments(sheet)
    names(sheet)
    sheet.paragraph("", "Flush")
    sheet.paragraph(
        pick(
            "本件摘自【会议.名称】纪要（【会议.编号】），所摘内容与原文一致。",
            "Taken from the minutes of 【会议.名称】 (【会议.编号】), word for word.",
        ),
        properties="<w:keepNext/>",
    )
    sheet.paragraph("【社区.单位】", "Signature", properties="<w:keepNext/>")
    sheet.paragraph("【成文日期】", "Signature")
    return sheet.build()
