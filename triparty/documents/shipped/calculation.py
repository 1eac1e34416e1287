"""The template of the result of ballots with its calculation, on its side."""

from triparty.documents.kinds.calculation import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE

_COUNTED = (
    ("方别", "Party", 34, "方别", "TableText"),
    ("应到", "Entitled", 19, "应到", "TableCentre"),
    ("实到", "Present", 19, "实到", "TableCentre"),
    ("发出票", "Slips out", 19, "发出票", "TableCentre"),
    ("收回票", "Slips back", 19, "收回票", "TableCentre"),
    ("有效票", "Valid", 18, "有效", "TableCentre"),
    ("无效票", "Invalid", 18, "无效", "TableCentre"),
    ("同意", "Yes", 15, "同意", "TableCentre"),
    ("反对", "No", 15, "反对", "TableCentre"),
    ("弃权", "Abstained", 22, "弃权", "TableCentre"),
    ("回避", "Withdrew", 21, "回避", "TableCentre"),
    ("未表决", "Did not vote", 19, "未表决", "TableCentre"),
    ("缺席", "Absent", 18, "缺席", "TableCentre"),
    ("本方意见", "Result", 28, "结果", "TableCentre"),
)
"""What is counted of each party: Chinese and English heading, share of the width, field, style."""


def calculation(language: str) -> bytes:
    """Build it."""
    title = "表决结果计算表" if language == "zh_CN" else "Ballot results with their calculation"
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, title)
    pick = sheet.pick

    def line(chinese: str, english: str, *, kept: bool = False) -> None:
        sheet.paragraph(pick(chinese, english), "SheetLine", properties="<w:keepNext/>" if kept else "")

    sheet.paragraph(pick("表决结果计算表", "Ballot Results with Their Calculation"), "SheetTitle")
    line("会议名称：【会议.名称】　　制表日期：【成文日期】", "Meeting: 【会议.名称】   Made on: 【成文日期】")
    sheet.each("表决")
    line("【表决.议题】（第【表决.轮次】次表决）", "【表决.议题】 (ballot 【表决.轮次】)", kept=True)
    line("表决事项：【表决.动议】", "Motion: 【表决.动议】")
    line(
        "表决方式：【表决.方式】　　开始：【表决.开始】　　结束：【表决.结束】",
        "Method: 【表决.方式】   Opened: 【表决.开始】   Closed: 【表决.结束】",
    )
    line("表决规则：【表决.规则】（【表决.标准】）", "Rule: 【表决.规则】 (【表决.标准】)")
    line("依据：【表决.依据】（版本：【表决.版本】）", "Basis: 【表决.依据】 (version: 【表决.版本】)")
    line("开始表决时各方人数：【表决.表决人员】", "Who could vote when it opened: 【表决.表决人员】")
    sheet.table(
        [Column(pick(zh, en), share, f"【表决.计票.{name}】", style) for zh, en, share, name, style in _COUNTED]
    )
    sheet.given("表决.名单")
    names = (
        ("序号", "No.", 12, "序号", "TableCentre"),
        ("姓名", "Name", 50, "姓名", "TableText"),
        ("方别", "Party", 50, "方别", "TableText"),
        ("意见", "Answer", 40, "意见", "TableCentre"),
    )
    sheet.table([Column(pick(zh, en), share, f"【表决.名单.{name}】", style) for zh, en, share, name, style in names])
    sheet.end()
    steps = (("序号", "No.", 12, "序号", "TableCentre"), ("计算", "Calculation", 200, "算式", "TableText"))
    sheet.table([Column(pick(zh, en), share, f"【表决.步骤.{name}】", style) for zh, en, share, name, style in steps])
    # What a ballot ends with stays with what follows: nobody signs on a page that shows nothing of what was counted.
    line("结论：【表决.结论】", "Conclusion: 【表决.结论】", kept=True)
    sheet.given("表决.保留意见")
    line("保留意见：【表决.保留意见】", "Reservations: 【表决.保留意见】", kept=True)
    sheet.end()
    sheet.given("表决.作废")
    line("本次表决已作废：【表决.作废】", "This ballot was annulled: 【表决.作废】", kept=True)
    sheet.end()
    sheet.end()
    line(
        "唱票人（签名）：＿＿＿＿＿＿　计票人（签名）：＿＿＿＿＿＿　监票人（签名）：＿＿＿＿＿＿　"
        "主持人（签名）：＿＿＿＿＿＿",
        "Called out by: ____________   Counted by: ____________   Checked by: ____________   Chair: ____________",
    )
    return sheet.build()
