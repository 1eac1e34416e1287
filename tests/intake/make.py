"""Spreadsheets as offices make them, for the tests of the reading room."""

from collections.abc import Sequence
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
HEADER = ("走访日期", "小区", "楼栋房号", "反映人", "电话", "反映问题", "类别", "等级", "处理方式", "备注")


def workbook(path: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = (), title: str = "走访") -> Path:
    """An .xlsx file at `path` with these rows in its only sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """A text file at `path` exactly as given."""
    path.write_bytes(content.encode(encoding))
    return path
