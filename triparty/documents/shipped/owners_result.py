"""The template of the result of an owners' vote, on its side."""

from triparty.documents.kinds.owners_result import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE

_ANSWERS = (
    ("意见", "Answer", 34, "名称", "LedgerText"),
    ("人数", "Heads", 24, "人数", "LedgerCentre"),
    ("占全体业主", "of all owners", 28, "人数占全体", "LedgerCentre"),
    ("占参与业主", "of those who took part", 32, "人数占参与", "LedgerCentre"),
    ("面积（平方米）", "Area in m²", 34, "面积", "LedgerCentre"),
    ("占全体面积", "of all area", 28, "面积占全体", "LedgerCentre"),
    ("占参与面积", "of the area that took part", 34, "面积占参与", "LedgerCentre"),
)
_THRESHOLDS = (
    ("项目", "What", 42, "项目", "LedgerText"),
    ("标准", "Asked", 50, "标准", "LedgerText"),
    ("基数", "Base", 22, "基数", "LedgerCentre"),
    ("需要", "Needed", 22, "需要", "LedgerCentre"),
    ("达到", "Obtained", 22, "达到", "LedgerCentre"),
    ("尚差", "Short by", 20, "尚差", "LedgerCentre"),
    ("算式（面积以0.01平方米计）", "Calculation (area in 0.01 m²)", 76, "算式", "LedgerText"),
    ("结果", "Result", 18, "结果", "LedgerCentre"),
)
"""Chinese and English heading, share of the width, field, style."""


def owners_result(language: str) -> bytes:
    """Build it."""
    title = "业主共同决定事项表决结果" if language == "zh_CN" else "Result of an owners' vote"
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, title)
    pick = sheet.pick

    def line(chinese: str, english: str, properties: str = "") -> None:
        sheet.paragraph(pick(chinese, english), "SheetLine", properties=properties)

    sheet.paragraph("【标题】", "SheetTitle")
    line("表决事项：【表决.事项】", "Matter: 【表决.事项】")
    line("法定事项：【表决.法定事项】", "Matter by law: 【表决.法定事项】")
    line(
        "表决范围：【社区.名称】【表决.范围】　　总人数：【业主.总人数】　　总面积：【业主.总面积】",
        "Electorate: 【社区.名称】, 【表决.范围】   Heads: 【业主.总人数】   Area: 【业主.总面积】",
    )
    line(
        "开始：【表决.开始】　　截止：【表决.截止】　　结束：【表决.结束】",
        "Opened: 【表决.开始】   Slips until: 【表决.截止】   Closed: 【表决.结束】",
    )
    line("表决规则：【规则】　　依据：【依据】", "Rule: 【规则】   Basis: 【依据】")
    line(
        "表决票（按业主计）：应发【表决票.应发】　实发【表决票.实发】　收回【表决票.收回】　有效【表决票.有效】　"
        "无效【表决票.无效】　弃权【表决票.弃权】",
        "Slips (one for each owner): due 【表决票.应发】, issued 【表决票.实发】, returned 【表决票.收回】, "
        "valid 【表决票.有效】, void 【表决票.无效】, abstained 【表决票.弃权】",
    )
    answers, thresholds = (
        [Column(pick(zh, en), share, f"【{name}.{field}】", style) for zh, en, share, field, style in columns]
        for name, columns in (("意见", _ANSWERS), ("门槛", _THRESHOLDS))
    )
    sheet.table(answers, head="LedgerHead", ruled="Ledger")
    # What was asked and what came of it stand on one page, with the names of who counted.
    sheet.table(thresholds, head="LedgerHead", ruled="Ledger", together=True)
    kept = "<w:keepNext/>"
    line("结论：【结论】", "Conclusion: 【结论】", kept)
    line("未收回的表决票：【未参与票】", "Slips that did not come back: 【未参与票】", kept)
    sheet.given("说明")
    line("说明：【说明】", "Remarks: 【说明】", kept)
    sheet.end()
    line(
        "唱票人（签名）：＿＿＿＿＿＿　计票人（签名）：＿＿＿＿＿＿　监票人（签名）：＿＿＿＿＿＿　日期：【成文日期】",
        "Called out by: ____________   Counted by: ____________   Checked by: ____________   Date: 【成文日期】",
    )
    return sheet.build()
