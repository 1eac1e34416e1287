"""The template of the record: the general page of GB/T 9704-2012, without a letterhead, for it is only filed."""

from triparty.documents.kinds.record import SCHEMA
from triparty.documents.shipped.minutes import amendments, labelled, parties_sign, tasks
from triparty.documents.shipped.photos import photos
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE, LINE


def record(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "会议记录" if chinese else "Record of the meeting")
    _head(sheet)
    _items(sheet)
    _signatures(sheet)
    amendments(sheet)
    _votes(sheet)
    return sheet.build()


def _head(sheet: Sheet) -> None:
    sheet.paragraph(
        sheet.pick("【社区.名称】三方联席会议记录", "【社区.名称】\nRecord of the Tri-party Joint Meeting"), "Title"
    )
    for chinese, english, fields in (
        ("会议名称", "Meeting", "【会议.名称】"),
        ("会议时间", "Time", sheet.pick("【会议.日期】【开会】至【散会】", "【会议.日期】, 【开会】 to 【散会】")),
        ("会议地点", "Place", "【会议.地点】"),
        ("会议主持", "Chair", "【会议.主持人】"),
        ("会议记录", "Recorded by", "【会议.记录人】"),
    ):
        _named(sheet, chinese, english, fields)
    for chinese, english, name in (
        ("出席人员", "Present", "出席"),
        ("请假人员", "Excused", "请假"),
        ("缺席人员", "Absent", "缺席"),
        ("列席人员", "Observers", "列席"),
        ("到会变动", "Changes", "到会变动"),
    ):
        sheet.given(name)
        _named(sheet, chinese, english, f"【{name}】")
        sheet.end()


def _named(sheet: Sheet, chinese: str, english: str, text: str) -> None:
    """A line of the head: four characters and a colon, what is said aligned behind them."""
    hanging = "" if not sheet.chinese else '<w:ind w:left="1600" w:firstLineChars="0" w:hanging="1600"/>'
    sheet.paragraph(text, "Names", label=sheet.pick(f"{chinese}：", f"{english}:\t"), properties=hanging)


def _items(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.each("议题")
    sheet.paragraph(pick("【议题.序数】、【议题.标题】", "【议题.序数】. 【议题.标题】"), "Heading1")
    labelled(
        sheet, "汇报", "Presented by", pick("【议题.汇报单位】（【议题.类型】）", "【议题.汇报单位】 (【议题.类型】)")
    )
    for chinese, english, name in (
        ("时间", "Time", "时间"),
        ("决定权", "To decide", "决定权"),
        ("回避", "Withdrew", "回避情况"),
    ):
        sheet.given(f"议题.{name}")
        labelled(sheet, chinese, english, f"【议题.{name}】")
        sheet.end()
    sheet.each("议题.讨论")
    sheet.given("议题.讨论.文字")
    sheet.paragraph("【议题.讨论.文字】")
    sheet.end()
    sheet.given("议题.讨论.发言")
    columns = (
        ("时间", "Time", 16, "时间", "TableCentre"),
        ("发言人", "Speaker", 38, "发言人", "TableText"),
        ("发言要点", "What was said", 104, "要点", "TableText"),
    )
    sheet.table(
        [Column(pick(zh, en), share, f"【议题.讨论.发言.{name}】", style) for zh, en, share, name, style in columns]
    )
    sheet.end()
    sheet.end()
    photos(sheet, "议题.照片")
    labelled(sheet, "决议", "Outcome", "【议题.结论】")
    sheet.given("议题.行动")
    sheet.paragraph(pick("任务安排：", "Actions:"), "TableCaption")
    tasks(sheet, "议题.行动")
    sheet.end()
    sheet.end()
    sheet.given("其他行动")
    sheet.paragraph(pick("其他交办事项", "Other actions"), "Heading1")
    tasks(sheet, "其他行动")
    sheet.end()


def _signatures(sheet: Sheet) -> None:
    """Who took the record, and once the minutes are final who signed those."""
    sheet.given("签署")
    sheet.paragraph(sheet.pick("纪要签署情况：", "Signatures under the minutes:"), "TableCaption")
    parties_sign(sheet, row_height=700, together=True, recorded=True)
    sheet.end()
    sheet.paragraph(
        sheet.pick(
            "主持人（签字）：　　　　　　　记录人（签字）：",
            "Chair: ____________________     Record keeper: ____________________",
        ),
        "Flush",
        properties=f'<w:spacing w:before="{LINE}"/>',
    )


def _votes(sheet: Sheet) -> None:
    """The appendix: every ballot of the meeting with its numbers, and in a roll call each name."""
    pick = sheet.pick
    sheet.given("表决")
    sheet.paragraph(pick("附录：表决情况", "Appendix: votes"), "Heading1")
    sheet.end()
    sheet.each("表决")
    sheet.paragraph(
        pick(
            "【表决.议题】，第【表决.轮次】次表决（【表决.方式】，【表决.结束】）",
            "【表决.议题】, ballot 【表决.轮次】 (【表决.方式】, 【表决.结束】)",
        ),
        "TableCaption",
    )
    for chinese, english, name in (("表决事项", "Motion", "动议"), ("表决规则", "Rule", "规则")):
        label = pick(f"{chinese}：", f"{english}: ")
        sheet.paragraph(f"【表决.{name}】", label=label, properties="<w:keepNext/>")
    counted = (
        ("应到", "Entitled"),
        ("实到", "Present"),
        ("同意", "Yes"),
        ("反对", "No"),
        ("弃权", "Abst."),
        ("无效", "Invalid"),
        ("回避", "Recused"),
        ("未表决", "Silent"),
    )
    sheet.table(
        [
            Column(pick("方别", "Party"), 28, "【表决.计票.方别】"),
            *(Column(pick(zh, en), 15, f"【表决.计票.{zh}】", "TableCentre") for zh, en in counted),
        ],
        together=True,
    )
    sheet.given("表决.名单")
    names = (
        ("序号", "No.", 14, "序号", "TableCentre"),
        ("姓名", "Name", 45, "姓名", "TableText"),
        ("方别", "Party", 50, "方别", "TableText"),
        ("意见", "Answer", 40, "意见", "TableCentre"),
    )
    sheet.table([Column(pick(zh, en), share, f"【表决.名单.{name}】", style) for zh, en, share, name, style in names])
    sheet.end()
    labelled(sheet, "结论", "Outcome", "【表决.结论】")
    for chinese, english, name in (("保留意见", "Reservations", "保留意见"), ("本轮表决作废", "Annulled", "作废")):
        sheet.given(f"表决.{name}")
        labelled(sheet, chinese, english, f"【表决.{name}】")
        sheet.end()
    sheet.end()
