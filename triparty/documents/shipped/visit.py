"""The templates of a visit's record and of the blank form: the same form, with room to write where it is blank."""

from triparty.documents.kinds.visit import SCHEMA
from triparty.documents.shipped.photos import photos
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE

_HEAD, _TEXT = "TableHead", "TableText"


def visit_record(language: str) -> bytes:
    """Build the template of a record."""
    return _build(language, text_height=1100, issue_height=0)


def visit_form(language: str) -> bytes:
    """Build the template of the blank form."""
    return _build(language, text_height=1900, issue_height=480)


def _build(language: str, *, text_height: int, issue_height: int) -> bytes:
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "走访记录表" if chinese else "Visit record")
    pick = sheet.pick
    sheet.paragraph(pick("走访记录表", "Visit Record"), "SheetTitle")
    sheet.paragraph(
        pick("【社区.单位】　　编号：【走访.编号】", "【社区.单位】   No. 【走访.编号】"),
        "SheetLine",
    )
    _facts(sheet)
    _told(sheet, text_height)
    _issues(sheet, issue_height)
    photos(sheet, "照片")
    sheet.paragraph(
        pick(
            "走访对象（签字）：＿＿＿＿＿　走访人（签字）：＿＿＿＿＿　记录人：＿＿",
            "Person met: __________________   Officer: __________________   Recorded by: ______________",
        ),
        "SheetLine",
        properties='<w:spacing w:before="200"/>',
    )
    return sheet.build()


def _facts(sheet: Sheet) -> None:
    pick = sheet.pick
    rows = (
        (("走访时间", "Time", "时间"), ("小区", "Estate", "小区")),
        (("走访人", "Officer", "走访人"), ("走访对象", "Met", "走访对象")),
    )
    sheet.form(
        [
            [
                cell
                for (zh, en, name), share in zip(row, (70, 40), strict=True)
                for cell in ((pick(zh, en), 24, _HEAD), (f"【走访.{name}】", share, _TEXT))
            ]
            for row in rows
        ],
        row_height=520,
    )
    sheet.given("空白")
    blanks = (
        (("楼栋门牌", "Building, room"), ("联系方式", "Phone")),
        (("身份", "Owner, tenant, shop"), ("家庭情况", "Household")),
    )
    sheet.form(
        [
            [
                cell
                for (zh, en), share in zip(row, (70, 40), strict=True)
                for cell in ((pick(zh, en), 24, _HEAD), ("", share, _TEXT))
            ]
            for row in blanks
        ],
        row_height=520,
    )
    sheet.end()


def _told(sheet: Sheet, height: int) -> None:
    pick = sheet.pick
    rows = (("走访情况", "What was said", "走访情况"), ("现场处理", "Settled on the spot", "现场处理"))
    sheet.form(
        [[(pick(zh, en), 26, _HEAD), (f"【走访.{name}】", 132, _TEXT)] for zh, en, name in rows], row_height=height
    )


def _issues(sheet: Sheet, height: int) -> None:
    pick = sheet.pick
    sheet.given("问题")
    columns = (
        ("序号", "No.", 16, "序号", "TableCentre"),
        ("编号", "Issue", 29, "编号", "TableCentre"),
        ("反映问题", "What was reported", 44, "问题", _TEXT),
        ("位置", "Where", 22, "位置", _TEXT),
        ("类别", "Category", 22, "类别", _TEXT),
        ("等级", "Severity", 21, "等级", "TableCentre"),
        ("去向", "Sent to", 20, "去向", _TEXT),
        ("状态", "Status", 20, "状态", "TableCentre"),
    )
    sheet.table(
        [Column(pick(zh, en), share, f"【问题.{name}】", style) for zh, en, share, name, style in columns],
        row_height=height,
    )
    sheet.end()
