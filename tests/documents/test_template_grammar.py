"""Templates: every line of the grammar, however Word stored it."""

from pathlib import Path

import pytest

from tests.documents.papers import docx, entry, p, printed, row, rows_of, table, texts, valid
from triparty.documents.fields import Schema, flag, group, many, prose, text
from triparty.documents.template import compile_template
from triparty.rules import RuleError

SCHEMA = Schema(
    (
        group("meeting", "会议", text("title", "标题"), text("place", "地点"), flag("draft", "草稿")),
        prose("notes", "说明"),
        text("reservations", "保留意见"),
        many(
            "agenda",
            "议题",
            text("number", "序号"),
            text("title", "标题"),
            prose("notes", "记录"),
            many("votes", "表决", text("party", "方别"), text("yes", "赞成"), aliases=("vote",)),
            aliases=("item",),
        ),
        many(
            "actions", "行动", text("number", "序号"), text("what", "事项"), text("who", "责任人"), aliases=("action",)
        ),
    )
)
VALUES: dict[str, object] = {
    "meeting": {"title": "第三次三方联席会议", "place": "社区会议室", "draft": False},
    "notes": "",
    "reservations": "",
    "agenda": [
        {
            "number": 1,
            "title": "电梯停运",
            "notes": "已到场\n\n- 甲\n- 乙",
            "votes": [{"party": "社区", "yes": 2}, {"party": "物业", "yes": 1}],
        },
        {"number": 2, "title": "车位不足", "notes": "", "votes": []},
    ],
    "actions": [
        {"number": 1, "what": "更换钢丝绳", "who": "物业"},
        {"number": 2, "what": "划线", "who": "社区"},
    ],
}


def filled(folder: Path, body: str, **changes: object) -> str:
    """The document of a template with this body, printed with the values above."""
    return printed(docx(folder / "template.docx", body), {**VALUES, **changes}, SCHEMA)


@pytest.mark.parametrize(
    "written",
    [
        "【会议.标题】",
        "{{ meeting.title }}",
        "{{meeting.title}}",
        "｛｛ meeting.title ｝｝",
        "｛｛会议．标题｝｝",
        "【会议。标题】",
        "【 会议.标题　】",
        "{{ Meeting.Title }}",
        "【meeting.标题】",
    ],
)
def test_a_value_however_its_name_is_typed(tmp_path: Path, written: str) -> None:
    assert texts(filled(tmp_path, p(f"关于{written}的通知"))) == ["关于第三次三方联席会议的通知"]


@pytest.mark.parametrize(
    "runs",
    [
        ("【", "会议", ".", "标题", "】"),
        ("前【会", "议.标题】后【", "会议.地点", "】"),
        ("{", "{ meeting", ".title }", "}"),
        ("【会议.标题】【会议.地点】",),
    ],
)
def test_names_split_over_runs_are_joined(tmp_path: Path, runs: tuple[str, ...]) -> None:
    said = texts(filled(tmp_path, p(*runs)))[0]
    expected = "".join(runs)
    for written, value in (("【会议.标题】", "第三次三方联席会议"), ("【会议.地点】", "社区会议室")):
        expected = expected.replace(written, value)
    assert said == expected.replace("{{ meeting.title }}", "第三次三方联席会议")


def test_spelling_marks_and_bookmarks_between_letters_do_not_hide_a_name(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>【会议</w:t></w:r><w:proofErr w:type="spellStart"/>'
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
        "<w:r><w:lastRenderedPageBreak/><w:t>.标题】</w:t></w:r></w:p>"
    )
    assert texts(filled(tmp_path, body)) == ["第三次三方联席会议"]


def test_the_value_has_the_look_of_the_place_where_the_bracket_opens(tmp_path: Path) -> None:
    looks = (("b", "【会议"), ("i", ".标题】后"))
    body = (
        "<w:p>" + "".join(f"<w:r><w:rPr><w:{look}/></w:rPr><w:t>{part}</w:t></w:r>" for look, part in looks) + "</w:p>"
    )
    xml = filled(tmp_path, body)
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">第三次三方联席会议</w:t>' in xml
    assert '<w:rPr><w:i/></w:rPr><w:t xml:space="preserve">后</w:t>' in xml


def test_a_row_that_names_a_list_repeats_and_the_heading_does_not(tmp_path: Path) -> None:
    xml = filled(tmp_path, table(row("序号", "事项"), row("【行动.序号】", "【行动.事项】（【会议.标题】）")))
    assert rows_of(xml) == 3
    assert texts(xml) == ["序号", "事项", "1", "更换钢丝绳（第三次三方联席会议）", "2", "划线（第三次三方联席会议）"]


def test_an_empty_list_leaves_the_heading(tmp_path: Path) -> None:
    xml = filled(tmp_path, table(row("序号"), row("【行动.序号】")), actions=[])
    assert texts(xml) == ["序号"]


def test_a_table_of_nothing_but_an_empty_list_is_not_there(tmp_path: Path) -> None:
    body = table(row("【行动.序号】")) + p("后")
    assert "<w:tbl>" not in filled(tmp_path, body, actions=[])
    assert "<w:tbl>" in filled(tmp_path, body)


def test_each_block_repeats_paragraphs_and_tables(tmp_path: Path) -> None:
    body = (
        p("【每个 议题】")
        + p("【议题.序号】、【标题】")
        + table(row("方别", "赞成"), row("【议题.表决.方别】", "【表决.赞成】"))
        + p("【结束】")
        + p("完")
    )
    xml = filled(tmp_path, body)
    assert texts(xml) == ["1、电梯停运", "方别", "赞成", "社区", "2", "物业", "1", "2、车位不足", "方别", "赞成", "完"]
    assert "结束" not in xml


def test_blocks_nest_and_english_words_work(tmp_path: Path) -> None:
    body = (
        p("{{ each agenda }}")
        + p("{{ item.title }}")
        + p("{{ if item.votes }}")
        + p("{{ each item.votes }}")
        + p("{{ vote.party }}: {{ item.title }}")
        + p("{{ end }}")
        + p("{{ end }}")
        + p("{{ end }}")
    )
    assert texts(filled(tmp_path, body)) == ["电梯停运", "社区: 电梯停运", "物业: 电梯停运", "车位不足"]


def test_a_row_may_reach_through_two_lists(tmp_path: Path) -> None:
    xml = filled(tmp_path, table(row("【议题.标题】", "【议题.表决.方别】")))
    assert texts(xml) == ["电梯停运", "社区", "电梯停运", "物业"]


def test_a_table_in_a_cell_repeats_for_the_item_of_its_row(tmp_path: Path) -> None:
    inner = table(row("【议题.表决.方别】"))
    xml = filled(tmp_path, table(row("【议题.标题】", inner + "<w:p/>")))
    assert texts(xml) == ["电梯停运", "社区", "物业", "车位不足"]
    assert rows_of(xml) == 4


@pytest.mark.parametrize(("value", "kept"), [("", False), ("  \n", False), (None, False), ("物业保留意见", True)])
def test_if_keeps_what_is_between_only_for_a_value(tmp_path: Path, value: str | None, kept: bool) -> None:
    body = p("前") + p("【若有 保留意见】") + p("有保留意见") + p("【结束】") + p("后")
    assert texts(filled(tmp_path, body, reservations=value)) == (["前", "有保留意见", "后"] if kept else ["前", "后"])


def test_if_asks_for_lists_and_for_yes_or_no(tmp_path: Path) -> None:
    body = p("【若有 行动】") + p("甲") + p("【结束】") + p("【若有 会议.草稿】") + p("乙") + p("【结束】")
    assert texts(filled(tmp_path, body)) == ["甲"]
    draft = {"meeting": {"title": "", "place": "", "draft": True}, "actions": []}
    assert texts(filled(tmp_path, body, **draft)) == ["乙"]


def test_blocks_inside_a_cell_leave_the_cell_a_paragraph(tmp_path: Path) -> None:
    cell = p("【若有 保留意见】") + p("【保留意见】") + p("【结束】")
    xml = filled(tmp_path, table(row(cell, "右")))
    assert "<w:tc><w:p></w:p></w:tc>" in xml
    xml = filled(tmp_path, table(row(cell, "右")), reservations="有")
    assert xml.count("<w:p>") == 2


def test_each_inside_a_cell_does_not_repeat_the_row(tmp_path: Path) -> None:
    cell = p("【每个 行动】") + p("【行动.事项】") + p("【结束】")
    xml = filled(tmp_path, table(row("事项", cell)))
    assert rows_of(xml) == 1
    assert texts(xml) == ["事项", "更换钢丝绳", "划线"]


def test_markdown_alone_becomes_structure_and_within_a_line_text(tmp_path: Path) -> None:
    alone = filled(tmp_path, p("【说明】"), notes="# 题\n\n**重**")
    assert '<w:pStyle w:val="3"/>' in alone
    assert "<w:b/>" in alone
    inline = filled(tmp_path, p("说明：【说明】。"), notes="# 题\n\n**重**")
    assert texts(inline) == ["说明：题\n重。"]


def test_an_empty_note_takes_its_paragraph_with_it(tmp_path: Path) -> None:
    assert filled(tmp_path, p("【说明】")).count("<w:p>") == 0
    assert "<w:tc><w:p></w:p></w:tc>" in filled(tmp_path, table(row("【说明】")))


def test_headers_footers_and_text_boxes_are_filled(tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="b"/>'
        f"<wps:txbx><w:txbxContent>{p('【会议.', '地点】')}</w:txbxContent></wps:txbx>"
        "</wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('【会议.地点】')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外【会议.标题】</w:t></w:r></w:p>"
    )
    template = docx(
        tmp_path / "t.docx",
        box,
        stories={"header1": p("【会议.标题】"), "footer1": table(row("【行动.事项】")) + p("")},
    )
    xml = printed(template, VALUES, SCHEMA)
    assert xml.count(">社区会议室<") == 2
    assert "框外第三次三方联席会议" in xml
    assert texts(entry(tmp_path / "paper.docx", "word/header1.xml")) == ["第三次三方联席会议"]
    assert texts(entry(tmp_path / "paper.docx", "word/footer1.xml")) == ["更换钢丝绳", "划线"]


def test_lines_and_tabs_in_a_value_stay_lines_and_tabs(tmp_path: Path) -> None:
    xml = filled(tmp_path, p("【保留意见】"), reservations="一\r\n二\t三")
    assert texts(xml) == ["一\n二\t三"]


def test_drawings_that_repeat_get_numbers_of_their_own_and_bookmarks_go(tmp_path: Path) -> None:
    drawing = (
        '<w:p><w:bookmarkStart w:id="3" w:name="m"/><w:r><w:drawing><wp:inline><wp:docPr id="7" name="x"/></wp:inline>'
        '</w:drawing></w:r><w:bookmarkEnd w:id="3"/></w:p>'
    )
    xml = filled(tmp_path, p("【每个 行动】") + drawing + p("【结束】") + drawing.replace('w:id="3"', 'w:id="4"'))
    assert [f'docPr id="{number}"' in xml for number in (1, 2, 3, 7)] == [True, True, True, False]
    assert xml.count('w:id="3"') == 0
    assert xml.count('w:id="4"') == 2


def test_the_names_used_are_told_with_their_places(tmp_path: Path) -> None:
    template = compile_template(
        docx(
            tmp_path / "t.docx",
            p("题") + p("【会议.标题】") + table(row("【行动.事项】")),
            stories={"footer1": p("{{ meeting.place }}")},
        )
    )
    assert [(use.name, use.place.story, use.place.paragraph) for use in template.fields] == [
        ("会议.标题", "body", 2),
        ("行动.事项", "body", 3),
        ("meeting.place", "footer", 1),
    ]


def test_a_template_is_compiled_once_per_content(tmp_path: Path) -> None:
    first = compile_template(docx(tmp_path / "a.docx", p("【会议.标题】")))
    copy = tmp_path / "b.docx"
    copy.write_bytes((tmp_path / "a.docx").read_bytes())
    assert compile_template(copy) is first
    docx(copy, p("【会议.地点】"))
    assert compile_template(copy) is not first


def test_ten_thousand_rows_all_arrive(tmp_path: Path) -> None:
    actions = [{"number": number, "what": f"事项 {number} <&>", "who": "物业"} for number in range(10_000)]
    xml = filled(
        tmp_path, table(row("序号"), row("【行动.序号】", "【行动.事项】", "【行动.责任人】")), actions=actions
    )
    assert rows_of(xml) == 10_001
    assert "事项 9999 &lt;&amp;&gt;" in xml


def test_the_paper_is_valid_word(tmp_path: Path) -> None:
    body = (
        p("【会议.标题】")
        + p("【每个 议题】")
        + p("【议题.标题】")
        + p("【议题.记录】")
        + '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>'
        + row("【议题.表决.方别】")
        + "</w:tbl>"
        + p("【结束】")
    )
    docx(tmp_path / "t.docx", body, stories={"header1": p("【会议.地点】")})
    printed(tmp_path / "t.docx", VALUES, SCHEMA)
    valid(tmp_path / "paper.docx")


def test_a_missing_value_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    template = docx(tmp_path / "t.docx", p("【会议.标题】") + table(row("【行动.事项】", "【行动.责任人】")))
    values = {"meeting": {}, "actions": [{"what": "甲", "who": "乙"}, {"what": "丙"}, {"what": "丁"}]}
    with pytest.raises(RuleError) as refused:
        printed(template, values, SCHEMA)
    assert refused.value.reasons == (
        "body, paragraph 1: there is no value for 【会议.标题】",
        "body, paragraph 3: there is no value for 【行动.责任人】 (item 2 and 1 more)",
    )
    assert [file.name for file in tmp_path.iterdir()] == ["t.docx"]


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"there is no value for 【行动\.事项】"):
        filled(tmp_path, table(row("【行动.事项】")), actions=None)
