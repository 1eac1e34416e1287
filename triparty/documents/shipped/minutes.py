"""The template of the minutes (GB/T 9704-2012, clause 10.3, and its general page)."""

from triparty.documents.kinds.minutes import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE, LINE


def minutes(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "会议纪要" if chinese else "Minutes")
    _head(sheet)
    _items(sheet)
    _attendance(sheet)
    amendments(sheet)
    _signatures(sheet)
    _imprint(sheet)
    return sheet.build()


def _head(sheet: Sheet) -> None:
    sheet.paragraph(
        sheet.pick("【社区.抬头】三方联席会议纪要", "【社区.名称】\nMinutes of the Tri-party Joint Meeting"),
        "Letterhead",
    )
    sheet.paragraph("【会议.编号】", "Number")
    sheet.paragraph("【会议.标题】", "Title")
    sheet.paragraph(
        sheet.pick(
            "【会议.时间】，【会议.主持人】在【会议.地点】主持召开【会议.名称】。有表决权人员应到【到会.应到】人，"
            "实到【到会.实到】人（【到会.各方】）。会议共研究【议题数】项议题，由【会议.记录人】记录。"
            "现将议定事项纪要如下：",
            "【会议.名称】 was held on 【会议.时间】 at 【会议.地点】 with 【会议.主持人】 in the chair. "
            "Of 【到会.应到】 voting members 【到会.实到】 were present (【到会.各方】). "
            "The meeting considered 【议题数】 items; 【会议.记录人】 kept the record. It agreed as follows.",
        )
    )


def _items(sheet: Sheet) -> None:
    sheet.each("议题")
    item(sheet)
    sheet.end()
    sheet.given("其他行动")
    sheet.paragraph(sheet.pick("其他交办事项", "Other actions"), "Heading1")
    tasks(sheet, "其他行动")
    sheet.end()


def item(sheet: Sheet) -> None:
    """Everything about one item: in the minutes each of them, in an excerpt the only one."""
    sheet.paragraph(sheet.pick("【议题.序数】、【议题.标题】", "【议题.序数】. 【议题.标题】"), "Heading1")
    sheet.given("议题.来源")
    labelled(sheet, "来源", "Source", "【议题.来源】")
    sheet.end()
    labelled(
        sheet,
        "汇报",
        "Presented by",
        sheet.pick("【议题.汇报单位】（【议题.类型】）", "【议题.汇报单位】 (【议题.类型】)"),
    )
    sheet.given("议题.回避情况")
    labelled(sheet, "回避", "Withdrew", "【议题.回避情况】" + sheet.pick("。", "."))
    sheet.end()
    sheet.paragraph(sheet.pick("（一）讨论情况", "Discussion"), "Heading2")
    sheet.paragraph("【议题.讨论】")
    sheet.paragraph(sheet.pick("（二）会议结论", "Outcome"), "Heading2")
    _ballots(sheet)
    sheet.paragraph("【议题.结论】")
    sheet.given("议题.行动")
    sheet.paragraph(sheet.pick("任务安排：", "Actions:"), "TableCaption")
    tasks(sheet, "议题.行动")
    sheet.end()


def _ballots(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.each("议题.表决")
    sheet.paragraph(
        pick("表决事项【议题.表决.轮次】：【议题.表决.动议】", "Motion【议题.表决.轮次】: 【议题.表决.动议】"),
        "TableCaption",
    )
    columns = [
        ("方别", "Party", 25, "方别", "TableText"),
        *((zh, en, 11, zh, "TableCentre") for zh, en in _COUNTED),
        ("结果", "Result", 20, "结果", "TableCentre"),
    ]
    sheet.table(
        [Column(pick(zh, en), share, f"【议题.表决.计票.{name}】", style) for zh, en, share, name, style in columns],
        together=True,
    )
    labelled(sheet, "表决规则", "Rule", "【议题.表决.规则】" + pick("。", "."))
    labelled(sheet, "计票", "Count", "【议题.表决.计算】" + pick("", " ") + "【议题.表决.结论】")
    sheet.given("议题.表决.保留意见")
    sheet.paragraph("", label=pick("保留意见：", "Reservations:"), properties="<w:keepNext/>")
    sheet.paragraph("【议题.表决.保留意见】")
    sheet.end()
    sheet.given("议题.表决.作废")
    labelled(sheet, "本轮表决作废", "This ballot was annulled", "【议题.表决.作废】")
    sheet.end()
    sheet.end()


_COUNTED = (
    ("应到", "Entitled"),
    ("实到", "Present"),
    ("同意", "Yes"),
    ("反对", "No"),
    ("弃权", "Abst."),
    ("回避", "Recused"),
)


def tasks(sheet: Sheet, name: str) -> None:
    """The table of tasks of a list."""
    columns = (
        ("编号", "No.", 27, "编号", "TableCentre"),
        ("事项", "Action", 40, "事项", "TableText"),
        ("责任单位", "Party", 26, "责任单位", "TableText"),
        ("责任人", "Owner", 19, "责任人", "TableText"),
        ("完成时限", "Due", 27, "完成时限", "TableCentre"),
        ("完成标准", "Done when", 30, "完成标准", "TableText"),
    )
    sheet.table(
        [Column(sheet.pick(zh, en), share, f"【{name}.{field}】", style) for zh, en, share, field, style in columns]
    )


def labelled(sheet: Sheet, chinese: str, english: str, text: str) -> None:
    """A paragraph that begins with what it is about."""
    sheet.paragraph(text, label=sheet.pick(f"{chinese}：", f"{english}: "))


def _attendance(sheet: Sheet) -> None:
    names(sheet)
    sheet.given("到会变动")
    sheet.paragraph("【到会变动】", "Names", label=sheet.pick("变动：", "Changes:\t"))
    sheet.end()


def names(sheet: Sheet) -> None:
    """One blank line, then 出席, 请假, 缺席, 列席, names aligned after the colon (10.3)."""
    if sheet.chinese:
        sheet.paragraph("", "Flush")
    for chinese, english in (("出席", "Present"), ("请假", "Excused"), ("缺席", "Absent"), ("列席", "Observers")):
        sheet.given(chinese)
        sheet.paragraph(f"【{chinese}】", "Names", label=sheet.pick(f"{chinese}：", f"{english}:\t"))
        sheet.end()


def _signatures(sheet: Sheet) -> None:
    """The three parties confirm on a page of their own."""
    pick = sheet.pick
    sheet.start_last_page()
    sheet.paragraph(pick("三方签字确认页", "Confirmation by the three parties"), "SheetTitle")
    sheet.paragraph(
        pick(
            "以下各方确认：本纪要与会议议定事项一致。有不同意见的，在“意见”栏写明；缺席方由记录人送达后补签。",
            "The parties below confirm that these minutes record what the meeting agreed. Whoever differs "
            "says so under “Remarks”; a party that was absent is served the minutes and signs later.",
        )
    )
    signatures(sheet)


def amendments(sheet: Sheet) -> None:
    """What was amended since the minutes became final, in a table of its own: what they said then stands above it."""
    pick = sheet.pick
    sheet.given("更正")
    sheet.paragraph(pick("更正情况", "Amendments"), "Heading1")
    sheet.paragraph(
        pick(
            "纪要定稿后经会议批准更正如下，原文未作改动：",
            "Since the minutes became final, meetings approved the amendments below; the text above is as it was.",
        ),
        properties="<w:keepNext/>",
    )
    columns = (
        ("更正", "Amendment", 24, "编号", "TableCentre"),
        ("批准会议", "Approved by", 32, "批准", "TableText"),
        ("议题", "Item", 14, "序号", "TableCentre"),
        ("原文", "It said", 34, "原文", "TableText"),
        ("更正为", "It says", 34, "更正为", "TableText"),
        ("理由", "Reason", 22, "理由", "TableText"),
    )
    sheet.table([Column(pick(zh, en), share, f"【更正.{name}】", style) for zh, en, share, name, style in columns])
    sheet.end()


def signatures(sheet: Sheet, *, row_height: int = 1100, together: bool = False, recorded: bool = False) -> None:
    """Where the three parties, the chair and the record keeper sign; as `parties_sign`."""
    parties_sign(sheet, row_height=row_height, together=together, recorded=recorded)
    sheet.paragraph(
        sheet.pick(
            "主持人签字：　　　　　　　　记录人签字：",
            "Chair: ____________________     Record keeper: ____________________",
        ),
        "Flush",
        properties=f'<w:spacing w:before="{LINE}"/>',
    )


def parties_sign(sheet: Sheet, *, row_height: int, together: bool, recorded: bool) -> None:
    """Where the three parties sign, `together` on one page; with `recorded` who has signed already is typed in."""
    pick = sheet.pick
    name, remarks, date = ("【签署.签字人】", "【签署.意见】", "【签署.日期】") if recorded else ("", "", "")
    sheet.table(
        [
            Column(pick("方别", "Party"), 24, "【签署.方别】", "TableCentre"),
            Column(pick("单位", "Organisations"), 48, "【签署.单位】"),
            Column(pick("代表签字", "Signature"), 32, name, "TableCentre"),
            Column(pick("意见", "Remarks"), 30, remarks),
            Column(pick("日期", "Date"), 24, date, "TableCentre"),
        ],
        row_height=row_height,
        head_height=500,
        together=together,
    )


def _imprint(sheet: Sheet) -> None:
    """版记 at the foot of the last page: thick, thin and thick line, as wide as the text (7.4)."""
    width = sheet.page.text_width
    thick, thin = (f'w:val="single" w:sz="{size}" w:space="0" w:color="auto"' for size in (8, 6))
    copies = sheet.line(
        sheet.pick("抄送：【抄送】。", "Copies to: 【抄送】."),
        "Imprint",
        properties='<w:ind w:left="1120" w:right="280" w:firstLineChars="0" w:hanging="840"/>',
    )
    issued = sheet.line(
        sheet.pick("【社区.单位】\t【成文日期】印发", "【社区.单位】\t【成文日期】"),
        "Imprint",
        properties=f'<w:tabs><w:tab w:val="right" w:pos="{width - 280}"/></w:tabs>'
        '<w:ind w:left="280" w:right="280" w:firstLineChars="0" w:firstLine="0"/>',
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
        f'<w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc></w:tr>'
        for paragraph in (copies, issued)
    )
    sheet.foot_of_last_page(
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders><w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{rows}</w:tbl>"
    )
