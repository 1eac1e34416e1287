"""Where everything lies in a package, and its directory: one list of items, in XML and in Excel alike."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from meetings_db.text import clean_line
from triparty.documents.archive.xml import child, parsed, serialised, text_of
from triparty.documents.cells import put_text
from triparty.i18n import _
from triparty.rules import RuleError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

README = "说明文件.TXT"
DIRECTORY = "文件目录.XML"
RECORDS = "电子档案"
OTHER = "其他"
EXCEL = f"{OTHER}/归档文件目录.xlsx"
VOLUMES = f"{OTHER}/归档文件目录_"
SCHEMA = f"{OTHER}/文件目录.xsd"
REGISTER = f"{OTHER}/电子档案移交与接收登记表.xlsx"
RULES = f"{OTHER}/编制说明.TXT"
REPORT = f"{OTHER}/四性检测报告.TXT"
ABOUT = f"{OTHER}/归档包.xml"
DATA = f"{OTHER}/数据"
DATABASE = f"{DATA}/triparty.db"
HISTORY = f"{DATA}/history.jsonl"
SHA256 = f"{OTHER}/sha256.txt"
SM3 = f"{OTHER}/sm3.txt"
LISTS = frozenset((SHA256, SM3))
"""The lists of digests, which name every file but themselves."""


class Entry(NamedTuple):
    """An item in the directory; all is text, as it is written. `file` is the path from the package's root."""

    place: str
    number: str
    reference: str
    responsible: str
    title: str
    day: str
    secrecy: str
    pages: str
    file: str
    remark: str


TRANSFER = {
    "顺序号": "place",
    "档号": "number",
    "责任者": "responsible",
    "题名": "title",
    "日期": "day",
    "密级": "secrecy",
    "电子档案名称": "file",
    "备注": "remark",
}
"""The elements of 文件目录.XML (档发〔2012〕7号, annex 2), and the columns of the first sheet."""

FILING = {
    "序号": "place",
    "档号": "number",
    "文号": "reference",
    "责任者": "responsible",
    "题名": "title",
    "日期": "day",
    "密级": "secrecy",
    "页数": "pages",
    "备注": "remark",
}
"""The columns of 归档文件目录 (DA/T 22-2015, 5.5), the second sheet."""

_WIDTHS = {"place": 6, "number": 30, "reference": 20, "responsible": 22, "title": 46, "day": 10, "secrecy": 6}
_WIDTHS |= {"pages": 6, "file": 60, "remark": 20}
SHEETS = {"文件目录": TRANSFER, "归档文件目录": FILING}


def volume_place(fonds: str, year: int, retention: str) -> str:
    """Where a volume of the directory in Word stands: all three are codes of letters and digits."""
    return f"{VOLUMES}{fonds}-{year}-{retention}.docx"


def directory_xml(entries: Sequence[Entry]) -> bytes:
    """文件目录.XML."""
    root = child(None, "文件目录")
    for entry in entries:
        line = child(root, "文件")
        for name, field in TRANSFER.items():
            child(line, name, getattr(entry, field))
    return serialised(root)


def directory_schema() -> bytes:
    """The XML schema of 文件目录.XML."""
    space = "http://www.w3.org/2001/XMLSchema"
    parts = "".join(f'<xs:element name="{name}" type="xs:string"/>' for name in TRANSFER)
    return serialised(
        parsed(
            f'<xs:schema xmlns:xs="{space}"><xs:element name="文件目录"><xs:complexType><xs:sequence>'
            f'<xs:element name="文件" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>{parts}'
            f"</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>".encode()
        )
    )


def rows_of_xml(data: bytes) -> list[list[str]]:
    """The lines of a 文件目录.XML, as `TRANSFER` has them. Raises RuleError for what is none."""
    root = parsed(data)
    if root.tag != "文件目录" or any([part.tag for part in line] != list(TRANSFER) for line in root):
        raise RuleError(_("{file} is not in the form of the rule for transfer.").format(file=DIRECTORY))
    return [[text_of(part) for part in line] for line in root]


def directory_excel(entries: Sequence[Entry], path: Path, head: Sequence[str], made_at: datetime) -> None:
    """归档文件目录.xlsx: the transfer's columns, and those of DA/T 22 to be printed; `head` stands on each page."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(path, options) as book:
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None), "author": "triparty"})
        bold = book.add_format(
            {"font_name": "宋体", "bold": True, "border": 1, "align": "center", "bg_color": "#D9E1F2"}
        )
        cell = book.add_format({"font_name": "宋体", "border": 1, "text_wrap": True, "valign": "vcenter"})
        for title, columns in SHEETS.items():
            _sheet(book, title, columns, entries, (bold, cell), "　".join(head))


def _sheet(
    book: "Workbook",
    title: str,
    columns: dict[str, str],
    entries: Sequence[Entry],
    looks: "tuple[Format, Format]",
    head: str,
) -> None:
    """One table: landscape A4, its heading on every page."""
    sheet = book.add_worksheet(title)
    for place, (name, field) in enumerate(columns.items()):
        put_text(sheet, 0, place, name, looks[0])
        sheet.set_column(place, place, _WIDTHS[field])
        for row, entry in enumerate(entries, 1):
            put_text(sheet, row, place, getattr(entry, field), looks[1])
    sheet.set_default_row(24)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&C" + clean_line(f"{title}　{head}").replace("&", "&&"))
    sheet.set_footer("&C第 &P 页，共 &N 页")


def rows_of_excel(path: Path, title: str) -> list[list[str]]:
    """The lines of a sheet as text, its heading first. Raises RuleError where there is no such sheet."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        if title not in book.sheetnames:
            raise RuleError(_("{file} has no sheet {sheet}.").format(file=EXCEL, sheet=title))
        return [["" if cell is None else str(cell) for cell in row] for row in book[title].iter_rows(values_only=True)]
    finally:
        book.close()
