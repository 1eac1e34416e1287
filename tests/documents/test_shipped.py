"""The shipped templates are what the code makes, name only fields there are, and hold the numbers of the page."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from meetings_db.models import PaperKind
from tests.documents.papers import W, entry, valid
from triparty.documents.kinds import KINDS
from triparty.documents.papers import template_path
from triparty.documents.shipped import BUILDERS, parts, write_all
from triparty.documents.template import check_fields, compile_template
from triparty.i18n import LANGUAGES

ALL = [(language, kind) for language in LANGUAGES for kind in BUILDERS]
every = pytest.mark.parametrize(("language", "kind"), ALL)


def attributes(path: Path, part: str, xpath: str) -> dict[str, str]:
    """The attributes of the one element found, without their namespace."""
    found = etree.fromstring(entry(path, part).encode()).xpath(xpath, namespaces={"w": W})
    assert isinstance(found, list)
    assert len(found) == 1, xpath
    element = found[0]
    assert isinstance(element, etree._Element)
    return {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}


@every
def test_the_files_are_what_the_code_makes(language: str, kind: PaperKind) -> None:
    with zipfile.ZipFile(template_path(kind, language)) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    assert kept == parts(language, kind), "run: python -m triparty.documents.shipped"


@every
def test_every_field_is_known(language: str, kind: PaperKind) -> None:
    assert check_fields(compile_template(template_path(kind, language)), KINDS[kind].schema) == []


@every
def test_word_finds_nothing_wrong(language: str, kind: PaperKind) -> None:
    valid(template_path(kind, language))


@every
def test_each_language_names_its_own_fields(language: str, kind: PaperKind) -> None:
    xml = entry(template_path(kind, language), "word/document.xml")
    assert ("【" in xml) is (language == "zh_CN")
    assert ("{{" in xml) is (language == "en")


def test_built_twice_the_bytes_are_the_same(tmp_path: Path) -> None:
    first, second = write_all(tmp_path / "a"), write_all(tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == len(ALL)


def test_the_page_of_the_standard() -> None:
    """GB/T 9704-2012, 5.2: A4, margins 37 and 28 mm, 22 lines."""
    path = template_path(PaperKind.MINUTES, "zh_CN")
    for section in ("//w:p//w:sectPr", "//w:body/w:sectPr"):
        size = attributes(path, "word/document.xml", f"{section}/w:pgSz")
        margins = attributes(path, "word/document.xml", f"{section}/w:pgMar")
        grid = attributes(path, "word/document.xml", f"{section}/w:docGrid")
        assert (size["w"], size["h"]) == ("11906", "16838")
        assert [margins[side] for side in ("top", "right", "bottom", "left")] == ["2098", "1475", "1984", "1587"]
        assert grid == {"type": "lines", "linePitch": "579"}


def test_the_body_of_the_standard() -> None:
    """16 pt 仿宋, lines of exactly 579, letters 5 closer, first line two characters in."""
    path = template_path(PaperKind.MINUTES, "zh_CN")
    normal = "//w:style[@w:styleId='Normal']"
    line = attributes(path, "word/styles.xml", f"{normal}/w:pPr/w:spacing")
    assert (line["line"], line["lineRule"]) == ("579", "exact")
    assert attributes(path, "word/styles.xml", f"{normal}/w:pPr/w:ind")["firstLineChars"] == "200"
    assert attributes(path, "word/styles.xml", f"{normal}/w:rPr/w:spacing")["val"] == "-5"
    assert attributes(path, "word/styles.xml", f"{normal}/w:rPr/w:sz")["val"] == "32"
    fonts = attributes(path, "word/styles.xml", "//w:rPrDefault//w:rFonts")
    assert set(fonts) == {"ascii", "hAnsi", "eastAsia", "cs"}
    assert fonts["eastAsia"] == "仿宋_GB2312"
    assert attributes(path, "word/styles.xml", "//w:rPrDefault//w:lang")["eastAsia"] == "zh-CN"


def test_fonts_have_other_names_to_be_found_by() -> None:
    path = template_path(PaperKind.MINUTES, "zh_CN")
    others = attributes(path, "word/fontTable.xml", "//w:font[@w:name='仿宋_GB2312']/w:altName")["val"]
    assert others.split(",")[:2] == ["仿宋", "FangSong"]


def test_page_numbers_stand_on_the_outer_side() -> None:
    """7.5: odd pages at the right, even pages at the left, one character in."""
    path = template_path(PaperKind.MINUTES, "zh_CN")
    with zipfile.ZipFile(path) as package:
        footers = [name for name in package.namelist() if name.startswith("word/footer")]
    sides = [attributes(path, footer, "//w:p[w:pPr/w:pStyle/@w:val='Footer']//w:ind") for footer in footers]
    assert sorted(str(side) for side in sides) == ["{'left': '280'}"] * 2 + ["{'right': '280'}"] * 2
    assert "<w:evenAndOddHeaders/>" in entry(path, "word/settings.xml")


@every
def test_the_file_says_who_made_it(language: str, kind: PaperKind) -> None:
    import docx

    document = docx.Document(str(template_path(kind, language)))
    properties = document.core_properties
    assert properties.author == properties.last_modified_by == "triparty"
    assert properties.created is not None
    assert properties.created.year == 2026
    assert {"heading 1", "List Bullet", "List Number", "Quote", "Code", "Prose Table"} <= {
        style.name.replace("Heading", "heading") for style in document.styles
    }
