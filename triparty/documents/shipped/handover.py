"""The template of the handover list, on its side: what is handed over, and where both sides sign."""

from typing import NamedTuple

from triparty.documents.kinds.handover import SCHEMA
from triparty.documents.shipped.sheet import Column, Sheet
from triparty.documents.shipped.styles import WIDE_PAGE
from triparty.documents.shipped.tracker import COLUMNS as TRACKER


class Table(NamedTuple):
    """One table: its list and its English heading, and of each column the field, its English heading, its share of
    the width. What a template calls them in Chinese stands above them too.
    """

    name: str
    english: str
    columns: tuple[tuple[str, str, int], ...]

    def heading(self, *, chinese: bool) -> str:
        """Its heading in one language."""
        return self.name if chinese else self.english

    def heads(self, *, chinese: bool) -> list[str]:
        """The headings of its columns in one language."""
        return [name if chinese else english for name, english, _share in self.columns]


_UNFINISHED = 11
"""So many of the tracker's columns an action has before it is finished."""
_CENTRED = frozenset(
    [
        *("编号", "期号", "等级", "反映时间", "等到", "交办时间", "完成时限", "延期至", "完成情况", "预警"),
        *("最近走访", "距今天数", "电话", "任职起", "版本", "定稿", "编写日期", "在文件夹"),
    ]
)

TABLES = (
    Table(
        "未结问题",
        "Open issues",
        (
            ("编号", "Number", 12),
            ("标题", "Title", 32),
            ("小区", "Estate", 13),
            ("位置", "Place", 14),
            ("类别", "Category", 12),
            ("等级", "Severity", 12),
            ("处理路径", "Route", 16),
            ("状态", "Status", 14),
            ("反映时间", "Reported", 13),
            ("等到", "Waits until", 13),
        ),
    ),
    Table(
        "未办结任务",
        "Open actions",
        tuple((name, english, share) for name, english, share, _share, _field in TRACKER[:_UNFINISHED]),
    ),
    Table(
        "会议",
        "Meetings",
        (
            ("期号", "No.", 8),
            ("标题", "Title", 50),
            ("时间", "When", 40),
            ("地点", "Venue", 34),
            ("状态", "Status", 20),
        ),
    ),
    Table(
        "走访",
        "Visits",
        (
            ("小区", "Estate", 70),
            ("最近走访", "Last visit", 40),
            ("距今天数", "Days since", 40),
        ),
    ),
    Table(
        "联系人",
        "Contacts",
        (
            ("方别", "Party", 22),
            ("单位", "Organisation", 36),
            ("姓名", "Full name", 20),
            ("职务", "Post", 26),
            ("参会身份", "Standing", 20),
            ("电话", "Phone", 22),
            ("任职起", "In the post since", 18),
        ),
    ),
    Table(
        "文书",
        "Papers",
        (
            ("名称", "Paper", 26),
            ("会议", "Meeting", 38),
            ("版本", "Version", 10),
            ("定稿", "Final", 10),
            ("编写日期", "Written", 16),
            ("文件", "File", 44),
            ("在文件夹", "In the folder", 14),
        ),
    ),
)
"""What is handed over, in its order: the tables of the paper, and the sheets of the workbook."""


_SIDES = (("移交人", "Handed over by"), ("接收人", "Taken over by"), ("监交人", "Witnessed by"))


def handover(language: str) -> bytes:
    """Build it."""
    sheet = Sheet(SCHEMA, language, WIDE_PAGE, "移交清单" if language == "zh_CN" else "Handover list")
    pick = sheet.pick
    sheet.paragraph("【标题】", "SheetTitle")
    facts = (("项目", "Matter", 40), ("内容", "Content", 120))
    sheet.table([Column(pick(zh, en), share, f"【概况.{zh}】") for zh, en, share in facts])
    for table in TABLES:
        sheet.given(table.name)
        _caption(sheet, table.heading(chinese=sheet.chinese))
        columns = [
            Column(
                pick(name, en), share, f"【{table.name}.{name}】", "LedgerCentre" if name in _CENTRED else "LedgerText"
            )
            for name, en, share in table.columns
        ]
        sheet.table(columns, head="LedgerHead", ruled="Ledger")
        sheet.end()
    _by_hand(sheet)
    _signed(sheet)
    return sheet.build()


def _caption(sheet: Sheet, text: str) -> None:
    """The heading of a table, never alone at the foot of a page."""
    sheet.paragraph("", "SheetLine", label=text, properties="<w:keepNext/>")


def _by_hand(sheet: Sheet) -> None:
    """Lines for what no program knows: seals, keys, originals on paper."""
    pick = sheet.pick
    _caption(
        sheet, pick("其他移交物品（印章、钥匙、纸质材料等，手工填写）", "Other things: seals, keys, papers (by hand)")
    )
    heads = (("名称", "What", 60), ("数量", "Number", 20), ("存放处", "Where", 50), ("备注", "Remarks", 50))
    head = [(pick(zh, en), share, "TableHead") for zh, en, share in heads]
    empty = [("", share, "TableText") for _zh, _en, share in heads]
    sheet.form([head, empty, empty, empty], row_height=480, together=True)


def _signed(sheet: Sheet) -> None:
    """Where both sides sign, and who witnesses it."""
    pick = sheet.pick
    sheet.paragraph(
        pick(
            "以上内容由移交人、接收人当面逐项核对，监交人在场。",
            "Both sides went through all of the above together, in the presence of the witness.",
        ),
        "SheetLine",
        properties="<w:keepNext/>",
    )
    sides = ((("", ""), 20), *((side, 50) for side in _SIDES))
    rows = [[(pick(*side), share, "TableHead") for side, share in sides]]
    for zh, en in (("签名", "Signature"), ("日期", "Date")):
        rows.append([(pick(zh, en), 20, "TableCentre"), *[("", 50, "TableText")] * len(_SIDES)])
    sheet.form(rows, row_height=620, together=True)
