"""Templates: the grammar holds wherever Word puts text, and a bracket where nothing is filled is told."""

from pathlib import Path

import pytest

from tests.documents.papers import NAMES, docx, entry, p, printed, row, rows_of, table, texts
from tests.documents.test_template_grammar import SCHEMA, VALUES
from triparty.documents.template import check_fields, compile_template
from triparty.rules import RuleError

EACH = p("【每个 行动】") + p("【行动.事项】") + p("【结束】")
ROWS = table(row("【行动.事项】")) + p("")
BOTH = ["更换钢丝绳", "划线"]


def box(inside: str) -> str:
    """A text box as Word writes it: once for DrawingML and once more for VML."""
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="b"/>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def in_boxes(xml: str) -> list[str]:
    """What is said in the boxes; the paragraph a box is anchored in counts as saying all of it once more."""
    return [said for said in texts(xml) if said in BOTH or said == "电梯停运"]


@pytest.mark.parametrize("inside", [EACH, ROWS, p("【若有 行动】") + EACH + p("【结束】")])
def test_all_of_the_grammar_works_in_both_copies_of_a_text_box(tmp_path: Path, inside: str) -> None:
    stories = {"header1": box(inside), "footer1": box(inside)}
    xml = printed(docx(tmp_path / "t.docx", box(inside), stories=stories), VALUES, SCHEMA)
    for story in (xml, *(entry(tmp_path / "paper.docx", f"word/{name}.xml") for name in stories)):
        assert in_boxes(story) == BOTH * 2
        assert "【" not in story


@pytest.mark.parametrize("inside", [EACH, ROWS])
def test_all_of_it_works_in_headers_and_footers(tmp_path: Path, inside: str) -> None:
    printed(docx(tmp_path / "t.docx", "", stories={"header1": inside, "footer1": inside}), VALUES, SCHEMA)
    for name in ("header1", "footer1"):
        assert texts(entry(tmp_path / "paper.docx", f"word/{name}.xml")) == BOTH


def test_notes_in_a_box_are_structure_and_none_leave_it_a_paragraph(tmp_path: Path) -> None:
    template = docx(tmp_path / "t.docx", box(p("【说明】")))
    assert printed(template, {"notes": "- 甲"}, SCHEMA).count('<w:pStyle w:val="LB"/>') == 2
    assert printed(template, {"notes": ""}, SCHEMA).count("<w:txbxContent><w:p></w:p></w:txbxContent>") == 2


@pytest.mark.parametrize(
    "body", [table(row(box(p("【行动.事项】")))), f"{p('【每个 行动】')}{box(p('【事项】'))}{p('【结束】')}"]
)
def test_a_box_repeats_with_what_it_stands_in(tmp_path: Path, body: str) -> None:
    assert in_boxes(printed(docx(tmp_path / "t.docx", body), VALUES, SCHEMA)) == [BOTH[0]] * 2 + [BOTH[1]] * 2


def test_tables_in_tables_in_tables_each_repeat_for_their_own(tmp_path: Path) -> None:
    inmost = table(row("【议题.表决.方别】")) + p("")
    body = table(row("【议题.标题】", table(row("甲", inmost)) + p("")))
    xml = printed(docx(tmp_path / "t.docx", body), VALUES, SCHEMA)
    assert texts(xml) == ["电梯停运", "甲", "社区", "物业", "车位不足", "甲"]
    assert rows_of(xml) == 2 + 2 + 2


def test_content_controls_and_links_are_filled(tmp_path: Path) -> None:
    inside = f"<w:sdt><w:sdtContent>{p('【会议.标题】')}</w:sdtContent></w:sdt>"
    rows = f"<w:tbl><w:tblPr/><w:tblGrid/><w:sdt><w:sdtContent>{row('【行动.事项】')}</w:sdtContent></w:sdt></w:tbl>"
    link = "<w:p><w:hyperlink w:anchor='a'><w:r><w:t>【会议.标题】</w:t></w:r></w:hyperlink></w:p>"
    xml = printed(docx(tmp_path / "t.docx", inside + rows + link), VALUES, SCHEMA)
    assert texts(xml) == ["第三次三方联席会议", *BOTH, "第三次三方联席会议"]


FIELD = "<w:r><w:t>【会议.标题】</w:t></w:r>"


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p><mc:AlternateContent><mc:Choice Requires='wps'>{FIELD}</mc:Choice></mc:AlternateContent></w:p>",
        f"<w:p><w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase>{FIELD}</w:rubyBase></w:ruby></w:r></w:p>",
        "<w:p><w:r><w:drawing><wp:inline><a:t>【会议.标题】</a:t></wp:inline></w:drawing></w:r></w:p>",
        "<w:p><w:r><w:pict><v:shape><v:textpath string='【会议.标题】'/></v:shape></w:pict></w:r></w:p>",
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' descr='【会议.标题】'/></wp:inline></w:drawing></w:r></w:p>",
    ],
)
def test_a_bracket_where_nothing_is_filled_is_told(tmp_path: Path, body: str) -> None:
    template = docx(tmp_path / "t.docx", p("") + body)
    said = "body, paragraph 2: the bracket at “【会议.标题】” stands where no field is filled"
    assert [one.partition(" (word art")[0] for one in check_fields(compile_template(template), SCHEMA)] == [said]
    with pytest.raises(RuleError):
        printed(template, VALUES, SCHEMA)
    assert not (tmp_path / "paper.docx").exists()


def test_a_bracket_in_a_chart_is_told(tmp_path: Path) -> None:
    chart = f"<c:chart xmlns:c='urn:x' {NAMES}><a:t>总数</a:t><a:t>{{{{ meeting.title }}}}</a:t></c:chart>".encode()
    template = docx(
        tmp_path / "t.docx",
        p(""),
        parts={"word/charts/chart1.xml": chart},
        types='<Override PartName="/word/charts/chart1.xml" ContentType="application/x-chart+xml"/>',
    )
    said = check_fields(compile_template(template), SCHEMA)
    assert [one.partition(" stands")[0] for one in said] == [
        "drawing (chart1.xml), text 2: the bracket at “{{ meeting.t”"
    ]
