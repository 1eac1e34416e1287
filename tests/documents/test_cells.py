"""What people typed in a cell of Excel: as they typed it, whatever it is."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

import triparty
from triparty.documents.cells import put_text


def read_back(text: str) -> str:
    """What a cell says in which `text` was put."""
    file = BytesIO()
    with Workbook(file) as book:
        put_text(book.add_worksheet(), 0, 0, text, book.add_format({"bold": True}))
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    cell = sheet["A1"]
    assert cell.data_type in ("s", "n")
    assert cell.font.b
    return str(cell.value or "")


@pytest.mark.parametrize(
    "text",
    ["", "修灯", "=1+1", "<r></r>", "<r>AT&T <b> </r>", "<r><t>x</t></r>", "_x0041_", " 两端 ", "𠮷\n𠮷", "&amp;"],
)
def test_text_is_text(text: str) -> None:
    assert read_back(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("长" * 32_767, "长" * 32_767),
        ("长" * 32_768, "长" * 32_766 + "…"),
        ("𠮷" * 16_384, "𠮷" * 16_383 + "…"),  # two units each
        ("修\x00灯\ud800", "修灯"),
    ],
)
def test_a_cell_says_that_it_is_cut(text: str, said: str) -> None:
    assert read_back(text) == said


def test_all_that_is_put_into_sheets_goes_this_way() -> None:
    rooms = Path(triparty.__file__).parent.rglob("*.py")
    assert [path.name for path in rooms if "write_string(" in path.read_text(encoding="utf-8")] == ["cells.py"]
