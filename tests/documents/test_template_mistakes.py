"""Templates: every mistake is told with its place and, where there is one, the right name."""

from pathlib import Path

import pytest

from tests.documents.papers import docx, p, printed, row, table
from tests.documents.test_template_grammar import SCHEMA, VALUES
from triparty.documents.fields import Field, Schema, flag, group, many, text
from triparty.documents.template import check_fields, compile_template
from triparty.rules import RuleError


def told(folder: Path, body: str) -> list[str]:
    """What is said of a template with this body."""
    return check_fields(compile_template(docx(folder / "t.docx", body)), SCHEMA)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            p("一") + p("【会议.标提】"),
            "body, paragraph 2: there is no field 【会议.标提】; did you mean 【会议.标题】?",
        ),
        (p("{{ meeting.titel }}"), "there is no field {{ meeting.titel }}; did you mean {{ meeting.title }}?"),
        (table(row("【行动.事相】")), "paragraph 1: there is no field 【行动.事相】; did you mean 【行动.事项】?"),
        (p("【毫不相干的东西】"), "there is no field 【毫不相干的东西】"),
        (p("【】"), "【】 names no field"),
        (p("【会议.标题"), "the bracket at “【会议.标题” has no partner"),
        (p("会议.标题】"), "the bracket at “】” has no partner"),
        (p("{{ meeting.title"), "the bracket at “{{ meeting.t” has no partner"),
        (p("【会议.标题】", "【会议"), "the bracket at “【会议” has no partner"),
        (
            p("【行动.事项】"),
            "【行动.事项】 is one of many: put it in a table row, or between 【每个 行动】 and 【结束】",
        ),
        (p("【行动】"), "【行动】 is a list: name one of its fields, such as 【行动.序号】"),
        (p("【会议】"), "【会议】 has several parts: name one of them, such as 【会议.标题】"),
        (p("【会议.草稿】"), "【会议.草稿】 is yes or no"),
        (p("【每个 会议】") + p("【结束】"), "【每个 会议】 is no list and cannot be repeated"),
        (p("【每个 行动】"), "【每个 行动】 has no end"),
        (p("【结束】"), "【结束】 ends nothing that began here"),
        (p("前【若有 保留意见】") + p("【结束】"), "【若有 保留意见】 must be alone in its paragraph"),
        (p("【若有 行动.事项】") + p("【结束】"), "【若有 行动.事项】 is one of many"),
        (p("【每个 行动】") + p("【每个 行动】") + p("【结束】") + p("【结束】"), "is already being repeated here"),
        (table(row("【行动.事项】", "【议题.标题】")), "【议题.标题】 is of another list than the rest of its row"),
        (p("【每个 行动】") + table(row(p("【结束】"))), "【每个 行动】 has no end"),
        (
            p("【每个 议提】") + p("【议题.标题】") + p("【结束】"),
            "there is no field 【每个 议提】; did you mean 【议题】?",
        ),
        ('<w:p><w:ins w:id="1"/></w:p>', "changes are being tracked"),
        (
            p("【若有 保留意见】", properties="<w:pPr><w:sectPr/></w:pPr>") + p("【结束】"),
            "a section ends in the paragraph",
        ),
    ],
)
def test_each_mistake_has_its_sentence(tmp_path: Path, body: str, said: str) -> None:
    assert any(said in message for message in told(tmp_path, body))
    with pytest.raises(RuleError):
        printed(tmp_path / "t.docx", VALUES, SCHEMA)
    assert not (tmp_path / "paper.docx").exists()


def test_all_mistakes_are_told_at_once_each_once_in_reading_order(tmp_path: Path) -> None:
    said = told(tmp_path, p("【甲】") + p("【会议.标提】【会议.标提】") + p("【每个 行动】") + p("【乙】"))
    assert [message.partition(": ")[0] for message in said] == [f"body, paragraph {number}" for number in (1, 2, 3, 4)]


def test_a_right_template_has_nothing_said_of_it(tmp_path: Path) -> None:
    assert told(tmp_path, p("【会议.标题】") + table(row("【行动.事项】"))) == []


def test_places_in_headers_and_boxes_are_named(tmp_path: Path) -> None:
    box = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('【甲】')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    template = compile_template(docx(tmp_path / "t.docx", p("") + box, stories={"header2": p("【乙】")}))
    assert [message.partition(": ")[0] for message in check_fields(template, SCHEMA)] == [
        "body, paragraph 2, in a text box",
        "page header (header2.xml), paragraph 1",
    ]


@pytest.mark.parametrize("value", [["一"], {"a": 1}, 1.5, True])
def test_values_of_a_wrong_kind_are_the_fault_of_the_paper(tmp_path: Path, value: object) -> None:
    template = docx(tmp_path / "t.docx", p("【保留意见】"))
    with pytest.raises(TypeError):
        printed(template, {**VALUES, "reservations": value}, SCHEMA)
    with pytest.raises(TypeError):
        printed(docx(tmp_path / "t.docx", table(row("【行动.事项】"))), {**VALUES, "actions": "一二"}, SCHEMA)
    assert not (tmp_path / "paper.docx").exists()


def test_names_that_could_not_be_told_apart_or_written_are_refused() -> None:
    with pytest.raises(ValueError, match="two fields"):
        Schema((text("title", "标题"), text("Title", "名称")))
    with pytest.raises(ValueError, match="two fields"):
        group("meeting", "会议", text("a", "甲"), flag("b", "甲"))
    with pytest.raises(ValueError, match="cannot be written"):
        text("a.b", "甲")
    with pytest.raises(ValueError, match="have children"):
        many("agenda", "议题")
    with pytest.raises(ValueError, match="have children"):
        Field("title", "标题", "text", (text("a", "甲"),))
