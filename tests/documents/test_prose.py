"""Markdown notes in Word: structure in named styles, lists that count for themselves, and no text lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.papers import NAMES, STYLES, W, docx, entry, p, printed, row, table, texts, valid
from triparty.documents.fields import Schema, prose
from triparty.documents.numbering import EMPTY, Lists, numbering_of
from triparty.documents.prose import blocks, plain
from triparty.documents.styles import Look, Style, Styles

SCHEMA = Schema((prose("notes", "说明"),))
LOOK = Look(
    '<w:pPr><w:pStyle w:val="body"/></w:pPr>', (("rFonts", '<w:rFonts w:ascii="A"/>'), ("sz", '<w:sz w:val="32"/>'))
)
NAMED = {
    ("paragraph", "heading3"): Style("H3"),
    ("paragraph", "heading4"): Style("H4"),
    ("paragraph", "listbullet"): Style("LB"),
    ("paragraph", "listnumber"): Style("LN"),
    ("paragraph", "quote"): Style("Q"),
    ("paragraph", "code"): Style("C"),
    ("table", "tablegrid"): Style("TG"),
}


def lists(named: dict[tuple[str, str], Style] | None = None) -> Lists:
    """The lists of a template without any, with these styles."""
    from lxml import etree

    return numbering_of(etree.fromstring(EMPTY.encode())).start(Styles(NAMED if named is None else named))


def word(markdown: str, named: dict[tuple[str, str], Style] | None = None) -> str:
    """The notes as a small document."""
    return f"<w:body {NAMES}>{blocks(markdown, LOOK, lists(named))}</w:body>"


def styles_in(xml: str) -> list[str]:
    """The style of each paragraph that has one."""
    return re.findall(r'<w:pStyle w:val="([^"]*)"', xml)


@pytest.mark.parametrize(
    ("markdown", "styles", "said"),
    [
        ("甲\n\n乙", ["body", "body"], ["甲", "乙"]),
        ("# 甲\n\n## 乙\n\n###### 丙", ["H3", "H4", "H4"], ["甲", "乙", "丙"]),
        ("甲\n===", ["H3"], ["甲"]),
        ("- 甲\n- 乙", ["LB", "LB"], ["甲", "乙"]),
        ("1. 甲\n2. 乙", ["LN", "LN"], ["甲", "乙"]),
        ("- 甲\n\n  乙\n  > 丙", ["LB", "LB", "Q"], ["甲", "乙", "丙"]),
        ("> 甲\n>\n> - 乙", ["Q", "LB"], ["甲", "乙"]),
        ("```python\nx < 1\n  y\n```", ["C"], ["x < 1\n  y"]),
        ("    code", ["C"], ["code"]),
        ("<b>甲</b>", ["body"], ["<b>甲</b>"]),
        ("<div>\n甲\n</div>", ["body"], ["<div>\n甲\n</div>"]),
        ("甲  \n乙\\\n丙", ["body"], ["甲\n乙\n丙"]),
        ("甲\n乙", ["body"], ["甲乙"]),
        ("one\ntwo", ["body"], ["one two"]),
        ("[甲](https://a.example/?x=1&y=2)", ["body"], ["甲（https://a.example/?x=1&y=2）"]),
        ("<https://a.example>", ["body"], ["https://a.example"]),
        ("<a@b.example>", ["body"], ["a@b.example"]),
        ("![现场照片](a.jpg)", ["body"], ["现场照片"]),
        ("[![图](a.jpg)](b)", ["body"], ["图（b）"]),
        ("- [ ] 甲", ["LB"], ["[ ] 甲"]),
        ("110101199. 甲", ["body"], ["110101199. 甲"]),
        ("&lt;w:p&gt; &copy;", ["body"], ["<w:p> ©"]),
        ("\\*甲\\*", ["body"], ["*甲*"]),
        ("a\tb", ["body"], ["a\tb"]),
        ("", [], []),
        (" \n\n", [], []),
        ("[x]: /u 'title'", ["body"], ["[x]: /u 'title'"]),
        ("[物业]: 已到场\n\n好", ["body", "body"], ["[物业]: 已到场", "好"]),
        ("[物业]: 已到场\n[物业]: 已离场", ["body"], ["[物业]: 已到场 [物业]: 已离场"]),
        ("[甲][x]\n\n[x]: https://a.example", ["body"], ["甲（https://a.example）"]),
        ("```甲 说的话\nx", ["C"], ["甲 说的话\nx"]),
        ("[甲](https://a.example/文件)", ["body"], ["甲（https://a.example/文件）"]),
        ("![](a.jpg)", ["body"], ["a.jpg"]),
        ("-", ["LB"], []),
        ("- - 甲", ["LB", "LB"], ["甲"]),
    ],
)
def test_each_kind_of_block_has_its_style_and_its_text(markdown: str, styles: list[str], said: list[str]) -> None:
    xml = word(markdown)
    assert styles_in(xml) == styles
    assert texts(xml) == said


@pytest.mark.parametrize(
    ("markdown", "looks"),
    [
        ("*甲*", "<w:i/><w:iCs/>"),
        ("**甲**", "<w:b/><w:bCs/>"),
        ("~~甲~~", "<w:strike/>"),
        ("***~~甲~~***", "<w:b/><w:bCs/><w:i/><w:iCs/><w:strike/>"),
    ],
)
def test_marks_keep_the_look_of_the_place(markdown: str, looks: str) -> None:
    assert f'<w:rPr><w:rFonts w:ascii="A"/>{looks}<w:sz w:val="32"/></w:rPr>' in word(markdown)


def test_code_in_a_line_has_its_style_or_its_font() -> None:
    assert '<w:rStyle w:val="CC"/>' in word("`x`", {**NAMED, ("character", "codechar"): Style("CC")})
    bare = f"<w:body {NAMES}>{blocks('`x`', Look(), lists())}</w:body>"
    assert 'w:ascii="Consolas"' in bare
    assert texts(bare) == ["x"]


def test_a_template_without_styles_still_gets_all_text() -> None:
    xml = word("# 甲\n\n- 乙\n\n1. 丙\n\n> 丁\n\n    戊\n\n|a|\n|-|\n|己|", {})
    assert texts(xml) == ["甲", "乙", "丙", "丁", "戊", "a", "己"]
    assert "<w:b/>" in xml.partition("甲")[0]
    assert "<w:tblBorders>" in xml


def test_tables_have_a_heading_that_repeats_and_sides() -> None:
    xml = word("| 甲 | 乙 | 丙 |\n|:-|:-:|-:|\n| 1 | **2** |\n| | | 3 |")
    assert texts(xml) == ["甲", "乙", "丙", "1", "2", "3"]
    assert xml.count("<w:tc>") == 9
    assert xml.count("<w:tblHeader/>") == 1
    assert [xml.count(f'<w:jc w:val="{side}"/>') for side in ("left", "center", "right")] == [3, 3, 3]
    assert '<w:tblStyle w:val="TG"/>' in xml


def test_every_ordered_list_counts_for_itself_and_from_its_own_start() -> None:
    own = lists()
    xml = blocks("1. 甲\n2. 乙\n\n话\n\n3. 丙\n   1. 丁\n\n话\n\n- 戊\n\n话\n\n- 己", LOOK, own)
    used = re.findall(r'<w:ilvl w:val="(\d)"/><w:numId w:val="(\d+)"/>', xml)
    assert used == [("0", "1"), ("0", "1"), ("0", "2"), ("1", "3"), ("0", "4"), ("0", "4")]
    numbering = own.xml()
    starts = re.findall(
        r'<w:num w:numId="(\d+)">.*?(?:w:ilvl="(\d)"><w:startOverride w:val="(\d+)"/>.*?)?</w:num>', numbering
    )
    assert starts == [("1", "0", "1"), ("2", "0", "3"), ("3", "1", "1"), ("4", "", "")]
    assert numbering.count("<w:abstractNum ") == 2


def test_the_template_s_own_list_look_is_used_where_it_has_one() -> None:
    from lxml import etree

    levels = '<w:lvl w:ilvl="0"/>'
    own = numbering_of(
        etree.fromstring(
            f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
            '<w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
        )
    ).start(Styles({("paragraph", "listnumber"): Style("LN", "9"), ("paragraph", "listbullet"): Style("LB", "9")}))
    xml = blocks("1. 甲\n   1. 乙\n\n- 丙", LOOK, own)
    assert re.findall(r'<w:numId w:val="(\d+)"/>', xml) == ["10", "11", "9"]
    kinds = re.findall(r'<w:num w:numId="(\d+)"><w:abstractNumId w:val="(\d+)"/>', own.xml())
    assert kinds == [("9", "5"), ("10", "5"), ("11", "7")]
    assert own.xml().index('w:abstractNumId="7"') < own.xml().index("<w:num ")


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("# 甲\n\n- **乙**\n- 丙\n\n```\nx\n```", "甲\n乙\n丙\nx"),
        ("甲\n乙", "甲\n乙"),
        ("```甲 说的话\nx", "甲 说的话\nx"),
        ("[甲](b)", "甲（b）"),
        ("|a|b|\n|-|-|\n|1|2|", "a\nb\n1\n2"),
        ("", ""),
    ],
)
def test_plain_text_of_notes(markdown: str, said: str) -> None:
    assert plain(markdown) == said


@pytest.mark.parametrize(
    "markdown",
    [
        ">" * 500 + " 甲",
        "- " * 200 + "甲",
        "*" * 5_000 + "甲",
        "[" * 2_000 + "甲",
        "`" * 3_000 + "甲",
        "![" * 1_000 + "甲",
        "**a*" * 500 + "甲",
        "1. " * 60 + "甲",
        "<" * 1_000 + "甲",
        "|" * 300 + "\n" + "|-" * 300 + "\n甲",
        "甲" + "\n" * 3_000 + "乙",
    ],
)
def test_notes_made_to_exhaust_are_written(markdown: str) -> None:
    assert "甲" in "".join(texts(word(markdown)))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("甲a1 \n\t#-*_~`>|[]()!<&;:\\.0x\x00\ud800{}【】=+\"'"), max_size=60))
def test_no_notes_can_break_the_document(markdown: str) -> None:
    said = "".join(texts(word(markdown)))
    assert said.count("甲") >= plain(markdown).count("甲") - markdown.count("](")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="甲乙丙丁戊己庚", min_size=1, max_size=6), min_size=1, max_size=8), st.data())
def test_every_word_a_person_wrote_arrives(words: list[str], data: st.DataObject) -> None:
    around = [
        "{}",
        "# {}",
        "- {}",
        "1. {}",
        "> {}",
        "**{}**",
        "    {}",
        "`{}`",
        "~~{}~~",
        "| {} |\n|-|\n| x |",
        "[{}](u)",
    ]
    markdown = "\n\n".join(data.draw(st.sampled_from(around)).format(one) for one in words)
    said = "".join(texts(word(markdown)))
    for one in words:
        assert one in said
        said = said.replace(one, "", 1)


EVERYTHING = """# 会议情况

第一段 **重点** *斜体* ~~删去~~ `代码` [链接](https://a.example)。

1. 甲
   - 乙

     接着说
2. 丙

> 引用

| 项 | 数 |
|:--|--:|
| 电梯 | 2 |

---

```
代码块
```

1. 重新开始
"""


@pytest.mark.parametrize("styles", [STYLES, ""])
def test_a_paper_with_everything_is_valid_word(tmp_path: Path, styles: str) -> None:
    cell = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>' + row("【说明】") + "</w:tbl>"
    look = '<w:pPr><w:jc w:val="both"/></w:pPr>'
    template = docx(
        tmp_path / "t.docx", p("【说明】", properties=look) + cell, styles=styles, stories={"header1": p("【说明】")}
    )
    xml = printed(template, {"notes": EVERYTHING}, SCHEMA)
    assert '<w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t xml:space="preserve">第一段 ' in xml
    assert "startOverride" in entry(tmp_path / "paper.docx", "word/numbering.xml")
    valid(tmp_path / "paper.docx")


def test_lists_of_one_paper_share_one_count_of_lists(tmp_path: Path) -> None:
    template = docx(tmp_path / "t.docx", table(row("【说明】")), stories={"footer1": p("【说明】")})
    body = printed(template, {"notes": "1. 甲"}, SCHEMA)
    footer = entry(tmp_path / "paper.docx", "word/footer1.xml")
    assert re.findall(r'numId w:val="(\d+)"', body + footer) == ["1", "2"]
