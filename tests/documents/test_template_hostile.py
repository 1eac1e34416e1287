"""Templates and values made to do harm: nothing runs, nothing is fetched, nothing becomes a template."""

import os
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.documents.papers import (
    HEAD,
    MADE,
    MAIN,
    NAMES,
    OFFICE,
    docx,
    entry,
    p,
    printed,
    row,
    rows_of,
    table,
    texts,
    valid,
)
from triparty.documents.fields import Schema, many, prose, text
from triparty.documents.template import PaperProperties, check_fields, compile_template, write
from triparty.rules import RuleError

SCHEMA = Schema((text("title", "标题"), prose("notes", "说明"), many("rows", "行", text("a", "甲"))))

HARMS = [
    "{{ x }}",
    "【标题】",
    "【结束】",
    "【每个 行】",
    "｛｛title｝｝",
    "</w:t></w:r></w:p><w:p>",
    "<w:br/>&amp;<!--",
    "]]>",
    "{% for x in y %}{{ x.__class__ }}",
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "${7*7} #{7*7} <%= 7*7 %> *{7*7} @(7*7) [[7*7]]",
    "{%p for x in y %}{%tr endfor %}{# x #}{{r x }}",
    "【若有 标题】【结束】{{ end }}",
    '=HYPERLINK("x")',
    "\ue0000:0\ue001",
    "%s %d {0} {title} {0.__class__}",
    "𠀀🏠\U0010ffff",
]


@pytest.mark.parametrize("harm", HARMS)
def test_data_stays_text(tmp_path: Path, harm: str) -> None:
    template = docx(tmp_path / "t.docx", p("【标题】") + table(row("【行.甲】")))
    xml = printed(template, {"title": harm, "rows": [{"a": harm}] * 100}, SCHEMA)
    assert texts(xml) == [harm] * 101
    assert rows_of(xml) == 100
    valid(tmp_path / "paper.docx") if harm == HARMS[5] else None


@pytest.mark.parametrize("cut", ["\x00", "\x0b", "\x1b[2J", "\ud800", "\u202e", "\ufeff", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_cut_and_no_row_is_lost(tmp_path: Path, cut: str) -> None:
    template = docx(tmp_path / "t.docx", p("【标题】") + p("【说明】") + table(row("【行.甲】")))
    rows = [{"a": f"前{cut}后"} for _ in range(100)]
    xml = printed(template, {"title": cut, "notes": f"甲{cut}乙", "rows": rows}, SCHEMA)
    left = cut.lstrip("\x1b") if cut.startswith("\x1b") else ""
    assert texts(xml)[-101:] == [f"甲{left}乙", *[f"前{left}后"] * 100]


def test_properties_are_text_too(tmp_path: Path) -> None:
    properties = PaperProperties("</dc:title>\x00题", "甲 & 乙\nx", MADE.made_at)
    template = compile_template(docx(tmp_path / "t.docx", p("【标题】")))
    write(template, {"title": "x"}, tmp_path / "paper.docx", schema=SCHEMA, properties=properties)
    core = entry(tmp_path / "paper.docx", "docProps/core.xml")
    assert "<dc:title>&lt;/dc:title&gt;题</dc:title><dc:creator>甲 &amp; 乙 x</dc:creator>" in core
    assert "2026-03-05T09:30:00Z" in core
    valid(tmp_path / "paper.docx")


LINK = f'<Relationship Id="x" Type="{OFFICE}{{kind}}" Target="{{target}}" TargetMode="External"/>'


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil.example/t.dotm"),
        ("attachedTemplate", "file:///C:/t.dotx"),
        ("image", "http://evil.example/x.png"),
        ("oleObject", "http://evil.example/x"),
        ("frame", "http://evil.example/x"),
        ("hyperlink", "file://evil.example/share"),
    ],
)
def test_links_to_outside_are_refused(tmp_path: Path, kind: str, target: str) -> None:
    template = docx(tmp_path / "t.docx", p(""), links=LINK.format(kind=kind, target=target))
    with pytest.raises(RuleError, match=r"t\.docx is linked to something outside"):
        compile_template(template)


def test_a_hyperlink_to_the_web_fetches_nothing_and_may_stay(tmp_path: Path) -> None:
    compile_template(docx(tmp_path / "t.docx", p(""), links=LINK.format(kind="hyperlink", target="https://a.example")))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("word/vbaProject.bin", "holds macros"),
        ("word/vbaData.xml", "holds macros"),
        ("word/embeddings/oleObject1.bin", "an object of another program"),
        ("word/embeddings/book.xlsx", "an object of another program"),
        ("word/activeX/activeX1.xml", "an object of another program"),
        ("../outside.xml", "names its parts in a way"),
        ("word\\document.xml", "names its parts in a way"),
        ("WORD/document.xml", "names its parts in a way"),
    ],
)
def test_macros_objects_and_strange_names_are_refused(tmp_path: Path, part: str, said: str) -> None:
    template = docx(tmp_path / "t.docx", p(""), parts={part: b"<x/>"})
    with pytest.raises(RuleError, match=said):
        compile_template(template)


def test_a_macro_document_is_refused_by_its_type(tmp_path: Path) -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Override PartName="/word/other.xml" ContentType="{kind}"/>'
    template = docx(tmp_path / "t.docx", p(""), types=types, parts={"word/other.xml": b"<x/>"})
    with pytest.raises(RuleError, match="holds macros"):
        compile_template(template)


@pytest.mark.parametrize("kind", ["aFChunk", "subDocument", "oleObject", "control"])
def test_parts_of_other_programs_are_refused(tmp_path: Path, kind: str) -> None:
    links = f'<Relationship Id="x" Type="{OFFICE}{kind}" Target="styles.xml"/>'
    with pytest.raises(RuleError, match="an object of another program"):
        compile_template(docx(tmp_path / "t.docx", p(""), links=links))


@pytest.mark.parametrize(
    "code",
    [
        '<w:fldSimple w:instr=" DDEAUTO c:\\\\cmd.exe "/>',
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> INC</w:instrText></w:r>'
        '<w:r><w:instrText>LUDETEXT "x"</w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><w:instrText>MACROBUTTON x</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE 68 68 69</w:instrText></w:r>',
    ],
)
def test_word_fields_that_fetch_or_start_something_are_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(RuleError, match="the Word field"):
        compile_template(docx(tmp_path / "t.docx", f"<w:p>{code}</w:p>"))


def test_page_numbers_are_not(tmp_path: Path) -> None:
    template = docx(tmp_path / "t.docx", '<w:p><w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "/></w:p>')
    assert "fldSimple" in printed(template, {}, SCHEMA)


def test_entities_are_refused_and_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim")
    inside = f"<w:document {NAMES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    for subset in (f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">', '<!ENTITY a "aa"><!ENTITY x "&a;&a;">'):
        template = docx(tmp_path / "t.docx", "", document=f"{HEAD}<!DOCTYPE d [{subset}]>{inside}")
        with pytest.raises(RuleError, match="declares its own entities"):
            compile_template(template)
    plain = docx(tmp_path / "t.docx", "", document=f"{HEAD}<!DOCTYPE w:document>{inside.replace('&x;', '')}")
    with pytest.raises(RuleError, match="declares its own entities"):
        compile_template(plain)


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    bomb = docx(tmp_path / "t.docx", p(""), parts={"word/media/a.xml": b" " * (3 * 2**20)})
    with pytest.raises(RuleError, match="unpacks to far more"):
        compile_template(bomb)
    crowd = docx(tmp_path / "u.docx", p(""), parts={f"word/media/{n}.xml": b"<x/>" for n in range(2_001)})
    with pytest.raises(RuleError, match="unpacks to far more"):
        compile_template(crowd)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_word_file_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.docx").write_bytes(content)
    with pytest.raises(RuleError, match=rf"{re.escape(str(tmp_path))}/t\.docx cannot be read as a Word document"):
        compile_template(tmp_path / "t.docx")


def test_damage_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"the part word/document\.xml is damaged"):
        compile_template(docx(tmp_path / "t.docx", "", document="<w:document"))
    good = docx(tmp_path / "t.docx", p("x" * 500))
    content = bytearray(good.read_bytes())
    content[len(content) // 3] ^= 0xFF
    (tmp_path / "u.docx").write_bytes(content)
    with pytest.raises(RuleError):
        compile_template(tmp_path / "u.docx")
    with pytest.raises(RuleError, match="There is no file") as missing:
        compile_template(tmp_path / "none.docx")
    assert str(tmp_path / "none.docx") in str(missing.value)
    with zipfile.ZipFile(tmp_path / "v.docx", "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(RuleError, match="is not a Word document"):
        compile_template(tmp_path / "v.docx")


def test_strict_documents_are_told_apart(tmp_path: Path) -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
    with pytest.raises(RuleError, match="not Strict"):
        compile_template(docx(tmp_path / "t.docx", "", document=strict))


def test_a_template_of_another_engine_runs_nothing(tmp_path: Path) -> None:
    codes = (
        '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
        "{{ title|upper }}",
        "{{ 7*7 }}",
        "【标题.__class__】",
    )
    template = compile_template(docx(tmp_path / "t.docx", "".join(map(p, codes)) + p("{% import os %}${7*7}")))
    assert [said.partition("; did")[0] for said in check_fields(template, SCHEMA)] == [
        f"body, paragraph {number}: there is no field {code}" for number, code in enumerate(codes, 1)
    ]
    other = printed(docx(tmp_path / "o.docx", p("{% import os %}${7*7}{title}")), {}, SCHEMA)
    assert texts(other) == ["{% import os %}${7*7}{title}"]


@pytest.mark.parametrize("declared", [300 * 2**20, 10])
def test_a_part_that_lies_about_its_size_is_not_unpacked(tmp_path: Path, declared: int) -> None:
    """The size stands in the directory at the end of a zip, as four bytes."""
    path = docx(tmp_path / "t.docx", p(""), parts={"word/media/a.png": b"x" * 987_654})
    honest = (987_654).to_bytes(4, "little")
    head, found, tail = path.read_bytes().rpartition(honest)
    assert found
    path.write_bytes(head + declared.to_bytes(4, "little") + tail)
    with pytest.raises(RuleError, match="unpacks to far more" if declared > 10 else "cannot be read"):
        compile_template(path)


def made_to_exhaust(kind: str) -> str:
    """A body that takes long, or goes deep."""
    if kind == "tables":
        start = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>"
        return start * 70 + p("【标题】") + "</w:tc></w:tr></w:tbl>" * 70
    return {
        "conditions": p("【若有 标题】") * 2_000 + p("x") + p("【结束】") * 2_000,
        "fields": p("【标题】" * 10_001),
        "elements": "<w:sdt><w:sdtContent>" * 300 + p("") + "</w:sdtContent></w:sdt>" * 300,
    }[kind]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("tables", "more than 40 deep in one another"),
        ("conditions", "more than 40 deep in one another"),
        ("fields", "more than 10000 fields"),
        ("elements", "is damaged"),
    ],
)
def test_what_was_made_to_exhaust_is_refused(tmp_path: Path, kind: str, said: str) -> None:
    path = docx(tmp_path / "t.docx", made_to_exhaust(kind))
    with zipfile.ZipFile(path) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:  # not packed, so that it is no bomb
        for name, content in entries.items():
            package.writestr(name, content)
    with pytest.raises(RuleError, match=said):
        printed(path, {"title": "x"}, SCHEMA)
    assert not (tmp_path / "paper.docx").exists()


def test_as_deep_as_it_may_be_and_as_split_as_it_can_be(tmp_path: Path) -> None:
    start, end = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>", p("") + "</w:tc></w:tr></w:tbl>"
    inner = p("【若有 标题】") * 38 + start * 18 + p(*"【标题】" * 2_000) + end * 18 + p("【结束】") * 38
    xml = printed(docx(tmp_path / "t.docx", inner), {"title": "x"}, SCHEMA)
    assert texts(xml) == ["x" * 2_000]


def test_the_template_s_own_history_stays_behind(tmp_path: Path) -> None:
    comments = f'{HEAD}<w:comments {NAMES}><w:comment w:id="0" w:author="张三">{p("内部")}</w:comment></w:comments>'
    body = (
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>【标题】</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    template = docx(
        tmp_path / "t.docx",
        body,
        types=f'<Override PartName="/word/comments.xml" ContentType="{MAIN}comments+xml"/>',
        links=f'<Relationship Id="c" Type="{OFFICE}comments" Target="comments.xml"/>',
        parts={"word/comments.xml": comments.encode(), "docProps/core.xml": b"<x>\xe5\xbc\xa0\xe4\xb8\x89</x>"},
    )
    assert "omment" not in printed(template, {"title": "x"}, SCHEMA)
    with zipfile.ZipFile(tmp_path / "paper.docx") as package:
        assert "word/comments.xml" not in package.namelist()
        assert all("张三".encode() not in package.read(name) for name in package.namelist())
    valid(tmp_path / "paper.docx")


def test_the_same_values_give_the_same_bytes_in_a_fixed_order(tmp_path: Path) -> None:
    template = compile_template(
        docx(tmp_path / "t.docx", p("【标题】") + p("【说明】"), stories={"header1": p("【标题】")})
    )
    papers = []
    for name in ("a.docx", "b.docx"):
        values = {"title": "题", "notes": "1. a\n2. b"}
        write(template, values, tmp_path / name, schema=SCHEMA, properties=MADE)
        papers.append((tmp_path / name).read_bytes())
    assert papers[0] == papers[1]
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:-1] == sorted(names[1:-1])
        assert {entry.date_time for entry in package.infolist()} == {(2026, 3, 5, 9, 30, 0)}


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        PaperProperties("", "", datetime(2026, 3, 5))
    assert PaperProperties("", "", datetime(2026, 3, 5, tzinfo=UTC)).made_at.tzinfo is UTC


def test_what_the_disk_refuses_is_said_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = compile_template(docx(tmp_path / "t.docx", p("【标题】")))
    with pytest.raises(RuleError, match="there is no such folder"):
        write(template, {"title": "x"}, tmp_path / "none" / "a.docx", schema=SCHEMA, properties=MADE)
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(RuleError, match="a folder has that name"):
        write(template, {"title": "x"}, tmp_path / "folder.docx", schema=SCHEMA, properties=MADE)
    old = tmp_path / "old.docx"
    old.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RuleError, match=r"old\.docx was not written: the disk is full"):
        write(template, {"title": "x"}, old, schema=SCHEMA, properties=MADE)
    assert old.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder.docx", "old.docx", "t.docx"]


def test_a_document_of_another_writer_and_a_word_template_both_work(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading("【标题】", 1)
    document.add_paragraph("【说明】")
    cells = document.add_table(rows=1, cols=1).rows[0].cells
    cells[0].text = "【行.甲】"
    document.save(str(tmp_path / "t.docx"))
    printed(tmp_path / "t.docx", {"title": "题", "notes": "- 一\n\n1. 二", "rows": [{"a": "三"}, {"a": "四"}]}, SCHEMA)
    paper = Document(str(tmp_path / "paper.docx"))
    assert [(one.text, one.style.name if one.style else "") for one in paper.paragraphs] == [
        ("题", "Heading 1"),
        ("一", "List Bullet"),
        ("二", "List Number"),
    ]
    assert [line.cells[0].text for line in paper.tables[0].rows] == ["三", "四"]
    assert paper.core_properties.author == MADE.author
    with zipfile.ZipFile(docx(tmp_path / "d.docx", p("【标题】"))) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(b"document.main", b"template.main")
    with zipfile.ZipFile(tmp_path / "d.dotx", "w") as package:
        for name, content in entries.items():
            package.writestr(name, content)
    assert texts(printed(tmp_path / "d.dotx", {"title": "题"}, SCHEMA)) == ["题"]
    assert "document.main+xml" in entry(tmp_path / "paper.docx", "[Content_Types].xml")
