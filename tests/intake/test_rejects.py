"""The rejects file: beside the source, harmless, and readable again."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.intake.make import HEADER, workbook
from triparty.intake.rejects import rejects_path, write_rejects
from triparty.intake.visit_rows import read_visits
from triparty.rules import RuleError

TODAY = date(2026, 11, 22)


def test_rejects_carry_the_source_columns_a_reason_and_no_formula(tmp_path: Path) -> None:
    cells = ["10月40日", "=1+1", "-3栋", "@居民", "+86", "\t=cmd()", "＝2", "普通", 'a,b\n"c"', None]
    source = workbook(tmp_path / "走访.xlsx", [HEADER, cells])
    found = read_visits(source, today=TODAY)
    rejected = [(found.table.row(row.number), [e.reason for e in row.errors]) for row in found.rows]
    path = write_rejects(found.table, rejected, rejects_path(source))
    assert path == tmp_path / "走访.rejects.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header == [*HEADER, "Reason"]
    assert row[:10] == ["10月40日", "'=1+1", "'-3栋", "'@居民", "'+86", "'=cmd()", "'＝2", "普通", 'a,b\n"c"', ""]
    assert "not a day in the calendar" in row[10]
    assert {entry.name for entry in tmp_path.iterdir()} == {"走访.xlsx", "走访.rejects.csv"}


def test_a_corrected_rejects_file_comes_back_in(tmp_path: Path) -> None:
    source = workbook(tmp_path / "t.xlsx", [HEADER, ["2026-10-40", "丰乐小区", "3-501", "居民", "", '=HYPERLINK("x")']])
    found = read_visits(source, today=TODAY)
    path = write_rejects(found.table, [(found.table.rows[0], ["wrong date"])], rejects_path(source))
    path.write_bytes(path.read_bytes().replace(b"2026-10-40", b"2026-10-04"))
    again = read_visits(path, today=TODAY)
    assert again.unknown_columns == ()
    assert (again.rows[0].errors, again.rows[0].visited_on) == ((), date(2026, 10, 4))
    assert again.rows[0].title == '=HYPERLINK("x")'


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = workbook(tmp_path / "t.xlsx", [HEADER, ["x", "丰乐小区", "", "", "", "漏水"]])
    found = read_visits(source, today=TODAY)
    path = rejects_path(source)
    path.write_text("old")

    def refuse(*_names: str) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RuleError, match="was not written"):
        write_rejects(found.table, [(found.table.rows[0], ["why"])], path)
    assert path.read_text() == "old"
    assert {entry.name for entry in tmp_path.iterdir()} == {"t.xlsx", "t.rejects.csv"}
