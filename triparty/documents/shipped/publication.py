"""The template of a public notice: a page for the notice board, the matter and not the person."""

from triparty.documents.kinds.publication import SCHEMA
from triparty.documents.shipped.minutes import amendments, labelled
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE


def publication(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "公示" if chinese else "Public notice")
    pick = sheet.pick
    sheet.paragraph("【标题】", "Title")
    sheet.paragraph("【事由】")
    _items(sheet)
    amendments(sheet)
    sheet.paragraph(pick("公示依据", "Basis"), "Heading1")
    sheet.paragraph("【依据】" + pick("。", "."))
    _period(sheet)
    sheet.paragraph("", "Flush")
    sheet.each("落款")
    sheet.paragraph("【落款.单位】", "Signature", properties="<w:keepNext/>")
    sheet.end()
    sheet.paragraph("【成文日期】", "Signature")
    return sheet.build()


def _items(sheet: Sheet) -> None:
    pick = sheet.pick
    sheet.each("议题")
    sheet.paragraph(pick("【议题.序数】、【议题.标题】", "【议题.序数】. 【议题.标题】"), "Heading1")
    sheet.paragraph("【议题.结论】")
    labelled(sheet, "决定权限", "Who decides", "【议题.权限】" + pick("。", "."))
    sheet.each("议题.表决")
    labelled(
        sheet,
        "表决",
        "Vote",
        pick("【议题.表决.动议】。", "【议题.表决.动议】. ") + "【议题.表决.计算】" + pick("", " "),
    )
    labelled(sheet, "表决规则", "Rule", "【议题.表决.规则】" + pick("。", "."))
    sheet.end()
    sheet.given("议题.行动")
    columns = (
        ("落实事项", "To be done", 70, "事项", "TableText"),
        ("责任单位", "By", 45, "责任单位", "TableText"),
        ("完成时限", "Due", 30, "完成时限", "TableCentre"),
    )
    sheet.table([Column(pick(zh, en), share, f"【议题.行动.{name}】", style) for zh, en, share, name, style in columns])
    sheet.end()
    sheet.end()


def _period(sheet: Sheet) -> None:
    """For how long, and where objections go."""
    pick = sheet.pick
    sheet.paragraph(pick("公示期及异议渠道", "How long, and where to object"), "Heading1")
    sheet.paragraph(
        pick(
            "公示期自【公示期.起】起至【公示期.止】止，共【公示期.天数】天。对公示内容有异议的，"
            "请在公示期内以书面或者口头方式提出：",
            "This notice is up from 【公示期.起】 to 【公示期.止】 (days: 【公示期.天数】). "
            "Whoever objects to what it says may do so by then, in writing or by word of mouth:",
        ),
        properties="<w:keepNext/>",
    )
    for name, chinese, english in (
        ("电话", "联系电话", "Phone"),
        ("地点", "受理地点", "Place"),
        ("邮箱", "电子邮箱", "Mail"),
        ("时间", "受理时间", "Hours"),
    ):
        sheet.given(f"异议.{name}")
        labelled(sheet, chinese, english, f"【异议.{name}】")
        sheet.end()
