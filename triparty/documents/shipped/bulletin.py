"""The template of the monthly bulletin: numbers first, then what was agreed, then what is late."""

from triparty.documents.kinds.bulletin import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE

_COUNTS = (("新增", "New", "新增"), ("办结", "Closed", "办结"), ("未办结", "Still open", "未办结"))


def bulletin(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "工作月报" if chinese else "Monthly bulletin")
    pick = sheet.pick
    sheet.paragraph(
        pick("【社区.抬头】三方联动工作月报", "【社区.名称】\nMonthly Bulletin of the Three Parties"), "Letterhead"
    )
    sheet.paragraph(pick("【月份】（【期号】）", "【月份】 (【期号】)"), "Number")
    _in_brief(sheet)
    _numbers(sheet)
    _meetings(sheet)
    _late(sheet)
    sheet.paragraph("", "Flush")
    sheet.paragraph("【社区.单位】", "Signature", properties="<w:keepNext/>")
    sheet.paragraph("【成文日期】", "Signature")
    return sheet.build()


def _in_brief(sheet: Sheet) -> None:
    """The month in a paragraph."""
    sheet.paragraph(sheet.pick("一、总体情况", "1. In brief"), "Heading1")
    sheet.paragraph(
        sheet.pick(
            "本月新增问题【新增数】件，办结【办结数】件；走访【走访数】次，召开三方联席会议【会议数】次，"
            "交办任务【交办数】项，销号【销号数】项。截至【成文日期】，问题未办结【未办结数】件，"
            "任务在办【在办数】项，其中逾期【逾期数】项。",
            "Issues reported: 【新增数】; closed: 【办结数】. Visits: 【走访数】; joint meetings: 【会议数】. "
            "Actions assigned: 【交办数】; finished: 【销号数】. On 【成文日期】, issues still open: 【未办结数】; "
            "actions running: 【在办数】, of which overdue: 【逾期数】.",
        )
    )


def _numbers(sheet: Sheet) -> None:
    """By estate and by category."""
    pick = sheet.pick
    sheet.paragraph(pick("二、问题分布", "2. Where and what"), "Heading1")
    sheet.paragraph(pick("（一）按小区", "By estate"), "Heading2")
    _table(sheet, "小区", ("小区", "Estate"), (("走访", "Visits", "走访"),))
    sheet.given("类别")
    sheet.paragraph(pick("（二）按类别", "By category"), "Heading2")
    _table(sheet, "类别", ("类别", "Category"))
    sheet.end()


def _table(sheet: Sheet, name: str, head: tuple[str, str], more: tuple[tuple[str, str, str], ...] = ()) -> None:
    sheet.table(
        [
            Column(sheet.pick(*head), 60, f"【{name}.名称】"),
            *(
                Column(sheet.pick(zh, en), 24, f"【{name}.{field}】", "TableCentre")
                for zh, en, field in (*_COUNTS, *more)
            ),
        ]
    )


def _meetings(sheet: Sheet) -> None:
    """What was agreed."""
    pick = sheet.pick
    sheet.paragraph(pick("三、会议议定事项", "3. What was agreed"), "Heading1")
    sheet.each("会议")
    sheet.paragraph(
        pick(
            "【会议.日期】，【会议.名称】在【会议.地点】召开。",
            "【会议.名称】 was held on 【会议.日期】 at 【会议.地点】.",
        ),
        properties="<w:keepNext/>",
    )
    columns = (
        ("序号", "No.", 14, "序号", "TableCentre"),
        ("议题", "Item", 60, "标题", "TableText"),
        ("结论", "Outcome", 84, "结论", "TableText"),
    )
    sheet.table([Column(pick(zh, en), share, f"【会议.议题.{name}】", style) for zh, en, share, name, style in columns])
    sheet.end()


def _late(sheet: Sheet) -> None:
    """What is overdue."""
    pick = sheet.pick
    sheet.given("逾期")
    sheet.paragraph(pick("四、逾期任务", "4. Overdue actions"), "Heading1")
    columns = (
        ("编号", "No.", 29, "编号", "TableCentre"),
        ("事项", "What", 62, "事项", "TableText"),
        ("责任人", "Owner", 26, "责任人", "TableText"),
        ("完成时限", "Due", 28, "完成时限", "TableCentre"),
        ("逾期天数", "Days late", 20, "天数", "TableCentre"),
    )
    sheet.table([Column(pick(zh, en), share, f"【逾期.{name}】", style) for zh, en, share, name, style in columns])
    sheet.end()
