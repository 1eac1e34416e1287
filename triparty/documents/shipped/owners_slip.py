"""The template of the owners' slips: stub, a line to cut along, slip; each on a page of its own, so none is split."""

from triparty.documents.kinds.owners_slip import SCHEMA
from triparty.documents.shipped.ballot_slip import CUT, KEPT
from triparty.documents.shipped.sheet import Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE


def owners_slip(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(
        SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "业主表决票" if chinese else "Owners' voting slips"
    )
    pick = sheet.pick

    def line(chinese: str, english: str, properties: str = KEPT) -> None:
        sheet.paragraph(pick(chinese, english), "SheetLine", properties=properties)

    sheet.each("表决票")
    line(
        "存根　第【表决票.编号】号　业主：【表决票.业主】\n坐落：【表决票.房号】　面积：【表决票.面积】\n"
        "送达方式：□当面　□信箱　□邮寄　□电子\n领票人（签字）：＿＿＿＿＿＿＿　领票时间：＿＿＿＿＿＿",
        "Stub No. 【表决票.编号】  Owner: 【表决票.业主】\nRooms: 【表决票.房号】  Area: 【表决票.面积】\n"
        "Delivered: □ by hand  □ letter box  □ post  □ electronically\n"
        "Received by: ____________________   At: ____________",
        f'<w:keepNext/><w:keepLines/><w:pageBreakBefore/>{CUT}<w:spacing w:before="120" w:after="240"/>',
    )
    sheet.paragraph(pick("业主表决票", "Owner's Voting Slip"), "SheetTitle", properties=KEPT)
    line(
        "第【表决票.编号】号　业主：【表决票.业主】\n房号：【表决票.房号】　专有部分面积：【表决票.面积】",
        "No. 【表决票.编号】  Owner: 【表决票.业主】\nRooms: 【表决票.房号】  Area owned: 【表决票.面积】",
    )
    line("【社区.名称】　表决范围：【表决.范围】", "【社区.名称】   Electorate: 【表决.范围】")
    line(
        "表决事项：【表决.事项】\n法定事项：【表决.法定事项】",
        "Matter: 【表决.事项】\nMatter by law: 【表决.法定事项】",
    )
    sheet.paragraph(
        pick("同意 □　　　　反对 □　　　　弃权 □", "Yes □          No □          Abstain □"),
        "Flush",
        properties=f'{KEPT}<w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>',
    )
    line("填写说明：【填写说明】", "How to fill it in: 【填写说明】")
    line("请于【表决.截止】前（含当日）交回。", "To be handed in by 【表决.截止】.")
    sheet.given("委托")
    line("【委托】＿＿＿＿＿＿＿＿", "【委托】 ____________________")
    sheet.end()
    line(
        "业主（签字）：＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿",
        "Signed by the owner: ____________________   Date: ____________",
        "<w:keepLines/>",
    )
    sheet.end()
    return sheet.build()
