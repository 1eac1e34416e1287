"""The templates of the notice (GB/T 9704-2012, general page) with its reply slip."""

from triparty.documents.kinds.notice import SCHEMA
from triparty.documents.shipped.sheet import Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE

_TEXT, _HEAD = "TableText", "TableHead"


def notice(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "会议通知" if chinese else "Notice of meeting")
    pick = sheet.pick
    sheet.paragraph(
        "【通知标题】",
        "Title",
    )
    sheet.paragraph(pick("【主送】：", "To: 【主送】"), "Flush")
    sheet.paragraph(
        pick(
            "经研究，定于【会议.日期】召开【会议.名称】。现将有关事项通知如下：",
            "You are invited to 【会议.名称】 (【会议.期号】) of 【社区.名称】.",
        )
    )
    _facts(sheet)
    _people(sheet)
    _items(sheet)
    _requests(sheet)
    sheet.paragraph(pick("联系人：【会议.联系人】", "Contact: 【会议.联系人】"))
    sheet.paragraph("", "Flush")
    sheet.paragraph("【社区.单位】", "Signature", properties="<w:keepNext/>")
    sheet.paragraph("【成文日期】", "Signature")
    _reply_slip(sheet)
    return sheet.build()


def _facts(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.paragraph(pick("一、会议时间和地点", "Time and place"), "Heading1")
    sheet.paragraph(
        pick(
            "时间：【会议.时间】（预计【会议.时长】）\n　　地点：【会议.地点】\n　　主持：【会议.主持人】",
            "Time: 【会议.时间】 (about 【会议.时长】)\nPlace: 【会议.地点】\nChair: 【会议.主持人】",
        ),
        properties='<w:jc w:val="left"/>',
    )


def _people(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.paragraph(pick("二、参会人员", "Who is invited"), "Heading1")
    for name, chinese, english in (("出席", "出席", "With a vote"), ("列席", "列席", "As observers")):
        sheet.given(name)
        sheet.each(name)
        sheet.paragraph(
            pick(f"{chinese}（【{name}.方别】）：【{name}.人员】。", f"{english}, 【{name}.方别】: 【{name}.人员】.")
        )
        sheet.end()
        sheet.end()


def _items(sheet: Sheet) -> None:
    sheet.paragraph(sheet.pick("三、会议议题", "Items"), "Heading1")
    sheet.each("议题")
    sheet.paragraph(
        sheet.pick("【议题.序号】.【议题.标题】（【议题.类型】）", "【议题.序号】. 【议题.标题】 (【议题.类型】)")
    )
    sheet.end()


def _requests(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.paragraph(pick("四、有关要求", "Please note"), "Heading1")
    requests = (
        ("请参会人员准时到会并签到，会议期间手机静音。", "Please arrive on time and sign in."),
        (
            "因故不能参会的，请于会前一日向联系人请假，并可书面委托本方人员到会发表意见。",
            "Whoever cannot come tells the contact by the day before, and may send someone of the same party.",
        ),
        (
            "请汇报单位提前准备书面材料；与议题有利害关系的，请主动申明并回避表决。",
            "Presenters bring their papers. Whoever has an interest in an item says so and does not vote on it.",
        ),
        ("请于会前一日将回执交联系人。", "Please hand the reply slip to the contact by the day before."),
    )
    for place, (chinese, english) in enumerate(requests, 1):
        sheet.paragraph(pick(f"{place}.{chinese}", f"{place}. {english}"))


def _reply_slip(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.paragraph(pick("回　　执", "Reply slip"), "SheetTitle", properties="<w:pageBreakBefore/>")
    sheet.paragraph(pick("会议名称：【会议.名称】", "Meeting: 【会议.名称】"), "SheetLine")
    sheet.paragraph(pick("会议时间：【会议.时间】", "Time: 【会议.时间】"), "SheetLine")
    heads = (
        ("单位", "Organisation", 34),
        ("姓名", "Name", 22),
        ("职务", "Post", 22),
        ("联系电话", "Phone", 28),
        ("是否参会", "Coming?", 20),
        ("请假原因", "Reason if not", 30),
    )
    head = [(pick(zh, en), share, _HEAD) for zh, en, share in heads]
    empty = [("", share, _TEXT) for _zh, _en, share in heads]
    sheet.form([head, empty, empty, empty], row_height=700)
    sheet.paragraph(
        pick(
            "　　　　　　　　　　　　　　　　　　填报人：　　　　　　　日期：",
            "Filled in by: ______________________  Date: ______________",
        ),
        "SheetLine",
    )
