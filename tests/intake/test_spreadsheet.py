"""Files of every kind: found out by their content, read rightly or refused with a way out."""

import errno
import os
import zipfile
from pathlib import Path

import pytest

from tests.intake.make import HEADER, SAMPLES, text, workbook
from triparty.intake import formats
from triparty.intake.columns import VISITS
from triparty.intake.spreadsheet import Table, read_table
from triparty.rules import RuleError

ROWS = '日期,小区,位置,事项\n2026-11-02,丰乐小区,1栋,路灯不亮\n2026-11-03,银桦里,2栋,"两行\n的事"\n'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: Path) -> Table:
    return read_table(path, header_hints=VISITS)


def refusal(path: Path) -> str:
    with pytest.raises(RuleError) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text_tables_in_every_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    table = read(text(tmp_path / "t.csv", ROWS.replace(",", delimiter).replace("\n", newline), encoding))
    assert table.headers == ("日期", "小区", "位置", "事项")
    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells == ("2026-11-02", "丰乐小区", "1栋", "路灯不亮")
    assert str(table.rows[1].cells[3]).splitlines() == ["两行", "的事"]


def test_excels_sep_line_names_the_delimiter(tmp_path: Path) -> None:
    table = read(text(tmp_path / "t.csv", "sep=;\n日期;小区;事项\n2026-11-02;丰乐小区;一,二\n"))
    assert (table.header_row, table.rows[0].cells[2]) == (2, "一,二")


def test_rows_of_different_length_are_kept_whole(tmp_path: Path) -> None:
    table = read(text(tmp_path / "t.csv", "日期,小区,事项\n2026-11-02,丰乐小区\n2026-11-03,银桦里,漏水,多出来的\n"))
    assert table.headers == ("日期", "小区", "事项", "Column D")
    assert table.rows[0].cells == ("2026-11-02", "丰乐小区", None, None)
    assert table.rows[1].cells[3] == "多出来的"


def test_a_csv_called_xlsx_and_an_xlsx_called_csv_are_read(tmp_path: Path) -> None:
    assert read(text(tmp_path / "a.xlsx", ROWS, "gbk")).rows[0].cells[1] == "丰乐小区"
    mislabelled = tmp_path / "b.csv"
    mislabelled.write_bytes((SAMPLES / "visits-2026-10.xlsx").read_bytes())
    assert read(mislabelled).header_row == 4
    old = tmp_path / "c.xlsx"
    old.write_bytes((SAMPLES / "visits-old.xls").read_bytes())
    assert read(old).header_row == 2


def test_the_line_ends_of_old_programs_are_line_ends(tmp_path: Path) -> None:
    rows = [
        ("日期", "小区", "事项"),
        ("2026-11-02", "丰乐小区", "两行_x000D_\n的事"),
        ("2026-11-03", "甲_x005F_x0041_", "a_x"),
    ]
    table = read(workbook(tmp_path / "t.xlsx", rows))
    assert [row.cells[1:] for row in table.rows] == [("丰乐小区", "两行\r\n的事"), ("甲_x0041_", "a_x")]


def test_merged_cells_are_filled_down_and_right(tmp_path: Path) -> None:
    rows = [("日期", "小区", "位置", "事项"), ("2026-11-02", "丰乐小区", "甲", "一"), ("2026-11-03", None, "乙", None)]
    table = read(workbook(tmp_path / "t.xlsx", rows, ["B2:B3", "C3:D3"]))
    assert table.rows[1].cells == ("2026-11-03", "丰乐小区", "乙", "乙")


def test_a_merged_area_alone_makes_no_row(tmp_path: Path) -> None:
    rows = [("日期", "小区", "事项"), ("2026-11-02", "丰乐小区", "一"), (), (), ("2026-11-03", None, "二")]
    table = read(workbook(tmp_path / "t.xlsx", rows, ["B2:B5"]))
    assert [(row.number, row.cells[1]) for row in table.rows] == [(2, "丰乐小区"), (5, "丰乐小区")]
    assert table.blanks == ((3, 4),)


def test_a_header_of_two_lines_is_read_by_its_lower_one(tmp_path: Path) -> None:
    rows = [
        ("走访汇总 2026年10月",),
        ("日期", "小区", "反映人情况", None, "问题"),
        (None, None, "姓名", "电话", None),
        ("10月9日", "丰乐小区", "居民甲", "13800000001", "漏水"),
    ]
    table = read(workbook(tmp_path / "t.xlsx", rows, ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"]))
    assert (table.header_row, table.preamble) == (3, "走访汇总 2026年10月")
    assert table.headers == ("日期", "小区", "姓名", "电话", "问题")
    assert len(table.rows) == 1


def test_the_sheet_with_the_header_is_chosen_and_the_others_are_named(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0].append(["说明", "请认真填写"])
    for name in ("丰乐", "银桦"):
        sheet = book.create_sheet(name)
        sheet.append(["日期", "小区", "事项"])
        sheet.append(["2026-11-02", f"{name}小区", "漏水"])
    book.save(tmp_path / "t.xlsx")
    table = read(tmp_path / "t.xlsx")
    assert (table.sheet, table.other_sheets) == ("丰乐", ("银桦",))
    asked = read_table(tmp_path / "t.xlsx", header_hints=VISITS, sheet="银桦")
    assert asked.rows[0].cells[1] == "银桦小区"
    with pytest.raises(RuleError, match="no sheet named 没有"):
        read_table(tmp_path / "t.xlsx", header_hints=VISITS, sheet="没有")


def test_empty_and_double_headers_get_names_of_their_own(tmp_path: Path) -> None:
    table = read(
        workbook(tmp_path / "t.xlsx", [("日期", None, "小区", "问题", "备注", "备注"), ("a", "b", "c", "d", "e", "f")])
    )
    assert table.headers == ("日期", "Column B", "小区", "问题", "备注", "备注 (2)")


def test_formulas_are_text_and_never_computed(tmp_path: Path) -> None:
    table = read(workbook(tmp_path / "t.xlsx", [("日期", "小区", "问题"), ("=TODAY()", "=1+1", '=HYPERLINK("x")')]))
    assert table.rows[0].cells == ("=TODAY()", "=1+1", '=HYPERLINK("x")')


def test_an_apostrophe_that_shields_a_formula_is_taken_off_text_tables(tmp_path: Path) -> None:
    table = read(text(tmp_path / "t.csv", "日期,小区,事项\n'-,'70年代小区,'=1+1\n"))
    assert table.rows[0].cells == ("-", "'70年代小区", "=1+1")


def _zip(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n , ,\n", "holds no cells with text"),
        ("随便,一些\n文字,而已\n".encode(), "no row with column names"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "web page"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>", "an XML file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"\x89PNG\r\n", "a PNG file"),
        (b"a\0b\0", "another program"),
        (b"\x81\x20\xff\xff,\xff", "neither UTF-8 nor GBK"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le") + b"\0\0", "a Word document"),
        (OLE + b"\0" * 600, "another kind of Office file"),
        (OLE + "Workbook".encode("utf-16-le") + b"\0" * 600, "damaged"),
        (b"PK\x03\x04 broken", "damaged"),
        ('日期,小区,事项\n2026-11-02,"丰乐小区,一\n2026-11-03,银桦里,二\n'.encode(), "row 2: a quotation mark"),
    ],
)
def test_what_cannot_be_read_is_refused_with_name_and_way_out(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "坏表.xls"
    path.write_bytes(content)
    message = refusal(path)
    assert said in message
    assert "坏表.xls" in message


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["word/document.xml"], "a Word document"),
        (["content.xml", "mimetype"], "an OpenDocument file"),
        (["xl/workbook.bin"], "binary workbook"),
        (["photo.jpg"], "a compressed archive"),
        (["[Content_Types].xml", "xl/workbook.xml"], "damaged"),
    ],
)
def test_other_packages_are_told_apart(tmp_path: Path, members: list[str], said: str) -> None:
    assert said in refusal(_zip(tmp_path / "t.xlsx", *members))


def test_a_workbook_cut_short_is_damaged(tmp_path: Path) -> None:
    whole = SAMPLES.joinpath("visits-2026-10.xlsx").read_bytes()
    (tmp_path / "t.xlsx").write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(tmp_path / "t.xlsx")


def test_a_sheet_whose_xml_breaks_off_is_damaged(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(SAMPLES / "visits-2026-10.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "t.xlsx", "w") as broken,
    ):
        for member in whole.infolist():
            content = whole.read(member)
            broken.writestr(member.filename, content[:20000] if member.filename.endswith("sheet1.xml") else content)
    assert "damaged" in refusal(tmp_path / "t.xlsx")


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "There is no file" in refusal(tmp_path / "nothing.xlsx")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "There is no file"),
        (errno.EACCES, "may not be read"),
        (errno.EBUSY, "may not be read"),
        (errno.ENAMETOOLONG, "the name is too long"),
        (errno.EIO, "cannot be read (EIO)"),
    ],
)
def test_what_stands_in_the_way_of_reading_is_said_in_our_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    path = text(tmp_path / "t.csv", ROWS)
    for refused_at in ("open", "read_bytes"):

        def refuse(*_args: object, **_more: object) -> None:
            raise OSError(number, os.strerror(number), str(path))

        with monkeypatch.context() as troubled:
            troubled.setattr(Path, refused_at, refuse)
            told = refusal(path)
        assert said in told
        assert str(path) in told
        assert os.strerror(number) not in told


def test_a_package_that_would_unpack_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MOST_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 21))
    assert (tmp_path / "t.xlsx").stat().st_size < 1 << 20
    assert "more than 1 MB" in refusal(tmp_path / "t.xlsx")


def test_the_refusal_without_a_header_names_the_columns_looked_for(tmp_path: Path) -> None:
    message = refusal(workbook(tmp_path / "t.xlsx", [("甲", "乙"), ("一", "二")]))
    assert "小区名称/小区" in message
    assert "反映的主要问题/问题" in message


def test_a_stray_cell_far_below_costs_no_rows(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(HEADER))
    sheet.cell(row=100_000, column=2, value="丰乐小区")
    book.save(tmp_path / "t.xlsx")
    table = read(tmp_path / "t.xlsx")
    assert [row.number for row in table.rows] == [100_000]
    assert table.blanks == ((2, 99_999),)
