"""The template of slips for a secret vote: stub, a line to cut along, slip; as many to a page as stay whole."""

from triparty.documents.kinds.ballot_slip import SCHEMA
from triparty.documents.shipped.sheet import Sheet
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE

KEPT = "<w:keepNext/><w:keepLines/>"
_DASHED = 'w:val="dashed" w:sz="6" w:space="1" w:color="auto"'
CUT = f"<w:pBdr><w:top {_DASHED}/><w:bottom {_DASHED}/></w:pBdr>"
"""Lines to cut along, above and below the stub."""


def ballot_slip(language: str) -> bytes:
    """Build it."""
    chinese = language == "zh_CN"
    sheet = Sheet(SCHEMA, language, GB_PAGE if chinese else EN_PAGE, "表决票" if chinese else "Voting slips")
    pick = sheet.pick
    sheet.each("表决票")
    sheet.paragraph(
        pick(
            "存根　第【表决票.编号】号　领票人（签字）：＿＿＿＿＿　时间：＿＿＿　【表决票.方别】",
            "Stub No. 【表决票.编号】  Received by: __________________  At: ________  【表决票.方别】",
        ),
        "SheetLine",
        properties=f'{KEPT}{CUT}<w:spacing w:before="120" w:after="120"/>',
    )
    sheet.paragraph(pick("表　决　票", "Voting Slip"), "SheetTitle", properties=KEPT)
    sheet.paragraph(
        pick("【会议.名称】　【表决票.方别】", "【会议.名称】  【表决票.方别】"),
        "SheetLine",
        properties=f'{KEPT}<w:jc w:val="center"/>',
    )
    sheet.paragraph(pick("表决事项：【动议】", "Motion: 【动议】"), "SheetLine", properties=KEPT)
    sheet.paragraph(
        pick("同意 □　　　　反对 □　　　　弃权 □", "Yes □          No □          Abstain □"),
        "Flush",
        properties=f'{KEPT}<w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>',
    )
    sheet.paragraph(
        pick(
            "请在所选一项后的方框内画“√”，不选、多选、无法辨认的为无效票。",
            "Tick the box of one answer and no more. A slip with none, with several or that cannot be read is void.",
        ),
        "SheetLine",
    )
    sheet.end()
    return sheet.build()
