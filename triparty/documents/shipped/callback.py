"""The template of the callback record: what is known above, what is asked below, with boxes to tick."""

from triparty.documents.kinds.callback import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE

_HEAD, _TEXT = "TableHead", "TableText"


def callback(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "回访记录" if chinese else "Callback record")
    pick = sheet.pick
    sheet.paragraph(pick("回访记录", "Callback Record"), "SheetTitle")
    sheet.paragraph(
        pick(
            "【社区.单位】　　问题编号：【编号】",
            "【社区.单位】   Issue 【编号】   【成文日期】",
        ),
        "SheetLine",
    )
    _known(sheet)
    _asked(sheet)
    sheet.paragraph(
        pick(
            "回访人（签字）：＿＿＿＿＿　审核人（签字）：＿＿＿＿＿　【成文日期】",
            "Called by: ____________________   Checked by: ____________________",
        ),
        "SheetLine",
        properties='<w:spacing w:before="200"/>',
    )
    return sheet.build()


def _known(sheet: Sheet) -> None:
    """The issue, and what was done about it."""
    pick = sheet.pick
    pairs = (
        (("反映问题", "Matter", "问题"), ("位置", "Where", "位置")),
        (("反映时间", "Reported", "反映时间"), ("来源", "Through", "来源")),
        (("反映人", "Reported by", "反映人"), ("联系电话", "Phone", "电话")),
        (("处理结果", "Outcome", "处理结果"), ("状态", "Status", "状态")),
    )
    sheet.form(
        [
            [
                cell
                for (zh, en, name), share in zip(pair, (62, 40), strict=True)
                for cell in ((pick(zh, en), 26, _HEAD), (f"【{name}】", share, _TEXT))
            ]
            for pair in pairs
        ],
        row_height=520,
    )
    sheet.given("任务")
    columns = (
        ("任务编号", "Action", 29, "编号", "TableCentre"),
        ("事项", "What", 60, "事项", _TEXT),
        ("责任人", "Owner", 28, "责任人", _TEXT),
        ("完成时限", "Due", 28, "完成时限", "TableCentre"),
        ("状态", "Status", 22, "状态", "TableCentre"),
    )
    sheet.table([Column(pick(zh, en), share, f"【任务.{name}】", style) for zh, en, share, name, style in columns])
    sheet.end()


def _asked(sheet: Sheet) -> None:
    """What is asked, with room for two calls."""
    pick = sheet.pick
    rows = (
        (pick("回访时间", "When"), ""),
        (pick("方式", "How"), pick("□ 电话　□ 上门　□ 微信", "□ phone   □ at the door   □ WeChat")),
        (pick("是否联系上", "Reached"), pick("□ 是　□ 否", "□ yes   □ no")),
        (pick("是否解决", "Solved"), pick("□ 是　□ 部分　□ 否", "□ yes   □ in part   □ no")),
        (
            pick("满意度", "Satisfied"),
            pick("□ 满意　□ 基本满意　□ 不满意", "□ yes   □ mostly   □ no"),
        ),
        (pick("不满意原因", "Why not"), ""),
        (pick("居民原话", "In their own words"), ""),
        (
            pick("处理建议", "What next"),
            pick("□ 销号　□ 退回再办　□ 转督办", "□ close   □ send back   □ follow-up order"),
        ),
    )
    first, second = pick("第一次回访", "First call"), pick("第二次回访", "Second call")
    head = [("", 26, _HEAD), (first, 66, _HEAD), (second, 66, _HEAD)]
    sheet.form([head, *([(name, 26, _HEAD), (boxes, 66, _TEXT), (boxes, 66, _TEXT)] for name, boxes in rows)], 560)
