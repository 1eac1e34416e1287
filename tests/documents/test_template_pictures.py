"""Templates: a picture field becomes the picture, fitted to its column, in a paragraph that does not cut it."""

import re
import zipfile
from pathlib import Path

import pytest

from tests.documents.papers import MADE, a_picture, docx, entry, p, printed, row, table
from triparty.documents.fields import Schema, many, picture, text
from triparty.documents.template import check_fields, compile_template, write
from triparty.rules import RuleError

SCHEMA = Schema((text("title", "标题"), many("photos", "照片", text("name", "名称"), picture("shown", "图"))))
WIDE = 15 * 567
"""The text of the page: fifteen centimetres, in twentieths of a point."""
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:right="1700"/></w:sectPr>'


def photo(shade: str, width: int = 1600, height: int = 1200, name: str = "东门") -> dict[str, object]:
    return {"name": name, "shown": {"sha256": shade * 64, "width": width, "height": height, "name": name}}


def sizes(xml: str) -> list[tuple[int, int]]:
    """The size of every picture in twentieths of a point."""
    found = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', xml)
    return [(int(x) // 635, int(y) // 635) for x, y in found]


def test_a_picture_is_as_wide_as_the_text_and_never_higher_than_that(tmp_path: Path) -> None:
    body = p("【每个 照片】") + p("【照片.图】") + p("【结束】") + SECTION
    photos = [photo("a"), photo("b", 1200, 1600), photo("c", 96, 48)]
    found = sizes(printed(docx(tmp_path / "t.docx", body), {"title": "", "photos": photos}, SCHEMA))
    assert found == [(8505, 6378), (6378, 8505), (1440, 720)]


def test_a_cell_is_its_column(tmp_path: Path) -> None:
    cell = '<w:tc><w:tcPr><w:tcW w:w="3216" w:type="dxa"/></w:tcPr>' + p("【照片.图】") + "</w:tc>"
    body = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>" + p("") + SECTION
    assert sizes(printed(docx(tmp_path / "t.docx", body), {"photos": [photo("a")]}, SCHEMA)) == [(3000, 2250)]


def test_every_picture_is_brought_along_once_whatever_shows_it(tmp_path: Path) -> None:
    each = p("【每个 照片】") + p("【照片.图】") + p("【结束】")
    template = docx(tmp_path / "t.docx", each + each, stories={"header1": each})
    xml = printed(template, {"photos": [photo("b"), photo("a"), photo("b")]}, SCHEMA)
    ids = re.findall(r'r:embed="(\w+)"', xml)
    assert ids == [ids[0], ids[1], ids[0]] * 2
    with zipfile.ZipFile(tmp_path / "paper.docx") as paper:
        media = {name: paper.read(name) for name in paper.namelist() if "media" in name}
    assert media == {f"word/media/{shade * 64}.jpeg": a_picture(shade * 64) for shade in "ab"}
    for part in ("document", "header1"):
        relations = entry(tmp_path / "paper.docx", f"word/_rels/{part}.xml.rels")
        assert relations.count("/word/media/") == 2
        assert relations.count("</Relationships>") == 1
    assert 'Extension="jpeg"' in entry(tmp_path / "paper.docx", "[Content_Types].xml")


def test_a_paper_without_photos_says_nothing_of_pictures(tmp_path: Path) -> None:
    body = p("【每个 照片】") + p("【照片.图】") + p("【结束】")
    printed(docx(tmp_path / "t.docx", body), {"photos": []}, SCHEMA)
    assert "media" not in entry(tmp_path / "paper.docx", "word/_rels/document.xml.rels")


def test_its_line_is_as_high_as_it_and_not_indented(tmp_path: Path) -> None:
    exact = (
        '<w:pPr><w:keepNext/><w:spacing w:before="60" w:line="579" w:lineRule="exact"/>'
        '<w:ind w:firstLine="640"/><w:jc w:val="center"/></w:pPr>'
    )
    for properties in (exact, '<w:pPr><w:jc w:val="center"/></w:pPr>', ""):
        body = p("【每个 照片】") + p("【照片.图】", properties=properties) + p("【结束】")
        xml = printed(docx(tmp_path / "t.docx", body), {"photos": [photo("a")]}, SCHEMA)
        before, _drawing, _after = xml.partition("<w:r><w:drawing>")
        look = before[before.rindex("<w:p>") :]
        assert 'w:line="240" w:lineRule="auto"' in look
        assert "w:ind" not in look
        assert look.count("<w:spacing") == 1
        if "jc" in properties:
            assert look.index("<w:spacing") < look.index("<w:jc")


def test_what_it_is_called_is_data(tmp_path: Path) -> None:
    body = p("【每个 照片】") + p("【照片.图】") + p("【结束】")
    hostile = '"/><w:p>& 【标题】\x01'
    xml = printed(docx(tmp_path / "t.docx", body), {"photos": [photo("a", name=hostile)]}, SCHEMA)
    from lxml import etree

    descriptions = etree.fromstring(xml.encode()).xpath("//@descr")
    assert descriptions == ['"/><w:p>& 【标题】'] * 2


@pytest.mark.parametrize(
    "body", [p("【每个 照片】") + p("图：【照片.图】") + p("【结束】"), table(row("【照片.名称】【照片.图】")) + p("")]
)
def test_a_picture_in_a_line_of_text_is_told(tmp_path: Path, body: str) -> None:
    found = check_fields(compile_template(docx(tmp_path / "t.docx", body)), SCHEMA)
    assert any("【照片.图】 is a picture: it must be alone in its paragraph" in each for each in found)


def test_a_photo_without_its_picture_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    body = table(row("【照片.图】")) + p("")
    template = compile_template(docx(tmp_path / "t.docx", body))
    for values in ({"photos": [{"name": "东门"}]}, {"photos": [{"name": "东门", "shown": {}}]}):
        with pytest.raises(RuleError, match=r"no value for 【照片.图】 \(item 1\)"):
            write(template, values, tmp_path / "paper.docx", schema=SCHEMA, properties=MADE, pictures=a_picture)
    assert not (tmp_path / "paper.docx").exists()
